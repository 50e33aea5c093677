"""The main job with the real services, by keyboard alone: from the first start to a footnote's words on their page, and
what becomes of that footnote when its file changes and when its drive goes away."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.compose import Composition, compose
from desktop_app.erasing import erase
from desktop_app.ui.answer_view import AnswerView
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.estimate_dialog import EstimateDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.privacy_dialog import PrivacyDialog
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.config import Settings, save_settings
from indexer.types import DocumentState
from tests.gui.dragging import carrying, drop, enter
from tests.gui.test_source_footnote import marked_share
from tests.gui.test_source_pdf import lines_pdf
from tests.support.live import found, kill_service, needs_embedder
from tests.support.make_documents import make_pdf

pytestmark = [pytest.mark.e2e, needs_embedder]
SMALL_MODEL = "smollm2-135m-instruct"

PATIENCE = 30_000  # milliseconds
ASKED_FROM = 41  # documents of an import that is measured before it is added
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, of which one is asked for; old enough that nobody waits for them to hold still."""
    made = tmp_path / "Contracts"
    made.mkdir()
    lines_pdf(made / "contract.pdf")
    (made / "note.md").write_text("# Garden\n\nThe roses are cut in March.\n")
    for path in made.iterdir():
        os.utime(path, (time.time() - 60,) * 2)
    return made


@pytest.fixture
def composition(own_home: Path) -> Iterator[Composition]:
    save_settings(own_home, Settings(language_model=SMALL_MODEL))
    made = compose(own_home)
    yield made
    made.close()
    for service in ("indexer", "llm"):
        kill_service(own_home, service)


@pytest.fixture
def window(composition: Composition, bridge: Bridge, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    services = Services(
        composition.home, composition.library, composition.answers, composition.history, composition.models,
        composition.checks,
    )  # fmt: skip
    made = MainWindow(services, bridge, theme)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.start()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.isActiveWindow() and made.watch.is_connected, timeout=PATIENCE)
    yield made
    made.close()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focused(), key, modifier)


def add_by_keyboard(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """From the first page: Enter opens the choice of a folder, its path is typed."""
    assert focused() is window.first_run.choose
    press(qtbot, Qt.Key.Key_Space)
    (dialog,) = window.findChildren(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    qtbot.waitUntil(name.hasFocus)
    qtbot.keyClicks(name, str(folder))
    if (offered := QApplication.activePopupWidget()) is not None:  # the paths that begin so
        qtbot.keyClick(offered, Qt.Key.Key_Escape)
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    window.activateWindow()  # as every system does when a dialog closes
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.conversation, timeout=PATIENCE)


def readable(window: MainWindow) -> int:
    states = window.watch.status.documents if window.watch.status is not None else {}
    return states.get(DocumentState.KEYWORD_READY, 0) + states.get(DocumentState.INDEXED, 0)


def test_by_keyboard_from_the_first_start_to_the_words_on_the_page(
    qtbot: QtBot, window: MainWindow, composition: Composition, folder: Path
) -> None:
    add_by_keyboard(qtbot, window, folder)
    qtbot.waitUntil(lambda: readable(window) == 2, timeout=PATIENCE)
    assert window.conversation.ask_box.isAncestorOf(focused())
    qtbot.keyClicks(focused(), "Which documents mention a registered letter?")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.conversation.turns and window.conversation.turns[0].finished), timeout=PATIENCE)
    for _ in range(40):
        if isinstance(focused(), AnswerView):
            break
        press(qtbot, Qt.Key.Key_Backtab, SHIFT)
    assert isinstance(focused(), AnswerView)
    press(qtbot, Qt.Key.Key_Return)
    pdf = window.source.pdf
    qtbot.waitUntil(lambda: window.source.body.currentWidget() is pdf and bool(pdf.marked_rects()), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.source._marking.isActive())
    qtbot.waitUntil(lambda: pdf.pages.image(0) is not None and pdf.pages.idle)
    picture = pdf.viewport().grab().toImage()
    assert marked_share(window, picture, 3, "registered letter", page=0) > 0.5
    assert marked_share(window, picture, 0, "This agreement", page=0) == 0

    make_pdf(folder / "contract.pdf", [["Everything was agreed anew: sixty days."]])
    os.utime(folder / "contract.pdf", (time.time() - 30,) * 2)
    qtbot.waitUntil(lambda: found(composition.library, "sixty days")[:1] == ["contract.pdf"], timeout=PATIENCE)
    window.conversation.turns[0].text.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not in it any more" in window.source.note_text.text(), timeout=PATIENCE)
    assert window.source.header.stale.isVisible()

    folder.rename(folder.with_name("Unplugged"))
    qtbot.waitUntil(lambda: window.watch.is_offline(str(folder / "contract.pdf")), timeout=PATIENCE)
    assert found(composition.library, "roses") == ["note.md"]  # from what was read before


def test_a_dropped_folder_is_measured_added_and_its_footnote_clicked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    letters = tmp_path / "Letters"
    letters.mkdir()
    for number in range(ASKED_FROM):
        letter = letters / f"letter-{number:02}.md"
        letter.write_text(f"# Letter {number}\n\nThe boiler of house {number} was serviced in May.\n")
        os.utime(letter, (time.time() - 60,) * 2)
    lines_pdf(letters / "agreement.pdf")
    os.utime(letters / "agreement.pdf", (time.time() - 60,) * 2)
    mime = carrying(letters)
    assert enter(window, mime)
    assert window.drop.isVisible()
    drop(window, mime)

    qtbot.waitUntil(lambda: bool(window.findChildren(EstimateDialog)), timeout=PATIENCE)
    (dialog,) = window.findChildren(EstimateDialog)
    assert window.watch.folders == ()  # nothing is added before the person says so
    qtbot.waitUntil(lambda: not dialog.is_measuring, timeout=PATIENCE)
    told = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
    assert any(text.startswith(f"{ASKED_FROM + 1} · ") for text in told), told
    assert any(text.startswith("Measured on this computer with ") for text in told), told
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: readable(window) == ASKED_FROM + 1, timeout=PATIENCE)

    window.conversation.ask("Which documents mention a registered letter?")
    qtbot.waitUntil(lambda: bool(window.conversation.turns and window.conversation.turns[0].finished), timeout=PATIENCE)
    answer = window.conversation.turns[0].text
    qtbot.mouseClick(
        answer.viewport(), Qt.MouseButton.LeftButton, pos=answer.chip_rect(answer.chips[0]).center().toPoint()
    )
    pdf = window.source.pdf
    qtbot.waitUntil(lambda: window.source.body.currentWidget() is pdf and bool(pdf.marked_rects()), timeout=PATIENCE)
    qtbot.waitUntil(lambda: pdf.pages.image(0) is not None and pdf.pages.idle)
    picture = pdf.viewport().grab().toImage()
    assert marked_share(window, picture, 3, "registered letter", page=0) > 0.5


def test_stop_ends_an_answer_and_everything_can_be_deleted(
    qtbot: QtBot, window: MainWindow, composition: Composition, folder: Path
) -> None:
    add_by_keyboard(qtbot, window, folder)
    qtbot.waitUntil(lambda: readable(window) == 2, timeout=PATIENCE)
    qtbot.keyClicks(focused(), "When are the roses cut?")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.conversation.turns and window.conversation.turns[0].evidence.cards))
    press(qtbot, Qt.Key.Key_Escape)  # its model is still being loaded
    qtbot.waitUntil(lambda: not window.conversation.running, timeout=PATIENCE)
    (kept,) = composition.history.answers(composition.history.conversations()[0].id)
    assert kept.stopped

    press(qtbot, Qt.Key.Key_P, CTRL | SHIFT)
    (dialog,) = window.findChildren(PrivacyDialog)
    qtbot.keyClicks(dialog.word, "delete")
    with qtbot.waitSignal(window.closed):
        qtbot.mouseClick(dialog.erase, Qt.MouseButton.LeftButton)
    assert window.erasing is not None
    composition.close()
    erase(composition.home, settings=True)
    assert [path for path in composition.home.rglob("*") if path.is_file()] == []
    assert {path.name for path in folder.iterdir()} == {"contract.pdf", "note.md"}
