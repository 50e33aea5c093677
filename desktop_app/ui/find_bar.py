"""The bar that searches the document in view: words, how often they occur, next and previous."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_app.ui.answer_words import number
from desktop_app.ui.controls import IconButton, label, set_tone
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_TYPING_MS = 150


class Finder(Protocol):
    """What searches one kind of view. `index` is which of `count` occurrences is chosen, −1 for none; `complete` is
    False while there is still something to search. `changed` is a signal without arguments."""

    changed: Any

    def find(self, words: str) -> None: ...
    def step(self, by: int) -> None: ...
    def clear(self) -> None: ...
    @property
    def count(self) -> int: ...
    @property
    def index(self) -> int: ...
    @property
    def complete(self) -> bool: ...


class FindBar(QWidget):
    """Signal: `closed()`."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._finder: Finder | None = None
        self.words = QLineEdit(placeholderText=tr("Find in this document"))
        self.words.setAccessibleName(tr("Find in this document"))
        self.words.setClearButtonEnabled(True)
        self.said = label(tone="soft")
        self.previous = IconButton(theme, "chevron-up", tr("Previous occurrence"))
        self.next = IconButton(theme, "chevron-down", tr("Next occurrence"))
        close = IconButton(theme, "close", tr("End the search"))
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        close.clicked.connect(self.close_bar)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._find)
        self.words.textChanged.connect(lambda: self._typing.start())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.said)
        for part in (self.previous, self.next, close):
            row.addWidget(part)
        theme.on_change(self._dress)
        self.hide()

    def use(self, finder: Finder | None) -> None:
        """Search with this from now on, for what was typed."""
        if finder is self._finder:
            if not self.isHidden():
                self._find()
            return
        if self._finder is not None:
            self._finder.clear()
            self._finder.changed.disconnect(self._tell)
        self._finder = finder
        if finder is None:
            self.close_bar()
            return
        finder.changed.connect(self._tell)
        if not self.isHidden():
            self._find()

    def open_bar(self) -> None:
        if self._finder is not None:
            self.show()
            self.words.setFocus()
            self.words.selectAll()
            self._find()

    def close_bar(self) -> None:
        was_open = not self.isHidden()
        self._typing.stop()
        self.hide()
        if self._finder is not None:
            self._finder.clear()
        if was_open:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.matches(QKeySequence.StandardKey.FindNext):
            if self._typing.isActive():
                self._typing.stop()
                self._find()
            else:
                self._step(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _find(self) -> None:
        if self._finder is not None:
            self._finder.find(self.words.text())
            self._tell()

    def _step(self, by: int) -> None:
        if self._finder is not None:
            self._finder.step(by)

    def _tell(self) -> None:
        finder = self._finder
        if finder is None:
            return
        found, sought = finder.count, bool(self.words.text().strip())
        if not sought:
            said = ""
        elif found:
            said = tr("{index} of {count}", index=number(finder.index + 1), count=number(found))
            said = said if finder.complete else f"{said}…"
        else:
            said = tr("Not in it" if finder.complete else "Searching…")
        self.said.setText(said)
        self.said.setAccessibleName(said)
        set_tone(self.said, "unsupported" if sought and not found and finder.complete else "soft")
        for step in (self.previous, self.next):
            step.setEnabled(found > 0)

    def _dress(self) -> None:
        self.said.setFont(self._theme.tabular(self._theme.tokens.text_small))
