"""A bar chart in the window's own look. What it shows stands in a table beside it, for those who don't see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.ui.theme import Theme

_TOP, _APART = 12, 8  # pixels above the bars, and between them and the words around
_WIDEST = 42  # of a bar
_GAP = 0.3  # of a bar's place
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Bar:
    """`name` stands below the bar, `said` tells its value in words; `value` is not negative."""

    name: str
    value: float
    said: str


def top_of(values: Sequence[float]) -> float:
    """A round number just above the largest value, at which an axis can end; 1 where there is nothing."""
    largest = max(values, default=0.0)
    if largest <= 0:
        return 1.0
    size: float = 1.0
    while size * 10 <= largest:
        size *= 10
    while size > largest:
        size /= 10
    return next(step * size for step in _STEPS if step * size >= largest * 0.999_999)


class BarChart(QWidget):
    """Bars from left to right; `show_bars` says what a screen reader tells."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self._top_said = ""
        self._half_said = ""
        theme.on_change(self._dress)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def show_bars(self, bars: Sequence[Bar], title: str, top_said: str, half_said: str) -> None:
        """`top_said` and `half_said` are the words for `top_of` the values, and half of it, at the axis."""
        self._bars = tuple(bars)
        self._top_said, self._half_said = top_said, half_said
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(f"{bar.name}: {bar.said}" for bar in bars if bar.value))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 200)

    def bar_rect(self, number: int) -> QRectF:
        """Where a bar is drawn."""
        ground = self._ground()
        place = ground.width() / max(1, len(self._bars))
        width = min(_WIDEST, place * (1 - _GAP))
        height = ground.height() * self._bars[number].value / top_of([bar.value for bar in self._bars])
        left = ground.left() + place * number + (place - width) / 2
        return QRectF(left, ground.bottom() - height, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, ground = self._theme, self._ground()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        for share, said in ((1.0, self._top_said), (0.5, self._half_said), (0.0, "0")):
            y = round(ground.bottom() - ground.height() * share) + 0.5
            painter.setPen(QPen(theme.colour("line_strong" if share == 0 else "line"), 1))
            painter.drawLine(QPointF(ground.left(), y), QPointF(ground.right(), y))
            painter.setPen(theme.colour("ink_soft"))
            aligned = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            high = painter.fontMetrics().height()
            painter.drawText(QRectF(0, y - high / 2, ground.left() - _APART, high), aligned, said)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        for number, bar in enumerate(self._bars):
            if bar.value > 0:
                rect = self.bar_rect(number)
                painter.drawRoundedRect(rect.adjusted(0, min(0.0, rect.height() - 2), 0, 0), 2, 2)
        self._name_bars(painter, ground)
        painter.end()

    def _name_bars(self, painter: QPainter, ground: QRectF) -> None:
        """As many names as have room, the last one always."""
        painter.setPen(self._theme.colour("ink_soft"))
        widest = max((painter.fontMetrics().horizontalAdvance(bar.name) for bar in self._bars), default=0) + 12
        place = ground.width() / max(1, len(self._bars))
        every = max(1, -(-widest // max(1, int(place))))
        for number, bar in enumerate(self._bars):
            if (len(self._bars) - 1 - number) % every == 0:
                middle = ground.left() + place * (number + 0.5)
                top = ground.bottom() + _APART / 2
                box = QRectF(middle - widest / 2, top, widest, self.height() - top)
                if box.right() > self.width():
                    box.moveRight(self.width())
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, bar.name)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            ground = self._ground()
            number = int((event.pos().x() - ground.left()) // (ground.width() / max(1, len(self._bars))))
            if 0 <= number < len(self._bars):
                bar = self._bars[number]
                QToolTip.showText(event.globalPos(), f"{bar.name}: {bar.said}", self)
                return True
        return super().event(event)

    def _ground(self) -> QRectF:
        """Where the bars stand: beside the longest word of the axis, above their names."""
        metrics = QFontMetrics(self._font)
        said = (self._top_said, self._half_said, "0")
        left = max(metrics.horizontalAdvance(words) for words in said) + 2 * _APART
        below = metrics.height() + _APART
        return QRectF(left, _TOP, max(1, self.width() - left - _APART), max(1, self.height() - _TOP - below))

    def _dress(self) -> None:
        self.setMinimumHeight(self._theme.scaled(160))
        self.update()

    @property
    def _font(self) -> QFont:
        return self._theme.tabular(self._theme.tokens.text_small)
