"""Lines counted at the side: marks stay on their words when columns are aligned and long texts are cut."""

from __future__ import annotations

import re

import pytest

from desktop_app.ui.lined_text import lined_text, separator_of
from desktop_app.ui.text_marks import Mark
from indexer.places import CELL_SEPARATOR

SHEET = "Item | Cost | Note\nRoof, new | 12000 | paid\n\nOne cell\nPaint | 9 | "


@pytest.mark.parametrize("words", ["Cost", "Roof, new | 12000", "12000 | paid\n\nOne", "9 |", "Note"])
def test_columns_stand_under_one_another_and_marks_stay(words: str) -> None:
    shown = lined_text(SHEET, None, separator=CELL_SEPARATOR)
    assert shown.text.split("\n") == [
        "Item      | Cost  | Note", "Roof, new | 12000 | paid", "", "One cell", "Paint     | 9     | ",
    ]  # fmt: skip
    mark = shown.mark(Mark(SHEET.index(words), len(words)))
    assert mark is not None
    assert " ".join(shown.text[mark.start : mark.start + mark.length].split()) == " ".join(words.split())


TABLE = 'Day,Payee,Amount\n3 May,"Miller, roofs",1432.50\n\n4 May,,7'


@pytest.mark.parametrize("words", ["Payee", '"Miller, roofs",1432.50', "1432.50", "7", "4 May,,7", "Amount\n3 May"])
def test_cells_of_a_csv_stand_under_one_another_and_marks_stay(words: str) -> None:
    assert separator_of("text", "/d/spent.CSV", TABLE) == ","
    shown = lined_text(TABLE, None, separator=",")
    assert shown.text.split("\n") == [
        "Day,   Payee,           Amount", '3 May, "Miller, roofs", 1432.50', "", "4 May, ,                7",
    ]  # fmt: skip
    mark = shown.mark(Mark(TABLE.index(words), len(words)))
    assert mark is not None
    marked = shown.text[mark.start : mark.start + mark.length]
    assert re.sub(r", +", ",", marked) == re.sub(r", +", ",", words)
    assert marked[0] == words[0]


def test_tabs_of_a_table_do_not_undo_its_columns() -> None:
    assert separator_of("text", "/d/spent.tsv", "a\tb\nlong\t1") == "\t"
    assert lined_text("a\tb\nlong\t1", None, separator="\t").text == "a     b\nlong  1"


def test_what_is_no_table_has_no_columns() -> None:
    assert separator_of("text", "/d/notes.txt", "one, two") == separator_of("code", "/d/a.csv", "a,b") == ""
    assert separator_of("text", "/d/list.csv", "one\ntwo") == ""


def test_a_very_long_cell_does_not_push_every_row_aside() -> None:
    shown = lined_text(f"{'x' * 500} | 1\ny | 2", None, separator=CELL_SEPARATOR)
    assert shown.text.split("\n")[1] == f"{'y':36} | 2"


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
