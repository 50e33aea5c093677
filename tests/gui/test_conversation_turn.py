"""One turn: events in order, what each shows, and what stays when something goes wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.answering.decline import WITHDRAWN_ANSWER
from desktop_app.answering.events import (
    Answered,
    Declined,
    Evidence,
    Failed,
    Reading,
    Receipt,
    Support,
    Surveying,
    Token,
    Unreadable,
    Verified,
)
from desktop_app.ui.message_view import TurnView
from desktop_app.ui.theme import Theme
from desktop_app.ui.turn_stage import Stage
from indexer.errors import ErrorCode, Problem
from indexer.types import Coverage
from tests.support.fake_answers import make_answer, make_evidence, make_sentences, make_source

QUOTE = "Either party may terminate on ninety (90) days’ written notice."
TEXT = "Ninety days, in writing. It was agreed in Paris."
SOURCE = make_source(1, QUOTE)
SENTENCES = make_sentences(
    TEXT, ("Ninety days, in writing.", Support.SUPPORTED, (1,)), ("It was agreed in Paris.", Support.UNSUPPORTED, ())
)
EVIDENCE = make_evidence(QUOTE, "Notices are sent by letter.", "A third passage.", "A fourth passage.")
ANSWER = make_answer(TEXT, SENTENCES, [SOURCE], evidence=EVIDENCE)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turn(qtbot: QtBot, theme: Theme, clock: Clock) -> TurnView:
    made = TurnView(theme, "What notice period did we agree?", clock=clock)
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    made.begin()
    return made


def shown_text(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def press(qtbot: QtBot, widget: QWidget, text: str) -> None:
    found = next(b for b in widget.findChildren(QPushButton) if b.text() == text and not b.isHidden())
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_it_says_what_it_waits_for(turn: TurnView, clock: Clock) -> None:
    assert "Searching your documents" in shown_text(turn)
    turn.handle(EVIDENCE)
    turn.handle(Reading(3, 640, 6.2))
    assert "Reading 3 passages · about 6 s" in shown_text(turn)
    clock.now += 4
    turn._say_stage()
    assert "Reading 3 passages · about 6 s · 4 s so far" in shown_text(turn)
    clock.now += 26
    turn._say_stage()
    assert "Reading 3 passages · 30 s so far" in shown_text(turn)
    turn.handle(Token("Ninety"))
    assert "Reading" not in shown_text(turn)
    assert "Writing" in shown_text(turn)


def test_evidence_is_there_before_any_prose(turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    assert not turn.evidence.isHidden()
    assert turn.text.isHidden()
    assert "0.2 s · 1,204 of 1,204 documents searched" in turn.evidence._facts.whole()
    assert [card.accessibleName() for card in turn.evidence.cards][:1] == [f"Acme-MSA-2024, page 12. {QUOTE}"]


def test_evidence_names_what_was_not_searched(turn: TurnView) -> None:
    turn.handle(replace(EVIDENCE, coverage=Coverage(10, 3, 2, 1, 4)))
    assert turn.evidence._facts.whole() == (
        "· 0.2 s · 10 of 18 documents searched · 3 still to be read · 2 searched by keyword only so far"
        " · 1 could not be read · 4 offline"
    )


def test_a_card_opens_its_passage_by_mouse_and_by_keyboard(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    opened: list[object] = []
    turn.source_requested.connect(opened.append)
    qtbot.mouseClick(turn.evidence.cards[1], Qt.MouseButton.LeftButton)
    qtbot.keyClick(turn.evidence.cards[0], Qt.Key.Key_Return)
    assert opened == [EVIDENCE.sentences[1], EVIDENCE.sentences[0]]


def test_three_cards_then_the_rest_on_demand(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    assert len(turn.evidence.cards) == 3
    press(qtbot, turn.evidence, "1 more")
    assert [card.target for card in turn.evidence.cards] == list(EVIDENCE.sentences)


def test_tokens_are_gathered_and_drawn_in_order(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    drawn: list[str] = []
    turn.text.document().contentsChanged.connect(lambda: drawn.append(turn.text.toPlainText()))
    for piece in ("Nin", "ety ", "**days**", ", in"):
        turn.handle(Token(piece))
    assert turn.text.isHidden()  # not yet: drawn at most ten times a second
    qtbot.waitUntil(lambda: turn.text.toPlainText() == "Ninety days, in")
    turn.handle(Token(" writing."))
    qtbot.waitUntil(lambda: turn.text.toPlainText() == "Ninety days, in writing.")
    assert turn.markdown == "Ninety **days**, in writing."


def test_verified_sentences_get_their_footnotes_while_the_rest_streams(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    turn.handle(Token(TEXT))
    turn.handle(Verified(0, SENTENCES[0], (SOURCE,)))
    qtbot.waitUntil(lambda: len(turn.text.chips) == 1)
    opened: list[object] = []
    turn.source_requested.connect(opened.append)
    at = turn.text.chip_rect(turn.text.chips[0]).center().toPoint()
    qtbot.mouseClick(turn.text.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [SOURCE]


def test_the_finished_answer_is_drawn_at_once_with_verdict_and_footnotes(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    turn.handle(Answered(ANSWER))
    assert turn.stage is Stage.ANSWERED
    assert [chip.n for chip in turn.text.chips] == [1]
    assert turn.footer.summary == "✓ 1 supported · ○ 1 not"
    assert "6.1 s" in shown_text(turn.footer)
    assert [card.accessibleName() for card in turn.footnotes.cards] == [f"Footnote 1: Acme-MSA-2024, page 12. {QUOTE}"]
    opened: list[object] = []
    turn.source_requested.connect(opened.append)
    qtbot.keyClick(turn.footnotes.cards[0], Qt.Key.Key_Return)
    assert opened == [SOURCE]
    assert turn.beside(SOURCE) == (SOURCE,)
    assert turn.beside(EVIDENCE.sentences[0]) == EVIDENCE.sentences
    assert turn.beside(make_source(9, QUOTE)) == ()


def test_all_supported_is_said_in_full(turn: TurnView) -> None:
    turn.handle(
        Answered(
            make_answer(
                "Ninety days.", make_sentences("Ninety days.", ("Ninety days.", Support.SUPPORTED, (1,))), [SOURCE]
            )
        )
    )
    assert turn.footer.summary == "✓ 1 of 1 sentence supported"


def test_where_the_verdict_has_no_room_its_figures_stand_alone(turn: TurnView) -> None:
    turn.handle(Answered(ANSWER))
    footer = turn.footer
    footer.resize(900, footer.height())
    assert "1 supported" in shown_text(footer)
    footer.resize(300, footer.height())
    said = shown_text(footer)
    assert "✓ 1<" in said
    assert "supported" not in said
    assert "✓ 1 supported · ○ 1 not · 6.1 s" in footer._verdict.toolTip()
    assert footer._verdict.accessibleName() == "✓ 1 supported · ○ 1 not · 6.1 s"


def test_events_behind_the_last_one_change_nothing(turn: TurnView) -> None:
    turn.handle(Answered(ANSWER))
    turn.handle(Token("more"))
    turn.handle(Failed(Problem(ErrorCode.BUG, "It broke.", "Report it.")))
    assert turn.stage is Stage.ANSWERED
    assert turn.notice.isHidden()
    assert turn.markdown == TEXT


def test_declined_is_calm_and_names_the_nearest_misses(turn: TurnView) -> None:
    coverage = Coverage(10, 3, 0, 0, 0)
    turn.handle(replace(EVIDENCE, coverage=coverage))
    declined = make_answer(
        "Not there.", evidence=replace(EVIDENCE, coverage=coverage), declined=True, reason="No passage speaks of cups."
    )
    turn.handle(Declined(declined))
    text = shown_text(turn.notice)
    assert "Your documents don’t answer this" in text
    assert "No passage speaks of cups." in text
    assert "10 of 13 documents searched · 3 still to be read" in turn.evidence._facts.whole()
    assert "NEAREST PASSAGES" in shown_text(turn.evidence)
    assert turn.text.isHidden()
    assert len(turn.evidence.cards) == 3
    assert turn.beside(EVIDENCE.sentences[0]) == EVIDENCE.sentences


@pytest.mark.parametrize("evidence", [EVIDENCE, None])
def test_a_withdrawn_answer_says_nothing_of_the_documents(turn: TurnView, evidence: Evidence | None) -> None:
    turn.handle(Declined(make_answer(WITHDRAWN_ANSWER, evidence=evidence, declined=True, reason="It was withdrawn.")))
    text = shown_text(turn.notice)
    assert "No reliable answer" in text
    assert "Your documents don’t answer this" not in text
    assert "It was withdrawn." in text
    assert ("The nearest passages may still answer it." in text) == (evidence is not None)


def test_a_failure_says_cause_remedy_and_what_is_safe(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    turn.handle(Token("Ninety days"))
    turn.handle(Failed(Problem(ErrorCode.PROCESS_DIED, "The model’s process ended.", "Ask again.", True, "exit -9")))
    text = shown_text(turn.notice)
    assert "The model’s process ended." in text
    assert "Ask again." in text
    assert "What was written so far stays here." in text
    assert turn.text.toPlainText() == "Ninety days"
    assert not turn.evidence.isHidden()
    with qtbot.waitSignal(turn.retry_requested):
        press(qtbot, turn.notice, "Retry")


def test_a_missing_model_leads_to_the_models(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    turn.handle(Failed(Problem(ErrorCode.MODEL_MISSING, "There is no model yet.", "Choose one.")))
    with qtbot.waitSignal(turn.models_requested):
        press(qtbot, turn.notice, "Choose a model")


def test_stopping_keeps_and_checks_what_was_written(turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    turn.handle(Token("Ninety days, in writing."))
    turn.stopping()
    assert "Stopping, and checking what was written" in shown_text(turn)
    turn.handle(Token(" It"))
    assert turn.stage is Stage.STOPPING
    text = "Ninety days, in writing. It"
    stopped = make_answer(
        text, make_sentences(text, ("Ninety days, in writing.", Support.SUPPORTED, (1,))), [SOURCE], stopped=True
    )
    turn.handle(Answered(stopped))
    assert turn.text.toPlainText().replace("\u2060", "") == "Ninety days, in writing.1 It"
    assert "stopped" in shown_text(turn.footer)


def test_a_stream_that_just_ends_says_so(turn: TurnView) -> None:
    turn.handle(EVIDENCE)
    turn.end()
    assert turn.finished
    assert "Stopped before the first word" in shown_text(turn)


def test_from_history_the_evidence_is_folded_below_its_summary(qtbot: QtBot, turn: TurnView) -> None:
    turn.show_answer(ANSWER)
    assert turn.evidence.folded
    assert [chip.n for chip in turn.text.chips] == [1]
    assert turn.evidence.cards == []
    qtbot.mouseClick(turn.evidence._fold, Qt.MouseButton.LeftButton)
    assert not turn.evidence.folded
    assert len(turn.evidence.cards) == 3


def test_copying_writes_the_footnotes_out(turn: TurnView) -> None:
    turn.handle(Answered(ANSWER))
    clipboard = QGuiApplication.clipboard()
    turn.footer.copy_text()
    assert clipboard.text() == (
        "Ninety days, in writing.¹ It was agreed in Paris. [not supported]\n\n"
        f"¹ Acme-MSA-2024 · p. 12: “{QUOTE}” (/library/Acme-MSA-2024.pdf)\n"
    )
    turn.footer.copy_markdown()
    assert clipboard.text() == (
        "Ninety days, in writing.[^1] It was agreed in Paris. [not supported]\n\n"
        f"[^1]: Acme-MSA-2024 · p. 12: “{QUOTE}” (/library/Acme-MSA-2024.pdf)\n"
    )
    turn.footer.copy_trace_id()
    assert clipboard.text() == "t-0001"


def test_the_trace_is_one_press_away(qtbot: QtBot, turn: TurnView) -> None:
    turn.handle(Answered(ANSWER))
    with qtbot.waitSignal(turn.trace_requested) as asked:
        press(qtbot, turn.footer, "trace")
    assert asked.args == ["t-0001"]


def test_what_is_cited_from_a_drive_that_is_away_says_so(qtbot: QtBot, theme: Theme) -> None:
    away: set[str] = set()
    turn = TurnView(theme, "What notice period did we agree?", offline=away.__contains__)
    qtbot.addWidget(turn)
    turn.resize(560, 600)
    turn.show()
    turn.begin()
    for event in (EVIDENCE, Answered(ANSWER)):
        turn.handle(event)
    cards = [*turn.evidence.cards, *turn.footnotes.cards]
    assert cards
    assert not any("offline" in card.accessibleName() for card in cards)
    online = cards[0].grab().toImage()
    away.update(card._passage.path for card in cards)
    assert cards[0].grab().toImage() != online
    for card in cards:
        QApplication.sendEvent(card, QFocusEvent(QEvent.Type.FocusIn))
        assert ", offline." in card.accessibleName()
        assert card.toolTip().endswith("\nOffline: from what was read before.")


def test_reading_everything_shows_how_far_it_is_and_leaves_a_receipt(turn: TurnView) -> None:
    turn.handle(Surveying(0, 0, "documents"))
    assert "Reading all documents" in shown_text(turn)
    turn.handle(Surveying(3, 12, "parts"))
    assert "Reading 3 of 12 parts" in shown_text(turn)
    receipt = Receipt(11, 12, "documents", (Unreadable("/d/a.xlsx", "It has a password."),))
    turn.handle(Answered(replace(ANSWER, receipt=receipt)))
    assert "11 of 12 documents read · 1 could not be read" in shown_text(turn)
    assert turn.evidence.isHidden()
    assert "It has a password." not in shown_text(turn)
    turn.receipt.set_folded(False)
    assert "a.xlsx: It has a password." in shown_text(turn)


def test_a_receipt_comes_back_from_history_and_others_have_none(turn: TurnView) -> None:
    turn.show_answer(replace(ANSWER, receipt=Receipt(72, 72, "rows", where="costs.csv", sql="SELECT 1")))
    assert "72 of 72 rows of costs.csv read" in shown_text(turn)
    assert turn.evidence.isHidden()
    turn.receipt.show_receipt(None)
    assert turn.receipt.isHidden()


def test_many_footnotes_are_written_out_on_demand(turn: TurnView, qtbot: QtBot) -> None:
    sources = [make_source(n, f"Quote {n}.") for n in range(1, 41)]
    turn.handle(Answered(replace(ANSWER, sources=tuple(sources))))
    assert len(turn.footnotes.cards) == 12
    press(qtbot, turn.footnotes, "28 more footnotes")
    assert len(turn.footnotes.cards) == 40


def test_parts_that_few_turns_need_are_made_in_their_places_when_they_are_wanted(qtbot: QtBot, theme: Theme) -> None:
    turn = TurnView(theme, "What notice?")
    qtbot.addWidget(turn)
    turn.begin()
    turn.handle(Answered(ANSWER))
    assert not {"notice", "receipt", "correction"} & vars(turn).keys()
    wanted = [turn._status, turn.notice, turn.receipt, turn.footer, turn.correction, turn.footnotes]
    places = [turn._layout.indexOf(part) for part in wanted]
    assert places == sorted(places)
    assert all(part.isHidden() for part in (turn.notice, turn.receipt, turn.correction))
