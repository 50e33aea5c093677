"""A passage as a card: the words as they stand in the document, and where. A click or Enter opens the source."""

from __future__ import annotations

from math import ceil
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.ui.emphasis import emphasised
from desktop_app.ui.fate import Fate, Offline, never_offline
from desktop_app.ui.hover_text import OFFLINE
from desktop_app.ui.passage import passage_of
from desktop_app.ui.quotation import readable, shortened
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_LINE = 1.45


class QuoteCard(QAbstractButton):
    """`target` is what opens. `number` makes it an entry of the list of footnotes. At most `lines` lines of the
    quotation are shown, the words of `query` emphasised, and above rows of a table its header. `offline` tells
    whether the document at a path is away."""

    opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        target: object,
        *,
        query: str = "",
        number: int | None = None,
        lines: int = 3,
        offline: Offline = never_offline,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.target = target
        self._passage = passage_of(target)
        self._number = number
        self._lines = lines
        self._offline = offline
        self._quote = tr("“{quote}”", quote=readable(self._passage.quote))
        self._emphasised = emphasised(self._quote, query)
        self._fate: Fate | None = None
        self._hovered = False
        self._heights: dict[int, int] = {}  # by width: layouts ask again and again, and each answer sets the text
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()
        self.clicked.connect(lambda: self.opened.emit(self.target))
        theme.changed.connect(self._forget_heights)

    def show_fate(self, fate: Fate | None) -> None:
        """Say what became of the file; None: it is as it was."""
        self._fate = fate
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Name it for a hover and a screen reader, as things stand now."""
        away = self._offline(self._passage.path)
        name = f"{self._passage.name}{self._passage.spoken_place}"
        if away:
            name = tr("{name}, offline", name=name)
        elif self._fate is not None:
            name = f"{name}, {self._fate.word}"
        if self._number is not None:
            name = tr("Footnote {n}: {text}", n=self._number, text=name)
        said = [name, self._passage.columns, shortened(self._passage.quote)]
        self.setAccessibleName(". ".join(part for part in said if part))
        more = tr(OFFLINE) if away else self._fate.sentence if self._fate else ""
        self.setAccessibleDescription(more)
        self.setToolTip(f"{self._passage.path}\n{more}" if more else self._passage.path)

    # Size

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._line + self._small.height() + 4 + 2 * self._padding)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            lines = self._layout(width)[1]
            height = lines * self._line + self._small.height() + 4 + 2 * self._padding
            self._heights[width] = height + self._columns_height
        return self._heights[width]

    def _forget_heights(self) -> None:
        self._heights.clear()
        self.updateGeometry()

    @property
    def _padding(self) -> int:
        return self._theme.tokens.space_2 if self._number is not None else self._theme.tokens.space_3

    @property
    def _line(self) -> int:
        return ceil(self._quote_font.pixelSize() * _LINE)

    @property
    def _quote_font(self) -> QFont:
        tokens = self._theme.tokens
        return self._theme.serif(tokens.text if self._number is not None else tokens.text + 1)

    @property
    def _small(self) -> QFontMetrics:
        return QFontMetrics(self._theme.sans(self._theme.tokens.text_small))

    @property
    def _columns_height(self) -> int:
        return self._small.height() + 2 if self._passage.columns else 0

    def _left(self) -> int:
        """Where text begins: behind the rule of a card, or behind the number of a footnote."""
        return self._theme.tokens.space_5 + 2 if self._number is not None else self._theme.tokens.space_4

    def _layout(self, width: int) -> tuple[QTextLayout, int]:
        """The quotation laid out in the card's width, and how many of its lines are shown."""
        layout = QTextLayout(self._quote, self._quote_font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.Bold)
        strong.setForeground(self._theme.colour("ink"))
        ranges = []
        for start, length in self._emphasised:
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, piece.format = start, length, strong
            ranges.append(piece)
        layout.setFormats(ranges)
        room = width - self._left() - self._padding
        layout.beginLayout()
        lines = 0
        while lines <= self._lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(40, room))
            line.setPosition(QPointF(0, lines * self._line))
            lines += 1
        layout.endLayout()
        return layout, max(1, min(lines, self._lines))

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme, tokens = self._theme, self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        rightwards = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, top = self._padding if rightwards else self._left(), self._padding
        layout, lines = self._layout(self.width())
        painter.setPen(theme.colour("ink_soft"))
        self._paint_columns(painter, left, top)
        top += self._columns_height
        cut = lines < layout.lineCount()
        for index in range(lines):
            line = layout.lineAt(index)
            if cut and index == lines - 1:
                break
            line.draw(painter, QPointF(left, top))
        if cut:
            self._paint_cut_line(painter, layout, lines - 1, left, top)
        if self._number is not None:
            painter.setFont(theme.sans(tokens.text_small, QFont.Weight.DemiBold))
            painter.setPen(theme.colour("accent"))
            room = self._left() - 8
            painter.drawText(
                QRectF(self.width() - room if rightwards else 0, top, room, self._line),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                str(self._number),
            )
        painter.setFont(theme.sans(tokens.text_small))
        painter.setPen(theme.colour("accent" if self._hovered else "ink_soft"))
        small = self._small
        place = f" · {self._passage.shown_place}" if self._passage.place else ""
        away = f" · ⚠ {self._fate.word}" if self._fate is not None else ""
        if self._offline(self._passage.path):
            away = f" · {tr('offline')}"
        room = self.width() - self._left() - self._padding - small.horizontalAdvance(place + away)
        citation = small.elidedText(self._passage.name, Qt.TextElideMode.ElideMiddle, room) + place
        baseline = top + lines * self._line + 4 + small.ascent()
        width, more = small.horizontalAdvance(citation), small.horizontalAdvance(away)
        begin = self.width() - self._left() - width if rightwards else left
        painter.drawText(QPointF(begin, baseline), citation)
        painter.setPen(theme.colour("partly"))
        painter.drawText(QPointF(begin - more if rightwards else begin + width, baseline), away)
        painter.end()

    def _paint_columns(self, painter: QPainter, left: int, top: int) -> None:
        if not self._passage.columns:
            return
        painter.setFont(self._theme.sans(self._theme.tokens.text_small))
        room = self.width() - self._left() - self._padding
        shown = self._small.elidedText(self._passage.columns, Qt.TextElideMode.ElideRight, room)
        box = QRectF(left, top, room, self._small.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_cut_line(self, painter: QPainter, layout: QTextLayout, index: int, left: int, top: int) -> None:
        """The last line shown of a longer quotation: drawn as far as an ellipsis leaves room."""
        line = layout.lineAt(index)
        ellipsis = QFontMetricsF(self._quote_font).horizontalAdvance(tr("…”"))
        room = line.width() - ellipsis
        end = min(line.textStart() + line.textLength(), line.xToCursor(room))
        while end > line.textStart() and self._quote[end - 1 : end] not in " ":
            end -= 1
        x = _x_of(line, max(line.textStart(), end - 1))
        painter.save()
        painter.setClipRect(QRectF(left, top + line.y(), x, self._line))
        line.draw(painter, QPointF(left, top))
        painter.restore()
        painter.setFont(self._quote_font)
        painter.drawText(QPointF(left + x, top + line.y() + line.ascent()), tr("…”"))

    def _paint_ground(self, painter: QPainter) -> None:
        theme, tokens = self._theme, self._theme.tokens
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        card = self._number is None
        ground = QColor(tokens.surface) if card else QColor(Qt.GlobalColor.transparent)
        if self._hovered or self.isDown():
            ground = QColor(tokens.raised)
        edge = QPen(theme.colour("line")) if card else QPen(Qt.PenStyle.NoPen)
        if self.hasFocus():
            edge = QPen(theme.colour("accent"), 2)
            rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, tokens.radius, tokens.radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # Behaviour

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self._describe()
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._describe()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


def _x_of(line: QTextLine, position: int) -> float:
    x: Any = line.cursorToX(position)  # PySide6 returns (x, position), its stubs say object
    return float(x[0] if isinstance(x, tuple) else x)
