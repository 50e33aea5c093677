"""Filters completed while a question is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.ui.ask_box import AskBox
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.completion import filter_offers
from desktop_app.ui.completion_list import Completer, OfferModel
from desktop_app.ui.sidebar_rows import FIGURE_ROLE
from desktop_app.ui.theme import Theme
from tests.support.fake_library import FakeLibrary


class Asking(QWidget):
    """An ask box at the foot of a window."""

    def __init__(self, library: FakeLibrary, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.box = AskBox(theme)
        self.completer = Completer(self.box.edit, library, bridge, theme)
        self.completer.set_folders(library.folders())
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self.box)

    @property
    def names(self) -> list[str]:
        model = self.completer.model
        return [model.index(row).data() for row in range(model.rowCount())] if self.completer.isVisible() else []


@pytest.fixture
def asking(bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot) -> Iterator[Asking]:
    library.put("/d/Contracts/Acme MSA.pdf", ["one"], modified=3.0)
    library.put("/d/Contracts/fees.md", "two", modified=2.0)
    library.put("/d/Old papers/acme-offer.txt", "three", modified=1.0)
    made = Asking(library, bridge, theme)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.activateWindow()
    made.box.edit.setFocus()
    qtbot.waitUntil(made.box.edit.hasFocus)
    yield made


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = OfferModel()
    model.set_offers(filter_offers())
    qtmodeltester.check(model)


def test_a_document_is_found_by_its_beginning_and_put_in(asking: Asking, qtbot: QtBot) -> None:
    asking.box.edit.insertPlainText("😀 does ")
    qtbot.keyClicks(asking.box.edit, "@acm")
    qtbot.waitUntil(lambda: asking.names == ["Acme MSA.pdf", "acme-offer.txt"])
    asked: list[str] = []
    asking.box.asked.connect(asked.append)
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Return)
    assert asking.box.edit.toPlainText() == '😀 does @"Acme MSA.pdf" '
    assert not asking.completer.isVisible()
    assert asked == []
    qtbot.keyClicks(asking.box.edit, "say?")
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Return)
    assert asked == ['😀 does @"Acme MSA.pdf" say?']


def test_a_lone_sign_offers_the_latest_documents_and_the_filters(asking: Asking, qtbot: QtBot) -> None:
    qtbot.keyClicks(asking.box.edit, "@")
    qtbot.waitUntil(lambda: asking.names[:2] == ["Acme MSA.pdf", "fees.md"])
    assert asking.names[-4:] == ["in:", "type:", "after:", "before:"]
    for _ in range(4):
        qtbot.keyClick(asking.box.edit, Qt.Key.Key_Up)
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Tab)
    assert asking.box.edit.toPlainText() == "in:"
    assert asking.names == ["Contracts", "Old papers"]
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Tab)
    assert asking.box.edit.toPlainText() == 'in:"Old papers" '


def test_escape_leaves_the_filter_to_the_person(asking: Asking, qtbot: QtBot) -> None:
    qtbot.keyClicks(asking.box.edit, "fees type:")
    assert "PDF" in asking.names
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Escape)
    assert asking.names == []
    qtbot.keyClicks(asking.box.edit, "p")
    assert asking.names == []
    qtbot.keyClicks(asking.box.edit, " type:p")
    assert "Presentation" in asking.names


def test_folders_and_collections_are_told_apart(asking: Asking, qtbot: QtBot) -> None:
    asking.completer.set_collections(["Contracts", "Taxes"])
    qtbot.keyClicks(asking.box.edit, "in:contr")
    assert asking.names == ["Contracts", "Contracts"]
    details = [asking.completer.model.index(row).data(FIGURE_ROLE) for row in range(2)]
    assert details == ["/d", "collection"]
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Tab)
    assert asking.box.edit.toPlainText() == "in:collection/Contracts "


def test_folders_inside_the_librarys_are_offered_too(asking: Asking, library: FakeLibrary, qtbot: QtBot) -> None:
    library.put("/d/Contracts/Leases/2023/flat.txt", "four")
    library.put("/d/Contracts/Offers/2023/lift.txt", "five")
    asking.completer.set_folders(tuple(f for f in library.folders() if f.path in ("/d/Contracts", "/d/Old papers")))
    asking.completer.set_collections(["Old leases"])
    qtbot.keyClicks(asking.box.edit, "in:LEAS")
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: asking.names == ["Leases", "Old leases"])
    assert asking.completer.view.currentIndex().data() == "Old leases", "what was chosen stays chosen"
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Up)
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Tab)
    assert asking.box.edit.toPlainText() == "in:Leases "
    qtbot.keyClicks(asking.box.edit, "in:202")
    qtbot.waitUntil(lambda: asking.names == ["2023", "2023"])
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Tab)
    assert asking.box.edit.toPlainText() == "in:Leases in:Offers/2023 "


def test_what_is_found_after_the_list_was_left_does_not_open_it(
    asking: Asking, library: FakeLibrary, qtbot: QtBot
) -> None:
    library.put("/d/Contracts/Old contracts/2023/flat.txt", "four")
    asking.completer.set_folders(library.folders())
    qtbot.keyClicks(asking.box.edit, "in:contr")
    qtbot.keyClick(asking.box.edit, Qt.Key.Key_Tab)
    assert asking.box.edit.toPlainText() == "in:Contracts "
    qtbot.wait(150)
    assert asking.names == []


def test_a_value_written_out_needs_no_list(asking: Asking, qtbot: QtBot) -> None:
    qtbot.keyClicks(asking.box.edit, "after:1999")
    assert asking.names == []
    qtbot.keyClicks(asking.box.edit, " in:Contracts")
    assert asking.names == []


def test_the_list_stays_within_the_window(asking: Asking, qtbot: QtBot) -> None:
    asking.resize(320, 300)
    qtbot.keyClicks(asking.box.edit, "a question that is long enough to wrap type:")
    assert asking.rect().contains(asking.completer.geometry())
