"""The answering service over fakes: what is stopped, closed, or waits for its turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.answering.events import Answered, Event, Evidence, Reading, Token, Verified
from desktop_app.answering.service import AnswerService
from tests.support.answering_world import QUESTION, SAID, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.history.close()


def stop_at(service: AnswerService, moment: Callable[[Event], bool]) -> list[Event]:
    events = []
    for event in service.ask(QUESTION):
        events.append(event)
        if moment(event):
            service.stop()
    return events


@pytest.mark.parametrize("moment", [Evidence, Reading, Token])
def test_stopping_keeps_what_was_said_so_far(world: World, moment: type) -> None:
    events = stop_at(world.service, lambda event: isinstance(event, moment))
    assert isinstance(events[-1], Answered)
    answer = events[-1].answer
    assert answer.stopped
    assert SAID.startswith(answer.answer)
    assert answer.answer != SAID
    assert "".join(sentence.text for sentence in answer.sentences) == answer.answer.strip()
    assert world.history.traces()[0].outcome == "stopped"
    if world.library.leases:
        assert world.library.leases[-1] == 0


def test_another_thread_may_stop(world: World) -> None:
    world.model.gate.clear()
    service, events = world.service, []

    def ask() -> None:
        events.extend(service.ask(QUESTION))

    asking = threading.Thread(target=ask)
    asking.start()
    assert world.model.reached.wait(10)
    service.stop()
    asking.join(10)
    assert not asking.is_alive()
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.stopped


def test_stopping_nothing_does_nothing(world: World) -> None:
    world.service.stop()
    assert isinstance(world.ask()[-1], Answered)


def test_closing_the_iterator_ends_and_keeps_it(world: World) -> None:
    conversation = world.history.create().id
    events = world.service.ask(QUESTION, conversation=conversation)
    for event in events:
        if isinstance(event, Verified):
            break
    events.close()  # type: ignore[attr-defined]
    (answer,) = world.history.answers(conversation)
    assert answer.stopped
    assert answer.sentences[0].text == "The notice period is 90 days."
    assert world.library.leases[-1] == 0
    assert isinstance(world.ask()[-1], Answered)


def test_a_second_question_waits_for_its_turn(world: World) -> None:
    service = world.service
    world.model.gate.clear()
    first, second = [], []
    one = threading.Thread(target=lambda: first.extend(service.ask(QUESTION)))
    one.start()
    assert world.model.reached.wait(10)
    waiting = threading.Event()

    def ask() -> None:
        for event in service.ask("How long does the pilot phase with Acme take?"):
            second.append(event)
            waiting.set()

    other = threading.Thread(target=ask)
    other.start()
    assert waiting.wait(10)
    assert len(world.model.requests) == 1
    world.model.gate.set()
    one.join(10)
    other.join(10)
    assert isinstance(first[-1], Answered)
    assert isinstance(second[-1], Answered)
