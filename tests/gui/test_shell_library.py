"""The left pane: conversations and folders, and what the library says of itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.conversation_list import ConversationList
from desktop_app.ui.conversation_model import ConversationModel
from desktop_app.ui.library_foot import LibraryFoot
from desktop_app.ui.library_pane import LibraryPane
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.services import Services
from desktop_app.ui.sidebar_rows import ICON_ROLE
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode, known
from indexer.protocol import FoldersChanged
from indexer.types import Activity, DocumentState, Progress
from tests.support.fake_answers import make_answer
from tests.support.fake_library import FakeLibrary

WORKING = Progress(Activity("embedding", "Embedding report.pdf"), 312, 1204, 8000, 20000, 41.3, 340)


@pytest.fixture
def watch(library: FakeLibrary, bridge: Bridge) -> LibraryWatch:
    return LibraryWatch(library, bridge)


@pytest.fixture
def pane(services: Services, bridge: Bridge, theme: Theme, watch: LibraryWatch, qtbot: QtBot) -> LibraryPane:
    made = LibraryPane(services, bridge, theme, watch)
    qtbot.addWidget(made)
    made.resize(260, 700)
    made.show()
    return made


def connect(watch: LibraryWatch, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watch.folders_changed):
        watch.start()


def test_folders_and_problems_appear(
    pane: LibraryPane, watch: LibraryWatch, library: FakeLibrary, qtbot: QtBot
) -> None:
    library.put("/d/Contracts/a.txt", "one")
    library.put("/d/Contracts/b.pdf", state=DocumentState.FAILED, problem=("corrupt", "b.pdf is damaged.", "Save it."))
    connect(watch, qtbot)
    assert pane.folders.rowCount() == 1
    assert pane.documents_row.accessibleName() == "All documents 2"
    assert pane.problems_row.isVisible()
    assert pane.problems_row.text() == "1 problem"
    with qtbot.waitSignal(pane.documents_requested) as asked:
        pane.problems_row.click()
    assert asked.args == [None, "failed"]


def test_a_folder_is_the_scope_and_a_second_time_it_is_not(
    pane: LibraryPane, watch: LibraryWatch, library: FakeLibrary, qtbot: QtBot
) -> None:
    library.put("/d/Contracts/a.txt", "one")
    connect(watch, qtbot)
    pane.folder_view.setCurrentIndex(pane.folders.index(0))
    pane.folder_view.setFocus()
    with qtbot.waitSignal(pane.scope_requested) as asked:
        qtbot.keyClick(pane.folder_view, Qt.Key.Key_Return)
    assert asked.args == [Path("/d/Contracts")]
    pane.choose_folder("/d/Contracts")
    with qtbot.waitSignal(pane.scope_requested) as asked:
        qtbot.keyClick(pane.folder_view, Qt.Key.Key_Return)
    assert asked.args == [None]


def test_a_change_of_folders_is_seen(
    pane: LibraryPane, watch: LibraryWatch, library: FakeLibrary, qtbot: QtBot
) -> None:
    connect(watch, qtbot)
    assert pane.folders.rowCount() == 0
    library.put("/d/New/a.txt", "one")
    library.push(FoldersChanged())
    qtbot.waitUntil(lambda: pane.folders.rowCount() == 1)


def test_the_foot_follows_progress_and_pauses(
    watch: LibraryWatch, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> None:
    foot = LibraryFoot(watch, theme)
    qtbot.addWidget(foot)
    foot.resize(400, 80)
    foot.show()
    assert foot.line.whole() == "Starting…"
    connect(watch, qtbot)
    assert foot.line.whole() == "Up to date"
    assert not foot.pause.isVisible()
    library.progress = WORKING
    library.push(WORKING)
    qtbot.waitUntil(lambda: foot.line.whole() == "Embedding report.pdf…")
    assert foot.detail.whole() == "312 of 1,204 documents · 41/s"
    assert foot.time.whole() == "6 min left"
    assert foot.bar.value() == 400
    foot.pause.click()
    qtbot.waitUntil(lambda: foot.line.whole() == "Paused")
    assert foot.detail.whole() == "892 documents to go"
    assert library.calls_of("set_paused") == [True]
    assert foot.pause.accessibleName() == "Resume indexing"
    library.push(replace(WORKING, documents_done=313))
    foot.pause.click()
    qtbot.waitUntil(lambda: not library.paused)


def test_the_foot_says_why_it_waits_and_sets_prediction_and_outcome_side_by_side(
    watch: LibraryWatch, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> None:
    foot = LibraryFoot(watch, theme)
    qtbot.addWidget(foot)
    foot.show()
    connect(watch, qtbot)
    begun = replace(WORKING, documents_done=2, predicted_seconds=2400.0, elapsed_seconds=0.5)
    library.push(begun)
    qtbot.waitUntil(lambda: foot.time.whole() == "6 min left of about 40 min")
    assert not foot.reason.isVisible()
    why = "Waiting until the computer is plugged in again."
    library.push(replace(begun, activity=Activity("waiting", why)))
    qtbot.waitUntil(foot.reason.isVisible)
    assert (foot.line.whole(), foot.reason.text()) == ("Waiting", "until the computer is plugged in again.")
    assert foot.pause.isVisible()
    library.push(replace(begun, documents_done=1204, elapsed_seconds=2280.0))
    library.push(Progress(Activity("idle", "Up to date."), 1206, 1206, 9, 9, 0.0, None))
    qtbot.waitUntil(lambda: foot.line.whole() == "Up to date")
    assert foot.reason.text() == "Read 1,204 documents in 38 min; predicted 40 min."
    library.push(begun)
    qtbot.waitUntil(lambda: foot.reason.text() == "")


def test_a_dead_indexer_is_said_and_found_again(
    watch: LibraryWatch, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> None:
    foot = LibraryFoot(watch, theme)
    qtbot.addWidget(foot)
    library.fail_next("status", known(ErrorCode.PROCESS_DIED, "The indexer died.", "It is started again."))
    with qtbot.waitSignals([watch.lost, watch.connected]):
        watch.start()
    qtbot.waitUntil(lambda: foot.line.whole() == "Up to date")


@pytest.fixture
def conversations(services: Services, bridge: Bridge, theme: Theme, qtbot: QtBot) -> ConversationList:
    for title in ("First question", "Second question", "Third question"):
        services.history.create(title)
    made = ConversationList(services, bridge, theme)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.refreshed):
        made.refresh()
    return made


def titles(model: ConversationModel) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_conversations_keep_the_rules_of_models(conversations: ConversationList, qtbot: QtBot) -> None:
    model = conversations.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_filter("second")
    assert titles(model) == ["Second question"]
    model.set_filter("")
    with qtbot.waitSignal(conversations.opened) as opened:
        conversations.view.setCurrentIndex(model.index(2))
        qtbot.keyClick(conversations.view, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_renaming_is_kept(conversations: ConversationList, services: Services, qtbot: QtBot) -> None:
    with qtbot.waitSignal(conversations.refreshed):
        conversations.model.setData(conversations.model.index(0), "Acme notice")
    assert titles(conversations.model)[0] == "Acme notice"
    assert services.history.conversations()[0].title == "Acme notice"
    assert not conversations.model.setData(conversations.model.index(0), "   ")


def test_deleting_can_be_taken_back_and_made_final(
    conversations: ConversationList, services: Services, qtbot: QtBot
) -> None:
    conversations.view.setCurrentIndex(conversations.model.index(0))
    with qtbot.waitSignals([conversations.deleted, conversations.refreshed]):
        qtbot.keyClick(conversations.view, Qt.Key.Key_Delete)
    assert titles(conversations.model) == ["Second question", "First question"]
    with qtbot.waitSignal(conversations.refreshed):
        conversations.restore(3)
    assert len(titles(conversations.model)) == 3
    with qtbot.waitSignal(conversations.refreshed):
        conversations.forget(3)
    assert [row.id for row in services.history.conversations(archived=True)] == []
    assert len(titles(conversations.model)) == 2


def test_conversations_are_found_by_what_was_said_in_them(
    conversations: ConversationList, services: Services, qtbot: QtBot
) -> None:
    services.history.add_answer(1, make_answer("Ninety days, in writing.", question="When may we leave?"))
    conversations.set_filter("NINETY leave")
    assert titles(conversations.model) == []
    qtbot.waitUntil(lambda: titles(conversations.model) == ["First question"])
    conversations.set_filter("nine% of nothing")
    qtbot.waitUntil(lambda: "nine% of nothing" in conversations._empty.text())
    assert conversations._empty.isVisible()
    conversations.set_filter("")
    assert len(titles(conversations.model)) == 3


def test_pinned_ones_stand_first(conversations: ConversationList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(conversations.refreshed):
        conversations.pin(conversations.model.index(2))
    assert titles(conversations.model)[0] == "First question"
    first = conversations.model.index(0)
    assert first.data(ICON_ROLE) == "pin"
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "First question, pinned"
    with qtbot.waitSignal(conversations.refreshed):
        conversations.pin(first)
    assert titles(conversations.model)[2] == "First question"


def test_the_archive_is_beside_the_list(conversations: ConversationList, services: Services, qtbot: QtBot) -> None:
    assert conversations.archive_row.isHidden()
    with qtbot.waitSignals([conversations.put_away, conversations.refreshed]):
        conversations.archive(conversations.model.index(1))
    assert "Second question" not in titles(conversations.model)
    conversations.archive_row.click()
    assert titles(conversations.model) == ["Second question"]
    with qtbot.waitSignals([conversations.deleted, conversations.refreshed]):
        conversations.delete(conversations.model.index(0))
    assert len(titles(conversations.model)) == 2
    with qtbot.waitSignal(conversations.refreshed):
        conversations.restore(2)
    assert [row.id for row in services.history.conversations(archived=True)] == [2]
    conversations.archive_row.click()
    with qtbot.waitSignal(conversations.refreshed):
        conversations.archive(conversations.model.index(0))
    assert conversations.archive_row.isHidden()
    assert len(titles(conversations.model)) == 3


def test_a_drive_that_is_away_takes_its_documents_with_it(
    watch: LibraryWatch, library: FakeLibrary, qtbot: QtBot
) -> None:
    library.put("/d/Contracts/a.txt", "one")
    library.put("/media/Archive/b.txt", "two")
    number, is_file, _ = library._folders["/media/Archive"]
    library._folders["/media/Archive"] = (number, is_file, False)
    connect(watch, qtbot)
    assert watch.is_offline("/media/Archive/b.txt")
    assert not watch.is_offline("/d/Contracts/a.txt")
    assert not watch.is_offline("/media/Archive of another/c.txt")
