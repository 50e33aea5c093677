"""What tells an answerable question from one that only sounds like it."""

from __future__ import annotations

import math

import pytest

from desktop_app.answering.answerable import Signs, answerable, log_odds, signs
from desktop_app.answering.calibration import AnswerableWeights
from desktop_app.answering.opposites import opposites
from indexer import protocol as p
from tests.support.fake_library import FakeLibrary

LIBRARY = FakeLibrary(
    {"/law.txt": "The largest party in Norway supported the law of 1874. The council elected its chairman in 2019."}
)
WEIGHTS = AnswerableWeights(
    bias=0.0, sentence=1.0, coverage=1.0, missing_names=-1.0, denies=-1.0, denied=-1.0, opposite=-1.0,
    stated=1.0, threshold=0.5,
)  # fmt: skip


def of(question: str) -> Signs:
    return signs(question, LIBRARY.search(p.Search(question)))


def test_names_that_nobody_mentions_are_counted() -> None:
    assert of("Which party in Norway supported the law of 1874?").missing_names == 0
    assert of("Which party in Sweden supported the law of 1912?").missing_names == 1
    assert of("Which party in Norway supported the law of 1912?").missing_names == 0.5
    assert of("Who was elected in FY19?").missing_names == 0
    assert of("Which law of Norway is in the file Law.txt?").missing_names == 0, "a file's name counts"
    assert of("Sweden?").missing_names == 0, "the first word of a question always has a capital"


def test_a_word_exchanged_for_its_opposite_is_seen() -> None:
    assert of("Which was the largest party that supported the law?").opposite == 0
    assert of("Which was the smallest party that opposed the law?").opposite == 2


def test_a_denial_is_seen_on_one_side_only() -> None:
    found = of("Which party did not support the law?")
    assert (found.denies, found.denied) == (1, 1)
    assert of("Which party supported the law?").denied == 0


@pytest.mark.parametrize(
    ("word", "other"), [("limit", "unlimit"), ("unlimit", "limit"), ("south", "north"), ("increas", "decreas")]
)
def test_opposites(word: str, other: str) -> None:
    assert other in opposites(word)


def test_what_looks_like_a_denial_and_is_none() -> None:
    assert "der" not in opposites("under")


def test_the_more_speaks_for_it_the_likelier() -> None:
    sure = Signs(0.9, 1.0, 0, 0, 0, 0, stated=3.0)
    doubtful = Signs(0.9, 1.0, 1, 1, 1, 1, stated=-3.0)
    assert 0 < answerable(doubtful, WEIGHTS) < answerable(sure, WEIGHTS) < 1


def test_log_odds_of_two_options() -> None:
    assert log_odds((math.log(0.6), math.log(0.3))) == pytest.approx(math.log(2))
    assert log_odds((-1.0, -1e9)) == 10.0
