"""What the sentences of a text are checked against: passages that a search of the library finds, or given texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from desktop_app.answering.text import sentence_spans, stems
from desktop_app.answering.units import Unit
from desktop_app.services import Library
from indexer.protocol import Search
from indexer.types import Coverage, Cut, Hit

_HITS = 8
_HITS_BEFORE = 3  # of the sentence before, of which this one may go on to speak
_FEW_WORDS = 4  # content words; a shorter sentence is searched together with the one before
_SEARCHES = 4  # at once, as many as the indexer answers
_WHOLE = 6_000  # characters; a longer text is cut, so that a fact counts only where the claim's words are
_PIECE = 1_500


class Grounds(Protocol):
    def hits(self, units: Sequence[Unit]) -> list[tuple[Hit, ...]]:
        """For each unit of a text, the passages to check it against. Call it with the units in order. Raises
        FootnoteError."""

    @property
    def coverage(self) -> Coverage | None:
        """What the searches so far could see; None where nothing is searched."""


class LibraryGrounds:
    """The library, or the folders and files in `scope`. `own`, the checked file itself, proves nothing."""

    def __init__(self, library: Library, scope: Sequence[Path] = (), own: Path | None = None) -> None:
        self._library = library
        self._scope = tuple(str(path) for path in scope)
        self._own = str(own) if own else None
        self._before: tuple[str, tuple[Hit, ...]] = ("", ())
        self.coverage: Coverage | None = None

    def hits(self, units: Sequence[Unit]) -> list[tuple[Hit, ...]]:
        queries, before = [], self._before[0]
        for unit in units:
            short = len(set(stems(unit.text))) < _FEW_WORDS
            queries.append(f"{before} {unit.text}".strip() if short else unit.text)
            before = unit.text
        with ThreadPoolExecutor(_SEARCHES, thread_name_prefix="check") as pool:
            found = list(pool.map(self._search, queries))
        merged = []
        for own, earlier in zip(found, [self._before[1], *found], strict=False):
            known = {hit.chunk_id for hit in own}
            merged.append((*own, *(hit for hit in earlier[:_HITS_BEFORE] if hit.chunk_id not in known)))
        if found:
            self._before = (before, found[-1])
        return merged

    def _search(self, query: str) -> tuple[Hit, ...]:
        reply = self._library.search(Search(query, k=_HITS, evidence=0, scope=self._scope))
        self.coverage = reply.coverage
        return tuple(hit for hit in reply.hits if hit.path != self._own)


class GivenGrounds:
    """Given passages: of many, those that share most with a unit, a rare word counting for more."""

    coverage = None

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = tuple(hits)
        self._words: list[frozenset[str]] = []
        if len(self._hits) > _HITS:
            self._words = [frozenset(stems(f"{hit.heading} {hit.text}")) for hit in self._hits]
        seen = Counter(word for words in self._words for word in words)
        self._rarity = {word: math.log(1 + len(self._hits) / count) for word, count in seen.items()}

    def hits(self, units: Sequence[Unit]) -> list[tuple[Hit, ...]]:
        if not self._words:
            return [self._hits] * len(units)
        return [self._nearest(frozenset(stems(unit.text))) for unit in units]

    def _nearest(self, wanted: frozenset[str]) -> tuple[Hit, ...]:
        shared = [sum(self._rarity[word] for word in wanted & words) for words in self._words]
        best = sorted(range(len(shared)), key=lambda number: (-shared[number], number))[:_HITS]
        return tuple(self._hits[number] for number in best)


def hits_of_texts(texts: Sequence[str]) -> list[Hit]:
    """Texts that come from no file; each is a document of its own, called "context"."""
    hits: list[Hit] = []
    for number, text in enumerate(texts, 1):
        title = "context" if len(texts) == 1 else f"context {number}"
        for start, end in _pieces(text):
            hits.append(_hit(len(hits), -number, "", title, "text", None, None, start, text[start:end]))
    return hits


def hits_of_cut(cut: Cut, path: Path, number: int) -> list[Hit]:
    """The chunks of a file that is not in the library, the `number`-th of those given."""
    pages = {page.number: page for page in cut.extracted.pages}
    hits: list[Hit] = []
    for chunk in cut.chunks:
        page = pages[chunk.page]
        # Negative ids: what is not in the library must not be taken for something that is.
        hits.append(
            _hit(
                number * 1_000_000 + len(hits), -number, str(path), cut.extracted.title, cut.extracted.kind,
                page.number, page.label, chunk.start, chunk.text, chunk.heading,
                1 + page.text.count("\n", 0, chunk.start),
            )
        )  # fmt: skip
    return hits


def _hit(
    chunk: int, document: int, path: str, title: str, kind: str, page: int | None, label: str | None, start: int,
    text: str, heading: str = "", line: int | None = None,
) -> Hit:  # fmt: skip
    return Hit(
        rank=chunk + 1, chunk_id=-1 - chunk, document_id=document, path=path, title=title, kind=kind, page=page,
        page_label=label, start=start, length=len(text), heading=heading, text=text, content_hash="", score=0.0,
        similarity=None, keyword_rank=None, vector_rank=None, offline=False, line=line,
    )  # fmt: skip


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The whole text, or stretches of it that end with a sentence."""
    if len(text) <= _WHOLE:
        yield 0, len(text)
        return
    spans = sentence_spans(text)
    first = 0
    for number, (_, end) in enumerate(spans):
        if number > first and end - spans[first][0] > _PIECE:
            yield spans[first][0], spans[number - 1][1]  # the white space between two keeps them from being one passage
            first = number
    if spans:
        yield spans[first][0], spans[-1][1]
