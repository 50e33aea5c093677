"""A PDF file through QtPdf: its pages' sizes, their pictures in the background, and where a passage stands."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QElapsedTimer, QObject, QRectF, QSize, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer

from desktop_app.ui.quotation import find_words, same_words

_CACHE_BYTES = 96 * 1024 * 1024
_FAR = 4  # pages that a passage is looked for around where it was
_MEASURE_MS = 8  # of the GUI thread, at a time
_FALLBACK = QSizeF(595, 842)  # A4, in points


class PdfError(StrEnum):
    """Why a file can't be shown as pages."""

    PASSWORD = "password"
    UNREADABLE = "unreadable"


class PdfPages(QObject):
    """One open PDF. Pages count from 0 here. `image_ready(page)` follows `want`; `sizes_changed()` when pages turned
    out to be of another size than assumed."""

    image_ready = Signal(int)
    sizes_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(self._document)
        self._renderer.pageRendered.connect(self._rendered)
        self._images: OrderedDict[int, tuple[QSize, QImage]] = OrderedDict()
        self._wanted: list[tuple[int, QSize]] = []
        self._in_flight: int | None = None  # the renderer's number of what it is drawing
        self._when_idle: Callable[[], None] | None = None
        self._sizes: list[QSizeF] = []
        self._measured = 0
        self._measuring = QTimer(self)
        self._measuring.setInterval(5)
        self._measuring.timeout.connect(self._measure_more)

    def open(self, path: str) -> PdfError | None:
        """Open a file; what is wrong with it, or None."""
        self.close()
        error = self._document.load(path)
        if error == QPdfDocument.Error.IncorrectPassword:
            return PdfError.PASSWORD
        if error != QPdfDocument.Error.None_ or self._document.pageCount() == 0:
            return PdfError.UNREADABLE
        self._sizes = [self._size_of(0)] * self._document.pageCount()
        self._measured = 1
        self._measuring.start()
        return None

    def close(self) -> None:
        self._measuring.stop()
        self._wanted, self._in_flight, self._when_idle = [], None, None
        self._images.clear()
        self._sizes = []
        self._document.close()

    def when_idle(self, call: Callable[[], None]) -> None:
        """Call once no picture is being drawn, at once if none is; until then PDFium would make the caller wait. Only
        the last one asked for is called."""
        if self._in_flight is None:
            self._when_idle = None
            call()
        else:
            self._when_idle = call

    @property
    def count(self) -> int:
        return len(self._sizes)

    def size(self, page: int) -> QSizeF:
        """Width and height in points; those of the pages before, until this one was looked at."""
        return self._sizes[page]

    def measure(self, page: int) -> None:
        """Look at this page's size now, unless it is known."""
        if page >= self._measured:
            self._sizes[page] = self._size_of(page)

    def image(self, page: int) -> QImage | None:
        """The latest picture of a page, perhaps of another size than wanted now."""
        kept = self._images.get(page)
        return kept[1] if kept else None

    def want(self, pages: list[tuple[int, QSize]]) -> None:
        """Have these pages rendered at these sizes (device pixels), the first ones first; what was wanted before and
        has not begun is forgotten."""
        self._wanted = [(page, size) for page, size in pages if self._kept_size(page) != size]
        for page, _ in pages:
            if page in self._images:
                self._images.move_to_end(page)
        self._render_next()

    def rectangles(self, page: int, start: int, length: int, quote: str = "") -> list[QRectF]:
        """Where the text `start … start + length` of a page stands: a rectangle a line, in points from the top left.
        When other words than `quote` stand there, those of `quote` are looked for on the page; empty when they are
        not on it."""
        if length <= 0 or not 0 <= page < self.count:
            return []
        selection = self._document.getSelectionAtIndex(page, start, length)
        if quote and not (selection.isValid() and same_words(selection.text(), quote)):
            found = find_words(self._document.getAllText(page).text(), quote, start)
            if found is None:
                return []
            selection = self._document.getSelectionAtIndex(page, *found)
        return _lines([polygon.boundingRect() for polygon in selection.bounds()])

    def page_with(self, quote: str, near: int) -> int | None:
        """The page that says `quote`, looking outwards from page `near`, a few pages far."""
        for step in range(_FAR + 1):
            for page in {near - step, near + step}:
                if 0 <= page < self.count and find_words(self._document.getAllText(page).text(), quote):
                    return page
        return None

    def _size_of(self, page: int) -> QSizeF:
        size = self._document.pagePointSize(page)
        return size if size.width() > 0 and size.height() > 0 else _FALLBACK

    def _measure_more(self) -> None:
        if self._in_flight is not None:  # PDFium does one thing at a time, and the window must not wait for a picture
            return
        clock = QElapsedTimer()
        clock.start()
        changed = False
        while self._measured < self.count and clock.elapsed() < _MEASURE_MS:
            size = self._size_of(self._measured)
            changed |= size != self._sizes[self._measured]
            self._sizes[self._measured] = size
            self._measured += 1
        if self._measured >= self.count:
            self._measuring.stop()
        if changed:
            self.sizes_changed.emit()

    def _kept_size(self, page: int) -> QSize | None:
        kept = self._images.get(page)
        return kept[0] if kept else None

    def _render_next(self) -> None:
        if self._in_flight is not None or not self._wanted:
            return
        self._in_flight = self._renderer.requestPage(*self._wanted.pop(0), QPdfDocumentRenderOptions())

    def _rendered(
        self, page: int, size: QSize, image: QImage, _options: QPdfDocumentRenderOptions, number: int
    ) -> None:
        if self._in_flight != number:  # of a file that was closed meanwhile
            return
        self._in_flight = None
        self._keep(page, size, image)
        call, self._when_idle = self._when_idle, None
        if call is not None:
            call()
        self._render_next()

    def _keep(self, page: int, size: QSize, image: QImage) -> None:
        self._images[page] = (size, image)
        self._images.move_to_end(page)
        used = sum(kept.sizeInBytes() for _, kept in self._images.values())
        while used > _CACHE_BYTES and len(self._images) > 1:
            used -= self._images.popitem(last=False)[1][1].sizeInBytes()
        self.image_ready.emit(page)


def _lines(rects: list[QRectF]) -> list[QRectF]:
    """Rectangles of runs of characters, joined to one a line: runs that overlap in height and are neighbours."""
    lines: list[QRectF] = []
    for rect in rects:
        if rect.width() <= 0 or rect.height() <= 0:
            continue
        last = lines[-1] if lines else None
        if last is not None and _same_line(last, rect):
            lines[-1] = last.united(rect)
        else:
            lines.append(QRectF(rect))
    return lines


def _same_line(one: QRectF, other: QRectF) -> bool:
    shared = min(one.bottom(), other.bottom()) - max(one.top(), other.top())
    gap = max(one.left(), other.left()) - min(one.right(), other.right())
    height = max(one.height(), other.height())
    return shared > 0.4 * min(one.height(), other.height()) and gap < 2.5 * height
