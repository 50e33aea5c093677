"""The box that asks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.ui.ask_box import AskBox
from desktop_app.ui.theme import Theme


@pytest.fixture
def box(qtbot: QtBot, theme: Theme) -> AskBox:
    made = AskBox(theme)
    qtbot.addWidget(made)
    made.resize(480, 120)
    made.show()
    return made


def asked(box: AskBox) -> list[str]:
    said: list[str] = []
    box.asked.connect(said.append)
    return said


def test_enter_asks_and_empties_the_box(qtbot: QtBot, box: AskBox) -> None:
    said = asked(box)
    qtbot.keyClicks(box.edit, "  What now? ")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert said == ["What now?"]
    assert box.edit.toPlainText() == ""


def test_shift_enter_is_a_line_and_the_box_grows(qtbot: QtBot, box: AskBox) -> None:
    said = asked(box)
    height = box.edit.height()
    qtbot.keyClicks(box.edit, "one")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(box.edit, "two")
    assert said == []
    assert box.edit.toPlainText() == "one\ntwo"
    assert box.edit.height() > height
    box.edit.setPlainText("line\n" * 40)
    assert box.edit.height() < 12 * height


def test_nothing_is_not_asked(qtbot: QtBot, box: AskBox) -> None:
    said = asked(box)
    qtbot.keyClicks(box.edit, "   ")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert said == []
    assert not box.action.isEnabled()


def test_up_and_down_recall_what_was_asked(qtbot: QtBot, box: AskBox) -> None:
    box.edit.remember("first")
    box.edit.remember("second")
    box.edit.remember("second")
    qtbot.keyClicks(box.edit, "draft")
    steps = [
        (Qt.Key.Key_Up, "second"),
        (Qt.Key.Key_Up, "first"),
        (Qt.Key.Key_Up, "first"),
        (Qt.Key.Key_Down, "second"),
        (Qt.Key.Key_Down, "draft"),
        (Qt.Key.Key_Down, "draft"),
    ]
    for key, expected in steps:
        qtbot.keyClick(box.edit, key)
        assert box.edit.toPlainText() == expected


def test_up_inside_of_lines_only_moves(qtbot: QtBot, box: AskBox) -> None:
    box.edit.remember("first")
    box.edit.setPlainText("one\ntwo")
    box.edit.moveCursor(box.edit.textCursor().MoveOperation.End)
    qtbot.keyClick(box.edit, Qt.Key.Key_Up)
    assert box.edit.toPlainText() == "one\ntwo"
    qtbot.keyClick(box.edit, Qt.Key.Key_Up)
    assert box.edit.toPlainText() == "first"


def test_while_running_the_button_and_escape_stop(qtbot: QtBot, box: AskBox) -> None:
    said = asked(box)
    stops: list[int] = []
    box.stop_requested.connect(lambda: stops.append(1))
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert stops == []
    box.set_running(True)
    assert box.action.text() == "Stop"
    qtbot.keyClicks(box.edit, "next question")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert said == []
    assert box.edit.toPlainText() == "next question"
    qtbot.mouseClick(box.action, Qt.MouseButton.LeftButton)
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert stops == [1, 1]
    box.set_running(False)
    qtbot.mouseClick(box.action, Qt.MouseButton.LeftButton)
    assert said == ["next question"]


def test_the_scope_is_shown_and_leads_to_its_menu(qtbot: QtBot, box: AskBox) -> None:
    assert "whole library" in box.scope.text()
    box.show_scope("Contracts & more", "/d/Contracts")
    assert box.scope.text() == "in: Contracts && more  ▾"
    assert "Contracts & more" in box.scope.accessibleName()
    box.show_scope("Contracts", "Not in the library any more: /d/Contracts", missing=True)
    assert box.scope.text().startswith("⚠")
    assert box.scope.accessibleDescription() == "Not in the library any more: /d/Contracts"
    with qtbot.waitSignal(box.scope_menu_requested):
        qtbot.mouseClick(box.scope, Qt.MouseButton.LeftButton)


def test_a_missing_model_is_said_with_a_way_out(qtbot: QtBot, box: AskBox) -> None:
    choose = next(b for b in box.findChildren(QPushButton) if b.text() == "Choose a model")
    box.set_model_state("Qwen", True)
    assert choose.isHidden()
    box.set_model_state("No model yet", False)
    with qtbot.waitSignal(box.models_requested):
        qtbot.mouseClick(choose, Qt.MouseButton.LeftButton)


def test_a_suggestion_is_written_with_its_gap_selected(box: AskBox) -> None:
    box.write("What does “MSA” say about …?")
    assert box.edit.textCursor().selectedText() == "…"


def test_only_the_person_types(qtbot: QtBot, box: AskBox) -> None:
    typed: list[None] = []
    box.typed.connect(lambda: typed.append(None))
    box.edit.clearFocus()
    box.edit.setPlainText("put there by the program")
    assert typed == []
    box.activateWindow()
    box.edit.setFocus()
    qtbot.waitUntil(box.edit.hasFocus)
    qtbot.keyClicks(box.edit, "ab")
    assert len(typed) == 2
    box.edit.clear()
    assert len(typed) == 2
