"""Follow-ups that are part of a question: "and in 2022?", "what about Acme?", "and its margin?" """

from __future__ import annotations

import re

from desktop_app.answering.followup.phrases import (
    PREPOSITIONS,
    Phrase,
    full_question,
    is_german,
    read_phrases,
    tokens_of,
)
from desktop_app.answering.followup.references import dereference
from desktop_app.answering.followup.times import append, beside_year, read_times, replace_times
from desktop_app.answering.followup.turn import Turn, possessive

_OPENER = re.compile(
    r"\W*(?:(?:and|or|but|also|then|so|ok(?:ay)?|und|oder|aber)\b[\s,]*)*(?:(?:what|how)\s(?:about|if)\b"
    r"|(?:(?:no|nein|sorry|actually|rather)\b[\s,]*)*(?:i\s(?:mean|meant)|ich\smeinte?)\b"
    r"|was\sist\smit\b|wie\s(?:ist|sieht)\ses\smit\b|(?:sorry|actually|rather)\b)?[\s,:]*",
    re.I,
)
_LONGEST = 8  # words of a fragment
_JOINTS = ("and", "or", "und", "oder")
_PERIODS = frozenset("in for during since until by as at on from im für seit bis".split())  # noqa: SIM905
_THE_ONE = re.compile(r"^(?:the|that|those)\sones?\s(?=\w+\s\w)", re.I)
_EXTRA = re.compile(r"\b(?:then|instead|too|as well|also|please|auch|aus|bitte)\b(?=\W*$)", re.I)


def fragment_of(asked: str) -> str:
    """The part of a question that a follow-up consists of, without "and" or "what about"; "" for a question of its
    own."""
    opener = _OPENER.match(asked)
    rest = _EXTRA.sub("", asked[opener.end() if opener else 0 :]).strip(" ?.!,")
    words = tokens_of(rest)
    if not words or len(words) > _LONGEST or full_question(rest):
        return ""
    opened = opener is not None and bool(opener.group().strip(" \t\n\"'“"))
    prepositional = words[0].word in PREPOSITIONS
    timely = bool(read_times(rest)) and len(words) <= 3
    short = len(words) <= 3 and asked.rstrip().endswith("?")
    return rest if opened or prepositional or timely or short else ""


def complete(fragment: str, turn: Turn) -> str:
    """The question of the turn before with the fragment in its place; "" where it has none."""
    fragment = beside_year(dereference(_THE_ONE.sub("", fragment), turn), turn.said)
    times = read_times(fragment)
    said = turn.said
    for phrase in read_phrases(f"and {fragment}"):
        said = _put(said, phrase)
    if times:
        before = fragment[: times[0].start].split()
        said = replace_times(said, times, before[-1] if before and before[-1].lower() in _PERIODS else "")
    return "" if said == turn.said else said


def _put(said: str, new: Phrase) -> str:
    phrases = read_phrases(said)
    for way in (_labelled, _same_head, _same_preposition):
        found = way(phrases, new)
        if found is not None:
            return _replace(said, found, new, whole=True)
    if new.names and not new.owner:
        return _put_name(said, phrases, new)
    if new.preposition:
        return append(said, f"{new.preposition} {_text(new)}")
    target = _best(phrases, new)
    return "" if target is None else _replace(said, target, new, whole=False)


def _labelled(phrases: list[Phrase], new: Phrase) -> Phrase | None:
    """ "Clause 4" for "clause 5"."""
    words = [token.word for token in new.tokens]
    if len(words) < 2 or not words[-1][0].isdigit():
        return None
    return next(
        (
            Phrase(tuple(pair), phrase.preposition, phrase.role, ())
            for phrase in phrases
            for pair in zip(phrase.tokens, phrase.tokens[1:], strict=False)
            if pair[0].word == words[-2] and pair[1].word[0].isdigit()
        ),
        None,
    )


def _same_head(phrases: list[Phrase], new: Phrase) -> Phrase | None:
    """ "The Acme contract" for "the Borealis contract"."""
    if len(new.plain.split()) < 2:
        return None
    return next((phrase for phrase in phrases if phrase.head == new.head and not _all_names(phrase)), None)


def _same_preposition(phrases: list[Phrase], new: Phrase) -> Phrase | None:
    if not new.preposition:
        return None
    alike = [phrase for phrase in phrases if phrase.preposition == new.preposition]
    named = [phrase for phrase in alike if bool(phrase.names) == bool(new.names)]
    found = named or alike
    return found[-1] if found else None


def _put_name(said: str, phrases: list[Phrase], new: Phrase) -> str:
    """A name takes the place of a name."""
    named = [phrase for phrase in phrases if phrase.names]
    if new.preposition and len(named) != 1:
        named = []
    standing = [phrase for phrase in named if not phrase.preposition]
    if named:
        old = (standing or named)[-1]
        start = said.index(old.name, old.start)
        rest = said[start + len(old.name) :]
        owns = rest.startswith(("'", "’"))
        return said[:start] + (re.sub(r"['’]s?$", "", _text(new)) if owns else _text(new)) + rest
    subjects = [phrase for phrase in phrases if phrase.role == "subject"]
    if subjects and not new.preposition:
        return _replace(said, subjects[0], new, whole=True)
    return append(said, f"{new.preposition or ('für' if is_german(said) else 'for')} {_text(new)}")


def _best(phrases: list[Phrase], new: Phrase) -> Phrase | None:
    """The phrase that a bare noun most likely replaces."""
    objects = any(phrase.role == "object" or phrase.preposition for phrase in phrases)

    def fit(phrase: Phrase) -> float:
        place = {"focus": 3.0, "object": 2.0, "subject": 0.6 if objects else 1.0}.get(phrase.role, 0.7)
        return place + 0.8 * (bool(phrase.determiner) == bool(new.determiner))

    return max(phrases, key=fit, default=None)


def _replace(said: str, old: Phrase, new: Phrase, *, whole: bool) -> str:
    text = _text(new)
    start, rest = old.start, said[_end(said, old) :]
    if not whole and old.owner and not new.owner and not new.names:
        text = f"{possessive(old.owner)} {new.plain}"
    elif whole and old.determiner and not new.determiner and not new.names:
        text = f"{old.tokens[0].text} {text}"
    elif new.owner and not old.owner and f"of {new.owner}" in said[old.end :]:
        return said[:start] + f"the {text.split(' ', 1)[1]}" + rest
    return said[:start] + text + rest


def _end(said: str, phrase: Phrase) -> int:
    """Where a phrase ends together with those joined to it: "storm and hail"."""
    end = phrase.end
    for other in read_phrases(said):
        if other.start > end and said[end : other.start].strip() in _JOINTS and not other.preposition:
            end = other.end
    return end


def _text(phrase: Phrase) -> str:
    return " ".join(token.text for token in phrase.tokens)


def _all_names(phrase: Phrase) -> bool:
    return len(phrase.names) == len(phrase.tokens)
