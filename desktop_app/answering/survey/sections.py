"""A document in parts, and the sentences of each that say most of it. All of the text is read; nothing is asked of a
model.

A sentence is central when it shares words with many others of the document (the degree of a sentence in TextRank's
graph), and less worth saying the more of it was said before.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_app.answering.text import STOP_WORDS, sentence_spans, stems
from indexer.places import CELL_SEPARATOR
from indexer.types import Page

_TABLE_LEVEL = 9  # a heading of this level is the header of a table
_LEAST_PART, _MOST_PART = 500, 8000  # characters
_SHORTEST, _LONGEST = 30, 400  # characters of a sentence that is worth quoting
_LEAST_WORDS, _FEW_WORDS = 5, 8
_MOST_FIGURES = 0.25  # of the characters; more is a row of a table
_FIRST = 1.25  # what opens a part often says what it is about
_REPEATED = 0.6  # of the words, that others said already
_UNENDED = 0.5  # a sentence without an end is a title or an item, and a short one often, too
_TITLE = 70  # characters; a longer line is no title
_ITEM = re.compile(r"\n[ \t]*(?=(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[-*•–])[ \t]+\S)")
_MARK = re.compile(r"\s*(?:(?:\d{1,3}(?:\.\d{1,3})+[.)]?|\d{1,3}[.)]|[-*•–>])[ \t]+)?")
_BEGINS = re.compile(r"[^\W\d_a-zß-ÿ]|[\"“„«(]|\d{1,3}(?:\.\d{1,3})+\s|\d{1,3}[.)]\s|[-*•–]\s")
_NAMES_ONLY = re.compile(r"[\W\d_]*|(?:\w+[ \t]*){1,2}")  # a number or a word or two: a title, no sentence
_FIELD = re.compile(r"[\w-]{2,20}:\s")
_HEADING_MARKS = re.compile(r"(?m)^[#=*_\s>-]+")


@dataclass(frozen=True)
class Part:
    """A stretch of a page under a heading (empty: none): `page.text[start:start + len(text)] == text`."""

    page: Page
    heading: str
    start: int
    text: str


@dataclass(frozen=True)
class Central:
    """A sentence of a part: `part.text[start:end]`; `score` says how much of the document it speaks for."""

    part: int
    start: int
    end: int
    score: float


def parts_of(pages: Sequence[Page], most: int) -> list[Part]:
    """The text cut at headings and pages into at most about `most` parts; short neighbours of a page are one."""
    found: list[Part] = []
    total = sum(len(page.text) for page in pages)
    least = max(_LEAST_PART, total // max(most, 1))
    for page in pages:
        heads = [one for one in page.headings if one.level < _TABLE_LEVEL and one.text]
        cuts = sorted({0, *(one.start for one in heads if 0 < one.start < len(page.text)), len(page.text)})
        names = {one.start: one.text for one in reversed(heads)}
        start = 0
        for end in cuts[1:]:
            if end - start < least and end != len(page.text):
                continue
            while end - start > max(_MOST_PART, 2 * least):
                middle = _pause(page.text, start + max(_MOST_PART, least), end)
                found.append(_part(page, names, start, middle))
                start = middle
            found.append(_part(page, names, start, end))
            start = end
    return [part for part in found if part.text.strip()]


def _part(page: Page, names: dict[int, str], start: int, end: int) -> Part:
    heading = next((names[at] for at in sorted(names) if start <= at < end), "")
    return Part(page, heading, start, page.text[start:end])


def _pause(text: str, near: int, end: int) -> int:
    """Where a paragraph or at least a line ends."""
    for sign in ("\n\n", "\n", " "):
        at = text.find(sign, near, end)
        if at >= 0:
            return at + len(sign)
    return end


def central_sentences(parts: Sequence[Part]) -> list[Central]:
    """All sentences worth quoting, the most central first."""
    running = _running_lines(parts)
    spans = [
        (number, start, end) for number, part in enumerate(parts) for start, end in prose_spans(part.text, running)
    ]
    words = [Counter(stems(parts[number].text[start:end])) for number, start, end in spans]
    frequency = Counter(stem for counted in words for stem in counted)
    sentences = max(len(spans), 1)
    weight = {
        stem: math.log1p(count) * math.log(1 + sentences / count) for stem, count in frequency.items() if count > 1
    }
    found: list[Central] = []
    first: set[int] = set()
    for (number, start, end), counted in zip(spans, words, strict=True):
        text = parts[number].text[start:end]
        if not _is_quotable(text, counted):
            continue
        score = sum(weight.get(stem, 0.0) for stem in counted) / math.sqrt(sum(counted.values()) + 4)
        if number not in first:
            score *= _FIRST if found else _FIRST * _FIRST
            first.add(number)
        if text[-1] not in '.!?”"':
            score *= _UNENDED
        if len(counted) < _FEW_WORDS:
            score *= _UNENDED
        found.append(Central(number, start, end, score))
    return sorted(found, key=lambda one: (-one.score, one.part, one.start))


def prose_spans(text: str, running: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """The sentences of a text without headings, numbers and list marks before them; `running` lines stand on every
    page and are no part of a sentence."""
    found = []
    for first, last in sentence_spans(text):
        cuts = [first, *(first + mark.start() + 1 for mark in _ITEM.finditer(text[first:last])), last]
        for start, end in pairwise(cuts):
            start = _past_titles(text, start, end, running)
            start += len(_MARK.match(text[start:end])[0])  # type: ignore[index]  # it matches anything
            end = start + len(text[start:end].rstrip())
            if not _NAMES_ONLY.fullmatch(text[start:end]):
                found.append((start, end))
    return found


def prose(text: str) -> str:
    """A passage without the headings and marks in it; all of it where nothing else would be left."""
    return " ".join(text[start:end] for start, end in prose_spans(text)) or text


def _past_titles(text: str, start: int, end: int, running: frozenset[str]) -> int:
    """Behind the lines that only name what follows: short, without an end, before a line that begins anew."""
    while (line_end := text.find("\n", start, end)) >= 0:
        line, rest = text[start:line_end].strip(), text[line_end:end].lstrip()
        last = line.rsplit(" ", 1)[-1].casefold()
        short = len(line) < _TITLE and line[-1:] not in ".,;!?" and last not in STOP_WORDS
        anew = _BEGINS.match(rest) is not None and not line[:1].islower()
        if line and _shape(line) not in running and not line.startswith("#") and not (short and anew):
            break
        start = end - len(rest)
    return start


def _running_lines(parts: Sequence[Part]) -> frozenset[str]:
    """Lines that several pages have, but for their numbers."""
    pages: dict[str, set[int | None]] = {}
    for part in parts:
        for line in part.text.splitlines():
            if 0 < len(line.strip()) < _TITLE:
                pages.setdefault(_shape(line), set()).add(part.page.number)
    return frozenset(line for line, numbers in pages.items() if len(numbers) > 1)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def chosen(parts: Sequence[Part], ranked: Sequence[Central], count: int, part: int | None = None) -> list[Central]:
    """The first `count` (of one part, if given) that say something new, in reading order."""
    kept: list[Central] = []
    said: set[str] = set()
    for one in ranked:
        if part is not None and one.part != part:
            continue
        here = set(stems(parts[one.part].text[one.start : one.end]))
        if kept and len(here & said) > _REPEATED * len(here):
            continue
        kept.append(one)
        said |= here
        if len(kept) == count:
            break
    return sorted(kept, key=lambda one: (one.part, one.start))


def sentence_of(parts: Sequence[Part], one: Central) -> str:
    """On one line, without the marks of a heading."""
    return " ".join(_HEADING_MARKS.sub("", parts[one.part].text[one.start : one.end]).split())


def _is_quotable(text: str, words: Counter[str]) -> bool:
    if not _SHORTEST <= len(text) <= _LONGEST or len(words) < _LEAST_WORDS or CELL_SEPARATOR in text:
        return False
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    begun_anew = sum(not line[0].islower() for line in lines[1:])
    if len(lines) > 2 and begun_anew > len(lines) // 2:  # a table or a list without marks
        return False
    if sum(_FIELD.match(line) is not None for line in lines) > 1 or text.count(",") > len(words) // 2:
        return False
    return sum(character.isdigit() for character in text) <= _MOST_FIGURES * len(text)
