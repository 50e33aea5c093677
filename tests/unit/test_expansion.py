"""Other words for what a question asks."""

from __future__ import annotations

import pytest

from indexer.expansion import concepts_of, contains, phrase_stems


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What was the capex in 2022?", "purchases of property, plant and equipment"),
        ("How large is the headcount?", "employees"),
        ("Is the quick ratio healthy?", "total current liabilities"),
        ("R&D spending", "research and development"),
        ("Which lawsuits are open?", "legal proceedings"),
    ],
)
def test_other_words(question: str, found: str) -> None:
    assert found in {text for concept in concepts_of(question) for text in concept.texts}


def test_what_was_asked_is_not_added_and_most_questions_add_nothing() -> None:
    (concept,) = concepts_of("Does net income grow faster than net earnings?")
    assert "net income" not in concept.texts and "net profit" in concept.texts
    assert concepts_of("Who wrote the letter about the cat?") == ()


def test_what_answers_a_ratio_does_not_ask_for_it() -> None:
    assert not any("quick ratio" in concept.texts for concept in concepts_of("total current assets"))


def test_joined_letters_are_one_word() -> None:
    assert phrase_stems("SG&A and R&D in the U.S. today") == ("sga", "rd", "today")


def test_a_phrase_is_found_as_it_is() -> None:
    assert contains(("net", "sale", "rose"), ("net", "sale"))
    assert not contains(("internet", "sale"), ("net", "sale"))
    assert not contains(("a",), ())
