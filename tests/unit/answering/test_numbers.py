"""Numbers, normalised."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.numbers import read_numbers, same_number


def values(text: str) -> list[tuple[str, str]]:
    return [(f"{number.value.normalize():f}", number.unit) for number in read_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2 million", [("1200000", "")]),
        ("1,200,000", [("1200000", "")]),
        ("$1.2m", [("1200000", "$")]),
        ("USD 1.2 mn", [("1200000", "$")]),
        ("5 million euros", [("5000000", "€")]),
        ("1.234.567", [("1234567", "")]),
        ("1.234,5", [("1234.5", "")]),
        ("1\u202f234", [("1234", "")]),
        ("3,7%", [("3.7", "%")]),
        ("3.7 per cent", [("3.7", "%")]),
        ("two hundred and five", [("205", "")]),
        ("twenty-one days", [("21", "day")]),
        ("a million", [("1000000", "")]),
        ("ninety-day", [("90", "day")]),
        ("5kg", [("5", "kg")]),
        ("the 1990s", [("1990", "")]),
        ("10 m", [("10", "")]),
        ("25k", [("25000", "")]),
        ("٣٥", [("35", "")]),
        ("one of them", []),
        ("millions of them", []),
        ("the third", [("3", "")]),
    ],
)
def test_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


def same(claim: str, source: str, scales: frozenset[int] = frozenset()) -> bool:
    (one,), (other,) = read_numbers(claim), read_numbers(source)
    return same_number(one, other, scales)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1.2 million", "1,200,000"),
        ("$1.2m", "1.2 million dollars"),
        ("1.6 billion", "1,577 million"),
        ("two", "2"),
        ("30.8%", "0.308"),
        ("31%", "30.8 %"),
        ("about 2,000", "1,987"),
        ("90 days", "ninety days"),
        ("90", "90 days"),
    ],
)
def test_same(claim: str, source: str) -> None:
    assert same(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1.3 million", "1,200,000"),
        ("$5", "€5"),
        ("5%", "5 dollars"),
        ("90 days", "90 months"),
        ("2,000", "1,987"),
        ("1998", "1999"),
        ("about 1998", "1990"),
        ("3", "2.6"),
        ("1.25 million", "1.2 million"),
    ],
)
def test_different(claim: str, source: str) -> None:
    assert not same(claim, source)


def test_bare_figures_count_in_the_declared_scale() -> None:
    assert same("$1,577 million", "1,577", frozenset({10**6}))
    assert not same("$1,577 million", "1,577")


@given(st.integers(0, 10**12))
def test_separators_do_not_change_a_value(value: int) -> None:
    (number,) = read_numbers(f"It was {value:,} then.")
    assert number.value == value
    assert number.text == f"{value:,}"


@given(st.decimals(0, 10**6, places=2), st.sampled_from([("thousand", 3), ("million", 6), ("bn", 9)]))
def test_scales_multiply(value: Decimal, scale: tuple[str, int]) -> None:
    (number,) = read_numbers(f"{value} {scale[0]}")
    assert number.value == value.scaleb(scale[1])


@given(st.text(max_size=200))
def test_never_raises_and_every_number_is_itself(text: str) -> None:
    for number in read_numbers(text):
        assert same_number(number, number)
