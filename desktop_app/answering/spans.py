"""The sentences of the passages, and which of them speak of what a claim speaks of."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePath

from desktop_app.answering.facts import Facts, read_facts
from desktop_app.answering.passages import Passage
from desktop_app.answering.text import stems
from indexer.places import HEADING_SEPARATOR, header_row

_WIDEST = 3  # sentences of one window
_ADJACENT = 2  # sentences within which two words stand together
_LONGEST = 1200  # characters of one window
_SHORT = re.compile(r"#{1,6} .{1,80}|[A-Z0-9À-Þ][^\n]{1,58}[^\s.,;:!?]")
# Rows of a table are short, too, but tell figures.
_HEADING = re.compile(r"#{1,6} .{1,80}|(?:[0-9]+(?:\.[0-9]+)*\.?\s)?[A-ZÀ-Þ][^\n0-9]{1,58}[^\s.,;:!?0-9]")
_LEADS_IN = re.compile(r".{1,120}:")
_ITEM = re.compile(r"[-*+•–]\s|\(?\w{1,2}[.)]\s")
_ENDS = ".!?:"
_DECLARED = re.compile(r"\b(?:in|of)\s(?:[A-Z$€£¥]{1,4}\s)?(thousand|million|billion)s\b", re.I)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


@dataclass(frozen=True)
class Window:
    """One to three adjacent sentences of passage `passage`: passage.text[start:end]; `first` and `last` number its
    sentences among all."""

    passage: int
    first: int
    last: int
    start: int
    end: int
    stems: frozenset[str]

    @property
    def width(self) -> int:
        return self.last - self.first + 1


class SpanIndex:
    """Sentences and windows of passages, with the rarity of their words."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = tuple(passages)
        self.windows: list[Window] = []
        self._sentence_texts: list[str] = []
        self._sentence_places: list[tuple[Passage, int]] = []
        self._facts: dict[int, Facts] = {}
        self._passage_facts: dict[int, Facts] = {}
        frequency: dict[str, int] = {}
        for number, passage in enumerate(self.passages):
            base = len(self._sentence_texts)
            spans = list(passage.sentences())
            lists = [_stems(passage, start, end) for start, end in spans]
            for (start, end), words in zip(spans, lists, strict=True):
                self._sentence_texts.append(passage.text[start:end])
                self._sentence_places.append((passage, start))
                for stem in set(words):
                    frequency[stem] = frequency.get(stem, 0) + 1
            for first in range(len(spans)):
                for last in range(first, min(first + _WIDEST, len(spans))):
                    if last > first and spans[last][1] - spans[first][0] > _LONGEST:
                        break
                    run = [stem for words in lists[first : last + 1] for stem in words]
                    self.windows.append(
                        Window(
                            number,
                            base + first,
                            base + last,
                            spans[first][0],
                            spans[last][1],
                            frozenset(run),
                        )
                    )
        count = max(len(self._sentence_texts), 1)
        self._rarity = {stem: math.log(1 + count / seen) for stem, seen in frequency.items()}
        self._unseen = math.log(1 + count / 0.5)

    def rarity(self, stem: str) -> float:
        """Inverse frequency among the sentences; a word that none has is the rarest."""
        return self._rarity.get(stem, self._unseen)

    def share(self, weights: dict[str, float], present: Iterable[str]) -> float:
        """The weighted share (0 to 1) of the stems in `weights` that are `present`."""
        total = sum(weights.values())
        here = present if isinstance(present, (set, frozenset)) else set(present)
        return sum(weight for stem, weight in weights.items() if stem in here) / total if total else 0.0

    def together(self, weights: dict[str, float], passages: Collection[int]) -> float:
        """The weighted share (0 to 1) of the pairs of stems in `weights` of which both stand within two adjacent
        sentences of one of the passages; of a stem that is alone, whether it stands there."""
        near = {
            frozenset(weights.keys() & window.stems)
            for window in self.windows
            if window.width <= _ADJACENT and window.passage in passages
        }
        if len(weights) < 2:
            return float(any(near))
        total = found = 0.0
        for first, second in combinations(weights, 2):
            worth = weights[first] * weights[second]
            total += worth
            if any(first in one and second in one for one in near):
                found += worth
        return found / total

    def text(self, window: Window) -> str:
        return self.passages[window.passage].text[window.start : window.end]

    def sentence(self, number: int) -> str:
        return self._sentence_texts[number]

    def heading(self, number: int) -> str:
        """What a sentence stands under: its own first line or the nearest above it that reads like a heading, or ends
        with a colon above the items of a list; else the last heading of its passage, if that is no table's header."""
        passage, start = self._sentence_places[number]
        own = [line.strip() for line in self._sentence_texts[number].splitlines()]
        if len(own) > 1 and _HEADING.fullmatch(own[0]) and not own[1][:1].islower():
            return own[0]
        below = passage.text[start:].lstrip()
        lines = passage.text[:start].splitlines()
        for place in range(len(lines) - 1, -1, -1):
            line, above = lines[place].strip(), lines[place - 1].strip() if place else ""
            if _LEADS_IN.fullmatch(line) and _ITEM.match(below):
                return line
            ended = not above or above[-1] in _ENDS or _SHORT.fullmatch(above)
            if _HEADING.fullmatch(line) and ended and not below[:1].islower():
                return line
            below = line or below
        last = passage.heading.rpartition(HEADING_SEPARATOR)[2]
        return "" if last == header_row(passage.heading) else last

    def sentence_facts(self, number: int) -> Facts:
        if number not in self._facts:
            self._facts[number] = read_facts(self._sentence_texts[number])
        return self._facts[number]

    def window_facts(self, window: Window) -> list[Facts]:
        return [self.sentence_facts(number) for number in range(window.first, window.last + 1)]

    def passage_facts(self, number: int) -> Facts:
        """The facts of a whole passage with the file, title and heading that it stands under."""
        if number not in self._passage_facts:
            passage = self.passages[number]
            named = f"{passage.called}\n\n{PurePath(passage.path).name}\n\n{passage.heading}"
            self._passage_facts[number] = read_facts(f"{named}\n\n{passage.text}")
        return self._passage_facts[number]

    def scales(self, numbers: Iterable[int]) -> frozenset[int]:
        """What bare figures of these passages are counted in, where they say so ("in millions")."""
        return frozenset(
            _SCALES[found[1].lower()] for number in numbers for found in _DECLARED.finditer(self.passages[number].text)
        )


def _stems(passage: Passage, start: int, end: int) -> list[str]:
    """Of a row of a table with its header, which says what its cells are."""
    text = passage.text[start:end]
    return stems(f"{passage.columns_of(passage.start + start, text)} {text}")
