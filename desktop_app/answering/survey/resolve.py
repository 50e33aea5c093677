"""Which document a person means by what they call it: "the annual report 2024", "service-agreement.pdf"."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from desktop_app.answering.survey.nouns import is_generic, noun_of
from desktop_app.answering.text import STOP_WORDS, fold, stem
from indexer.protocol import Survey, SurveyReply
from indexer.types import Document

_WORD = re.compile(r"[^\W_]+")
_MOST = 100
_ENOUGH = 0.7  # of the words that name it
_ARTICLES = frozenset(("die", "der", "das", "den", "des", "dem"))


def named_documents(target: str, ask: Callable[[Survey], SurveyReply]) -> list[Document]:
    """The documents that `target` names best, all of them where several do equally well; none where no name fits."""
    words = _words(target)
    if not words:
        return []
    found = [one.document for one in ask(Survey(named=tuple(words), limit=_MOST)).documents if one.document.chunks]
    exact = [one for one in found if PurePath(one.path).name.casefold() in target.casefold()]
    if exact:
        return exact
    scored = [(_fit(words, one), one) for one in found]
    best = max((score for score, _ in scored), default=(0.0, 0.0))
    return [one for score, one in scored if score == best] if best[0] >= _ENOUGH else []


def _words(target: str) -> list[str]:
    words = [fold(word) for word in _WORD.findall(target)]
    return [
        word
        for word in dict.fromkeys(words)
        if word not in STOP_WORDS and word not in _ARTICLES and not ((noun := noun_of(word)) and is_generic(noun))
    ]


def _fit(words: list[str], document: Document) -> tuple[float, float]:
    """The share of the asked words in the name and title, then the share of the name that was asked for."""
    path = PurePath(document.path)
    name = {stem(fold(word)) for word in _WORD.findall(f"{path.name} {document.title}")}
    hit = [word for word in words if any(stem(one) in name for one in _alike(word))]
    numbers = [word for word in words if word.isdecimal() and word not in hit]
    if numbers:  # the report of another year
        return 0.0, 0.0
    stems_hit = {stem(one) for word in hit for one in _alike(word)} & name
    return len(hit) / len(words), len(stems_hit) / max(len(name), 1)


def _alike(word: str) -> tuple[str, ...]:
    noun = noun_of(word)
    return (word, *noun.named) if noun else (word,)
