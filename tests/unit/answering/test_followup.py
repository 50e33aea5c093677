"""Follow-up questions: what they mean after the turns before them, and what is a new subject.

`conversations.jsonl` was written before the code and worked through with it; `conversations_unseen.jsonl` was written
at the same time and only counted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.answering.events import Answer, Milliseconds, Usage
from desktop_app.answering.followup import resolve
from indexer.types import Coverage

TABLES = Path(__file__).parent


def turn(question: str, answer: str = "", *, declined: bool = False, query: str = "") -> Answer:
    coverage, took = Coverage(1, 0, 0, 0, 0), Milliseconds(0, None, 0)
    return Answer(question, answer, declined, "", (), (), (), coverage, "m", Usage(0, 0), took, "t", query=query)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TABLES / name).read_text("utf-8").splitlines()]


def resolved(row: dict[str, Any]) -> str:
    return resolve(row["ask"], [turn(*said) for said in row["turns"]])


@pytest.mark.parametrize("row", rows("conversations.jsonl"), ids=lambda row: f"{row['kind']}: {row['ask']}")
def test_conversations(row: dict[str, Any]) -> None:
    assert resolved(row) in row["expect"]


def test_unseen_conversations() -> None:
    table = rows("conversations_unseen.jsonl")
    right = [row for row in table if resolved(row) in row["expect"]]
    assert len(right) / len(table) >= 0.9
    assert all(row in right for row in table if row["kind"] == "new subject")


def test_the_first_question_has_nothing_to_lean_on() -> None:
    assert resolve("Why?", []) == "Why?"


def test_what_was_asked_after_resolving_counts_not_what_was_typed() -> None:
    """The person changed what was searched for; the next follow-up leans on that."""
    turns = [turn("What was Acme's revenue in 2021?"), turn("And?", query="What was Acme's profit in 2023?")]
    assert resolve("And in 2022?", turns) == "What was Acme's profit in 2022?"


def test_a_declined_answer_brings_up_no_names() -> None:
    before = [turn("Who founded the company?", "Bob Dole is not mentioned.", declined=True)]
    assert "Bob Dole" not in resolve("When was he born?", before)


def test_a_follow_up_that_can_not_be_placed_is_asked_with_the_question_before() -> None:
    before = [turn("Is it raining?")]
    assert resolve("And then?", before) == "Is it raining? And then?"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("and in 2022?", "What was the revenue in 2022? in:Reports @Acme"),
        ("and in 2022? in:Archive", "What was the revenue in 2022? in:Archive"),
        ('in:"Old reports"', 'What was the revenue in 2021? in:"Old reports"'),
        ("Who signed the lease?", "Who signed the lease?"),
        ("Who signed the lease? type:pdf", "Who signed the lease? type:pdf"),
    ],
)
def test_filters_are_kept_apart_and_follow_the_subject(asked: str, expected: str) -> None:
    assert resolve(asked, [turn("What was the revenue in:Reports in 2021? @Acme")]) == expected


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=4))
def test_any_text_is_resolved_to_something(question: str, before: list[tuple[str, str]]) -> None:
    found = resolve(question, [turn(*pair) for pair in before])
    assert found.strip() or not question.strip()


_WORDS = st.sampled_from(
    """and what about the of in Acme's it his 2021 Q3 fee was does why they that Bob signed clause 4 is it? then? und
    die Umsatz von""".split()  # noqa: SIM905
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=8), st.lists(_WORDS, min_size=1, max_size=8))
def test_any_mixture_of_the_words_that_matter_is_resolved(asked: list[str], said: list[str]) -> None:
    assert resolve(" ".join(asked), [turn(" ".join(said), "Bob did.")]).strip()
