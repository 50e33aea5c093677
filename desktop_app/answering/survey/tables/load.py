"""The tables in the stored text of a document: a header and its rows, each cell with its place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop_app.answering.survey.tables.cells import Column, read_column
from indexer.places import CELL_SEPARATOR
from indexer.types import Document, Page

_SEPARATED = (".csv", ".tsv")
_MOST_ROWS = 200_000
_LEAST_ROWS = 2
_RULE = re.compile(r"[\s|:+=-]+")
_FIGURE = re.compile(r"[-+−(]?\s*[$€£¥]?\s*[\d.,]+\s*[%$€£¥)]?")


@dataclass(frozen=True)
class Row:
    """`page.text[start:end]` is its line."""

    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`header` names the columns; every row has as many cells."""

    document: Document
    page: Page
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The file, and the sheet where it has several."""
        label = self.page.label if self.document.pages > 1 else None
        return f"{Path(self.document.path).name}, {label}" if label else Path(self.document.path).name

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(
            read_column(name, [row.cells[number] for row in self.rows]) for number, name in enumerate(self.header)
        )


def tables_of(document: Document, pages: tuple[Page, ...]) -> Iterator[Table]:
    """Every table of at least two rows under a header."""
    for page in pages:
        if Path(document.path).suffix.lower() in _SEPARATED:
            blocks = [_separated(page.text, Path(document.path).suffix.lower())]
        else:
            blocks = list(_blocks(page.text))
        for rows in blocks:
            if table := _table(document, page, rows):
                yield table


def _table(document: Document, page: Page, rows: list[Row]) -> Table | None:
    """The first row of texts is the header; what stands above it is a title."""
    width = max((len(row.cells) for row in rows), default=0)
    for at, row in enumerate(rows[:5]):
        filled = [cell for cell in row.cells if cell]
        if (
            len(filled) < 2
            or len(filled) < 0.6 * width
            or any(_FIGURE.fullmatch(cell) for cell in filled[1:] or filled)
        ):
            continue
        body = rows[at + 1 :]
        if len(body) < _LEAST_ROWS:
            return None
        names = _names(row.cells, width)
        return Table(document, page, names, tuple(_padded(one, width) for one in body))
    return None


def _padded(row: Row, width: int) -> Row:
    return Row(row.start, row.end, (*row.cells, *[""] * (width - len(row.cells)))[:width])


def _names(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Names of the columns, each once."""
    names: list[str] = []
    for number in range(width):
        name = " ".join((cells[number] if number < len(cells) else "").split()) or f"column {number + 1}"
        while name in names:
            name += " (2)" if not name.endswith(" (2)") else "'"
        names.append(name)
    return tuple(names)


def _blocks(text: str) -> Iterator[list[Row]]:
    """Stretches of lines that are rows of cells. Markdown's rule below a header is none; an empty line ends a table."""
    rows: list[Row] = []
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        body = line.strip("\r\n")
        if CELL_SEPARATOR.strip() in body and _RULE.fullmatch(body):
            continue
        if CELL_SEPARATOR in body:
            rows.append(Row(start, start + len(body), _cells(body)))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _cells(line: str) -> tuple[str, ...]:
    framed = line.strip()
    if framed.startswith("|") and framed.endswith("|"):  # Markdown draws the borders, too
        return tuple(cell.strip() for cell in framed[1:-1].split("|"))
    return tuple(cell.strip() for cell in line.split(CELL_SEPARATOR))


def _separated(text: str, suffix: str) -> list[Row]:
    """The rows of a file of separated values. A quoted cell may run over several lines."""
    sample = text[:20_000].splitlines()[:20]
    delimiter = "\t" if suffix == ".tsv" else max(",;\t|", key=lambda sign: _steadiness(sample, sign))
    starts = [0]
    for line in io.StringIO(text, newline=""):
        starts.append(starts[-1] + len(line))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    before = 0
    try:
        for cells in reader:
            start, end = starts[min(before, len(starts) - 1)], starts[min(reader.line_num, len(starts) - 1)]
            before = reader.line_num
            if any(cell.strip() for cell in cells):
                rows.append(Row(start, start + len(text[start:end].rstrip()), tuple(cell.strip() for cell in cells)))
            if len(rows) > _MOST_ROWS:
                return []
    except csv.Error:
        return []
    return rows


def _steadiness(sample: list[str], sign: str) -> float:
    """How many cells a separator makes, if it makes as many on most lines."""
    counts = [line.count(sign) for line in sample if line.strip()]
    if not counts or not counts[0]:
        return 0.0
    return counts[0] * sum(count == counts[0] for count in counts) / len(counts)
