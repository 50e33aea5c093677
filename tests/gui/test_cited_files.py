"""Footnotes whose files changed since the answer, or are gone, are marked in the conversation."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Answer, Support
from desktop_app.ui.answer_view import AnswerView
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.cited_files import CitedFiles, fates_of
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.fate import Fate
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.protocol import ListDocuments
from tests.support.fake_answers import make_answer, make_sentences, make_source
from tests.support.fake_library import FakeLibrary

QUOTE = "Ninety days’ written notice."
TEXT = "Ninety days, in writing."
TOMORROW = 86_400.0


@pytest.fixture
def file(tmp_path: Path, library: FakeLibrary) -> Path:
    """A cited file, older than every answer."""
    path = tmp_path / "contract.txt"
    path.write_text(QUOTE)
    os.utime(path, (1e9, 1e9))
    library.put(str(path), QUOTE)
    return path


@pytest.fixture
def answer(file: Path, library: FakeLibrary, services: Services) -> Answer:
    document = library.documents(ListDocuments()).documents[0]
    source = replace(make_source(1, QUOTE), path=str(file), document_id=document.id, page=None, start=0)
    sentences = make_sentences(TEXT, (TEXT, Support.SUPPORTED, (1,)))
    answer = make_answer(TEXT, sentences, [source], question="What notice?")
    services.history.add_answer(services.history.create("Notice").id, answer)
    return answer


def fates(answer: Answer, services: Services) -> dict[int, Fate]:
    return fates_of([answer], 1, services.history, services.library)[answer.trace]


def write_later(path: Path, text: str) -> None:
    path.write_text(text)
    os.utime(path, (time.time() + TOMORROW,) * 2)


def test_a_file_as_it_was_is_not_marked_and_costs_no_call(
    answer: Answer, services: Services, library: FakeLibrary
) -> None:
    before = len(library.calls_of("text"))
    assert fates(answer, services) == {}
    assert len(library.calls_of("text")) == before


def test_a_file_with_other_words_is_stale(answer: Answer, services: Services, file: Path) -> None:
    write_later(file, "Thirty days.")
    assert fates(answer, services) == {1: Fate.STALE}


def test_a_file_that_is_away_is_gone(answer: Answer, services: Services, file: Path) -> None:
    file.unlink()
    assert fates(answer, services) == {1: Fate.GONE}


@pytest.mark.usefixtures("answer")
def test_marks_come_when_a_conversation_is_opened_and_when_documents_change(
    services: Services,
    bridge: Bridge,
    theme: Theme,
    library: FakeLibrary,
    file: Path,
    qtbot: QtBot,
) -> None:
    view = ConversationView(services, bridge, theme)
    qtbot.addWidget(view)
    view.resize(640, 480)
    watch = LibraryWatch(library, bridge, view)
    CitedFiles(view, services, bridge, watch)
    write_later(file, "Thirty days.")
    view.show()
    view.show_conversation(1)
    qtbot.waitUntil(lambda: bool(view.turns) and "stale" in view.turns[0].footnotes.cards[0].accessibleName())
    turn = view.turns[0]
    card = turn.footnotes.cards[0]
    assert card.accessibleDescription() == "This file has changed since the answer."
    with qtbot.waitSignal(turn.text.pointed) as told:
        qtbot.mouseMove(turn.text.viewport(), turn.text.chip_rect(turn.text.chips[0]).center().toPoint())
    assert told.args[0].fate is Fate.STALE
    file.unlink()
    watch.documents_changed.emit()
    qtbot.waitUntil(lambda: "gone" in card.accessibleName())
    assert "This file is gone" in card.toolTip()


@pytest.mark.parametrize("offline", [False, True])
def test_a_footnote_reached_by_keyboard_is_said_to_be_gone_only_when_its_drive_is_there(
    offline: bool, answer: Answer, theme: Theme, qtbot: QtBot
) -> None:
    text = AnswerView(theme, offline=lambda path: offline)  # noqa: ARG005 - the same for all paths
    qtbot.addWidget(text)
    text.set_answer(answer.answer, answer.sentences, answer.sources)
    text.show_fates({1: Fate.GONE})
    text.show()
    text.activateWindow()
    qtbot.waitUntil(text.isActiveWindow)
    text.clearFocus()
    text.setFocus(Qt.FocusReason.TabFocusReason)
    assert text.accessibleDescription().startswith("Footnote 1")
    assert (Fate.GONE.sentence in text.accessibleDescription()) is not offline
