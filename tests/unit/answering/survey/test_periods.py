from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.survey.periods import Period, bounded, named_period

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "since", "before"),
    [
        ("2023", "2023-01-01", "2024-01-01"),
        ("the year 2023", "2023-01-01", "2024-01-01"),
        ("December 2023", "2023-12-01", "2024-01-01"),
        ("März 2024", "2024-03-01", "2024-04-01"),
        ("3 May 2024", "2024-05-03", "2024-05-04"),
        ("May 3rd, 2024", "2024-05-03", "2024-05-04"),
        ("2024-05-03", "2024-05-03", "2024-05-04"),
        ("Q4 2023", "2023-10-01", "2024-01-01"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last week", "2026-11-16", "2026-11-23"),
        ("yesterday", "2026-11-24", "2026-11-25"),
        ("the last 30 days", "2026-10-26", "2026-11-26"),
    ],
)
def test_periods(text: str, since: str, before: str) -> None:
    assert named_period(text, TODAY) == Period(since, before)


@pytest.mark.parametrize("text", ["", "soon", "31 February 2024", "2024-13-01", "in 2024", "20245"])
def test_what_names_no_period(text: str) -> None:
    assert named_period(text, TODAY) is None


def test_open_ends() -> None:
    year = Period("2023-01-01", "2024-01-01")
    assert bounded("since", year) == Period("2023-01-01", "")
    assert bounded("after", year) == Period("2024-01-01", "")
    assert bounded("before", year) == Period("", "2023-01-01")
    assert bounded("until", year) == Period("", "2024-01-01")
    assert bounded("in", year) == year


@given(st.text(max_size=40))
def test_never_fails(text: str) -> None:
    named_period(text, TODAY)
