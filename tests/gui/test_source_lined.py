"""Lines counted at the side: marks stay on their words when columns are aligned and long texts are cut."""

from __future__ import annotations

import pytest

from desktop_app.ui.lined_text import lined_text
from desktop_app.ui.text_marks import Mark

SHEET = "Item | Cost | Note\nRoof, new | 12000 | paid\n\nOne cell\nPaint | 9 | "


@pytest.mark.parametrize("words", ["Cost", "Roof, new | 12000", "12000 | paid\n\nOne", "9 |", "Note"])
def test_columns_stand_under_one_another_and_marks_stay(words: str) -> None:
    shown = lined_text(SHEET, None, columns=True)
    assert shown.text.split("\n") == [
        "Item      | Cost  | Note", "Roof, new | 12000 | paid", "", "One cell", "Paint     | 9     | ",
    ]  # fmt: skip
    mark = shown.mark(Mark(SHEET.index(words), len(words)))
    assert mark is not None
    assert " ".join(shown.text[mark.start : mark.start + mark.length].split()) == " ".join(words.split())


def test_a_very_long_cell_does_not_push_every_row_aside() -> None:
    shown = lined_text(f"{'x' * 500} | 1\ny | 2", None, columns=True)
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
