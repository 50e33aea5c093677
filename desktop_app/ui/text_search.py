"""Words looked for in the text that a text widget shows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop_app.ui.find_text import occurrences
from desktop_app.ui.theme import Theme


class TextSearch(QObject):
    """A `Finder` (see `find_bar`) of one widget. `changed()` when something was found or another one chosen."""

    changed = Signal()

    def __init__(self, edit: QTextEdit | QPlainTextEdit, theme: Theme) -> None:
        super().__init__(edit)
        self._edit = edit
        self._theme = theme
        self._words = ""
        self._cursors: list[QTextCursor] = []
        self.index = -1
        self.complete = True

    def find(self, words: str) -> None:
        """Look for `words`; the first one from what is in view on is chosen."""
        self._look(words, choose=True)

    def again(self) -> None:
        """Another text is shown: look for the same words, without going anywhere."""
        self._look(self._words, choose=False)

    def _look(self, words: str, *, choose: bool) -> None:
        self._words, self._cursors, self.index = words, [], -1
        document = self._edit.document()
        text = document.toPlainText() if words else ""
        at = units = 0  # in characters of Python and in those of Qt
        for start, length in occurrences(text, words):
            units += _units(text[at:start])
            cursor = QTextCursor(document)
            cursor.setPosition(units)
            units += _units(text[start : start + length])
            cursor.setPosition(units, QTextCursor.MoveMode.KeepAnchor)
            self._cursors.append(cursor)
            at = start + length
        if self._cursors and choose:
            here = self._edit.cursorForPosition(self._edit.viewport().rect().topLeft()).position()
            later = (n for n, cursor in enumerate(self._cursors) if cursor.selectionStart() >= here)
            self._choose(next(later, 0))
        self.changed.emit()

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (−1) occurrence, round the end."""
        if self._cursors:
            self._choose((self.index + by) % len(self._cursors))
            self.changed.emit()

    def clear(self) -> None:
        self._words, self._cursors, self.index = "", [], -1
        self.changed.emit()

    @property
    def count(self) -> int:
        return len(self._cursors)

    def selections(self) -> list[QTextEdit.ExtraSelection]:
        """How the occurrences are marked."""
        made = []
        for number, cursor in enumerate(self._cursors):
            style = QTextCharFormat()
            style.setBackground(self._theme.colour("found_now" if number == self.index else "found"))
            style.setForeground(self._theme.colour("ink"))
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format = style
            made.append(selection)
        return made

    def _choose(self, index: int) -> None:
        self.index = index
        cursor = QTextCursor(self._cursors[index])
        cursor.setPosition(cursor.selectionStart())
        self._edit.setTextCursor(cursor)
        self._edit.ensureCursorVisible()


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
