"""Whether what was found answers the question, or only speaks of the same things.

A question with one name, date or word exchanged finds the same passages as the true one. What tells them apart, a
little each: how near what was found comes, how much of the question the best sentence has, whether the question denies
something that this sentence doesn't, or asks for the opposite, how far it bears out the question's names and numbers,
and what the language model says when it is asked just that, before it answers. Names that no passage mentions, how near
the nearest sentence alone comes, and how likely the model finds its own answer told nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from desktop_app.answering.calibration import AnswerableWeights, probability
from desktop_app.answering.erasure import NOTHING_NAMED, names_borne_out
from desktop_app.answering.opposites import opposites
from desktop_app.answering.passages import document_called
from desktop_app.answering.remembered import Embed
from desktop_app.answering.text import sentence_spans, stem, words
from indexer.protocol import SearchReply
from indexer.types import EvidenceSentence, Hit

_DENIES = re.compile(
    r"\b(?:not(?! only)|no|none|never|neither|nor|nobody|nothing|cannot|without|unable|except|least|lack\w*|fail\w*"
    r"|un(?:like|able)\w*)\b|n['’]t\b",
    re.I,
)


@dataclass(frozen=True)
class Signs:
    """Each 0 to 1 or a small count, where nothing else is said: the cosine of the nearest passage, or of the best
    sentence and those beside it, if that is nearer; the share of the question's words in the best sentence; whether the
    question denies something and that sentence nothing; words of which it has the opposite instead; how far it bears
    out the question's names and numbers, -1 to 1 (see `erasure`); the model's log-odds that the passages state the
    answer, -10 to 10."""

    near: float
    coverage: float
    denies: float
    opposite: float
    named: float
    stated: float = 0.0


def signs(question: str, reply: SearchReply, embed: Embed, stated: float = 0.0) -> Signs:
    """What a search's result, the embedder (see `erasure`) and the model say."""
    best = reply.evidence[0] if reply.evidence else None
    there = _stems(best.text) if best else frozenset()
    return Signs(
        near=max([_around(question, reply.hits, best, embed), *(hit.similarity or 0.0 for hit in reply.hits)]),
        coverage=max((one.coverage for one in reply.evidence), default=0.0),
        denies=float(_denies(question) and not (best and _denies(best.text))),
        opposite=float(sum(1 for word in _stems(question) - there if opposites(word) & there)),
        named=_named(question, best, embed),
        stated=stated,
    )


def answerable(found: Signs, weights: AnswerableWeights) -> float:
    """0 to 1: how likely the passages answer the question."""
    return probability(weights.bias + sum(a * b for a, b in zip(astuple(found), weights.of_signs(), strict=True)))


def log_odds(chances: Sequence[float]) -> float:
    """Of the first of two options, of their log-probabilities; kept within what a sum can bear."""
    yes, no = chances
    return max(-10.0, min(10.0, yes - no))


def _denies(text: str) -> bool:
    return _DENIES.search(text) is not None


def _around(question: str, hits: Sequence[Hit], best: EvidenceSentence | None, embed: Embed) -> float:
    """The cosine of the question with the best sentence and those beside it: notes change their subject with every
    line, and a passage of several of them is near to none. A row of a table is taken alone. Nought without vectors."""
    inside = next((hit for hit in hits if best is not None and _holds(hit, best)), None)
    if best is None or inside is None:
        return 0.0
    text = best.text
    if not best.columns:
        spans, at = sentence_spans(inside.text), best.start - inside.start
        here = next((n for n, (start, end) in enumerate(spans) if start <= at < end), None)
        if here is not None:
            text = inside.text[spans[max(0, here - 1)][0] : spans[min(len(spans) - 1, here + 1)][1]]
    vectors = np.array(embed([question, text]), np.float64)
    return float(vectors[0] @ vectors[1]) if vectors.size else 0.0


def _holds(hit: Hit, sentence: EvidenceSentence) -> bool:
    same = (hit.document_id, hit.page) == (sentence.document_id, sentence.page)
    return same and hit.start <= sentence.start < hit.start + hit.length


def _named(question: str, best: EvidenceSentence | None, embed: Embed) -> float:
    if best is None:
        return NOTHING_NAMED
    text = f"{best.columns} {best.text}".strip()
    return names_borne_out(question, text, document_called(best.title, best.path), embed)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))
