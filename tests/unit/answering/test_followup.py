"""Follow-up questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.events import Answer, Milliseconds, Usage
from desktop_app.answering.followup import leans_back, resolve
from indexer.types import Coverage


def turn(question: str, answer: str = "", *, declined: bool = False) -> Answer:
    coverage, took = Coverage(1, 0, 0, 0, 0), Milliseconds(0, None, 0)
    return Answer(question, answer, declined, "", (), (), (), coverage, "m", Usage(0, 0), took, "t")


@pytest.mark.parametrize(
    "question",
    ["Why?", "And the fee?", "What about Acme?", "When was he born?", "How much does it cost?", "Is that allowed?",
     "Who signed it?", "What are their names?"],
)  # fmt: skip
def test_leans_back(question: str) -> None:
    assert leans_back(question)


@pytest.mark.parametrize(
    "question",
    ["What is the notice period in the Acme contract?", "Who is the director that signed the Acme contract?",
     "When can the Acme contract be terminated and how must its notice period be announced?"],
)  # fmt: skip
def test_stands_alone(question: str) -> None:
    assert not leans_back(question)


def test_a_question_that_stands_alone_is_searched_as_it_is() -> None:
    question = "What is the yearly fee for support?"
    assert resolve(question, [turn("What is the notice period with Acme?")]) == question


def test_a_follow_up_is_searched_with_the_words_of_the_question_before() -> None:
    query = resolve("And the fee?", [turn("What is the notice period with Acme?")])
    assert query == "And the fee? notice period Acme"


def test_names_of_the_answer_before_come_along() -> None:
    query = resolve("When was he born?", [turn("Who founded the company?", "It was founded by Bob Dole.")])
    assert query == "When was he born? founded company Bob Dole"


def test_a_chain_of_follow_ups_reaches_its_first_question() -> None:
    turns = [turn("What is the notice period with Acme?"), turn("And the fee?", declined=True)]
    assert "Acme" in resolve("Why?", turns)


def test_only_as_far_back_as_the_question_leans() -> None:
    turns = [turn("What do bananas cost?"), turn("What is the notice period with Acme?")]
    assert "bananas" not in resolve("Why?", turns)


def test_the_first_question_has_nothing_to_lean_on() -> None:
    assert resolve("Why?", []) == "Why?"


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=4))
def test_the_query_begins_with_the_question(question: str, before: list[tuple[str, str]]) -> None:
    assert resolve(question, [turn(*pair) for pair in before]).startswith(question)
