"""Draws the cells of the table of documents.

The style sheet's way of drawing an item asks the model for seven things a cell, each a call from C++ to Python, and
took 65 ms a screen, so that scrolling stood still. This asks once, and on a machine that is busy it draws a screen in
several turns: the rows for which a turn has no time are drawn in the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPixmap, QStaticText, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop_app.ui.document_cells import COLUMNS, NAME, Cell
from desktop_app.ui.document_model import DocumentModel
from desktop_app.ui.theme import Theme

_WAITING = Cell("…")
_EMPTY = Cell("")
_SELECTED, _HOVERED = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver
_TURN_SECONDS = 0.016  # for the rows of one turn of drawing
_ROWS_KNOWN = 1000
_WORDS_KEPT = 4000  # texts: several screens of cells


class DocumentDelegate(QStyledItemDelegate):
    """For a view on a `DocumentModel`. `left` are the areas of the cells that the turn had no time for."""

    def __init__(
        self, model: DocumentModel, theme: Theme, parent: QWidget, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._clock = clock
        self._end = 0.0
        self._row = -1  # that is being drawn: one that was begun is drawn to its end
        self.left: list[QRect] = []
        theme.on_change(self._dress)

    def begin(self) -> None:
        """A turn of drawing begins."""
        self._end = self._clock() + _TURN_SECONDS
        self._row = -1
        self.left = []

    def _has_time(self, row: int, cells: tuple[Cell, ...] | None) -> bool:
        """What was drawn before costs little. The first row of a turn is always drawn, so that it goes on."""
        if row == self._row or (cells is not None and self._drawn.get(row) is cells):
            return True
        if self._row >= 0 and self._clock() >= self._end:
            return False
        if len(self._drawn) >= _ROWS_KNOWN:
            self._drawn.clear()
        if cells is not None:
            self._drawn[row] = cells
        self._row = row
        return True

    def _dress(self) -> None:
        """Fonts, colours and pictures are made once a theme, not once a cell."""
        theme = self._theme
        self._plain, self._figures = theme.sans(), theme.tabular()
        self._plain_metrics, self._figure_metrics = QFontMetrics(self._plain), QFontMetrics(self._figures)
        self._colours: dict[str, QColor] = {}
        self._pictures: dict[tuple[str, str, float], QPixmap] = {}
        self._words: dict[tuple[str, int, bool], tuple[QStaticText, int, int]] = {}
        self._drawn: dict[int, tuple[Cell, ...]] = {}  # what was drawn in each row last

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area, state = option.rect, option.state
        if state & _SELECTED:
            painter.fillRect(area, self._colour("accent_wash"))
        elif state & _HOVERED:
            painter.fillRect(area, self._colour("raised"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, self._colour("line"))
        column, cells = index.column(), self._model.cells(index.row())
        if not self._has_time(index.row(), cells):
            self.left.append(QRect(area))
            return
        cell = cells[column] if cells is not None else _WAITING if column == NAME else _EMPTY
        rightwards = option.direction == Qt.LayoutDirection.RightToLeft
        self._paint_cell(painter, area, cell, rightwards=rightwards, figures=COLUMNS[column].numeric)

    def _paint_cell(self, painter: QPainter, area: QRect, cell: Cell, *, rightwards: bool, figures: bool) -> None:
        gap, icon = self._theme.tokens.space_2, self._theme.tokens.icon
        left, room = gap, area.width() - 2 * gap  # from the side where the language begins
        if cell.icon:
            x = area.right() + 1 - left - icon if rightwards else area.left() + left
            top = area.top() + (area.height() - icon) // 2
            painter.drawPixmap(x, top, self._picture(cell, painter))
            left, room = left + icon + gap, room - icon - gap
        if not cell.text:
            return
        words, width, height = self._words_of(cell.text, room, figures)
        begin = left + room - width if figures else left
        x = area.right() + 1 - begin - width if rightwards else area.left() + begin
        painter.setFont(self._figures if figures else self._plain)
        painter.setPen(self._colour(cell.tone))
        painter.drawStaticText(x, area.top() + (area.height() - height) // 2, words)

    def _words_of(self, text: str, room: int, figures: bool) -> tuple[QStaticText, int, int]:
        """A text as it fits, laid out, with its width and height. Kept, since rows are drawn again and again."""
        key = text, room, figures
        kept = self._words.get(key)
        if kept is None:
            if len(self._words) >= _WORDS_KEPT:
                self._words.clear()
            font, metrics = (self._figures, self._figure_metrics) if figures else (self._plain, self._plain_metrics)
            words = _laid_out(text, font)
            if words.size().width() > room:
                words = _laid_out(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room), font)
            kept = self._words[key] = words, ceil(words.size().width()), ceil(words.size().height())
        return kept

    def _colour(self, tone: str) -> QColor:
        if tone not in self._colours:
            self._colours[tone] = self._theme.colour(tone)
        return self._colours[tone]

    def _picture(self, cell: Cell, painter: QPainter) -> QPixmap:
        key = cell.icon, cell.icon_tone, painter.device().devicePixelRatioF()
        if key not in self._pictures:
            icon = self._theme.icon(cell.icon, cell.icon_tone)
            self._pictures[key] = icon.pixmap(self._theme.icon_size(), key[2])
        return self._pictures[key]


class DocumentTable(QTableView):
    """A view whose cells a `DocumentDelegate` draws."""

    def paintEvent(self, event: QPaintEvent) -> None:
        delegate = self.itemDelegate()
        assert isinstance(delegate, DocumentDelegate)
        delegate.begin()
        super().paintEvent(event)
        for area in delegate.left:
            self.viewport().update(area)


def _laid_out(text: str, font: QFont) -> QStaticText:
    words = QStaticText(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.prepare(QTransform(), font)
    return words
