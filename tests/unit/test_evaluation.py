"""The evaluation's own judgement: kinds of failure, and regressions."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from desktop_app.answering.decline import Cause
from desktop_app.answering.events import Milliseconds, Usage
from desktop_app.answering.trace import Trace, TracedHit
from desktop_app.llm.protocol import Message
from tests.eval import failures
from tests.eval.baselines import Baselines

GOLD = {"doc": "a.pdf", "page": 3, "passage": "The notice period with Acme is ninety days from the letter."}
QUESTION = {"id": "1", "question": "How long?", "answers": ["ninety days"], "gold": [GOLD], "answerable": True}
READ = "The notice period with Acme is ninety days from the letter. It was signed in 2024."


def hit(page: int, *, used: bool = True, path: str = "/d/a.pdf") -> TracedHit:
    return TracedHit(path, page, 0, 10, "x", 1.0, 0.5, 1, 1, used)


def trace(*hits: TracedHit, prompt: str = READ, notes: tuple[str, ...] = ()) -> Trace:
    messages = (Message("user", prompt),) if prompt else ()
    return Trace(
        "t", 0.0, None, "How long?", "How long?", (), None, hits, 0.5, 0.1, None, messages, "", {}, {}, Usage(0, 0),
        Milliseconds(0.0, None, 0.0), "answered", "", (), notes=notes,
    )  # fmt: skip


SAID: dict[str, Any] = {"answer": "It is thirty days.", "declined": False}
NO: dict[str, Any] = {"answer": "No.", "declined": True}


@pytest.mark.parametrize(
    ("output", "found", "expected"),
    [
        (SAID, None, failures.NO_OUTPUT),
        (SAID, trace(hit(3, path="/d/b.pdf")), failures.NO_DOCUMENT),
        (SAID, trace(hit(4)), failures.NO_PAGE),
        (SAID, trace(hit(3, used=False)), failures.NOT_READ),
        (SAID, trace(hit(3)), failures.MISREAD),
        (SAID | {"answer": "Ninety days, or so."}, trace(hit(3)), failures.JUDGED),
        (NO, trace(hit(3), prompt=""), failures.DECLINES[Cause.NOTHING_FOUND]),
        (NO, trace(hit(3), notes=(f"No answer: {Cause.UNFOUNDED.value}.",)), failures.DECLINES[Cause.UNFOUNDED]),
        (NO, trace(hit(3), notes=(f"No answer: {Cause.NOT_STATED.value}.",)), failures.DECLINES[Cause.NOT_STATED]),
    ],
)
def test_a_wrong_answer_has_the_first_kind_on_its_way(
    output: dict[str, Any], found: Trace | None, expected: str
) -> None:
    assert failures.kind(QUESTION, False, output, found) == expected


def test_without_pages_the_prompt_itself_is_looked_at() -> None:
    question = QUESTION | {"gold": [GOLD | {"page": None}]}
    assert failures.kind(question, False, SAID, trace(hit(1), prompt="Of something else.")) == failures.NOT_READ
    assert failures.kind(question, False, SAID, trace(hit(1))) == failures.MISREAD


def test_what_can_not_be_answered_should_not_be() -> None:
    unanswerable = QUESTION | {"answerable": False}
    assert failures.kind(unanswerable, True, NO, None) == failures.RIGHTLY_DECLINED
    assert failures.kind(unanswerable, False, SAID, trace(hit(3))) == failures.ANSWERED


BEFORE = Baselines(0.05, {"fast": {"set ask": {"correct (answerable)": 0.8, "wrong (answerable)": 0.1}}})


def test_only_what_got_worse_by_more_than_the_tolerance_is_a_regression() -> None:
    assert BEFORE.worse("fast", {"set ask": {"correct (answerable)": 0.76, "wrong (answerable)": 0.0}}) == []
    (line,) = BEFORE.worse("fast", {"set ask": {"correct (answerable)": 0.9, "wrong (answerable)": 0.2}})
    assert "wrong (answerable) was 0.100 and is 0.200" in line
    assert len(BEFORE.worse("fast", {"set ask": {}})) == 2, "what is no longer measured is seen too"
    assert BEFORE.worse("full", {"set ask": {}}) == []


def test_new_measures_replace_those_of_the_same(tmp_path: Path) -> None:
    now = BEFORE.with_measures("fast", {"set ask": {"correct (answerable)": 0.91234, "other": 1.0}, "more": {}})
    now.write(tmp_path / "b.json")
    kept = Baselines.read(tmp_path / "b.json")
    assert kept == dataclasses.replace(
        BEFORE, measures={"fast": {"set ask": {"correct (answerable)": 0.912}, "more": {}}}
    )
