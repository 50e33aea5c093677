"""“Check a text”: what is pasted, dropped or opened is checked sentence by sentence, and its footnotes open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.answering.checking import CheckService
from desktop_app.answering.events import Sentence, Support
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.check_report import why
from desktop_app.ui.check_view import CheckView
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer import protocol as p
from indexer.errors import ErrorCode, known
from tests.support.fake_library import FakeLibrary
from tests.unit.answering.test_checking import FakeFiles

LEASE = "/d/Contracts/lease.txt"
RENT = "The rent of the shop is 900 euros a month."
WRONG = "The rent of the shop is 950 euros a month."
CHEESE = "Moonlight turns into cheese overnight."


@pytest.fixture
def library() -> Iterator[FakeLibrary]:
    made = FakeLibrary({LEASE: RENT, "/d/Letters/soup.txt": "The soup needs two litres of water."})
    yield made
    made.close()


@pytest.fixture
def view(services: Services, bridge: Bridge, theme: Theme, qtbot: QtBot) -> CheckView:
    made = CheckView(services, bridge, theme)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.begin()
    return made


def checked(qtbot: QtBot, view: CheckView, text: str) -> None:
    view.field.setPlainText(text)
    qtbot.mouseClick(view.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not view.running)


def test_each_sentence_gets_its_mark_and_the_count_says_how_many(view: CheckView, qtbot: QtBot) -> None:
    checked(qtbot, view, f"{RENT} {WRONG} {CHEESE}")
    report = view.report
    assert [span.sentence for span in report.text.spans] == [0, 1, 2]
    assert report.summary.startswith("✓ 1 supported · ")
    assert "○" in report.summary
    assert "2 of 2 documents searched" in report.verdict.accessibleName()
    assert {chip.n for chip in report.text.chips} == {1}
    assert not report.missing.isHidden()
    assert not report.footnotes.isHidden()


def test_a_footnote_opens_its_passage_beside_the_others(view: CheckView, qtbot: QtBot) -> None:
    checked(qtbot, view, f"{RENT} The soup needs two litres of water.")
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view.report.text, Qt.Key.Key_Tab)
        qtbot.keyClick(view.report.text, Qt.Key.Key_Return)
    source, sources = opened.args
    assert source.path == LEASE
    assert [one.n for one in sources] == [1, 2]


def test_the_keyboard_does_it_all(view: CheckView, qtbot: QtBot) -> None:
    assert not view.check.isEnabled()
    qtbot.keyClicks(view.field, RENT)
    qtbot.keyClick(view.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(view.report.text.chips) and not view.running)
    qtbot.keyClick(view.report.text, Qt.Key.Key_Escape)
    assert view.field.isVisible()
    assert view.field.toPlainText() == RENT
    with qtbot.waitSignal(view.closed):
        qtbot.keyClick(view.field, Qt.Key.Key_Escape)


def test_stop_keeps_what_was_checked(view: CheckView, library: FakeLibrary, qtbot: QtBot) -> None:
    go, asked = threading.Event(), threading.Event()
    real = library.search

    def slow(query: p.Search) -> p.SearchReply:
        if "cheese" in query.query:
            asked.set()
            assert go.wait(10)
        return real(query)

    library.search = slow  # type: ignore[method-assign]
    view.field.setPlainText(" ".join([*[RENT] * 8, CHEESE]))
    view.check_text()
    qtbot.waitUntil(lambda: asked.is_set() and "8 of 9" in view.report.verdict.accessibleName())
    qtbot.mouseClick(view.stop, Qt.MouseButton.LeftButton)
    assert not view.running
    assert view.report.verdict.accessibleName().endswith("stopped")
    assert view.report.summary == "✓ 8 of 8 sentences supported"
    assert view.again.isVisible()
    go.set()


def test_a_file_is_read_and_its_text_can_be_changed_after(
    services: Services, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot, tmp_path: Path
) -> None:
    checks = CheckService(library, files=FakeFiles({"draft.odt": RENT}))
    view = CheckView(replace(services, checks=checks), bridge, theme)
    qtbot.addWidget(view)
    view.check_file(tmp_path / "draft.odt")
    qtbot.waitUntil(lambda: bool(view.report.text.chips) and not view.running)
    assert view.field.toPlainText() == RENT


def test_what_goes_wrong_is_said_and_the_text_is_kept(view: CheckView, library: FakeLibrary, qtbot: QtBot) -> None:
    library.fail_next("search", known(ErrorCode.PROCESS_DIED, "The indexer ended.", "Try again."))
    checked(qtbot, view, RENT)
    assert view.field.isVisible()
    assert view.field.toPlainText() == RENT
    assert view.problem.text() == "The indexer ended. Try again."
    checked(qtbot, view, RENT)
    assert view.problem.isHidden()
    assert view.report.summary == "✓ 1 of 1 sentence supported"


def test_a_book_is_for_the_command_line(view: CheckView, library: FakeLibrary) -> None:
    view.field.setPlainText("A sentence. " * 20_000)
    view.check_text()
    assert "footnote check" in view.problem.text()
    assert not view.running
    assert library.calls_of("search") == []


def test_only_the_chosen_folder_counts(view: CheckView, library: FakeLibrary, qtbot: QtBot) -> None:
    view.set_scope((Path("/d/Letters"),), "Letters")
    assert "Letters" in view.facts.whole()
    checked(qtbot, view, RENT)
    assert library.calls_of("search")[-1].scope == ("/d/Letters",)
    assert view.report.summary == "○ 1 not"


@pytest.mark.parametrize(
    ("support", "missing", "words"),
    [
        (Support.PARTIAL, ("950 euros", "May"), "Not in the passages: “950 euros”, “May”"),
        (Support.PARTIAL, (), "otherwise"),
        (Support.UNSUPPORTED, (), "No passage"),
    ],
)
def test_why_a_sentence_is_doubtful(support: Support, missing: tuple[str, ...], words: str) -> None:
    assert words in why(Sentence("A sentence.", 0, 11, support, 0.2, (), missing))


@pytest.fixture
def window(services: Services, bridge: Bridge, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(services, bridge, theme)
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: len(made.watch.folders) > 0)
    yield made
    made.close()


def test_the_window_checks_a_file_dropped_on_the_open_view_and_adds_it_elsewhere(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(RENT)
    done: dict[str, Any] = {}
    monkeypatch.setattr(window.check, "check_file", lambda path: done.setdefault("checked", path))
    monkeypatch.setattr(window.importer, "offer", lambda paths, *_: done.setdefault("added", paths))
    window.drop.dropped.emit((draft,))
    assert done.pop("added") == (draft,)
    window.show_check()
    assert window.check.takes(1)
    window.drop.dropped.emit((draft,))
    assert done == {"checked": draft}


def test_the_row_of_the_sidebar_opens_it_and_a_footnote_shows_the_source(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.library.check_row, Qt.MouseButton.LeftButton)
    assert window.views.currentWidget() is window.check
    checked(qtbot, window.check, RENT)
    window.check.report.text.footnote_opened.emit(1)
    passage = window.source.passage
    assert passage is not None
    assert passage.path == LEASE
    assert window.panes.widget(2).isVisible()
