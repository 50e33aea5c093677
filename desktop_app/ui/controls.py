"""Small parts that every view is made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.theme import Theme


def keys(shortcut: str) -> str:
    """A shortcut as this system and the reader's language write it: "Ctrl+K", "Strg+K", "⌘K"."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


class IconButton(QToolButton):
    """A button with an icon alone. Its name is its tooltip, and what a screen reader says. The icon is drawn when the
    button is first seen: a window begins with three times as many as it shows."""

    def __init__(self, theme: Theme, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._seen = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.rename(name)
        theme.on_change(self._dress)

    def rename(self, name: str, shortcut: str = "") -> None:
        self.setToolTip(f"{name} ({keys(shortcut)})" if shortcut else name)
        self.setAccessibleName(name)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._seen:
            self._seen = True
            self._dress()
        super().showEvent(event)

    def _dress(self) -> None:
        self.setIconSize(self._theme.icon_size())
        if self._seen:
            self.setIcon(self._theme.icon(self._icon))


class Mark(QLabel):
    """An icon that says something and can't be pressed."""

    def __init__(self, theme: Theme, icon: str, tone: str = "ink_soft", pixels: int = 18) -> None:
        super().__init__()
        self._theme = theme
        self._shown = (icon, tone)
        self._pixels = pixels
        theme.on_change(self._dress)

    def show_icon(self, icon: str, tone: str) -> None:
        if (icon, tone) != self._shown:
            self._shown = (icon, tone)
            self._dress()

    def _dress(self) -> None:
        pixels = self._theme.scaled(self._pixels)
        size = QSize(pixels, pixels)
        self.setFixedSize(size)
        self.setPixmap(self._theme.icon(*self._shown).pixmap(size, self.devicePixelRatio()))


class ElidedLabel(QLabel):
    """One line that ends with an ellipsis where it does not fit; then the whole is its tooltip."""

    def __init__(
        self, text: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole(self) -> str:
        return self._whole

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, max(0, self.width()))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def label(text: str = "", *, font: QFont | None = None, tone: str = "", wrap: bool = False) -> QLabel:
    """A label of plain text; `tone` is soft, faint, supported, partly or unsupported."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if font is not None:
        made.setFont(font)
    if tone:
        made.setProperty("tone", tone)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change a widget's tone after it was dressed."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        redress(widget)


def set_look(widget: QWidget, look: str) -> None:
    """Change which part of the style sheet a widget wears."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        redress(widget)


def redress(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(text: str, pressed: Callable[[], object], look: str = "") -> QPushButton:
    """A button with words; `look` is primary (one a view), quiet (a link) or row; empty is the ordinary one."""
    made = QPushButton(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(look == "primary")
    if look:
        made.setProperty("look", look)
    made.clicked.connect(lambda: pressed())
    return made


def centred(part: QWidget) -> QWidget:
    """A page that gives `part` the width it wants, up to its own."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(16, 8, 16, 16)
    row.addStretch(1)
    row.addWidget(part, 1000)
    row.addStretch(1)
    return page


def column(*parts: QWidget) -> QWidget:
    """The parts below each other, without gaps; the last takes the room."""
    ground = QWidget()
    layout = QVBoxLayout(ground)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        layout.addWidget(part, 1 if part is parts[-1] else 0)
    return ground


def scrolling(page: QWidget) -> QScrollArea:
    """A page that scrolls where it is taller than its room: it never takes that of what stands below."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setProperty("look", "page")
    area.setWidget(page)
    return area


def hairline(vertical: bool = False) -> QFrame:
    line = QFrame()
    line.setProperty("look", "hairline")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def card() -> QFrame:
    frame = QFrame()
    frame.setProperty("look", "card")
    return frame


def section_font(theme: Theme) -> QFont:
    """The font of a section's heading: small capitals in effect, spaced."""
    font = theme.sans(theme.tokens.text_small, QFont.Weight.DemiBold)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    return font
