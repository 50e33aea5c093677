"""Exporting from the window: the dialog, the file, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Support
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.exporter import FORMATS, file_name
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from tests.support.fake_answers import make_answer, make_sentences, make_source
from tests.support.fake_library import FakeLibrary

TEXT = "Notice is six months."


@pytest.fixture
def window(
    services: Services, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> Iterator[MainWindow]:
    library.put("/d/a.txt", "one")
    kept = services.history.create("Leaving: what/when?")
    sentences = make_sentences(TEXT, (TEXT, Support.SUPPORTED, (1,)))
    services.history.add_answer(kept.id, make_answer(TEXT, sentences, [make_source(1, "Six months in writing.")]))
    made = MainWindow(services, bridge, theme)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignals([made.watch.folders_changed, made.library.conversations.refreshed]):
        made.start()
    made.banner.hide()  # it offers the model that is missing
    made.conversations.show(kept.id)
    made.activateWindow()
    yield made
    made.close()


def chosen(window: MainWindow, path: Path) -> None:
    """Press Ctrl+E's button and choose a file."""
    window.header.export.click()
    dialog = next(dialog for dialog in window.findChildren(QFileDialog) if dialog.isVisible())
    assert Path(dialog.selectedFiles()[0]).name.startswith("Leaving what when")
    dialog.fileSelected.emit(str(path))
    dialog.close()


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_written_and_named(window: MainWindow, tmp_path: Path, suffix: str, qtbot: QtBot) -> None:
    path = tmp_path / f"out{suffix}"
    with qtbot.waitSignal(window.exporter.exported):
        chosen(window, path)
    assert window.toast.text.text() == f"Exported to out{suffix}"
    assert path.stat().st_size > 150
    assert [found.name for found in tmp_path.glob("*.part")] == []
    if suffix == ".pdf":
        page = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
        assert "Six months in writing." in page
        assert "Notice is six months.1" in page.replace(" 1", "1")


def test_another_format_is_refused_with_those_there_are(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    chosen(window, tmp_path / "out.odt")
    qtbot.waitUntil(window.banner.isVisible)
    assert ".docx, .pdf, .md, .html" in window.banner.remedy.text()


def test_where_nothing_can_be_written_it_says_so(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    chosen(window, tmp_path / "gone" / "out.md")
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.message.text().startswith("out.md could not be written")


def test_without_a_conversation_there_is_nothing_to_export(window: MainWindow, qtbot: QtBot) -> None:
    window.new_conversation()
    assert not window.header.export.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert not [dialog for dialog in window.findChildren(QFileDialog) if dialog.isVisible()]


@pytest.mark.parametrize(
    ("title", "name"), [("a/b: c?", "a b c"), ("", "Conversation"), ("...", "Conversation"), ("x" * 200, "x" * 80)]
)
def test_names_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name
