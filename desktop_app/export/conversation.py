"""A conversation as it is exported, whatever the format: questions, answers with their notes, what the check found.

Notes are numbered through the whole conversation, in the order in which the text first cites them; so a word
processor that numbers footnotes by itself comes to the same numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.answering.events import Answer, Sentence, Source
from desktop_app.export.words import Words
from indexer.types import EvidenceSentence

_NOTE, _VERDICT, _END = "\ue000", "\ue001", "\ue002"  # marks within the text; such characters are taken out of it
MARK = re.compile(f"{_NOTE}(\\d+){_END}|{_VERDICT}([^{_END}]*){_END}")  # a note's number, or a verdict in words
_MARKS = str.maketrans("", "", _NOTE + _VERDICT + _END)
_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what no XML may hold
_NEAREST = 3
_BETWEEN = "\u2009"  # a thin space: notes 1 and 2 are not note 12


@dataclass(frozen=True)
class Note:
    """A footnote: the words it rests on, and where they stand ("Acme-MSA · p. 12")."""

    number: int
    quote: str
    citation: str
    path: str


@dataclass(frozen=True)
class Turn:
    """A question and what became of it. `text` is the answer as Markdown, with `MARK`s for notes and verdicts;
    `found` what its check found, and `written` by what it was written, a phrase each or empty; `nearest` are the
    passages shown where there was no answer."""

    question: str
    text: str
    notes: tuple[Note, ...]
    found: str
    written: str
    declined: bool
    nearest: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Exported:
    """A conversation, and the words around it."""

    title: str
    turns: tuple[Turn, ...]
    words: Words


def exported(title: str, answers: Sequence[Answer], words: Words) -> Exported:
    """The conversation `title` with its answers, oldest first."""
    turns: list[Turn] = []
    first = 1
    for answer in answers:
        turn = _turn(answer, first, words)
        first += len(turn.notes)
        turns.append(turn)
    return Exported(clean(title) or words.untitled, tuple(turns), words)


def clean(text: str) -> str:
    """`text` without what would break a document or pass for one of our marks."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(_MARKS))


def _turn(answer: Answer, first: int, words: Words) -> Turn:
    written = words.written_by(answer.model) if answer.model else ""
    if answer.declined:
        return Turn(
            clean(answer.question),
            clean(words.declined(answer).strip()),
            (),
            "",
            written,
            declined=True,
            nearest=tuple(_note(0, passage, words) for passage in answer.evidence[:_NEAREST]),
        )
    sources = {source.n: source for source in answer.sources}
    cited = dict.fromkeys(n for sentence in _in_order(answer.sentences) for n in sentence.citations if n in sources)
    numbers = {n: first + place for place, n in enumerate(cited)}
    notes = tuple(_note(number, sources[n], words) for n, number in numbers.items())
    text = _marked(answer, numbers, words)
    found = words.found(Counter(sentence.support for sentence in answer.sentences if sentence.claim))
    return Turn(clean(answer.question), text, notes, found, written, declined=False)


def _in_order(sentences: Iterable[Sentence]) -> list[Sentence]:
    return sorted(sentences, key=lambda sentence: sentence.start)


def _marked(answer: Answer, numbers: dict[int, int], words: Words) -> str:
    """The answer with a mark for each note behind its sentence, and a word where it is not borne out."""
    pieces, at = [], 0
    for sentence in _in_order(answer.sentences):
        end = max(at, sentence.start + sentence.length)
        pieces.append(clean(answer.answer[at:end]))
        pieces.append(_BETWEEN.join(f"{_NOTE}{numbers[n]}{_END}" for n in sentence.citations if n in numbers))
        if sentence.claim and sentence.support in words.verdicts:
            pieces.append(f"{_VERDICT}{words.verdicts[sentence.support]}{_END}")
        at = end
    pieces.append(clean(answer.answer[at:]))
    if answer.stopped:
        pieces.append(f"\n\n*{words.stopped}*")
    return "".join(pieces).strip()


def _note(number: int, source: Source | EvidenceSentence, words: Words) -> Note:
    quote = source.quote if isinstance(source, Source) else source.text
    page = f"p. {source.page_label or source.page}" if source.page is not None else ""
    name = source.title or Path(source.path).name
    citation = " · ".join(part for part in (name, words.place(source.place or page)) if part)
    return Note(number, " ".join(clean(quote).split()), clean(citation), clean(source.path))
