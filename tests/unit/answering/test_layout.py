"""Which line breaks the model gets to see."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.layout import readable

PROSE = """The notice period that both parties agreed upon in the
second meeting is ninety days, and starts when the letter
arrives."""
TABLE = """Consolidated statement of cash flows for the year ended
Net income 1,577 1,433 1,302
depreciation of property, plant and equipment 410 398 377
total 1,987 1,831 1,679"""
CODE = """    def area(self):
        # width times
        return self.width * self.height


    def name(self):
\treturn "square"
"""


def test_wrapped_prose_is_read_as_one_line() -> None:
    assert readable(PROSE, "pdf") == PROSE.replace("\n", " ")


def test_rows_of_a_table_keep_their_lines() -> None:
    assert readable(TABLE, "pdf") == TABLE


def test_cells_keep_their_rows() -> None:
    rows = "name of the person who signed the contract | date\nanna | 3 March\nbob | 4 March"
    assert readable(rows, "docx") == rows


def test_code_keeps_lines_and_indents() -> None:
    read = readable(CODE, "code")
    assert read.startswith("def area(self):\n    # width times\n    return")
    assert "\ndef name(self):\n" in read


def test_formats_whose_lines_mean_something_keep_them() -> None:
    steps = "- open the cover on the left hand side of the machine and\nwait until the light is green"
    assert "\n" in readable(steps, "markdown")
    assert "\n" not in readable(steps, "pdf")


def test_short_lines_are_an_address_or_a_list() -> None:
    assert readable("apples\npears\nplums", "pdf") == "apples\npears\nplums"


def test_words_broken_at_a_line_end_are_whole() -> None:
    assert readable("the repre\ufffesentation of a state-of-the-\nart 2018\ufffe19 re\u00ad\nport", "pdf") == (
        "the representation of a state-of-the-art 2018-19 report"
    )
    assert readable("total = gross -\nnet", "code") == "total = gross -\nnet"


def test_blank_lines_and_runs_of_spaces_cost_nothing() -> None:
    assert readable("One   two.\r\n \r\n\r\nThree.\u00a0 Four.", "text") == "One two.\nThree. Four."


@given(st.text(max_size=300), st.sampled_from(["pdf", "code", "text", "spreadsheet"]))
def test_no_word_is_lost(text: str, kind: str) -> None:
    def letters(text: str) -> str:  # hyphens come and go where a word was broken over two lines
        return re.sub(r"[\s\x02\u00ad\ufffe‐-]", "", text)

    assert letters(readable(text, kind)) == letters(text)
