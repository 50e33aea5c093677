"""Text whose lines are counted at the side: the part around a passage, and the columns of a table under one another.

What is shown differs from what is stored, so marks are carried over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import PurePath

from desktop_app.ui.text_marks import Mark
from indexer.places import CELL_SEPARATOR

_AT_ONCE = 400_000  # characters that are laid out without a noticeable wait
_AROUND = 100_000  # characters kept on each side of the passage of a longer text
_WIDEST = 36  # characters that a cell is padded to; a longer one pushes the rest of its row aside
_DELIMITERS = ",;\t|"  # of the cells in a CSV file


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


def separator_of(kind: str, path: str, text: str) -> str:
    """What stands between the cells of a document of this `kind`; empty where it is no table."""
    if kind == "spreadsheet":
        return CELL_SEPARATOR
    suffix = PurePath(path).suffix.lower()
    if kind != "text" or suffix not in (".csv", ".tsv"):
        return ""
    line = text.partition("\n")[0]
    delimiter = "\t" if suffix == ".tsv" else max(_DELIMITERS, key=line.count)
    return delimiter if delimiter in line else ""


def lined_text(text: str, passage: Mark | None, *, separator: str = "") -> LinedText:
    """Of a very long text, the lines around the passage; cells of a table, which `separator` parts, are put under
    one another."""
    start, end = 0, len(text)
    if end > _AT_ONCE:
        centre = passage.start if passage else 0
        start = text.rfind("\n", 0, max(0, centre - _AROUND)) + 1
        end = text.find("\n", min(end, centre + _AROUND))
        end = len(text) if end < 0 else end
    piece, first_line = text[start:end], text.count("\n", 0, start) + 1
    if not separator:
        return LinedText(piece, start, first_line, end)
    shown, places, widths = _in_columns(piece, separator)
    return LinedText(shown, start, first_line, end, places, widths)


def _in_columns(text: str, separator: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Blanks are put in before a separator of our own, behind a delimiter, which belongs to its cell as a comma does
    to its word; a tab is shown as a blank, since its width would undo the columns."""
    before = separator == CELL_SEPARATOR
    mark = " " if separator == "\t" else separator
    rows = [_cells(line, separator) for line in text.split("\n")]
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
            blanks = max(0, fits[column] - len(cell)) + (not before)
            padded.append(cell + " " * blanks + mark if before else cell + mark + " " * blanks)
            if blanks:
                put_in += blanks
                places.append(at + len(cell) + (0 if before else len(mark)))
                widths.append(put_in)
            at += len(cell) + len(mark)
        shown.append("".join([*padded, row[-1]]))
        at += len(row[-1]) + 1
    return "\n".join(shown), tuple(places), tuple(widths)


def _cells(line: str, separator: str) -> list[str]:
    """A delimiter within quotation marks parts nothing."""
    if separator == CELL_SEPARATOR or '"' not in line:
        return line.split(separator)
    cells, start, quoted = [], 0, False
    for found in re.finditer(f'["{re.escape(separator)}]', line):
        if found[0] == '"':
            quoted = not quoted
        elif not quoted:
            cells.append(line[start : found.start()])
            start = found.end()
    return [*cells, line[start:]]
