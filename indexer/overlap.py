"""How strong a keyword match is, and when two passages are one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

BM25_K1 = 1.2  # as in FTS5
REACHED = 0.6  # of the bound, by a chunk that speaks of all the terms
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


def bm25_bound(rarities: Iterable[float]) -> float:
    """About the greatest BM25 that a chunk reaches for terms of these rarities: Σ idf · (k1 + 1), which a term that
    is often in a short chunk comes near to, times what real chunks reach of it."""
    return REACHED * (BM25_K1 + 1) * sum(rarities)


def overlaps(one: Passage, other: Passage) -> bool:
    """Whether two spans of one page share at least half of the shorter one."""
    if (one.document_id, one.page) != (other.document_id, other.page):
        return False
    shared = min(one.start + one.length, other.start + other.length) - max(one.start, other.start)
    return shared >= OVERLAP * max(1, min(one.length, other.length))
