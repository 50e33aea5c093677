"""What is pasted, wherever the focus is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.ask_box import AskBox
from desktop_app.ui.pasting import Pasting
from desktop_app.ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.addWidget(AskBox(theme))
    layout.addWidget(QPushButton("elsewhere"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def part(window: QWidget, name: str) -> QWidget:
    box = window.findChild(AskBox)
    other = [each for each in window.findChildren(QPushButton) if each.text() == "elsewhere"]
    assert isinstance(box, AskBox)
    return box.edit if name == "question" else other[0]


@pytest.mark.parametrize("focus", ["question", "elsewhere"])
def test_files_are_brought_in_and_are_no_text(qtbot: QtBot, window: QWidget, tmp_path: Path, focus: str) -> None:
    box = window.findChild(AskBox)
    assert isinstance(box, AskBox)
    pasting = Pasting(window, box.edit)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.pdf")), QUrl("https://example.org/b.pdf")])
    QGuiApplication.clipboard().setMimeData(mime)
    part(window, focus).setFocus()
    with qtbot.waitSignal(pasting.pasted) as heard:
        qtbot.keyClick(part(window, focus), Qt.Key.Key_V, CTRL)
    assert heard.args == [(tmp_path / "a.pdf",)]
    assert box.edit.toPlainText() == ""


@pytest.mark.parametrize("focus", ["question", "elsewhere"])
def test_text_goes_into_the_question_once(qtbot: QtBot, window: QWidget, focus: str) -> None:
    box = window.findChild(AskBox)
    assert isinstance(box, AskBox)
    Pasting(window, box.edit)
    QGuiApplication.clipboard().setText("Who pays?")
    part(window, focus).setFocus()
    qtbot.keyClick(part(window, focus), Qt.Key.Key_V, CTRL)
    assert box.edit.toPlainText() == "Who pays?"
    assert box.edit.hasFocus()
