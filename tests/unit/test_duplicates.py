"""Copies and versions of a text are one; texts that differ in a fact are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.duplicates import Wording
from indexer.search import ChunkRow, arranged

LETTERS = st.text(alphabet="bcdfghklmnprstvwaeiou", min_size=4, max_size=8)
TEXTS = st.lists(LETTERS, min_size=60, max_size=80, unique=True)
FACTS = st.sampled_from(["1,200", "2027", "2027-03-01", "3.5", "Leipzig", "Acme", "March", "not", "two", "never"])


@given(TEXTS, st.integers(0, 30), st.integers(0, 30), FACTS)
def test_a_part_of_a_text_adds_nothing_to_it(words: list[str], before: int, after: int, fact: str) -> None:
    words[40] = fact
    whole = " ".join([*["Other"] * before, *words, *["42"] * after])
    assert Wording(" ".join(words).replace(" ", "\r\n")).adds_nothing_to(Wording(whole))


@given(TEXTS, st.integers(1, 58))
def test_a_small_word_more_is_no_difference(words: list[str], at: int) -> None:
    text, longer = " ".join(words), " ".join([*words[:at], "shall", *words[at:]])
    assert Wording(text).adds_nothing_to(Wording(longer))
    assert Wording(longer).adds_nothing_to(Wording(text))


@given(TEXTS, st.integers(0, 59), FACTS, FACTS)
def test_another_fact_is_a_difference(words: list[str], at: int, one: str, other: str) -> None:
    first, second = (" ".join([*words[:at], fact, *words[at + 1 :]]) for fact in (one, other))
    assert Wording(first).adds_nothing_to(Wording(second)) == (one == other)


@given(TEXTS, st.integers(1, 58), FACTS)
def test_a_fact_more_inside_is_a_difference(words: list[str], at: int, fact: str) -> None:
    text, longer = " ".join(words), " ".join([*words[:at], fact, *words[at:]])
    assert not Wording(text).adds_nothing_to(Wording(longer))
    assert not Wording(longer).adds_nothing_to(Wording(text))


@given(TEXTS, st.integers(0, 59), LETTERS)
def test_an_exchanged_content_word_is_a_difference(words: list[str], at: int, other: str) -> None:
    changed = " ".join([*words[:at], f"{other}xq", *words[at + 1 :]])
    assert not Wording(changed).adds_nothing_to(Wording(" ".join(words)))


@given(TEXTS, st.integers(0, 50))
def test_exchanged_numbers_are_a_difference(words: list[str], at: int) -> None:
    one, other = ([*words[:at], *pair, *words[at:]] for pair in (("5", "7"), ("7", "5")))
    assert not Wording(" ".join(one)).adds_nothing_to(Wording(" ".join(other)))


def test_few_words_are_nobodys_copy() -> None:
    assert not Wording("net sales").adds_nothing_to(Wording("net sales"))


VERSION = " ".join(f"word{chr(97 + n % 26)}{'abc'[n // 26]}" for n in range(70))


def row(chunk: int, text: str, *, document: int, offline: bool = False) -> ChunkRow:
    return ChunkRow(
        chunk, document, f"/d/{document}.txt", "", "text", None, None, chunk * 1_000, len(text), "", text, f"h{chunk}",
        offline, 0.0,
    )  # fmt: skip


def told(*rows: ChunkRow, k: int = 5) -> list[int]:
    scores = np.linspace(0.9, 0.1, len(rows))
    return [one.chunk_id for one, _ in arranged(rows, scores, k)]


def test_a_version_is_told_once() -> None:
    assert told(row(1, VERSION, document=1), row(2, f"{VERSION} indeed", document=2)) == [1]


def test_within_one_document_both_are_told() -> None:
    assert told(row(1, VERSION, document=1), row(2, f"{VERSION} indeed", document=1)) == [1, 2]


@pytest.mark.parametrize("fact", ["2027", "Acme", "not"])
def test_a_version_with_another_fact_is_told(fact: str) -> None:
    other = VERSION.replace("wordea", fact)
    assert told(row(1, VERSION, document=1), row(2, other, document=2)) == [1, 2]


def test_the_version_that_can_be_opened_is_told_in_its_place() -> None:
    rows = row(1, VERSION, document=1, offline=True), row(2, "something else here", document=3)
    assert told(*rows, row(3, f"{VERSION} indeed", document=2)) == [3, 2]


def test_enough_are_told_behind_many_versions() -> None:
    versions = [row(n, f"{VERSION} {'indeed ' * (n % 2)}", document=n) for n in range(1, 20)]
    assert told(*versions, row(30, "something else here", document=40), k=2) == [1, 30]
