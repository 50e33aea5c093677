"""Words looked for in a PDF, a page at a time so that the window goes on meanwhile."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, QRectF, QTimer, Signal

from desktop_app.ui.find_text import occurrences
from desktop_app.ui.pdf_pages import PdfPages

_SLICE_MS = 8  # of the GUI thread, at a time


@dataclass(frozen=True, order=True)
class Found:
    """An occurrence: characters of a page (from 0)."""

    page: int
    start: int
    length: int


class PdfSearch(QObject):
    """A `Finder` (see `find_bar`). `changed()` when something was found, another one chosen or its place is known."""

    changed = Signal()

    def __init__(self, pages: PdfPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._words = ""
        self._found: list[Found] = []
        self._now: Found | None = None
        self._to_read: list[int] = []
        self._rects: dict[Found, tuple[QRectF, ...]] = {}
        self._to_place: list[Found] = []
        self.start_page = 0  # where a new search begins
        self._timer = QTimer(self)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._work)
        pages.opened.connect(self.clear)

    def find(self, words: str) -> None:
        """Look for `words` from the page in view on, then before it."""
        self.clear()
        self._words = words
        if words.strip():
            count = self._pages.count
            self._to_read = [(self.start_page + step) % count for step in range(count)]
            self._timer.start()
        self.changed.emit()

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (−1) occurrence, round the end."""
        if self._found and self._now is not None:
            self._choose(self._found[(self._found.index(self._now) + by) % len(self._found)])

    def clear(self) -> None:
        self._timer.stop()
        self._words, self._now = "", None
        self._found, self._to_read, self._to_place = [], [], []
        self._rects.clear()
        self.changed.emit()

    @property
    def count(self) -> int:
        return len(self._found)

    @property
    def index(self) -> int:
        return self._found.index(self._now) if self._now is not None else -1

    @property
    def complete(self) -> bool:
        return not self._to_read

    @property
    def chosen(self) -> tuple[int, tuple[QRectF, ...]] | None:
        """Page and place of the chosen occurrence."""
        return (self._now.page, self._rects[self._now]) if self._now is not None else None

    def on_page(self, page: int) -> list[tuple[QRectF, ...]]:
        """The places of the occurrences on a page, as far as they are known; the others are looked up soon."""
        here = [found for found in self._found if found.page == page]
        unknown = [found for found in here if found not in self._rects and found not in self._to_place]
        if unknown:
            self._to_place += unknown
            self._timer.start()
        return [self._rects[found] for found in here if found in self._rects and found != self._now]

    def _work(self) -> None:
        if not self._pages.idle:  # PDFium does one thing at a time, and the window must not wait for a picture
            return
        clock = QElapsedTimer()
        clock.start()
        while (self._to_read or self._to_place) and clock.elapsed() < _SLICE_MS:
            if self._to_place:
                self._place(self._to_place.pop(0))
            else:
                self._read(self._to_read.pop(0))
        if not self._to_read and not self._to_place:
            self._timer.stop()
        self.changed.emit()

    def _read(self, page: int) -> None:
        for start, length in occurrences(self._pages.text.of_page(page), self._words):
            found = Found(page, start, length)
            insort(self._found, found)
            if self._now is None:
                self._choose(found)

    def _choose(self, found: Found) -> None:
        if found not in self._rects:
            self._place(found)
        self._now = found
        self.changed.emit()

    def _place(self, found: Found) -> None:
        self._rects[found] = tuple(self._pages.text.rectangles(found.page, found.start, found.length))
