"""What is known of each candidate of a search, as numbers from about 0 to 1 that `ranking` weighs.

A candidate is judged by itself, by its page, and by its document: what the question's words, its names and its
periods find in each of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.expansion import Concept, phrase_stems
from indexer.naming import Named
from indexer.periods import Periods

if TYPE_CHECKING:
    from indexer.search import ChunkRow

FEATURES = (
    "bm25", "bm25 rank", "cosine", "cosine rank", "bm25 in document", "cosine rank in document", "other words",
    "coverage", "topic coverage", "topic frequency", "adjacent words", "concepts", "head coverage", "head concepts",
    "page coverage", "page concepts", "page strength", "page others",
    "clearly named", "clearly named of period", "clearly named of another", "named",
    "named by any word", "opening names", "document strength",
    "year", "year latest", "year before", "year missed", "year in opening", "quarter", "quarter missed",
    "period in text", "numbers", "table", "contents list", "length", "first of document",
    "bm25 of best", "frequency of best", "cosine of best",
)  # fmt: skip
# The last features: how near a candidate comes to the best one, between it and nothing or (None) the worst. What a
# question's greatest strength is depends on its length.
_OF_BEST: tuple[tuple[str, float | None], ...] = (("bm25", 0.0), ("topic frequency", 0.0), ("cosine", None))
_K = 60  # how slowly the worth of a rank falls off; of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)
_LENGTH = 170  # words of a usual chunk
_HEAD = 200  # characters of a page's beginning
_NUMBER = re.compile(r"\d[\d,.]*")
_TWO_NUMBERS = re.compile(r"\d\D+\d")
_ASKS_NUMBER = re.compile(
    r"\bhow (?:much|many|large|big|high|long|old|often|far)\b|\b(?:amount|ratio|rate|percent|percentage|margin|total|"
    r"sum|price|cost|number|average|growth|change|turnover|figure|value|balance)\b|[%$€£]|\bUSD\b|\bEUR\b",
    re.I,
)
_ENDS_IN_NUMBER = re.compile(r"(?:\.{3,}|…|\s)\s?\d{1,3}\s*$", re.M)

Matrix = npt.NDArray[np.float64]


@dataclass
class Candidate:
    """A chunk that some search found, with its ranks (from 1) and strengths there; None where it was not found."""

    chunk_id: int
    bm25: float = 0.0
    bm25_rank: int | None = None
    cosine: float | None = None
    cosine_rank: int | None = None
    inside_bm25: float = 0.0
    inside_rank: int | None = None
    inside_cosine_rank: int | None = None
    other_bm25: float = 0.0

    @property
    def strength(self) -> float:
        """How well it was found, without a look at its text."""
        ranks = (self.bm25_rank, self.cosine_rank, self.inside_rank, self.inside_cosine_rank)
        return sum(map(reciprocal, ranks)) + max(0.0, self.cosine or 0.0) + self.bm25 + self.other_bm25


@dataclass(frozen=True)
class DocumentMatch:
    """How a question's names and periods fit a document; `clearly`: it is one of the few that the question names."""

    named: Named = field(default_factory=Named)
    clearly: bool = False
    periods: Periods = field(default_factory=Periods)
    opening_periods: Periods = field(default_factory=Periods)


@dataclass(frozen=True)
class Asked:
    """A question as the features need it: stems of its terms with their rarity, those of them that are no name and
    no period (`topic`), pairs that were adjacent, and what it asks by other names."""

    text: str
    weights: Mapping[str, float]
    topic: Mapping[str, float]
    pairs: tuple[tuple[str, str], ...]
    concepts: tuple[Concept, ...]
    periods: Periods

    @cached_property
    def asks_number(self) -> bool:
        return _ASKS_NUMBER.search(self.text) is not None


def reciprocal(rank: int | None) -> float:
    """1 for the first, falling slowly; 0 for what was not found."""
    return 0.0 if rank is None else (_K + 1) / (_K + rank)


def feature_matrix(
    asked: Asked, candidates: Sequence[Candidate], rows: Sequence[ChunkRow], documents: Mapping[int, DocumentMatch]
) -> Matrix:
    """One row of FEATURES a candidate; `rows` are their chunks in the same order."""
    texts = [_Text(row, asked) for row in rows]
    pages: dict[Hashable, list[int]] = defaultdict(list)
    by_document: dict[int, float] = defaultdict(float)
    for at, (row, candidate) in enumerate(zip(rows, candidates, strict=True)):
        pages[page_of(row)].append(at)
        by_document[row.document_id] += reciprocal(candidate.bm25_rank) ** 4 + reciprocal(candidate.cosine_rank) ** 4
    strongest = max(by_document.values(), default=0.0) or 1.0
    # A chunk that has no vector yet counts as the farthest of those that were found by theirs.
    unknown = min((c.cosine for c in candidates if c.cosine is not None and c.cosine_rank is not None), default=0.0)
    most = _most([documents.get(row.document_id, DocumentMatch()).named for row in rows])
    result = np.zeros((len(rows), len(FEATURES) - len(_OF_BEST)))
    for page in pages.values():
        words = Counter[str]()
        for at in page:
            words |= texts[at].words
        concepts = [max(texts[at].concepts[n] for at in page) for n in range(len(asked.concepts))]
        for at in page:
            others = [candidates[other].strength for other in page if other != at]
            row, candidate, text = rows[at], candidates[at], texts[at]
            document = documents.get(row.document_id, DocumentMatch())
            result[at] = (
                candidate.bm25, reciprocal(candidate.bm25_rank),
                max(0.0, unknown if candidate.cosine is None else candidate.cosine),
                reciprocal(candidate.cosine_rank), candidate.inside_bm25, reciprocal(candidate.inside_cosine_rank),
                candidate.other_bm25,
                _covered(text.words, asked.weights), _covered(text.words, asked.topic),
                _frequency(text.words, asked.topic, text.length), text.adjacent, _mean(text.concepts),
                _covered(text.head, asked.topic), _mean(text.head_concepts),
                _covered(words, asked.topic), _mean(concepts),
                max(others, default=0.0) / 4, min(1.0, len(others) / 4),
                *_clear(asked.periods, document),
                *_shares(document.named, most), by_document[row.document_id] / strongest,
                *_period_features(asked.periods, document),
                text.period, text.numbers, text.table, text.contents,
                min(1.0, text.length / _LENGTH), float(row.start == 0 and row.page in (None, 1)),
            )  # fmt: skip
    of_best = [_of_best(result[:, FEATURES.index(name)], least) for name, least in _OF_BEST]
    return np.column_stack([result, *of_best])


def page_of(row: ChunkRow) -> Hashable:
    """What a chunk is a part of: its page, or the section of a document without pages."""
    if row.page is not None:
        return row.document_id, row.page
    return (row.document_id, row.heading) if row.heading else (row.document_id, row.start)


class _Text:
    """A chunk's words as the question looks at them."""

    def __init__(self, row: ChunkRow, asked: Asked) -> None:
        order = phrase_stems(row.text)
        self.length = len(order)
        self.words = Counter(order)
        self.words.update(_words(f"{row.title} {row.heading}") - self.words.keys())
        head = _stems(f"{row.heading} {row.head[:_HEAD]}")
        self.head = Counter(head)
        line, head_line = f" {' '.join(order)} ", f" {' '.join(head)} "
        self.concepts = [_best_phrase(concept, line, self.words) for concept in asked.concepts]
        self.head_concepts = [_best_phrase(concept, head_line, self.head) for concept in asked.concepts]
        self.adjacent = _adjacent(order, asked)
        years = asked.periods.years
        self.period = sum(str(year) in row.text for year in years) / len(years) if years else 0.0
        lines = [line for line in row.text.splitlines() if line.strip()]
        self.numbers = self.table = 0.0
        if asked.asks_number:
            self.numbers = min(1.0, 4 * sum(map(len, _NUMBER.findall(row.text))) / max(1, len(row.text)))
            self.table = sum(" | " in one or _TWO_NUMBERS.search(one) is not None for one in lines) / max(1, len(lines))
        self.contents = len(_ENDS_IN_NUMBER.findall(row.text)) / max(1, len(lines)) if "...." in row.text else 0.0


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    """Headings and beginnings of pages, which many chunks share."""
    return phrase_stems(text)


def _words(text: str) -> frozenset[str]:
    return frozenset(_stems(text))


def _covered(words: Mapping[str, int], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    return sum([weight for term, weight in weights.items() if term in words]) / total if total else 0.0


def _frequency(words: Mapping[str, int], weights: Mapping[str, float], length: int) -> float:
    """As BM25: the more often the better, less and less so, and less in a long text."""
    total = sum(weights.values())
    if not total:
        return 0.0
    norm = 1.2 * (0.25 + 0.75 * length / _LENGTH)
    return sum(weight * (n := words.get(term, 0)) / (n + norm) for term, weight in weights.items()) / total


def _best_phrase(concept: Concept, line: str, words: Mapping[str, int]) -> float:
    """1 where one of its phrases stands in the line of words, less where only some words of one do."""
    best = 0.0
    for phrase in concept.phrases:
        count = len([word for word in phrase if word in words])
        if count == len(phrase) and f" {' '.join(phrase)} " in line:
            return 1.0
        best = max(best, 0.5 * count / len(phrase) if len(phrase) > 1 else 0.0)
    return best


def _adjacent(order: Sequence[str], asked: Asked) -> float:
    """The share of the question's neighbours that stand within three words of each other."""
    if not asked.pairs:
        return 0.0
    wanted = {word for pair in asked.pairs for word in pair}
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(order):
        if word in wanted:
            places[word].append(at)

    def near(one: str, other: str) -> bool:
        return any(0 < b - a <= 3 for a in places.get(one, ()) for b in places.get(other, ()))

    weight = {pair: asked.weights.get(pair[0], 1.0) + asked.weights.get(pair[1], 1.0) for pair in asked.pairs}
    return sum(weight[pair] for pair in asked.pairs if near(*pair)) / sum(weight.values())


def _of_best(column: npt.NDArray[np.float64], least: float | None) -> npt.NDArray[np.float64]:
    if not len(column):
        return column
    low = float(column.min()) if least is None else least
    span = float(column.max()) - low
    return (column - low) / span if span > 0 else np.zeros_like(column)


def _clear(asked: Periods, document: DocumentMatch) -> tuple[float, float, float]:
    """Whether the question names the document; and if so, whether it is of an asked year and quarter, or of others."""
    if not document.clearly:
        return 0.0, 0.0, 0.0
    own = document.periods if document.periods.years else document.opening_periods
    latest = max(asked.years, default=None)
    quarter = not asked.quarters or not own.quarters or bool(asked.quarters & own.quarters)
    fits = latest in own.years and quarter
    other = bool(asked.years and own.years and not asked.years & own.years)
    return 1.0, float(fits), float(other)


def _most(named: Sequence[Named]) -> tuple[float, ...]:
    columns = zip(*((n.own_proper, n.own_any, n.opening_proper) for n in named), strict=True)
    return tuple(max(0.5, *column) for column in columns) if named else (1.0, 1.0, 1.0)


def _shares(named: Named, most: tuple[float, ...]) -> tuple[float, ...]:
    """How far this document is named, of how far the one is that is named most."""
    values = (named.own_proper, named.own_any, named.opening_proper)
    return tuple(value / top for value, top in zip(values, most, strict=True))


def _period_features(asked: Periods, document: DocumentMatch) -> tuple[float, ...]:
    """Whether the document is of a year or quarter that was asked: of one, of the latest, of the year after the latest
    (a report tells of the year before), of others only; and the same of its beginning."""
    own, opening = document.periods, document.opening_periods
    latest = max(asked.years, default=None)
    year = bool(own.years & asked.years)
    return (
        float(year), float(latest in own.years), float(latest is not None and latest + 1 in own.years and not year),
        float(bool(asked.years and own.years) and not year), float(bool(opening.years & asked.years)),
        float(bool(own.quarters & asked.quarters)),
        float(bool(asked.quarters and own.quarters) and not own.quarters & asked.quarters),
    )  # fmt: skip


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
