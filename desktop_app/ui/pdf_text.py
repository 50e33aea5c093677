"""The words of a PDF's pages through QtPdf: where a passage stands, what lies between two points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtPdf import QPdfDocument, QPdfSelection

from desktop_app.ui.quotation import find_words, same_words

_LINES_AROUND = 4  # above and below a passage, which tell how wide its column is
_FAR = 4  # pages that a passage is looked for around where it was
_INSIDE = 0.5  # points that a point is moved into a line, so that PDFium finds a character there
_PAGES_KEPT = 8


@dataclass(frozen=True)
class Selected:
    """What is selected of one page (from 0): its text, and a rectangle a line in points from the top left."""

    page: int
    text: str
    rects: tuple[QRectF, ...]


class PdfText:
    """The text of an open document. Pages count from 0. PDFium does one thing at a time: while a picture is being
    drawn a call waits for it."""

    def __init__(self, document: QPdfDocument) -> None:
        self._document = document
        self._runs: dict[int, list[QRectF]] = {}

    def forget(self) -> None:
        """Another file was opened."""
        self._runs.clear()

    def of_page(self, page: int) -> str:
        return self._document.getAllText(page).text()

    def rectangles(self, page: int, start: int, length: int, quote: str = "") -> list[QRectF]:
        """Where the text `start … start + length` of a page stands: a rectangle a line, in points from the top left.
        When other words than `quote` stand there, those of `quote` are looked for on the page; empty when they are
        not on it."""
        if length <= 0 or not 0 <= page < self._document.pageCount():
            return []
        selection = self._document.getSelectionAtIndex(page, start, length)
        if quote and not (selection.isValid() and same_words(selection.text(), quote)):
            found = find_words(self.of_page(page), quote, start)
            if found is None:
                return []
            selection = self._document.getSelectionAtIndex(page, *found)
        return _rects(selection)

    def whole_lines(self, page: int, parts: Sequence[QRectF]) -> QRectF:
        """The rectangle of all lines that these parts of lines belong to, as wide as their column is around them; empty
        without parts."""
        lines = _united(self._line_of(page, part) for part in parts)
        around = _LINES_AROUND * max((part.height() for part in parts), default=0.0)
        near = lines.adjusted(0, -around, 0, around)
        column = _united(self._line_of(page, run) for run in self._runs_of(page) if near.intersects(run))
        return QRectF(column.left(), lines.top(), column.width(), lines.height())

    def _line_of(self, page: int, part: QRectF) -> QRectF:
        """The line that a part of it belongs to, within its column."""
        line = QRectF(part)
        for run in sorted(self._runs_of(page), key=lambda run: abs(run.center().x() - part.center().x())):
            if _same_line(line, run):
                line = line.united(run)
        return line

    def page_with(self, quote: str, near: int) -> int | None:
        """The page that says `quote`, looking outwards from page `near`, a few pages far."""
        for step in range(_FAR + 1):
            for page in {near - step, near + step}:
                if 0 <= page < self._document.pageCount() and find_words(self.of_page(page), quote):
                    return page
        return None

    def is_text_at(self, page: int, point: QPointF) -> bool:
        """Whether a line of text runs under this point."""
        return any(run.adjusted(0, -2, 0, 2).contains(point) for run in self._runs_of(page))

    def between(self, page: int, start: QPointF | None, end: QPointF | None) -> Selected:
        """What lies between two points of a page, in reading order; None is the beginning or the end of the page.
        A point beside the text counts as the nearest one in it."""
        runs = self._runs_of(page)
        if not runs or (start is None and end is None):
            selection = self._document.getAllText(page)
        else:
            first = _into(runs, start) if start is not None else _corner(runs[0], begin=True)
            last = _into(runs, end) if end is not None else _corner(runs[-1], begin=False)
            selection = self._document.getSelection(page, first, last)
        return Selected(page, selection.text(), tuple(_rects(selection)))

    def word_at(self, page: int, point: QPointF) -> Selected:
        """The word under a point."""
        inside = _into(self._runs_of(page), point)
        selection = self._document.getSelection(page, inside, inside + QPointF(4, 0))
        text, at = self.of_page(page), selection.startIndex()
        if not selection.isValid() or not 0 <= at < len(text):
            return Selected(page, "", ())
        start = end = at
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        word = self._document.getSelectionAtIndex(page, start, end - start)
        return Selected(page, word.text(), tuple(_rects(word)))

    def _runs_of(self, page: int) -> list[QRectF]:
        if page not in self._runs:
            while len(self._runs) >= _PAGES_KEPT:
                del self._runs[next(iter(self._runs))]
            bounds = (polygon.boundingRect() for polygon in self._document.getAllText(page).bounds())
            self._runs[page] = [rect for rect in bounds if rect.width() > 0 and rect.height() > 0]
        return self._runs[page]


def _united(rects: Iterable[QRectF]) -> QRectF:
    whole = QRectF()
    for rect in rects:
        whole = whole.united(rect)
    return whole


def _into(runs: list[QRectF], point: QPointF) -> QPointF:
    """The point of the nearest run; lines above and below count as farther than those beside."""
    if not runs:
        return point

    def distance(run: QRectF) -> float:
        across = max(run.left() - point.x(), point.x() - run.right(), 0.0)
        down = max(run.top() - point.y(), point.y() - run.bottom(), 0.0)
        return across + 4 * down

    nearest = min(runs, key=distance)
    x = min(max(point.x(), nearest.left() + _INSIDE), nearest.right() - _INSIDE)
    return QPointF(x, nearest.center().y())


def _corner(run: QRectF, *, begin: bool) -> QPointF:
    return QPointF(run.left() + _INSIDE if begin else run.right() - _INSIDE, run.center().y())


def _rects(selection: QPdfSelection) -> list[QRectF]:
    """Rectangles of runs of characters, joined to one a line: runs that overlap in height and are neighbours."""
    lines: list[QRectF] = []
    for polygon in selection.bounds():
        rect = polygon.boundingRect()
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
