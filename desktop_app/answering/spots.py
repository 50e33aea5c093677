"""The stretch of a passage that a footnote should open: the sentence or line that speaks of some words."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from desktop_app.answering.text import sentence_spans, stem, stems, words
from indexer.places import place_of, place_within
from indexer.types import Document, Hit, Page

_LINE = re.compile(r"[^\r\n]+")
_LONG = 300  # characters; a longer "sentence" is a table or a list, of which a line is enough


@dataclass(frozen=True)
class Spot:
    """A footnote's target before it has a number: `text == page text[start:start + len(text)]`."""

    document_id: int
    path: str
    title: str
    page: int | None
    page_label: str | None
    start: int
    text: str
    place: str


def spot_in(hit: Hit, wanted: Collection[str]) -> Spot:
    """The sentence of a hit that holds most of the stems `wanted`, the first of equals."""
    start, end = _best_span(hit.text, wanted)
    return Spot(
        hit.document_id, hit.path, hit.title, hit.page, hit.page_label, hit.start + start, hit.text[start:end],
        place_within(hit, hit.start + start),
    )  # fmt: skip


def spot_on(document: Document, page: Page, start: int, end: int) -> Spot:
    """A stretch of a page."""
    line = page.text.count("\n", 0, start) + 1
    return Spot(
        document.id, document.path, document.title, page.number, page.label, start, page.text[start:end],
        place_of(document.kind, page.number, page.label, line),
    )  # fmt: skip


def _best_span(text: str, wanted: Collection[str]) -> tuple[int, int]:
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if end - start <= _LONG:
            spans.append((start, end))
        else:
            spans += [(start + line.start(), start + line.end()) for line in _LINE.finditer(text[start:end])]
    if not spans:
        return 0, len(text)
    shares = [_share(text[start:end], wanted) for start, end in spans]
    start, end = spans[max(range(len(spans)), key=lambda number: (shares[number], -number))]
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return start, max(start, start + len(text[start:end].rstrip()))


def _share(text: str, wanted: Collection[str]) -> float:
    """How many of the stems occur; a word that only begins alike counts a little, as the keyword index may have it."""
    here = set(stems(text)) | {stem(word) for word in words(text)}
    begun = {one[:5] for one in here}
    return sum(1.0 if one in here else 0.5 if one[:5] in begun else 0.0 for one in wanted)
