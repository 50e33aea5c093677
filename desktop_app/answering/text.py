"""Words and sentences: what documents, questions and answers have in common.

Offsets are Python character offsets into the text that was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from sentencex import get_sentence_boundaries

# Function words and words that only frame a question; they carry no claim.
STOP_WORDS = frozenset(
    """a about above after again all also although am an and another any are as at be because been before being
    below between both but by can could did do does doing done down during each either else ever every few for from
    further had has have having he hence her here hers herself him himself his how however i if in instead into is
    it its itself just let may me might mine more most much must my neither nor now of off on once only onto or
    other others our ours out over own per rather same shall she should since so some such than that the their
    theirs them themselves then there therefore these they this those though through thus to too under until unto up
    upon us very via was we were what whatever when where whereas whether which while who whom whose why will with
    within would yet you your yours not no yes document documents passage passages according""".split()  # noqa: SIM905
)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Scripts written without spaces: every character stands for a word.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SENTENCE_LIMIT = 600  # characters; longer "sentences" (tables, lists without stops) are cut at line ends
_LINE = re.compile(r"[^\r\n]+")
_LINE_WITH_BREAK = re.compile(r"[^\r\n]*[\r\n]+")


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Case folded and without accents and possessive ending."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return re.sub(r"['’]s?$", "", plain).replace("’", "'")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A light English stem of a folded word: plural, -ing, -ed, -ly and a final e off; enough to make "notices",
    "noticed" and "notice" meet. Words with digits and short words stay as they are."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def words(text: str) -> Iterator[str]:
    """Folded words in order; in scripts without spaces every character is one."""
    for match in _WORD.finditer(text):
        word = match.group()
        if _UNSPACED.search(word):
            yield from word
        else:
            yield fold(word)


def stems(text: str) -> list[str]:
    """Stems of the content words, in order, with repeats."""
    return [stem(word) for word in words(text) if word and word not in STOP_WORDS]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of a passage, without surrounding white space, in order, not overlapping.

    A line break inside a sentence is no boundary (extracted text wraps lines), an empty line is one. What runs on
    for more than 600 characters without a stop is a table or a list and is cut at its line ends.
    """
    spans: list[tuple[int, int]] = []
    for boundary in get_sentence_boundaries("en", text):
        start, end = _trim(text, boundary["start_index"], boundary["end_index"])
        if start >= end:
            continue
        if end - start <= _SENTENCE_LIMIT:
            spans.append((start, end))
        else:
            spans.extend(_cut_at_lines(text, start, end))
    return spans


def short_line_spans(text: str, below: int) -> list[tuple[int, int]]:
    """(start, end) of the parts of a text that end with a line of fewer than `below` characters, its line break
    included, which the next does not go on with: rows of a table, headings."""
    spans, first = [], 0
    for line in _LINE_WITH_BREAK.finditer(text):
        if line.end() - line.start() < below and text[line.end() : line.end() + 1].isupper():
            spans.append((first, len(text[: line.end()].rstrip())))
            first = line.end()
    return [*spans, (first, len(text))]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut_at_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text, start, end):
        first, last = _trim(text, line.start(), line.end())
        if first < last:
            yield first, last
