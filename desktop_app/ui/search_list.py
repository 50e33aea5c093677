"""The passages that a search found: a model of them, and how a row is painted."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.ui.kind_words import kind
from desktop_app.ui.search_loader import Result
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RESULT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_SNIPPET_LINES = 2
_LINE = 1.45
_FILLED = 0.94  # of a line, on average: words are not broken
_FOLDER_FROM = 560  # pixels of width that leave room for the folder


class ResultModel(QAbstractListModel):
    """One row a passage, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results: tuple[Result, ...] = ()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._results)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        result = self.result(index)
        if result is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return result.passage.citation
            case Qt.ItemDataRole.ToolTipRole:
                return result.passage.path
            case Qt.ItemDataRole.AccessibleTextRole:
                name = f"{result.passage.name}{result.passage.spoken_place}"
                if result.offline:
                    name = tr("{name}, offline", name=name)
                return f"{name}. {result.snippet}"
            case _ if role == _RESULT_ROLE:
                return result
        return None

    def result(self, index: _Index) -> Result | None:
        return self._results[index.row()] if index.isValid() else None

    @property
    def results(self) -> tuple[Result, ...]:
        return self._results

    def set_results(self, results: Sequence[Result]) -> None:
        self.beginResetModel()
        self._results = tuple(results)
        self.endResetModel()


class ResultDelegate(QStyledItemDelegate):
    """Paints a passage: where it is, then its words with those that were searched for in bold."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        tokens = self._theme.tokens
        text = self._head_height + tokens.space_1 + _SNIPPET_LINES * self._line
        return QSize(240, text + 2 * tokens.space_3)

    @property
    def _head_height(self) -> int:
        return max(self._theme.tokens.icon, QFontMetrics(self._theme.sans()).height())

    @property
    def _line(self) -> int:
        return ceil(self._theme.serif(self._theme.tokens.text + 1).pixelSize() * _LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        result = index.data(_RESULT_ROLE)
        if not isinstance(result, Result):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, area, state = self._theme.tokens, QRect(option.rect), option.state
        self._paint_ground(painter, area, state)
        area = area.adjusted(tokens.space_3, tokens.space_3, -tokens.space_3, -tokens.space_3)
        self._paint_head(painter, area, result)
        top = area.top() + self._head_height + tokens.space_1
        left = area.left() + tokens.icon + tokens.space_2
        snippet = QRect(left, top, area.right() - left, _SNIPPET_LINES * self._line)
        self._paint_snippet(painter, QStyle.visualRect(painter.layoutDirection(), area, snippet), result)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        theme, radius = self._theme, self._theme.tokens.radius
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.colour("accent_wash"))
            painter.drawRoundedRect(area, radius, radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("raised"))
            painter.drawRoundedRect(area, radius, radius)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius, radius)

    def _paint_head(self, painter: QPainter, area: QRect, result: Result) -> None:
        """Name and place where the language begins; the folder at the other side, where there is room; "offline"
        where it is."""
        theme, tokens, passage = self._theme, self._theme.tokens, result.passage
        direction = painter.layoutDirection()
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        line = QRect(area.left(), area.top(), area.width(), self._head_height)
        icon_top = line.top() + (line.height() - tokens.icon) // 2
        icon = QRect(line.left(), icon_top, tokens.icon, tokens.icon)
        theme.icon(kind(result.kind).icon).paint(painter, QStyle.visualRect(direction, area, icon))
        line.setLeft(line.left() + tokens.icon + tokens.space_2)
        small, bold = theme.sans(tokens.text_small), theme.sans(weight=QFont.Weight.DemiBold)
        away = tr("offline") if result.offline else "" if result.by_words else tr("by meaning")
        place = "".join(f" · {part}" for part in (passage.shown_place, away) if part)
        place_width = QFontMetrics(small).horizontalAdvance(place)
        folder, folder_width = "", 0
        if area.width() >= _FOLDER_FROM:
            room = area.width() // 3
            folder = QFontMetrics(small).elidedText(str(Path(passage.path).parent), Qt.TextElideMode.ElideLeft, room)
            folder_width = QFontMetrics(small).horizontalAdvance(folder) + tokens.space_4
        room = line.width() - place_width - folder_width
        name = QFontMetrics(bold).elidedText(passage.name, Qt.TextElideMode.ElideMiddle, room)
        painter.setFont(bold)
        painter.setPen(theme.colour("ink"))
        painter.drawText(QStyle.visualRect(direction, area, line), middle, name)
        painter.setFont(small)
        painter.setPen(theme.colour("partly" if result.offline else "ink_soft"))
        rest = line.adjusted(QFontMetrics(bold).horizontalAdvance(name), 0, 0, 0)
        painter.drawText(QStyle.visualRect(direction, area, rest), middle, place)
        if folder:
            painter.setPen(theme.colour("ink_faint"))
            end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QStyle.visualRect(direction, area, line), end, folder)

    def _paint_snippet(self, painter: QPainter, area: QRect, result: Result) -> None:
        theme = self._theme
        font = theme.serif(theme.tokens.text + 1)
        text, room = result.snippet, round(area.width() * _SNIPPET_LINES * _FILLED)
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        if cut != text:
            text = cut.removesuffix("…").rpartition(" ")[0].rstrip(",;: ") + "…"
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.Bold)
        strong.setForeground(theme.colour("ink"))
        ranges = []
        for start, length in result.marks:
            if start + length <= len(text):
                piece = QTextLayout.FormatRange()
                piece.start, piece.length, piece.format = start, length, strong
                ranges.append(piece)
        layout.setFormats(ranges)
        layout.beginLayout()
        for number in range(_SNIPPET_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(area.width())
            line.setPosition(QPointF(0, number * self._line))
        layout.endLayout()
        painter.setPen(theme.colour("ink_soft"))
        painter.setClipRect(area)
        layout.draw(painter, QPointF(area.left(), area.top()))
