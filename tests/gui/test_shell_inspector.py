"""What is indexed of a document can be looked at."""

from __future__ import annotations

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.ui import inspector_dialog
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.inspector_dialog import InspectorDialog
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode, known
from indexer.types import DocumentState
from tests.support.fake_library import FakeLibrary

PAGES = ["The roof is new. " * 150, "The wall 😀 is old. " * 150]


def test_passages_are_listed_and_marked_where_they_stand(
    qtbot: QtBot,
    library: FakeLibrary,
    bridge: Bridge,
    theme: Theme,
    qtmodeltester: ModelTester,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inspector_dialog, "_AT_ONCE", 2)  # so that several requests are needed
    document = library.put("/docs/house.pdf", PAGES)
    dialog = InspectorDialog(document, library, bridge, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    hits = library._documents[document.id].hits
    assert len(hits) > 2
    qtbot.waitUntil(lambda: dialog.model.rowCount() == len(hits))
    qtmodeltester.check(dialog.model)
    assert f"{len(hits)} passages, {len(hits)} with a vector" in dialog.facts.text()
    qtbot.waitUntil(lambda: dialog.text.marked_text() == hits[0].text)
    dialog.table.selectRow(len(hits) - 1)
    qtbot.waitUntil(lambda: dialog.text.marked_text() == hits[-1].text)
    assert dialog.text.toPlainText() == PAGES[1]


def test_a_document_of_which_nothing_is_indexed_says_why(
    qtbot: QtBot, library: FakeLibrary, bridge: Bridge, theme: Theme
) -> None:
    document = library.put(
        "/docs/locked.pdf", state=DocumentState.FAILED, problem=("encrypted", "It is locked.", "Enter its password.")
    )
    dialog = InspectorDialog(document, library, bridge, theme)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.said.text() == "Nothing is indexed of this document. It is locked.")
    library.fail_next("chunks", known(ErrorCode.MISSING, "It is gone.", "Look again."))
    other = InspectorDialog(document, library, bridge, theme)
    qtbot.addWidget(other)
    qtbot.waitUntil(lambda: "It is gone." in other.said.text())
