"""Several rankings of chunks into one, and when two passages are one.

Reciprocal rank fusion: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual
Rank Learning Methods", SIGIR 2009. Ranks alone count, so BM25 and cosine need no common scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

RRF_K = 60  # the constant of the paper: how slowly the weight of a rank falls off
OVERLAP = 0.5  # of the shorter of two spans of one page


class Passage(Protocol):
    """A span of a page of a document."""

    @property
    def document_id(self) -> int: ...
    @property
    def page(self) -> int | None: ...
    @property
    def start(self) -> int: ...
    @property
    def length(self) -> int: ...


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[int]], weights: Sequence[float] | None = None, k: int = RRF_K
) -> dict[int, float]:
    """Σ weight / (k + rank) over the rankings that hold an id, ranks from 1; best first, the smaller id on a tie."""
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, item in enumerate(dict.fromkeys(ranking), 1):
            scores[item] = scores.get(item, 0.0) + weight / (k + rank)
    return dict(sorted(scores.items(), key=lambda entry: (-entry[1], entry[0])))


def overlaps(one: Passage, other: Passage) -> bool:
    """Whether two spans of one page share at least half of the shorter one."""
    if (one.document_id, one.page) != (other.document_id, other.page):
        return False
    shared = min(one.start + one.length, other.start + other.length) - max(one.start, other.start)
    return shared >= OVERLAP * max(1, min(one.length, other.length))
