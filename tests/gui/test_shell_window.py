"""The window as a whole: what a person does, and what happens then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.assets import asset
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.indexer_notice import IndexerNotice
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.models_dialog import ModelsDialog
from desktop_app.ui.readiness import make_ready
from desktop_app.ui.services import Services
from desktop_app.ui.settings_dialog import SettingsDialog
from desktop_app.ui.shortcut_sheet import ShortcutSheet
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode, Problem, known
from indexer.types import DocumentState
from tests.gui.dragging import carrying, drop, enter
from tests.support.fake_library import FakeLibrary
from tests.support.fake_models import EMBEDDER, FakeModels, model_row


@pytest.fixture
def window(open_window: Callable[[], MainWindow], library: FakeLibrary) -> MainWindow:
    """A window on a library with documents."""
    library.put("/d/Contracts/acme.pdf", ["Either party may terminate."])
    library.put("/d/Papers/attention.md", "Attention is all you need.")
    opened = open_window()
    opened.banner.hide()  # it offers the model that is missing
    return opened


def key(qtbot: QtBot, window: MainWindow, text: str, modifier: Qt.KeyboardModifier) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key[f"Key_{text}"], modifier)


CTRL = Qt.KeyboardModifier.ControlModifier


def dialog_of(window: MainWindow, kind: type[QDialog]) -> QDialog:
    found = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    assert len(found) == 1, found
    return found[0]


# First run


def test_without_documents_the_first_page_is_shown(open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    assert window.views.currentWidget() is window.first_run
    assert window.focusWidget() is window.first_run.choose


def test_the_sample_library_leads_to_the_question_and_offers_the_model(
    open_window: Callable[[], MainWindow], library: FakeLibrary, models: FakeModels, qtbot: QtBot
) -> None:
    window = open_window()
    qtbot.mouseClick(window.first_run.sample, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.conversation)
    assert library.calls_of("add_folders") == [(asset("sample_library"),)]
    assert window.banner.isVisible()
    assert window.banner.action.text() == "Get it"
    window.banner.action.click()
    qtbot.waitUntil(lambda: "qwen-1.5b" in models.fetching)
    assert not window.banner.isVisible()


def test_the_next_time_the_window_opens_where_it_was(
    open_window: Callable[[], MainWindow], library: FakeLibrary
) -> None:
    library.put("/d/a.txt", "one")
    first = open_window()
    first.panes.show_left(False)
    first.close()
    again = open_window()
    assert again.views.currentWidget() is again.conversation
    assert not again.panes.left_shown


# Documents in


def test_files_dropped_anywhere_are_added(
    window: MainWindow, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    mime = carrying(tmp_path, tmp_path / "a.pdf")
    assert enter(window, mime)
    assert window.drop.isVisible()
    drop(window, mime)
    assert not window.drop.isVisible()
    qtbot.waitUntil(lambda: library.calls_of("add_folders") == [(tmp_path, tmp_path / "a.pdf")])
    qtbot.waitUntil(lambda: window.toast.isVisible())
    assert "Added 2 items" in window.toast.text.text()


def test_a_field_does_not_swallow_dropped_files(
    window: MainWindow, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    mime = carrying(tmp_path)
    field = window.library.filter
    assert enter(field, mime)
    drop(field, mime)
    qtbot.waitUntil(lambda: library.calls_of("add_folders") == [(tmp_path,)])
    assert field.text() == ""


def test_dragged_text_is_none_of_our_business(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("some words")
    enter(window, mime)
    assert not window.drop.isVisible()
    mime.setUrls([QUrl("https://example.org/paper.pdf")])
    enter(window, mime)
    assert not window.drop.isVisible()


def test_dragging_out_takes_the_cover_away(window: MainWindow, tmp_path: Path) -> None:
    enter(window, carrying(tmp_path))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drop.isVisible()


def test_a_folder_that_can_not_be_added_says_why(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    library.fail_next("add_folders", known(ErrorCode.MISSING, "/gone is not there.", "Choose another folder."))
    window.importer.add((Path("/gone"),))
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert window.banner.message.text() == "/gone is not there."
    assert window.banner.remedy.text() == "Choose another folder."
    window.banner.action.click()
    qtbot.waitUntil(lambda: len(library.calls_of("add_folders")) == 2)


def test_add_folder_by_keyboard(window: MainWindow, library: FakeLibrary, tmp_path: Path, qtbot: QtBot) -> None:
    key(qtbot, window, "O", CTRL)
    dialog = dialog_of(window, QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    qtbot.waitUntil(lambda: library.calls_of("add_folders") == [(tmp_path,)])


def test_removing_asks_first(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    folder = window.watch.folders[0]
    window.importer.ask_to_remove(folder)
    box = dialog_of(window, QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "The files themselves stay" in box.informativeText()
    assert library.calls_of("remove_folders") == []
    next(button for button in box.buttons() if button.text() == "Remove").click()
    qtbot.waitUntil(lambda: library.calls_of("remove_folders") == [(Path(folder.path),)])
    qtbot.waitUntil(lambda: window.library.folders.rowCount() == 1)


# Scope, documents, problems


def test_a_folder_becomes_the_scope(window: MainWindow) -> None:
    folder = window.watch.folders[0]
    window.library.scope_requested.emit(Path(folder.path))
    assert window.conversation.scope == (Path(folder.path),)
    assert window.library.folders.chosen == folder.path
    window.library.scope_requested.emit(None)
    assert window.conversation.scope == ()


def test_problems_are_two_steps_away(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    library.put("/d/Papers/x.pdf", state=DocumentState.FAILED, problem=("corrupt", "x.pdf is damaged.", "Save it."))
    window.watch.refresh()
    qtbot.waitUntil(lambda: window.library.problems_row.isVisible())
    window.library.problems_row.click()
    assert window.views.currentWidget() is window.documents
    qtbot.waitUntil(lambda: window.documents.model.rowCount() == 1)
    window.documents.table.selectRow(0)
    assert window.documents.problem.message.whole() == "x.pdf is damaged."
    qtbot.keyClick(window.documents.table, Qt.Key.Key_Escape)
    assert window.views.currentWidget() is window.conversation


# Conversations


def test_deleting_a_conversation_can_be_undone(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    kept = services.history.create("Acme notice")
    conversations = window.library.conversations
    with qtbot.waitSignal(conversations.refreshed):
        conversations.refresh()
    window.conversations.show(kept.id)
    assert window.header.title.whole() == "Acme notice"
    with qtbot.waitSignals([conversations.deleted, conversations.refreshed]):
        conversations.delete(conversations.model.index(0))
    assert window.toast.isVisible()
    assert window.header.title.whole() == ""
    with qtbot.waitSignal(conversations.refreshed):
        window.toast.undo.click()
    assert [row.id for row in services.history.conversations()] == [kept.id]
    assert window.header.title.whole() == "Acme notice"


def test_a_deleted_conversation_is_gone_when_the_window_closes(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    services.history.create("Acme notice")
    conversations = window.library.conversations
    with qtbot.waitSignal(conversations.refreshed):
        conversations.refresh()
    with qtbot.waitSignals([conversations.deleted, conversations.refreshed]):
        conversations.delete(conversations.model.index(0))
    window.close()
    qtbot.waitUntil(lambda: services.history.conversations(archived=True) == ())


# Processes that die, and mistakes of ours


def test_a_dead_indexer_is_said_with_its_reason_until_it_is_back(
    services: Services, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> None:
    library.fail_next(
        "changes", known(ErrorCode.PROCESS_DIED, "The indexer ran out of memory.", "It is started again.")
    )
    window = MainWindow(services, bridge, theme)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.watch.lost):
        window.start()
    assert window.banner.message.text() == "The indexer ran out of memory."
    with qtbot.waitSignal(window.watch.connected):
        pass
    assert window.banner.message.text() == "The indexer ran out of memory."
    assert window.banner.remedy.text() == "It is running again. Nothing that was indexed is lost."
    window.findChild(IndexerNotice)._soon_clear.timeout.emit()
    assert not window.banner.isVisible()
    window.close()


def test_a_dismissed_banner_stays_away_while_nothing_changes(window: MainWindow) -> None:
    problem = known(ErrorCode.PROCESS_DIED, "The indexer died.", "It is started again.").problem
    window.watch.lost.emit(problem)
    window.banner.dismiss.click()
    window.watch.lost.emit(problem)
    assert not window.banner.isVisible()


def test_details_can_be_copied(window: MainWindow) -> None:
    window.report(known(ErrorCode.BUG, "Footnote made a mistake.", "Report it.", detail="Traceback: here").problem)
    window.banner.detail.click()
    dialog = dialog_of(window, QDialog)
    copy = next(button for button in dialog.findChildren(QAbstractButton) if button.text() == "Copy")
    copy.click()
    assert "Traceback: here" in QApplication.clipboard().text()
    assert "Code: bug" in QApplication.clipboard().text()


# The keyboard


@pytest.mark.parametrize(("letter", "kind"), [("M", ModelsDialog), ("Comma", SettingsDialog)])
def test_dialogs_by_keyboard(window: MainWindow, letter: str, kind: type[QDialog], qtbot: QtBot) -> None:
    key(qtbot, window, letter, CTRL)
    dialog_of(window, kind).close()


def test_the_sheet_lists_every_shortcut(window: MainWindow, qtbot: QtBot) -> None:
    key(qtbot, window, "F1", Qt.KeyboardModifier.NoModifier)
    sheet = dialog_of(window, ShortcutSheet)
    shown = {label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text")}
    assert {"Ctrl+N", "Ctrl+L", "Ctrl+O", "Ctrl+F", "Ctrl+D", "Ctrl+,", "Ctrl+F1", "F8, Shift+F8"} <= shown
    sheet.close()


def test_moving_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    key(qtbot, window, "F", CTRL)
    assert window.focusWidget() is window.library.filter
    key(qtbot, window, "D", CTRL)
    assert window.views.currentWidget() is window.documents
    key(qtbot, window, "F", CTRL)
    assert window.focusWidget() is window.documents.filter
    key(qtbot, window, "L", CTRL)
    assert window.views.currentWidget() is window.conversation
    key(qtbot, window, "B", CTRL)
    assert not window.panes.left_shown
    key(qtbot, window, "B", CTRL)
    assert window.panes.left_shown


def test_every_button_has_a_name(window: MainWindow) -> None:
    nameless = [
        button
        for button in window.findChildren(QAbstractButton)
        if button.isVisibleTo(window)
        and not (button.text() or button.accessibleName())
        and not button.objectName().startswith("qt_")
        and type(button).__name__ not in ("QLineEditIconButton", "QTableCornerButton")
        and button.metaObject().className() not in ("QLineEditIconButton", "QTableCornerButton")
    ]
    assert nameless == []


def test_tab_reaches_every_part(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.library.filter.setFocus()
    reached: set[QWidget] = set()
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    wanted = (
        window.library.filter,
        window.library.folder_view,
        window.library.documents_row,
        window.library.add_row,
        window.library.foot.settings,
        window.header.library,
        window.header.model,
        window.header.help,
    )
    assert [part for part in wanted if part not in reached] == []


# Looks


def test_the_theme_is_switched_live(window: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    def ground() -> str:
        return window.grab().toImage().pixelColor(400, 300).name().upper()

    assert ground() == theme.tokens.paper
    theme.set_mode("dark")
    qtbot.waitUntil(lambda: ground() == theme.tokens.paper)
    assert theme.is_dark


def test_a_narrow_window_folds_the_library_for_the_source(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 700)
    assert window.panes.left_shown
    window.panes.show_right(True)
    qtbot.waitUntil(lambda: not window.panes.left_shown)
    assert window.width() == 900
    assert window.panes.sizes()[2] == pytest.approx(450, abs=3)  # half of the window: a page is to be read in it
    window.source.closed.emit()
    assert window.panes.left_shown
    window.panes.show_right(True)
    window.resize(1280, 700)
    qtbot.waitUntil(lambda: window.panes.left_shown and window.panes.right_shown)


def test_a_model_that_is_ready_needs_no_word(
    services: Services, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> None:
    services.models._rows = {  # type: ignore[attr-defined]
        row.name: row for row in (model_row(installed=True, in_use=True), EMBEDDER)
    }
    library.put("/d/a.txt", "one")
    window = MainWindow(services, bridge, theme)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.desk.known)
    assert not window.header.model.isVisible()
    assert "Qwen2.5 Coder 1.5B" in window.header.models.toolTip()
    window.close()


def test_words_of_a_source_are_asked_about_in_their_document(window: MainWindow) -> None:
    window.source.ask_requested.emit("ninety\ndays", "/home/mara/contract.pdf")
    assert window.conversation.ask_box.edit.toPlainText() == "“ninety days”: "
    assert window.conversation.scope == (Path("/home/mara/contract.pdf"),)


def test_what_is_shown_later_is_made_while_nothing_else_is_done(window: MainWindow, qtbot: QtBot) -> None:
    shown = window.views.currentWidget()
    make_ready(window)
    qtbot.waitUntil(lambda: {"documents", "search", "hover", "check"} <= vars(window.views).keys())
    assert "source" in vars(window)
    assert window.views.currentWidget() is shown
    assert not window.panes.right_shown
    assert window.focusWidget() is window.conversation.ask_box.edit


def test_the_ask_box_is_whole_whatever_stands_above_it(window: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    try:
        theme.set_text_percent(200)
        window.resize(900, 600)
        window.banner.report(
            Problem(ErrorCode.PROCESS_DIED, "The process ended and is started again.", "Wait a moment. " * 5),
            action="Try again",
        )
        window.copy_bar.show()
        box = window.conversation.ask_box
        box.set_model_state("A model on this machine", True)
        qtbot.waitUntil(lambda: window.conversation.empty.isVisible() and box.action.isVisible())
        QApplication.processEvents()
        for part in (box, box.edit, box.scope, box.action):
            shown = part.visibleRegion().boundingRect()
            assert shown.size() == part.size()
            assert part.height() >= part.minimumSizeHint().height() or part is box.edit  # its height is its text's
    finally:
        theme.set_text_percent(100)
