"""Which questions are about the documents as a whole, by rules that have to understand all of a question.

"How many employees does Acme have?" and "What is the list price?" are ordinary questions: a whole-library question
counts, lists, compares or summarises documents, and says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from desktop_app.answering.survey.clauses import read_clauses, subjects
from desktop_app.answering.survey.inquiry import Comparison, Inquiry, Listing, Summary
from desktop_app.answering.survey.nouns import Noun, is_generic, is_plural, noun_of
from desktop_app.answering.text import STOP_WORDS, fold
from indexer.protocol import Survey

_POLITE = re.compile(
    r"(?:\W|please\b|can you\b|could you\b|would you\b|i(?:'d| would) like to know\b|bitte\b|kannst du\b)*", re.I
)
_COUNTED = re.compile(
    r"(?:how\smany|(?:what\sis\s)?the\snumber\sof|count(?:\sthe)?|wie\sviele?)\s(?:of\s)?(?P<rest>.+)", re.I
)
_LISTED = re.compile(
    r"""(?:
    (?:in\s|from\s|of\s)?(?:which|what|welche[nrms]?)\s(?:of\s)?
    |(?:list|enumerate|show|find|give|name|tell|get)\s(?:me\s|us\s)?(?:a\slist\sof\s)?(?:all|every|each|any|the|my)\s(?:of\s)?
    |(?:list|a\slist\sof)\s(?=\w+s\b)
    |(?:liste|zeige?|nenne?|finde?|gib)\s(?:mir\s)?(?:alle|sämtliche)\s
    |(?:are\sthere|is\sthere|do\s(?:i|we)\shave|have\s(?:i|we)\sgot|gibt\ses|habe\sich)\s(?:any|an?|some|irgendwelche|eine?n?)\s
    )(?P<rest>.+)""",
    re.X | re.I,
)
_PASSIVE = re.compile(
    r"""(?P<noun>(?:[\w'-]+\s){1,4})(?:is|are|was|were|does|do|has|have|wird|werden|kommt|steht)\s(?P<subject>.+?)\s
    (?:(?:explicitly\s|also\s|been\s)?(?:mentioned|discussed|described|named|covered|cited|referenced|referred\sto|talked\sabout)
      |appears?|occurs?|come\sup|erwähnt|genannt|vor|etwas\süber)\W*""",
    re.X | re.I,
)
_WHERE = re.compile(
    r"(?:where|wo)\s(?:else\s)?(?:is|are|was|were|do|does|wird|werden|kommt)\s(?P<subject>.+?)\s"
    r"(?:mentioned|discussed|appear|occur|come\sup|erwähnt|genannt|vor)(?P<rest>\s.*)?",
    re.I,
)
_OFTEN = re.compile(
    r"(?:how\s(?:many\stimes|often)|wie\soft)\s(?:is|are|was|were|do|does|wird|werden|kommt)\s(?P<subject>.+?)\s"
    r"(?:mentioned|appear|occur|come\sup|erwähnt|genannt|vor)(?P<rest>\s.*)?",
    re.I,
)
_EXTREME = re.compile(
    r"""(?:which|what|what's|show\sme|find|open|list|name)?\s*(?:is\s|are\s)?(?:the\s|my\s)*(?:(?P<count>\d{1,2})\s)?
    (?P<which>newest|latest|most\srecent|oldest|largest|biggest|smallest|longest|shortest)\s(?P<rest>.+)""",
    re.X | re.I,
)
_WHICH_ONE = re.compile(r"(?:which|what|welche[nrms]?)\s(?!of\b)", re.I)
_ORDER = {
    "newest": ("modified", True), "latest": ("modified", True), "most recent": ("modified", True),
    "oldest": ("modified", False), "largest": ("size", True), "biggest": ("size", True),
    "smallest": ("size", False), "longest": ("pages", True), "shortest": ("pages", False),
}  # fmt: skip
_SUMMARISED = re.compile(
    r"""(?:
    (?:summari[sz]e|sum\sup|outline|recap|fasse)\s(?:the\s(?:content|text)s?\sof\s|for\sme\s)?(?P<a>.+?)(?:\s(?:for\sme|zusammen|briefly|in\s(?:a\sfew|\d+|one|two|three|short)\s?\w*))*
    |(?:give\sme\s|write\s|make\s|i\sneed\s)?(?:an?\s|the\s)?(?:\w+\s)?(?:summary|overview|outline|abstract|synopsis|zusammenfassung)\s(?:of|von|des|der|over)\s(?P<b>.+)
    |(?:what\sare\s|list\s|give\sme\s)?the\s(?:main|key|most\simportant)\s(?:points|ideas|takeaways|messages|facts)\s(?:of|in|from)\s(?P<c>.+)
    |(?:what\sis|what's|what\sare|worum\sgeht\ses\sin)\s(?P<d>.+?)(?:\sall)?(?:\sabout)?
    |tl;?dr:?\s(?:of\s)?(?P<e>.+)
    )\W*""",
    re.X | re.I,
)
_ABOUT = re.compile(r"^what.*\sabout\W*$|^worum\s", re.I)
_THIS = re.compile(
    r"(?:this|the|these|it|diese[srmn]?|das|die)?\s*(?:whole\s|entire\s|attached\s)?(?:document|file|text|pdf|paper|it|this|dokument|datei)?",
    re.I,
)
_EVERYTHING = re.compile(
    r"(?:(?:all|each|every|everything|alle)(?:\s(?:of\s)?(?:the|my|these|meine))?(?:\s(?:documents?|files?|dokumente|dateien))?"
    r"|(?:the|my|these|this|our|meine)\s(?:documents|files|library|folder|collection|dokumente|dateien))"
    r"(?:\sin\s(?:here|(?:the|this|my)\s(?:library|folder)))?",
    re.I,
)
_FILE_NAME = re.compile(r"\S+\.[A-Za-z][A-Za-z0-9]{1,4}\b")
_COMPARED = re.compile(
    r"""(?:(?:compare|contrast|vergleiche)\s(?P<a>.+)
    |(?:what(?:'s|\sis|\sare)\s)?(?:the\s)?differences?\s(?:is\sthere\s|are\sthere\s)?between\s(?P<b>.+)
    |how\s(?:do|does|did)\s(?P<c>.+?)\s(?:compare|differ)\b(?P<d>.*))""",
    re.X | re.I,
)
_SIDES = re.compile(r",?\s+(?:and|with|to|against|versus|vs\.?|from|und|mit)\s+|,\s+", re.I)
_ACROSS = re.compile(
    r"\b(?:across|in|of|between|among|for|from)\s(?:all|each|every|the\sdifferent|both)\s(?:of\s)?(?:the\s|my\s|these\s)?(?P<rest>.+)",
    re.I,
)
_DETERMINER = frozenset(
    "of my our the these those all any every each other their different existing meine meiner die alle".split()  # noqa: SIM905
)
_NOT = re.compile(r"n['’]t$", re.I)
_LONGEST = 240  # characters; a longer text is no plain question
_MOST_BEFORE = 3  # words before the noun: "signed rental contracts"


def recognise(question: str, today: date) -> Inquiry | None:
    """What a question about the documents as a whole asks for; None for every other. Never raises."""
    text = " ".join(question.split()).strip(" ?.!")
    if len(text) > _LONGEST:
        return None
    text = text[_POLITE.match(text).end() :]  # type: ignore[union-attr]  # it matches anything
    return _listing(text, today) or _summary(text) or _comparison(text, today)


def _listing(text: str, today: date) -> Listing | None:
    if found := _OFTEN.fullmatch(text):
        listing = _mentioned("documents", found["subject"], found["rest"] or "", today)
        return replace(listing, counts=True, passages=True) if listing else None
    if found := _WHERE.fullmatch(text):
        return _mentioned("documents", found["subject"], found["rest"] or "", today)
    if found := _COUNTED.fullmatch(text):
        listing = _described(found["rest"], today)
        return replace(listing, counts=True) if listing else None
    if found := _EXTREME.fullmatch(text):
        return _extreme(found, today)
    if found := _LISTED.fullmatch(text):
        passive = _PASSIVE.fullmatch(found["rest"])
        if passive and (listing := _mentioned(passive["noun"], passive["subject"], "", today)):
            return listing
        listing = _described(found["rest"], today)
        return None if listing and _WHICH_ONE.match(text) and _is_fact(listing, found["rest"]) else listing
    return None


def _is_fact(listing: Listing, text: str) -> bool:
    """ "Which report was published in 1999?" asks for a fact, unless it is told what the report mentions."""
    words = text.split()
    return bool(listing.wanted.named) and not listing.wanted.mentions and not is_plural(words[0])


def _described(text: str, today: date) -> Listing | None:
    """Documents as a noun with what is said of them."""
    phrase = _noun_phrase(text)
    if phrase is None:
        return None
    noun, before, rest = phrase
    wanted = read_clauses(rest, _of(noun, before), today)
    return None if wanted is None else Listing(wanted, noun.word)


def _mentioned(noun_text: str, subject: str, rest: str, today: date) -> Listing | None:
    phrase = _noun_phrase(noun_text)
    groups = subjects(subject)
    if phrase is None or phrase[2] or not groups:
        return None
    wanted = read_clauses(rest, _of(phrase[0], phrase[1]), today)
    if wanted is None:
        return None
    return Listing(replace(wanted, mentions=wanted.mentions + groups), phrase[0].word)


def _extreme(found: re.Match[str], today: date) -> Listing | None:
    listing = _described(found["rest"], today)
    if listing is None or listing.wanted.named:  # "the latest report" is asked for what it says
        return None
    sort, descending = _ORDER[" ".join(found["which"].lower().split())]
    only = int(found["count"] or 1)
    return replace(listing, wanted=replace(listing.wanted, sort=sort, descending=descending), only=only)


def _noun_phrase(text: str) -> tuple[Noun, str, str] | None:
    """The documents that a text begins with, the words before their noun, and what follows."""
    words = text.split()
    at = 0
    while at < len(words) and words[at].casefold() in _DETERMINER:
        at += 1
    for place in range(at, min(at + _MOST_BEFORE + 1, len(words))):
        noun = noun_of(words[place].rstrip(",;:"))
        if noun is None or words[place].casefold() == "not":
            continue
        end = place + 1
        while end < len(words) and (head := noun_of(words[end].rstrip(",;:"))):  # "PDF files", "insurance documents"
            noun = noun if is_generic(head) else head if is_generic(noun) else _both(noun, head)
            end += 1
        before = words[at:place]
        if any(fold(word) in STOP_WORDS or _NOT.search(word) for word in before):  # "did Smith report", "does not"
            return None
        return noun, " ".join(before), " ".join(words[end:])
    return None


def _both(one: Noun, other: Noun) -> Noun:
    return Noun(
        f"{one.word} {other.word}" if one.named != other.named else one.word,
        one.kinds + other.kinds, one.suffixes + other.suffixes, other.named or one.named,
    )  # fmt: skip


def _of(noun: Noun, before: str) -> Survey:
    return Survey(
        mentions=subjects(before) if before else (), named=noun.named, kinds=noun.kinds, suffixes=noun.suffixes
    )


def _summary(text: str) -> Summary | None:
    found = _SUMMARISED.fullmatch(text)
    if found is None:
        return None
    target = next((value for value in found.groups() if value), "").strip(' ?.!"“”„')
    if _EVERYTHING.fullmatch(target):
        return Summary(everything=True)
    if _THIS.fullmatch(target):
        return None if found["d"] and not _ABOUT.search(text) else Summary()
    named = bool(_FILE_NAME.search(target)) or any(noun_of(word) for word in target.split())
    if found["d"] and not (named and _ABOUT.search(text)):
        return None
    return Summary(target)


def _comparison(text: str, today: date) -> Comparison | None:
    found = _COMPARED.fullmatch(text)
    if found is None:
        return None
    compared = next((value for value in (found["a"], found["b"], found["c"]) if value), "")
    across = _ACROSS.search(text)
    if across and (listing := _described(across["rest"], today)):
        return Comparison(across=listing.wanted)
    return Comparison(sides=tuple(side.strip() for side in _SIDES.split(compared) if side.strip()))
