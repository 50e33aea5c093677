"""The look of the window: tokens, fonts, icons, palette and style sheet, switched live."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from PySide6.QtCore import QDir, QObject, QSize, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.ui.icons import DrawnIcon, write_sheet_icons
from desktop_app.ui.text_size import OwnFonts
from desktop_app.ui.tokens import ASSETS, Tokens, load_tokens

MODES = ("system", "light", "dark")
_MIRRORED = {
    f"{what}-{side}": f"{what}-{other}"
    for what in ("chevron", "sidebar")
    for side, other in (("left", "right"), ("right", "left"))
}
_NO_SANS_OF_ITS_OWN = ("", "Sans", "Sans Serif", "DejaVu Sans", "Bitstream Vera Sans", "Liberation Sans", "FreeSans")


class Theme(QObject):
    """One for the application. `changed` is emitted after `tokens` and the application's style have been switched:
    widgets that paint for themselves repaint then."""

    changed = Signal()

    def __init__(self, mode: str = "system", parent: QObject | None = None, *, text_percent: int = 100) -> None:
        super().__init__(parent)
        self._mode = mode
        self._percent = text_percent
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._sheet_icons = QTemporaryDir()
        QDir.setSearchPaths("footnote", [self._sheet_icons.path()])
        for font in (ASSETS / "fonts").glob("*.[ot]tf"):
            QFontDatabase.addApplicationFont(str(font))
        general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        self._sans = ["Inter", general] if general in _NO_SANS_OF_ITS_OWN else [general, "Inter"]
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self._system_dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self._dark = self._wants_dark()
        self.tokens: Tokens = load_tokens(self._dark, text_percent)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def mode(self) -> str:
        """What was asked for: system, light or dark."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        return self._dark

    def set_mode(self, mode: str) -> None:
        """Switch to "system", "light" or "dark" at once."""
        if mode not in MODES:
            raise ValueError(f"no such theme: {mode}")
        self._mode = mode
        self._refresh()

    @property
    def text_percent(self) -> int:
        return self._percent

    def set_text_percent(self, percent: int) -> None:
        """Write everything larger or smaller, at once."""
        if percent == self._percent:
            return
        before, self._percent = self.tokens, percent
        self.tokens = load_tokens(self._dark, percent)
        self._icons.clear()
        fonts = OwnFonts()
        self.apply()
        fonts.resize(before, self.tokens)
        self.changed.emit()

    def scaled(self, pixels: int) -> int:
        """A length that holds text, as large as the text is now."""
        return round(pixels * self._percent / 100)

    def prepare(self) -> None:
        """Palette and font of the application, before its widgets are made. The style sheet comes after (`apply`):
        each widget that is put into another would be measured against all of it again."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(self.palette())
            application.setFont(self.sans(self.tokens.text))

    def apply(self) -> None:
        """Dress the application: palette, font, style sheet."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        write_sheet_icons(self.tokens, self._sheet_icons.path())
        self.prepare()
        sheet = self.stylesheet()
        if sheet != application.styleSheet():  # else every widget would be measured anew for nothing
            application.setStyleSheet(sheet)

    def stylesheet(self) -> str:
        """The style sheet of every standard control, from `assets/theme/window.qss`."""
        template = Template((ASSETS / "theme" / "window.qss").read_text("utf-8"))
        return template.substitute(self.tokens.items())

    def palette(self) -> QPalette:
        """The palette behind the style sheet, for what style sheets don't reach."""
        tokens = self.tokens
        role = QPalette.ColorRole
        palette = QPalette()
        for roles, colour in (
            ((role.Window,), tokens.paper),
            ((role.Base, role.ToolTipBase), tokens.surface),
            ((role.AlternateBase, role.Button), tokens.raised),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), tokens.ink),
            ((role.PlaceholderText,), tokens.ink_faint),
            ((role.Highlight, role.Link, role.Accent), tokens.accent),
            ((role.LinkVisited,), tokens.accent),
            ((role.HighlightedText,), tokens.on_accent),
            ((role.Mid, role.Midlight), tokens.line),
            ((role.Dark, role.Shadow), tokens.line_strong),
            ((role.Light,), tokens.surface),
        ):
            for each in roles:
                palette.setColor(each, QColor(colour))
        for each in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.ink_faint))
        return palette

    def sans(self, size: int | None = None, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The interface's font at `size` pixels (None: ordinary text)."""
        return self._font(self._sans, size, weight)

    def serif(self, size: int | None = None, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The font of answers and quotations at `size` pixels (None: reading size). Its own line height is 1.63 of
        its size: set line heights as FixedHeight, not in proportion."""
        return self._font(["Charis SIL", "serif"], size or self.tokens.text_reading, weight)

    def fixed(self, size: int | None = None) -> QFont:
        """The font of source code at `size` pixels (None: ordinary text)."""
        return self._font([self._fixed], size, QFont.Weight.Normal)

    def tabular(self, size: int | None = None) -> QFont:
        """The interface's font with figures of one width, for numbers that people compare."""
        font = self.sans(size)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def colour(self, name: str) -> QColor:
        """The token `name` as a QColor."""
        return QColor(str(getattr(self.tokens, name)))

    def icon(self, name: str, tone: str = "ink_soft") -> QIcon:
        """The icon `assets/icons/<name>.svg` in the colour of a token. Ask again when `changed` is emitted. Those that
        point on or back do so in the direction of the window."""
        if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            name = _MIRRORED.get(name, name)
        key = (name, tone)
        if key not in self._icons:
            self._icons[key] = QIcon(DrawnIcon(name, getattr(self.tokens, tone), self.tokens.ink_faint))
        return self._icons[key]

    def icon_size(self) -> QSize:
        return QSize(self.tokens.icon, self.tokens.icon)

    def on_change(self, dress: Callable[[], None]) -> None:
        """Call `dress` now and after every change. Give a bound method of a widget: Qt forgets it with the widget."""
        dress()
        self.changed.connect(dress)

    def _font(self, families: list[str], size: int | None, weight: QFont.Weight) -> QFont:
        font = QFont()
        font.setFamilies(families)
        font.setPixelSize(size or self.tokens.text)
        font.setWeight(weight)
        return font

    def _wants_dark(self) -> bool:
        if self._mode != "system":
            return self._mode == "dark"
        scheme = QGuiApplication.styleHints().colorScheme()
        if scheme == Qt.ColorScheme.Unknown:  # a platform that does not say; what its palette looked like tells
            return self._system_dark
        return scheme == Qt.ColorScheme.Dark

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        dark = self._wants_dark()
        if dark == self._dark:
            return
        self._dark = dark
        self.tokens = load_tokens(dark, self._percent)
        self._icons.clear()
        self.apply()
        self.changed.emit()
