"""The help: it is found by its words, and its links do what the window does."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop_app.ui.help_dialog import HelpDialog
from desktop_app.ui.help_text import LINKS, SECTIONS, Items
from desktop_app.ui.library_words import SIGNS
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.models_dialog import ModelsDialog
from desktop_app.ui.theme import Theme
from indexer.filters import parse
from indexer.types import DocumentState

_NAMED = re.compile(r"\{(\w+)\}")


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def dialog(theme: Theme, done: list[str], qtbot: QtBot) -> HelpDialog:
    actions = []
    for name, link in LINKS.items():
        action = QAction(name)
        action.setShortcut(link.keys)
        action.triggered.connect(lambda _, name=name: done.append(name))
        actions.append(action)
    made = HelpDialog(actions, theme)
    made.kept = actions  # type: ignore[attr-defined]
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_words_find_sections_and_are_marked(dialog: HelpDialog) -> None:
    everything = [section.title for section in dialog.shown()]
    assert everything == [section.title for section in SECTIONS]
    assert dialog.titles.count() == len(SECTIONS)
    dialog.field.setText("WATT tokens")
    assert [section.title for section in dialog.shown()] == ["What answers cost"]
    assert dialog.titles.item(0).text() == "What answers cost"
    assert "Bring documents in" not in dialog.page.toPlainText()
    marked = {mark.cursor.selectedText().casefold() for mark in dialog.page.extraSelections()}
    assert marked == {"watt", "tokens"}
    dialog.field.setText("weather tomorrow")
    assert dialog.titles.count() == 0
    assert dialog.nothing.isVisible()


def test_a_title_leads_to_its_section(dialog: HelpDialog) -> None:
    bar = dialog.page.verticalScrollBar()
    assert bar.value() == 0
    dialog.titles.setCurrentRow(4)
    there = bar.value()
    assert there > 0
    at = dialog.page.cursorForPosition(dialog.page.rect().topLeft())
    assert at.block().text() == "When there is no answer" or at.block().next().text() == "When there is no answer"
    dialog.titles.setCurrentRow(1)
    assert 0 < bar.value() < there
    dialog.resize(560, 600)
    assert not dialog.titles.isVisible()


def test_links_do_the_windows_actions(dialog: HelpDialog, done: list[str]) -> None:
    dialog.page.anchorClicked.emit(QUrl("models"))
    assert done == ["models"]
    assert dialog.isVisible()
    dialog.page.anchorClicked.emit(QUrl("https://example.org"))
    dialog.page.anchorClicked.emit(QUrl("documents"))
    assert done == ["models", "documents"]
    assert not dialog.isVisible()  # it would cover them


def test_the_window_has_what_the_help_speaks_of(open_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = open_window()
    keys = {action.shortcut().toString() for action in window.actions()}
    assert {link.keys for link in LINKS.values()} <= keys
    window.header.help.click()
    shown = window.findChild(HelpDialog)
    assert shown is not None
    assert not shown.isModal()
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    assert len(window.findChildren(HelpDialog)) == 1
    shown.page.anchorClicked.emit(QUrl("models"))
    models = window.findChild(ModelsDialog)
    assert models is not None
    models.close()
    shown.close()


def test_what_it_says_is_so() -> None:
    """Names that the help and the program share."""
    paragraphs = [part for section in SECTIONS for part in section.parts if isinstance(part, str)]
    assert {name for text in paragraphs for name in _NAMED.findall(text)} == set(LINKS)
    lists = [part for section in SECTIONS for part in section.parts if isinstance(part, Items)]
    (states,) = (part for part in lists if part.rows[0][0] == SIGNS[DocumentState.PENDING].word)
    assert [word for word, _ in states.rows] == [SIGNS[state].word for state in DocumentState]
    (limits,) = (part for part in lists if part.written)
    assert all(parse(written).filters for written, _ in limits.rows)
    assert parse('in:"My folder"').filters.folders == ("My folder",)
