"""Which questions are about a document itself, and not about what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.about import about_document

NAMES = st.sampled_from(["BERT", "HellaSwag", "Acme", "Task2Vec", "Long Tail", "GPT-4"])
ENGLISH_NOUNS = st.sampled_from(["paper", "report", "study", "letter", "contract", "memo"])
GERMAN_NOUNS = st.sampled_from(["Paper", "Artikel", "Mietvertrag", "Jahresbericht", "Dokument"])


@given(
    st.sampled_from(
        [
            "Who wrote {}?", "By whom was {} written?", "Who are the authors of {}?", "who is the lead author of {}",
            "What is the title of {}?", "What's the full title of {}?", "authors of {}", "Tell me the title of {}.",
            "When was {} published?", "In which year was {} first published?", "When did {} come out?",
            "What is the date of {}?", "What is the publication date of {}?", "Which date does {} bear?",
        ]
    ),
    NAMES,
    ENGLISH_NOUNS,
)  # fmt: skip
def test_an_english_question_about_a_document(question: str, name: str, noun: str) -> None:
    for subject, words in ((f"the {name} {noun}", name), (f"the {noun} about {name}", f"about {name}")):
        asked = about_document(question.format(subject))
        assert asked is not None
        assert (asked.words, asked.noun, asked.language) == (words, noun, "en")
        assert not asked.only_by_name


@given(
    st.sampled_from(
        [
            "Wer hat den {} geschrieben?", "Wer verfasste das {}?", "Wer ist der Autor des {}?",
            "Wer sind die Verfasserinnen des {}?", "Von wem stammt der {}?", "Wie lautet der Titel des {}?",
            "Welchen Titel trägt der {}?", "Wann wurde das {} veröffentlicht?", "Wann erschien der {}?",
            "Von wann ist der {}?", "Welches Datum hat der {}?", "Was ist das Erscheinungsdatum des {}?",
        ]
    ),
    NAMES,
    GERMAN_NOUNS,
)  # fmt: skip
def test_a_german_question_about_a_document(question: str, name: str, noun: str) -> None:
    asked = about_document(question.format(f"{name}-{noun}"))
    assert asked is not None
    assert (asked.words, asked.noun, asked.language) == (name, noun, "de")


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote it?", "Who is the author?", "Who wrote this?", "What is the title?", "When was it published?",
        "Wer ist der Verfasser?", "Wer hat das geschrieben?", "Wie lautet der Titel?", "Wann wurde es veröffentlicht?",
    ],
)  # fmt: skip
def test_a_question_that_points_at_a_document(question: str) -> None:
    asked = about_document(question)
    assert asked is not None
    assert (asked.words, asked.noun, asked.only_by_name) == ("", "", False)


def test_what_is_called_no_document_has_to_be_the_name_of_one() -> None:
    asked = about_document("Who are the authors of HellaSwag?")
    assert asked is not None
    assert asked.only_by_name


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the first computer program?",
        "Wer hat das erste Computerprogramm geschrieben?",
        "What is the title of the second chapter?",
        "Who wrote the foreword of the report?",
        "Who wrote the report that led to her resignation?",
        "Wer ist der Autor des Artikels, der zitiert wird?",
        "When was the Duchy of Normandy founded?",
        "When was the agreement signed?",
        "What title did Henry II take in the Canary Islands?",
        "Which papers did Devlin publish?",
        "What does the author say about the report?",
        "Who wrote to the board about the contract, and when was it published?",
        "What is the date?",
        "How is worst-case time complexity written as an expression?",
        "Wann wurde die Firma gegründet?",
        "Wer hat den Vertrag unterschrieben?",
    ],
)
def test_a_question_about_contents(question: str) -> None:
    assert about_document(question) is None


@given(st.text(max_size=60))
def test_any_text_is_understood_or_not(text: str) -> None:
    for question in (text, f"Who wrote {text}?", f"Wer hat {text} geschrieben?"):
        asked = about_document(question)
        assert asked is None or isinstance(asked.words, str)
