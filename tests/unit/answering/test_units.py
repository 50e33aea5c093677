"""Cutting answers into units: exact slices, given back as early as possible."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.answering.units import AnswerSplitter, UnitKind, split_answer

PIECES = ["Dr. Smith paid $1.2 million. ", "Yes", ". ", "\n", "\n\n", "- ", "1. ", "| a | b |\n", "|---|---|\n"]
PIECES += [
    "```\n",
    "```python\n",
    "~~~\n",
    "# Head\n",
    "> ",
    "**bold** ",
    "x = 1\n",
    "日本語。",
    "🙂 ",
    "\r\n",
    "é",
    '"',
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


def texts(answer: str) -> list[str]:
    return [unit.text for unit in split_answer(answer)]


def test_sentences_of_a_paragraph() -> None:
    answer = "Dr. Smith went to Paris. He paid $1.2 million\nfor a house."
    assert texts(answer) == ["Dr. Smith went to Paris.", "He paid $1.2 million\nfor a house."]


def test_list_items_lose_their_marker_and_headings_are_left_out() -> None:
    answer = "# Terms\n\n- Ninety days. In writing.\n2. Two\n  * [x] done thing\n> quoted words"
    assert texts(answer) == ["Ninety days.", "In writing.", "Two", "done thing", "quoted words"]


def test_a_code_block_is_one_unit() -> None:
    answer = "Use this:\n```python\nx = 1\n\ny = 2\n```\nDone now."
    units = split_answer(answer)
    assert [unit.kind for unit in units] == [UnitKind.SENTENCE, UnitKind.CODE, UnitKind.SENTENCE]
    assert units[1].text == "```python\nx = 1\n\ny = 2\n```"


def test_an_unclosed_code_block_ends_with_the_answer() -> None:
    assert texts("```\nx = 1") == ["```\nx = 1"]


def test_a_shorter_fence_does_not_close_a_code_block() -> None:
    assert texts("````\n```\nx\n````\nAfter it.") == ["````\n```\nx\n````", "After it."]


def test_rows_of_a_table_without_header_and_borders() -> None:
    answer = "| year | sales |\n|---|---|\n| 2023 | 5 |\n| 2024 | 7 |\n"
    assert texts(answer) == ["2023 | 5", "2024 | 7"]


def test_a_table_without_header_keeps_its_first_row() -> None:
    assert texts("| 2023 | 5 |\n| 2024 | 7 |") == ["2023 | 5", "2024 | 7"]


def test_short_lines_are_sentences_of_their_own() -> None:
    assert texts("Paris\nLondon") == ["Paris", "London"]


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    splitter = AnswerSplitter()
    assert splitter.feed("Ninety days. ") == []
    (unit,) = splitter.feed("In writing")
    assert unit.text == "Ninety days."
    assert [unit.text for unit in splitter.finish()] == ["In writing"]


def test_a_list_item_comes_as_soon_as_the_next_begins() -> None:
    splitter = AnswerSplitter()
    assert splitter.feed("- ninety days\n") == []
    (unit,) = splitter.feed("- thirty")
    assert unit.text == "ninety days"


@pytest.mark.parametrize("answer", ["", "\n", "---", "***", "| |", "```\n```", "# Only a heading"])
def test_nothing_to_check(answer: str) -> None:
    assert texts(answer) == []


@given(MARKDOWN | st.text(max_size=120), st.integers(1, 7))
@example("|0\x1f", 1)
def test_units_are_exact_ordered_slices_however_the_text_arrives(answer: str, size: int) -> None:
    splitter = AnswerSplitter()
    units = [unit for at in range(0, len(answer), size) for unit in splitter.feed(answer[at : at + size])]
    units += splitter.finish()
    assert splitter.text == answer
    end = 0
    for unit in units:
        assert unit.text == answer[unit.start : unit.start + len(unit.text)]
        assert unit.text.strip() == unit.text
        assert unit.start >= end
        end = unit.start + len(unit.text)


@given(st.lists(st.sampled_from(["Ninety days", "It cost 5 euros", "Bob left"]), min_size=1, max_size=5))
def test_no_letter_of_prose_is_lost(sentences: list[str]) -> None:
    answer = " ".join(f"{sentence}." for sentence in sentences)
    assert " ".join(texts(answer)) == answer


@pytest.mark.parametrize(
    ("answer", "units"),
    [
        (
            "To fill it, follow these steps: 1. Open the tap. 2. Close it at 1.4 bar. 3. Write down the date.",
            [
                "To fill it, follow these steps:",
                "1. Open the tap.",
                "2. Close it at 1.4 bar.",
                "3. Write down the date.",
            ],
        ),
        ("Do this: 1) Open it 2) Close it. Then go.", ["Do this:", "1) Open it", "2) Close it.", "Then go."]),
        ("There are 12. Two are new.", ["There are 12.", "Two are new."]),
        ("They were: 12. Two are new.", ["They were: 12.", "Two are new."]),
        ("12.", ["12."]),
    ],
)
def test_numbers_of_items_in_a_line_begin_them(answer: str, units: list[str]) -> None:
    assert [unit.text for unit in split_answer(answer)] == units
    splitter = AnswerSplitter()
    streamed = [unit for character in answer for unit in splitter.feed(character)] + splitter.finish()
    assert [unit.text for unit in streamed] == units
