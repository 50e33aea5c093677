"""How strong a keyword match is, and when two passages are one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from indexer.overlap import bm25_bound, overlaps


@dataclass
class Span:
    start: int
    length: int
    page: int | None = 1
    document_id: int = 1


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
