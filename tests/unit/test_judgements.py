"""What a person thought of answers: kept with the conversation, and gone with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from desktop_app.history import History
from desktop_app.judgements import Place, judgement_of
from indexer.errors import ErrorCode, KnownError
from tests.support import sample_scene
from tests.support.fake_answers import make_answer, make_source

ANSWER = make_answer(
    "In May.", sources=[make_source(1, "In May."), make_source(2, "May."), make_source(3, "x", path="/n.md", page=None)]
)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    seconds = count(1)
    made = History(tmp_path / "history.db", now=lambda: float(next(seconds)))
    yield made
    made.close()


def test_it_holds_what_a_measurement_needs() -> None:
    judged = judgement_of(replace(ANSWER, query="When does the lease end?"), good=False, correction=" In June. ")
    assert judged.question == "When does the lease end?"
    assert judged.cited == (Place("/library/Acme-MSA-2024.pdf", 12), Place("/n.md", None))
    assert (judged.trace, judged.answer, judged.correction) == (ANSWER.trace, "In May.", "In June.")


def test_the_last_word_counts_and_can_be_taken_back(history: History) -> None:
    conversation = history.create().id
    history.judgements.put(conversation, judgement_of(ANSWER, good=True))
    history.judgements.put(conversation, judgement_of(ANSWER, good=False))
    assert [judged.good for judged in history.judgements.of(conversation).values()] == [False]
    history.judgements.remove(ANSWER.trace)
    history.judgements.remove("never judged")
    assert history.judgements.of(conversation) == {}


def test_judgements_are_of_their_conversation(history: History) -> None:
    first, second = history.create().id, history.create().id
    history.judgements.put(second, judgement_of(replace(ANSWER, trace="b"), good=True))
    history.judgements.put(first, judgement_of(replace(ANSWER, trace="a"), good=True))
    assert list(history.judgements.of(first)) == ["a"]
    assert [judged.trace for judged in history.judgements.all()] == ["b", "a"]
    history.delete(first)
    assert [judged.trace for judged in history.judgements.all()] == ["b"]


def test_it_remembers_what_was_asked_about(history: History) -> None:
    conversation = history.create().id
    history.add_trace(replace(sample_scene.trace(), id=ANSWER.trace, conversation=conversation, scope=("/library",)))
    history.judgements.put(conversation, judgement_of(ANSWER, good=True))
    assert history.judgements.all()[0].scope == ("/library",)


def test_without_its_conversation_nothing_is_kept(history: History) -> None:
    with pytest.raises(KnownError) as raised:
        history.judgements.put(7, judgement_of(ANSWER, good=True))
    assert raised.value.problem.code is ErrorCode.MISSING
