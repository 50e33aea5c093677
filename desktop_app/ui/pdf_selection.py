"""What is selected with the mouse on the pages of a PDF."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from desktop_app.ui.pdf_text import PdfText, Selected
from desktop_app.ui.quotation import readable

_Place = tuple[int, QPointF]


class PdfSelection:
    """From where the button was pressed to where it is; places are a page (from 0) and a point of it."""

    def __init__(self, text: PdfText) -> None:
        self._text = text
        self._anchor: _Place | None = None
        self._whole: dict[int, Selected] = {}  # pages in the midst of a selection
        self.parts: tuple[Selected, ...] = ()

    def clear(self) -> None:
        self._anchor, self.parts = None, ()
        self._whole.clear()

    def begin(self, page: int, point: QPointF) -> None:
        self.clear()
        self._anchor = (page, point)

    def extend(self, page: int, point: QPointF) -> None:
        """Select up to here."""
        if self._anchor is None:
            return
        (first, start), (last, end) = sorted((self._anchor, (page, point)), key=lambda place: place[0])
        if first == last:
            parts = [self._text.between(first, start, end)]
        else:
            parts = [
                self._text.between(first, start, None),
                *(self._page(between) for between in range(first + 1, last)),
                self._text.between(last, None, end),
            ]
        self.parts = tuple(part for part in parts if part.text)

    def word(self, page: int, point: QPointF) -> None:
        """Select the word here."""
        self.clear()
        word = self._text.word_at(page, point)
        self.parts = (word,) if word.text else ()

    def page(self, page: int) -> None:
        """Select all of a page."""
        self.clear()
        whole = self._page(page)
        self.parts = (whole,) if whole.text else ()

    @property
    def text(self) -> str:
        """The selected words, a line for each page."""
        return "\n".join(readable(part.text) for part in self.parts)

    def _page(self, page: int) -> Selected:
        if page not in self._whole:
            self._whole[page] = self._text.between(page, None, None)
        return self._whole[page]
