"""Where the pages of a PDF stand in its view: one below the other, as wide as the view or at a fixed size."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QPointF, QRectF, QSizeF

GAP = 12  # between pages, and around them
_POINT = 96 / 72  # pixels a point at 100 %
_NARROWEST = 80.0
_LEGIBLE = 75.0  # percent: a page that is shown smaller can't be read without effort
_LARGEST = 125.0  # percent: what a short passage is enlarged to at most
_BESIDE = 10.0  # pixels left and right of the lines that are fitted to the view


def percent_to_read(page_width: float, lines_width: float, view_width: float) -> float | None:
    """How large to show a page so that some lines of it can be read in a view of this width: so that they fill it,
    within bounds. None: as wide as the view, where that is large enough, or as large as the lines allow. Widths of
    page and lines are points."""
    fitted = _fitting(page_width, view_width) / _POINT * 100
    filled = max(_NARROWEST, view_width - 2 * _BESIDE) / max(1.0, lines_width) / _POINT * 100
    return None if fitted >= min(filled, _LEGIBLE) else min(filled, _LARGEST)


def _fitting(page_width: float, view_width: float) -> float:
    """Pixels a point at which a page is as wide as the view."""
    return max(_NARROWEST, view_width - 2 * GAP) / page_width


class PageLayout:
    """Pages count from 0. Places are pixels from the top left of all pages together. `percent` None fits every page
    to the width, as a reader would."""

    def __init__(self) -> None:
        self.percent: float | None = None
        self._sizes: list[QSizeF] = []
        self._tops: list[float] = []
        self._view_width = 0.0
        self.height = 0.0
        self.width = 0.0

    def arrange(self, sizes: list[QSizeF], view_width: float) -> None:
        """Lay the pages, of these sizes in points, out anew for a view of this width."""
        self._sizes, self._view_width = sizes, view_width
        self._tops = []
        y, widest = float(GAP), 0.0
        for page, size in enumerate(sizes):
            self._tops.append(y)
            y += size.height() * self.scale(page) + GAP
            widest = max(widest, size.width() * self.scale(page))
        self.height, self.width = y, widest + 2 * GAP

    @property
    def count(self) -> int:
        return len(self._tops)

    def scale(self, page: int) -> float:
        """Pixels a point."""
        if self.percent is not None:
            return self.percent / 100 * _POINT
        return _fitting(self._sizes[page].width(), self._view_width)

    def shown_percent(self, page: int) -> float:
        """The size at which a page is shown; 100 is its size on paper."""
        return self.scale(page) / _POINT * 100

    def rect(self, page: int) -> QRectF:
        size, scale = self._sizes[page], self.scale(page)
        width = size.width() * scale
        left = max(float(GAP), (max(self._view_width, self.width) - width) / 2)
        return QRectF(left, self._tops[page], width, size.height() * scale)

    def page_at(self, y: float) -> int:
        """The page at this height, or the one above where there is a gap."""
        return max(0, bisect_right(self._tops, y) - 1)

    def between(self, top: float, bottom: float) -> range:
        """The pages of which something shows between two heights."""
        if not self._tops:
            return range(0)
        first = self.page_at(top)
        return range(first, max(first, bisect_right(self._tops, bottom) - 1) + 1)

    def nearest(self, place: QPointF) -> tuple[int, QPointF]:
        """The page at a place, and the place on it in points from its top left; it may lie beside the page."""
        page = self.page_at(place.y())
        return page, (place - self.rect(page).topLeft()) / self.scale(page)

    def place(self, page: int, point: QPointF) -> QPointF:
        """Where a point of a page stands."""
        return self.rect(page).topLeft() + point * self.scale(page)

    def on_page(self, page: int, rect: QRectF) -> QRectF:
        """Where a rectangle of a page, in points, stands."""
        return QRectF(self.place(page, rect.topLeft()), rect.size() * self.scale(page))
