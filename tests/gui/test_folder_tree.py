"""The tree of folders: the rules of models, opened by keyboard and mouse, steady while documents change."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.folder_model import FolderModel, places_in
from desktop_app.ui.folder_tree import FolderTree
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.sidebar_rows import CHOSEN_ROLE, FIGURE_ROLE, ICON_ROLE, INDENT, SIGN_ROLE, row_height
from desktop_app.ui.theme import Theme
from indexer.protocol import FoldersChanged
from indexer.types import DocumentState, Folder, Subfolder
from tests.support.fake_library import FakeLibrary

NAME = Qt.ItemDataRole.DisplayRole


def names(model: FolderModel, above: QModelIndex | None = None) -> list[str]:
    parent = above or QModelIndex()
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def sub(path: str, nested: bool = False, **counts: int) -> Subfolder:
    return Subfolder(path, str(Path(path).parent), counts, nested)


def take(model: FolderModel, parents: list[str], found: list[Subfolder]) -> None:
    model.set_inside(places_in(parents, found))


@pytest.fixture
def model() -> FolderModel:
    made = FolderModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.set_folders(
        (
            Folder(1, "/d/Papers", False, True, {"indexed": 3, "skipped": 1}, True),
            Folder(2, "/d/Contracts", False, False, {"offline": 2}),
            Folder(3, "/d/letter.pdf", True, True, {"failed": 1}),
        )
    )
    return made


def test_what_was_added_stands_first_folders_before_files(model: FolderModel) -> None:
    rows = [[model.index(row).data(role) for role in (NAME, ICON_ROLE, FIGURE_ROLE)] for row in range(3)]
    assert rows == [
        ["Contracts", "folder-offline", "offline"],
        ["Papers", "folder", "4"],
        ["letter.pdf", "document", "1"],
    ]
    assert [model.hasChildren(model.index(row)) for row in range(3)] == [False, True, False]
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) == "/d/Contracts\n2 on a drive that is away"
    assert model.index(2).data(Qt.ItemDataRole.AccessibleTextRole) == "letter.pdf, 1 document, 1 not read"
    assert model.index(2).data(SIGN_ROLE).icon == "error"
    assert model.index(1).data(SIGN_ROLE) is None


def test_rows_come_change_and_go_one_by_one(model: FolderModel) -> None:
    papers = model.find("/d/Papers")
    take(model, ["/d/Papers"], [sub("/d/Papers/b", pending=1), sub("/d/Papers/a", True, indexed=2)])
    assert names(model, papers) == ["a", "b"]
    take(model, ["/d/Papers/a"], [sub("/d/Papers/a/deep", failed=1, pending=4)])
    deep = model.find("/d/Papers/a/deep")
    assert deep.parent() == model.find("/d/Papers/a")
    assert deep.data(SIGN_ROLE).icon == "error", "what could not be read comes before what waits"
    told: list[tuple[str, int]] = []
    model.rowsInserted.connect(lambda _, first, last: told.append(("in", last - first + 1)))
    model.rowsRemoved.connect(lambda _, first, last: told.append(("out", last - first + 1)))
    model.dataChanged.connect(lambda first, last, _: told.append(("changed", last.row() - first.row() + 1)))
    model.modelReset.connect(lambda: told.append(("reset", 0)))
    found = [sub("/d/Papers/a", True, indexed=2), sub("/d/Papers/b", indexed=1), sub("/d/Papers/aa", indexed=9)]
    take(model, ["/d/Papers"], found)
    assert told == [("in", 1), ("changed", 1)]
    assert names(model, papers) == ["a", "aa", "b"]
    assert model.find("/d/Papers/a/deep").isValid(), "what is below a row that stays, stays"
    told.clear()
    take(model, ["/d/Papers"], found)
    assert told == [], "nothing changed, so nothing is said"
    take(model, ["/d/Papers", "/d/gone"], found[:1])
    assert told == [("out", 2)]
    model.set_folders(())
    assert model.rowCount() == 0
    assert not model.find("/d/Papers/a/deep").isValid()


def test_the_scope_is_marked_at_any_depth(model: FolderModel) -> None:
    take(model, ["/d/Papers"], [sub("/d/Papers/a", indexed=2)])
    model.choose("/d/Papers/a")
    assert model.find("/d/Papers/a").data(CHOSEN_ROLE)
    assert not model.find("/d/Papers").data(CHOSEN_ROLE)
    model.choose(None)
    assert not model.find("/d/Papers/a").data(CHOSEN_ROLE)


def test_the_filter_looks_into_what_was_opened(model: FolderModel) -> None:
    take(model, ["/d/Papers"], [sub("/d/Papers/taxes", indexed=2)])
    model.set_filter("TAX")
    assert names(model) == ["Papers"]
    model.set_filter("contr")
    assert names(model) == ["Contracts"]
    model.set_filter("")
    assert len(names(model)) == 3


def test_thousands_of_folders_that_change_cost_no_frame() -> None:
    model = FolderModel()
    model.set_folders((Folder(1, "/d", False, True, {"indexed": 100_000}, True),))
    take(model, ["/d"], [sub(f"/d/{n:04}", pending=20) for n in range(2_000)])
    changed = places_in(["/d"], [sub(f"/d/{n:04}", pending=20 - n % 3, indexed=n % 3) for n in range(2_000)])
    began = time.thread_time()
    model.set_inside(changed)
    took = time.thread_time() - began
    assert took < 0.05, f"{took:.3f} s"


@pytest.fixture
def tree(library: FakeLibrary, bridge: Bridge, theme: Theme, qtbot: QtBot) -> FolderTree:
    for path in ("/d/Papers/2023/tax/a.txt", "/d/Papers/2023/b.txt", "/d/Papers/2024/c.txt", "/d/Papers/e.txt"):
        library.put(path, "text")
    library.put("/d/Flat/f.txt", "text")
    library._folders = {"/d/Papers": (1, False, True), "/d/Flat": (2, False, True)}
    watch = LibraryWatch(library, bridge)
    made = FolderTree(library, bridge, theme, watch)
    made._watch = watch  # type: ignore[attr-defined] - kept alive with it
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.rows_changed.connect(lambda: made.fit(20))
    made.show()
    with qtbot.waitSignal(watch.folders_changed):
        watch.start()
    made.setFocus()
    return made


def press(tree: FolderTree, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(tree, key)


def opened(tree: FolderTree, qtbot: QtBot) -> QModelIndex:
    """The row of Papers, opened by keyboard."""
    tree.setCurrentIndex(tree.folders.find("/d/Papers"))
    press(tree, qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: names(tree.folders, tree.folders.find("/d/Papers")) == ["2023", "2024"])
    return tree.folders.find("/d/Papers")


def test_the_keyboard_opens_chooses_and_closes(tree: FolderTree, library: FakeLibrary, qtbot: QtBot) -> None:
    papers = opened(tree, qtbot)
    assert library.calls_of("subfolders")[-1] == ("/d/Papers",)
    qtbot.waitUntil(lambda: tree.height() == 4 * row_height(tree._theme))
    press(tree, qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(tree.scope_requested) as asked:
        press(tree, qtbot, Qt.Key.Key_Return)
    assert asked.args == [Path("/d/Papers/2023")]
    press(tree, qtbot, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert not tree.isExpanded(papers)
    qtbot.waitUntil(lambda: tree.height() == 2 * row_height(tree._theme))


def test_the_chevron_opens_and_chooses_nothing(tree: FolderTree, qtbot: QtBot) -> None:
    row = tree.visualRect(tree.folders.find("/d/Papers"))
    with qtbot.assertNotEmitted(tree.scope_requested):
        at = QPoint(INDENT - 6, row.center().y())
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert tree.isExpanded(tree.folders.find("/d/Papers"))
    with qtbot.waitSignal(tree.scope_requested) as asked:
        at = QPoint(INDENT + 40, row.center().y())
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == [Path("/d/Papers")]


def test_what_changes_closes_nothing_and_keeps_the_current_row(
    tree: FolderTree, library: FakeLibrary, qtbot: QtBot
) -> None:
    opened(tree, qtbot)
    tree.setCurrentIndex(tree.folders.find("/d/Papers/2023"))
    press(tree, qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: tree.folders.find("/d/Papers/2023/tax").isValid())
    tree.setCurrentIndex(tree.folders.find("/d/Papers/2023/tax"))
    library.put("/d/Papers/2022/new.txt", "text", state=DocumentState.PENDING)
    library.set_state("/d/Papers/2023/tax/a.txt", DocumentState.FAILED)
    library.push(FoldersChanged())
    qtbot.waitUntil(lambda: names(tree.folders, tree.folders.find("/d/Papers")) == ["2022", "2023", "2024"])
    qtbot.waitUntil(lambda: tree.folders.find("/d/Papers/2023/tax").data(SIGN_ROLE) is not None)
    assert tree.isExpanded(tree.folders.find("/d/Papers"))
    assert tree.isExpanded(tree.folders.find("/d/Papers/2023"))
    assert tree.currentIndex() == tree.folders.find("/d/Papers/2023/tax")
    assert tree.folders.find("/d/Papers").data(SIGN_ROLE).icon == "error"


def test_what_was_open_is_open_again_after_a_filter(tree: FolderTree, qtbot: QtBot) -> None:
    opened(tree, qtbot)
    tree.set_filter("flat")
    assert names(tree.folders) == ["Flat"]
    tree.set_filter("")
    qtbot.waitUntil(lambda: names(tree.folders, tree.folders.find("/d/Papers")) == ["2023", "2024"])
    assert tree.isExpanded(tree.folders.find("/d/Papers"))


def test_what_was_open_is_open_at_the_next_start(
    tree: FolderTree, library: FakeLibrary, bridge: Bridge, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    opened(tree, qtbot)
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    tree.save(kept)
    watch = LibraryWatch(library, bridge, tree)
    again = FolderTree(library, bridge, theme, watch)
    qtbot.addWidget(again)
    again.restore(kept)
    again.show()
    watch.start()
    qtbot.waitUntil(lambda: names(again.folders, again.folders.find("/d/Papers")) == ["2023", "2024"])
    assert again.isExpanded(again.folders.find("/d/Papers"))


def test_a_row_in_the_tree_has_its_menu(tree: FolderTree, qtbot: QtBot) -> None:
    papers = opened(tree, qtbot)
    place = tree.folders.place(tree.folders.index(0, 0, papers))
    assert place is not None
    entries = {action.text(): action for action in tree.menu(place).actions()}
    assert "Remove from the library…" not in entries, "only what was added can be taken out"
    with qtbot.waitSignal(tree.documents_requested) as asked:
        entries["Show documents"].trigger()
    assert asked.args == [Path("/d/Papers/2023"), ""]
    with qtbot.waitSignal(tree.collect_requested) as collected:
        entries["Add to a collection…"].trigger()
    assert collected.args == [(Path("/d/Papers/2023"),)]
    root = tree.folders.place(papers)
    assert root is not None
    with qtbot.waitSignal(tree.remove_requested) as removed:
        next(each for each in tree.menu(root).actions() if each.text() == "Remove from the library…").trigger()
    assert removed.args[0].path == "/d/Papers"


def test_a_screen_reader_is_told_of_rows_and_of_what_opens(tree: FolderTree, qtbot: QtBot) -> None:
    opened(tree, qtbot)
    interface = QAccessible.queryAccessibleInterface(tree)
    assert interface.role() == QAccessible.Role.Tree
    rows = [interface.child(number) for number in range(interface.childCount())]
    said = {row.text(QAccessible.Text.Name): row.state() for row in rows if row.role() == QAccessible.Role.TreeItem}
    assert {"Papers, 4 documents", "2023, 2 documents", "Flat, 1 document"} <= set(said)
    assert said["Papers, 4 documents"].expandable
    assert said["Papers, 4 documents"].expanded
    assert not said["Flat, 1 document"].expandable
