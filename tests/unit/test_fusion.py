"""Reciprocal rank fusion, and when two passages are one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.fusion import overlaps, reciprocal_rank_fusion


@dataclass
class Span:
    start: int
    length: int
    page: int | None = 1
    document_id: int = 1


def test_scores_are_those_of_the_paper() -> None:
    scores = reciprocal_rank_fusion([[7, 8], [8, 9]])
    assert scores == pytest.approx({8: 1 / 62 + 1 / 61, 7: 1 / 61, 9: 1 / 62})
    assert list(scores) == [8, 7, 9]


def test_a_tie_goes_to_the_smaller_id() -> None:
    assert list(reciprocal_rank_fusion([[5], [3]])) == [3, 5]


def test_weights_and_repeats() -> None:
    assert reciprocal_rank_fusion([[1, 1, 2], []], [2.0, 1.0]) == pytest.approx({1: 2 / 61, 2: 2 / 62})


def test_no_rankings() -> None:
    assert reciprocal_rank_fusion([]) == {}


@given(st.lists(st.integers(0, 50), unique=True), st.lists(st.integers(0, 50), unique=True))
def test_what_both_rank_higher_comes_first(one: list[int], other: list[int]) -> None:
    order = list(reciprocal_rank_fusion([one, other]))
    assert set(order) == set(one) | set(other)
    both = [item for item in one if item in other]
    for first in both:
        for second in both:
            if one.index(first) < one.index(second) and other.index(first) < other.index(second):
                assert order.index(first) < order.index(second)


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
