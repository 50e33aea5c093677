"""What documents are called, and which of the names a question uses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.naming import (
    DocumentNames,
    folders_of,
    name_words,
    named,
    names_from,
    opening_words,
    short_forms,
    spoken_names,
)
from indexer.periods import Periods, periods_of
from indexer.query import stem


def document(
    file: str = "", *, folder: str = "", title: str = "", author: str = "", opening: str = ""
) -> DocumentNames:
    return names_from(1, file, folder, title, author, "", opening)


def strength(question: str, names: DocumentNames) -> float:
    """With every form equally rare."""
    spoken = spoken_names(question)
    return named(spoken, names, {one.form: 1.0 for one in spoken}).own_proper


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tax_Return-2022", {"tax", "return", "taxreturn"}),
        ("LockheedMartin2021Q4", {"lockheedmartin2021q4", stem("lockheed"), "martin"}),
        ("JOHNSON_JOHNSON_2022_10K", {"johnson", "johnsonjohnson", "10k"}),
    ],
)
def test_the_words_of_a_name(text: str, words: set[str]) -> None:
    assert words <= set(name_words(text))


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("What was Activision Blizzard's revenue in 2019?", "ACTIVISIONBLIZZARD_2019_10K"),
        ("what does the lease with Acme say", "lease_acme"),
        ("Does BestBuy close shops?", "Best Buy 2023"),
        ("the 10-K of 3M", "3M_2018_10K"),
        ("Johnson & Johnson's net sales", "JOHNSON_JOHNSON_2022_10K"),
    ],
)
def test_a_question_names_a_file_however_it_is_written(question: str, file: str) -> None:
    assert strength(question, document(file)) > 0.9


def test_a_question_names_a_sender_a_folder_and_a_title() -> None:
    assert strength("What did Maria Lopez write?", document("msg0012", author="Maria Lopez <m@x.org>")) > 0.9
    assert strength("What rent does Acme ask?", document("scan3", folder="Contracts Acme")) > 0.9
    assert strength("Who reviewed the Orion Handbook?", document("x", title="The Orion handbook, third edition")) > 0.9


def test_names_written_as_one_count_once() -> None:
    alone, both = document("AMERICANEXPRESS"), document("American Express AMERICANEXPRESS")
    assert strength("fees of American Express", alone) == strength("fees of American Express", both)


@pytest.mark.parametrize("question", ["what rose in 2022?", "Q3 of FY22", "page 12", "How is it?", ""])
def test_years_and_small_numbers_name_nothing(question: str) -> None:
    assert strength(question, document("2022 Q3 12")) == 0.0


def test_a_capital_tells_a_name_from_a_word_but_not_where_there_are_none() -> None:
    names = document("block_2020")
    spoken = spoken_names("Which block is largest?")
    assert named(spoken, names, {"block": 1.0}).own_proper == 0.0
    assert named(spoken, names, {"block": 1.0}).own_any == 1.0
    assert named(spoken_names("which block is largest?"), names, {"block": 1.0}).own_proper == 1.0


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("JOHNSON & JOHNSON\n(Exact name of registrant)", "jnj"),
        ("American Express Company", "amex"),
        ("the World Health Organization met", "who"),
    ],
)
def test_short_forms(text: str, form: str) -> None:
    assert form in short_forms(text)


def test_the_opening_gives_content_words() -> None:
    assert opening_words("The Kraft Heinz Company 1 2 3") == ["kraft", "heinz", stem("company")]


def test_folders_from_the_root_down() -> None:
    assert folders_of("/home/me/Docs/Acme/lease.pdf", "/home/me/Docs") == ("Docs", "Acme")
    assert folders_of("/home/me/lease.pdf", "/home/me/lease.pdf") == ()


@given(st.text(), st.text())
def test_any_text_can_be_a_question_and_a_name(question: str, file: str) -> None:
    assert strength(question, document(file, opening=file)) >= 0.0


@pytest.mark.parametrize(
    ("text", "years", "quarters"),
    [
        ("FY22 against FY2021", {2022, 2021}, set()),
        ("JPMORGAN_2021Q1_10Q", {2021}, {1}),
        ("the second quarter of 2023", {2023}, {2}),
        ("4Q 2019, dated-2019-08-30", {2019}, {4}),
        ("the 2019/20 season and '98", {2019, 2020, 1998}, set()),
        ("$2,021 and 12.2020 and 120221 and 1500", set(), set()),
        ("max_2020_10K", {2020}, set()),
    ],
)
def test_periods(text: str, years: set[int], quarters: set[int]) -> None:
    assert periods_of(text) == Periods(frozenset(years), frozenset(quarters))
