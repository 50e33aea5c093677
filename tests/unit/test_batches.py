"""How many tokens a batch to embed has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.embedding import _steady


@given(st.floats(1, 1e6))
def test_a_batch_has_about_the_tokens_that_were_wanted(tokens: float) -> None:
    assert 0.84 < _steady(tokens) / tokens < 1.2


def test_a_speed_that_drifts_leaves_batches_as_they_are() -> None:
    assert len({_steady(tokens) for tokens in range(3500, 4800)}) == 1
    assert _steady(0.0) == 1.0
