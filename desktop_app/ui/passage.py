"""One shape for everything that the source pane can show: a footnote's source, an evidence sentence, a search hit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app.answering.events import Source
from desktop_app.ui.known_sentences import KnownSentences
from desktop_app.ui.translation import later, tr
from indexer.types import Document, EvidenceSentence, Hit

_PLACES = KnownSentences(
    (r"p\. (?P<name>.+)", later("p. {name}")),
    (r"slide (?P<n>\d+)", later("slide {n}")),
    (r"cell (?P<n>\d+)", later("cell {n}")),
    (r"chapter (?P<n>\d+)", later("chapter {n}")),
    (r"line (?P<n>\d+)", later("line {n}")),
    (r"sheet (?P<n>\d+)", later("sheet {n}")),
    (r"sheet (?P<sheet>\d+), row (?P<row>\d+)", later("sheet {sheet}, row {row}")),
    (r"(?P<sheet>.+), row (?P<row>\d+)", later("{sheet}, row {row}")),
    (r"message", later("message")),
    (r"(?P<attachment>.+), p\. (?P<name>.+)", later("{attachment}, p. {name}")),
)
Target = Source | EvidenceSentence | Hit | Document


@dataclass(frozen=True)
class Passage:
    """A place in a document: `length` characters from `start` of the text of `page` (1-based; None where the format
    has no pages). `quote` is the text there when it was indexed; empty with length 0 means the document as such.
    `place` is where a person finds it, e.g. "p. 12", "slide 3", "line 40"; empty where there is no name for that.
    `columns` is the header row of the table that it holds rows of."""

    document_id: int
    path: str
    title: str
    page: int | None
    page_label: str | None
    start: int
    length: int
    quote: str
    place: str
    columns: str = ""

    @property
    def spoken_place(self) -> str:
        """The place as a screen reader says it after a name, e.g. ", page 12"."""
        page = self.place.removeprefix("p. ")
        words = tr("page {name}", name=page) if page != self.place else self.shown_place
        return f", {words}" if words else ""

    @property
    def shown_place(self) -> str:
        """The place in the reader's language."""
        return place_in_words(self.place)

    @property
    def name(self) -> str:
        """The title, or the file's name where it has none."""
        return self.title or Path(self.path).name

    @property
    def citation(self) -> str:
        """Title and page, e.g. "Acme-MSA · p. 12"."""
        return " · ".join(part for part in (self.name, self.shown_place) if part)


def place_in_words(place: str) -> str:
    """A place as the indexer names it, in the reader's language; a name that the document gives is left as it is."""
    return _PLACES.said(place) or place


def passage_of(target: object) -> Passage:
    """The passage of a `Target`. Raises TypeError for anything else."""
    if isinstance(target, Passage):
        return target
    if isinstance(target, Document):
        return Passage(target.id, target.path, target.title, None, None, 0, 0, "", "")
    if isinstance(target, Source):
        quote = target.quote
    elif isinstance(target, EvidenceSentence | Hit):
        quote = target.text
    else:
        raise TypeError(f"no passage in {type(target).__name__}")
    return Passage(
        target.document_id,
        target.path,
        target.title,
        target.page,
        target.page_label,
        target.start,
        target.length,
        quote,
        # What was kept by an earlier version names no place, but its page.
        target.place or (f"p. {target.page_label or target.page}" if target.page is not None else ""),
        "" if isinstance(target, Hit) else target.columns,
    )
