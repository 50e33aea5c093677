"""Where a passage stands, as a person looks for it: a page, a slide, a sheet and cell, a chapter, a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.types import Hit

CELL_SEPARATOR = " | "  # between the cells of a row, in every format that has tables

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


def column_name(cell: int) -> str:
    """0 → "A", 25 → "Z", 26 → "AA"."""
    name = ""
    cell += 1
    while cell:
        cell, rest = divmod(cell - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
