"""The text of one slide, as it is put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.extract.source import TABLE_LEVEL, heading
from indexer.places import CELL_SEPARATOR
from indexer.types import Heading, Page

_PART_LEVEL = 2


class SlideText:
    """Lines, tables and, at the end, titled parts. A slide without a title stands under no heading."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = [Heading(0, 1, "")]

    def line(self, text: str, end: str = "\n") -> None:
        """Nothing where `text` is only white space."""
        if text.strip():
            self._add(text.strip() + end)

    def title(self, text: str) -> None:
        """The first is the slide's; what another title placeholder says is text like any other."""
        if text.strip() and not self._parts:
            self._headings = [heading(0, 1, text)]
        self.line(" ".join(text.split()), "\n\n")

    def table(self, rows: Sequence[str]) -> None:
        """A row on a line; the first one stands above the others as a heading."""
        rows = [row for row in rows if row.strip(" |")]
        if not rows:
            return
        if self._parts and not self._parts[-1].endswith("\n\n"):
            self._add("\n")
        headed = len(rows) > 1 and CELL_SEPARATOR in rows[0]
        self._add(rows[0] + "\n")
        if headed:
            self._headings.append(heading(self._length, TABLE_LEVEL, rows[0]))
        for row in rows[1:]:
            self._add(row + "\n")
        if headed:
            self._headings.append(Heading(self._length, TABLE_LEVEL, ""))
        self._add("\n")

    def part(self, name: str, lines: Iterable[str]) -> None:
        """A part under a heading of its own, unless it is empty."""
        found = [line for line in lines if line.strip()]
        if not found:
            return
        if self._parts and not self._parts[-1].endswith("\n\n"):
            self._add("\n")
        self._headings.append(Heading(self._length, _PART_LEVEL, name))
        for line in (name, *found):
            self.line(line)

    def page(self, number: int) -> Page:
        return Page(number, None, "".join(self._parts).rstrip(), tuple(self._headings))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
