"""The window that is made anew in another language: when, and what goes over to the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.reopening import Reopening
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import speak
from tests.support.fake_answers import FakeAnswers, make_answer
from tests.support.fake_library import FakeLibrary

CONTRACTS = (Path("/d/Contracts"),)


@pytest.fixture(autouse=True)
def english_afterwards(qapp: QApplication) -> Iterator[None]:
    del qapp
    yield
    speak("en")
    QLocale.setDefault(QLocale("en_US"))


@pytest.fixture
def answers(services: Services) -> FakeAnswers:
    return FakeAnswers(services.history)


@pytest.fixture
def shown(
    services: Services, answers: FakeAnswers, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> Iterator[Reopening]:
    library.put("/d/Contracts/acme.pdf", ["Either party may terminate."])

    def make() -> MainWindow:
        window = MainWindow(replace(services, answers=answers), bridge, theme)
        window.start()
        return window

    made = Reopening(make(), "en", make)
    made.window.resize(900, 640)
    made.window.show()
    qtbot.waitUntil(lambda: bool(made.window.watch.folders))
    yield made
    made.window.close()
    made.window.deleteLater()


def speaks_german(window: MainWindow) -> bool:
    return "Dokumente" in [action.text() for action in window.actions()]


def close_dialog() -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.close()


def test_a_draft_and_its_scope_go_over_to_the_window_in_another_language(shown: Reopening, qtbot: QtBot) -> None:
    old = shown.window
    old.conversation.ask_box.write("When can we le")
    old.conversation.set_scope(CONTRACTS)
    with qtbot.waitSignal(shown.reopened):
        old.settings.change(language="de")
    new = shown.window
    assert new is not old and speaks_german(new) and new.isVisible()
    assert new.conversation.ask_box.edit.toPlainText() == "When can we le"
    assert new.conversation.scope == CONTRACTS
    assert (new.width(), new.height()) == (900, 640)
    with qtbot.waitSignal(shown.reopened):
        new.settings.change(language="en")
    assert not speaks_german(shown.window)


def test_the_conversation_goes_over(shown: Reopening, services: Services, qtbot: QtBot) -> None:
    conversation = services.history.create("When can we leave?").id
    services.history.add_answer(conversation, make_answer("In May."))
    shown.window.conversations.show(conversation)
    with qtbot.waitSignal(shown.reopened):
        shown.window.settings.change(language="de")
    view = shown.window.conversation
    qtbot.waitUntil(lambda: len(view.turns) == 1)
    assert view.conversation == conversation


def test_what_is_under_way_is_waited_for(shown: Reopening, answers: FakeAnswers, qtbot: QtBot) -> None:
    window = shown.window
    window.conversation.ask("When can we leave?")
    window.dialogs.show_settings()
    window.settings.change(language="de")
    with qtbot.assertNotEmitted(shown.reopened, wait=500):
        pass
    close_dialog()
    with qtbot.assertNotEmitted(shown.reopened, wait=500):
        pass
    with qtbot.waitSignal(shown.reopened):
        answers.end()
    assert speaks_german(shown.window)


def test_a_language_that_was_chosen_by_mistake_changes_nothing(shown: Reopening, qtbot: QtBot) -> None:
    window = shown.window
    window.dialogs.show_settings()
    window.settings.change(language="de")
    window.settings.change(language="en")
    with qtbot.assertNotEmitted(shown.reopened, wait=300):
        close_dialog()
    assert shown.window is window
