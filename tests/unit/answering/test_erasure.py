"""Whether a sentence bears out a question's names and numbers, by a question's vector without each of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.erasure import NOTHING_NAMED, names_borne_out
from tests.support.fake_embedder import FakeEmbedder

SENTENCE = "The harbour of Bergen was dredged by Karl Lindqvist in 1954."


def embed(texts: Sequence[str]) -> list[list[float]]:
    return FakeEmbedder().embed_documents(texts).tolist()


def of(question: str, sentence: str = SENTENCE, source: str = "Notes") -> float:
    return names_borne_out(question, sentence, source, embed)


def test_an_exchanged_name_or_number_is_borne_out_less() -> None:
    true = of("Who dredged the harbour of Bergen in 1954?")
    assert true > 0.1
    assert of("Who dredged the harbour of Bergen in 1965?") < true / 2
    assert of("Who dredged the harbour of Hamburg in 1954?") < true / 2


def test_what_the_document_is_called_counts_as_said() -> None:
    question = "When was the harbour of Bergen dredged, in the Harbour Log of Hordaland?"
    assert of(question, source="Harbour log Hordaland") > of(question) + 0.1


def test_one_exchanged_name_counts_however_many_are_right() -> None:
    assert of("Did Karl Lindqvist dredge Hamburg in 1954?") == pytest.approx(
        min(of(f"Did {name} dredge it?") for name in ("Karl", "Lindqvist", "Hamburg", "1954")), abs=0.1
    )


@pytest.mark.parametrize(
    "question",
    [
        "who dredged the harbour of hamburg?",
        "WHO DREDGED HAMBURG?",
        "Hamburg has which harbour?",
        "What did I write about It?",
        "",
        "?",
    ],
)
def test_a_question_that_names_nothing_is_told_nothing_of(question: str) -> None:
    """Its first word is written large anyway."""
    assert of(question) == NOTHING_NAMED


def test_without_a_sentence_or_an_embedder_nothing_is_told() -> None:
    assert of("Who dredged the harbour of Hamburg?", " ") == NOTHING_NAMED
    assert names_borne_out("Who dredged the harbour of Hamburg?", SENTENCE, "Notes", lambda _: ()) == NOTHING_NAMED


def test_a_word_that_adds_nothing_tells_nothing() -> None:
    assert (
        names_borne_out("Is it Hamburg?", SENTENCE, "Notes", lambda texts: [[1.0, 0.0]] * len(texts)) == NOTHING_NAMED
    )


def test_what_is_embedded_at_once_is_bounded() -> None:
    asked: list[int] = []

    def counting(texts: Sequence[str]) -> list[list[float]]:
        asked.append(len(texts))
        return embed(texts)

    names_borne_out("Is " + "Bergen " * 50, SENTENCE, "Notes", counting)
    assert asked == [11]


@given(st.text(max_size=80), st.text(max_size=80))
def test_it_is_a_cosine_whatever_is_written(question: str, sentence: str) -> None:
    assert -1.001 <= names_borne_out(question, sentence, "Notes", embed) <= 1.001
