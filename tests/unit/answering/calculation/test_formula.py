"""Formulas: read, put to a period, calculated, written out; and the table of measures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.calculation.formula import Node, Solved, Term, parse, put_to, solve, terms
from desktop_app.answering.calculation.measures import measures, names, normal
from desktop_app.answering.calculation.periods import Period, asked_periods

_VALUES = {"a": 6, "b": 3, "total c": 4}


def resolve(name: str) -> Node | None:
    return Term(name) if name in _VALUES else None


def look_up(term: Term) -> Solved | None:
    value = Decimal(_VALUES[term.name])
    return Solved(value, (f"{value:f}",))


def written(text: str) -> tuple[Decimal, str]:
    node = parse(text, resolve)
    assert node is not None
    solved = solve(node, look_up)
    assert solved is not None
    return solved.value, "".join(map(str, solved.pieces))


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("a / b", 2, "6 ÷ 3"),
        ("a divided by b", 2, "6 ÷ 3"),
        ("a less total c", 2, "6 − 4"),
        ("365 * (a + b) / total c", Decimal("821.25"), "365 × (6 + 3) ÷ 4"),
        ("a - (b - total c)", 7, "6 − (3 − 4)"),
        ("a (from the balance sheet) / b", 2, "6 ÷ 3"),
        ("a / (b / total c)", 8, "6 ÷ (3 ÷ 4)"),
        ("1 - b / a", Decimal("0.5"), "1 − 3 ÷ 6"),
    ],
)
def test_formulas_are_calculated_and_written_out(text: str, value: Decimal | int, shown: str) -> None:
    assert written(text) == (value, shown)


@pytest.mark.parametrize("text", ["a /", "(a", "a b", "a / x", "", "* a", "a ) b"])
def test_what_is_no_formula(text: str) -> None:
    assert parse(text, resolve) is None


def test_division_by_zero_has_no_value() -> None:
    node = parse("a / (b - b)", resolve)
    assert node is not None and solve(node, look_up) is None


def test_looking_back_a_year() -> None:
    node = parse("mean(a) - before(b)", resolve)
    assert node is not None
    placed = [(term.name, term.period) for term in terms(put_to(node, Period(2022)))]
    assert placed == [("a", Period(2021)), ("a", Period(2022)), ("b", Period(2021))]


@given(
    st.lists(st.sampled_from(["a", "b", "total c", "+", "-", " / ", "*", "(", ")", "7", "mean", "less"]), max_size=12)
)
def test_reading_never_fails_and_what_is_written_means_the_same(parts: list[str]) -> None:
    node = parse(" ".join(parts), resolve)
    solved = solve(node, look_up) if node is not None else None
    if solved is None:
        return
    shown = "".join(map(str, solved.pieces))
    again = parse(shown, resolve)
    assert again is not None
    result = solve(again, look_up)
    assert result is not None and result.value == solved.value


def test_every_measure_can_be_calculated_from_rows() -> None:
    table = measures()

    def reached(key: str, depth: int = 0) -> bool:
        measure = table[key]
        if measure.labels:
            return True
        assert depth < 6, f"{key} refers to itself"
        return bool(measure.formulas) and all(
            reached(term.name, depth + 1) for formula in measure.formulas for term in terms(formula)
        )

    assert all(reached(key) for key in table)
    assert all(name == normal(name) for name, _ in names())
    aliases = [name for name, _ in names()]
    assert len(aliases) == len(set(aliases)), "two measures share a name"


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("from FY2016 to FY2017", [Period(2016), Period(2017)]),
        ("in Q2 of FY2023 compared to Q2 2022", [Period(2023, 2), Period(2022, 2)]),
        ("the second quarter of fiscal 2021", [Period(2021, 2)]),
        ("in fiscal year 22", [Period(2022)]),
        ("on March 3, 2021", [Period(2021)]),
        ("$2,020 in 1998", [Period(1998)]),
        ("FY2019 - FY2020", [Period(2019), Period(2020)]),
        ("room 12", []),
    ],
)
def test_periods_of_a_question(text: str, periods: list[Period]) -> None:
    assert asked_periods(text) == periods
