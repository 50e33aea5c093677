"""What tells an answerable question from one that only sounds like it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from desktop_app.answering.answerable import Signs, answerable, log_odds, signs
from desktop_app.answering.calibration import AnswerableWeights
from desktop_app.answering.erasure import NOTHING_NAMED
from desktop_app.answering.opposites import opposites
from indexer import protocol as p
from tests.support.fake_library import FakeLibrary

LIBRARY = FakeLibrary(
    {"/law.txt": "The largest party in Norway supported the law of 1874. The council elected its chairman in 2019."}
)
WEIGHTS = AnswerableWeights(
    bias=0.0, near=1.0, coverage=1.0, denies=-1.0, opposite=-1.0, named=1.0, stated=1.0, threshold=0.5
)


def of(question: str) -> Signs:
    return signs(question, LIBRARY.search(p.Search(question)), LIBRARY.embed)


def test_a_word_exchanged_for_its_opposite_is_seen() -> None:
    assert of("Which was the largest party that supported the law?").opposite == 0
    assert of("Which was the smallest party that opposed the law?").opposite == 2


def test_the_nearest_passage_counts_whatever_its_rank() -> None:
    reply = LIBRARY.search(p.Search("Who supported the law?"))
    hits = tuple(replace(reply.hits[0], similarity=similarity) for similarity in (None, 0.2, 0.7))
    alone = replace(reply, evidence=())
    assert signs("Who supported the law?", replace(alone, hits=hits), LIBRARY.embed).near == 0.7
    assert signs("Who supported the law?", replace(alone, hits=hits[:1]), LIBRARY.embed).near == 0
    assert signs("Who supported the law?", replace(alone, hits=()), LIBRARY.embed).near == 0


def test_a_passage_of_many_subjects_is_as_near_as_the_sentences_about_this_one() -> None:
    question = "Who is allergic to stings?"
    bees = "Mrs Adeyemi is allergic to stings."
    notes = ["We bought seed.", "The pear tree stays.", bees, "Lucia asks the allotments.", "The hose leaks again."]
    library = FakeLibrary({"/notes.txt": " ".join(notes)})
    reply = library.search(p.Search(question))
    reply = replace(reply, hits=tuple(replace(hit, similarity=0.1) for hit in reply.hits))
    assert reply.evidence[0].text == bees
    asked, around = library.embed([question, " ".join(notes[1:4])])
    cosine = sum(one * other for one, other in zip(asked, around, strict=True))
    assert signs(question, reply, library.embed).near == pytest.approx(cosine)
    assert signs(question, reply, lambda _: ()).near == 0.1, "no embedder is installed"
    row = replace(reply, evidence=(replace(reply.evidence[0], columns="Who | What"),))
    asked, alone = library.embed([question, bees])
    cosine = sum(one * other for one, other in zip(asked, alone, strict=True))
    assert signs(question, row, library.embed).near == pytest.approx(cosine)


def test_names_are_held_against_the_best_sentence_and_what_its_document_is_called() -> None:
    asked = "Which party supported the law of 1874 in Norway?"
    reply = LIBRARY.search(p.Search(asked))
    true, exchanged = (signs(asked.replace("1874", year), reply, LIBRARY.embed).named for year in ("1874", "1937"))
    assert true > exchanged
    titled = replace(reply, evidence=(replace(reply.evidence[0], title="Laws of 1937"),))
    assert signs(asked.replace("1874", "1937"), titled, LIBRARY.embed).named > exchanged
    assert signs(asked, replace(reply, evidence=()), LIBRARY.embed).named == NOTHING_NAMED


def test_a_denial_is_seen() -> None:
    assert of("Which party did not support the law?").denies == 1
    assert of("Which party supported the law?").denies == 0


def test_a_denial_that_the_best_sentence_has_too_is_no_sign() -> None:
    library = FakeLibrary({"/notes.txt": "There will be no hive, because of the stings."})
    question = "Why will there be no hive?"
    assert signs(question, library.search(p.Search(question)), library.embed).denies == 0


@pytest.mark.parametrize(
    ("word", "other"), [("limit", "unlimit"), ("unlimit", "limit"), ("south", "north"), ("increas", "decreas")]
)
def test_opposites(word: str, other: str) -> None:
    assert other in opposites(word)


def test_what_looks_like_a_denial_and_is_none() -> None:
    assert "der" not in opposites("under")


def test_the_more_speaks_for_it_the_likelier() -> None:
    sure = Signs(0.8, 1.0, 0, 0, 0.2, stated=3.0)
    doubtful = Signs(0.8, 1.0, 1, 1, -0.1, stated=-3.0)
    assert 0 < answerable(doubtful, WEIGHTS) < answerable(sure, WEIGHTS) < 1


def test_log_odds_of_two_options() -> None:
    assert log_odds((math.log(0.6), math.log(0.3))) == pytest.approx(math.log(2))
    assert log_odds((-1.0, -1e9)) == 10.0
