"""The text that the library keeps of a document, put together for reading, and where passages stand in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.ui.lined_text import LinedText, lined_text, separator_of
from desktop_app.ui.markdown_blocks import markdown_blocks
from desktop_app.ui.passage import Passage, place_in_words
from desktop_app.ui.quotation import find_words, same_words
from desktop_app.ui.text_blocks import Block, Card, Kind, Part, Run, flow_blocks, message_blocks, piece_around
from desktop_app.ui.text_marks import Mark
from desktop_app.ui.translation import later, tr
from indexer.places import place_of
from indexer.types import Heading, Page

_NAMES = {
    "slide": later("Slide {n}"),
    "cell": later("Cell {n}"),
    "chapter": later("Chapter {n}"),
    "sheet": later("Sheet {n}"),
}


@dataclass(frozen=True)
class PagePlace:
    """Where a page stands in the text of all pages: its name, if it has one, then its own text."""

    number: int | None
    name: Mark | None
    start: int
    end: int
    headings: tuple[Heading, ...]


@dataclass(frozen=True)
class StoredText:
    """`kind` is the document's family of formats, which says how its text is set."""

    text: str
    pages: tuple[PagePlace, ...]
    kind: str = ""

    def mark(self, passage: Passage) -> Mark | None:
        """Where the passage stands; it is looked for when other words stand at its place. None when it is not
        there, or is the document as such."""
        page = next((page for page in self.pages if page.number == passage.page), None)
        if passage.length <= 0 or page is None:
            return None
        start = page.start + passage.start
        if not passage.quote or same_words(self.text[start : start + passage.length], passage.quote):
            return Mark(start, passage.length)
        found = find_words(self.text, passage.quote, start)
        return Mark(*found) if found else None

    def parts(self, start: int, end: int) -> list[Part]:
        """The blocks of a piece of the text, as they are set."""
        parts: list[Part] = []
        for number, page in enumerate(self.pages):
            first, last = max(start, page.start), min(end, page.end)
            if page.name is not None and start <= page.name.start < end:
                parts.append(Block(Kind.NAME, (Run(page.name.start, page.name.length),)))
            if first > last or (first == last and page.start < page.end):
                continue
            shift = first - page.start
            headings = [Heading(each.start - shift, each.level, each.text) for each in page.headings]
            if self.kind == "markdown":
                parts += markdown_blocks(self.text, first, last)
            elif self.kind == "mail" and number == 0 and not shift:
                parts += message_blocks(self.text, first, last, headings)
            elif self.kind in ("presentation", "powerpoint"):
                parts.append(Card(tuple(flow_blocks(self.text, first, last, self.kind, headings))))
            else:
                parts += flow_blocks(self.text, first, last, self.kind, headings)
        return parts


@dataclass(frozen=True)
class ReadyText:
    """A stored text with where `mark`, the passage, and others stand in it. `lined` is what is shown of code and
    tables; of all else `lay_out` is its `parts`, and those of the piece that is shown first are worked out."""

    text: StoredText
    mark: Mark | None
    others: tuple[Mark, ...]
    lay_out: Callable[[int, int], Sequence[Part]]
    lined: LinedText | None = None


def ready_text(pages: Sequence[Page], passage: Passage, others: Sequence[Passage], kind: str) -> ReadyText:
    """All that a long text takes before it can be set, for a worker thread. `others` are cited in the same document."""
    text = stored_text(pages, passage, kind)
    mark = text.mark(passage)
    marks = tuple(there for other in others if (there := text.mark(other)) is not None)
    separator = separator_of(kind, passage.path, text.text)
    if separator or kind == "code":
        return ReadyText(text, mark, marks, text.parts, lined_text(text.text, mark, separator=separator))
    lay_out = lru_cache(maxsize=1)(text.parts)
    lay_out(*piece_around(text.text, *((mark.start, mark.length) if mark is not None else (0, 0))))
    return ReadyText(text, mark, marks, lay_out)


def stored_text(pages: Sequence[Page], passage: Passage, kind: str = "") -> StoredText:
    """Pages one below the other, each under its name in a document of this `kind`; without any, the passage
    itself."""
    if not pages:
        return quoted_text(passage)
    parts: list[str] = []
    places: list[PagePlace] = []
    length = 0
    for page in pages:
        name = "" if page.number is None or len(pages) == 1 else page_name(page, kind)
        head = f"{name}\n\n" if name else ""
        start = length + len(head)
        end = start + len(page.text)
        places.append(PagePlace(page.number, Mark(length, len(name)) if name else None, start, end, page.headings))
        part = f"{head}{page.text}\n\n\n" if len(pages) > 1 else page.text
        parts.append(part)
        length += len(part)
    return StoredText("".join(parts), tuple(places), kind)


def quoted_text(passage: Passage) -> StoredText:
    """The passage alone, as it was kept in the answer."""
    place = PagePlace(passage.page, None, -passage.start, len(passage.quote), ())
    return StoredText(passage.quote, (place,), "text")


def page_name(page: Page, kind: str) -> str:
    """What a page is called above its text: "Page iv", "Slide 3", "Budget", the name of a chapter or attachment."""
    place = place_of(kind, page.number, page.label)
    if place.startswith("p. "):
        return tr("Page {name}", name=place[3:])
    what, _, number = place.partition(" ")
    if what in _NAMES and number == str(page.number):
        return tr(_NAMES[what], n=number)
    return place_in_words(place)
