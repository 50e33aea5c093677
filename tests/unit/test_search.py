"""Hybrid search over a catalogue in memory, a store in memory and an embedder without a model."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pytest

from indexer.query import parse_query, stem, stems
from indexer.search import ChunkRow, Searcher
from tests.support.fake_embedder import FakeEmbedder
from tests.support.fake_store import FakeStore

TEXTS = {
    1: "The lease of the flat in Leipzig ends in March 2027.",
    2: "Rent for the flat is 1,200 euro a month.",
    3: "The cat sat on the mat.",
    4: "Bread is made of flour, water, salt and time.",
    5: "Our landlord keeps the keys of the flat.",
}


def row(chunk: int, text: str, *, document: int | None = None, start: int = 0, offline: bool = False) -> ChunkRow:
    document = document or chunk
    return ChunkRow(
        chunk, document, f"/d/{document}.txt", f"Document {document}", "text", None, None, start, len(text), "Home",
        text, f"hash {text}", offline, 0.0,
    )  # fmt: skip


class Catalogue:
    """Ranks by the number of the query's stems in a chunk."""

    def __init__(self, rows: Sequence[ChunkRow]) -> None:
        self.rows = {row.chunk_id: row for row in rows}
        self.ghosts: list[int] = []

    def search(self, query: str, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        wanted = {stem(term) for term in parse_query(query).terms}
        found = [
            (row.chunk_id, float(len(wanted & stems(row.text))))
            for row in self.rows.values()
            if wanted & stems(row.text) and (document_ids is None or row.document_id in document_ids)
        ]
        return [(ghost, 99.0) for ghost in self.ghosts] + sorted(found, key=lambda item: (-item[1], item[0]))[:k]

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        return dict.fromkeys(terms, 1.0)

    def hits(self, chunk_ids: Sequence[int]) -> dict[int, ChunkRow]:
        return {chunk: self.rows[chunk] for chunk in chunk_ids if chunk in self.rows}


def library(rows: Sequence[ChunkRow] | None = None, without_vector: Collection[int] = ()) -> tuple[Searcher, Catalogue]:
    rows = rows or [row(chunk, text) for chunk, text in TEXTS.items()]
    catalogue = Catalogue(rows)
    searcher = Searcher(catalogue, catalogue)
    embedder = FakeEmbedder()
    store = FakeStore(embedder.dimension)
    stored = [row for row in rows if row.chunk_id not in without_vector]
    store.add(
        [row.chunk_id for row in stored],
        [row.document_id for row in stored],
        embedder.embed_documents([row.text for row in stored]),
    )
    searcher.use_vectors(embedder, store)
    return searcher, catalogue


def ids(searcher: Searcher, query: str, k: int = 10, **more: object) -> list[int]:
    hits, _ = searcher.search(query, k, **more)  # type: ignore[arg-type]
    return [hit.chunk_id for hit in hits]


def test_both_sides_agree_on_the_best() -> None:
    searcher, _ = library()
    (first, *others), _ = searcher.search("When does the lease of the flat end?", 5)
    assert (first.chunk_id, first.rank, first.keyword_rank, first.vector_rank) == (1, 1, 1, 1)
    assert 1.0 >= first.score > others[0].score > 0.0
    assert first.similarity is not None
    assert [hit.rank for hit in others] == [2, 3, 4, 5]
    assert others[-1].keyword_rank is None  # only vectors have it


def test_scores_never_rise() -> None:
    searcher, _ = library()
    hits, _ = searcher.search("the keys of the flat", 5)
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]


def test_without_vectors_neither_store_nor_embedder_is_asked() -> None:
    searcher, _ = library()
    broken = FakeStore(1)
    searcher.use_vectors(FakeEmbedder(), broken)
    hits, evidence = searcher.search("flat lease", 5, 2, vectors=False)
    assert [hit.chunk_id for hit in hits] == [1, 2, 5]
    assert all(hit.similarity is None and hit.vector_rank is None for hit in hits)
    assert evidence[0].text == TEXTS[1]
    assert evidence[0].similarity is None


def test_keywords_answer_while_vectors_are_not_there_yet() -> None:
    catalogue = Catalogue([row(chunk, text) for chunk, text in TEXTS.items()])
    assert ids(Searcher(catalogue, catalogue), "cat") == [3]


def test_a_hit_that_only_keywords_found_gets_its_similarity(monkeypatch: pytest.MonkeyPatch) -> None:
    searcher, _ = library()
    monkeypatch.setattr(FakeStore, "search", lambda *_: [])
    (hit,), _ = searcher.search("cat", 5)
    assert hit.vector_rank is None
    embedder = FakeEmbedder()
    expected = float(embedder.embed_query("cat") @ embedder.embed_documents([TEXTS[3]])[0])
    assert hit.similarity == pytest.approx(expected, abs=1e-3)


def test_a_chunk_whose_vector_is_to_come_has_no_similarity() -> None:
    searcher, _ = library(without_vector=[3])
    hits, _ = searcher.search("cat", 5)
    assert {hit.chunk_id: hit.similarity for hit in hits}[3] is None


def test_what_has_no_live_row_is_dropped_and_others_move_up() -> None:
    searcher, catalogue = library()
    catalogue.ghosts = [77, 78]
    del catalogue.rows[1]
    assert set(ids(searcher, "lease flat", 2)) == {2, 5}


def test_scope_limits_both_sides() -> None:
    searcher, _ = library()
    assert set(ids(searcher, "flat lease", document_ids=[2, 3])) == {2, 3}
    assert ids(searcher, "flat lease", document_ids=[]) == []


def test_a_copy_is_told_once_and_the_one_that_can_be_opened() -> None:
    text = TEXTS[1]
    rows = [row(1, text, offline=True), row(2, text.replace(" ", "\r\n")), row(3, text), row(4, TEXTS[4])]
    searcher, _ = library(rows)
    hits, _ = searcher.search("lease Leipzig", 4)
    assert [hit.chunk_id for hit in hits] == [2, 4]
    assert hits[0].rank == 1
    assert hits[0].score > 0


def test_texts_that_differ_in_one_number_are_no_copies() -> None:
    rows = [row(1, "Net sales were 82,959 million."), row(2, "Net sales were 81,797 million.")]
    searcher, _ = library(rows)
    assert len(ids(searcher, "net sales")) == 2


def test_overlapping_spans_of_a_page_are_told_once() -> None:
    page = TEXTS[1] + " " + TEXTS[2]
    rows = [row(1, page[:80], document=1), row(2, page[30:], document=1, start=30), row(3, TEXTS[4])]
    searcher, _ = library(rows)
    assert ids(searcher, "lease flat Leipzig March") == [1, 3]


def test_enough_hits_are_found_behind_many_copies() -> None:
    rows = [row(n, TEXTS[1]) for n in range(1, 30)] + [row(99, TEXTS[2])]
    searcher, _ = library(rows)
    assert ids(searcher, "lease flat", 2) == [1, 99]


def test_evidence_comes_from_the_hits_with_meaning_and_words() -> None:
    searcher, _ = library()
    hits, evidence = searcher.search("Who keeps the keys?", 3, 2)
    assert evidence[0].text == TEXTS[5]
    assert evidence[0].coverage == 1.0
    assert evidence[0].similarity is not None
    assert len(evidence) == 2
    assert {sentence.document_id for sentence in evidence} <= {hit.document_id for hit in hits}


@pytest.mark.parametrize("query", ["", "   ", "???", "\x00"])
def test_questions_without_a_word(query: str) -> None:
    searcher, _ = library()
    hits, evidence = searcher.search(query, 3, 3, vectors=False)
    assert (hits, evidence) == ((), ())


def test_no_hits_are_wanted() -> None:
    searcher, _ = library()
    assert searcher.search("flat", 0, 5) == ((), ())


def test_vectors_alone_find_what_shares_no_word_with_the_keyword_index() -> None:
    searcher, _ = library()
    hits, _ = searcher.search("the of and", 2)  # function words: every vector knows them
    assert len(hits) == 2
    assert all(np.isfinite(hit.similarity or 0.0) for hit in hits)
