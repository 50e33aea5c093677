"""Lines counted at the side: marks stay on their words when columns are aligned and long texts are cut."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFont, QTextCursor
from pytestqt.qtbot import QtBot

from desktop_app.ui.code_view import CodeView
from desktop_app.ui.lined_text import lined_text, separator_of
from desktop_app.ui.text_marks import Mark
from desktop_app.ui.theme import Theme
from indexer.places import CELL_SEPARATOR

SHEET = "Item | Cost | Note\nRoof, new | 12000 | paid\n\nOne cell\nPaint | 9 | "


@pytest.mark.parametrize("words", ["Cost", "Roof, new | 12000", "12000 | paid\n\nOne", "9 |", "Note"])
def test_columns_stand_under_one_another_and_marks_stay(words: str) -> None:
    shown = lined_text(SHEET, None, separator=CELL_SEPARATOR)
    assert shown.text.split("\n") == [
        "Item         Cost   Note", "Roof, new   12000   paid", "", "One cell", "Paint           9   ",
    ]  # fmt: skip
    assert shown.columns == ((12, 20), (12, 20), (), (), (12, 20))
    mark = shown.mark(Mark(SHEET.index(words), len(words)))
    assert mark is not None
    marked = shown.text[mark.start : mark.start + mark.length]
    assert marked.split() == words.replace("|", " ").split()
    assert marked[0] == words[0]


TABLE = 'Day,Payee,Amount\n3 May,"Miller, roofs",1432.50\n\n4 May,,7'


@pytest.mark.parametrize("words", ["Payee", '"Miller, roofs",1432.50', "1432.50", "7", "4 May,,7", "Amount\n3 May"])
def test_cells_of_a_csv_stand_under_one_another_and_marks_stay(words: str) -> None:
    assert separator_of("text", "/d/spent.CSV", TABLE) == ","
    shown = lined_text(TABLE, None, separator=",")
    assert shown.text.split("\n") == [
        "Day     Payee              Amount",
        '3 May   "Miller, roofs"   1432.50',
        "",
        "4 May                           7",
    ]  # fmt: skip
    mark = shown.mark(Mark(TABLE.index(words), len(words)))
    assert mark is not None
    marked = shown.text[mark.start : mark.start + mark.length]
    assert re.sub(r"[,\s]+", " ", marked) == re.sub(r"[,\s]+", " ", words)
    assert marked[0] == words[0]


def test_tabs_of_a_table_do_not_undo_its_columns() -> None:
    assert separator_of("text", "/d/spent.tsv", "a\tb\nlong\t1") == "\t"
    assert lined_text("a\tb\nlong\t1", None, separator="\t").text == "a      b\nlong   1"


def test_what_is_no_table_has_no_columns() -> None:
    assert separator_of("text", "/d/notes.txt", "one, two") == separator_of("code", "/d/a.csv", "a,b") == ""
    assert separator_of("text", "/d/list.csv", "one\ntwo") == ""


def test_a_very_long_cell_does_not_push_every_row_aside() -> None:
    shown = lined_text(f"{'x' * 500} | 1\ny | 2", None, separator=CELL_SEPARATOR)
    assert shown.text.split("\n")[1] == f"{'y':36}   2"


def test_what_ends_the_last_row_begins_no_other_and_prose_in_a_column_is_no_figure() -> None:
    assert lined_text("a;b\nc;1 or 2\n", None, separator=";").text == "a   b\nc   1 or 2"
    assert lined_text("a;b;c\n1;(2.50);$ 3\n-10;9 %;1,200 EUR", None, separator=";").text.split("\n") == [
        "  a        b           c", "  1   (2.50)         $ 3", "-10      9 %   1,200 EUR",
    ]  # fmt: skip


def test_cells_are_parted_by_rules(theme: Theme, qtbot: QtBot) -> None:
    shown = lined_text("Item | Cost\nRoof | 1200\nPaint | 90", None, separator=CELL_SEPARATOR)
    view = CodeView(theme)
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    view.show_text(shown.text, None, (), 1, shown.columns)
    picture = view.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    cursor = QTextCursor(view.document().findBlockByNumber(1))
    row = round(view.cursorRect(cursor).center().y() * ratio)
    name = theme.colour("line").name()
    ruled = [x for x in range(picture.width()) if picture.pixelColor(x, row).name() == name]
    cursor.setPosition(cursor.position() + shown.columns[1][0])
    assert [x for x in ruled if 0 < view.cursorRect(cursor).x() - x / ratio < 3 * view.fontMetrics().averageCharWidth()]
    (head,) = view.document().firstBlock().layout().formats()
    assert head.format.fontWeight() == QFont.Weight.Bold
    view.show_text("one = 1", None)
    assert not view.document().firstBlock().layout().formats()


def test_a_long_text_is_cut_at_lines_around_the_passage_and_keeps_its_numbers() -> None:
    text = "\n".join(f"line {number:07}" for number in range(1, 60_001))
    words = "line 0030000"
    passage = Mark(text.index(words), len(words))
    shown = lined_text(text, passage)
    mark = shown.mark(passage)
    assert mark is not None
    assert shown.text[mark.start : mark.start + mark.length] == words
    assert shown.text.split("\n")[0] == f"line {shown.first_line:07}"
    assert len(shown.text) < 210_000
    assert shown.mark(Mark(0, 4)) is None
    assert lined_text("short", None).text == "short"
