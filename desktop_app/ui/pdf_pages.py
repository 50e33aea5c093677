"""A PDF file through QtPdf: its pages' sizes, and their pictures, drawn in the background."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QSize, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer

from desktop_app.ui.pdf_closing import close_elsewhere
from desktop_app.ui.pdf_text import PdfText

_CACHE_BYTES = 96 * 1024 * 1024
_SMALL_KEPT = 300  # pictures in the strip of pages
_MEASURE_MS = 8  # of the GUI thread, at a time
_FALLBACK = QSizeF(595, 842)  # A4, in points


class PdfError(StrEnum):
    """Why a file can't be shown as pages."""

    PASSWORD = "password"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class ReadPdf:
    """A file that QtPdf has read, or why it can't be shown."""

    document: QPdfDocument
    error: PdfError | None


def read_pdf(path: str, page: int = 0) -> ReadPdf:
    """Have QtPdf read a file, and the text of the page that is to be shown first: a tenth of a second where there are
    thousands. On any thread; the document then belongs to the application's."""
    document = QPdfDocument()
    error = document.load(path)
    why = None
    if error == QPdfDocument.Error.IncorrectPassword:
        why = PdfError.PASSWORD
    elif error != QPdfDocument.Error.None_ or document.pageCount() == 0:
        why = PdfError.UNREADABLE
    else:
        document.getAllText(min(max(page, 0), document.pageCount() - 1))  # what it looks up of the page, it keeps
    application = QCoreApplication.instance()
    if application is not None:
        document.moveToThread(application.thread())
    return ReadPdf(document, why)


class PdfPages(QObject):
    """One open PDF. Pages count from 0 here. `image_ready(page)` follows `want`, `small_ready(page)` follows
    `want_small`; `sizes_changed()` when pages turned out to be of another size than assumed; `opened()` when another
    file, or none, is open."""

    image_ready = Signal(int)
    small_ready = Signal(int)
    opened = Signal()
    sizes_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = QPdfDocument()
        self.text = PdfText(self._document)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(self._document)
        self._renderer.pageRendered.connect(self._rendered)
        self._images: OrderedDict[int, tuple[QSize, QImage]] = OrderedDict()
        self._wanted: list[tuple[int, QSize]] = []
        self._small: OrderedDict[int, QImage] = OrderedDict()
        self._small_wanted: list[tuple[int, QSize]] = []
        self._drawing_small = False
        self._in_flight: int | None = None  # the renderer's number of what it is drawing
        self._waiting: dict[str, Callable[[], None]] = {}  # what is to be done once no picture is being drawn
        self._sizes: list[QSizeF] = []
        self._measured = 0
        self._measuring = QTimer(self)
        self._measuring.setInterval(5)
        self._measuring.timeout.connect(self._measure_more)

    def open(self, read: ReadPdf) -> PdfError | None:
        """Show what was read; what is wrong with it, or None."""
        self.close()
        if read.error is not None:
            return read.error
        self._use(read.document)
        self._sizes = [self._size_of(0)] * self._document.pageCount()
        self._measured = 1
        self._measuring.start()
        self.opened.emit()
        return None

    def close(self) -> None:
        self._measuring.stop()
        self._wanted, self._small_wanted, self._in_flight = [], [], None
        self._waiting.clear()
        self._images.clear()
        self._small.clear()
        self._sizes = []
        if self._document.status() != QPdfDocument.Status.Null:
            old = self._document
            self._use(QPdfDocument())
            close_elsewhere(old)
        self.opened.emit()

    def _use(self, document: QPdfDocument) -> None:
        self._document = document
        self._renderer.setDocument(document)
        self.text.use(document)

    @property
    def idle(self) -> bool:
        """Whether no picture is being drawn, so that PDFium answers at once."""
        return self._in_flight is None

    def when_idle(self, what: str, call: Callable[[], None]) -> None:
        """Call once no picture is being drawn, at once if none is; until then PDFium would make the caller wait. Of
        what is asked for under the same name only the last is called."""
        self._waiting.pop(what, None)
        if self._in_flight is None:
            call()
        else:
            self._waiting[what] = call

    def forget(self, what: str) -> None:
        """Don't call what waits under this name."""
        self._waiting.pop(what, None)

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

    def small_image(self, page: int) -> QImage | None:
        """The picture of a page for the strip of pages."""
        return self._small.get(page)

    def want_small(self, page: int, size: QSize) -> None:
        """Have a page drawn for the strip of pages, once nothing larger is to be drawn."""
        if page not in self._small and all(other != page for other, _ in self._small_wanted):
            self._small_wanted = [*self._small_wanted[-20:], (page, size)]
            self._render_next()

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
        if self._in_flight is not None or not (self._wanted or self._small_wanted):
            return
        self._drawing_small = not self._wanted
        next_page = (self._wanted or self._small_wanted).pop(0)
        self._in_flight = self._renderer.requestPage(*next_page, QPdfDocumentRenderOptions())

    def _rendered(
        self, page: int, size: QSize, image: QImage, _options: QPdfDocumentRenderOptions, number: int
    ) -> None:
        if self._in_flight != number:  # of a file that was closed meanwhile
            return
        self._in_flight = None
        if self._drawing_small:
            self._keep_small(page, image)
        else:
            self._keep(page, size, image)
        while self._waiting and self._in_flight is None:  # a call may have a picture drawn
            self._waiting.pop(next(iter(self._waiting)))()
        self._render_next()

    def _keep(self, page: int, size: QSize, image: QImage) -> None:
        self._images[page] = (size, image)
        self._images.move_to_end(page)
        used = sum(kept.sizeInBytes() for _, kept in self._images.values())
        while used > _CACHE_BYTES and len(self._images) > 1:
            used -= self._images.popitem(last=False)[1][1].sizeInBytes()
        self.image_ready.emit(page)

    def _keep_small(self, page: int, image: QImage) -> None:
        self._small[page] = image
        while len(self._small) > _SMALL_KEPT:
            self._small.popitem(last=False)
        self.small_ready.emit(page)
