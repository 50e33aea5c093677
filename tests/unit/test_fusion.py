"""Reciprocal rank fusion, and when two passages are one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.fusion import bm25_bound, fuse, overlaps, reciprocal_rank_fusion


@dataclass
class Span:
    start: int
    length: int
    page: int | None = 1
    document_id: int = 1


def test_scores_are_those_of_the_paper() -> None:
    assert reciprocal_rank_fusion([[7, 8], [8, 9]]) == pytest.approx({8: 1 / 62 + 1 / 61, 7: 1 / 61, 9: 1 / 62})
    assert reciprocal_rank_fusion([[1, 1, 2], []]) == pytest.approx({1: 1 / 61, 2: 1 / 62})
    assert reciprocal_rank_fusion([]) == {}


@given(st.lists(st.integers(0, 50), unique=True), st.lists(st.integers(0, 50), unique=True))
def test_what_both_rank_higher_scores_higher(one: list[int], other: list[int]) -> None:
    scores = reciprocal_rank_fusion([one, other])
    assert set(scores) == set(one) | set(other)
    both = [item for item in one if item in other]
    for first in both:
        for second in both:
            if one.index(first) < one.index(second) and other.index(first) < other.index(second):
                assert scores[first] > scores[second]


def test_the_best_on_both_sides_with_all_its_strength_scores_one() -> None:
    assert fuse({4: 20.0}, 20.0, {4: 1.0}, [4]) == {4: 1.0}
    assert fuse({4: 99.0}, 20.0, None, []) == {4: 1.0}


def test_how_far_ahead_a_side_is_decides_between_equal_ranks() -> None:
    cosines = {1: 0.50, 2: 0.48}
    assert list(fuse({2: 19.0, 1: 6.0}, 20.0, cosines, [1, 2])) == [2, 1]
    assert list(fuse({2: 6.2, 1: 6.0}, 20.0, {1: 0.9, 2: 0.3}, [1, 2])) == [1, 2]


def test_a_weak_keyword_match_does_not_outrank_a_strong_meaning() -> None:
    assert list(fuse({1: 1.0}, 20.0, {2: 0.7, 1: 0.1}, [2])) == [2, 1]


def test_a_chunk_without_a_vector_is_not_thrown_back() -> None:
    cosines = {1: 0.6, 2: 0.4}
    scores = fuse({3: 15.0, 2: 5.0}, 20.0, cosines, [1, 2])
    with_vector = fuse({3: 15.0, 2: 5.0}, 20.0, cosines | {3: 0.4}, [1, 2])
    assert scores[3] == with_vector[3]


def test_a_tie_goes_to_the_smaller_id_and_order_is_best_first() -> None:
    scores = fuse({}, 0.0, {5: 0.5, 3: 0.5, 9: 0.9}, [9])
    assert list(scores) == [9]
    assert list(fuse({8: 1.0, 2: 1.0}, 9.0, None, [])) == [8, 2]


def test_nothing_found() -> None:
    assert fuse({}, 0.0, None, []) == {}
    assert fuse({}, 0.0, {}, []) == {}


def test_the_bound_grows_with_rare_terms() -> None:
    assert bm25_bound([1.0, 4.0]) == pytest.approx(0.6 * 2.2 * 5.0)
    assert bm25_bound([]) == 0.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Span(0, 100), Span(49, 100), True),
        (Span(0, 100), Span(51, 100), False),
        (Span(0, 100), Span(10, 10), True),
        (Span(0, 100), Span(0, 100, page=2), False),
        (Span(0, 100), Span(0, 100, document_id=2), False),
        (Span(0, 100, page=None), Span(0, 90, page=None), True),
        (Span(0, 10), Span(50, 10), False),
    ],
)
def test_spans_that_share_half_of_the_shorter_are_one(one: Span, other: Span, same: bool) -> None:
    assert overlaps(one, other) is same
    assert overlaps(other, one) is same
