"""Years and quarters as people and files write them: "FY22", "2023Q2", "the second quarter of 2023"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_YEAR = re.compile(r"(?<!\d)(?<!\d[,.])((?:19|20)\d\d)(?!\d|[,.]\d)")
_SHORT_YEAR = re.compile(r"(?<![A-Za-z])(?:FY|CY)\s?['’]?(\d\d)(?!\d)|(?<![\w])['’](\d\d)(?!\d|\w)", re.I)
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–—/]\s?(\d\d)(?!\d|-\d)")
_QUARTER = re.compile(r"(?<![A-Za-z])(?:Q\s?([1-4])|([1-4])Q)(?![A-Za-z])", re.I)
_SPOKEN_QUARTER = re.compile(r"\b(first|second|third|fourth)\s+(?:fiscal\s+)?quarter\b", re.I)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(frozen=True)
class Periods:
    """What a text says of time."""

    years: frozenset[int] = frozenset()
    quarters: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.years or self.quarters)


@lru_cache(maxsize=4096)
def periods_of(text: str) -> Periods:
    """The years and quarters that `text` names. A number is a year from 1900 on, if it is no part of another."""
    years = {int(found) for found in _YEAR.findall(text)}
    years |= {_full(int(one or other)) for one, other in _SHORT_YEAR.findall(text)}
    for first, last in _RANGE.findall(text):
        end = int(first[:2] + last)
        if int(first) < end <= int(first) + 15:
            years.add(end)
    quarters = {int(one or other) for one, other in _QUARTER.findall(text)}
    quarters |= {_QUARTERS[word.casefold()] for word in _SPOKEN_QUARTER.findall(text)}
    return Periods(frozenset(years), frozenset(quarters))


def _full(short: int) -> int:
    return short + (2000 if short < 70 else 1900)
