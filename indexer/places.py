"""Where a passage stands, as a person looks for it: a page, a slide, a sheet and cell, a chapter, a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.types import Hit

CELL_SEPARATOR = " | "  # between the cells of a row, in every format that has tables

HEADING_SEPARATOR = " › "  # between the headings that a chunk stands under

_DELIMITERS = ",;\t|"  # of the cells in CSV files, whose text is kept as it is
_CELL_MARKS = (CELL_SEPARATOR, *_DELIMITERS)

_ROW = re.compile(r"\S(?:[^\r\n]*\S)?")

# Formats whose text has the lines of the file itself.
_BY_LINE = frozenset({"text", "code", "markdown", "data"})


def place_of(kind: str, page: int | None, label: str | None, line: int | None = None, cell: int | None = None) -> str:
    """What to look for in a document of this `kind`: "p. iv", "slide 3", "Budget!B12", "line 40"; empty where the
    format offers nothing. `page` and `line` are 1-based, `cell` counts from 0 in its row."""
    if kind == "spreadsheet":
        sheet = label or f"sheet {page}"
        if line is None:
            return sheet
        return f"{sheet}, row {line}" if cell is None else f"{sheet}!{column_name(cell)}{line}"
    if kind in ("presentation", "powerpoint"):
        return f"slide {page}" if page is not None else ""
    if kind == "notebook":
        return f"cell {page}" if page is not None else ""
    if kind == "book":
        return label or (f"chapter {page}" if page is not None else "")
    if kind == "mail":
        return label or ""
    if kind in _BY_LINE:
        return f"line {line}" if line is not None else ""
    return f"p. {label or page}" if page is not None else ""


def place_within(hit: Hit, start: int) -> str:
    """The place of a span that starts at `start` of the page of `hit`, within the hit's own text."""
    if hit.line is None:
        return place_of(hit.kind, hit.page, hit.page_label)
    before = hit.text[: max(0, start - hit.start)]
    if hit.text.startswith(CELL_SEPARATOR.lstrip()):
        before = f" {before}"  # a chunk starts without white space, here without that of empty cells
    line = hit.line + before.count("\n")
    cell = None
    if hit.kind == "spreadsheet":
        _, ended, row = before.rpartition("\n")
        cell = row.count(CELL_SEPARATOR) + (0 if ended else hit.cell or 0)
    return place_of(hit.kind, hit.page, hit.page_label, line, cell)


def delimiter_of(suffix: str, line: str) -> str:
    """What parts the cells of a CSV or TSV file, by the first line of its text; empty where nothing does."""
    delimiter = "\t" if suffix == ".tsv" else max(_DELIMITERS, key=line.count)
    return delimiter if delimiter in line else ""


def columns_above(text: str, heading: str) -> str:
    """The header row of the table that `text` holds rows of, from the headings it stands under; empty where it is no
    table, or has that row itself."""
    if not is_rows(text, heading):
        return ""
    header = header_row(heading)
    cells = [cell.strip() for cell in header.rstrip("…").split(CELL_SEPARATOR)]
    return "" if any(all(cell in line for cell in cells) for line in text.split("\n")) else header


def is_rows(text: str, heading: str) -> bool:
    """Whether `text` holds rows of the table whose header row is the last of the headings."""
    least = header_row(heading).count(CELL_SEPARATOR)
    return least > 0 and any(line.count(mark) >= least for line in text.split("\n") for mark in _CELL_MARKS)


def row_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the rows of a table in `text[start:end]`, without the white space around them."""
    for line in _ROW.finditer(text, start, end):
        yield line.span()


def header_row(heading: str) -> str:
    """The last of the headings where it is the header row of a table, else empty."""
    last = heading.rpartition(HEADING_SEPARATOR)[2]
    return last if CELL_SEPARATOR in last else ""


def column_name(cell: int) -> str:
    """0 → "A", 25 → "Z", 26 → "AA"."""
    name = ""
    cell += 1
    while cell:
        cell, rest = divmod(cell - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
