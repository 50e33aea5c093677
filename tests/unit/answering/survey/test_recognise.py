"""Which questions are about the documents as a whole, and which only look like it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.survey.inquiry import Comparison, Listing, Summary
from desktop_app.answering.survey.recognise import recognise
from indexer.protocol import Survey

TODAY = date(2026, 11, 25)
YEAR_2023 = Survey(since="2023-01-01", before="2024-01-01")
CONTRACTS = Survey(named=("contract", "agreement"))


def mentioning(*names: str, of: Survey | None = None) -> Survey:
    return replace(of or Survey(), mentions=(names,))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("List all documents", Survey()),
        ("What documents do I have?", Survey()),
        ("Which files mention water damage?", mentioning("water damage")),
        ('Which documents mention "notice period" or deposit?', mentioning('"notice period"', "deposit")),
        ("Please show me all documents about the garden", mentioning("garden")),
        ("In which documents is Mr. Okafor mentioned?", mentioning("Mr. Okafor")),
        ("Where is the boiler mentioned?", mentioning("boiler")),
        ("Are there any documents about insurance?", mentioning("insurance")),
        ("Do I have a recipe for fish soup?", mentioning("fish soup", of=Survey(named=("recipe",)))),
        ("Which PDF files mention Acme", mentioning("Acme", of=Survey(suffixes=(".pdf",)))),
        (
            "List all contracts that mention Acme and were signed in 2023",
            mentioning("Acme", of=replace(CONTRACTS, since="2023-01-01", before="2024-01-01")),
        ),
        (
            "Which contracts from 2023 mention the deposit?",
            mentioning("deposit", of=replace(CONTRACTS, since="2023-01-01", before="2024-01-01")),
        ),
        ("Which documents are from 2023?", YEAR_2023),
        ("Which files were changed last week?", Survey(since="2026-11-16", before="2026-11-23", by_change=True)),
        ("Which files could not be read?", Survey(states=("failed", "skipped"))),
        ("Which files are larger than 2 MB?", Survey(least_bytes=2 << 20)),
        ("Which documents are in the maintenance folder?", Survey(folders=("maintenance",))),
        ("Which documents were written by Anna Berg?", Survey(author="Anna Berg")),
        ("Welche Dokumente erwähnen Hunde?", mentioning("Hunde")),
        ("Liste alle Dateien auf, die von 2023 sind", YEAR_2023),
    ],
)
def test_which_documents(question: str, wanted: Survey) -> None:
    inquiry = recognise(question, TODAY)
    assert isinstance(inquiry, Listing)
    assert inquiry.wanted == wanted
    assert not inquiry.counts


@pytest.mark.parametrize(
    ("question", "wanted", "passages"),
    [
        ("How many documents are there?", Survey(), False),
        ("How many PDFs do I have?", Survey(suffixes=(".pdf",)), False),
        ("how many contracts mention Acme?", mentioning("Acme", of=CONTRACTS), False),
        ("How many invoices from 2023?", replace(YEAR_2023, named=("invoice", "bill")), False),
        ("How often is the boiler mentioned?", mentioning("boiler"), True),
        ("Wie viele Verträge habe ich?", Survey(named=("vertrag", "vereinbarung")), False),
    ],
)
def test_how_many(question: str, wanted: Survey, passages: bool) -> None:
    inquiry = recognise(question, TODAY)
    assert isinstance(inquiry, Listing)
    assert (inquiry.wanted, inquiry.counts, inquiry.passages) == (wanted, True, passages)


def test_the_largest_and_the_newest() -> None:
    largest = recognise("What is the largest file?", TODAY)
    assert isinstance(largest, Listing)
    assert (largest.wanted.sort, largest.wanted.descending, largest.only) == ("size", True, 1)
    newest = recognise("Show me the 5 newest documents about the garden", TODAY)
    assert isinstance(newest, Listing)
    assert (newest.wanted.sort, newest.only, newest.wanted.mentions) == ("modified", 5, (("garden",),))


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        ("Summarize this document", Summary()),
        ("What is this document about?", Summary()),
        ("tl;dr", None),
        ("Summarise all documents", Summary(everything=True)),
        ("Give me a short summary of the service agreement.", Summary("the service agreement")),
        ("What is service-agreement.pdf about?", Summary("service-agreement.pdf")),
        ("What are the main points of the maintenance handbook?", Summary("the maintenance handbook")),
        ("Fasse die Hausordnung zusammen", Summary("die Hausordnung")),
    ],
)
def test_summaries(question: str, summary: Summary | None) -> None:
    assert recognise(question, TODAY) == summary


@pytest.mark.parametrize(
    ("question", "comparison"),
    [
        ("Compare the lease and the service agreement", Comparison(("the lease", "the service agreement"))),
        ("What is the difference between the 2023 report and the 2024 report?",
         Comparison(("the 2023 report", "the 2024 report"))),
        ("Compare the notice periods across all contracts", Comparison(across=CONTRACTS)),
    ],
)  # fmt: skip
def test_comparisons(question: str, comparison: Comparison) -> None:
    assert recognise(question, TODAY) == comparison


@pytest.mark.parametrize(
    "question",
    [
        "How many employees does Acme have?",
        "What is the list price of the Model X?",
        "How many documents did Snowden leak?",
        "How many reports does the board receive each year?",
        "Which report was published in 1999 by the EPA?",
        "List the members of the board",
        "Which company has the most employees?",
        "What is the capital about?",
        "What is the summary judgment?",
        "What did the officer report?",
        "What does not contain formal provisions?",
        "What wasn't the general's plans for 1757?",
        "What is the latest report on unemployment?",
        "Which papers discuss why the sky is blue and how it changes?",
        "What notice period did we agree with Acme?",
        "",
        "?",
    ],
)
def test_ordinary_questions_stay_ordinary(question: str) -> None:
    assert recognise(question, TODAY) is None


_WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "which files how many documents mention about from 2023 last week the in folder and or that larger than 2 mb "
        'compare between summarise all list is 99999 " “ . ? welche',
    )
)


def test_what_could_be_cut_in_many_ways_takes_no_time() -> None:
    recognise("Which documents mention " + "notes about the lists and notes on the files from " * 5, TODAY)


@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)))
def test_any_text_is_taken_for_something_or_nothing(text: str) -> None:
    assert isinstance(recognise(text, TODAY), Listing | Summary | Comparison | None)
