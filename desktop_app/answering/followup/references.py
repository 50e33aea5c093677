"""Questions that point back with a pronoun: "When was he born?", "And on water in the same year?" """

from __future__ import annotations

import re
from collections.abc import Callable

from desktop_app.answering.followup.phrases import AUXILIARIES, Phrase, read_phrases
from desktop_app.answering.followup.times import read_times
from desktop_app.answering.followup.turn import ORGANISATIONS, Turn, possessive

_EXPLETIVE = re.compile(
    r"\b(?:it|es)\s(?:\w+ly\s)?(?:allowed|permitted|possible|necessary|legal|true|required|ok|okay|worth|better|safe"
    r"|important|easy|hard|forbidden|customary|raining|clear|known|held|said|believed|thought|assumed|estimated|called"
    r"|erlaubt|möglich|nötig|verboten)\b|\b(?:does|did|will|would)\sit\s(?:take|cost|need)\s(?:\w+\s){0,3}to\b"
    r"|\bdoes\sit\smean\s(?:to|when|that|if)\b|\bwhat\stime\sis\sit\b|\bit\stakes?\b|\bit\s(?:get\s(?:dark|light|cold|hot)|rain|snow)\b|\bgibt\ses\b",
    re.I,
)
_SAME_TIME = re.compile(
    r"(?:\b(in|for|during|at)\s)?\b(?:the\ssame|that|this)\s(?:year|quarter|month|period|time)\b(?!\s(?:of|in)\b)", re.I
)
_THEN = re.compile(r"(?<!\w)(?:back\s)?then(?=\W*$)|\bdamals\b", re.I)
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\b(?:there|dort)\b(?!\s(?:is|are|was|were|be|been|any|a|an)\b)", re.I
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
_OBJECT = re.compile(r"\s*(?:[?.!,;]|$|(?:in|on|at|by|for|to|with|from|about|when|if|after|before|and|or)\b)", re.I)
_CLAUSE = re.compile(
    r"[,:;.?!]|\b(?:and|or|but|when|if|that|because|while|so|after|before|as|which|who|to|how)\b", re.I
)
_OBJECTS = ("them", "it", "person", "her")  # kinds that can be objects


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
            kind = "person" if _OBJECT.match(text, found.end()) else "persons"
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
    """Whether a phrase of the same question before the pronoun is what it means. An object never means the subject of
    its own clause: "What does the board say about it?" """
    before = [
        phrase
        for phrase in own
        if phrase.end <= found.start() and not _asked_of_it(found.string[phrase.end : found.start()])
    ]
    if not before:
        return False
    is_object = found.lastgroup in _OBJECTS and _OBJECT.match(found.string, found.end()) is not None
    return not is_object or _CLAUSE.search(found.string, before[0].end, found.start()) is not None


def _asked_of_it(between: str) -> bool:
    """Whether the phrase before is what is asked of the pronoun: "how many people does it employ?" """
    return between.startswith(" ") and between.strip().casefold() in AUXILIARIES


def _times(asked: str, turn: Turn) -> str:
    time = turn.time()
    if not time or read_times(asked):
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
