"""Whether what was found answers the question, or only speaks of the same things.

A question with one name, date or word exchanged finds the same passages as the true one. What tells them apart, a
little each: how near the nearest sentence comes, which of the question's names nobody mentions, whether one denies
what the other states, and what the language model says when it is asked just that, before it answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from desktop_app.answering.calibration import AnswerableWeights, probability
from desktop_app.answering.opposites import opposites
from desktop_app.answering.text import fold, stem, words
from indexer.protocol import SearchReply

_NAME = re.compile(r"(?<=\s)(?:[A-Z][\w’'-]*|\d[\d.,]*\d|\d)")  # not the first word, which is always capitalised
_FISCAL_YEAR = re.compile(r"\bFY\s?['’]?((?:20|19)?\d\d)\b")
_DIGITS = 4  # of a year written out
_DENIES = re.compile(
    r"\b(?:not(?! only)|no|none|never|neither|nor|nobody|nothing|cannot|without|unable|except|least|lack\w*|fail\w*"
    r"|un(?:like|able)\w*)\b|n['’]t\b",
    re.I,
)


@dataclass(frozen=True)
class Signs:
    """Each 0 to 1 or a small count: the cosine of the nearest sentence; the share of the question's words in the best
    sentence; the share of its names and numbers that no passage and no document's name has; whether the question
    denies something; whether only one of question and best sentence does; words of which the best sentence has the
    opposite instead; the model's log-odds that the passages state the answer."""

    sentence: float
    coverage: float
    missing_names: float
    denies: float
    denied: float
    opposite: float
    stated: float = 0.0


def signs(question: str, reply: SearchReply, stated: float = 0.0) -> Signs:
    """What a search's result, and the model, say."""
    best = reply.evidence[0].text if reply.evidence else ""
    there = _stems(best)
    found = {word for hit in reply.hits for word in _stems(f"{hit.path} {hit.title} {hit.heading} {hit.text}")}
    names = {stem(fold(name)) for name in _NAME.findall(_FISCAL_YEAR.sub(_year, question))}
    asked = _stems(question)
    denies = bool(_DENIES.search(question))
    return Signs(
        sentence=max((one.similarity or 0.0 for one in reply.evidence), default=0.0),
        coverage=max((one.coverage for one in reply.evidence), default=0.0),
        missing_names=len(names - found) / len(names) if names else 0.0,
        denies=float(denies),
        denied=float(denies != bool(_DENIES.search(best))),
        opposite=float(sum(1 for word in asked - there if opposites(word) & there)),
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
    return frozenset(stem(word) for word in words(text.replace("_", " ")))


def _year(found: re.Match[str]) -> str:
    return found[1] if len(found[1]) == _DIGITS else f"20{found[1]}"
