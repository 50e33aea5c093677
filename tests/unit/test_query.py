"""Questions as content words, and as an expression that FTS5 can't misread."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import guess_language, keyword_query, parse_query, stem, stems


@pytest.mark.parametrize(
    ("question", "terms", "language"),
    [
        ("What is the revenue of the plant in 2022?", ("revenue", "plant", "2022"), "en"),
        ("What did the war change for man?", ("war", "change", "man"), "en"),
        ("Wie hoch war die Miete im Jahr 2021?", ("hoch", "miete", "jahr", "2021"), "de"),
        ("¿Cuánto es el alquiler de la casa?", ("alquiler", "casa"), "es"),
        ("Quelle est la durée du contrat ?", ("durée", "contrat"), "fr"),
        ("rent rent RENT", ("rent",), "en"),
        ("ﬁnance report", ("finance", "report"), "en"),
    ],
)
def test_content_words_by_language(question: str, terms: tuple[str, ...], language: str) -> None:
    query = parse_query(question)
    assert (query.terms, query.language) == (terms, language)


def test_a_question_of_function_words_keeps_them() -> None:
    assert parse_query("Who is the who?").terms == ("who", "is", "the")


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ('the "force majeure" clause', ("force majeure",)),
        ("die „höhere Gewalt“ im Vertrag", ("höhere Gewalt",)),
        ("where is max_file_mb read in config.py?", ("max_file_mb", "config.py")),
        ('the "plan"', ()),
        ("Form 10-K", ("10-K",)),
    ],
)
def test_phrases_are_quotations_and_identifiers(question: str, phrases: tuple[str, ...]) -> None:
    assert parse_query(question).phrases == phrases


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE k USING fts5 (body, tokenize = 'porter unicode61 remove_diacritics 2')")
    database.executemany(
        "INSERT INTO k (rowid, body) VALUES (?, ?)",
        [(1, "The lease ends in March."), (2, "majeure force"), (3, "A clause on force majeure and leases")],
    )
    return database


def found(index: sqlite3.Connection, question: str) -> list[int]:
    match = keyword_query(question)
    rows = index.execute("SELECT rowid FROM k WHERE k MATCH ? ORDER BY bm25(k), rowid", (match,)).fetchall()
    return [row[0] for row in rows]


def test_the_expression_finds_and_ranks(index: sqlite3.Connection) -> None:
    assert found(index, "When does the lease end?") == [1, 3]
    assert found(index, 'What is "force majeure"?')[0] == 3


@pytest.mark.parametrize(("typed", "rows"), [("maj*", [2, 3]), ("the lea*", [1, 3]), ("cla*", [3]), ("ma*", [])])
def test_a_star_stands_for_the_rest_of_a_word(index: sqlite3.Connection, typed: str, rows: list[int]) -> None:
    assert sorted(found(index, typed)) == rows


@pytest.mark.parametrize("typed", ["terminati*", "terminatio*", "termination*", "termina*"])
def test_half_an_ending_hides_no_stem(typed: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE k USING fts5 (body, tokenize = 'porter unicode61')")
    database.execute("INSERT INTO k (body) VALUES ('Notice of termination'), ('A tertiary road')")
    assert found(database, typed) == [1]
    database.close()


@pytest.mark.parametrize("question", ["", "?!", '"', "''", "\ud800", "\x00", "_", "👍"])
def test_without_a_word_there_is_no_expression(question: str) -> None:
    assert keyword_query(question) == ""


@given(st.text(st.characters(), max_size=60))
def test_no_text_breaks_the_expression(text: str) -> None:
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE k USING fts5 (body, tokenize = 'porter unicode61')")
        if match := keyword_query(text):
            database.execute("SELECT rowid FROM k WHERE k MATCH ?", (match,)).fetchall()
    finally:
        database.close()


@pytest.mark.parametrize("operators", ["NEAR(a b)", "body: lease", "lease AND NOT march", "lea*", "^lease", "a + b"])
def test_operators_are_words(index: sqlite3.Connection, operators: str) -> None:
    assert found(index, f"{operators} majeure")


@pytest.mark.parametrize(
    "forms",
    [
        ("lease", "leases", "leasing", "leased"),
        ("story", "stories"),
        ("run", "runs", "running"),
        ("résumé", "resume", "resumes"),
        ("class", "classes"),
    ],
)
def test_forms_of_one_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("status", "state"), ("2021s", "2021"), ("gas", "ga"), ("bus", "bu")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_stems_join_words_broken_at_a_line_end() -> None:
    assert stem("agreement") in stems("the agree-\r\nment of 2021")


def test_english_when_nothing_tells() -> None:
    assert guess_language(["kubernetes"]) == "en"
