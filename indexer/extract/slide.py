"""The text of one slide, as it is put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.extract.flow import Flow
from indexer.types import Page

_PART_LEVEL = 2


class SlideText:
    """Lines, tables and, at the end, titled parts. A slide without a title stands under no heading."""

    def __init__(self, title: str = "") -> None:
        self._flow = Flow()
        self._flow.mark(1, title)
        if title.strip():
            self._flow.line(" ".join(title.split()), "\n\n")

    def line(self, text: str) -> None:
        """Nothing where `text` is only white space."""
        if text.strip():
            self._flow.line(text.strip())

    def table(self, rows: Sequence[str]) -> None:
        if any(row.strip(" |") for row in rows):
            self._flow.table(rows)

    def part(self, name: str, lines: Iterable[str]) -> None:
        """A part under a heading of its own, unless it is empty."""
        found = [line for line in lines if line.strip()]
        if found:
            self._flow.gap()
            self._flow.mark(_PART_LEVEL, name)
            for line in (name, *found):
                self.line(line)

    def page(self, number: int) -> Page:
        return Page(number, None, *self._flow.finished())
