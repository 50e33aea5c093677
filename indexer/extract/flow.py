"""Text that is put together line by line, with its headings and tables."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.extract.source import TABLE_LEVEL, heading
from indexer.places import CELL_SEPARATOR
from indexer.types import Heading


class Flow:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []

    @property
    def empty(self) -> bool:
        return not self._parts

    def line(self, text: str, end: str = "\n") -> None:
        self._parts.append(text + end)
        self._length += len(text) + len(end)

    def paragraph(self, text: str, level: int = 0) -> None:
        """A paragraph, or with a level a heading. Of empty ones in a row a single blank line stays."""
        if not text.strip():
            self.gap()
            return
        if level:
            self.mark(level, text)
        self.line(text, "\n\n" if level else "\n")

    def gap(self) -> None:
        """A blank line, unless there is one or nothing stands above it."""
        if self._parts and self._parts[-1] != "\n" and not self._parts[-1].endswith("\n\n"):
            self.line("")

    def mark(self, level: int, text: str = "") -> None:
        """A heading over what follows; without text it ends those of its level and below."""
        self._headings.append(heading(self._length, level, text))

    def end_sections(self) -> None:
        """What follows stands under no heading."""
        if self._headings:
            self.mark(1)

    def table(self, rows: Sequence[str]) -> None:
        """A row on a line, its cells joined by CELL_SEPARATOR; the first row stands above the others as a heading."""
        rows = [row for row in rows if row.strip(" |")]
        self.gap()
        headed = len(rows) > 1 and CELL_SEPARATOR in rows[0]
        for number, row in enumerate(rows):
            if number == 1 and headed:
                self.mark(TABLE_LEVEL, rows[0])
            self.line(row)
        if headed:
            self.mark(TABLE_LEVEL)
        self.line("")

    def finished(self) -> tuple[str, tuple[Heading, ...]]:
        return "".join(self._parts).rstrip(), tuple(self._headings)
