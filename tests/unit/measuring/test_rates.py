"""Shares, intervals, chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.measuring.rates import rate, sign_test


def test_an_interval_as_wilson_gives_it() -> None:
    """Worked by hand: 8 of 10."""
    found = rate([True] * 8 + [False] * 2)
    assert found is not None
    assert (found.count, found.of, found.value) == (8, 10, 0.8)
    assert (round(found.low, 3), round(found.high, 3)) == (0.490, 0.943)


def test_nothing_has_no_rate() -> None:
    assert rate([]) is None


@given(st.lists(st.booleans(), min_size=1, max_size=200))
def test_the_interval_holds_the_share(outcomes: list[bool]) -> None:
    found = rate(outcomes)
    assert found is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value <= found.high + 1e-9 <= 1 + 2e-9
    assert found.low < found.high


@pytest.mark.parametrize(
    ("better", "worse", "chance"), [(0, 0, 1.0), (1, 1, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (8, 1, 0.0390625)]
)
def test_chance_as_coins_would_have_it(better: int, worse: int, chance: float) -> None:
    assert sign_test(better, worse) == pytest.approx(chance)
    assert sign_test(worse, better) == pytest.approx(chance)
