"""Filters in a question: what is taken for one, and which documents it leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import ErrorCode, KnownError
from indexer.filters import Filters, Listed, limit, parse
from indexer.types import NamedPlaces

LEASE, INVOICE, MAIL = (
    Listed(1, "/h/Docs/Acme/lease_2023.pdf", "Lease with Acme", "pdf", ("Docs", "Acme"), "2023-05-01", 0.0),
    Listed(2, "/h/Docs/My folder/invoice.XLSX", "", "spreadsheet", ("Docs", "My folder"), "", 1_710_000_000.0),
    Listed(3, "/h/Mail/hello.eml", "Hello", "mail", ("Mail",), "2024-02-29T10:00:00", 0.0),
)
ALL = (LEASE, INVOICE, MAIL)


@pytest.mark.parametrize(
    ("question", "text", "filters"),
    [
        ("rent in:Acme type:pdf", "rent", Filters(folders=("Acme",), types=("pdf",))),
        ('rent in:"My folder" due', "rent due", Filters(folders=("My folder",))),
        ("what ends, @lease?", "what ends,", Filters(documents=("lease",))),
        ('sum @"annual report" before:2024-03', "sum", Filters(before=("2024-03",), documents=("annual report",))),
        ("After:2024 TYPE:Mail hello", "hello", Filters(types=("Mail",), after=("2024",))),
    ],
)
def test_filters_are_taken_out(question: str, text: str, filters: Filters) -> None:
    parsed = parse(question)
    assert (parsed.text, parsed.filters) == (text, filters)


@pytest.mark.parametrize(
    "question",
    ["mail to bob@acme.com", "what is type: any?", "see in://host", "in: which  folder", 'he said in:" ', "a @ b", "@"],
)
def test_what_only_looks_like_a_filter_stays(question: str) -> None:
    parsed = parse(question)
    assert parsed.text == question and not parsed.filters


@given(st.text())
def test_parsing_never_fails_and_is_done_once(question: str) -> None:
    parsed = parse(question)
    if not parsed.filters:
        assert parsed.text == question
    assert parse(f"{parsed.text} {parsed.written}").filters.types[: len(parsed.filters.types)] == parsed.filters.types


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("x in:acme", {1}),
        ("x in:docs", {1, 2}),
        ("x in:docs/acme", {1}),
        ("x in:acme in:mail", {1, 3}),
        ("x type:xlsx", {2}),
        ("x type:spreadsheet type:.pdf", {1, 2}),
        ("x after:2024", {2, 3}),
        ("x before:2024", {1}),
        ("x after:2024-02-29 before:2024-03", {3}),
        ("x @lease", {1}),
        ('x @"lease 2023"', {1}),
        ("x @lease_2023.pdf", {1}),
        ("x @hello type:pdf", set()),
    ],
)
def test_what_filters_leave(question: str, left: set[int]) -> None:
    assert limit(parse(question).filters, ALL) == left


COLLECTIONS = (
    NamedPlaces("Acme", ("/h/Mail",)),
    NamedPlaces("Tax & co", ("/h/Docs/Acme/lease_2023.pdf", "/h/Mail/")),
    NamedPlaces("Gone", ("/h/Other",)),
)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ('x in:"tax & CO"', {1, 3}),
        ("x in:acme", {1}),  # a folder of the same name goes first
        ("x in:collection/Acme", {3}),
        ('x in:"Collection/Tax & co" type:pdf', {1}),
        ('x in:"tax & co" in:docs', {1, 2, 3}),
    ],
)
def test_a_collection_is_a_place_behind_folders(question: str, left: set[int]) -> None:
    assert limit(parse(question).filters, ALL, COLLECTIONS) == left


def test_a_collection_that_is_wrong_is_told() -> None:
    with pytest.raises(KnownError, match="No folder or collection is called taxes; the nearest is Tax & co"):
        limit(parse("x in:taxes").filters, ALL, COLLECTIONS)
    with pytest.raises(KnownError, match="The library holds nothing of the collection Gone"):
        limit(parse("x in:gone").filters, ALL, COLLECTIONS)


@pytest.mark.parametrize(
    ("question", "message", "action"),
    [
        ("x in:Acmee", "No folder is called Acmee; the nearest is Acme.", "Write in:Acme, or leave in: away."),
        ("x in:my-folder", "the nearest is My folder.", 'Write in:"My folder"'),
        ("x type:xlsm", "No document is of type xlsm; the nearest is xlsx.", "Write type:xlsx"),
        ("x @leas", "No document is called leas; the nearest is lease_2023.pdf.", "Write @lease_2023.pdf"),
        ("x @zzzz", "nothing is called nearly so", "Leave @zzzz away"),
        ("x after:soon", "“soon” is no date.", "after:2024-03-15"),
        ("x before:2024-13", "“2024-13” is no date.", "before:2024"),
    ],
)
def test_what_names_nothing_is_told(question: str, message: str, action: str) -> None:
    with pytest.raises(KnownError) as told:
        limit(parse(question).filters, ALL)
    assert told.value.problem.code is ErrorCode.BAD_REQUEST
    assert message in told.value.problem.message and action in told.value.problem.action
