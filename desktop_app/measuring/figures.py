"""Figures that two answers state: the same amount, however each writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from desktop_app.answering.facts import read_facts
from desktop_app.answering.numbers import Number, read_numbers

TOLERANCE = Decimal("0.01")  # answers round
_BRACKETED = re.compile(r"(?P<sign>[$€£]?)\((?P<inner>[$€£]?\s?[0-9][0-9,.]*)(?P<percent>\s?%)?\)(?P<after>\s?%)?")
_MINUS = re.compile(r"[-−–]\s?[$€£]?$")
_FALLS = re.compile(
    r"\b(?:decreas\w*|declin\w*|fell|fall(?:s|en|ing)?|drop\w*|reduc\w*|lower\w*|loss\w*|negative|down|minus|less|shrank"
    r"|outflow\w*|deficit)\b",
    re.I,
)
_AROUND = 60  # characters before a figure in which "fell by" speaks of it
_LISTED = re.compile(r"(?m)^\s*\(?[0-9]{1,2}[.)]\s")
_SCALED = re.compile(r"\b(?:thousands?|millions?|billions?)\b", re.I)
_STEPS = tuple(Decimal(1000) ** power for power in (-3, -2, -1, 1, 2, 3))


@dataclass(frozen=True)
class Figure:
    """`number` without its sign; `negative` as it is written; `falls` where words near it say so."""

    number: Number
    negative: bool
    falls: bool

    @property
    def year(self) -> bool:
        value = self.number.value
        plain = not self.number.unit and self.number.text.isdigit()
        return plain and len(self.number.text) == 4 and Decimal(1000) <= value <= Decimal(2200)

    @property
    def scaled(self) -> bool:
        """Whether its size was written out: "1.6 billion", "1,600,000,000"."""
        return self.number.text[-1].isalpha() or self.number.value >= 10**6


def read_figures(text: str) -> list[Figure]:
    """Every figure of a text, without dates and the numbers of a list. "(3.7)%" is -3.7 %."""
    for date in read_facts(text).dates:
        text = text.replace(date.text, " " * len(date.text))
    text = _LISTED.sub(lambda found: " " * len(found.group()), text)
    text = _BRACKETED.sub(_unbracketed, text)
    figures, at = [], 0
    for number in read_numbers(text):
        start = text.find(number.text, at)
        if start < 0:
            start = text.find(number.text)
        else:
            at = start + 1
        before = text[max(0, start - _AROUND) : max(0, start)]
        falls = _FALLS.search(before) is not None
        figures.append(Figure(number, _MINUS.search(before.rstrip()) is not None and not _range(before), falls))
    return figures


def _unbracketed(found: re.Match[str]) -> str:
    inner = found["inner"]
    if not (found["sign"] or found["percent"] or found["after"]) and inner.isdigit() and len(inner) in (1, 2, 4):
        return found.group()  # a list's number or a year in brackets
    return f"-{found['sign']}{inner}{found['percent'] or found['after'] or ''}"


def _range(before: str) -> bool:
    """Whether the dash before a figure stands between two: "10-12"."""
    return re.search(r"[0-9%]\s?[-−–]\s?[$€£]?$", before) is not None


def same_figure(gold: Figure, said: Figure, *, rescale: bool = False) -> bool:
    """Whether two figures are one amount, within a hundredth or as coarsely as one of them is rounded. What a unit is
    left unsaid for ("in millions", a ratio for a percentage) may differ; a sign may be said in words. `rescale` where
    the question asks for thousands or millions."""
    if gold.year and said.year:
        return gold.number.value == said.number.value
    if gold.negative != said.negative and not (said if gold.negative else gold).falls:
        return False
    one, other = gold.number, said.number
    if one.unit and other.unit and one.unit != other.unit and {one.unit, other.unit} != {"£", "lb"}:  # 320 pounds
        return False
    worths = [other.value]
    if "%" in (one.unit, other.unit) and one.unit != other.unit:
        worths.append(other.value * (100 if one.unit == "%" else Decimal("0.01")))
    elif (rescale or one.unit != other.unit or one.unit in "$€£") and not (gold.scaled and said.scaled):
        worths += [other.value * step for step in _STEPS] if one.unit != "%" else []
    return any(_close(one, worth, other.precision * (worth / other.value if other.value else 1)) for worth in worths)


def _close(gold: Number, worth: Decimal, precision: Decimal) -> bool:
    difference = abs(worth - gold.value)
    if difference <= TOLERANCE * abs(gold.value):
        return True
    coarse = [step for step in (gold.precision, precision) if step < max(abs(worth), abs(gold.value)) / 20]
    return any(difference * 2 <= step for step in coarse)


def asks_for_scale(question: str) -> bool:
    """Whether a question says that it wants thousands, millions or billions."""
    return _SCALED.search(question) is not None
