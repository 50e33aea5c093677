"""The rows of the settings: a name, a sentence on what it does, and a control that says when it was changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.ui.controls import label
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_LINES = 3


def setting_row(theme: Theme, name: str, meaning: str, control: QWidget, width: int) -> QBoxLayout:
    """A small control stands at the right of its words, `width` wide; a text field below them."""
    control.setAccessibleName(name)
    control.setAccessibleDescription(meaning)
    below = isinstance(control, PatternsEdit)
    if not below:
        control.setFixedWidth(width)
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addWidget(label(name, font=theme.sans(weight=QFont.Weight.DemiBold)))
    texts.addWidget(label(meaning, tone="soft", wrap=True))
    whole: QBoxLayout = QVBoxLayout() if below else QHBoxLayout()
    whole.setSpacing(8 if below else 24)
    whole.addLayout(texts, 0 if below else 1)
    if below:
        whole.addWidget(control)
    else:
        whole.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
    return whole


def spin(low: int, high: int, unit: str, special: str = "") -> QSpinBox:
    """A number with its unit; `special` is what the lowest one is called."""
    made = QSpinBox()
    made.setRange(low, high)
    made.setSuffix(unit)
    made.setSpecialValueText(special)
    made.setKeyboardTracking(False)
    made.lineEdit().setTextMargins(6, 0, 0, 0)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def choice(items: Sequence[tuple[str, str]]) -> QComboBox:
    """One of several, as (words, value)."""
    made = QComboBox()
    for words, value in items:
        made.addItem(words, value)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def show_number(control: QSpinBox, value: int) -> None:
    """Show a value without telling of it."""
    with QSignalBlocker(control):
        control.setValue(value)


class PatternsEdit(QPlainTextEdit):
    """Patterns, one a line. `changed` carries them when the person is done with them."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()
        self.setProperty("look", "field")
        self.setFont(theme.fixed())
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("*.log\nOld drafts/"))
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 16)

    def patterns(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    def show_patterns(self, patterns: Sequence[str]) -> None:
        self._shown = tuple(patterns)
        if self.patterns() != self._shown:
            self.setPlainText("\n".join(patterns))

    def commit(self) -> None:
        """Tell of a change that was not told yet."""
        if self.patterns() != self._shown:
            self._shown = self.patterns()
            self.changed.emit(self._shown)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()
