"""Search as you type: what is found while keys are pressed, how it opens, and how it becomes a question."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.search_list import ResultModel
from desktop_app.ui.search_loader import find
from desktop_app.ui.search_view import SearchView
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer import protocol as p
from indexer.errors import ErrorCode, known
from indexer.types import DocumentState
from tests.support.fake_library import FakeLibrary

ACME = "/d/Contracts/Acme-MSA.pdf"
NOTICE = "Either party may terminate this agreement on ninety days notice."


@pytest.fixture
def view(services: Services, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot) -> Iterator[SearchView]:
    library.put(ACME, ["Preamble.", f"The parties agree. {NOTICE} Fees are due in May."])
    library.put("/d/Letters/landlord.txt", "The landlord gave notice in spring.")
    watch = LibraryWatch(library, bridge)
    made = SearchView(services, bridge, theme, watch)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.activateWindow()
    made.begin()
    yield made
    watch.stop()
    watch.deleteLater()


def typed(qtbot: QtBot, view: SearchView, text: str) -> None:
    qtbot.keyClicks(view.field, text)
    wanted = view.field.text().strip()
    qtbot.waitUntil(lambda: view.results is not None and view.results.text == wanted)


def test_the_model_keeps_qts_rules(library: FakeLibrary, qtmodeltester: ModelTester) -> None:
    library.put(ACME, NOTICE)
    model = ResultModel()
    model.set_results(find(library, "notice").results)
    qtmodeltester.check(model)
    index = model.index(0)
    assert index.data() == "Acme-MSA"
    assert NOTICE in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_passages_appear_while_typing_though_the_word_is_not_whole(view: SearchView, qtbot: QtBot) -> None:
    typed(qtbot, view, "terminat")
    assert [result.passage.path for result in view.model.results] == [ACME]
    assert view.model.results[0].passage.quote == NOTICE
    assert view.facts.whole().startswith("1 passage in 1 document · 0.")
    assert view.facts.whole().endswith("by words and meaning")


def test_only_what_was_typed_last_is_shown(view: SearchView, library: FakeLibrary, qtbot: QtBot) -> None:
    asked, go = threading.Event(), threading.Event()
    real = library.search

    def slow(query: p.Search) -> p.SearchReply:
        if query.query.startswith("land"):
            asked.set()
            assert go.wait(5)
        return real(query)

    library.search = slow  # type: ignore[method-assign]
    shown: list[str] = []
    view._live.found.connect(lambda results, _: shown.append(results.text))
    qtbot.keyClicks(view.field, "landlord")
    qtbot.waitUntil(asked.is_set)
    view.field.selectAll()
    typed(qtbot, view, "fees")
    go.set()
    qtbot.waitUntil(lambda: view._live._under_way == 0)
    assert shown == ["fees"]
    assert [result.passage.path for result in view.model.results] == [ACME]


def test_down_and_enter_open_the_passage_and_letters_go_back_to_the_field(view: SearchView, qtbot: QtBot) -> None:
    typed(qtbot, view, "notice")
    qtbot.keyClick(view.field, Qt.Key.Key_Down)
    assert view.list.hasFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view.list, Qt.Key.Key_Return)
    passage, others = opened.args
    assert passage == view.model.results[1].passage
    assert others == tuple(result.passage for result in view.model.results)
    qtbot.keyClick(view.list, Qt.Key.Key_Up)
    qtbot.keyClick(view.list, Qt.Key.Key_Up)
    assert view.field.hasFocus()
    qtbot.keyClick(view.field, Qt.Key.Key_Down)
    qtbot.keyClicks(view.list, "s")
    assert view.field.hasFocus()
    assert view.field.text() == "notices"


def test_a_failed_search_says_why_and_the_next_one_works(view: SearchView, library: FakeLibrary, qtbot: QtBot) -> None:
    library.fail_next("search", known(ErrorCode.PROCESS_DIED, "The indexer died.", "It is started again."))
    qtbot.keyClicks(view.field, "notice")
    qtbot.waitUntil(lambda: "The indexer died." in view.empty.text())
    typed(qtbot, view, " period")
    assert view.list.isVisible()


def test_nothing_found_says_what_was_not_searched(view: SearchView, library: FakeLibrary, qtbot: QtBot) -> None:
    library.vectors = False
    library.put("/d/Contracts/next.pdf", state=DocumentState.PENDING)
    typed(qtbot, view, "chromodynamics")
    assert view.empty.text().startswith("No passage of your documents speaks to “chromodynamics”.")
    assert view.empty.text().endswith("1 still to be read.")


def test_meaning_joins_in_when_its_model_has_come(view: SearchView, library: FakeLibrary, qtbot: QtBot) -> None:
    library.vectors = False
    typed(qtbot, view, "notice")
    assert view.facts.whole().endswith("by words only")
    library.vectors = True
    with qtbot.waitSignal(view._watch.connected):
        view._watch.start()
    qtbot.waitUntil(lambda: view.facts.whole().endswith("by words and meaning"))


@pytest.fixture
def window(
    services: Services, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> Iterator[MainWindow]:
    library.put(ACME, ["Preamble.", f"The parties agree. {NOTICE} Fees are due in May."])
    made = MainWindow(services, bridge, theme)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignals([made.watch.folders_changed, made.desk.changed]):
        made.start()
    made.activateWindow()
    yield made
    made.close()


def test_from_the_keys_to_the_passage_in_its_source(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.views.currentWidget() is window.search
    typed(qtbot, window.search, "ninety days")
    qtbot.keyClick(window.search.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.search.list, Qt.Key.Key_Return)
    assert window.panes.right_shown
    assert window.source.passage is not None
    assert window.source.passage.quote == NOTICE
    focused = QApplication.focusWidget() or window
    qtbot.keyClick(focused, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert not window.panes.right_shown
    qtbot.keyClick(focused, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.panes.right_shown
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert window.views.currentWidget() is window.conversation


def test_enter_asks_what_was_searched_for(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.conversation.ask = asked.append  # type: ignore[method-assign]
    window.library.filter.setText("ninety days")
    qtbot.keyClick(window.library.filter, Qt.Key.Key_Return)
    assert window.search.field.text() == "ninety days"
    qtbot.keyClick(window.search.field, Qt.Key.Key_Return)
    assert asked == ["ninety days"]
    assert window.views.currentWidget() is window.conversation
