"""Stretches of time as people name them: "2023", "March 2024", "last month", "since 2020"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
)
MONTH = {name: number for names in _MONTHS for number, name in enumerate(names.split(), 1)}
MONTH |= {name[:3]: number for name, number in MONTH.items()} | {"sept": 9}

_NAME = "|".join(sorted(MONTH, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?")
_DAY_MONTH = re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<month>{_NAME})\.?,?\s+{_YEAR}", re.I)
_MONTH_DAY = re.compile(rf"(?P<month>{_NAME})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}", re.I)
_MONTH_YEAR = re.compile(rf"(?P<month>{_NAME})\.?,?\s+(?:of\s+)?{_YEAR}", re.I)
_QUARTER = re.compile(rf"(?:q(?P<q1>[1-4])|(?P<q2>[1-4])(?:st|nd|rd|th)\s+quarter)\s*(?:of\s+|/\s*)?{_YEAR}", re.I)
_ONLY_YEAR = re.compile(rf"(?:the\s+year\s+)?{_YEAR}", re.I)
_LAST = re.compile(r"(?:the\s+)?(?:last|past)\s+(?P<count>\d{1,3})\s+(?P<unit>day|week|month|year)s?", re.I)
_RELATIVE = re.compile(
    r"(?P<which>this|last|previous|past)\s+(?P<unit>week|month|year)|(?P<near>today|yesterday)", re.I
)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Period:
    """From `since` until before `before`, ISO dates; empty where it is open."""

    since: str
    before: str


def named_period(text: str, today: date) -> Period | None:
    """The period that the whole of `text` names; None for anything else."""
    text = text.strip(" .,?!")
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY, _MONTH_YEAR, _QUARTER, _ONLY_YEAR):
        if (found := pattern.fullmatch(text)) and (period := _calendar(found.groupdict())):
            return period
    if found := _LAST.fullmatch(text):
        first = today - timedelta(days=int(found["count"]) * _DAYS[found["unit"].lower()])
        return Period(first.isoformat(), (today + timedelta(days=1)).isoformat())
    if found := _RELATIVE.fullmatch(text):
        return _relative(found, today)
    return None


def bounded(preposition: str, period: Period) -> Period:
    """What a preposition makes of a period: "since 2020" has no end, "before 2020" no beginning."""
    word = preposition.casefold()
    if word in ("since", "seit", "ab"):
        return Period(period.since, "")
    if word in ("after", "nach", "newer than", "later than"):
        return Period(period.before, "")
    if word in ("before", "until", "till", "vor", "bis", "older than", "earlier than"):
        return Period("", period.before if word in ("until", "till", "bis") else period.since)
    return period


def _calendar(parts: dict[str, str | None]) -> Period | None:
    year = int(parts["year"] or 0)
    if quarter := parts.get("q1") or parts.get("q2"):
        first = int(quarter) * 3 - 2
        return Period(_first(year, first), _first(year, first + 3))
    month_name, day = parts.get("month"), parts.get("day")
    if month_name is None:
        return Period(f"{year}-01-01", f"{year + 1}-01-01")
    month = int(month_name) if month_name.isdecimal() else MONTH[month_name.casefold()]
    if not 1 <= month <= 12:
        return None
    if day is None:
        return Period(_first(year, month), _first(year, month + 1))
    try:
        one = date(year, month, int(day))
        return Period(one.isoformat(), (one + timedelta(days=1)).isoformat())
    except (ValueError, OverflowError):
        return None


def _first(year: int, month: int) -> str:
    """The first day of a month; month 13 is the next January."""
    return f"{year + (month - 1) // 12}-{(month - 1) % 12 + 1:02}-01"


def _relative(found: re.Match[str], today: date) -> Period:
    if near := (found["near"] or "").lower():
        day = today if near == "today" else today - timedelta(days=1)
        return Period(day.isoformat(), (day + timedelta(days=1)).isoformat())
    back = 0 if found["which"].lower() == "this" else 1
    unit = found["unit"].lower()
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return Period(monday.isoformat(), (monday + timedelta(days=7)).isoformat())
    if unit == "year":
        return Period(f"{today.year - back}-01-01", f"{today.year - back + 1}-01-01")
    month = today.year * 12 + today.month - back
    return Period(_first(0, month), _first(0, month + 1))
