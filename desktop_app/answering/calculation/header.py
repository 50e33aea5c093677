"""The headings above the columns of a printed table: years, quarters, and comparisons between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_app.answering.calculation.periods import MONTH, YEAR, Column, month_number

_GROUP = re.compile(
    r"""\b(?:(?P<months>three|six|nine|twelve|3|6|9|12)\s+months(?:\s+period)?(?:\s+ended)?
      |(?P<weeks>13|26|39|52|53|thirteen|twenty-six|thirty-nine|fifty-two|fifty-three)[\s-]+weeks(?:\s+ended)?
      |(?P<ordinal>first|second|third|fourth)\s+(?:fiscal\s+)?quarter|q(?P<q>[1-4])\b
      |(?P<quarter>(?:fiscal\s+)?quarters?(?:\s+ended)?)
      |(?P<year>(?:fiscal\s+|full\s+)?years?(?:\s+(?:ended|ending))?|year-to-date|full\s+year))(?=\W|$)""",
    re.X | re.I,
)
_LENGTHS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "3": 3, "6": 6, "9": 9, "12": 12,
            "13": 3, "26": 6, "39": 9, "52": 12, "53": 12, "thirteen": 3, "twenty-six": 6, "thirty-nine": 9,
            "fifty-two": 12, "fifty-three": 12}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_ITEM = re.compile(
    r"""(?P<versus>\b(?:19|20)\d\d\s*(?:vs?\.?|versus|to|over|compared\sto|[-–])\s*(?:19|20)\d\d\b)
      |(?P<year>(?<![\d,.$/-])(?:19|20)\d\d(?![\d,/%]|\.\d))
      |(?P<change>%\s*change|percent(?:age)?\s+change|\$\s*change|\bchange\b|\b(?:increase|decrease)\b(?:\s*/?\s*
         \(?decrease\)?)?|\bvariance\b|\bgrowth\b)""",
    re.X | re.I,
)
_DAY = re.compile(rf"\b(?P<month>{MONTH})\s*\d{{1,2}}\b,?|\b\d{{1,2}}\s+(?P<month2>{MONTH}),?", re.I)
_NOTE = re.compile(r"\([^()]*\b(?:thousands?|millions?|billions?|unaudited|audited|restated|notes?)\b[^()]*\)", re.I)
_FILLER = re.compile(
    r"""\b(?:unaudited|audited|restated|as|at|of|for|the|and|in|ended|ending|fiscal|fy|dollars?|amounts?|except|per
      |share|data|thousands?|millions?|billions?|note|notes|reported|actual|usd|us|u\.s\.|years?|weeks?|months?
      |december|period)\b|[^\w\s]|\b\w\b""",
    re.X | re.I,
)
_MOST_OTHER_WORDS = 3
_LONGEST = 200
_MAY_HEAD = re.compile(r"(?:19|20)\d\d|months|weeks|quarter|years?|q[1-4]|change|[a-z]{3,}\.?\s\d", re.I)


@dataclass(frozen=True)
class HeadingLine:
    """What one line of a heading says: its columns so far without their group, in order, the groups, and the days."""

    items: tuple[Column, ...]
    groups: tuple[Column, ...]
    months: tuple[int, ...]

    @property
    def years(self) -> tuple[Column, ...]:
        return tuple(item for item in self.items if not item.change)


def heading_line(line: str) -> HeadingLine | None:
    """A line as part of a table's heading, None where it is something else: a row, a sentence, a title."""
    if len(line) > _LONGEST or not _MAY_HEAD.search(line):
        return None
    rest = _NOTE.sub(" ", line)
    if "respectively" in rest.lower():
        return None
    months = tuple(month_number(found["month"] or found["month2"]) for found in _DAY.finditer(rest))
    rest = _DAY.sub(" ", rest)
    items = []
    behind = ""
    for found in _ITEM.finditer(rest):
        behind = rest[found.end() :]
        if found["year"]:
            items.append(Column(int(found["year"])))
        else:
            items.append(Column(0, change=True))
    rest = _ITEM.sub(" ", rest)
    groups = tuple(_group(found) for found in _GROUP.finditer(rest))
    rest = _GROUP.sub(" ", rest)
    if not items and not groups and not months:
        return None
    if _FILLER.sub(" ", _GROUP.sub(" ", behind)).strip():
        return None  # columns of another kind behind the years
    if re.search(r"\d", rest) or len(_FILLER.sub(" ", rest).split()) > _MOST_OTHER_WORDS:
        return None
    return HeadingLine(tuple(items), groups, months)


def _group(found: re.Match[str]) -> Column:
    if found["ordinal"] or found["q"]:
        return Column(0, months=3, quarter=int(found["q"] or _ORDINALS[found["ordinal"].lower()]))
    if name := found["months"] or found["weeks"]:
        return Column(0, months=_LENGTHS[name.lower()])
    return Column(0, months=3 if found["quarter"] else YEAR)


def columns_of(lines: Sequence[HeadingLine]) -> tuple[Column, ...]:
    """The columns that adjacent heading lines describe together; empty where they name no year.

    The last line that names several years decides; where every line names one (a date a column, broken over lines),
    they are put together. Groups ("Three Months Ended") take equal shares of the columns.
    """
    with_years = [number for number, line in enumerate(lines) if line.years]
    if not with_years:
        return ()
    last = with_years[-1]
    if len(lines[last].items) > 1 or len(with_years) == 1:
        items = lines[last].items
        above = lines[: last + 1]
    else:
        first = last
        while first - 1 in with_years or (first - 2 in with_years and not lines[first - 1].items):
            first -= 1
            if len(lines[first].items) > 1:
                first += 1
                break
        items = tuple(item for line in lines[first : last + 1] for item in line.items)
        above = lines[: last + 1]
    months = tuple(month for line in above for month in line.months)
    groups = next((line.groups for line in reversed(above) if line.groups), ())
    return _dated(_grouped(items, groups), months)


def _grouped(items: tuple[Column, ...], groups: tuple[Column, ...]) -> tuple[Column, ...]:
    if not groups or len(items) % len(groups):
        groups = groups if len(set(groups)) == 1 else ()
    if not groups:
        return items
    if len(set(groups)) == 1:
        groups = groups[:1]
    share = len(items) // len(groups)
    return tuple(
        replace(item, months=groups[number // share].months, quarter=groups[number // share].quarter)
        for number, item in enumerate(items)
    )


def _dated(items: tuple[Column, ...], months: tuple[int, ...]) -> tuple[Column, ...]:
    years = [number for number, item in enumerate(items) if not item.change]
    if not months or len(years) % len(months):
        return items
    share = len(years) // len(months)
    dated = list(items)
    for place, number in enumerate(years):
        dated[number] = replace(items[number], month=months[place // share])
    return tuple(dated)
