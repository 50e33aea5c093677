"""The three panes of the window: their sizes, and which are folded away."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_LEFT, _MIDDLE, _RIGHT = range(3)
_LEFT_WIDTH = 264
_RIGHT_SHARE = 0.4
_THREE_FIT = 1120  # pixels: below, the left pane makes room for the source


class Panes(QSplitter):
    """Library, conversation, source, which has its place before it is there (`put_right`). `folded` is emitted whenever
    a side comes or goes."""

    folded = Signal()

    def __init__(self, left: QWidget, middle: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        right = QWidget()
        QVBoxLayout(right).setContentsMargins(0, 0, 0, 0)
        for part, least in ((left, 0), (middle, 360), (right, 280)):  # the left one knows its own
            part.setMinimumWidth(max(least, part.minimumWidth()))
            self.addWidget(part)
        self._left, self._right = left, right
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for place, stretch in ((_LEFT, 0), (_MIDDLE, 1), (_RIGHT, 0)):
            self.setStretchFactor(place, stretch)
        self._left_wanted = True
        right.hide()
        self.setSizes([_LEFT_WIDTH, 1000, 0])

    def put_right(self, source: QWidget) -> None:
        layout = self._right.layout()
        assert layout is not None
        layout.addWidget(source)

    def right_holds(self, widget: QWidget) -> bool:
        return self._right.isAncestorOf(widget)

    @property
    def left_shown(self) -> bool:
        return not self._left.isHidden()

    @property
    def right_shown(self) -> bool:
        return not self._right.isHidden()

    def show_left(self, shown: bool) -> None:
        """Fold the library away or back; on a narrow window the source makes room for it."""
        self._left_wanted = shown
        if shown and self.width() < _THREE_FIT and self.right_shown:
            self._right.hide()
        self._left.setVisible(shown)
        self.folded.emit()

    def show_right(self, shown: bool) -> None:
        """Fold the source away or back; on a narrow window the library makes room for it."""
        if shown == self.right_shown:
            return
        self._right.setVisible(shown)
        self._fit()
        if shown:
            sizes = self.sizes()
            if sizes[_RIGHT] < 320:
                room = sum(sizes) - (sizes[_LEFT] if self.left_shown else 0)
                half = room * 0.5
                wide = half if self.width() < _THREE_FIT else min(half, self.width() * _RIGHT_SHARE)
                width = round(max(320, wide))
                self.setSizes([sizes[_LEFT], room - width, width])
        self.folded.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._left_wanted and not (self.right_shown and self.width() < _THREE_FIT)
        if shown != self.left_shown:
            self._left.setVisible(shown)
            self.folded.emit()

    def save(self, settings: QSettings) -> None:
        settings.setValue("panes", self.saveState())
        settings.setValue("left", self._left_wanted)

    def restore(self, settings: QSettings) -> None:
        state = settings.value("panes")
        if isinstance(state, QByteArray):
            self.restoreState(state)
        self.setHandleWidth(1)
        self._right.hide()  # a source is shown when it is asked for
        self._left_wanted = settings.value("left", True, type=bool) is True
        self._fit()
