"""The text that the library keeps of a document, put together for reading, and where passages stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.ui.passage import Passage
from desktop_app.ui.quotation import find_words
from desktop_app.ui.text_view import Mark
from indexer.types import Page


@dataclass(frozen=True)
class StoredText:
    """`starts` says at which character of `text` each page begins; its key is None where there are no pages."""

    text: str
    starts: dict[int | None, int]

    def mark(self, passage: Passage) -> Mark | None:
        """Where the passage stands; it is looked for when other words stand at its place. None when it is not
        there, or is the document as such."""
        if passage.length <= 0 or passage.page not in self.starts:
            return None
        start = self.starts[passage.page] + passage.start
        if not passage.quote or self.text[start : start + passage.length] == passage.quote:
            return Mark(start, passage.length)
        found = find_words(self.text, passage.quote, start)
        return Mark(*found) if found else None


def stored_text(pages: Sequence[Page], passage: Passage) -> StoredText:
    """Pages one below the other, each under its number; without any, the passage itself."""
    if not pages:
        return StoredText(passage.quote, {passage.page: -passage.start})
    parts: list[str] = []
    starts: dict[int | None, int] = {}
    length = 0
    for page in pages:
        head = "" if page.number is None or len(pages) == 1 else f"Page {page.label or page.number}\n\n"
        starts[page.number] = length + len(head)
        part = f"{head}{page.text}\n\n\n" if len(pages) > 1 else page.text
        parts.append(part)
        length += len(part)
    return StoredText("".join(parts), starts)
