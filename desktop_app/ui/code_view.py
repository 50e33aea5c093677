"""Source code, and sheets, in a fixed face: lines numbered, words coloured, passages marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from desktop_app.ui.lined_text import GAP
from desktop_app.ui.quotation import position_in_widget, with_plain_breaks
from desktop_app.ui.syntax import Coloured
from desktop_app.ui.text_marks import Mark, mark_selections, selected
from desktop_app.ui.text_search import TextSearch
from desktop_app.ui.text_zoom import larger, smaller, turned, within
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr


class CodeView(QPlainTextEdit):
    """Lines as they are written. Signals: `zoom_changed(percent)`, `selection_changed()`, `menu_requested(place on
    the screen)`."""

    zoom_changed = Signal(float)
    selection_changed = Signal()
    menu_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._current: Mark | None = None
        self._others: tuple[Mark, ...] = ()
        self._first_line = 1
        self._columns: Sequence[Sequence[int]] = ()
        self._percent = 100.0
        self._colours: tuple[Coloured, ...] = ()
        self._coloured: set[int] = set()  # lines that have their colours
        self._colouring = QTimer(self, singleShot=True, interval=0)
        self._colouring.timeout.connect(self._colour_lines)
        self.search = TextSearch(self, theme)
        self.search.changed.connect(self._mark)
        self._numbers = _LineNumbers(self)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as code and numbers are read anywhere
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(tr("Source code of the document"))
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_numbers)
        self.verticalScrollBar().valueChanged.connect(lambda: self._colouring.start())
        self.selectionChanged.connect(self.selection_changed)
        theme.on_change(self._dress)

    def show_text(
        self,
        text: str,
        current: Mark | None,
        others: Sequence[Mark] = (),
        first_line: int = 1,
        columns: Sequence[Sequence[int]] = (),
    ) -> None:
        """`first_line` is the number of the line that `text` begins with. `columns`: where, in each line of a table,
        its cells but the first begin; they are parted by rules then."""
        self._columns = columns
        if text != self._text or first_line != self._first_line:
            self._text, self._first_line = text, first_line
            self._colours = ()
            self._coloured.clear()
            self.setPlainText(with_plain_breaks(text))
            self.search.again()
            self._dress_head()
        self._current, self._others = current, tuple(others)
        self._mark()
        if current is not None and current.length > 0:
            cursor = self._cursor(current)
            cursor.setPosition(cursor.selectionStart())
            self.setTextCursor(cursor)
            self.centerCursor()

    def marked_text(self) -> str:
        """The words that are marked as the current passage."""
        return self._cursor(self._current).selection().toPlainText() if self._current is not None else ""

    def show_colours(self, colours: tuple[Coloured, ...]) -> None:
        """Colour words of the text that is shown; `colours` count its characters, in order."""
        self._colours = colours
        self._coloured.clear()
        self._colouring.start()

    @property
    def selected_text(self) -> str:
        return self.textCursor().selection().toPlainText()

    @property
    def percent(self) -> float:
        return self._percent

    @property
    def fits_width(self) -> bool:
        """Lines are never broken; 100 % is their ordinary size."""
        return self._percent == 100

    def set_percent(self, percent: float | None) -> None:
        self._percent = within(percent)
        self._dress()
        self.zoom_changed.emit(self._percent)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._colouring.start()
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def numbers_width(self) -> int:
        digits = max(3, len(str(self.blockCount() + self._first_line)))
        return self.fontMetrics().horizontalAdvance("9") * digits + 20

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in view, beside them."""
        painter = QPainter(self._numbers)
        painter.fillRect(event.rect(), self._theme.colour("paper"))
        painter.setPen(self._theme.colour("ink_faint"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            painter.drawText(
                QRect(0, round(top), self._numbers.width() - 10, self.fontMetrics().height()),
                Qt.AlignmentFlag.AlignRight,
                str(block.blockNumber() + self._first_line),
            )
            top += height
            block = block.next()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._columns:
            self._paint_rules(event)

    def _paint_rules(self, event: QPaintEvent) -> None:
        """Between the rows and the cells in view."""
        painter = QPainter(self.viewport())
        gap = self.fontMetrics().horizontalAdvance(" ") * GAP / 2
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > event.rect().bottom():
                break
            head = self._first_line == 1 and block.blockNumber() == 0
            painter.setPen(self._theme.colour("line_strong" if head else "line"))
            bottom = round(place.top() + block.layout().boundingRect().height())  # without what is below the last
            painter.drawLine(0, bottom, self.viewport().width(), bottom)
            painter.setPen(self._theme.colour("line"))
            line = block.layout().lineAt(0)
            for start in self._columns[block.blockNumber()] if block.blockNumber() < len(self._columns) else ():
                at, _ = cast("tuple[float, int]", line.cursorToX(position_in_widget(block.text(), start)))
                x = round(place.left() + at - gap)
                painter.drawLine(x, round(place.top()), x, bottom)
            block = block.next()

    def _dress_head(self) -> None:
        """The first row of a table names its columns."""
        if not self._columns:
            return
        made = QTextLayout.FormatRange()
        made.start, made.length = 0, len(self.document().firstBlock().text())
        made.format = QTextCharFormat()
        made.format.setFontWeight(QFont.Weight.Bold)
        self.document().firstBlock().layout().setFormats([made] if self._first_line == 1 else [])

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _scroll_numbers(self, rect: QRect, down: int) -> None:
        if down:
            self._numbers.scroll(0, down)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())

    def _cursor(self, mark: Mark) -> QTextCursor:
        start, end = (position_in_widget(self._text, at) for at in (mark.start, mark.start + mark.length))
        return selected(self.document(), start, end)

    def _mark(self) -> None:
        current = [self._cursor(self._current)] if self._current is not None and self._current.length > 0 else []
        others = [self._cursor(mark) for mark in self._others if mark != self._current and mark.length > 0]
        self.setExtraSelections([*mark_selections(current, others, self._theme), *self.search.selections()])

    def _colour_lines(self) -> None:
        """Colour the lines in view, each once: the others can wait until they are looked at."""
        if not self._colours:
            return
        block = self.firstVisibleBlock()
        bottom = self.viewport().height()
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
            if top > bottom:
                break
            if block.blockNumber() not in self._coloured:
                self._coloured.add(block.blockNumber())
                self._colour(block)
            block = block.next()

    def _colour(self, block: QTextBlock) -> None:
        start, end = block.position(), block.position() + block.length() - 1
        first = max(0, bisect_left(self._colours, start, key=lambda colour: colour.start) - 1)
        ranges = []
        for colour in self._colours[first:]:
            if colour.start >= end:
                break
            if colour.end <= start:
                continue
            made = QTextLayout.FormatRange()
            made.start = max(0, colour.start - start)
            made.length = min(end, colour.end) - start - made.start
            made.format = QTextCharFormat()
            made.format.setForeground(self._theme.colour(f"code_{colour.token}"))
            ranges.append(made)
        block.layout().setFormats(ranges)

    def _dress(self) -> None:
        self.setFont(self._theme.fixed(round(self._theme.tokens.text * self._percent / 100)))
        self._coloured.clear()
        self._colouring.start()
        self.setStyleSheet("QAbstractScrollArea::corner { background: transparent; border: none; }")
        self.document().setDocumentMargin(self._theme.tokens.space_3)
        self.viewport().setStyleSheet(f"background: {self._theme.tokens.surface};")
        self._make_room()
        self._numbers.update()
        self._dress_head()
        self._mark()


class _LineNumbers(QWidget):
    def __init__(self, code: CodeView) -> None:
        super().__init__(code)
        self._code = code

    def sizeHint(self) -> QSize:
        return QSize(self._code.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._code.paint_numbers(event)
