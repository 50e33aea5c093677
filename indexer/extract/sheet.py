"""The text of one sheet: a row a line, under its own number, so that a place in the text is a cell of the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from indexer.extract.source import TABLE_LEVEL, TEXT_CHARACTERS, heading, too_large
from indexer.places import CELL_SEPARATOR
from indexer.types import Heading, Page

ROWS, COLUMNS = 1_048_576, 16_384  # that a sheet can have

# Names that an application gives; they say nothing.
_UNNAMED = re.compile(
    r"(?:sheet|tabelle|feuil(?:le)?|hoja|foglio|blad|ark|planilha|лист|工作表|シート)[\s_]?\d*", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Cell(NamedTuple):
    """What a cell shows; `figure` where that is a number, a date or a truth value."""

    text: str
    figure: bool = False


class SheetText:
    """Rows are given in order. `beside` holds what stands at a cell but not in it (comments, text boxes), by row
    number from 1 and column from 0: it follows the cell's own text, in brackets.

    The first row with several texts stands above the following ones as a heading, and so does each that starts a
    block of rows and is followed by one with figures. Raises KnownError(TOO_LARGE) beyond `TEXT_CHARACTERS`.
    """

    def __init__(self, path: Path, name: str, beside: Mapping[int, Mapping[int, str]] | None = None) -> None:
        self._path, self._name = path, name
        self._beside = {row: dict(columns) for row, columns in sorted((beside or {}).items())}
        self._lines: list[str] = []
        self._length = 0
        self._row = 0  # the last row that is written
        self._headings = [Heading(0, 1, "" if _UNNAMED.fullmatch(name) else " ".join(name.split()))]
        self._headed = False
        self._candidate = ""  # a row that is a header if figures follow

    def row(self, number: int, cells: Sequence[Cell]) -> None:
        """`cells` from column A. A row that isn't after the last one comes right below it."""
        number = max(number, self._row + 1)
        while self._beside and (row := next(iter(self._beside))) < number:
            self._write(row, [])
        self._write(number, cells)

    def page(self, number: int) -> Page:
        """The sheet as the page `number`."""
        for row in list(self._beside):
            self._write(row, [])
        return Page(number, self._name, "".join(self._lines).rstrip("\n"), tuple(self._headings))

    def _write(self, number: int, cells: Sequence[Cell]) -> None:
        texts = [_flat(cell.text) for cell in cells[:COLUMNS]]
        for column, text in self._beside.pop(number, {}).items():
            texts.extend([""] * (column + 1 - len(texts)))
            texts[column] = f"{texts[column]} [{_flat(text)}]" if texts[column] else _flat(text)
        while texts and not texts[-1]:
            texts.pop()
        if not texts or number > ROWS:
            return
        starts_block = number > self._row + 1
        self._add("\n" * (number - self._row - 1))
        line = CELL_SEPARATOR.join(texts)
        self._head(cells, line, starts_block)
        self._add(line + "\n")
        self._row = number

    def _head(self, cells: Sequence[Cell], line: str, starts_block: bool) -> None:
        filled = [cell for cell in cells if cell.text.strip()]
        figures = [cell for cell in filled if cell.figure and not _YEAR.fullmatch(cell.text)]
        if self._candidate and figures and not starts_block:
            self._headings.append(heading(self._length, TABLE_LEVEL, self._candidate))
        self._candidate = ""
        if len(filled) < 2 or figures:
            return
        if not self._headed:
            self._headings.append(heading(self._length + len(line) + 1, TABLE_LEVEL, line))
            self._headed = True
        elif starts_block:
            self._candidate = line

    def _add(self, text: str) -> None:
        self._lines.append(text)
        self._length += len(text)
        if self._length > TEXT_CHARACTERS:
            raise too_large(self._path, f"holds more than {TEXT_CHARACTERS:,} characters", "Split the file.")


def _flat(text: str) -> str:
    """On one line, and without what separates cells."""
    line = " ".join(text.split())
    return line.replace(CELL_SEPARATOR, "|") if CELL_SEPARATOR in line else line
