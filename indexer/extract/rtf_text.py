"""Collects the text of a rich text: paragraphs, headings, and table rows on a line each."""

from __future__ import annotations

from indexer.extract.source import TABLE_LEVEL, heading
from indexer.places import CELL_SEPARATOR
from indexer.types import Heading


class Writer:
    """Takes text in reading order. The first row of a table stands above the others as a heading."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._line: list[str] = []
        self._level = 0
        self._cells: list[str] = []
        self._rows = 0
        self._header = ""
        self._headings: list[Heading] = []

    def text(self, text: str, in_table: bool, level: int) -> None:
        if self._rows and not in_table and text.strip():
            self._end_table()
        self._line.append(text)
        self._level = self._level or level

    def line_end(self, in_table: bool, level: int) -> None:
        """A paragraph or a line ends; within a cell that is a space."""
        if in_table:
            self._line.append(" ")
            return
        line = _joined(self._line)
        if self._rows and line.strip():
            self._end_table()
        level = self._level or level
        self._line, self._level = [], 0
        if line.strip():
            if level:
                self._headings.append(heading(self._length, level, line))
            self._add(line + ("\n\n" if level else "\n"))
        else:
            self._empty_line()

    def paragraph(self) -> None:
        """What is open ends."""
        if self._line:
            self.line_end(False, 0)

    def cell(self) -> None:
        self._cells.append(" ".join(_joined(self._line).split()))
        self._line, self._level = [], 0

    def row(self) -> None:
        if self._line and any(piece.strip() for piece in self._line):
            self.cell()
        self._line, self._level = [], 0
        row = CELL_SEPARATOR.join(self._cells)
        self._cells = []
        if not row.strip(" |"):
            return
        if not self._rows:
            self._empty_line()
        self._rows += 1
        if self._rows == 1:
            self._header = row if CELL_SEPARATOR in row else ""
        elif self._rows == 2 and self._header:
            self._headings.append(heading(self._length, TABLE_LEVEL, self._header))
        self._add(row + "\n")

    def _end_table(self) -> None:
        if self._rows > 1 and self._header:
            self._headings.append(Heading(self._length, TABLE_LEVEL, ""))
        self._rows, self._header = 0, ""
        self._empty_line()

    def _empty_line(self) -> None:
        """One at most, and none at the start."""
        if self._parts and not self._parts[-1].endswith("\n\n") and self._parts[-1] != "\n":
            self._add("\n")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def finished(self) -> tuple[str, tuple[Heading, ...]]:
        if self._cells:
            self.row()
        self.paragraph()
        if self._rows:
            self._end_table()
        text = "".join(self._parts).rstrip()
        return text, tuple(item for item in self._headings if item.start <= len(text))


def _joined(pieces: list[str]) -> str:
    """The text of a line; characters beyond the Basic Multilingual Plane come as two halves."""
    text = "".join(pieces)
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
