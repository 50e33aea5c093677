"""What a follow-up means: `resolve` makes a question of it that stands on its own.

No model is asked. "And in 2022?" takes the place of the year in the question before, "What about Acme?" that of the
name, "and its margin?" that of what was asked for; pronouns become what they stand for. A question that explains
itself is a new subject, and nothing is carried over. What was made of it is shown, and can be changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_app.answering.events import Answer
from desktop_app.answering.followup.fragments import complete, fragment_of
from desktop_app.answering.followup.phrases import is_german, read_phrases
from desktop_app.answering.followup.references import dereference, points_back
from desktop_app.answering.followup.times import append, read_times
from desktop_app.answering.followup.turn import Turn, possessive
from desktop_app.answering.text import stems

_REACH = 4  # how many turns back
_FEW = 3  # content words; a question with more of them says enough by itself
_BARE = re.compile(
    r"\W*(?:and\s|und\s|but\s)?(?P<word>why(?:\snot)?|how(?:\sso|\scome)?|when|where|who|whom|by\swhom|since\swhen"
    r"|how\s(?:much|many|long|often)|which(?:\sones?)?|warum(?:\snicht)?|wieso|weshalb|wann|wo|wer|seit\swann|wie"
    r"(?:\s(?:viel|viele|lange|oft))?)\W*",
    re.I,
)
_MORE = re.compile(
    r"\W*(?:tell\sme\smore|(?:more|further)\s(?:details?|about\s(?:it|that))|(?:in\s)?more\sdetail|go\son|continue"
    r"|(?:and\s)?(?:what|anything|who|where)\selse(?=\W*$)|(?:can|could)\syou\s(?:explain|elaborate|give\s\w*\s?(?:more|details?|an?"
    r"\sexample))|(?:please\s)?(?:explain|elaborate|summari[sz]e)(?:\s(?:it|that|this))?\W*$|are\syou\ssure|really\W*$"
    r"|for\sexample|such\sas\W*$|mehr\sdazu|erzähl\smir\smehr|was\snoch|zum\sbeispiel)\b",
    re.I,
)
_FILTER = re.compile(r'(?:^|(?<=\s))(?:@|in:|type:|after:|before:)(?:"[^"\n]*"|[^\s"]+)', re.I)
_JOINED = re.compile(r", (?:and|und) [\w ]{2,12}\?$")
_OPENS = re.compile(r"\W*(?:and|but|so|or|then|und|aber|oder)\b[\s,]*", re.I)
_THE_THING = re.compile(r"(?:and\s)?(?:what|who|how\s\w+)\s(?:is|are|was|were)\sthe\s\w+(?:\s\w+){0,2}\W*", re.I)


def resolve(question: str, before: Sequence[Answer]) -> str:
    """The question to search for and to ask: `question` itself where it stands on its own, else what it means after
    the turns `before` it (oldest first)."""
    turn: Turn | None = None
    for answer in before[-_REACH:]:
        said = answer.query or (_resolve(answer.question, turn) if turn else answer.question)
        turn = Turn(said, "" if answer.declined else answer.answer)
    return _resolve(question, turn) if turn is not None and question.strip() else question


def _topic(said: str) -> str:
    """The question itself, without what an earlier follow-up hung on to it."""
    first, mark, rest = said.strip().partition("? ")
    return _JOINED.sub("?", first + "?" if mark and rest else first)


def _resolve(question: str, turn: Turn) -> str:
    """Filters are no part of a question: those of a follow-up take the place of those of the turn before."""
    asked, filters = _without_filters(question)
    said, before = _without_filters(turn.said)
    if not said:
        return question
    said = _topic(said)
    meant = _meaning(asked, Turn(said, turn.answer)) if asked else said
    return question if meant == asked else " ".join([meant, *(filters or before)])


def _without_filters(text: str) -> tuple[str, list[str]]:
    return " ".join(_FILTER.sub(" ", text).split()), [found.group().strip() for found in _FILTER.finditer(text)]


def _meaning(asked: str, turn: Turn) -> str:
    bare = _BARE.fullmatch(asked)
    if bare:
        joint = "und" if is_german(turn.said) else "and"
        return append(turn.said, "").rstrip(" ?.") + f", {joint} {bare['word'].lower()}?"
    if _MORE.match(asked):
        return f"{turn.said} {asked}"
    fragment = fragment_of(asked)
    if fragment:
        return complete(fragment, turn) or f"{turn.said} {asked}"
    return _full(asked, turn)


def _full(asked: str, turn: Turn) -> str:
    """A follow-up that is a question of its own but for what it leaves out."""
    meant = dereference(asked, turn)
    if meant != asked:
        opener = _OPENS.match(meant)
        return meant[opener.end() :][0].upper() + meant[opener.end() :][1:] if opener else meant
    if len(set(stems(asked))) <= _FEW and (points_back(asked) or not read_phrases(asked)):
        return f"{turn.said} {asked}"
    return _of_the_same(asked, turn) or asked


def _of_the_same(asked: str, turn: Turn) -> str:
    """ "What was the margin?" after a question about Acme's revenue; "" where it is no such question."""
    if not _THE_THING.fullmatch(asked) or not _THE_THING.match(re.sub(r"[\w.&-]+['’]s?\s", "the ", turn.said, count=1)):
        return ""
    own, focus = read_phrases(asked), next((one for one in turn.phrases if one.role == "focus"), None)
    if len(own) != 1 or own[0].names or focus is None or not focus.owner:
        return ""
    text = asked[: own[0].start] + f"{possessive(focus.owner)} {own[0].plain}" + asked[own[0].end :]
    times = read_times(turn.said)
    return text if not times or read_times(asked) else append(text, f"in {times[-1].text}")
