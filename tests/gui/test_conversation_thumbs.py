"""Thumbs up and down, and what would be right: kept in history, shown again, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.answering.decline import Cause
from desktop_app.answering.events import Answered, Declined
from desktop_app.judgements import Judgement, judgement_of
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.message_view import TurnView
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from tests.support.fake_answers import FakeAnswers, make_answer, make_source

ANSWER = make_answer("Ninety days.", sources=[make_source(1, "ninety days")], question="What notice?")


@pytest.fixture
def turn(qtbot: QtBot, theme: Theme) -> TurnView:
    made = TurnView(theme, "What notice?")
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    made.begin()
    made.handle(Answered(ANSWER))
    return made


@pytest.fixture
def judged(turn: TurnView) -> Iterator[list[Judgement | None]]:
    """What the turn asks to be kept; it is shown at once, as the conversation would."""
    heard: list[Judgement | None] = []
    turn.judged.connect(heard.append)
    turn.judged.connect(turn.show_judgement)
    yield heard
    turn.judged.disconnect()


def click(qtbot: QtBot, button: QToolButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_thumb_up_is_kept_and_taken_back(qtbot: QtBot, turn: TurnView, judged: list[Judgement | None]) -> None:
    thumbs = turn.footer.thumbs
    assert thumbs.up.accessibleName() == "This is right"
    click(qtbot, thumbs.up)
    assert thumbs.up.accessibleName() == "You judged this as right. Press to take it back"
    assert turn.correction.isHidden()
    click(qtbot, thumbs.up)
    assert judged == [judgement_of(ANSWER, good=True), None]
    assert thumbs.judged is None


def test_a_thumb_down_asks_what_would_be_right(qtbot: QtBot, turn: TurnView, judged: list[Judgement | None]) -> None:
    click(qtbot, turn.footer.thumbs.down)
    assert not turn.correction.isHidden()
    assert not turn.correction.keep.isEnabled()
    qtbot.keyClicks(turn.correction.edit, "Sixty days.")
    qtbot.keyClick(turn.correction.edit, Qt.Key.Key_Return)
    assert judged == [
        judgement_of(ANSWER, good=False),
        judgement_of(ANSWER, good=False, correction="Sixty days."),
    ]
    assert turn.correction.isHidden()
    assert turn.footer.thumbs.judged is False


def test_the_documents_may_not_say(qtbot: QtBot, turn: TurnView, judged: list[Judgement | None]) -> None:
    click(qtbot, turn.footer.thumbs.down)
    qtbot.mouseClick(turn.correction.absent, Qt.MouseButton.LeftButton)
    assert judged[-1] == judgement_of(ANSWER, good=False, not_there=True)


def test_the_box_can_be_left_without_an_answer(qtbot: QtBot, turn: TurnView, judged: list[Judgement | None]) -> None:
    click(qtbot, turn.footer.thumbs.down)
    qtbot.keyClick(turn.correction.edit, Qt.Key.Key_Escape)
    assert turn.correction.isHidden()
    assert judged == [judgement_of(ANSWER, good=False)]


def test_changing_one_s_mind_closes_the_box(qtbot: QtBot, turn: TurnView, judged: list[Judgement | None]) -> None:
    click(qtbot, turn.footer.thumbs.down)
    click(qtbot, turn.footer.thumbs.up)
    assert turn.correction.isHidden()
    assert judged[-1] == judgement_of(ANSWER, good=True)


@pytest.mark.parametrize("cause", Cause)
def test_whether_the_documents_say_is_not_asked_where_the_answer_said_so(
    qtbot: QtBot, theme: Theme, cause: Cause
) -> None:
    turn = TurnView(theme, "Who won?")
    qtbot.addWidget(turn)
    turn.show()
    turn.handle(Declined(make_answer(cause.answer, declined=True)))
    click(qtbot, turn.footer.thumbs.down)
    assert turn.correction.absent.isHidden() == (cause not in (Cause.UNFOUNDED, Cause.EMPTY))


@pytest.mark.parametrize("answer", [replace(ANSWER, stopped=True), replace(ANSWER, trace="")])
def test_what_was_not_finished_is_not_judged(qtbot: QtBot, theme: Theme, answer: object) -> None:
    turn = TurnView(theme, "What notice?")
    qtbot.addWidget(turn)
    turn.handle(Answered(answer))  # type: ignore[arg-type]
    assert turn.footer.thumbs.isHidden()


# In a conversation


@pytest.fixture
def view(qtbot: QtBot, services: Services, bridge: Bridge, theme: Theme) -> ConversationView:
    answers = FakeAnswers(services.history)
    answers.script(Answered(ANSWER))
    made = ConversationView(replace(services, answers=answers), bridge, theme)
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    made.ask("What notice?")
    qtbot.waitUntil(lambda: not made.running)
    return made


def kept(services: Services) -> list[bool]:
    return [judgement.good for judgement in services.history.judgements.all()]


def test_history_keeps_it_and_shows_it_again(qtbot: QtBot, view: ConversationView, services: Services) -> None:
    view.turns[0].footer.thumbs.pressed.emit(False)
    qtbot.waitUntil(lambda: kept(services) == [False])
    view.turns[0].correction.corrected.emit("Sixty days.")
    qtbot.waitUntil(lambda: services.history.judgements.all()[0].correction == "Sixty days.")
    conversation = view.conversation
    view.show_conversation(None)
    view.show_conversation(conversation)
    qtbot.waitUntil(lambda: bool(view.turns))
    assert view.turns[0].footer.thumbs.judged is False
    assert view.turns[0].correction.isHidden()
    view.turns[0].footer.thumbs.pressed.emit(False)
    qtbot.waitUntil(lambda: kept(services) == [])


def test_what_could_not_be_kept_is_said_and_not_shown_as_kept(
    qtbot: QtBot, view: ConversationView, services: Services
) -> None:
    assert view.conversation is not None
    services.history.delete(view.conversation)
    turn = view.turns[0]
    turn.footer.thumbs.pressed.emit(True)
    qtbot.waitUntil(lambda: turn.footer.thumbs.judged is None)
    assert "could not be kept" in turn.correction._said.text()
