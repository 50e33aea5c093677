"""History: kept, migrated, never dropped."""

from __future__ import annotations

import sqlite3
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.events import Answer, Milliseconds, Sentence, Source, Support, Usage
from desktop_app.answering.trace import Trace
from desktop_app.history import History, new_trace_id
from desktop_app.history_steps import HISTORY_STEPS
from desktop_app.llm.protocol import Message
from indexer.codec import from_plain, to_plain
from indexer.errors import ErrorCode, KnownError, Problem
from indexer.migrations import migrate
from indexer.types import Coverage, EvidenceSentence

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)
EVIDENCE = EvidenceSentence(1, "/a.pdf", "A", 1, "i", 5, 4, "text", 0.5, None, 0.7)


def make_answer(question: str = "What?", text: str = "Ninety days.") -> Answer:
    return Answer(
        question=question,
        answer=text,
        declined=False,
        reason="",
        sentences=(Sentence(text, 0, len(text), Support.PARTIAL, 0.4, (1,), ("90",)),),
        sources=(Source(1, 7, "/a.pdf", "A", 3, "iii", 10, 5, "ninet"),),
        evidence=(EVIDENCE,),
        coverage=Coverage(3, 1, 0, 0, 0),
        model="m",
        usage=Usage(10, 3),
        milliseconds=Milliseconds(1.5, None, 9.0),
        trace="abc",
    )


def make_trace(trace_id: str, created: float = 1.0, conversation: int | None = None) -> Trace:
    return Trace(
        id=trace_id,
        created=created,
        conversation=conversation,
        question="What?",
        query="What?",
        scope=("/a",),
        coverage=None,
        hits=(),
        evidence_score=0.5,
        evidence_threshold=0.1,
        model=None,
        prompt=(Message("user", "What?"),),
        prompt_hash="00",
        parameters={"max_tokens": 256},
        seconds={"search": 0.25},
        usage=Usage(1, 2),
        milliseconds=Milliseconds(1.0, 2.0, 3.0),
        outcome="failed",
        answer="",
        verdicts=make_answer().sentences,
        problem=Problem(ErrorCode.BUG, "m", "a"),
        notes=("n",),
    )


class Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def open_history(tmp_path: Path) -> Callable[[], History]:
    def opened() -> History:
        return History(tmp_path / "home" / "history.db", Time())

    return opened


@pytest.fixture
def history(open_history: Callable[[], History]) -> History:
    return open_history()


def test_the_first_question_names_a_conversation(history: History) -> None:
    conversation = history.create()
    history.add_answer(conversation.id, make_answer("What   is\nthe notice period?"))
    history.add_answer(conversation.id, make_answer("And the fee?"))
    (kept,) = history.conversations()
    assert kept.title == "What is the notice period?"
    assert kept.answers == 2
    assert kept.updated > kept.created


def test_a_long_title_is_cut_at_a_word(history: History) -> None:
    conversation = history.create("word " * 40)
    assert conversation.title == ("word " * 12).strip() + "…"


def test_answers_come_back_as_they_were(history: History, open_history: Callable[[], History]) -> None:
    conversation = history.create()
    answers = (make_answer("One?"), make_answer("Two?", "Zoë paid 5 €. 🙂"))
    for answer in answers:
        history.add_answer(conversation.id, answer)
    history.close()
    assert open_history().answers(conversation.id) == answers


def test_conversations_are_listed_pinned_first_then_latest(history: History) -> None:
    first, second, third = (history.create(title) for title in ("first", "second", "third"))
    history.pin(first.id)
    history.rename(second.id, "renamed")
    history.archive(third.id)
    assert [c.title for c in history.conversations()] == ["first", "renamed"]
    assert [c.title for c in history.conversations(archived=True)] == ["third"]


def test_a_deleted_conversation_takes_answers_and_traces_along(history: History) -> None:
    conversation = history.create()
    history.add_answer(conversation.id, make_answer())
    history.add_trace(make_trace("a" * 12, conversation=conversation.id))
    history.add_trace(make_trace("b" * 12))
    history.delete(conversation.id)
    assert history.conversations() == ()
    assert history.answers(conversation.id) == ()
    assert [trace.id for trace in history.traces()] == ["b" * 12]


@pytest.mark.parametrize("change", [lambda h: h.rename(9, "x"), lambda h: h.delete(9), lambda h: h.pin(9)])
def test_a_conversation_that_is_gone_is_said_to_be(history: History, change: Callable[[History], None]) -> None:
    with pytest.raises(KnownError) as caught:
        change(history)
    assert caught.value.problem.code is ErrorCode.MISSING


def test_an_answer_to_a_conversation_that_is_gone_is_refused(history: History) -> None:
    with pytest.raises(KnownError) as caught:
        history.add_answer(9, make_answer())
    assert caught.value.problem.code is ErrorCode.MISSING


def test_questions_are_listed_once_the_latest_last(history: History) -> None:
    one, other = history.create().id, history.create().id
    for conversation, question in ((one, "First?"), (other, "Second?"), (one, "Third?"), (other, "First?")):
        history.add_answer(conversation, make_answer(question))
    assert history.questions() == ("Second?", "Third?", "First?")
    assert history.questions(limit=2) == ("Third?", "First?")


def test_conversations_are_found_by_every_word(history: History) -> None:
    one, other = history.create("Leaving 100% of Northgate").id, history.create("Boilers").id
    history.add_answer(other, make_answer("Who services them?", "Hansen Heating, in May."))
    assert history.find("northgate") == {one}
    assert history.find("hansen SERVICES boil") == {other}
    assert history.find("hansen northgate") == frozenset()
    assert history.find("100%") == {one}
    assert history.find("10_%") == history.find("") == frozenset()


def test_traces_are_listed_latest_first_shown_exported_and_purged(history: History) -> None:
    traces = [make_trace(name * 12, created) for name, created in (("a", 1.0), ("b", 3.0), ("c", 2.0))]
    for trace in traces:
        history.add_trace(trace)
    assert [summary.id[0] for summary in history.traces()] == ["b", "c", "a"]
    assert len(history.traces(limit=2)) == 2
    assert history.trace("a" * 12) == traces[0]
    assert history.export("a" * 12)["seconds"] == {"search": 0.25}
    assert history.purge(before=2.0) == 1
    assert history.trace("a" * 12) is None
    assert history.purge() == 2
    with pytest.raises(KnownError) as caught:
        history.export("a" * 12)
    assert caught.value.problem.code is ErrorCode.MISSING


def test_trace_ids_are_twelve_hexadecimal_digits() -> None:
    ids = {new_trace_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(len(one) == 12 and int(one, 16) >= 0 for one in ids)


def test_speed_is_the_median_of_recent_reads(history: History) -> None:
    assert history.speed("m") is None
    for speed in [1000.0] * 10 + [80.0] * 8 + [5.0]:
        history.record_speed("m", speed)
    history.record_speed("other", 3.0)
    assert history.speed("m") == 80.0


def test_any_thread_may_write(history: History) -> None:
    conversation = history.create()

    def write() -> None:
        for _ in range(5):
            history.add_answer(conversation.id, make_answer())

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(history.answers(conversation.id)) == 20


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_this_user_can_read_it(history: History) -> None:
    assert stat.S_IMODE(history.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(history.path.parent.stat().st_mode) == 0o700


def test_a_damaged_file_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(KnownError) as caught:
        History(path)
    assert caught.value.problem.code is ErrorCode.LIBRARY_DAMAGED
    assert str(path) in caught.value.problem.message
    assert path.read_bytes() == b"this is no database" * 100


def test_a_damaged_record_is_an_error_not_a_gap(history: History) -> None:
    conversation = history.create()
    history.add_answer(conversation.id, make_answer())
    with sqlite3.connect(history.path) as connection:
        connection.execute("UPDATE answers SET record = '{\"question\": 1}'")
    connection.close()
    with pytest.raises(KnownError) as caught:
        history.answers(conversation.id)
    assert caught.value.problem.code is ErrorCode.LIBRARY_DAMAGED


def test_a_newer_history_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(HISTORY_STEPS) + 1}")
    connection.close()
    with pytest.raises(KnownError) as caught:
        History(path)
    assert caught.value.problem.code is ErrorCode.NEWER_LIBRARY


@pytest.mark.parametrize("steps", range(len(HISTORY_STEPS)))
def test_a_history_of_an_earlier_step_is_brought_along(tmp_path: Path, steps: int) -> None:
    path = tmp_path / "history.db"
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, HISTORY_STEPS[:steps], path.name)
    if steps >= 1:
        connection.execute("INSERT INTO conversations (title, created, updated) VALUES ('kept', 1, 2)")
    if steps >= 2:
        connection.execute(
            "INSERT INTO traces (id, created, question, outcome, record) VALUES ('old', 1, 'q', 'answered', '{}')"
        )
    if steps >= 4:
        record = '{"trace": "t", "question": "q", "answer": "a", "declined": false, "cited": [], "good": true}'
        connection.execute("INSERT INTO judgements VALUES ('t', 1, 1, ?)", (record,))
    connection.close()
    history = History(path)
    assert [c.title for c in history.conversations()] == ["kept"] * (steps >= 1)
    assert [judgement.trace for judgement in history.judgements.all()] == ["t"] * (steps >= 4)
    assert [trace.id for trace in history.traces()] == ["old"] * (steps >= 2)
    history.add_answer(history.create().id, make_answer())
    history.add_trace(make_trace("a" * 12))
    history.record_speed("m", 1.0)


@given(
    question=TEXT,
    text=TEXT,
    score=st.floats(0, 1),
    support=st.sampled_from(Support),
    page=st.none() | st.integers(1),
    first=st.none() | st.floats(0, 1e6),
)
def test_an_answer_survives_its_json(
    question: str, text: str, score: float, support: Support, page: int | None, first: float | None
) -> None:
    answer = Answer(
        question,
        text,
        False,
        "",
        (Sentence(text, 0, len(text), support, score, (1, 2), (question,)),),
        (Source(1, 1, "/p", text, page, None, 0, len(text), text),),
        (),
        Coverage(1, 2, 3, 4, 5),
        "m",
        Usage(1, 2),
        Milliseconds(0.5, first, 1.0),
        "t",
        stopped=True,
    )
    assert from_plain(Answer, to_plain(answer)) == answer
