"""The judge of answers: what counts as saying the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.measuring.judge import declines, judge

SPEND, DEBT, DEALS = "What was spent (in USD millions)?", "Has the debt risen?", "Which deals were made?"
RIGHT = [
    (SPEND, "$1577.00", "It spent $1,577 million."),
    (SPEND, "$1577.00", "About $1.58 billion."),
    (SPEND, "-$229", "It decreased by 229 million."),
    (SPEND, "$(229)", "It fell by $229 million."),
    ("How high are the dues?", "£320", "The dues are 320 pounds a month."),
    ("What is the rate?", "30.8%", "0.308"),
    ("What is the rate?", "-3.7%", "It was (3.7)%."),
    ("What is the rate?", "4.2%", "It is 4.18%."),
    ("How many?", "seven", "There are 7 of them."),
    ("How many flats are there in Anchor House?", "18 flats", "Anchor House has eighteen flats."),
    ("Who wrote it?", "Zoë", "By zoe."),
    ("Who wrote it?", "Émile Zola", "The novel is by Émile Zola, in 1885."),
    (DEBT, "No. It fell by $229 million.", "No, it did not."),
    (DEBT, "No", "The debt decreased."),
    (DEBT, "Yes", "The debt has risen since."),
    ("Darf man Hunde halten?", "Ja", "Ja, kleine."),
    ("When?", "Jan. 5, 2020", "On January 5th, 2020."),
    ("When?", "2020-01-05", "It was on 5 January 2020."),
    ("When?", "1066", "In 1066."),
    ("When?", "In May.", "It was agreed for May."),
    ("Did it rise or fall?", "It fell", "Sales fell sharply."),
    (DEALS, "There were none", "No deals were made."),
    ("Why did profit grow?", "Lower marketing expenses and higher sales", "Sales were higher, marketing cost less."),
    ("谁是队长?", "黑豹队", "是黑豹队。"),
    ("What notice is needed?", "at least six months before the end", "Notice of 6 months before the end is needed."),
]
WRONG = [
    (SPEND, "$1577.00", "It spent $1,677 million."),
    (SPEND, "$1577.00", "The figure is not stated."),
    ("What is the rate?", "-3.7%", "It grew 3.7%."),
    ("What is the rate?", "30.8%", "30.8 million dollars"),
    ("What was the total in 2021?", "$40", "The total was paid in 2021."),
    (DEBT, "No", "Yes, it has."),
    (DEBT, "Yes", "I do not know."),
    ("Is the quick ratio healthy?", "No. The quick ratio is 0.96.", "No, the quick ratio is 1.4."),
    ("When?", "January 5, 2020", "On January 5, 2021."),
    ("When?", "1066", "In 1067."),
    ("Did it rise or fall?", "It fell", "It rose."),
    (DEALS, "There were none", "I don't know."),
    ("Who wrote it?", "Zola", "Hugo wrote it."),
    ("Who wrote it?", "Zola", "It was not Zola."),
    ("Who wrote it?", "Zola", ""),
    ("Why did profit grow?", "Lower marketing expenses and higher sales", "The tax rate changed."),
]


@pytest.mark.parametrize(("question", "known", "answer"), RIGHT)
def test_these_say_the_same(question: str, known: str, answer: str) -> None:
    assert judge(question, ["something else entirely", known], answer).right


@pytest.mark.parametrize(("question", "known", "answer"), WRONG)
def test_these_do_not(question: str, known: str, answer: str) -> None:
    assert not judge(question, [known], answer).right


def test_without_a_known_answer_nothing_is_right() -> None:
    assert not judge("Who?", [], "Zola.").right
    assert not judge("Who?", ["  "], "Zola.").right


@pytest.mark.parametrize("text", ["", "I do not know.", "The passages do not say.", "I'm sorry, I can't find that."])
def test_declines(text: str) -> None:
    assert declines(text)


def test_an_answer_is_no_decline() -> None:
    assert not declines("No, it fell.")
    assert not declines("It was Zola.")


@given(st.text(max_size=40), st.lists(st.text(max_size=30), max_size=3), st.text(max_size=60))
def test_any_texts_get_a_verdict(question: str, known: list[str], answer: str) -> None:
    assert judge(question, known, answer).rule


@given(st.sampled_from(["What was spent?", "How much is it?"]), st.integers(1, 10**9))
def test_a_number_is_itself_however_it_is_grouped(question: str, value: int) -> None:
    assert judge(question, [str(value)], f"It was {value:,}.").right or 1000 <= value <= 2200


@given(st.integers(200, 10**6))
def test_another_number_is_another(value: int) -> None:
    assert not judge("How much?", [f"${value}"], f"${value * 1.05:.0f}").right
