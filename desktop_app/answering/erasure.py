"""How far a sentence bears out the names and numbers of a question, told by leaving out one at a time.

A question with a name exchanged still resembles the sentence that answers the true one, but not by that name: without
it, it resembles the sentence as much or more. Exact words would not do, since a sentence may call things otherwise;
what its document is called counts as said, too.
(Erasure as an explanation: Li, Monroe, Jurafsky, Understanding Neural Networks through Representation Erasure, 2016.)
"""

from __future__ import annotations

import re

import numpy as np

from desktop_app.answering.remembered import Embed
from desktop_app.answering.text import STOP_WORDS, fold

NOTHING_NAMED = 0.2  # what names that are borne out come to
_MOST = 8  # names and numbers of a question that are looked at
_LEAST_ADDED = 1e-3  # of a vector; less is noise, of words beyond what the embedder reads
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def names_borne_out(question: str, sentence: str, source: str, embed: Embed) -> float:
    """Of the name or number that is borne out least: the cosine, -1 to 1, of what it adds to the question's vector with
    the vector of the sentence, alone or after what its `source` is called, whichever bears it out better. 0.2
    where the question names nothing, or there are no vectors. `embed` gives one unit vector a text, or nothing where no
    embedder is installed."""
    without = _without_each(question)
    if not without or not sentence.strip():
        return NOTHING_NAMED
    vectors = np.array(embed([question, sentence, f"{source}: {sentence}", *without]), np.float64)
    if not vectors.size:
        return NOTHING_NAMED
    added = vectors[0] - vectors[3:]
    lengths = np.linalg.norm(added, axis=1)
    telling = lengths > _LEAST_ADDED
    if not telling.any():
        return NOTHING_NAMED
    cosines = (added[telling] @ vectors[1:3].T) / lengths[telling, None]
    return float(cosines.max(axis=1).min())


def _without_each(question: str) -> list[str]:
    """The question without each of its words that are written as a name or a number, of which the first is none.
    Nothing where all of it is written large."""
    if question.isupper():
        return []
    found = [
        match
        for match in list(_WORD.finditer(question))[1:]
        if (match.group()[0].isupper() or match.group()[0].isdigit()) and fold(match.group()) not in STOP_WORDS
    ]
    return [" ".join((question[: one.start()] + question[one.end() :]).split()) for one in found[:_MOST]]
