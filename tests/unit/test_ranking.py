"""The ranking: what is known of a candidate, how it is weighed, and how the best are laid out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from indexer.expansion import concepts_of
from indexer.features import FEATURES, Asked, Candidate, DocumentMatch, feature_matrix
from indexer.naming import Named
from indexer.periods import Periods, periods_of
from indexer.query import stem
from indexer.ranking import load_ranker
from indexer.search import ChunkRow, arranged


def row(chunk: int, text: str, *, document: int = 1, page: int | None = 1, start: int = 0, head: str = "") -> ChunkRow:
    return ChunkRow(
        chunk, document, f"/d/{document}.pdf", "", "pdf", page, None, start, len(text), "", text, "", False, 0.0,
        head=head,
    )  # fmt: skip


def asked(question: str, *words: str) -> Asked:
    stems = [stem(word) for word in words]
    weights, pairs = dict.fromkeys(stems, 1.0), tuple(pairwise(stems))
    return Asked(question, weights, weights, pairs, concepts_of(question), periods_of(question))


def known(
    question: Asked, rows: list[ChunkRow], documents: dict[int, DocumentMatch] | None = None
) -> list[dict[str, float]]:
    matrix = feature_matrix(question, [Candidate(one.chunk_id) for one in rows], rows, documents or {})
    return [dict(zip(FEATURES, line, strict=True)) for line in matrix.tolist()]


@pytest.mark.parametrize("vectors", [True, False])
def test_weights_are_of_known_features_and_their_scores_are_shares(vectors: bool) -> None:
    ranker = load_ranker(vectors)
    assert np.abs(ranker.weights).sum() > 0
    low, high = ranker.scores(np.array([np.zeros(len(FEATURES)), ranker.weights > 0], float))
    assert 0.0 < low < high < 1.0


def test_without_vectors_no_weight_is_given_to_them() -> None:
    assert not load_ranker(False).weights[[FEATURES.index("cosine"), FEATURES.index("cosine rank")]].any()


def test_words_side_by_side_tell_more_than_words_apart() -> None:
    near, apart = known(
        asked("net sale", "net", "sale"),
        [row(1, "net sales rose"), row(2, "net worth far from any word of a sale")],
    )
    assert near["coverage"] == apart["coverage"] == 1.0
    assert near["adjacent words"] > apart["adjacent words"]


def test_a_page_is_known_by_all_of_its_passages() -> None:
    first, second, other = known(
        asked("net sale", "net", "sale"), [row(1, "net"), row(2, "sales", start=9), row(3, "net", page=2)]
    )
    assert first["page coverage"] == second["page coverage"] == 1.0
    assert first["coverage"] == other["page coverage"] == 0.5


def test_numbers_and_tables_count_only_where_a_number_is_asked() -> None:
    table = row(1, "Cash 1,200 1,100\nDebt 3,400 3,500")
    (how_much,), (who,) = (
        known(asked("How much debt?", "debt"), [table]),
        known(asked("Who owes debt?", "debt"), [table]),
    )
    assert how_much["table"] == 1.0 and how_much["numbers"] > 0.5
    assert who["table"] == who["numbers"] == 0.0


def test_a_named_document_of_the_asked_year_is_known_from_that_of_another() -> None:
    documents = {
        document: DocumentMatch(Named(1.0, 1.0, 0.0), True, Periods(frozenset({year})), Periods())
        for document, year in ((1, 2021), (2, 2019))
    }
    right, wrong = known(asked("Acme in 2021", "acme"), [row(1, "a"), row(2, "b", document=2)], documents)
    assert (right["year"], right["clearly named of period"], right["year missed"]) == (1.0, 1.0, 0.0)
    assert (wrong["year"], wrong["clearly named of another"], wrong["year missed"]) == (0.0, 1.0, 1.0)


def test_a_passage_without_a_vector_counts_as_the_farthest_that_was_found() -> None:
    candidates = [Candidate(1, cosine=0.7, cosine_rank=1), Candidate(2, cosine=0.4, cosine_rank=2), Candidate(3)]
    matrix = feature_matrix(asked("a", "a"), candidates, [row(n, "a", page=n) for n in (1, 2, 3)], {})
    assert matrix[:, FEATURES.index("cosine")].tolist() == [0.7, 0.4, 0.4]


def test_further_passages_of_a_page_come_behind_other_pages() -> None:
    rows = [row(1, "one"), row(2, "two", start=50), row(3, "three", page=2), row(4, "four", page=3)]
    laid = arranged(rows, np.array([0.9, 0.8, 0.6, 0.2]), 4)
    assert [one.chunk_id for one, _ in laid] == [1, 3, 2, 4]
    assert [score for _, score in laid] == sorted((score for _, score in laid), reverse=True)
    assert [one.chunk_id for one, _ in arranged(rows, np.array([0.9, 0.8, 0.6, 0.2]), 2)] == [1, 3]
