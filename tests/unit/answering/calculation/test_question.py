"""What a question asks to be calculated, and that nothing is calculated for others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.calculation.periods import Period
from desktop_app.answering.calculation.question import Change, Judgement, understand


@pytest.mark.parametrize(
    ("question", "name", "years", "change"),
    [
        ("What was Harbour Mills' revenue in 2022?", "revenue", [2022], Change.NONE),
        ("What is the FY2018 capital expenditure for Acme?", "capital expenditure", [2018], Change.NONE),
        ("By how much did net sales change from 2020 to 2022?", "net sales", [2020, 2022], Change.DIFFERENCE),
        ("What was the growth of net sales in 2022?", "net sales", [2021, 2022], Change.GROWTH),
        ("What is Acme's 2 year total revenue CAGR from FY2020 to FY2022?", "total revenue", [2020, 2022], Change.CAGR),
        ("What is the average net income from 2019 to 2021?", "net income", [2019, 2020, 2021], Change.AVERAGE),
        ("What is the gross margin of Acme in Q2 2023?", "gross margin", [2023], Change.NONE),
        ("What is capex as a % of revenue in FY2021?", "capex as a share of revenue", [2021], Change.NONE),
        ("What is the FY2015 D&A % margin for Acme?", "depreciation and amortization margin", [2015], Change.NONE),
    ],
)  # fmt: skip
def test_what_is_calculated(question: str, name: str, years: list[int], change: Change) -> None:
    task = understand(question)
    assert task is not None
    assert (task.name, [period.year for period in task.periods], task.change) == (name, years, change)


@pytest.mark.parametrize(
    ("question", "judgement"),
    [
        ("Does Acme have a healthy quick ratio in 2022?", Judgement.HEALTHY),
        ("Is Acme a capital-intensive business based on FY2022 data?", Judgement.INTENSIVE),
        ("Did the gross margin of Acme improve in 2022?", Judgement.RISE),
        ("Has total debt decreased between 2021 and 2022?", Judgement.FALL),
        ("Did net income as a percent of sales increase or decrease in FY2023?", Judgement.WHICH_WAY),
    ],
)
def test_what_is_judged(question: str, judgement: Judgement) -> None:
    task = understand(question)
    assert task is not None and task.judgement is judgement


def test_a_definition_in_the_question_comes_first() -> None:
    task = understand(
        "What is Acme's FY2017 days payable outstanding (DPO)? DPO is defined as: 365 * (average accounts payable "
        "between FY2016 and FY2017) / (FY2017 COGS + change in inventory between FY2016 and FY2017). Round your answer "
        "to two decimal places."
    )
    assert task is not None
    assert task.decimals == 2 and task.kind == "days" and task.periods == (Period(2017),)


def test_a_definition_that_is_not_understood_is_not_guessed_at() -> None:
    question = "What is the FY2017 quick ratio? Define quick ratio as liquid funds over everything that is owed."
    assert understand(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "What drove the gross margin change in 2022?",
        "Which segment had the highest revenue in 2022?",
        "Why did net income fall in 2021?",
        "What is the notice period with Acme?",
        "What was revenue?",
        "Who was the chief executive in 2022?",
        "",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert understand(question) is None


def test_words_that_ask_for_something_in_particular_are_named() -> None:
    task = understand("What was the revenue of the consumer segment in 2022?")
    assert task is not None and set(task.unexplained) == {"consumer", "segment"}


@given(st.text(max_size=200))
def test_any_question_can_be_read(question: str) -> None:
    understand(question)
    understand(f"What is the quick ratio in 2022? {question}")
