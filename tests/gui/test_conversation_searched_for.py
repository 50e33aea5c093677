"""What was searched for instead of what was typed: shown, and changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Answered
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.message_view import TurnView
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from tests.support.fake_answers import FakeAnswers, make_answer, make_evidence

EVIDENCE = make_evidence("Fees are due on the first.", query="What is the fee with Acme?")


@pytest.fixture
def turn(qtbot: QtBot, theme: Theme) -> TurnView:
    made = TurnView(theme, "And the fee?")
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    made.begin()
    return made


def test_it_is_shown_where_it_differs_from_what_was_typed(turn: TurnView) -> None:
    assert turn.searched.isHidden()
    turn.handle(EVIDENCE)
    assert turn.searched._said.text() == "Searched for: What is the fee with Acme?"
    assert not turn.searched.isHidden()


@pytest.mark.parametrize("query", ["And the fee?", "And  the fee? ", ""])
def test_it_is_not_shown_where_it_says_nothing_new(turn: TurnView, query: str) -> None:
    turn.handle(replace(EVIDENCE, query=query))
    assert turn.searched.isHidden()


def test_it_is_shown_where_no_passages_were_searched_for_first(turn: TurnView) -> None:
    answer = make_answer("Three.", question="And the fee?")
    turn.handle(Answered(replace(answer, query="How many contracts name a fee?")))
    assert turn.searched._said.text() == "Searched for: How many contracts name a fee?"


def test_a_turn_from_history_shows_it_too(turn: TurnView) -> None:
    turn.show_answer(replace(make_answer("900 euros.", question="And the fee?"), query="What is the fee with Acme?"))
    assert not turn.searched.isHidden()


def test_it_can_be_changed(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    asked: list[str] = []
    turn.search_changed.connect(asked.append)
    qtbot.mouseClick(turn.searched.change, Qt.MouseButton.LeftButton)
    assert turn.searched.edit.text() == "What is the fee with Acme?"
    turn.searched.edit.clear()
    qtbot.keyClicks(turn.searched.edit, "What is the fee with Borealis?")
    qtbot.keyClick(turn.searched.edit, Qt.Key.Key_Return)
    assert asked == ["What is the fee with Borealis?"]
    assert turn.searched.edit.isHidden()


@pytest.mark.parametrize(("key", "typed"), [(Qt.Key.Key_Escape, "other"), (Qt.Key.Key_Return, "")])
def test_it_can_be_left_as_it_was(qtbot: QtBot, turn: TurnView, key: Qt.Key, typed: str) -> None:
    turn.handle(EVIDENCE)
    asked: list[str] = []
    turn.search_changed.connect(asked.append)
    turn.searched.begin()
    turn.searched.edit.setText(typed or turn.searched.query)
    qtbot.keyClick(turn.searched.edit, key)
    assert asked == []
    assert turn.searched.edit.isHidden()
    assert not turn.searched._said.isHidden()


def test_a_changed_search_is_asked_as_it_is_written(
    qtbot: QtBot, services: Services, bridge: Bridge, theme: Theme
) -> None:
    answers = FakeAnswers(services.history)
    view = ConversationView(replace(services, answers=answers), bridge, theme)
    qtbot.addWidget(view)
    view.show()
    answers.script(
        EVIDENCE, Answered(replace(make_answer("900 euros.", question="And the fee?"), query=EVIDENCE.query))
    )
    answers.script(Answered(make_answer("800 euros.", question="What about Borealis?")))
    view.ask("And the fee?")
    qtbot.waitUntil(lambda: not view.running)
    view.turns[0].search_changed.emit("What about Borealis?")
    qtbot.waitUntil(lambda: not view.running)
    assert [(asked.question, asked.as_written) for asked in answers.asked] == [
        ("And the fee?", False),
        ("What about Borealis?", True),
    ]
    assert len(view.turns) == 2
