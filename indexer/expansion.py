"""Other words for what a question asks, from a small glossary.

What people call "capex" stands in a statement as "purchases of property, plant and equipment". A phrase that was
added counts less than one that was asked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from indexer.query import fold_words, function_words, stem

_JOINTS = re.compile(r"(?<=\w)&(?=\w)|(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)")


@dataclass(frozen=True)
class Concept:
    """Something that a question speaks of, the phrases that may stand for it, as stems, and those of them that the
    question does not use, as words to search for."""

    phrases: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    asked: tuple[tuple[str, ...], ...]
    found: tuple[str, ...]


def phrase_stems(text: str) -> tuple[str, ...]:
    """The content words of a phrase as stems, in order; "R&D" and "U.S." are one word each."""
    stop = function_words("en")
    return tuple([stem(word) for word in fold_words(_JOINTS.sub("", text)) if word not in stop])


@lru_cache(maxsize=1)
def _glossary() -> tuple[_Entry, ...]:
    text = resources.files("indexer").joinpath("data", "glossary.toml").read_text("utf-8")
    data = tomllib.loads(text)
    pairs = [(item["words"], item["words"]) for item in data["same"]]
    pairs += [(item["asked"], item["found"]) for item in data["means"]]
    return tuple(_Entry(tuple(filter(None, map(phrase_stems, asked))), tuple(found)) for asked, found in pairs)


@lru_cache(maxsize=64)
def concepts_of(question: str) -> tuple[Concept, ...]:
    """What the question asks for by other names; empty where the glossary knows none."""
    words = phrase_stems(question)
    concepts: list[Concept] = []
    for entry in _glossary():
        if not any(contains(words, phrase) for phrase in entry.asked):
            continue
        texts = tuple(text for text in entry.found if not contains(words, phrase_stems(text)))
        if texts:
            phrases = tuple(filter(None, map(phrase_stems, entry.found)))
            concepts.append(Concept(phrases, texts))
    return tuple(concepts)


def contains(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether `phrase` stands in `words`, as it is."""
    return bool(phrase) and f" {' '.join(phrase)} " in f" {' '.join(words)} "
