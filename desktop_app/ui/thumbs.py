"""Thumbs up and down: whether an answer was right, to be taken back by pressing again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.controls import IconButton
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr

_NAMES = {
    True: ("thumb-up", later("This is right"), later("You judged this as right. Press to take it back")),
    False: (
        "thumb-down",
        later("This is not right"),
        later("You judged this as not right. Press to take it back"),
    ),
}


class Thumbs(QWidget):
    """Signals: `pressed(good)`."""

    pressed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.judged: bool | None = None
        self.up = IconButton(theme, "thumb-up", "")
        self.down = IconButton(theme, "thumb-down", "")
        self.up.clicked.connect(lambda: self.pressed.emit(True))
        self.down.clicked.connect(lambda: self.pressed.emit(False))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.up)
        layout.addWidget(self.down)
        self.show_judged(None)

    def show_judged(self, good: bool | None) -> None:
        """Show the one that was pressed; None: neither."""
        self.judged = good
        for kind, each in ((True, self.up), (False, self.down)):
            icon, name, taken = _NAMES[kind]
            each.set_icon(f"{icon}-on" if good is kind else icon)
            each.rename(tr(taken if good is kind else name))
