"""What the window offers to do about documents, done by the real service."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.documents_view import DocumentsView
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer import protocol as p
from indexer.client import IndexerClient
from indexer.types import DocumentState
from tests.support.live import eventually, found, live_library
from tests.support.make_documents import make_pdf

pytestmark = pytest.mark.e2e


def state(library: IndexerClient, name: str) -> DocumentState | None:
    return next((d.state for d in library.documents(p.ListDocuments(text=name)).documents), None)


def problem(library: IndexerClient, name: str) -> str:
    return next((d.problem_message for d in library.documents(p.ListDocuments(text=name)).documents), "")


def give_password(view: DocumentsView, qtbot: QtBot, password: str) -> None:
    qtbot.waitUntil(view.problem.password.isVisible)
    view.problem.password.click()
    (dialog,) = [each for each in view.findChildren(QInputDialog) if each.isVisible()]
    dialog.setTextValue(password)
    dialog.accept()


@pytest.fixture
def library(own_home: Path, tmp_path: Path) -> Iterator[IndexerClient]:
    folder = tmp_path / "docs"
    folder.mkdir()
    make_pdf(folder / "offer.pdf", [["The slate roof costs ninety thousand."]], password="open sesame")
    for path in folder.iterdir():
        os.utime(path, (time.time() - 60,) * 2)
    with live_library(own_home) as connected:
        connected.add_folders([folder])
        eventually(lambda: state(connected, "offer") is DocumentState.FAILED)
        yield connected


@pytest.fixture
def view(services: Services, library: IndexerClient, bridge: Bridge, theme: Theme, qtbot: QtBot) -> DocumentsView:
    watch = LibraryWatch(library, bridge)
    made = DocumentsView(replace(services, library=library), bridge, theme, watch)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    watch.start()
    made.show_documents(None, "")
    return made


def test_a_password_typed_in_the_window_opens_the_document(
    view: DocumentsView, library: IndexerClient, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: view.model.rowCount() == 1 and view.model.document(0) is not None)
    view.table.selectRow(0)
    give_password(view, qtbot, "wrong")
    qtbot.waitUntil(lambda: "is wrong" in problem(library, "offer"))  # before the next one is on its way
    give_password(view, qtbot, "open sesame")
    readable = (DocumentState.KEYWORD_READY, DocumentState.INDEXED)
    qtbot.waitUntil(lambda: state(library, "offer") in readable, timeout=20_000)
    assert found(library, "slate roof") == ["offer.pdf"]
    qtbot.waitUntil(lambda: not view.problem.password.isVisible())
