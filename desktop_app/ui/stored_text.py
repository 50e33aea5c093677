"""The text that the library keeps of a document, put together for reading, and where passages stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.ui.passage import Passage
from desktop_app.ui.quotation import find_words
from desktop_app.ui.text_view import Mark
from indexer.places import place_of
from indexer.types import Page


@dataclass(frozen=True)
class StoredText:
    """`starts` says at which character of `text` each page begins; its key is None where there are no pages. `heads`
    are the lines that name the pages."""

    text: str
    starts: dict[int | None, int]
    heads: tuple[Mark, ...] = ()

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


def stored_text(pages: Sequence[Page], passage: Passage, kind: str = "") -> StoredText:
    """Pages one below the other, each under its name in a document of this `kind`; without any, the passage
    itself."""
    if not pages:
        return StoredText(passage.quote, {passage.page: -passage.start})
    parts: list[str] = []
    starts: dict[int | None, int] = {}
    heads: list[Mark] = []
    length = 0
    for page in pages:
        name = "" if page.number is None or len(pages) == 1 else page_name(page, kind)
        if name:
            heads.append(Mark(length, len(name)))
        head = f"{name}\n\n" if name else ""
        starts[page.number] = length + len(head)
        part = f"{head}{page.text}\n\n\n" if len(pages) > 1 else page.text
        parts.append(part)
        length += len(part)
    return StoredText("".join(parts), starts, tuple(heads))


def page_name(page: Page, kind: str) -> str:
    """What a page is called above its text: "Page iv", "Slide 3", "Budget", the name of a chapter or attachment."""
    place = place_of(kind, page.number, page.label)
    if place.startswith("p. "):
        return f"Page {place[3:]}"
    if place in (f"slide {page.number}", f"cell {page.number}", f"chapter {page.number}", f"sheet {page.number}"):
        return place.capitalize()
    return place
