"""Text whose lines are counted at the side: the part around a passage, and the columns of a sheet under one another.

What is shown differs from what is stored, so marks are carried over.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from desktop_app.ui.text_marks import Mark
from indexer.places import CELL_SEPARATOR

_AT_ONCE = 400_000  # characters that are laid out without a noticeable wait
_AROUND = 100_000  # characters kept on each side of the passage of a longer text
_WIDEST = 36  # characters that a cell is padded to; a longer one pushes the rest of its row aside


@dataclass(frozen=True)
class LinedText:
    """`text` begins at character `start` and line `first_line` (1-based) of the stored one; blanks were put in at
    the characters `places` of it, `widths` in all up to there."""

    text: str
    start: int = 0
    first_line: int = 1
    end: int = 0
    places: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()

    def mark(self, mark: Mark) -> Mark | None:
        """The mark in what is shown; None where it lies outside."""
        if mark.start < self.start or mark.start + mark.length > self.end:
            return None
        first, last = (self._shown(at - self.start) for at in (mark.start, mark.start + mark.length - 1))
        return Mark(first, last + 1 - first) if mark.length > 0 else Mark(first, 0)

    def _shown(self, at: int) -> int:
        before = bisect_right(self.places, at)
        return at + (self.widths[before - 1] if before else 0)


def lined_text(text: str, passage: Mark | None, *, columns: bool = False) -> LinedText:
    """Of a very long text, the lines around the passage; with `columns`, cells of a table are put under one
    another."""
    start, end = 0, len(text)
    if end > _AT_ONCE:
        centre = passage.start if passage else 0
        start = text.rfind("\n", 0, max(0, centre - _AROUND)) + 1
        end = text.find("\n", min(end, centre + _AROUND))
        end = len(text) if end < 0 else end
    piece, first_line = text[start:end], text.count("\n", 0, start) + 1
    if not columns:
        return LinedText(piece, start, first_line, end)
    shown, places, widths = _in_columns(piece)
    return LinedText(shown, start, first_line, end, places, widths)


def _in_columns(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    rows = [line.split(CELL_SEPARATOR) for line in text.split("\n")]
    fits: list[int] = []
    for row in rows:
        for column, cell in enumerate(row[:-1]):
            if column == len(fits):
                fits.append(0)
            fits[column] = max(fits[column], min(len(cell), _WIDEST))
    shown: list[str] = []
    places: list[int] = []
    widths: list[int] = []
    at = put_in = 0
    for row in rows:
        padded = []
        for column, cell in enumerate(row[:-1]):
            blanks = max(0, fits[column] - len(cell))
            at += len(cell)
            padded.append(cell + " " * blanks)
            if blanks:
                put_in += blanks
                places.append(at)
                widths.append(put_in)
            at += len(CELL_SEPARATOR)
        shown.append(CELL_SEPARATOR.join([*padded, row[-1]]))
        at += len(row[-1]) + 1
    return "\n".join(shown), tuple(places), tuple(widths)
