"""Whether what was found answers the question, or only speaks of the same things.

A question with one name, date or word exchanged finds the same passages as the true one. What tells them apart, a
little each: how near the nearest passage comes, how much of the question the best sentence has, whether the question
denies something or asks for the opposite, and what the language model says when it is asked just that, before it
answers. Names that no passage mentions, and how near the nearest sentence comes, told nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from desktop_app.answering.calibration import AnswerableWeights, probability
from desktop_app.answering.opposites import opposites
from desktop_app.answering.text import stem, words
from indexer.protocol import SearchReply

_DENIES = re.compile(
    r"\b(?:not(?! only)|no|none|never|neither|nor|nobody|nothing|cannot|without|unable|except|least|lack\w*|fail\w*"
    r"|un(?:like|able)\w*)\b|n['’]t\b",
    re.I,
)


@dataclass(frozen=True)
class Signs:
    """Each 0 to 1 or a small count: the cosine of the nearest passage; the share of the question's words in the best
    sentence; whether the question denies something; words of which the best sentence has the opposite instead; the
    model's log-odds that the passages state the answer."""

    passage: float
    coverage: float
    denies: float
    opposite: float
    stated: float = 0.0


def signs(question: str, reply: SearchReply, stated: float = 0.0) -> Signs:
    """What a search's result, and the model, say."""
    there = _stems(reply.evidence[0].text) if reply.evidence else frozenset()
    return Signs(
        passage=max((hit.similarity or 0.0 for hit in reply.hits), default=0.0),
        coverage=max((one.coverage for one in reply.evidence), default=0.0),
        denies=float(bool(_DENIES.search(question))),
        opposite=float(sum(1 for word in _stems(question) - there if opposites(word) & there)),
        stated=stated,
    )


def answerable(found: Signs, weights: AnswerableWeights) -> float:
    """0 to 1: how likely the passages answer the question."""
    return probability(weights.bias + sum(a * b for a, b in zip(astuple(found), weights.of_signs(), strict=True)))


def log_odds(chances: Sequence[float]) -> float:
    """Of the first of two options, of their log-probabilities; kept within what a sum can bear."""
    yes, no = chances
    return max(-10.0, min(10.0, yes - no))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))
