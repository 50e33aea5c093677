"""The conversation pane over a fake answering service and a real history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Answered, Failed, Reading, Support, Token
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from desktop_app.ui.turn_stage import Stage
from indexer.errors import ErrorCode, Problem, known
from tests.support.fake_answers import Asked, FakeAnswers, make_answer, make_evidence, make_sentences, make_source
from tests.support.fake_library import FakeLibrary
from tests.support.fake_models import EMBEDDER, model_row

QUOTE = "Either party may terminate on ninety (90) days’ written notice."
TEXT = "Ninety days, in writing. It was agreed in Paris."
SOURCE = make_source(1, QUOTE)
SENTENCES = make_sentences(
    TEXT, ("Ninety days, in writing.", Support.SUPPORTED, (1,)), ("It was agreed in Paris.", Support.UNSUPPORTED, ())
)
EVIDENCE = make_evidence(QUOTE, "Notices are sent by letter.")
ANSWER = make_answer(TEXT, SENTENCES, [SOURCE], evidence=EVIDENCE, question="What notice?")
LONG = "\n\n".join(f"Paragraph {n} says what it has to say, and then a little more of the same." for n in range(40))


@pytest.fixture
def answers(services: Services) -> FakeAnswers:
    return FakeAnswers(services.history)


@pytest.fixture
def view(qtbot: QtBot, services: Services, bridge: Bridge, theme: Theme, answers: FakeAnswers) -> ConversationView:
    made = ConversationView(replace(services, answers=answers), bridge, theme)
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    return made


def finish(qtbot: QtBot, view: ConversationView) -> None:
    qtbot.waitUntil(lambda: not view.running)


def stored(services: Services, count: int) -> int:
    """A conversation of so many answers."""
    conversation = services.history.create("Long").id
    for n in range(count):
        services.history.add_answer(conversation, replace(ANSWER, question=f"Question {n}?"))
    return conversation


def test_a_first_question_begins_a_conversation(
    qtbot: QtBot, view: ConversationView, answers: FakeAnswers, services: Services
) -> None:
    changed: list[int] = []
    view.conversation_changed.connect(changed.append)
    view.set_scope((Path("/library/Contracts"),))
    qtbot.keyClicks(view.ask_box.edit, "What notice?")
    qtbot.keyClick(view.ask_box.edit, Qt.Key.Key_Return)
    assert view.running
    answers.push(EVIDENCE, Reading(1, 100, 2.0), Token("Ninety"), Answered(ANSWER))
    finish(qtbot, view)
    conversation = services.history.conversations()[0]
    assert answers.asked == [Asked("What notice?", conversation.id, (Path("/library/Contracts"),))]
    assert view.conversation == conversation.id
    assert conversation.title == "What notice?"
    assert changed == [conversation.id, conversation.id]
    assert view.turns[0].stage is Stage.ANSWERED
    view.ask("And the pilot?")
    answers.push(Answered(replace(ANSWER, question="And the pilot?")))
    finish(qtbot, view)
    assert answers.asked[1].conversation == conversation.id
    assert len(view.turns) == 2


def test_events_are_shown_in_the_order_they_come(qtbot: QtBot, view: ConversationView, answers: FakeAnswers) -> None:
    view.ask("What notice?")
    turn = view.turns[0]
    seen: list[str] = []
    answers.push(EVIDENCE)
    qtbot.waitUntil(lambda: not turn.evidence.isHidden())
    seen.append(turn.stage.value)
    answers.push(Reading(2, 300, 4.0))
    qtbot.waitUntil(lambda: turn.stage is Stage.READING)
    for piece in ("Ninety", " days", ", in writing."):
        answers.push(Token(piece))
        said = turn.markdown + piece
        qtbot.waitUntil(lambda said=said: turn.text.toPlainText() == said)  # type: ignore[misc]
        seen.append(turn.text.toPlainText())
    assert seen == ["searching", "Ninety", "Ninety days", "Ninety days, in writing."]
    answers.push(Answered(ANSWER))
    finish(qtbot, view)


def test_a_footnote_opens_its_source_with_its_companions(
    qtbot: QtBot, view: ConversationView, answers: FakeAnswers
) -> None:
    answers.script(EVIDENCE, Answered(ANSWER))
    view.ask("What notice?")
    finish(qtbot, view)
    text = view.turns[0].text
    with qtbot.waitSignal(view.source_requested) as clicked:
        qtbot.mouseClick(
            text.viewport(), Qt.MouseButton.LeftButton, pos=text.chip_rect(text.chips[0]).center().toPoint()
        )
    assert clicked.args == [SOURCE]
    assert view.beside(SOURCE) == (SOURCE,)
    with qtbot.waitSignal(view.source_requested) as carded:
        qtbot.keyClick(view.turns[0].evidence.cards[1], Qt.Key.Key_Return)
    assert carded.args == [EVIDENCE.sentences[1]]
    assert view.beside(EVIDENCE.sentences[1]) == EVIDENCE.sentences


@pytest.mark.parametrize("way", ["button", "escape in the box", "escape elsewhere"])
def test_stop_keeps_the_text(qtbot: QtBot, view: ConversationView, answers: FakeAnswers, way: str) -> None:
    answers.on_stop = (Answered(make_answer("Ninety days", stopped=True)),)
    view.ask("What notice?")
    answers.push(EVIDENCE, Token("Ninety days"))
    qtbot.waitUntil(lambda: view.turns[0].text.toPlainText() == "Ninety days")
    if way == "button":
        qtbot.mouseClick(view.ask_box.action, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(view.ask_box.edit if way == "escape in the box" else view, Qt.Key.Key_Escape)
    finish(qtbot, view)
    assert answers.stops == 1
    assert view.turns[0].text.toPlainText() == "Ninety days"
    assert view.ask_box.action.text() == "Ask"


def test_a_failed_question_can_be_asked_again_in_its_place(
    qtbot: QtBot, view: ConversationView, answers: FakeAnswers
) -> None:
    answers.script(EVIDENCE, Failed(Problem(ErrorCode.PROCESS_DIED, "It ended.", "Ask again.", True)))
    view.ask("What notice?")
    finish(qtbot, view)
    assert not view.turns[0].notice.isHidden()
    answers.script(EVIDENCE, Answered(ANSWER))
    view.turns[0].retry_requested.emit()
    finish(qtbot, view)
    assert [turn.stage for turn in view.turns] == [Stage.ANSWERED]
    assert [asked.question for asked in answers.asked] == ["What notice?"] * 2


def test_asking_again_after_an_answer_adds_a_turn(qtbot: QtBot, view: ConversationView, answers: FakeAnswers) -> None:
    answers.script(Answered(ANSWER))
    answers.script(Answered(ANSWER))
    view.ask("What notice?")
    finish(qtbot, view)
    view.turns[0].retry_requested.emit()
    finish(qtbot, view)
    assert len(view.turns) == 2


def test_an_error_of_the_service_itself_is_a_card(
    qtbot: QtBot, view: ConversationView, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_title: str) -> None:
        raise known(ErrorCode.DISK_FULL, "The disk is full.", "Free some space, then ask again.")

    monkeypatch.setattr(services.history, "create", full)
    view.ask("What notice?")
    finish(qtbot, view)
    assert view.turns[0].stage is Stage.FAILED


def test_while_an_answer_is_made_another_conversation_can_be_read(
    qtbot: QtBot, view: ConversationView, answers: FakeAnswers, services: Services
) -> None:
    other = stored(services, 1)
    view.ask("What notice?")
    answers.push(EVIDENCE, Token("Ninety"))
    qtbot.waitUntil(lambda: view.turns[0].markdown == "Ninety")
    mine = view.conversation
    view.show_conversation(other)
    qtbot.waitUntil(lambda: [turn.question for turn in view.turns] == ["Question 0?"])
    view.ask("Another?")  # one at a time
    assert len(answers.asked) == 1
    answers.push(Token(" days"))
    view.show_conversation(mine)
    qtbot.waitUntil(lambda: [turn.question for turn in view.turns] == ["What notice?"])
    qtbot.waitUntil(lambda: view.turns[0].markdown == "Ninety days")
    view.show_conversation(other)
    answers.push(Answered(ANSWER))
    finish(qtbot, view)
    view.show_conversation(mine)
    qtbot.waitUntil(lambda: len(view.turns) == 1 and view.turns[0].stage is Stage.ANSWERED)
    assert [chip.n for chip in view.turns[0].text.chips] == [1]


def test_a_long_history_is_built_as_it_is_reached(qtbot: QtBot, view: ConversationView, services: Services) -> None:
    view.show_conversation(stored(services, 30))
    bar = view.column.verticalScrollBar()
    qtbot.waitUntil(lambda: len(view.turns) == 9 and bar.maximum() > 0 and bar.value() == bar.maximum())
    assert [turn.question for turn in view.turns][::8] == ["Question 21?", "Question 29?"]
    first = view.turns[0]
    seen = first.y() - 300
    bar.setValue(300)
    offsets: set[int] = set()

    def built() -> bool:
        offsets.add(first.y() - bar.value())
        return len(view.turns) == 15

    qtbot.waitUntil(built)
    assert view.turns[0].question == "Question 15?"
    assert offsets == {seen}  # what the reader looks at never moved


def test_the_view_follows_only_at_the_end(qtbot: QtBot, view: ConversationView, answers: FakeAnswers) -> None:
    view.ask("What notice?")
    answers.push(EVIDENCE, Token(LONG))
    bar = view.column.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 600 and bar.value() == bar.maximum())
    answers.push(Token("\n\n" + LONG))
    before = bar.maximum()
    qtbot.waitUntil(lambda: bar.maximum() > before and bar.value() == bar.maximum())
    bar.setValue(200)
    grown = bar.maximum()
    answers.push(Token("\n\n" + LONG))
    qtbot.waitUntil(lambda: bar.maximum() > grown)
    assert bar.value() == 200
    answers.push(Answered(make_answer(view.turns[0].markdown)))
    finish(qtbot, view)
    assert bar.value() == 200


def test_a_finished_answer_stays_where_it_is_read_and_shows_its_verdict(
    qtbot: QtBot, view: ConversationView, answers: FakeAnswers
) -> None:
    sources = [make_source(n, f"Quotation {n} of a passage. " * 4) for n in range(1, 13)]
    text = LONG + "\n\nIt is ninety days."
    view.ask("What notice?")
    answers.push(EVIDENCE, Token(text))
    bar, turn = view.column.verticalScrollBar(), view.turns[0]
    qtbot.waitUntil(lambda: turn.text.height() > 800 and bar.value() == bar.maximum() > 600)
    before = turn.text.mapTo(view.column.viewport(), turn.text.rect().bottomLeft()).y()
    checks = make_sentences(text, ("It is ninety days.", Support.SUPPORTED, tuple(range(1, 13))))
    answers.push(Answered(make_answer(text, checks, sources)))
    finish(qtbot, view)
    assert len(turn.footnotes.cards) == 12
    after = turn.text.mapTo(view.column.viewport(), turn.text.rect().bottomLeft()).y()
    assert 0 <= before - after <= 40  # no further than the verdict needs
    footer = turn.footer.mapTo(view.column.viewport(), turn.footer.rect().bottomLeft()).y()
    assert footer <= view.column.viewport().height()
    assert bar.maximum() - bar.value() > 300


def test_tab_brings_a_footnote_into_view(qtbot: QtBot, view: ConversationView, answers: FakeAnswers) -> None:
    text = LONG + "\n\nIt is ninety days."
    answer = make_answer(text, make_sentences(text, ("It is ninety days.", Support.SUPPORTED, (1,))), [SOURCE])
    answers.script(EVIDENCE, Answered(answer))
    view.ask("What notice?")
    finish(qtbot, view)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    bar = view.column.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 600)
    bar.setValue(0)
    view.turns[0].text.setFocus(Qt.FocusReason.TabFocusReason)
    area = view.turns[0].text
    qtbot.waitUntil(
        lambda: (
            view.column.viewport()
            .rect()
            .contains(area.viewport().mapTo(view.column.viewport(), area.chip_rect(area.chips[0]).center().toPoint()))
        )
    )


def test_a_link_opens_only_after_asking(
    qtbot: QtBot, view: ConversationView, answers: FakeAnswers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    answers.script(Answered(make_answer("See [this](https://example.org/a).")))
    view.ask("What notice?")
    finish(qtbot, view)
    for button, expected in (("Cancel", []), ("Open", ["https://example.org/a"])):
        view.turns[0].link_clicked.emit("https://example.org/a")
        box = next(b for b in view.findChildren(QMessageBox) if b.isVisible())
        assert "example.org" in box.text()
        assert opened == []
        pressed = next(b for b in box.findChildren(QPushButton) if b.text().replace("&", "") == button)
        qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
        assert opened == expected
        qtbot.waitUntil(lambda: not any(b.isVisible() for b in view.findChildren(QMessageBox)))
    view.turns[0].link_clicked.emit("file:///etc/passwd")
    assert not any(b.isVisible() for b in view.findChildren(QMessageBox))


def test_a_new_conversation_says_what_can_be_asked(qtbot: QtBot, view: ConversationView, library: FakeLibrary) -> None:
    view.start()
    qtbot.waitUntil(lambda: view.empty.title == "Your library is empty")
    assert view.empty.suggestions == []
    library.put("/library/Acme MSA.pdf", ["Ninety days."])
    library.put("/library/Notes.md", "# Notes\n\n## 2. Looking after the boiler\n\nSome notes.")
    view.refresh_library()
    qtbot.waitUntil(lambda: len(view.empty.suggestions) == 2)
    assert view.empty.title == "What do you want to know?"
    assert [each.question for each in view.empty.suggestions] == [
        "What does “Notes” say about “Looking after the boiler”?",
        "What is “Acme MSA” about?",
    ]


def test_a_suggestion_is_asked_at_once(
    qtbot: QtBot, view: ConversationView, library: FakeLibrary, answers: FakeAnswers
) -> None:
    library.put("/library/Acme MSA.pdf", ["Ninety days."])
    view.refresh_library()
    qtbot.waitUntil(lambda: len(view.empty.suggestions) == 1)
    answers.script(Answered(ANSWER))
    qtbot.mouseClick(view.empty.suggestions[0], Qt.MouseButton.LeftButton)
    finish(qtbot, view)
    assert answers.asked[0].question == "What is “Acme MSA” about?"


def test_up_recalls_what_was_asked_in_other_conversations(
    qtbot: QtBot, services: Services, bridge: Bridge, theme: Theme, answers: FakeAnswers
) -> None:
    stored(services, 2)
    view = ConversationView(replace(services, answers=answers), bridge, theme)
    qtbot.addWidget(view)
    view.ask_box.edit.remember("just now")
    view.start()
    qtbot.waitUntil(lambda: len(view.ask_box.edit._asked) == 3)
    recalled = []
    for _ in range(3):
        qtbot.keyClick(view.ask_box.edit, Qt.Key.Key_Up)
        recalled.append(view.ask_box.edit.toPlainText())
    assert recalled == ["just now", "Question 1?", "Question 0?"]


def entries(view: ConversationView) -> dict[str, QAction]:
    """What the conversation adds to the menu below the last answer."""
    menu = QMenu(view)
    view.turns[-1].footer.menu_opening.emit(menu)
    return {action.text(): action for action in menu.actions()}


def test_a_question_is_asked_again_otherwise(qtbot: QtBot, view: ConversationView, answers: FakeAnswers) -> None:
    scope = (Path("/library/Contracts"),)
    view.set_scope(scope)
    small = model_row("small", title="Small", installed=True, for_tests=True)
    others = [model_row(installed=True, in_use=True), model_row("other", title="Other 4B", installed=True), EMBEDDER]
    others.append(small)
    view.retries.show_models(others)
    for _ in range(5):
        answers.script(Answered(ANSWER))
    view.ask("What notice?")
    finish(qtbot, view)
    entries(view)["Edit and ask again"].trigger()
    assert view.ask_box.edit.toPlainText() == "What notice?"
    entries(view)["Ask again, reading more"].trigger()
    finish(qtbot, view)
    assert (answers.asked[1].scope, answers.asked[1].effort) == (scope, 3)
    entries(view)["Ask the whole library"].trigger()
    finish(qtbot, view)
    assert (answers.asked[2].scope, answers.asked[2].effort) == ((), 1)
    last = entries(view)
    assert "Ask the whole library" not in last
    assert "Ask Small this once" not in last, "it is there for tests only"
    last["Ask Other 4B this once"].trigger()
    finish(qtbot, view)
    assert (answers.asked[3].question, answers.asked[3].model) == ("What notice?", "other")
    view.ask("What else?")
    finish(qtbot, view)
    assert answers.asked[4].model == ""


def test_without_a_model_the_way_to_one_is_shown(qtbot: QtBot, view: ConversationView) -> None:
    view.set_model_state("No model yet", False)
    choose = next(b for b in view.empty.findChildren(QPushButton) if b.text() == "Choose a model")
    assert not choose.isHidden()
    with qtbot.waitSignal(view.open_models_requested):
        choose.click()
    view.set_model_state("Qwen", True)
    assert choose.isHidden()


def test_each_conversation_keeps_its_scope(
    qtbot: QtBot, view: ConversationView, answers: FakeAnswers, services: Services
) -> None:
    contracts, letters = (Path("/library/Contracts"),), (Path("/library/Letters"), Path("/library/a.txt"))
    view.set_scope(contracts)
    view.ask("What notice?")
    answers.push(Answered(ANSWER))
    finish(qtbot, view)
    first = view.conversation
    assert first is not None
    view.show_conversation(None)
    assert view.scope == (), "a new conversation asks the whole library"
    other = services.history.create("Other").id
    services.history.scopes.choose(other, letters)
    services.history.scopes.keep(other)
    view.show_conversation(first)
    view.show_conversation(other)
    qtbot.waitUntil(lambda: view.scope == letters)
    view.show_conversation(first)
    view.ask("And then?")
    assert answers.asked[1:] == [], "what it is limited to is being read"
    qtbot.waitUntil(lambda: len(answers.asked) == 2)
    assert answers.asked[1].scope == contracts
    answers.push(Answered(ANSWER))
    finish(qtbot, view)


def test_a_question_that_came_too_early_is_not_lost(view: ConversationView, services: Services) -> None:
    view.show_conversation(services.history.create("Other").id)
    view.ask("What notice?")
    view.show_conversation(None)
    assert view.ask_box.edit.toPlainText() == "What notice?"
    assert not view.running


def test_a_deleted_trace_is_said(qtbot: QtBot, view: ConversationView, answers: FakeAnswers) -> None:
    answers.script(Answered(ANSWER))
    view.ask("What notice?")
    finish(qtbot, view)
    view.turns[0].trace_requested.emit("gone")
    qtbot.waitUntil(lambda: any(d.isVisible() for d in view.findChildren(QDialog)))
    next(d for d in view.findChildren(QDialog) if d.isVisible()).close()
