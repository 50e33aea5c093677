"""The table of documents: read in pages, sorted by the library, kept right while it changes."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app import recognition
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.document_cells import COLUMNS, KIND, NAME, PAGES, PROBLEM, SIZE, STATE
from desktop_app.ui.document_delegate import DocumentDelegate, DocumentTable
from desktop_app.ui.document_model import PAGE, DocumentModel
from desktop_app.ui.documents_view import DocumentsView
from desktop_app.ui.kind_words import KINDS
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.recognition_dialog import RecognitionDialog
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode, KnownError, Problem, known
from indexer.extract.formats import READABLE, UNREAD
from indexer.protocol import DocumentsChanged
from indexer.types import DocumentState
from tests.support.fake_library import FakeLibrary

PICTURE = ("needs-ocr", "scan.png is a picture.", "Add text recognition: `make ocr`.")
_LEAVE_ROW = QItemSelectionModel.SelectionFlag.Deselect | QItemSelectionModel.SelectionFlag.Rows
ENCRYPTED = ("encrypted", "offer.pdf is protected with a password.", "Enter its password to read it.")
CORRUPT = ("corrupt", "scan.pdf is damaged.", "Save it anew in its own application.")


@pytest.fixture
def model(library: FakeLibrary, bridge: Bridge, theme: Theme) -> DocumentModel:
    made = DocumentModel(library, bridge, theme)
    made.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        made, QAbstractItemModelTester.FailureReportingMode.Fatal, made
    )
    return made


def names(model: DocumentModel) -> list[str]:
    return [model.index(row, NAME).data() for row in range(model.rowCount())]


def fill(model: DocumentModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.total_changed):
        model.show_only(below="", text="", state="")


def test_rows_say_what_a_document_is_and_how_it_stands(
    model: DocumentModel, library: FakeLibrary, theme: Theme, qtbot: QtBot
) -> None:
    library.put("/d/report.pdf", ["one", "two"], size=120_000)
    library.put("/d/scan.pdf", state=DocumentState.FAILED, problem=CORRUPT)
    fill(model, qtbot)
    report = [model.index(0, column).data() for column in range(len(COLUMNS))]
    assert report[:6] == ["report.pdf", "PDF", "Ready", "2", "2", "120 kB"]
    assert model.index(0, PAGES).data(Qt.ItemDataRole.ToolTipRole) == "2 pages"
    assert model.index(0, SIZE).data(Qt.ItemDataRole.ToolTipRole) == "120,000 bytes"
    assert model.index(1, STATE).data() == "Not read"
    assert model.index(1, STATE).data(Qt.ItemDataRole.ForegroundRole) == theme.colour("unsupported")
    assert not model.index(1, STATE).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert "Save it anew" in model.index(1, PROBLEM).data(Qt.ItemDataRole.ToolTipRole)


def test_only_what_is_looked_at_is_read(model: DocumentModel, library: FakeLibrary, qtbot: QtBot) -> None:
    for number in range(3 * PAGE):
        library.put(f"/d/{number:05}.txt", "text")
    fill(model, qtbot)
    assert model.rowCount() == 3 * PAGE
    assert [query.offset for query in library.calls_of("documents")] == [0]
    assert model.index(3 * PAGE - 1, NAME).data() == "…"
    qtbot.waitUntil(lambda: model.index(3 * PAGE - 1, NAME).data() == f"{3 * PAGE - 1:05}.txt")
    assert [query.offset for query in library.calls_of("documents")] == [0, 2 * PAGE]


def test_the_library_sorts_and_filters(model: DocumentModel, library: FakeLibrary, qtbot: QtBot) -> None:
    library.put("/d/a.txt", "x", size=1)
    library.put("/d/b.txt", "x", size=3)
    library.put("/d/c.md", "x", size=2)
    fill(model, qtbot)
    with qtbot.waitSignal(model.total_changed):
        model.sort(SIZE, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["b.txt", "c.md", "a.txt"]
    with qtbot.waitSignal(model.total_changed):
        model.show_only(below="", text=".txt", state="")
    assert names(model) == ["b.txt", "a.txt"]


def test_a_selection_follows_its_document(model: DocumentModel, library: FakeLibrary, qtbot: QtBot) -> None:
    library.put("/d/b.txt", "x")
    library.put("/d/d.txt", "x")
    fill(model, qtbot)
    kept = QPersistentModelIndex(model.index(1, NAME))
    library.put("/d/a.txt", "x")
    library.put("/d/c.txt", "x")
    with qtbot.waitSignal(model.total_changed):
        model.refresh()
    assert names(model) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert kept.row() == 3


def test_a_document_that_goes_leaves_the_rest(model: DocumentModel, library: FakeLibrary, qtbot: QtBot) -> None:
    for name in "abc":
        library.put(f"/d/{name}.txt", "x")
    fill(model, qtbot)
    gone = QPersistentModelIndex(model.index(0, NAME))
    stays = QPersistentModelIndex(model.index(1, NAME))
    del library._documents[1]
    with qtbot.waitSignal(model.total_changed):
        model.refresh()
    assert names(model) == ["b.txt", "c.txt"]
    assert (gone.isValid(), stays.row()) == (False, 0)


def test_a_library_that_does_not_answer_is_said(model: DocumentModel, library: FakeLibrary, qtbot: QtBot) -> None:
    library.fail_next("documents", known(ErrorCode.PROCESS_DIED, "It died.", "Try again."))
    with qtbot.waitSignal(model.failed) as said:
        model.show_only(below="", text="x", state="")
    assert said.args[0].code is ErrorCode.PROCESS_DIED
    library.put("/d/x.txt", "x")
    with qtbot.waitSignal(model.total_changed):
        model.refresh()
    assert names(model) == ["x.txt"]


@dataclass
class Shown:
    view: DocumentsView
    watch: LibraryWatch
    choose: Callable[[int], None]


@pytest.fixture
def shown(services: Services, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot) -> Shown:
    library.put("/d/offer.pdf", state=DocumentState.FAILED, problem=ENCRYPTED)
    library.put("/d/report.pdf", ["text"])
    library.put("/d/scan.pdf", state=DocumentState.FAILED, problem=CORRUPT)
    watch = LibraryWatch(library, bridge)
    view = DocumentsView(services, bridge, theme, watch)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    with qtbot.waitSignal(watch.folders_changed):
        watch.start()
    with qtbot.waitSignal(view.model.total_changed):
        view.show_documents(None)
    qtbot.waitUntil(lambda: view.model.rowCount() == 3)

    def choose(row: int) -> None:
        view.table.selectRow(row)

    return Shown(view, watch, choose)


def test_a_problem_is_shown_with_its_remedy_and_tried_again(shown: Shown, library: FakeLibrary, qtbot: QtBot) -> None:
    shown.choose(2)
    bar = shown.view.problem
    assert bar.isVisible()
    assert bar.message.whole() == "scan.pdf is damaged."
    assert bar.remedy.text() == "Save it anew in its own application."
    assert not bar.password.isVisible()
    bar.retry.click()
    qtbot.waitUntil(lambda: library.calls_of("retry") == [((3,), "")])


def test_every_kind_has_a_word_and_a_picture(
    model: DocumentModel, library: FakeLibrary, theme: Theme, qtbot: QtBot
) -> None:
    library.put("/d/a.pptx", ["one", "two"])
    library.put("/d/b.later", "text", kind="sheet-music")
    fill(model, qtbot)
    assert model.index(0, KIND).data() == "Presentation"
    assert model.index(0, PAGES).data(Qt.ItemDataRole.ToolTipRole) == "2 slides"
    assert model.index(1, KIND).data() == "Sheet music"
    assert not model.index(1, NAME).data(Qt.ItemDataRole.DecorationRole).isNull()
    for each in {*READABLE, *UNREAD}:
        assert each in KINDS
    for each in KINDS.values():
        assert not theme.icon(each.icon).isNull()


def test_a_password_opens_a_locked_document(shown: Shown, library: FakeLibrary, qtbot: QtBot) -> None:
    shown.choose(0)
    assert not shown.view.problem.retry.isVisible()
    shown.view.problem.password.click()
    dialog = shown.view.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("open sesame")
    dialog.accept()
    qtbot.waitUntil(lambda: library.calls_of("retry") == [((1,), "open sesame")])


def box_of(view: DocumentsView) -> QMessageBox:
    box = view.findChild(QMessageBox)
    assert box is not None
    return box


def test_leaving_out_asks_first(shown: Shown, library: FakeLibrary, qtbot: QtBot) -> None:
    shown.choose(2)
    shown.view.problem.exclude.click()
    box = box_of(shown.view)
    assert box.text() == "Leave scan.pdf out from now on?"
    assert "The file itself stays where it is" in box.informativeText()
    with qtbot.waitSignal(box.destroyed):
        box.button(QMessageBox.StandardButton.Cancel).click()
    assert library.calls_of("exclude") == []
    shown.view.problem.exclude.click()
    next(each for each in box_of(shown.view).buttons() if each.text() == "Leave out").click()
    qtbot.waitUntil(lambda: library.calls_of("exclude") == [(3,)])


def test_several_are_mended_at_once(shown: Shown, library: FakeLibrary, qtbot: QtBot) -> None:
    library.put("/d/torn.pdf", state=DocumentState.FAILED, problem=CORRUPT)
    library.push(DocumentsChanged(()))
    qtbot.waitUntil(lambda: shown.view.model.rowCount() == 4)
    shown.view.table.selectAll()
    bar = shown.view.problem
    qtbot.waitUntil(lambda: bar.message.whole() == "4 documents chosen, 3 problems")
    assert bar.remedy.text() == ""
    assert not bar.open.isVisible()
    assert bar.retry.text() == "Read 2 again"
    bar.retry.click()
    qtbot.waitUntil(lambda: library.calls_of("retry") == [((3, 4), "")])
    bar.password.click()
    dialog = shown.view.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("open sesame")
    dialog.accept()
    qtbot.waitUntil(lambda: library.calls_of("retry")[1:] == [((1,), "open sesame")])
    bar.exclude.click()
    assert box_of(shown.view).text() == "Leave 4 documents out from now on?"


def test_a_remedy_that_is_a_command_can_be_copied(shown: Shown, library: FakeLibrary, qtbot: QtBot) -> None:
    needs = (
        "needs-ocr",
        "photo.png is a picture.",
        "Add text recognition with `footnote-add ocr`, then read it again.",
    )
    library.put("/d/photo.png", state=DocumentState.SKIPPED, problem=needs)
    library.push(DocumentsChanged(()))
    qtbot.waitUntil(lambda: names(shown.view.model)[1] == "photo.png")
    shown.choose(1)
    bar = shown.view.problem
    assert bar.remedy.text() == "Add text recognition with this command, then read it again."
    assert bar.command.text() == "footnote-add ocr"
    bar.copy.click()
    assert QGuiApplication.clipboard().text() == "footnote-add ocr"
    shown.choose(0)
    assert not bar.command.isVisible()


def test_a_document_read_in_part_is_shown_as_found_with_what_it_lacks(
    shown: Shown, library: FakeLibrary, theme: Theme, qtbot: QtBot
) -> None:
    lacks = ("needs-ocr", "1 of 2 pages of a.pdf is a picture; the other pages can be searched.", "Add `it`.")
    library.put("/d/a.pdf", ["text", ""], problem=lacks)
    library.push(DocumentsChanged(()))
    qtbot.waitUntil(lambda: names(shown.view.model)[0] == "a.pdf")
    model, bar = shown.view.model, shown.view.problem
    assert model.index(0, STATE).data() == "Ready"
    assert model.index(0, STATE).data(Qt.ItemDataRole.ForegroundRole) == theme.colour("partly")
    assert "A part of it could not be read" in model.index(0, STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, PROBLEM).data() == lacks[1]
    shown.choose(0)
    assert (bar.message.whole(), bar.command.text()) == (lacks[1], "it")
    assert bar.retry.isVisible()
    with qtbot.waitSignal(model.total_changed):
        shown.view.show_documents(None, DocumentState.INDEXED.value)
    qtbot.waitUntil(lambda: not shown.view.table.isColumnHidden(PROBLEM))
    assert names(model) == ["a.pdf", "report.pdf"]
    assert shown.watch.problems == 2, "it is no failure"


def test_what_is_found_whole_needs_no_column_of_problems(shown: Shown, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.view.model.total_changed):
        shown.view.show_documents(None, DocumentState.INDEXED.value)
    assert shown.view.table.isColumnHidden(PROBLEM)


def test_a_document_without_problem_has_nothing_to_mend(shown: Shown) -> None:
    shown.choose(1)
    assert shown.view.problem.message.whole() == "report.pdf: ready"
    assert not shown.view.problem.retry.isVisible()
    assert shown.view.problem.open.isVisible()


def test_problems_alone(shown: Shown, library: FakeLibrary, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.view.model.total_changed):
        shown.view.show_documents(None, DocumentState.FAILED.value)
    assert names(shown.view.model) == ["offer.pdf", "scan.pdf"]
    assert shown.view.total.text() == "2 documents"
    assert shown.view.state.currentText() == "Not read"
    shown.view.retry_all.click()
    qtbot.waitUntil(lambda: library.calls_of("retry") == [((), "")])


def test_nothing_found_says_so(shown: Shown, qtbot: QtBot) -> None:
    qtbot.keyClicks(shown.view.filter, "zebra")
    qtbot.waitUntil(lambda: shown.view.empty.isVisible())
    assert shown.view.empty.text() == "No document is like this."


def test_a_change_in_the_library_reaches_the_table(shown: Shown, library: FakeLibrary, qtbot: QtBot) -> None:
    library.put("/d/added.txt", "new")
    library.push(DocumentsChanged(()))
    qtbot.waitUntil(lambda: names(shown.view.model)[0] == "added.txt")


def test_narrow_views_keep_what_matters(shown: Shown, qtbot: QtBot) -> None:
    shown.view.resize(560, 600)
    qtbot.waitUntil(lambda: shown.view.table.isColumnHidden(PAGES))
    assert not any(shown.view.table.isColumnHidden(column) for column in (NAME, STATE, PROBLEM))


def test_text_recognition_can_be_installed_where_a_picture_needs_it(
    shown: Shown, library: FakeLibrary, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shown.view
    monkeypatch.setattr(recognition, "can_install", lambda: True)
    failures: list[Problem] = [Problem(ErrorCode.NO_SOURCE, "It failed.", "Try again.", detail="ERROR: offline")]

    def install(_: threading.Event) -> None:
        if failures:
            raise KnownError(failures.pop())

    monkeypatch.setattr(recognition, "install", install)
    library.put("/d/scan.png", state=DocumentState.SKIPPED, problem=PICTURE)
    with qtbot.waitSignal(view.model.total_changed):
        view.show_documents(None)
    (row,) = (n for n in range(view.model.rowCount()) if view.model.index(n, NAME).data() == "scan.png")
    view.table.selectRow(row)
    qtbot.waitUntil(view.problem.recognize.isVisible)
    view.problem.recognize.click()
    dialog = view.findChild(RecognitionDialog)
    assert dialog is not None
    dialog.start.click()
    qtbot.waitUntil(dialog.details.isVisible)
    assert "could not be installed" in dialog.state.text()
    with qtbot.waitSignal(dialog.installed):
        dialog.start.click()
    qtbot.waitUntil(lambda: bool(library.calls_of("retry")))
    assert not dialog.start.isVisible()
    dialog.close()


def test_what_is_chosen_is_known_by_ranges_of_rows(shown: Shown) -> None:
    view = shown.view
    view.table.selectAll()
    assert [document.path for document in view.chosen()] == ["/d/offer.pdf", "/d/report.pdf", "/d/scan.pdf"]
    view.table.selectRow(1)
    assert [document.path for document in view.chosen()] == ["/d/report.pdf"]
    view.table.selectAll()
    view.table.selectionModel().select(view.model.index(1, NAME), _LEAVE_ROW)
    assert [document.path for document in view.chosen()] == ["/d/offer.pdf", "/d/scan.pdf"]
    for header in (view.table.horizontalHeader(), view.table.verticalHeader()):
        assert not header.selectionModel().hasSelection()  # it would ask for every row of the library


def test_a_row_is_told_anew_when_it_was_read_again(model: DocumentModel, library: FakeLibrary, qtbot: QtBot) -> None:
    library.put("/d/a.txt", "x", size=1)
    fill(model, qtbot)
    first = model.cells(0)
    assert first is not None
    assert model.cells(0) is first
    library.put("/d/a.txt", "x", size=5)
    with qtbot.waitSignal(model.total_changed):
        model.refresh()
    again = model.cells(0)
    assert again is not None
    assert again[SIZE].text == "5 B"


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_row_is_drawn_in_the_themes_colours(shown: Shown, theme: Theme, direction: Qt.LayoutDirection) -> None:
    view = shown.view
    view.setLayoutDirection(direction)
    view.table.setCurrentIndex(view.model.index(1, NAME))
    delegate = view.table.itemDelegate()
    assert isinstance(delegate, DocumentDelegate)
    delegate._clock = lambda: 0.0  # however slow the machine is, the picture has all rows
    for mode in ("light", "dark"):
        theme.set_mode(mode)  # type: ignore[arg-type]
        picture = view.table.viewport().grab().toImage()
        name = view.table.visualRect(view.model.index(1, NAME))
        ground = picture.pixelColor(name.center().x(), name.top() + 2)
        assert ground.name().upper() == theme.tokens.accent_wash.upper()
        begin = name.left() if direction == Qt.LayoutDirection.LeftToRight else name.right() - 130
        ink = {picture.pixelColor(x, name.center().y()).name() for x in range(begin + 36, begin + 94)}
        assert len(ink) > 3  # the letters of its name stand where the language begins


def test_all_that_are_chosen_are_acted_on_however_far_away(
    shown: Shown, library: FakeLibrary, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, bar = shown.view, shown.view.problem
    for number in range(3 * PAGE):
        library.put(f"/d/{number:05}.txt", state=DocumentState.FAILED, problem=CORRUPT)
    view.model.refresh()
    qtbot.waitUntil(lambda: view.model.rowCount() == 3 * PAGE + 3)
    view.table.selectAll()
    assert bar.message.whole() == "603 documents chosen"
    assert not bar.exclude.isVisible()  # until all of them are known
    qtbot.waitUntil(bar.exclude.isVisible)
    assert bar.message.whole() == "603 documents chosen, 602 problems"
    bar.retry.click()
    qtbot.waitUntil(lambda: [len(ids) for ids, _ in library.calls_of("retry")] == [601])  # one is locked
    for module in ("documents_view", "problem_bar"):
        monkeypatch.setattr(f"desktop_app.ui.{module}.MOST_CHOSEN", 100)
    view.show_documents(None, "failed")
    qtbot.waitUntil(lambda: view.model.rowCount() == 3 * PAGE + 2)
    view.table.selectAll()
    assert bar.remedy.text() == "Choose 100 at most to do something with them."
    assert not bar.exclude.isVisible()


def test_a_table_that_nobody_looks_at_asks_nothing(shown: Shown, library: FakeLibrary, qtbot: QtBot) -> None:
    shown.view.hide()
    asked = len(library.calls_of("documents"))
    library.put("/d/new.pdf", ["text"])
    with qtbot.waitSignal(shown.view._watch.documents_changed):
        library.push(DocumentsChanged((4,)))
    assert not shown.view.model._settle.isActive()
    assert len(library.calls_of("documents")) == asked
    with qtbot.waitSignal(shown.view.model.total_changed):
        shown.view.show()
    assert "new.pdf" in names(shown.view.model)


def test_what_a_turn_of_drawing_has_no_time_for_is_drawn_in_the_next(
    model: DocumentModel, library: FakeLibrary, theme: Theme, qtbot: QtBot
) -> None:
    for number in range(6):
        library.put(f"/d/{number}.txt", "text")
    fill(model, qtbot)
    moments = itertools.count()
    table = DocumentTable()
    qtbot.addWidget(table)
    delegate = DocumentDelegate(model, theme, table, clock=lambda: next(moments))  # each look at it takes a second
    table.setItemDelegate(delegate)
    table.setModel(model)
    for column in range(1, len(COLUMNS)):
        table.hideColumn(column)
    turns: list[list[int]] = []
    begin = delegate.begin
    delegate.begin = lambda: (turns.append([]), begin())  # type: ignore[method-assign, assignment]
    paint_cell = delegate._paint_cell

    def note(*rest: Any, **named: Any) -> None:
        turns[-1].append(table.rowAt(rest[1].center().y()))
        paint_cell(*rest, **named)

    delegate._paint_cell = note  # type: ignore[method-assign]
    table.show()
    qtbot.waitUntil(lambda: {row for turn in turns for row in turn} == set(range(6)))
    seen: set[int] = set()
    for turn in turns:
        assert len(set(turn) - seen) <= 1
        seen |= set(turn)


def test_a_page_that_comes_again_as_it_was_is_not_drawn_again(
    model: DocumentModel, library: FakeLibrary, qtbot: QtBot
) -> None:
    library.put("/d/1.txt", "text")
    fill(model, qtbot)
    changed: list[object] = []
    model.dataChanged.connect(lambda *_: changed.append(1))
    with qtbot.waitSignal(model.total_changed):
        model.refresh()
    assert not changed
    library.put("/d/1.txt", "another text", size=7_000)
    with qtbot.waitSignal(model.total_changed):
        model.refresh()
    assert changed
