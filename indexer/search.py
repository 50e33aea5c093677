"""Hybrid retrieval: what keywords find and what vectors find, fused into one ranking, with evidence sentences.

Runs over small protocols, so that neither SQLite, LanceDB nor a model is needed to test it. Several threads may
search at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from indexer.evidence import best_sentences
from indexer.fusion import bm25_bound, fuse, overlaps
from indexer.places import place_of
from indexer.query import parse_query, stems, without_stars
from indexer.types import EvidenceSentence, Hit

if TYPE_CHECKING:
    from indexer.embedding import Embedder, Vector
    from indexer.store import VectorStore

CANDIDATES = 100  # of each side
_SPARE = 2  # candidates read per hit wanted: some are duplicates, or gone


@dataclass(frozen=True)
class ChunkRow:
    """A live chunk with what a hit shows of its document. `modified` is in seconds since the epoch; `line` and `cell`
    say where on its page it starts (see `types.Hit`)."""

    chunk_id: int
    document_id: int
    path: str
    title: str
    kind: str
    page: int | None
    page_label: str | None
    start: int
    length: int
    heading: str
    text: str
    content_hash: str
    offline: bool
    modified: float
    line: int | None = None
    cell: int | None = None


class KeywordIndex(Protocol):
    """The keyword side."""

    def search(self, query: str, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        """The best `k` chunks as (chunk id, BM25, higher is better), best first; only of `document_ids` unless
        None."""

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """How much each term tells, larger = rarer, like an inverse document frequency."""


class ChunkReader(Protocol):
    """The catalogue's chunks."""

    def hits(self, chunk_ids: Sequence[int]) -> dict[int, ChunkRow]:
        """Rows by id; an id that is no longer live is absent."""


class Searcher:
    """Answers searches; vectors join in once `use_vectors` was called."""

    def __init__(self, keywords: KeywordIndex, chunks: ChunkReader) -> None:
        self._keywords = keywords
        self._chunks = chunks
        self._vectors: tuple[Embedder, VectorStore] | None = None

    def use_vectors(self, embedder: Embedder, store: VectorStore) -> None:
        """From now on searches that want vectors have them."""
        self._vectors = (embedder, store)

    def search(
        self,
        query: str,
        k: int,
        evidence: int = 0,
        document_ids: Collection[int] | None = None,
        vectors: bool = True,
    ) -> tuple[tuple[Hit, ...], tuple[EvidenceSentence, ...]]:
        """The `k` best chunks and the `evidence` best sentences for `query`, only of `document_ids` unless None.

        With `vectors` (and once they are there) both sides are asked, and every hit that has a vector gets its
        similarity. Raises KnownError of the store or the embedder; without `vectors` neither is touched.
        """
        parsed = parse_query(query)
        if k < 1 or not query.strip():
            return (), ()
        sides = self._vectors if vectors else None
        depth = max(CANDIDATES, _SPARE * k)
        keyword = dict(self._keywords.search(query, depth, document_ids))
        rarity = self._keywords.rarity([*parsed.terms, *parsed.phrases])
        query_vector: Vector | None = None
        cosines: dict[int, float] | None = None
        by_vector: list[int] = []
        if sides is not None:
            embedder, store = sides
            query_vector = embedder.embed_query(without_stars(query))
            cosines = dict(store.search(query_vector, depth, document_ids))
            by_vector = list(cosines)
            others = store.get(keyword.keys() - cosines.keys())
            cosines |= {chunk: float(vector @ query_vector) for chunk, vector in others.items()}
        scores = fuse(keyword, bm25_bound(rarity.values()), cosines, by_vector)
        rows = self._distinct_rows(list(scores), k)
        keyword_ranks = {chunk: rank for rank, chunk in enumerate(keyword, 1)}
        vector_ranks = {chunk: rank for rank, chunk in enumerate(by_vector, 1)}
        hits = tuple(
            Hit(
                rank=rank,
                chunk_id=row.chunk_id,
                document_id=row.document_id,
                path=row.path,
                title=row.title,
                kind=row.kind,
                page=row.page,
                page_label=row.page_label,
                start=row.start,
                length=row.length,
                heading=row.heading,
                text=row.text,
                content_hash=row.content_hash,
                score=scores[row.chunk_id],
                similarity=cosines.get(row.chunk_id) if cosines is not None else None,
                keyword_rank=keyword_ranks.get(row.chunk_id),
                vector_rank=vector_ranks.get(row.chunk_id),
                offline=row.offline,
                line=row.line,
                cell=row.cell,
                place=place_of(row.kind, row.page, row.page_label, row.line, row.cell),
            )
            for rank, row in enumerate(rows, 1)
        )
        if evidence < 1:
            return hits, ()
        embedder_or_none = sides[0] if sides is not None else None
        return hits, best_sentences(parsed, hits, evidence, rarity, embedder_or_none, query_vector)

    def _distinct_rows(self, chunk_ids: list[int], k: int) -> list[ChunkRow]:
        """The first `k` live chunks, best first: of copies and of spans that overlap by half only the first. A copy
        that can be opened now stands in for one that is offline."""
        kept: list[ChunkRow] = []
        places: dict[frozenset[str], int] = {}
        for first in range(0, len(chunk_ids), max(1, _SPARE * k)):
            part = chunk_ids[first : first + _SPARE * k]
            rows = self._chunks.hits(part)
            for row in (rows[chunk] for chunk in part if chunk in rows):
                words = stems(row.text)
                if (copy := places.get(words)) is not None:
                    if kept[copy].offline and not row.offline:
                        kept[copy] = row
                elif len(kept) < k and not any(overlaps(row, other) for other in kept):
                    places[words] = len(kept)
                    kept.append(row)
            if len(kept) >= k:
                break
        return kept
