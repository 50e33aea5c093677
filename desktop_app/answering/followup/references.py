"""Questions that point back with a pronoun: "When was he born?", "And on water in the same year?" """

from __future__ import annotations

import re
from collections.abc import Callable

from desktop_app.answering.followup.phrases import Phrase, read_phrases
from desktop_app.answering.followup.turn import ORGANISATIONS, Turn, possessive

_EXPLETIVE = re.compile(
    r"\b(?:it|es)\s(?:\w+ly\s)?(?:allowed|permitted|possible|necessary|legal|true|required|ok|okay|worth|better|safe"
    r"|important|easy|hard|forbidden|customary|raining|erlaubt|möglich|nötig|verboten)\b"
    r"|\b(?:does|did|will|would)\sit\s(?:take|cost|need)\s(?:\w+\s){0,3}to\b|\bwhat\stime\sis\sit\b"
    r"|\bit\stakes?\b|\bgibt\ses\b",
    re.I,
)
_SAME_TIME = re.compile(
    r"(?:\b(in|for|during|at)\s)?\b(?:the\ssame|that|this)\s(?:year|quarter|month|period|time)\b(?!\s(?:of|in)\b)", re.I
)
_THEN = re.compile(r"(?<!\w)(?:back\s)?then(?=\W*$)|\bdamals\b", re.I)
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\b(?:there|dort)\b(?!\s(?:is|are|was|were|any|a|an)\b)", re.I
)
_THAT_NOUN = re.compile(
    r"(?P<before>^\W*|\b(?:does|did|do|is|was|were|are|has|had|have|can|will|of|in|on|for|with|under|by|from|to|at|about"
    r"|signed|wrote|approved)\s)(?:this|that|these|those|dieser?|dieses)\s(?P<noun>[^\W\d_]+)",
    re.I,
)
_COMPANY = re.compile(rf"\bthe\s({'|'.join(sorted(ORGANISATIONS))})(?:['’]s)?(?!\s(?:of|with|at|from|in)\b)", re.I)
_PRONOUN = re.compile(
    r"\b(?P<person>he|she|him)\b|\b(?P<persons>his)\b|\b(?P<her>her)\b|\b(?P<its>its)\b|\b(?P<their>their)\b"
    r"|\b(?P<they>they)\b|\b(?P<them>them|both)\b|(?<!\w)(?P<it>it|(?:this|that|these|those)(?=\s*[?.!]|\s*$"
    r"|\s(?:is|was|are|were|be|mean|means|allowed|change|happen|cost|apply)\b))(?!\w)",
    re.I,
)
_OBJECT_HER = re.compile(r"\s*(?:[?.!,]|$|\s(?:in|on|at|by|for|to|with|from|about|when|if|after|before)\b)")


def dereference(asked: str, turn: Turn) -> str:
    """The question with what its pronouns mean in the turn before; as it is where it has none, or explains them."""
    text = _times(asked, turn)
    text = _THERE.sub(lambda found: _kept(found, turn.place()), text)
    text = _THAT_NOUN.sub(lambda found: _that_noun(found, turn), text)
    if not any(phrase.names for phrase in read_phrases(text)):
        text = _COMPANY.sub(lambda found: _company(found, turn), text)
    if _EXPLETIVE.search(text):
        return text
    return _pronouns(text, asked, turn)


def points_back(question: str) -> bool:
    """Whether a question has a pronoun that it does not explain itself."""
    if _EXPLETIVE.search(question):
        return False
    own = read_phrases(question)
    return any(not _explained(found, own) for found in _PRONOUN.finditer(question))


def _pronouns(text: str, asked: str, turn: Turn) -> str:
    own = read_phrases(text)
    own_words = read_phrases(asked)

    def meant(found: re.Match[str]) -> str:
        if _explained(found, own if text == asked else own_words):
            return found.group()
        kind = found.lastgroup or ""
        if kind == "her":
            kind = "person" if _OBJECT_HER.match(text, found.end()) else "persons"
        said = _MEANINGS[kind](turn, asked)
        return _kept(found, said)

    return _PRONOUN.sub(meant, text)


_MEANINGS: dict[str, Callable[[Turn, str], str]] = {
    "person": lambda turn, _: turn.person(),
    "persons": lambda turn, _: possessive(turn.person()) if turn.person() else "",
    "its": lambda turn, _: possessive(turn.owner()) if turn.owner() else "",
    "their": lambda turn, _: possessive(turn.several(subject=True)) if turn.several(subject=True) else "",
    "they": lambda turn, _: turn.several(subject=True),
    "them": lambda turn, _: turn.several(subject=False),
    "it": lambda turn, asked: turn.thing(asked),
}


def _explained(found: re.Match[str], own: list[Phrase]) -> bool:
    """Whether a phrase of the same question before the pronoun is what it means."""
    if found.lastgroup in ("person", "persons", "her"):
        return any(phrase.end <= found.start() and phrase.names for phrase in own)
    return any(
        phrase.end <= found.start() and (phrase.names or (phrase.determiner and not phrase.preposition))
        for phrase in own
    )


def _times(asked: str, turn: Turn) -> str:
    time = turn.time()
    if not time:
        return asked
    text = _SAME_TIME.sub(lambda found: f"{found[1] or 'in'} {time}", asked)
    return _THEN.sub(f"in {time}", text)


def _that_noun(found: re.Match[str], turn: Turn) -> str:
    meant = turn.phrase_like(found["noun"])
    return found["before"] + meant if meant else found.group()


def _company(found: re.Match[str], turn: Turn) -> str:
    name = turn.organisation()
    if not name:
        return found.group()
    return possessive(name) if found.group().endswith(("'s", "’s")) else name


def _kept(found: re.Match[str], meant: str) -> str:
    """What is meant, written as the place wants it; what stood there where nothing is."""
    if not meant:
        return found.group()
    return meant[0].upper() + meant[1:] if found.start() == 0 else meant
