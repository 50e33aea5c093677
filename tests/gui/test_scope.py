"""What a conversation asks: chosen by dropping on it, from its chip's menu and in the library pane."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from desktop_app.ui.collection_dialog import CollectionDialog
from desktop_app.ui.drop import to_ask
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.scope_desk import scope_label
from desktop_app.ui.services import Services
from tests.gui.dragging import carrying, drop, enter
from tests.support.fake_library import FakeLibrary


@pytest.fixture
def window(library: FakeLibrary, open_window: Callable[[], MainWindow], tmp_path: Path) -> MainWindow:
    library.put(str(tmp_path / "Contracts" / "acme.txt"), "ninety days")
    library.add_folders((tmp_path / "Contracts",))
    window = open_window()
    assert window.views.currentWidget() is window.conversation
    return window


def middle(window: MainWindow) -> QPointF:
    view = window.conversation
    return QPointF(view.mapTo(window, QPoint(view.width() // 2, view.height() // 2)))


def let_go(window: MainWindow, mime: QMimeData, at: QPointF) -> None:
    assert enter(window, mime)
    drop(window, mime, at)


def entry(window: MainWindow, words: str) -> QAction:
    return next(action for action in window.scopes.menu().actions() if words in action.text())


def test_what_is_dropped_on_a_conversation_is_added_and_asked_alone(
    window: MainWindow, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("thirty days")
    mime = carrying(file)
    let_go(window, mime, middle(window))
    qtbot.waitUntil(lambda: window.conversation.scope == (file,))
    assert library.calls_of("add_folders")[-1] == (file,)
    assert "letter.txt" in window.conversation.ask_box.scope.text()
    assert not window.drop.isVisible()


def test_what_the_library_holds_is_not_added_again(window: MainWindow, library: FakeLibrary, tmp_path: Path) -> None:
    before = len(library.calls_of("add_folders"))
    let_go(window, carrying(tmp_path / "Contracts" / "acme.txt"), middle(window))
    assert window.conversation.scope == (tmp_path / "Contracts" / "acme.txt",)
    assert len(library.calls_of("add_folders")) == before


def test_beside_the_conversation_it_is_only_added(
    window: MainWindow, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    let_go(window, carrying(tmp_path / "other"), QPointF(20, 300))
    qtbot.waitUntil(lambda: library.calls_of("add_folders")[-1] == (tmp_path / "other",))
    assert window.conversation.scope == ()


def test_with_both_sides_folded_there_is_still_room_to_add(
    window: MainWindow, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    window.panes.show_left(False)
    window.panes.show_right(False)
    qtbot.waitUntil(lambda: window.conversation.width() == window.width())
    let_go(window, carrying(tmp_path / "other"), QPointF(20, 300))
    qtbot.waitUntil(lambda: library.calls_of("add_folders")[-1] == (tmp_path / "other",))


def test_the_menu_switches_folders_on_and_off(window: MainWindow, tmp_path: Path) -> None:
    contracts = tmp_path / "Contracts"
    assert entry(window, "The whole library").isChecked()
    entry(window, "Contracts").trigger()
    assert window.conversation.scope == (contracts,)
    assert window.library.folders.chosen == str(contracts)
    assert entry(window, "Contracts").isChecked()
    window.scopes.choose((contracts, tmp_path / "a.txt"))
    assert window.library.folders.chosen is None
    entry(window, "a.txt").trigger()
    assert window.conversation.scope == (contracts,)
    entry(window, "The whole library").trigger()
    assert window.conversation.scope == ()


def test_the_scope_comes_back_with_its_conversation(
    window: MainWindow, services: Services, tmp_path: Path, qtbot: QtBot
) -> None:
    conversation = services.history.create("Notice").id
    with qtbot.waitSignal(window.conversation.scope_changed):
        window.conversations.show(conversation)
    entry(window, "Contracts").trigger()
    window.new_conversation()
    assert "whole library" in window.conversation.ask_box.scope.text()
    window.conversations.show(conversation)
    qtbot.waitUntil(lambda: window.conversation.scope == (tmp_path / "Contracts",))
    assert "Contracts" in window.conversation.ask_box.scope.text()


def test_a_scope_that_left_the_library_says_so(window: MainWindow) -> None:
    window.scopes.choose((Path("/gone/a.txt"),))
    chip = window.conversation.ask_box.scope
    assert chip.text().startswith("⚠")
    assert "Not in the library any more" in chip.accessibleDescription()


def test_a_collection_is_made_asked_and_deleted(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    contracts = tmp_path / "Contracts"
    window.library.collect_requested.emit((contracts,))
    dialog = window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("Acme & Co")
    with qtbot.waitSignal(window.collections.changed):
        dialog.accept()
    with qtbot.waitSignal(window.collections.changed):
        window.collections.add("Acme & Co", (tmp_path / "a.txt",))
    rows = window.library.collections
    assert rows.isVisible()
    assert rows.heading.isVisible()
    assert rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Acme & Co, 2 folders and files"
    rows.activated.emit(rows.model().index(0, 0))
    assert window.conversation.scope == (contracts, tmp_path / "a.txt")
    rows.activated.emit(rows.model().index(0, 0))
    assert window.conversation.scope == (), "a second click takes the limit away"
    entry(window, "Collection: Acme && Co").trigger()
    assert window.conversation.scope == (contracts, tmp_path / "a.txt")
    assert window.conversation.ask_box.scope.text().startswith("⚠ in: Acme && Co"), "a.txt is in no folder"
    with qtbot.waitSignal(window.collections.changed):
        entry(window, "Delete the collection").trigger()
    assert window.collections.known == ()
    assert not rows.isVisible()
    assert not rows.heading.isVisible()
    assert window.conversation.scope == (contracts, tmp_path / "a.txt"), "the conversation keeps what it asks"
    with qtbot.waitSignal(window.collections.changed):
        window.toast.undo.click()
    assert [one.name for one in window.collections.known] == ["Acme & Co"]


def test_a_place_is_taken_out_of_a_collection_and_had_back(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    contracts, letter = tmp_path / "Contracts", tmp_path / "letter.txt"
    with qtbot.waitSignal(window.collections.changed):
        window.collections.add("Acme", (contracts, letter))
    menu = window.library.collections.menu(window.collections.known[0])
    next(action for action in menu.actions() if action.text() == "What belongs to it…").trigger()
    dialog = window.findChild(CollectionDialog)
    assert isinstance(dialog, CollectionDialog)
    assert dialog.places.model().rowCount() == 2
    assert not dialog.take_out.isEnabled()
    dialog.places.setCurrentIndex(dialog.places.model().index(0, 0))
    with qtbot.waitSignal(window.collections.changed):
        dialog.take_out.click()
    assert window.collections.known[0].paths == (letter,)
    assert dialog.places.model().rowCount() == 1
    assert window.toast.text.text() == "Took Contracts out of Acme"
    with qtbot.waitSignal(window.collections.changed):
        window.toast.undo.click()
    assert window.collections.known[0].paths == (contracts, letter)
    dialog.places.selectAll()
    with qtbot.waitSignals([window.collections.changed, dialog.destroyed]):
        dialog.take_out.click()
    assert window.collections.known == ()


def test_a_name_that_is_refused_is_reported(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.collections.failed):
        window.collections.add(" ", (tmp_path,))
    assert "needs a name" in window.banner.message.text()


@pytest.mark.parametrize(
    ("names", "label"),
    [((), "whole library"), (("A",), "A"), (("A", "B"), "A, B"), (("A", "B", "C", "D"), "A and 3 more")],
)
def test_a_scope_is_named_briefly(names: tuple[str, ...], label: str) -> None:
    assert scope_label(names) == label


def test_the_cover_counts_what_is_asked_about() -> None:
    assert to_ask(1)[0] == "Ask about this one only"
    assert to_ask(3)[0] == "Ask about these 3 only"
