"""Hybrid retrieval: what keywords find and what vectors find, fused into one ranking, with evidence sentences.

Runs over small protocols, so that neither SQLite, LanceDB nor a model is needed to test it. Several threads may
search at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from indexer.about import about_document
from indexer.candidates import DocumentIndex, Found, KeywordIndex, gather
from indexer.duplicates import Wording
from indexer.evidence import best_sentences, by_best_sentence
from indexer.features import Candidate, Matrix, feature_matrix
from indexer.openings import openings_first
from indexer.overlap import overlaps
from indexer.places import place_of
from indexer.query import stems
from indexer.ranking import load_ranker
from indexer.types import EvidenceSentence, Hit

if TYPE_CHECKING:
    from indexer.embedding import Embedder
    from indexer.store import VectorStore

RERANKED = 160  # candidates whose text is looked at
_SPARE = 2  # candidates read per hit wanted: some are duplicates, or gone
_SIBLING = 0.6  # of its score keeps the second passage of a page that is there already, the third that of it, …


@dataclass(frozen=True)
class ChunkRow:
    """A live chunk with what a hit shows of its document. `modified` is in seconds since the epoch; `line` and `cell`
    say where on its page it starts (see `types.Hit`); `head` is how its page begins."""

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
    head: str = ""


class ChunkReader(Protocol):
    """The catalogue's chunks."""

    def hits(self, chunk_ids: Sequence[int]) -> dict[int, ChunkRow]:
        """Rows by id; an id that is no longer live is absent."""

    def openings(self, document_ids: Collection[int], each: int) -> list[int]:
        """The first `each` chunks of each of these documents, those of a document together and in order."""


@dataclass(frozen=True)
class Pool:
    """The candidates of a search with their text, and what is known of each as a row of `features`."""

    found: Found
    rows: list[ChunkRow]
    features: Matrix


class Searcher:
    """Answers searches; vectors join in once `use_vectors` was called."""

    def __init__(self, keywords: KeywordIndex, chunks: ChunkReader, documents: DocumentIndex | None = None) -> None:
        self._keywords = keywords
        self._chunks = chunks
        self._documents = documents
        self._vectors: tuple[Embedder, VectorStore] | None = None

    def use_vectors(self, embedder: Embedder, store: VectorStore) -> None:
        """From now on searches that want vectors have them."""
        self._vectors = (embedder, store)

    @property
    def sides(self) -> tuple[Embedder, VectorStore] | None:
        """The embedder and the store that searches with vectors ask."""
        return self._vectors

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
        similarity; with `evidence`, too, hits are also ranked by their best sentence. Raises KnownError of the store or
        the embedder; without `vectors` neither is touched.
        """
        if k < 1 or not query.strip():
            return (), ()
        sides = self._vectors if vectors else None
        pool = self.pool(query, k, document_ids, vectors)
        scores = load_ranker(sides is not None).scores(pool.features)
        ranked = arranged(pool.rows, scores, k)
        if (asked := about_document(query)) is not None:
            ranked = openings_first(asked, ranked, k, self._chunks, self._documents, document_ids)
            self._add_candidates(pool.found, [row.chunk_id for row, _ in ranked], sides)
        hits = tuple(_hit(rank, row, score, pool.found) for rank, (row, score) in enumerate(ranked, 1))
        if evidence < 1:
            return hits, ()
        found, embedder = pool.found, sides[0] if sides is not None else None
        sentences = best_sentences(found.query, hits, found.rarity, embedder, found.query_vector)
        if embedder is not None and asked is None:
            hits = by_best_sentence(hits, sentences)
        return hits, tuple(sentence.told() for sentence in sentences[:evidence])

    def pool(self, query: str, k: int, document_ids: Collection[int] | None = None, vectors: bool = True) -> Pool:
        """What a search for `k` chunks chooses from."""
        sides = self._vectors if vectors else None
        found = gather(query, _SPARE * k, self._keywords, self._documents, sides, document_ids)
        likely = sorted(found.candidates.values(), key=lambda one: (-one.strength, one.chunk_id))
        likely = likely[: max(RERANKED, _SPARE * k)]
        live = self._chunks.hits([one.chunk_id for one in likely])
        candidates = [one for one in likely if one.chunk_id in live]
        rows = [live[one.chunk_id] for one in candidates]
        found.naming.match_also(row.document_id for row in rows)
        return Pool(found, rows, feature_matrix(found.asked, candidates, rows, found.naming.matches))

    @staticmethod
    def _add_candidates(found: Found, chunk_ids: Sequence[int], sides: tuple[Embedder, VectorStore] | None) -> None:
        """Know of chunks that neither side found how near they are."""
        new = [chunk for chunk in chunk_ids if chunk not in found.candidates]
        found.candidates.update((chunk, Candidate(chunk)) for chunk in new)
        if sides is not None and found.query_vector is not None:
            for chunk, vector in sides[1].get(new).items():
                found.candidates[chunk].cosine = float(vector @ found.query_vector)


def arranged(rows: Sequence[ChunkRow], scores: npt.NDArray[np.float64], k: int) -> list[tuple[ChunkRow, float]]:
    """The `k` best, best first: of copies, of another document's passage that adds nothing, and of spans that overlap
    by half only the best, and further passages of a page behind the best of other pages. Of copies the one that can be
    opened is told."""
    order = sorted(range(len(rows)), key=lambda at: (-scores[at], rows[at].chunk_id))
    kept: list[tuple[ChunkRow, float]] = []
    copies: dict[frozenset[str], int] = {}
    wordings: list[Wording] = []
    of_page: dict[tuple[int, int], int] = {}
    for at in order:
        row = rows[at]
        if len(kept) >= k and scores[at] <= sorted((score for _, score in kept), reverse=True)[k - 1]:
            break  # what follows can't be better, whatever page it is of
        words = stems(row.text)
        if (copy := copies.get(words)) is not None:
            if kept[copy][0].offline and not row.offline:
                kept[copy], wordings[copy] = (row, kept[copy][1]), Wording(row.text)
            continue
        if any(overlaps(row, other) for other, _ in kept):
            continue
        wording = Wording(row.text)
        told = [place for place, (other, _) in enumerate(kept) if other.document_id != row.document_id]
        twin = next((place for place in told if wording.adds_nothing_to(wordings[place])), None)
        if twin is not None:
            if kept[twin][0].offline and not row.offline:
                kept[twin], wordings[twin] = (row, kept[twin][1]), wording
            continue
        score = float(scores[at])
        if row.page is not None:
            page = (row.document_id, row.page)
            score *= _SIBLING ** of_page.get(page, 0)
            of_page[page] = of_page.get(page, 0) + 1
        copies[words] = len(kept)
        kept.append((row, score))
        wordings.append(wording)
    return sorted(kept, key=lambda item: -item[1])[:k]


def _hit(rank: int, row: ChunkRow, score: float, found: Found) -> Hit:
    candidate = found.candidates[row.chunk_id]
    return Hit(
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
        score=score,
        similarity=candidate.cosine,
        keyword_rank=candidate.bm25_rank,
        vector_rank=candidate.cosine_rank,
        offline=row.offline,
        line=row.line,
        cell=row.cell,
        place=place_of(row.kind, row.page, row.page_label, row.line, row.cell),
    )
