"""The pages of a PDF, one below the other, with passages marked as with a highlighter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop_app.ui.pdf_pages import PdfError, PdfPages
from desktop_app.ui.theme import Theme
from desktop_app.ui.tokens import over

_GAP = 12  # between pages, and around them
_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)  # of the fitted width
_DIM = "#E9E5DC"  # what white paper becomes in a dark room


@dataclass(frozen=True)
class Highlight:
    """Rectangles on a page (from 0), in points from its top left."""

    page: int
    rects: tuple[QRectF, ...]


class PdfView(QAbstractScrollArea):
    """Signals: `page_changed(page)` with the page (from 0) in the middle of the view."""

    page_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pages = PdfPages(self)
        self.pages.image_ready.connect(lambda _: self.viewport().update())
        self.pages.sizes_changed.connect(self._relayout)
        self._zoom = 1.0
        self._tops: list[float] = []
        self._height = 0.0
        self._current: Highlight | None = None
        self._others: tuple[Highlight, ...] = ()
        self._page = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    def open(self, path: str) -> PdfError | None:
        """Show a file from its first page; what is wrong with it, or None."""
        error = self.pages.open(path)
        self._current, self._others, self._page = None, (), -1
        self._relayout()
        self.verticalScrollBar().setValue(0)
        return error

    def close_document(self) -> None:
        self.pages.close()
        self._current, self._others = None, ()
        self._relayout()

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return max(0, self._page)

    @property
    def zoom(self) -> float:
        """1.0 is the width of the view."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, _STEPS[0]), _STEPS[-1])
        self._relayout()

    def zoom_in(self) -> None:
        self.set_zoom(next((step for step in _STEPS if step > self._zoom + 0.01), _STEPS[-1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((step for step in reversed(_STEPS) if step < self._zoom - 0.01), _STEPS[0]))

    def set_highlights(self, current: Highlight | None, others: Sequence[Highlight] = ()) -> None:
        """Mark `current`, and `others` more lightly; scroll to the current one."""
        self._current, self._others = current, tuple(others)
        self.viewport().update()
        if current is not None:
            self.go_to(current.page, current.rects[0] if current.rects else None)

    def add_highlight(self, other: Highlight) -> None:
        """Mark one more passage lightly, without scrolling."""
        self._others = (*self._others, other)
        self.viewport().update()

    def go_to(self, page: int, rect: QRectF | None = None) -> None:
        """Bring a page, or a rectangle of it, into the upper third of the view."""
        if not 0 <= page < self.pages.count:
            return
        self.pages.measure(page)
        self._relayout()
        scale = self._scale(page)
        top = self._tops[page] - _GAP
        if rect is not None:
            top = self._tops[page] + rect.top() * scale - self.viewport().height() / 3
            left = self._left(page) + rect.left() * scale
            bar = self.horizontalScrollBar()
            if bar.maximum() and not 0 <= left < self.viewport().width() - 40:
                bar.setValue(round(bar.value() + left - 24))
        self.verticalScrollBar().setValue(round(top))
        self._scrolled()

    def page_rect(self, page: int) -> QRectF:
        """Where a page is drawn, in the viewport's coordinates."""
        size, scale = self.pages.size(page), self._scale(page)
        top = self._tops[page] - self.verticalScrollBar().value()
        return QRectF(self._left(page), top, size.width() * scale, size.height() * scale)

    def marked_rects(self) -> list[QRectF]:
        """Where the current passage is marked, in the viewport's coordinates."""
        return self._on_screen(self._current) if self._current is not None else []

    # Layout

    def _room(self) -> float:
        return max(80.0, self.viewport().width() - 2 * _GAP)

    def _scale(self, page: int) -> float:
        """Pixels a point. All pages are drawn as wide as the view (times zoom), as a reader would fit them."""
        return self._room() * self._zoom / self.pages.size(page).width()

    def _left(self, page: int) -> float:
        width = self.pages.size(page).width() * self._scale(page)
        spare = self.viewport().width() - width
        return spare / 2 if spare >= 2 * _GAP else _GAP - self.horizontalScrollBar().value()

    def _relayout(self) -> None:
        bar = self.verticalScrollBar()
        kept = self._place()
        self._tops = []
        y = float(_GAP)
        for page in range(self.pages.count):
            self._tops.append(y)
            y += self.pages.size(page).height() * self._scale(page) + _GAP
        self._height = y
        bar.setRange(0, max(0, ceil(y - self.viewport().height())))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(48)
        across = self.horizontalScrollBar()
        across.setRange(0, max(0, ceil(self._room() * self._zoom + 2 * _GAP - self.viewport().width())))
        across.setPageStep(self.viewport().width())
        if kept is not None and kept[0] < self.pages.count:
            page, share = kept
            bar.setValue(round(self._tops[page] + share * self.pages.size(page).height() * self._scale(page)))
        self.viewport().update()

    def _place(self) -> tuple[int, float] | None:
        """The page at the top of the view and the share of it that is above."""
        if not self._tops or len(self._tops) != self.pages.count:
            return None
        value = self.verticalScrollBar().value()
        page = max(0, bisect_right(self._tops, value) - 1)
        behind = self._tops[page + 1] if page + 1 < len(self._tops) else self._height
        return page, (value - self._tops[page]) / max(1.0, behind - _GAP - self._tops[page])

    def _visible(self) -> range:
        if not self._tops:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = max(first, bisect_right(self._tops, top + self.viewport().height()) - 1)
        return range(first, last + 1)

    def _scrolled(self) -> None:
        self.viewport().update()
        if not self._tops:
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        page = max(0, bisect_right(self._tops, middle) - 1)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("raised"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        visible = self._visible()
        for page in visible:
            rect = self.page_rect(page)
            painter.fillRect(rect, Qt.GlobalColor.white)
            image = self.pages.image(page)
            if image is not None:
                painter.drawImage(rect, image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            if self._theme.is_dark:
                painter.fillRect(rect, QColor(_DIM))
            self._paint_marks(painter, page)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.end()
        ahead = [page for page in (visible.stop, visible.start - 1) if 0 <= page < self.pages.count]
        self.pages.want([(page, self._pixels(page)) for page in [*visible, *ahead]])

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        marker = self._marker()
        lighter = QColor(marker)
        lighter.setAlphaF(0.45)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for highlight in self._others:
            if highlight.page == page and highlight != self._current:
                painter.fillPath(self._stroke(highlight), lighter)
        if self._current is not None and self._current.page == page:
            painter.fillPath(self._stroke(self._current), marker)

    def _marker(self) -> QColor:
        """The marker on white paper; stronger in the dark theme, whose token is made for text on a dark ground."""
        marker = QColor(self._theme.tokens.marker)
        marker.setAlphaF(min(1.0, marker.alphaF() * 1.7))
        return QColor(over(marker.name(QColor.NameFormat.HexArgb), "#FFFFFF"))

    def _stroke(self, highlight: Highlight) -> QPainterPath:
        """All lines of a passage as one shape, so that none is marked twice where they touch."""
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for rect in self._on_screen(highlight):
            path.addRoundedRect(rect, 2, 2)
        return path

    def _on_screen(self, highlight: Highlight) -> list[QRectF]:
        origin, scale = self.page_rect(highlight.page).topLeft(), self._scale(highlight.page)
        return [
            QRectF(origin + QPointF(rect.left() * scale, rect.top() * scale), rect.size() * scale).adjusted(
                -2, -2, 2, 2
            )
            for rect in highlight.rects
        ]

    def _pixels(self, page: int) -> QSize:
        ratio = self.devicePixelRatioF()
        rect = self.page_rect(page)
        return QSize(round(rect.width() * ratio), round(rect.height() * ratio))

    # Input

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relayout()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif control and key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif control and key == Qt.Key.Key_0:
            self.set_zoom(1.0)
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)
