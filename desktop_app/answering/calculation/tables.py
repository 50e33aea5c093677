"""The rows of tables in the stored text of a page: labels, and figures under the heading of their column.

Printed tables come as lines ("Net sales $ 32,136 $ 34,229 $ 35,355") below lines that head their columns. A row whose
figures can't be told apart by column keeps them without one, and then it answers no question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desktop_app.answering.calculation.cells import Cell, Stretch, stretches
from desktop_app.answering.calculation.header import HeadingLine, columns_of, heading_line
from desktop_app.answering.calculation.periods import Column, Period

_LINE = re.compile(r"[^\r\n]+")
_SCALE = re.compile(r"\b(thousand|million|billion)s?\b", re.I)
_DECLARED = re.compile(r"\b(thousands|millions|billions)\b", re.I)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u2002\u2003\t|"), " ")
_WORTH = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_PER_SHARE = re.compile(r"\bper\s(?:\w+\s){0,2}(?:share|unit)\b|\bper\sadr\b", re.I)
_EXCEPT = re.compile(r"\bexcept\b.*", re.I)
_GOES_ON = re.compile(r"(?:[,–—-]|\b(?:and|of|for|the|to|from|in|on|at|by|with|including|net|or))\s*$", re.I)
_LONGEST_LABEL = 160
_GLUED = re.compile(r"(.{0,60}?\b(?:19|20)\d\d(?:\s+(?:19|20)\d\d)*)\s+((?=[A-Z]).*)")
_SHOUTED = re.compile(r"^[A-Z][A-Z’', &-]{10,}\s(?=[A-Z][a-z])")  # the heading that a row was printed behind
_BEGINS = re.compile(r"(?:activities|assets|liabilities|revenues?|sales|expenses)\s*:?\s*$", re.I)


@dataclass(frozen=True)
class Row:
    """`label` is what stands before the figures, `section` the last line without figures above it. `start` and `end`
    bound the row, and each cell's own `start` and `end` its figure, in the page's text; `columns` says what each
    cell is for, None where that can't be told. `scale` is what a figure is counted in, None where the page doesn't
    say; `currency` is a sign or empty."""

    label: str
    section: str
    cells: tuple[Cell, ...]
    columns: tuple[Column | None, ...]
    start: int
    end: int
    scale: int | None
    currency: str

    def at(self, period: Period) -> Cell | None:
        """The one figure for `period`; None where there is none, or more than one."""
        found = [
            cell for cell, column in zip(self.cells, self.columns, strict=True) if column and column.is_for(period)
        ]
        return found[0] if len(found) == 1 and found[0].value is not None else None

    def column_of(self, cell: Cell) -> Column | None:
        return self.columns[self.cells.index(cell)]

    @property
    def per_share(self) -> bool:
        return _PER_SHARE.search(f"{_EXCEPT.sub(' ', self.section)} {self.label}") is not None


@dataclass
class _Line:
    start: int
    text: str


def plain(text: str) -> str:
    """The text with every kind of space, and the lines between cells, as a plain space; offsets stay."""
    return text.translate(_SPACES)


@lru_cache(maxsize=512)
def read_rows(text: str) -> tuple[Row, ...]:
    """Every row of a page that has figures, in order."""
    lines = [part for found in _LINE.finditer(plain(text)) for part in _unglued(_Line(found.start(), found.group()))]
    headings = [heading_line(line.text) for line in lines]
    scales = _scales(lines, headings)
    currency = next((sign for sign in "$€£¥" if sign in text), "")
    rows = list(_rows(lines, headings, scales, currency))
    if rows and not any(any(row.columns) for row in rows):
        rows = _headed_below(rows, headings)
    return tuple(rows)


def _unglued(line: _Line) -> Iterator[_Line]:
    """A line, or the two that were printed as one: years that head columns, and the row that follows them."""
    glued = _GLUED.match(line.text)
    if glued and heading_line(glued[1]):
        rest = glued[2]
        if any(len(part.cells) > 1 for part in stretches(rest)) or _BEGINS.search(rest):
            yield _Line(line.start, glued[1])
            yield _Line(line.start + glued.start(2), rest)
            return
    yield line


def _rows(
    lines: Sequence[_Line], headings: Sequence[HeadingLine | None], scales: Sequence[int | None], currency: str
) -> Iterator[Row]:
    columns: tuple[Column, ...] = ()
    block: list[HeadingLine] = []
    section = ""
    above: _Line | None = None  # without figures: perhaps the beginning of the next row's label
    for line, heading, scale in zip(lines, headings, scales, strict=True):
        if heading is not None:
            block.append(heading)
            columns = columns_of(block) or columns
            section, above = "", None
            continue
        parts = stretches(line.text)
        if not any(part.cells for part in parts):
            if not _SCALE.search(line.text) or len(line.text) > _LONGEST_LABEL:
                block = []
            joined = above is not None and (_wraps(above.text) or line.text.strip()[:1].islower())
            above = _Line(above.start, f"{above.text.strip()} {line.text.strip()}") if above and joined else line
            section = line.text.strip()
            continue
        block = []
        if any(len(part.cells) > 1 and all(cell.year for cell in part.cells) for part in parts):
            columns = ()  # a heading with columns of another kind
            continue
        row_found = False
        for number, part in enumerate(parts):
            if not part.cells:
                continue
            row = _row(line, part, columns, scale, currency, section, last=number == len(parts) - 1)
            if row is not None:
                row_found = row_found or any(row.columns)
                yield _with_wrapped(row, above) if number == 0 and above else row
        few = not row_found and len(parts) == 1 and len(parts[0].cells) == 1
        above = line if few else None


def _wraps(text: str) -> bool:
    return _GOES_ON.search(text) is not None


def _with_wrapped(row: Row, above: _Line) -> Row:
    """The row with the line above it, where that is the beginning of its label."""
    begun = above.text.strip()
    goes_on = _wraps(begun) or not row.label or row.label[0].islower() or row.label[0] == "("
    if not goes_on or begun.endswith((":", ".")) or len(begun) > _LONGEST_LABEL or not any(row.columns):
        return row
    return replace(row, label=f"{begun} {row.label}".strip(), section="", start=above.start)


def _row(
    line: _Line, part: Stretch, columns: tuple[Column, ...], scale: int | None, currency: str, section: str, *,
    last: bool,
) -> Row | None:  # fmt: skip
    cells, heads = _placed(part.cells, columns, running=_wraps(part.label(line.text)))
    if not last and (len(cells) < 2 or not any(heads)):
        return None  # figures within words
    moved = tuple(
        Cell(cell.value, cell.text, line.start + cell.start, line.start + cell.end, cell.percent, cell.currency,
             cell.decimals)
        for cell in cells
    )  # fmt: skip
    start = line.start + part.start
    return Row(_SHOUTED.sub("", part.label(line.text)), section, moved, heads, start, moved[-1].end, scale, currency)


def _placed(
    cells: tuple[Cell, ...], columns: tuple[Column, ...], *, running: bool = False
) -> tuple[tuple[Cell, ...], tuple[Column | None, ...]]:
    """The cells of a row with their columns. Figures that belong to the label go: a note's number, a year and, where
    it is `running` on ("less $477 and"), any."""
    periods = tuple(column for column in columns if not column.change)
    changes = len(columns) - len(periods)
    count = len(cells)
    if not periods:
        return cells, (None,) * count
    for fitting in (columns, periods):
        if count == len(fitting):
            return cells, fitting
    leading = [column.change for column in columns] == [False] * len(periods) + [True] * changes
    if changes and leading and count in (len(periods) + 2 * changes, len(periods) + changes):
        return cells, (*periods, *(None,) * (count - len(periods)))
    for fitting in (columns, periods):
        extra = count - len(fitting)
        if extra > 0 and (running or all(cell.small for cell in cells[:extra])):
            return cells[extra:], fitting
    if count > len(periods):
        alike = [cell for cell in cells if (cell.decimals, cell.percent) == (cells[0].decimals, cells[0].percent)]
        if len(alike) == len(periods) and all(cell.decimals or cell.percent for cell in cells if cell not in alike):
            heads = iter(periods)
            return cells, tuple(next(heads) if cell in alike else None for cell in cells)
        if not changes and count == len(periods) + 1 and cells[-1].percent and not cells[0].percent:
            return cells, (*periods, None)
    return cells, (None,) * count


def _scales(lines: Sequence[_Line], headings: Sequence[HeadingLine | None]) -> list[int | None]:
    """For each line what figures are counted in there: as the last heading or note above says, else the first below.
    A row that names a scale of its own speaks for itself only, and isn't read for that."""
    said: list[int | None] = []
    current: int | None = None
    for line, heading in zip(lines, headings, strict=True):
        found = _DECLARED.search(line.text)
        if found and (heading is not None or not any(part.cells for part in stretches(line.text))):
            current = _WORTH[found[1].lower().rstrip("s")]
        said.append(current)
    first = next((scale for scale in said if scale is not None), None)
    return [scale if scale is not None else first for scale in said]


def _headed_below(rows: Sequence[Row], headings: Sequence[HeadingLine | None]) -> list[Row]:
    """Some pages give the heading of their one table behind it."""
    columns = columns_of([heading for heading in headings if heading is not None])
    headed = []
    for row in rows:
        cells, heads = _placed(row.cells, columns)
        headed.append(replace(row, cells=cells, columns=heads))
    return headed
