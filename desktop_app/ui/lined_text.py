"""Text whose lines are counted at the side: the part around a passage, and the columns of a table under one another.

What is shown differs from what is stored, so marks are carried over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from desktop_app.ui.text_marks import Mark
from indexer.places import CELL_SEPARATOR, delimiter_of

_AT_ONCE = 400_000  # characters that are laid out without a noticeable wait
_AROUND = 100_000  # characters kept on each side of the passage of a longer text
_WIDEST = 36  # characters that a cell is padded to; a longer one pushes the rest of its row aside
GAP = 3  # blanks between cells, in whose middle a rule is drawn
_FIGURE = re.compile(r"[-+−(]?\s?[$€£¥]?\s?\d[\d.,'’\s]*\s?(?:[%$€£¥]|[A-Z]{3})?\)?")

Columns = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class LinedText:
    """`text` begins at character `start` and line `first_line` (1-based) of the stored one; blanks were put in at
    the characters `places` of it, `widths` in all up to there. `columns` are where, in each line of a table, its cells
    but the first begin."""

    text: str
    start: int = 0
    first_line: int = 1
    end: int = 0
    places: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    columns: Columns = ()

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
    return delimiter_of(suffix, text.partition("\n")[0])


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
    piece = piece.removesuffix("\n")  # what ends the last row begins no other
    shown, places, widths, columns = _in_columns(piece, separator)
    return LinedText(shown, start, first_line, end, places, widths, columns)


def _in_columns(text: str, separator: str) -> tuple[str, tuple[int, ...], tuple[int, ...], Columns]:
    """Blanks stand for the separators, as many as those have characters, and more of them behind words or before
    figures, so that cells stand under one another."""
    rows = [_cells(line, separator) for line in text.split("\n")]
    widths = _widths(rows)
    figures = _columns_of_figures(rows)
    gap = max(GAP, len(separator))
    shown: list[str] = []
    places: list[int] = []
    put_in: list[int] = []
    columns: list[tuple[int, ...]] = []
    at = more = 0

    def put(place: int, blanks: int) -> None:
        nonlocal more
        if blanks > 0:
            more += blanks
            places.append(place)
            put_in.append(more)

    for row in rows:
        line, starts = "", []
        for column, cell in enumerate(row):
            if column:
                line += " " * gap
                put(at, gap - len(separator))
                at += len(separator)
                starts.append(len(line))
            blanks = max(0, widths[column] - len(cell))
            if column in figures and cell:
                put(at, blanks)
                line += " " * blanks + cell
            elif column < len(row) - 1:
                put(at + len(cell), blanks)
                line += cell + " " * blanks
            else:
                line += cell
            at += len(cell)
        at += 1
        shown.append(line)
        columns.append(tuple(starts))
    return "\n".join(shown), tuple(places), tuple(put_in), tuple(columns)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Of each column, as far as a cell may make it wider; a line of one cell is no row of the table."""
    widths: list[int] = []
    for row in rows:
        widths.extend([0] * (len(row) - len(widths)))
        for column, cell in enumerate(row if len(row) > 1 else ()):
            widths[column] = max(widths[column], min(len(cell), _WIDEST))
    return widths


def _columns_of_figures(rows: Sequence[Sequence[str]]) -> set[int]:
    """Those that hold nothing but numbers below their first cell, which then stand at the right."""
    below: dict[int, list[bool]] = {}
    for row in rows[1:]:
        for column, cell in enumerate(row if len(row) > 1 else ()):
            if cell.strip():
                below.setdefault(column, []).append(_FIGURE.fullmatch(cell.strip()) is not None)
    return {column for column, told in below.items() if all(told)}


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
