"""When nothing is answered, and what is said then."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.calibration import EvidenceWeights, load_calibration, probability
from desktop_app.answering.decline import (
    Cause,
    Evidence,
    restates,
    says_not_found,
    unfounded,
    weigh_evidence,
    why_declined,
)
from desktop_app.answering.events import Sentence, Support
from desktop_app.answering.prompt import NOT_FOUND
from indexer import protocol as p
from indexer.types import Coverage
from tests.support.fake_library import FakeLibrary

WEIGHTS = EvidenceWeights(bias=-3.0, similarity=5.0, coverage=3.0, threshold=0.3)
DOCUMENTS = {
    "/acme.txt": "The contract with Acme has a notice period of ninety days. It was signed in 2024.",
    "/fruit.txt": "Bananas are yellow and grow in bunches.",
}


def weigh(question: str, *, vectors: bool = True) -> tuple[float, bool]:
    library = FakeLibrary(DOCUMENTS, vectors=vectors)
    judged = weigh_evidence(question, library.search(p.Search(question)), WEIGHTS)
    return judged.score, judged.enough


def test_strong_evidence_is_enough() -> None:
    assert weigh("What is the notice period of the contract with Acme?")[1]


def test_weak_evidence_is_not() -> None:
    assert not weigh("Who discovered penicillin while growing mould in London?")[1]


def test_nothing_found_is_not() -> None:
    assert weigh("zzz") == (0.0, False)


def test_without_vectors_whatever_was_found_is_enough() -> None:
    assert weigh("Who grows penicillin?", vectors=False) == (1.0, True)


def test_a_best_hit_whose_vector_is_still_to_be_made_is_enough() -> None:
    """That others are far, whose vectors are there, tells nothing of it."""
    question = "Who discovered penicillin while growing mould in London?"
    reply = FakeLibrary(DOCUMENTS).search(p.Search(question))
    assert not weigh_evidence(question, reply, WEIGHTS).enough
    first, *others = reply.hits
    pending = dataclasses.replace(reply, hits=(dataclasses.replace(first, similarity=None), *others))
    assert weigh_evidence(question, pending, WEIGHTS) == Evidence(1.0, True)


def test_a_question_without_words_to_judge_by_is_left_to_the_model() -> None:
    assert weigh("What about Acme?") == (1.0, True)


@pytest.mark.parametrize(
    "answer",
    [
        NOT_FOUND,
        "The passages do not say who signed it.",
        "The passages don't mention a fee.",
        "The provided document does not contain information about this.",
        "I'm sorry, but I cannot find that in the passages.",
        "There is no information about the fee in the passages.",
        "The notice period is not specified in the passages.",
        "The passages do not provide the fee. They do not say who pays.",
        "It is not mentioned in the text.",
    ],
)
def test_refusals_are_recognised(answer: str) -> None:
    assert says_not_found(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "The notice period is ninety days.",
        "Acme does not sell to third parties.",
        "The fee is 5 euros. The passages do not say when it is due.",
        "He could not swim.",
        "No, the agreement was never signed.",
        "The passages do not say it outright. The fee is 5 euros. It is due in May.",
    ],
)
def test_answers_are_no_refusals(answer: str) -> None:
    assert not says_not_found(answer)


def sentence(support: Support, *, claim: bool = True) -> Sentence:
    return Sentence("So.", 0, 3, support, 0.5, (), (), claim)


YES, PARTLY, NO = (sentence(support) for support in Support)


@pytest.mark.parametrize("sentences", [[NO], [NO, NO, YES], [sentence(Support.SUPPORTED, claim=False), NO]])
def test_an_answer_without_a_ground_is_unfounded(sentences: list[Sentence]) -> None:
    assert unfounded(sentences)


@pytest.mark.parametrize("sentences", [[], [YES, NO, NO], [PARTLY], [NO, YES, YES], [NO, PARTLY]])
def test_an_answer_whose_core_has_a_ground_stands(sentences: list[Sentence]) -> None:
    assert not unfounded(sentences)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What variable is easy to set in a framework of classes?", "The variable is easy to set in a framework."),
        ("And in what part of the valley was New Sweden?", "New Sweden was in the valley."),
        ("Where was New Sweden?", "New Sweden was there."),
        ("How is the lap provided by overlapping the port?", "Lap is provided by overlapping the ports."),
        ("Warum fiel der Umsatz in Bayern?", "Der Umsatz fiel in Bayern."),
    ],
)
def test_an_answer_that_only_says_the_question_again_is_none(question: str, answer: str) -> None:
    assert restates(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Where is the University of Oxford?", "The University of Oxford is in Oxford."),
        ("What colour is the White House?", "The White House is white."),
        ("Who founded the Ford Motor Company?", "Ford."),
        ("Is the notice period ninety days?", "The notice period is ninety days."),
        ("Which is larger, Bremen or Hamburg?", "Hamburg is larger."),
        ("Of Ann, Bea and Carl, who is eldest?", "Carl is eldest."),
        ("Where is the valve of the pump?", "The valve is above the pump."),
        ("Who owns the bridge?", "Nobody owns the bridge."),
        ("How many lines were cut?", "2 lines were cut."),
        ("In which year were the 1936 games held?", "The games were held in 1936."),
        ("How many of the 5 doors are red?", "5 doors are red."),
        ("Was the notice period ninety days?", "The notice period was ninety days."),
        ("Did he resign when the war began?", "He resigned when the war began."),
        ("When the war began, was he in office?", "He was in office when the war began."),
        ("What is it?", "It is."),
        ("", ""),
    ],
)
def test_what_an_answer_adds_or_chooses_counts(question: str, answer: str) -> None:
    assert not restates(question, answer)


def test_the_reason_names_what_was_and_was_not_searched() -> None:
    reason = why_declined(Coverage(1204, 2, 1, 1, 4), Cause.NOTHING_FOUND)
    assert reason == (
        "Searched 1,204 documents; nothing speaks to the question. 3 documents are still being indexed, so ask again "
        "later. 4 documents are on a drive that is not connected. 1 document could not be read; the library says why."
    )
    assert why_declined(Coverage(1, 0, 0, 0, 0), Cause.NOT_SAID) == (
        "Searched 1 document; the passages found do not answer the question."
    )


@given(st.floats(allow_nan=False))
def test_probability_stays_between_nought_and_one(log_odds: float) -> None:
    assert 0 <= probability(log_odds) <= 1


def test_the_shipped_calibration_is_whole_and_sane() -> None:
    calibration = load_calibration()
    for weights in (calibration.support, calibration.support_without_vectors):
        assert min(weights.together, weights.best, weights.cosine) >= 0
        assert max(weights.figures_missing, weights.numbers_missing, weights.names_missing) < 0
        assert all(getattr(weights, field.name) is not None for field in dataclasses.fields(weights))
    assert calibration.support_without_vectors.cosine == 0
    assert 0 < calibration.evidence.threshold < 1
    for answerable in calibration.answerable.values():
        assert 0 < answerable.threshold < 1
        assert answerable.near > 0 >= max(answerable.denies, answerable.opposite)
    assert calibration.answerable_for("a model that nobody knows").stated == 0
