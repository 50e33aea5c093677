"""Other words for what a question asks: from a small glossary, and from abbreviations that documents explain.

What people call "capex" stands in a statement as "purchases of property, plant and equipment". A phrase that was
added counts less than one that was asked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from indexer.query import fold_words, function_words, stem

_ABBREVIATION = re.compile(r"(?<![\w&])[A-Z][A-Z&]{1,5}s?(?![\w&])")
_JOINTS = re.compile(r"(?<=\w)&(?=\w)|(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)")
_MOST_ABBREVIATIONS = 4


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


def abbreviations_in(question: str) -> tuple[str, ...]:
    """What the question writes in capitals, as abbreviations are; nothing where all of it is in capitals."""
    if question == question.upper():
        return ()
    return tuple(dict.fromkeys(_ABBREVIATION.findall(question)))[:_MOST_ABBREVIATIONS]


def explained(abbreviation: str, texts: Iterable[str]) -> str | None:
    """The long form that a text gives an abbreviation: "days payable outstanding (DPO)"."""
    letters = [letter for letter in abbreviation.rstrip("s").casefold() if letter.isalnum()]
    ending = re.compile(rf"((?:[\w’'-]+[ \t]+){{1,{len(letters) + 3}}})\(\s?[“\"]?{re.escape(abbreviation)}[”\"]?\s?\)")
    for text in texts:
        for match in ending.finditer(text):
            words = match.group(1).split()
            for size in range(len(letters), len(words) + 1):
                part = words[-size:]
                initials = [word[0].casefold() for word in part if word.casefold() not in function_words("en")]
                if initials == letters:
                    return " ".join(part)
    return None


def contains(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether `phrase` stands in `words`, as it is."""
    return bool(phrase) and f" {' '.join(phrase)} " in f" {' '.join(words)} "
