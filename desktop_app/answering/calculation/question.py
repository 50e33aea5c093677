"""What a question asks to be calculated: understood by rules, or not at all.

Every word of it must be accounted for by a measure, a period, the name of a document or the frame of a question;
a word that isn't ("in the Consumer segment") asks for something else than what would be calculated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.answering.calculation import formula
from desktop_app.answering.calculation.formula import Node
from desktop_app.answering.calculation.frame import unexplained
from desktop_app.answering.calculation.measures import measures
from desktop_app.answering.calculation.periods import Period, asked_periods
from desktop_app.answering.calculation.phrases import meant

_ASKS = re.compile(
    r"\b(?:what|how\smuch|how\smany|by\show|by\swhat|calculate|compute|is|are|was|were|did|does|do|has|have)\b", re.I
)
_OTHER_QUESTION = re.compile(
    r"\b(?:why|which|who|whom|where|when|what\s(?:drove|caused|led|explains|kinds?|types?|factors?|are\sthe\s(?:main|key))"
    r"|describe|explain|list|compare|name)\b", re.I)  # fmt: skip
_POLAR = re.compile(r"\W*(?:is|are|was|were|did|does|do|has|have)\b", re.I)
_FIGURES = re.compile(r"\b(?:what|how\s(?:much|many)|by\show|by\swhat|calculate|compute)\b", re.I)
_CAGR = re.compile(r"\bcagr\b|compound(?:ed)? annual growth", re.I)
_AVERAGE = re.compile(r"\b(?:\d+|two|three|four|five)[\s-]year average\b|\baverage\b", re.I)
_GROWTH = re.compile(
    r"\bgrowth\b|\bgrew\b|\bgrown?\b|year[\s-]over[\s-]year|\byoy\b|(?:percent(?:age)?|%)\s(?:change|increase|decrease)"
    r"|by what percent(?:age)?|rate of change", re.I)  # fmt: skip
_CHANGE = re.compile(
    r"\b(?:change[ds]?|increas\w*|decreas\w*|declin\w*|differen\w*|rise|rose|risen|fall|fell|fallen|drop\w*|improv\w*"
    r"|reduc\w*|higher|greater|larger|went|gone|grow)\b", re.I)  # fmt: skip
_FELL = re.compile(
    r"\b(?:decreas\w*|declin\w*|fall|fell|fallen|drop\w*|reduc\w*|deteriorat\w*|worsen\w*|lower|smaller)\b", re.I
)
_FIGURES_ASKED = re.compile(r"how\s(?:much|many)|by\s(?:how|what)|what\s(?:was|were|is|are|did|does|do)\b", re.I)
_IN_PERCENT = re.compile(r"units? of percent|in percent|by (?:what|how many) percent", re.I)
_GOOD = re.compile(r"\b(?:healthy|good|strong|positive|sound|comfortable)\b", re.I)
_DECIMALS = re.compile(r"\b(one|two|three|four|1|2|3|4)\s(?:decimals?|decimal\splaces?)\b", re.I)
_WHOLE = re.compile(r"\bnearest\s(?:whole|million|thousand|dollar|percent|integer)", re.I)
_UNIT = re.compile(
    r"\b(?:in|usd|us\$|\$|dollars?)\s(?:usd\s|us\$\s?|\$\s?|dollars?\s|the\s)*(thousand|million|billion)s?\b", re.I
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


class Change(Enum):
    """What is done with the measure's values."""

    NONE = auto()
    DIFFERENCE = auto()
    GROWTH = auto()
    CAGR = auto()
    AVERAGE = auto()


class Judgement(Enum):
    """What a yes-or-no question asks about the measure; `WHICH_WAY` is neither ("did it rise or fall?")."""

    RISE = auto()
    FALL = auto()
    HEALTHY = auto()
    INTENSIVE = auto()
    WHICH_WAY = auto()


@dataclass(frozen=True)
class Task:
    """`periods` in time order, one for a value, two for a change, all of them for an average. `kind` is that of the
    measure (see `assets/measures.toml`); `decimals` and `unit` (in ones) are what the question wants, None where it
    doesn't say. `unexplained` are folded words that only the document can account for."""

    name: str
    node: Node
    kind: str
    periods: tuple[Period, ...]
    change: Change = Change.NONE
    judgement: Judgement | None = None
    decimals: int | None = None
    unit: int | None = None
    measure: str = ""
    unexplained: tuple[str, ...] = field(default=())


def understand(question: str) -> Task | None:
    """The calculation that a question asks for; None where it asks for something else, or isn't understood."""
    main = _main(question)
    if main is None or _OTHER_QUESTION.search(main):
        return None
    polar = _POLAR.match(main) is not None
    found = meant(main, question)
    if found is None:
        return None
    change = _change(main, polar)
    judgement = _judgement(main, found.key) if polar else None
    if polar and judgement is None:
        return None
    if judgement is not None:
        alone = judgement in (Judgement.HEALTHY, Judgement.INTENSIVE)
        change = Change.NONE if alone else Change.DIFFERENCE
    own = [term.period for term in formula.terms(found.node) if term.period is not None]
    if found.kind == "amount" and not (polar or _FIGURES_ASKED.search(main)):
        return None
    periods = _periods(asked_periods(main) or asked_periods(question), own, change)
    if periods is None:
        return None
    decimals = next((_count(found[1]) for found in [_DECIMALS.search(question)] if found), None)
    unit = _UNIT.search(question)
    return Task(
        name=found.name,
        node=found.node,
        kind=found.kind,
        periods=periods,
        change=change,
        judgement=judgement,
        decimals=0 if decimals is None and _WHOLE.search(question) else decimals,
        unit={"thousand": 10**3, "million": 10**6, "billion": 10**9}[unit[1].lower()] if unit else None,
        measure=found.key,
        unexplained=unexplained(main, found.used),
    )


def _main(question: str) -> str | None:
    """The clause that asks: from "what" or "how" to the question mark, or a whole yes-or-no question."""
    sentences = re.split(r"(?<=[?])\s+|(?<=[.!;:])\s+(?=[A-Z])", question)
    asking = next((one for one in sentences if one.rstrip().endswith("?") and _ASKS.search(one)), None)
    if asking is None:
        asking = next((one for one in sentences if re.match(r"\W*(?:calculate|compute|what|how)\b", one, re.I)), None)
    if asking is None:
        return None
    if not _POLAR.match(asking) and (found := _FIGURES.search(asking)):
        asking = asking[found.start() :]
    return asking.rstrip("? ")


def _count(word: str) -> int:
    return _COUNTS.get(word.lower()) or int(word)


def _change(main: str, polar: bool) -> Change:
    if _CAGR.search(main):
        return Change.CAGR
    if _AVERAGE.search(main) and not polar:
        return Change.AVERAGE
    if _GROWTH.search(main) or (_CHANGE.search(main) and _IN_PERCENT.search(main)):
        return Change.GROWTH
    return Change.DIFFERENCE if _CHANGE.search(main) else Change.NONE


def _judgement(main: str, key: str) -> Judgement | None:
    measure = measures().get(key)
    if measure is not None and measure.healthy and "high growth" in main:
        return Judgement.HEALTHY
    fell = _FELL.search(main)
    if _CHANGE.search(_FELL.sub(" ", main)) or _GROWTH.search(main):
        return Judgement.WHICH_WAY if fell else Judgement.RISE
    if fell:
        return Judgement.FALL
    if measure is None:
        return None
    if measure.intensive and "intensive" in main.lower():
        return Judgement.INTENSIVE
    return Judgement.HEALTHY if measure.healthy and _GOOD.search(main) else None


def _periods(asked: list[Period], own: list[Period], change: Change) -> tuple[Period, ...] | None:
    periods = sorted(dict.fromkeys(asked))
    if not periods and own:
        periods = [max(own)]
    if not periods:
        return None
    if change is Change.NONE:
        return (periods[-1],) if len(periods) == 1 or own else None
    if change is Change.AVERAGE:
        first, last = periods[0], periods[-1]
        if first == last or first.quarter or last.quarter:
            return None
        return tuple(Period(year) for year in range(first.year, last.year + 1))
    if len(periods) == 1:
        periods = [periods[0].shifted(-1), periods[0]]
    return tuple(periods) if len(periods) == 2 else None
