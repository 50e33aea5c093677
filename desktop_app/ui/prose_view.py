"""The text of a document set for reading, with passages marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop_app.ui.text_blocks import Block, Kind, Part, lines, piece_around, slices
from desktop_app.ui.text_marks import Mark, mark_selections, selected
from desktop_app.ui.text_search import TextSearch
from desktop_app.ui.text_setting import Places, TextSetter
from desktop_app.ui.text_zoom import larger, smaller, turned, within
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

LayOut = Callable[[int, int], Sequence[Part]]
_SLICE = 15_000  # characters after which the window gets its turn


class ProseView(QTextEdit):
    """Prose in the reading face. Of a very long text only the part around the passage is shown, until `show_all`.
    Signals: `zoom_changed(percent)`, `selection_changed()`, `menu_requested(place on the screen)`."""

    zoom_changed = Signal(float)
    selection_changed = Signal()
    menu_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._lay_out: LayOut = self._as_lines
        self._from, self._to = 0, 0  # what is shown of the text
        self._places = Places("")
        self._current: Mark | None = None
        self._others: tuple[Mark, ...] = ()
        self._percent = 100.0
        self._slices: list[tuple[Sequence[Part], int]] = []  # still to be set, the last first
        self._reached = 0  # up to where the text is set
        self._to_reveal = False
        self._setter = TextSetter(self.document(), "", theme, 1.0)
        self._setting = QTimer(self, interval=0)
        self._setting.timeout.connect(self._set_next)
        self.search = TextSearch(self, theme)
        self.search.changed.connect(self._mark)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(tr("Text of the document"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionChanged.connect(self.selection_changed)
        theme.on_change(self._dress)

    @property
    def partial(self) -> bool:
        """Whether some of the text was left out."""
        return self._to - self._from < len(self._text)

    def show_text(
        self, text: str, current: Mark | None, others: Sequence[Mark] = (), lay_out: LayOut | None = None
    ) -> None:
        """`lay_out(start, end)` gives the blocks of a piece of `text`; without it each line is one."""
        if text != self._text or not self._covers(current):
            self._text, self._lay_out = text, lay_out or self._as_lines
            self._cut(current)
            self._begin_to_set()
        self._current, self._others = current, tuple(others)
        self._show_current()

    def show_all(self) -> None:
        self._from, self._to = 0, len(self._text)
        self._begin_to_set()
        self._show_current()

    @property
    def whole(self) -> bool:
        """Whether all that is to be shown is set: a long text is set slice by slice."""
        return not self._slices

    def marked_text(self) -> str:
        """The words that are marked as the current passage."""
        return "\n".join(cursor.selection().toPlainText() for cursor in self._cursors(self._current))

    @property
    def selected_text(self) -> str:
        return self.textCursor().selection().toPlainText()

    @property
    def percent(self) -> float:
        return self._percent

    @property
    def fits_width(self) -> bool:
        """Text always runs to the width; 100 % is its ordinary size."""
        return self._percent == 100

    def set_percent(self, percent: float | None) -> None:
        percent = within(percent)
        if percent == self._percent:
            return
        self._percent = percent
        top = self.cursorForPosition(self.viewport().rect().topLeft())
        self._set()
        self._mark()
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self._top_of(top.position()))
        self.zoom_changed.emit(percent)

    def zoom_in(self) -> None:
        self.set_percent(larger(self._percent))

    def zoom_out(self) -> None:
        self.set_percent(smaller(self._percent))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_percent(turned(self._percent, event.angleDelta().y()))
            event.accept()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def _as_lines(self, start: int, end: int) -> list[Part]:
        return [Block(Kind.LINE, (line,)) for line in lines(self._text, start, end)]

    def _covers(self, mark: Mark | None) -> bool:
        return mark is None or self._from <= mark.start <= self._to - mark.length

    def _cut(self, current: Mark | None) -> None:
        mark = current or Mark(0, 0)
        self._from, self._to = piece_around(self._text, mark.start, mark.length)

    def _begin_to_set(self) -> None:
        """Set the first slice; the next ones follow in turns of the event loop, so that the window goes on."""
        self._setter = TextSetter(self.document(), self._text, self._theme, self._percent / 100)
        self._setter.clear()
        self._places = self._setter.places
        self._slices = list(slices(self._lay_out(self._from, self._to), _SLICE))[::-1]
        self._reached = self._from
        self._setting.start()
        self._set_next()

    def _set_next(self) -> None:
        if self._slices:
            parts, self._reached = self._slices.pop()
            self._setter.add(parts, last=not self._slices)
            if self._slices:  # what is set is laid out now, else all of it at once when the passage is reached
                self.document().documentLayout().blockBoundingRect(self.document().lastBlock())
        if not self._slices:
            self._setting.stop()
            self.search.again()  # which marks the passages, too
        if self._to_reveal:
            self._show_current()

    def _set(self) -> None:
        self._begin_to_set()
        while self._slices:
            self._set_next()

    def _show_current(self) -> None:
        """Mark the passages and go to the current one, once it is set. Until then what was seen stays."""
        current = self._current
        self._to_reveal = not self.whole and current is not None and current.start + current.length > self._reached
        self.viewport().setUpdatesEnabled(not self._to_reveal)
        if not self._to_reveal:
            self._mark()
            self._reveal()

    def _cursors(self, mark: Mark | None) -> list[QTextCursor]:
        """A selection a paragraph: one over several cells of a table would take in all of them."""
        merged: list[tuple[int, int, int]] = []
        for start, end in self._places.of(mark) if mark is not None and mark.length > 0 else ():
            first = self.document().findBlock(start).blockNumber()
            if merged and merged[-1][2] == first:
                merged[-1] = (merged[-1][0], end, first)
            else:
                merged.append((start, end, first))
        return [selected(self.document(), start, end) for start, end, _ in merged]

    def _mark(self) -> None:
        others = [cursor for mark in self._others if mark != self._current for cursor in self._cursors(mark)]
        marks = mark_selections(self._cursors(self._current), others, self._theme)
        self.setExtraSelections([*marks, *self.search.selections()])

    def _reveal(self) -> None:
        cursor = next(iter(self._cursors(self._current)), None)
        if cursor is None:
            self.verticalScrollBar().setValue(0)
            return
        cursor.setPosition(cursor.selectionStart())
        self.setTextCursor(cursor)
        top = self._top_of(cursor.position())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + top - self.viewport().height() // 3)

    def _top_of(self, position: int) -> int:
        return self.cursorRect(selected(self.document(), position, position)).top()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.setFont(self._theme.serif())
        self.document().setDocumentMargin(tokens.space_5)
        self.viewport().setStyleSheet(f"background: {tokens.surface};")
        if self._text:
            value = self.verticalScrollBar().value()
            self._set()
            self._mark()
            self.verticalScrollBar().setValue(value)
