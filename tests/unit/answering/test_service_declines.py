"""The answering service over fakes: when there is no answer, before the model, by its word, and after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.answering import prompt
from desktop_app.answering.decline import DECLINED_ANSWER, WITHDRAWN_ANSWER
from desktop_app.answering.events import Answered, Declined, Failed, Token
from desktop_app.answering.prompt import NOT_FOUND, STATED
from desktop_app.llm import protocol as llm
from indexer.errors import ErrorCode, known
from tests.support.answering_world import ASKED, QUESTION, SAID, World, kinds
from tests.support.fake_library import FakeLibrary
from tests.support.fake_llm import FakeLanguageModel


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.history.close()


def test_weak_evidence_is_declined_without_the_model(world: World) -> None:
    events = world.ask("Who discovered penicillin while growing mould in London?")
    assert kinds(events) == ["Evidence", "Declined"]
    assert isinstance(events[-1], Declined)
    answer = events[-1].answer
    assert answer.declined
    assert answer.answer == DECLINED_ANSWER
    assert "2 documents" in answer.reason
    assert answer.milliseconds.first_token is None
    assert world.model.requests == []
    assert world.library.leases == []


def test_nothing_in_the_library_is_declined(world: World) -> None:
    world.library = FakeLibrary()
    assert kinds(world.ask()) == ["Evidence", "Declined"]


@pytest.mark.parametrize("refusal", [NOT_FOUND, "I'm sorry, but the passages do not mention a fee."])
def test_a_model_that_finds_no_answer_declines(world: World, refusal: str) -> None:
    world.model = FakeLanguageModel(refusal)
    events = world.ask()
    assert isinstance(events[-1], Declined)
    assert events[-1].answer.evidence
    assert events[-1].answer.sentences == ()


def test_what_the_passages_do_not_state_is_declined_before_the_first_word(world: World) -> None:
    world.calibration = ASKED
    world.model.scores = lambda _: (-3.0, -0.1)
    events = world.ask()
    assert kinds(events) == ["Evidence", "Reading", "Declined"]
    assert isinstance(events[-1], Declined)
    assert "does not seem to state the answer" in events[-1].answer.reason
    assert events[-1].answer.evidence, "the nearest misses"
    assert world.model.requests == []
    trace = world.history.trace(events[-1].answer.trace)
    assert trace is not None
    assert trace.outcome == "declined"
    assert trace.parameters["stated"] == pytest.approx(-2.9)
    assert trace.parameters["answerable"] < trace.parameters["answerable_threshold"]


def test_without_vectors_the_model_is_not_asked_whether_to_answer(world: World) -> None:
    """What its word is weighed beside is nearness of meaning: without it nearly all would be declined."""
    world.calibration = ASKED
    world.library.vectors = False
    world.model.scores = lambda _: (-3.0, -0.1)
    assert kinds(world.ask())[-1] == "Answered"
    assert world.model.scored == []


def test_what_the_passages_state_is_answered(world: World) -> None:
    world.calibration = ASKED
    world.model.scores = lambda _: (-0.1, -3.0)
    events = world.ask()
    (asked,), (answering,) = world.model.scored, world.model.requests
    assert (asked.options, asked.prefix) == (STATED, prompt.ASKED)
    assert asked.messages == answering.messages, "what was read for the one is not read again"
    assert asked.messages[:-1] == prompt.beginning(asks_first=True)
    assert answering.prefix == prompt.ANSWERING, "it goes on after its word"
    assert isinstance(events[-1], Answered)
    trace = world.history.trace(events[-1].answer.trace)
    assert trace is not None
    examples = [message for number, message in enumerate(trace.prompt) if trace.is_example(number)]
    assert (*trace.prompt[:1], *examples) == prompt.beginning(asks_first=True)


def test_what_a_model_says_after_its_word_begins_without_a_space(world: World) -> None:
    world.calibration = ASKED
    world.model = FakeLanguageModel(f" {SAID}")
    world.model.scores = lambda _: (-0.1, -3.0)
    events = world.ask()
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.answer == SAID
    assert "".join(event.text for event in events if isinstance(event, Token)) == SAID


def test_a_model_whose_word_was_not_measured_is_not_asked(world: World) -> None:
    world.ask()
    assert world.model.scored == []
    (answering,) = world.model.requests
    assert (answering.prefix, answering.messages[:-1]) == ("", prompt.beginning(asks_first=False))


def test_a_model_that_dies_while_it_is_asked_fails_the_answer(world: World) -> None:
    world.calibration = ASKED

    def dies(_: llm.Score) -> tuple[float, ...]:
        raise known(ErrorCode.PROCESS_DIED, "The model ended.", "Ask again.")

    world.model.scores = dies
    assert isinstance(world.ask()[-1], Failed)
    assert world.library.leases[-1] == 0


def test_stopping_while_the_model_is_asked_ends_it(world: World) -> None:
    world.calibration = ASKED
    service = world.service

    def stopped(_: llm.Score) -> tuple[float, ...]:
        for run in service._runs:
            run.stopped.set()
        raise known(ErrorCode.CANCELLED, "The reading was stopped.", "", retryable=True)

    world.model.scores = stopped
    last = list(service.ask(QUESTION))[-1]
    assert isinstance(last, Answered)
    assert last.answer.stopped
    assert last.answer.answer == ""


def test_an_answer_with_nothing_to_stand_on_is_withdrawn(world: World) -> None:
    world.model = FakeLanguageModel("Bananas were sold to Norway for 12 million in 1874.")
    events = world.ask()
    assert isinstance(events[-1], Declined)
    answer = events[-1].answer
    assert answer.answer == WITHDRAWN_ANSWER
    assert "withdrawn" in answer.reason
    assert answer.evidence
    trace = world.history.trace(answer.trace)
    assert trace is not None
    assert trace.answer == "Bananas were sold to Norway for 12 million in 1874.", "the trace tells what was said"


def test_an_answer_that_only_says_the_question_again_is_withdrawn(world: World) -> None:
    world.model = FakeLanguageModel("The notice period is the period of notice.")
    events = world.ask("How is the notice period given, and the period of notice?")
    assert isinstance(events[-1], Declined)
    assert events[-1].answer.answer == WITHDRAWN_ANSWER
    assert "only says the question again" in events[-1].answer.reason


def test_the_agreed_refusal_is_never_shown_as_an_answer(world: World) -> None:
    world.model = FakeLanguageModel(NOT_FOUND)
    assert kinds(world.ask()) == ["Evidence", "Reading", "Declined"]


def test_an_answer_that_begins_like_the_refusal_is_shown_whole(world: World) -> None:
    world.model = FakeLanguageModel("The passages do not forbid it: the notice period is 90 days.")
    events = world.ask()
    assert isinstance(events[-1], Answered)
    assert "".join(event.text for event in events if isinstance(event, Token)) == events[-1].answer.answer


def test_a_silent_model_declines(world: World) -> None:
    world.model = FakeLanguageModel("")
    assert isinstance(world.ask()[-1], Declined)
