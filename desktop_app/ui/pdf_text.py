"""The words of a PDF's pages through QtPdf: where a passage stands, what lies between two points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


_Edges = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class _Bounds:
    """Where the text of a page stands: by runs, of which a page may have one for each of its characters, and by
    lines."""

    runs: list[QRectF]
    lines: list[_Edges]


class PdfText:
    """The text of an open document. Pages count from 0. PDFium does one thing at a time: while a picture is being
    drawn a call waits for it."""

    def __init__(self, document: QPdfDocument) -> None:
        self._document = document
        self._bounds: dict[int, _Bounds] = {}

    def use(self, document: QPdfDocument) -> None:
        """Another file was opened."""
        self._document = document
        self._bounds.clear()

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
        if not parts:
            return QRectF()
        left, top, right, bottom = _united(self._line_of(page, _edges(part)) for part in parts)
        around = _LINES_AROUND * max(part.height() for part in parts)
        near = (left, top - around, right, bottom + around)
        column = (self._line_of(page, line) for line in self._bounds_of(page).lines if _meet(near, line))
        left, _, right, _ = _united([(left, top, right, bottom), *column])
        return QRectF(left, top, right - left, bottom - top)

    def _line_of(self, page: int, part: _Edges) -> _Edges:
        """The line that a part of it belongs to, within its column."""
        beside = [line for line in self._bounds_of(page).lines if line[1] < part[3] and part[1] < line[3]]
        line = part
        for other in sorted(beside, key=lambda other: abs(other[0] + other[2] - part[0] - part[2])):
            if _same_line(line, other):
                line = _united((line, other))
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
        x, y = point.x(), point.y()
        return any(
            left <= x <= right and top - 2 <= y <= bottom + 2
            for left, top, right, bottom in self._bounds_of(page).lines
        )

    def between(self, page: int, start: QPointF | None, end: QPointF | None) -> Selected:
        """What lies between two points of a page, in reading order; None is the beginning or the end of the page.
        A point beside the text counts as the nearest one in it."""
        runs = self._bounds_of(page).runs
        if not runs or (start is None and end is None):
            selection = self._document.getAllText(page)
        else:
            first = _into(runs, start) if start is not None else _corner(runs[0], begin=True)
            last = _into(runs, end) if end is not None else _corner(runs[-1], begin=False)
            selection = self._document.getSelection(page, first, last)
        return Selected(page, selection.text(), tuple(_rects(selection)))

    def word_at(self, page: int, point: QPointF) -> Selected:
        """The word under a point."""
        inside = _into(self._bounds_of(page).runs, point)
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

    def _bounds_of(self, page: int) -> _Bounds:
        if page not in self._bounds:
            while len(self._bounds) >= _PAGES_KEPT:
                del self._bounds[next(iter(self._bounds))]
            runs = list(_runs(self._document.getAllText(page)))
            self._bounds[page] = _Bounds(runs, _joined(runs))
        return self._bounds[page]


def _united(rects: Iterable[_Edges]) -> _Edges:
    lefts, tops, rights, bottoms = zip(*rects, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _meet(one: _Edges, other: _Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


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
    return [QRectF(left, top, right - left, bottom - top) for left, top, right, bottom in _joined(_runs(selection))]


def _runs(selection: QPdfSelection) -> Iterator[QRectF]:
    """Rectangles of runs of characters, in reading order; a run may be a single one."""
    for polygon in selection.bounds():
        rect = polygon.boundingRect()
        if rect.width() > 0 and rect.height() > 0:
            yield rect


def _joined(runs: Iterable[QRectF]) -> list[_Edges]:
    """Runs of characters as one rectangle a line: runs that overlap in height and are neighbours."""
    lines: list[_Edges] = []
    for run in runs:
        edges = _edges(run)
        if lines and _same_line(lines[-1], edges):
            lines[-1] = _united((lines[-1], edges))
        else:
            lines.append(edges)
    return lines


def _edges(rect: QRectF) -> _Edges:
    """Plain numbers: a page may have thousands of runs, and each call of Qt's takes as long as comparing two."""
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _same_line(one: _Edges, other: _Edges) -> bool:
    left, top, right, bottom = one
    other_left, other_top, other_right, other_bottom = other
    shared = min(bottom, other_bottom) - max(top, other_top)
    gap = max(left, other_left) - min(right, other_right)
    height, other_height = bottom - top, other_bottom - other_top
    return shared > 0.4 * min(height, other_height) and gap < 2.5 * max(height, other_height)
