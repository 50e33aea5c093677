"""The pages of a PDF, one below the other, with passages marked as with a highlighter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop_app.ui.pdf_layout import GAP, PageLayout, percent_to_read
from desktop_app.ui.pdf_pages import PdfError, PdfPages, ReadPdf
from desktop_app.ui.pdf_search import PdfSearch
from desktop_app.ui.pdf_selection import PdfSelection
from desktop_app.ui.theme import Theme
from desktop_app.ui.tokens import over

_STEPS = (25, 33, 50, 67, 80, 100, 125, 150, 200, 300, 400)  # percent of the size on paper
_DIM = "#E9E5DC"  # what white paper becomes in a dark room
_WHEEL = 1.1  # larger with each notch of the wheel
_NOTCH = 120


@dataclass(frozen=True)
class Highlight:
    """Rectangles on a page (from 0), in points from its top left."""

    page: int
    rects: tuple[QRectF, ...]


class PdfView(QAbstractScrollArea):
    """Signals: `page_changed(page)` with the page (from 0) in the middle of the view, `zoom_changed(percent)`,
    `selection_changed()`, `menu_requested(place on the screen)`."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    selection_changed = Signal()
    menu_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pages = PdfPages(self)
        self.pages.image_ready.connect(lambda _: self.viewport().update())
        self.pages.sizes_changed.connect(self._relayout)
        self.search = PdfSearch(self.pages, self)
        self.search.changed.connect(self._found)
        self._shown_find: object = None
        self.selection = PdfSelection(self.pages.text)
        self._layout = PageLayout()
        self._size_chosen = False  # by the person; until then the passage decides
        self._lines = QRectF()  # of its page: the whole lines in which the current passage stands, in points
        self._current: Highlight | None = None
        self._others: tuple[Highlight, ...] = ()
        self._page = -1
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # pages are never mirrored
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    def open(self, read: ReadPdf) -> PdfError | None:
        """Show a file from its first page; what is wrong with it, or None."""
        error = self.pages.open(read)
        self._current, self._others, self._lines, self._page = None, (), QRectF(), -1
        self._forget_selection()
        self._relayout()
        self.verticalScrollBar().setValue(0)
        return error

    def close_document(self) -> None:
        self.pages.close()
        self._current, self._others, self._lines = None, (), QRectF()
        self._forget_selection()
        self._relayout()

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return max(0, self._page)

    @property
    def percent(self) -> float:
        """How large the page in view is shown; 100 is its size on paper."""
        return self._layout.shown_percent(self.page) if self._layout.count else 100.0

    @property
    def fits_width(self) -> bool:
        return self._layout.percent is None

    def set_percent(self, percent: float | None) -> None:
        """Show pages at a size from now on, whatever the passage; None: as wide as the view, whatever that is."""
        self._size_chosen = True
        self._layout.percent = None if percent is None else min(max(percent, _STEPS[0]), _STEPS[-1])
        self._relayout()

    def fit_passage(self) -> None:
        """Let the size follow the passage again, and show it."""
        self._size_chosen = False
        self._relayout()
        self._go_to_passage()

    def zoom_in(self) -> None:
        self.set_percent(next((step for step in _STEPS if step > self.percent + 0.5), _STEPS[-1]))

    def zoom_out(self) -> None:
        self.set_percent(next((step for step in reversed(_STEPS) if step < self.percent - 0.5), _STEPS[0]))

    def set_highlights(self, current: Highlight | None, others: Sequence[Highlight] = ()) -> None:
        """Mark `current`, and `others` more lightly; scroll to the current one. Unless the person chose a size, a page
        whose text would be too small to read is enlarged until the passage's lines are as wide as the view."""
        self._current, self._others = current, tuple(others)
        self._lines = self.pages.text.whole_lines(current.page, current.rects) if current is not None else QRectF()
        self.viewport().update()
        self._go_to_passage()

    def _go_to_passage(self) -> None:
        current = self._current
        if current is None:
            return
        self.go_to(current.page, current.rects[0] if current.rects else None)
        if not self._size_chosen and current.rects:
            middle = self._layout.on_page(current.page, self._lines).center().x()
            self.horizontalScrollBar().setValue(round(middle - self.viewport().width() / 2))

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
        top = self._layout.rect(page).top() - GAP
        if rect is not None:
            place = self._layout.on_page(page, rect)
            top = place.top() - self.viewport().height() / 3
            bar = self.horizontalScrollBar()
            if bar.maximum() and not 0 <= place.left() - bar.value() < self.viewport().width() - 40:
                bar.setValue(round(place.left() - 24))
        self.verticalScrollBar().setValue(round(top))
        self._scrolled()

    def page_rect(self, page: int) -> QRectF:
        """Where a page is drawn, in the viewport's coordinates."""
        return self._layout.rect(page).translated(-self._offset())

    def marked_rects(self) -> list[QRectF]:
        """Where the current passage is marked, in the viewport's coordinates."""
        return self._on_screen(self._current) if self._current is not None else []

    @property
    def selected_text(self) -> str:
        return self.selection.text

    # Layout

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _relayout(self) -> None:
        """Lay out anew, keeping what is at the top of the view there."""
        bar, layout = self.verticalScrollBar(), self._layout
        kept = layout.nearest(self._offset()) if layout.count and layout.count == self.pages.count else None
        if not self._size_chosen:
            layout.percent = self._percent_to_read()
        layout.arrange([self.pages.size(page) for page in range(self.pages.count)], self.viewport().width())
        self._set_ranges()
        if kept is not None:
            bar.setValue(round(layout.place(*kept).y()))
        self.viewport().update()
        self.zoom_changed.emit(self.percent)

    def _percent_to_read(self) -> float | None:
        if self._current is None or self._lines.isEmpty():
            return None
        page = self.pages.size(self._current.page)
        return percent_to_read(page.width(), self._lines.width(), self.viewport().width())

    def _set_ranges(self) -> None:
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        bar.setRange(0, max(0, ceil(self._layout.height - self.viewport().height())))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(48)
        across.setRange(0, max(0, ceil(self._layout.width - self.viewport().width())))
        across.setPageStep(self.viewport().width())
        across.setSingleStep(48)

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.between(top, top + self.viewport().height())

    def _scrolled(self) -> None:
        self.viewport().update()
        if not self._layout.count:
            return
        page = self._layout.page_at(self.verticalScrollBar().value() + self.viewport().height() / 2)
        if page != self._page:
            self._page = self.search.start_page = page
            self.page_changed.emit(page)
            self.zoom_changed.emit(self.percent)

    def _found(self) -> None:
        """Show the chosen occurrence once it is another one."""
        chosen = self.search.chosen
        if chosen is not None and chosen != self._shown_find:
            self.go_to(chosen[0], chosen[1][0] if chosen[1] else None)
        self._shown_find = chosen
        self.viewport().update()

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
            self._paint_chosen(painter, page)
        painter.end()
        ahead = [page for page in (visible.stop, visible.start - 1) if 0 <= page < self.pages.count]
        self.pages.want([(page, self._pixels(page)) for page in [*visible, *ahead]])

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        marker = self._on_paper("marker")
        lighter = QColor(marker)
        lighter.setAlphaF(0.45)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for highlight in self._others:
            if highlight.page == page and highlight != self._current:
                painter.fillPath(self._stroke(page, highlight.rects), lighter)
        if self._current is not None and self._current.page == page:
            painter.fillPath(self._stroke(page, self._current.rects), marker)
        found = self._on_paper("found")
        for rects in self.search.on_page(page):
            painter.fillPath(self._stroke(page, rects), found)
        for part in self.selection.parts:
            if part.page == page:
                painter.fillPath(self._stroke(page, part.rects, 0), self._on_paper("selection"))

    def _paint_chosen(self, painter: QPainter, page: int) -> None:
        """The occurrence that was gone to, framed: it may lie within a marked passage."""
        chosen = self.search.chosen
        if chosen is not None and chosen[0] == page:
            painter.setPen(QPen(self._theme.colour("found_frame"), 2))
            painter.drawPath(self._stroke(page, chosen[1]))

    def _on_paper(self, token: str) -> QColor:
        """A mark on white paper; stronger in the dark theme, whose tokens are made for text on a dark ground."""
        colour = self._theme.colour(token)
        colour.setAlphaF(min(1.0, colour.alphaF() * 1.7))
        return QColor(over(colour.name(QColor.NameFormat.HexArgb), "#FFFFFF"))

    def _stroke(self, page: int, rects: Iterable[QRectF], margin: float = 2) -> QPainterPath:
        """All lines of a passage as one shape, so that none is marked twice where they touch."""
        path = QPainterPath()
        for rect in rects:
            line = QPainterPath()
            line.addRoundedRect(self._line_on_screen(page, rect, margin), 2, 2)
            path = path.united(line)
        return path

    def _on_screen(self, highlight: Highlight) -> list[QRectF]:
        return [self._line_on_screen(highlight.page, rect, 2) for rect in highlight.rects]

    def _line_on_screen(self, page: int, rect: QRectF, margin: float) -> QRectF:
        place = self._layout.on_page(page, rect).translated(-self._offset())
        return place.adjusted(-margin, -margin, margin, margin)

    def _pixels(self, page: int) -> QSize:
        ratio = self.devicePixelRatioF()
        rect = self.page_rect(page)
        return QSize(round(rect.width() * ratio), round(rect.height() * ratio))

    # Input

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = any(self.viewport().rect().intersects(rect.toRect()) for rect in self.marked_rects())
        self._relayout()
        if shown and not self._size_chosen:
            self._go_to_passage()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif self._layout.count and event.angleDelta().y():
            self._zoom_at(event.position(), self.percent * _WHEEL ** (event.angleDelta().y() / _NOTCH))
        event.accept()

    def _zoom_at(self, pointer: QPointF, percent: float) -> None:
        """Zoom so that what is under the pointer stays there."""
        page, point = self._layout.nearest(pointer + self._offset())
        self.set_percent(percent)
        place = self._layout.place(page, point) - pointer
        self.horizontalScrollBar().setValue(round(place.x()))
        self.verticalScrollBar().setValue(round(place.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif control and key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif control and key == Qt.Key.Key_0:
            self.set_percent(None)
        elif control and key == Qt.Key.Key_A and self.pages.count:
            self.selection.page(self.page)
            self._selected()
        elif self.selection.parts and event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text)
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._layout.count:
            self.pages.forget("pointer")  # where it was moved before
            self.selection.begin(*self._layout.nearest(event.position() + self._offset()))
            self._selected()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._layout.count:
            held = bool(event.buttons() & Qt.MouseButton.LeftButton)
            self.pages.when_idle("pointer", partial(self._pointed, event.position(), held))

    def _pointed(self, at: QPointF, held: bool) -> None:
        """The pointer is here, with the button held down or not."""
        page, point = self._layout.nearest(at + self._offset())
        if held:
            self._scroll_towards(at)
            self.selection.extend(page, point)
            self._selected()
        else:
            over_text = self.pages.text.is_text_at(page, point)
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over_text else Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._layout.count:
            self.selection.word(*self._layout.nearest(event.position() + self._offset()))
            self._selected()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def _scroll_towards(self, pointer: QPointF) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if pointer.y() < 0 or pointer.y() > height:
            bar.setValue(bar.value() + (-24 if pointer.y() < 0 else 24))

    def _forget_selection(self) -> None:
        self.selection.clear()
        self._selected()

    def _selected(self) -> None:
        self.viewport().update()
        self.selection_changed.emit()
