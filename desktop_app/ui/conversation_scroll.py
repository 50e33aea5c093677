"""The scrolling column of turns, which keeps still what the reader looks at.

It follows new text only while it is at the end. Otherwise the turn at the top of the view stays where it is, whatever
grows, shrinks or is put in above or below it.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

_NEAR_END = 12  # pixels that still count as the end
_JUST_BELOW = 60  # pixels
_LEVELS = 4  # of widgets between an answer's text and the column
_NEAR_TOP = 600  # pixels above the view that ask for earlier turns


class _Content(QWidget):
    """Signals: `laid_out()` when its parts have got their new places."""

    laid_out = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.laid_out.emit()

    def minimumSizeHint(self) -> QSize:
        """Nothing, so that it gets the height that its width makes it; else that of its narrowest would be its
        least."""
        return QSize(0, 0)


class ConversationScroll(QScrollArea):
    """A column of widgets at most `measure` wide, in the middle. Signals: `near_top()` when the reader comes close to
    the first one."""

    near_top = Signal()

    def __init__(self, measure: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = measure
        self._following = True
        self._keeping = False
        self._anchor: tuple[QWidget, int] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = _Content()
        self._content.setProperty("look", "page")
        self._column = QVBoxLayout(self._content)
        self._column.setSpacing(40)
        self._column.addStretch(1)
        self.setWidget(self._content)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._moved)
        bar.rangeChanged.connect(self._keep)  # before it bounds the value, and for nobody else to see
        self._content.laid_out.connect(self._keep)
        bar.rangeChanged.connect(lambda _, most: bar.setEnabled(most > 0))
        bar.setStyleSheet("QScrollBar::handle:disabled { background: transparent; }")

    @property
    def following(self) -> bool:
        """Whether the view is at the end and stays there while text comes in."""
        return self._following

    def set_measure(self, measure: int) -> None:
        self._measure = measure
        self._fit()

    def parts(self) -> list[QWidget]:
        """The widgets of the column, from the top."""
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if widget is not None]

    def append(self, part: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, part)
        part.show()

    def prepend(self, parts: list[QWidget]) -> None:
        """Put earlier turns above without moving what is in view."""
        if self._anchor is None:
            self._note_anchor()
        for index, part in enumerate(parts):
            self._column.insertWidget(index, part)
            part.show()
        self.settle()

    def settle(self) -> None:
        """Lay everything out now, so that no state halfway is ever seen. A change travels up one level at a time."""
        for _ in range(_LEVELS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def take(self, part: QWidget) -> None:
        """Take a part out of the column without destroying it."""
        if self._anchor is not None and self._anchor[0] is part:
            self._anchor = None
        self._column.removeWidget(part)
        part.hide()
        part.setParent(None)

    def clear(self) -> None:
        """Destroy every part; the next ones are read from the end."""
        self._anchor = None
        self._following = True
        for part in self.parts():
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()

    def go_to_end(self) -> None:
        self._following = True
        self._keep()

    def hold(self) -> None:
        """Stop following: what is in view now stays there."""
        self._following = False
        self._note_anchor()

    def near_end_of(self, part: QWidget) -> bool:
        """Whether the last line of `part` is in view, or just below it."""
        bottom = part.mapTo(self.viewport(), part.rect().bottomLeft()).y()
        return 0 <= bottom <= self.viewport().height() + _JUST_BELOW

    def reveal(self, part: QWidget, rect: QRect) -> None:
        """Scroll as little as it takes to have `rect` of `part` in view."""
        top = part.mapTo(self._content, rect.topLeft()).y()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if top < bar.value() + 8:
            bar.setValue(top - 24)
        elif top + rect.height() > bar.value() + height - 8:
            bar.setValue(top + rect.height() + 24 - height)

    def reveal_all_of(self, part: QWidget) -> None:
        """Have a part in view that was just opened."""
        self.settle()
        self.reveal(part, part.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        side = max(16, (self.viewport().width() - self._measure) // 2)
        self._column.setContentsMargins(side, 24, side, 24)

    def _moved(self, value: int) -> None:
        if self._keeping:
            return
        bar = self.verticalScrollBar()
        self._following = value >= bar.maximum() - _NEAR_END
        self._note_anchor()
        if value < _NEAR_TOP and bar.maximum() > 0:
            self.near_top.emit()

    def _note_anchor(self) -> None:
        value = self.verticalScrollBar().value()
        for part in self.parts():
            if part.y() + part.height() > value:
                self._anchor = (part, part.y() - value)
                return
        self._anchor = None

    def _keep(self) -> None:
        bar = self.verticalScrollBar()
        self._keeping = True
        if self._following:
            bar.setValue(bar.maximum())
        elif self._anchor is not None:
            part, offset = self._anchor
            bar.setValue(part.y() - offset)
        self._keeping = False
