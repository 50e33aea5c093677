"""What a question says of the documents that it asks for: what they mention, from when, in which folder, how large.

A clause that is not understood to its end makes the whole question an ordinary one: better a good answer from the best
passages than a wrong list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from desktop_app.answering.survey.periods import bounded, named_period
from indexer.protocol import Survey

_THAT = r"(?:(?:and|that|which|who|where|in\swhich|do|does|also|explicitly|specifically|actually|die|und)\s+)*"
_BE = r"(?:(?:are|is|were|was|have|has|been|did|i|we|sind|wurden|wurde)\s+)*"
_MENTION = re.compile(
    rf"""{_THAT}(?:
    mentions?|mentioning|contains?|containing|includes?|including|refers?\sto|referring\sto|references?|talks?\sabout
    |talking\sabout|discuss(?:es|ing)?|covers?|covering|describes?|describing|deals?\swith|dealing\swith|concerns?
    |concerning|regarding|address(?:es|ing)?|speaks?\s(?:of|about)|touch(?:es)?\son|says?\s(?:something|anything)\sabout
    |(?:is|are)\s(?:about|on|concerned\swith|related\sto)|related\sto|relating\sto|relates?\sto|about|on
    |ha(?:ve|s)\s(?:something|anything)\sto\sdo\swith|(?:have|has|with|use)\sthe\s(?=(?:word|phrase|term|name))
    |erwähnen|erwähnt|enthalten|enthält|handeln\svon|handelt\svon|nennen|nennt|betreffen|betrifft|über|zum\sthema
    )\s*\b(?:(?:the\s)?(?:words?|phrase|term|name|text|expression)\s+|das\swort\s+|den\sbegriff\s+)?(?P<subject>.+)""",
    re.X | re.I,
)
_WHOM = re.compile(
    rf"{_THAT}{_BE}(?:came\s)?(?:sent\s)?(?:(?:from|to|von|an)\s+(?=\W?[A-Z])|(?:for|für)\s+)(?P<subject>.+)"
)
_AUTHOR = re.compile(rf"{_THAT}{_BE}(?:written\s|authored\s|created\s|made\s)?by\s+(?P<who>.+)", re.I)
_DATED = re.compile(
    rf"""{_THAT}{_BE}
    (?P<made>(?P<change>(?:last\s)?(?:modified|changed|edited|updated|saved|added|geändert)\b\s*)
      |(?:dated|written|created|made|signed|issued|sent|received|published|geschrieben|erstellt)\b\s*)?
    (?P<word>since|before|after|until|till|from|of|in|during|on|for|newer\sthan|older\sthan|later\sthan|earlier\sthan
      |seit|vor|nach|bis|von|aus|im|ab)?\s*\b(?:the\s(?=\d{{4}}))?(?P<when>.+)""",
    re.X | re.I,
)
_BETWEEN = re.compile(
    rf"{_THAT}{_BE}(?:dated\s|written\s|created\s)?(?:between|from|von)\s(?P<one>.+?)\s(?:and|to|until|bis)\s(?P<other>.+)",
    re.I,
)
_SIZED = re.compile(
    rf"""{_THAT}{_BE}(?P<than>larger|bigger|smaller|over|under|above|below|more|less)(?:\sthan)?\s
    (?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kmg])(?:b|ilobytes?|egabytes?|igabytes?)(?:\s(?:large|big|in\ssize))?""",
    re.X | re.I,
)
_FOLDER = re.compile(
    rf"""{_THAT}{_BE}(?:in|inside|under|from|im|lie\sin)\s(?:the\s|my\s)?
    (?:(?:folder|directory|ordner)\s(?:called\s|named\s)?(?P<after>.+)|(?P<before>.+)\s(?:folder|directory|ordner))""",
    re.X | re.I,
)
_STATE = re.compile(
    rf"""{_THAT}(?:(?:are|is|were|was|have|has|could|can|did|konnten?|sind|wurden)\s?)*
    (?:(?P<failed>(?:not|n't|never)\s(?:be\s|been\s)?(?:read|indexed|opened)|unreadable|failed|left\sout|skipped
        |nicht\sgelesen(?:\swerden)?)
      |(?P<offline>offline|not\sconnected)|(?P<pending>(?:still\s)?(?:pending|waiting)|not\s(?:been\s)?(?:read|indexed)\syet))""",
    re.X | re.I,
)
_STATES = {"failed": ("failed", "skipped"), "offline": ("offline",), "pending": ("pending",)}
_CLOSING = re.compile(
    r"""(?:(?:are|is)\sthere|exist|do\s(?:i|we|you)\shave|have\s(?:i|we)(?:\sgot)?|can\syou\s(?:see|find|read|search)
    |did\syou\s(?:find|read|index)|gibt\ses|habe\sich|haben\swir|and\swhere|at\sall|altogether|overall|anywhere
    |in\s(?:total|all|here)|(?:in|of)\s(?:my|the|this|our|all)\s(?:library|documents|files|collection|folders)
    |in\s(?:der|meiner)\sbibliothek|vor|auf|please|bitte)\b\W*""",
    re.X | re.I,
)
_VERB_LAST = re.compile(r"\s(?:sind|ist|wurden|wurde)$", re.I)
_QUESTION = re.compile(r"\b(?:what|why|how|when|who|whom|whose|was|warum|wie|wann|wer)\b", re.I)
_OR, _AND = re.compile(r",?\s+(?:or|oder)\s+", re.I), re.compile(r",?\s+(?:and|und|as well as)\s+|,\s+", re.I)
_ARTICLE = re.compile(r"(?:both|either|the|a|an|any|some|my|our|der|die|das|den|dem|ein|eine|einen)\s+", re.I)
_QUOTED = re.compile(r"([\"“„«][^\"“”„«»]+[\"”“»])")
_BYTES = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_LONGEST = 9  # words of a clause or of what is mentioned; more is a question of its own


def read_clauses(text: str, wanted: Survey, today: date) -> Survey | None:
    """`wanted` with what `text` adds; None where that is not understood to its end."""
    text = _VERB_LAST.sub("", text.strip(" ?.!,;:"))
    if not text:
        return wanted
    if closing := _CLOSING.match(text):
        return read_clauses(text[closing.end() :], wanted, today)
    for first, rest in _cuts(text):
        step = _plain_clause(first, wanted, today)
        if step is not None and (whole := read_clauses(rest, step, today)) is not None:
            return whole
    if found := _MENTION.fullmatch(text) or _WHOM.fullmatch(text):
        return _mentioning(found["subject"], wanted, today)
    if (found := _AUTHOR.fullmatch(text)) and len(found["who"].split()) <= _LONGEST // 2:
        return replace(wanted, author=found["who"])
    return None


def subjects(text: str) -> tuple[tuple[str, ...], ...]:
    """What must be mentioned: of each group one. "A or B and C" → (A, B), (C); empty where nothing is named."""
    parts = _QUOTED.split(text)  # what is quoted is not cut
    marked = "".join(part if number % 2 == 0 else f"\0{number}\0" for number, part in enumerate(parts))
    groups = []
    for group in _AND.split(marked):
        names = []
        for name in _OR.split(group):
            name = re.sub(r"\0(\d+)\0", lambda found: parts[int(found[1])], name).strip(" .,;:!?")
            while article := _ARTICLE.match(name):
                name = name[article.end() :]
            if any(character.isalnum() for character in name):
                names.append(name)
        if names:
            groups.append(tuple(names))
    return tuple(groups)


def _mentioning(subject: str, wanted: Survey, today: date) -> Survey | None:
    """A subject, perhaps with another clause behind it ("Acme and were signed in 2023")."""
    for words, clause in _cuts(subject, longest=False):
        rest = read_clauses(clause, wanted, today) if clause and not _WHOM.fullmatch(clause) else None
        if rest is not None:
            subject, wanted = re.sub(r"\s(?:and|that|which|und)$", "", words), rest
            break
    groups = subjects(subject)
    if not groups or _QUESTION.search(_QUOTED.sub("", subject)) or len(subject.split()) > _LONGEST:
        return None
    return replace(wanted, mentions=wanted.mentions + groups)


def _cuts(text: str, *, longest: bool = True) -> Iterator[tuple[str, str]]:
    """The text cut in two before each of its words; a first part of at most so many words as a clause has."""
    words = text.split()
    places = range(1, len(words) + 1)
    for at in reversed(places[:_LONGEST]) if longest else places:
        yield " ".join(words[:at]).rstrip(",;"), " ".join(words[at:])


def _plain_clause(text: str, wanted: Survey, today: date) -> Survey | None:
    """`wanted` with a clause that is known to end with `text`: a state, a size, a folder or a date."""
    if found := _STATE.fullmatch(text):
        name = next(name for name, value in found.groupdict().items() if value)
        return replace(wanted, states=_STATES[name])
    if found := _SIZED.fullmatch(text):
        size = int(float(found["number"]) * _BYTES[found["unit"].lower()])
        if found["than"].lower() in ("smaller", "under", "below", "less"):
            return replace(wanted, most_bytes=size)
        return replace(wanted, least_bytes=size)
    if (found := _FOLDER.fullmatch(text)) and len(text.split()) < _LONGEST:
        return replace(wanted, folders=(*wanted.folders, (found["after"] or found["before"]).strip("\"'“”„")))
    return _dated(text, wanted, today)


def _dated(text: str, wanted: Survey, today: date) -> Survey | None:
    if found := _BETWEEN.fullmatch(text):
        one, other = named_period(found["one"], today), named_period(found["other"], today)
        return replace(wanted, since=one.since, before=other.before) if one and other else None
    found = _DATED.fullmatch(text)
    if found is None or not (found["made"] or found["word"]):
        return None
    period = named_period(found["when"], today)
    if period is None:
        return None
    limits = bounded(found["word"] or "", period)
    return replace(wanted, since=limits.since, before=limits.before, by_change=bool(found["change"]))
