"""The best sentences of the best chunks: what a person reads while the model still thinks, or without any model.

Spans are exact: a sentence is a raw slice of its page, line breaks included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from sentencex import get_sentence_boundaries

from indexer.normalise import searchable
from indexer.overlap import overlaps
from indexer.places import columns_above, is_rows, place_within, row_spans
from indexer.query import Query, stem, stems
from indexer.types import EvidenceSentence, Hit

if TYPE_CHECKING:
    from indexer.embedding import Embedder, Vector

HITS = 8  # chunks whose sentences are looked at
CANDIDATES = 12  # sentences embedded at most; 24 find the answer no more often (400 SQuAD 2 questions)
FEWEST = 6  # … and at least, on a slow processor
EMBED_SECONDS = 0.07
LONGEST = 400  # characters; what is longer is no sentence but a table or a list, and is cut at its lines
WINDOW = 240
# Of a hit's score; measured from 0.09 to 0.5. More helps to find sentences, and hides tables behind them.
SHARE = 0.23
SHORTEST = 12  # characters; below it a heading's number, a page number, "Fig. 3."
_BYTES_A_TOKEN = 4
_UNTRIMMED = " \t\r\n\x0b\x0c\u00a0\ufeff"


@dataclass(frozen=True)
class Sentence:
    """A span of a page, with the hit that holds it. `coverage` is the share of the query's words in it, `cosine` how
    near it comes to the query, None where that was not asked; `columns` the header row above a row of a table."""

    hit: Hit
    start: int
    text: str
    coverage: float
    columns: str = ""
    cosine: float | None = None

    @property
    def full(self) -> str:
        """What says all that it has to say."""
        return f"{self.columns}\n{self.text}" if self.columns else self.text

    @property
    def document_id(self) -> int:
        return self.hit.document_id

    @property
    def page(self) -> int | None:
        return self.hit.page

    @property
    def length(self) -> int:
        return len(self.text)

    @property
    def own(self) -> float:
        """How much it speaks to the query by itself, 0 to 1."""
        return self.coverage if self.cosine is None else (self.coverage + max(0.0, self.cosine)) / 2

    @property
    def score(self) -> float:
        """From 0 to 1: half for the sentence, half for its chunk, which holds the context that a sentence leaves out.
        On SQuAD 2 the first five then hold the answer to 92 % of the questions, without the chunk's half to 90 %."""
        return (self.own + self.hit.score) / 2

    def told(self) -> EvidenceSentence:
        return EvidenceSentence(
            document_id=self.document_id,
            path=self.hit.path,
            title=self.hit.title,
            page=self.page,
            page_label=self.hit.page_label,
            start=self.start,
            length=self.length,
            text=self.text,
            score=self.score,
            similarity=self.cosine,
            coverage=self.coverage,
            place=place_within(self.hit, self.start),
            columns=self.columns,
        )


def best_sentences(
    query: Query,
    hits: Sequence[Hit],
    rarity: Mapping[str, float],
    embedder: Embedder | None = None,
    query_vector: Vector | None = None,
) -> list[Sentence]:
    """The sentences of `hits` that speak to `query`, best first, no text twice. `rarity` weighs the query's terms; with
    an embedder and the query's vector the likeliest sentences are compared by meaning too, and only those given."""
    weights = _stem_weights(query, rarity)
    candidates = _distinct(list(_candidates(hits[:HITS], weights, query.language)))
    if embedder is None or query_vector is None:
        return candidates
    chosen = _affordable(candidates, embedder.tokens_per_second)
    vectors = embedder.embed_documents([searchable(sentence.full) for sentence in chosen], urgent=True)
    cosines = vectors @ query_vector if chosen else np.zeros(0, np.float32)
    compared = [replace(one, cosine=float(cosine)) for one, cosine in zip(chosen, cosines, strict=True)]
    return sorted(compared, key=lambda sentence: -sentence.score)


def by_best_sentence(hits: Sequence[Hit], sentences: Sequence[Sentence]) -> tuple[Hit, ...]:
    """The hits in the order of what they and the best of their `sentences` say: a passage about several things is near
    to none of them, though a sentence of it may be."""
    own: dict[int, float] = {}
    for sentence in sentences:
        own[sentence.hit.chunk_id] = max(own.get(sentence.hit.chunk_id, 0.0), sentence.own)
    weighed = [replace(hit, score=(1 - SHARE) * hit.score + SHARE * own.get(hit.chunk_id, 0.0)) for hit in hits]
    ordered = sorted(weighed, key=lambda hit: (-hit.score, hit.rank))
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(ordered, 1))


def sentence_spans(text: str, language: str = "en") -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences of `text`, without the white space around them; of tables and lists, which have
    no sentences, groups of lines. Nothing but white space lies between them."""
    encodable = text.encode("utf-8", "replace").decode()  # "?" for half a surrogate pair; the length stays
    for boundary in get_sentence_boundaries(language, encodable):
        start, end = _trim(text, boundary["start_index"], boundary["end_index"])
        if end - start > LONGEST:
            yield from _windows(text, start, end)
        elif end > start:
            yield start, end


def coverage_of(words: frozenset[str], weights: Mapping[str, float]) -> float:
    """The share of the weight of a query's stems that is among `words`, 0 to 1."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in words) / total if total else 0.0


def _stem_weights(query: Query, rarity: Mapping[str, float]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for term in query.terms:
        weights[stem(term)] = max(weights.get(stem(term), 0.0), rarity.get(term, 1.0))
    return weights


def _candidates(hits: Sequence[Hit], weights: Mapping[str, float], language: str) -> Iterator[Sentence]:
    for hit in hits:
        for start, end in _spans(hit, language):
            text = hit.text[start:end]
            columns = columns_above(text, hit.heading)
            if columns or (len(text) >= SHORTEST and sum(map(str.isalpha, text)) >= len(text) / 4):
                coverage = coverage_of(stems(text), weights)
                if columns and coverage:  # a row that has nothing but its header in common says nothing of its own
                    coverage = coverage_of(stems(f"{columns} {text}"), weights)
                yield Sentence(hit, hit.start + start, text, coverage, columns)


def _spans(hit: Hit, language: str) -> Iterator[tuple[int, int]]:
    """The sentences of a hit, and each row of a table by itself."""
    for start, end in sentence_spans(hit.text, language):
        if is_rows(hit.text[start:end], hit.heading):
            yield from row_spans(hit.text, start, end)
        else:
            yield start, end


def _distinct(sentences: list[Sentence]) -> list[Sentence]:
    """Each text once, the best first. Where chunks overlap, a sentence that one of them cuts off is whole in the
    other, and the longer one stays."""
    kept: list[Sentence] = []
    seen: set[str] = set()
    by_page: dict[tuple[int, int | None], list[Sentence]] = {}
    for sentence in sorted(sentences, key=lambda s: (-s.length, s.start)):
        plain = searchable(sentence.text).casefold()
        neighbours = by_page.setdefault((sentence.document_id, sentence.page), [])
        if plain not in seen and not any(overlaps(sentence, other) for other in neighbours):
            seen.add(plain)
            neighbours.append(sentence)
            kept.append(sentence)
    return sorted(kept, key=lambda s: -s.score)


def _affordable(candidates: list[Sentence], tokens_per_second: float) -> list[Sentence]:
    """As many of the likeliest sentences as this machine embeds while a person doesn't notice. They are embedded
    together, each padded to the longest: rows of tables are long, and twelve of them took half of a search."""
    budget = EMBED_SECONDS * tokens_per_second
    chosen: list[Sentence] = []
    longest = 0.0
    for sentence in candidates[:CANDIDATES]:
        longest = max(longest, 8 + len(sentence.full.encode("utf-8", "replace")) / _BYTES_A_TOKEN)
        if longest * (len(chosen) + 1) > budget and len(chosen) >= FEWEST:
            break
        chosen.append(sentence)
    return chosen


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Whole lines joined up to WINDOW characters; a longer line is cut between words."""
    pieces = [match.span() for match in re.finditer(rf"[^\r\n]{{1,{WINDOW}}}(?!\S)|\S+", text[start:end])]
    low = high = None
    for first, last in pieces:
        if low is None or high is None:
            low, high = first, last
        elif last - low <= WINDOW:
            high = last
        else:
            yield _trim(text, start + low, start + high)
            low, high = first, last
    if low is not None and high is not None:
        yield _trim(text, start + low, start + high)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _UNTRIMMED:
        start += 1
    while end > start and text[end - 1] in _UNTRIMMED:
        end -= 1
    return start, end
