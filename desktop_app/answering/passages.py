"""Hits put together into passages: stretches of one page, each exact to the character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from desktop_app.answering.text import sentence_spans, stems
from indexer.places import columns_above, is_rows, place_within, row_spans
from indexer.types import Hit

_LEAST_WORD = 3  # letters; shorter parts of a file's name say little
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Passage:
    """`text == page text[start:start + len(text)]`. `rank` is that of its best hit, 1 being the first."""

    document_id: int
    path: str
    title: str
    page: int | None
    page_label: str | None
    heading: str
    start: int
    text: str
    rank: int
    hits: tuple[Hit, ...]

    @property
    def kind(self) -> str:
        """The format family of its document."""
        return self.hits[0].kind

    @property
    def called(self) -> str:
        """What its document is called."""
        return document_called(self.title, self.path)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def place_at(self, start: int) -> str:
        """Where a person finds the character `start` of the page; empty where the format has no name for it."""
        return place_within(self._hit_at(start), start)

    def columns_of(self, start: int, text: str) -> str:
        """The header row of the table that `text`, which begins at the character `start` of the page, holds rows of
        without that row itself; empty where it is no table."""
        return columns_above(text, self._hit_at(start).heading)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """(start, end) of its sentences, and of each row of a table that has a header, in order."""
        for start, end in sentence_spans(self.text):
            if is_rows(self.text[start:end], self._hit_at(self.start + start).heading):
                yield from row_spans(self.text, start, end)
            else:
                yield start, end

    def _hit_at(self, start: int) -> Hit:
        return next((hit for hit in self.hits if hit.start <= start < hit.start + hit.length), self.hits[0])


def document_called(title: str, path: str) -> str:
    """What a document is called: by its title, and by its file where the title leaves out a word or a year of the
    file's name ("ADBE 10K (ADOBE 2015 10K)")."""
    file = PurePath(path).stem.replace("_", " ").strip()
    if not title:
        return file
    own = {word for word in stems(file) if _YEAR.fullmatch(word) or (word.isalpha() and len(word) >= _LEAST_WORD)}
    return f"{title} ({file})" if own.difference(stems(title)) else title


def merge_hits(hits: Iterable[Hit]) -> list[Passage]:
    """Overlapping and touching hits of a page as one passage, the best-ranked passage first.

    Two hits whose overlap differs (a document changed between two reads of it) stay apart.
    """
    passages: list[Passage] = []
    for hit in sorted(hits, key=lambda hit: (hit.document_id, hit.page or 0, hit.start, hit.rank)):
        one = Passage(
            hit.document_id,
            hit.path,
            hit.title,
            hit.page,
            hit.page_label,
            hit.heading,
            hit.start,
            hit.text,
            hit.rank,
            (hit,),
        )
        joined = _joined(passages[-1], one) if passages else None
        if joined is None:
            passages.append(one)
        else:
            passages[-1] = joined
    return sorted(passages, key=lambda passage: passage.rank)


def _joined(before: Passage, after: Passage) -> Passage | None:
    same_page = (before.document_id, before.page) == (after.document_id, after.page)
    if not same_page or after.start > before.end:
        return None
    offset = after.start - before.start
    shared = min(len(before.text) - offset, len(after.text))
    if before.text[offset : offset + shared] != after.text[:shared]:
        return None
    best = min((before, after), key=lambda passage: passage.rank)
    return Passage(
        before.document_id,
        before.path,
        before.title,
        before.page,
        before.page_label,
        best.heading,
        before.start,
        before.text + after.text[shared:],
        best.rank,
        before.hits + after.hits,
    )


def neighbours(passages: Sequence[Passage]) -> list[list[Passage]]:
    """The passages of one page together, in reading order; groups in the order of their best passage."""
    groups: dict[tuple[int, int | None], list[Passage]] = {}
    for passage in passages:
        groups.setdefault((passage.document_id, passage.page), []).append(passage)
    return [sorted(group, key=lambda passage: passage.start) for group in groups.values()]
