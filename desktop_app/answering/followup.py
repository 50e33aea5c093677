"""What to search for when a question leans on the ones before it.

No model is asked: a question that points back (pronouns, "and …", "what about …", hardly any content words) is
searched together with the content words of the question before and the names in its answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_app.answering.events import Answer
from desktop_app.answering.facts import read_facts
from desktop_app.answering.text import STOP_WORDS, fold, stem, stems

_OPENS = re.compile(
    r"\W*(?:and|but|or|so|then|also|what about|how about|what else|why|why not|how so|since when)\b", re.I
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|the (?:former|latter|same|other|first|second)|both"
    r"|(?:this|that|these|those)(?=\s*[?.!]|\s*$|\s+(?:is|was|are|were|be|mean|one|ones|do|does|did|happen|cost)))\b",
    re.I,
)
_ENOUGH = 6  # content words; a question with more of them explains its own pronouns
_FEW = 2
_REACH = 3  # how many turns back
_NAMES = 4
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def leans_back(question: str) -> bool:
    """Whether a question can hardly be understood without the one before it."""
    content = len(set(stems(question)))
    if content >= _ENOUGH:
        return False
    return content < _FEW or _OPENS.match(question) is not None or _PRONOUN.search(question) is not None


def resolve(question: str, before: Sequence[Answer]) -> str:
    """The query to search for: the question itself, or with words of the turns `before` it (oldest first)."""
    words: list[str] = []
    asked = question
    for answer in reversed(before[-_REACH:]):
        if not leans_back(asked):
            break
        words += _content_words(answer.question)
        if not answer.declined:
            words += [name.text for name in read_facts(answer.answer).names[:_NAMES]]
        asked = answer.question
    known = set(stems(question))
    added = []
    for word in words:
        new = [one for one in stems(word) if one not in known]
        if new:
            added.append(word)
            known.update(new)
    return " ".join([question, *added])


def _content_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if fold(word) not in STOP_WORDS and stem(fold(word))]
