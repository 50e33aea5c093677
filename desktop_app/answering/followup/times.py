"""Times as questions name them: years, quarters, months, and "the year before"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MONTH = (
    r"(?:Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|M(?:ar(?:ch)?|ärz)|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli|Aug(?:ust)?"
    r"|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?)"
)
_KINDS = {
    "year": r"(?:(?:fiscal|financial|the)\s(?:year\s)?|FY\s?)?(?<![.,$€£-])(?:1[89]|20)[0-9]{2}(?![\w%]|[.,][0-9])"
    r"|FY\s?['’]?[0-9]{2}(?!\w)|(?:last|this|next)\syear|(?:letztes|dieses|nächstes)\sJahr",
    "quarter": r"Q[1-4](?![0-9])|(?:(?:the\s)?(?:first|second|third|fourth|last)\s(?:quarter|half))"
    r"|H[12](?![0-9])|[1-4]\.\sQuartal|(?:last|this|next)\squarter",
    "month": rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?)?\b{_MONTH}\b(?:\s[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9])"
    r",?)?|(?:last|this|next)\s(?:month|week)|yesterday|today|tomorrow|gestern|heute|morgen",
}
_ANY = re.compile("|".join(rf"(?P<{kind}>(?<!\w)(?:{pattern}))" for kind, pattern in _KINDS.items()))
_BESIDE = re.compile(
    r"\b(?:(?:the\s|a\s|in\sthe\s)?(?:(?P<before>(?:previous|prior|preceding)\s(?:fiscal\s)?(?:year|one)"
    r"|(?:year|one)\s(?:before|earlier|prior))|(?P<after>(?:following|next|subsequent)\s(?:fiscal\s)?(?:year|one)"
    r"|(?:year|one)\s(?:after|later)))|(?P<davor>im\sVorjahr|(?:das|im)\sJahr\sdavor)"
    r"|(?P<danach>(?:das|im)\sJahr\s(?:danach|darauf)))\b",
    re.I,
)
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")


@dataclass(frozen=True)
class Time:
    """`text` stands at `start`; `kind` is year, quarter or month (a day goes with its month)."""

    kind: str
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def relative(self) -> bool:
        """Whether it means a time seen from today, such as "last year"."""
        return not any(char.isdigit() for char in self.text) and self.text.split()[0] in ("last", "this", "next")


def read_times(text: str) -> list[Time]:
    """Every time of a text, in order."""
    return [Time(str(found.lastgroup), found.start(), found.group()) for found in _ANY.finditer(text)]


def blank_times(text: str) -> str:
    """The text with its times blanked out; offsets stay."""
    return _ANY.sub(lambda found: "|" * len(found.group()), text)


def beside_year(text: str, said: str) -> str:
    """ "The year before" in `text` as the year that it means where `said` names one; else the text as it is."""
    found = _BESIDE.search(text)
    years = [time.text for time in read_times(said) if _YEAR.search(time.text)]
    if found is None or not years:
        return text
    step = -1 if found["before"] or found["davor"] else 1
    year = _YEAR.sub(lambda digits: str(int(digits.group()) + step), years[-1])
    return text[: found.start()] + year + text[found.end() :]


def replace_times(said: str, times: Sequence[Time], preposition: str) -> str:
    """`said` with `times` in place of its own of the same kind; what it has no place for goes to its end (a month or
    a quarter: before the year), after `preposition`."""
    for kind in _KINDS:
        wanted = [time for time in times if time.kind == kind]
        places = [time for time in read_times(said) if time.kind == kind]
        if len(wanted) < len(places):
            places = places[len(places) - len(wanted) :]
        for time, place in reversed(list(zip(wanted, places, strict=False))):
            text = f"in {time.text}" if place.relative and not time.relative else _alike(time.text, place.text)
            said = said[: place.start] + text + said[place.end :]
        for time in wanted[len(places) :]:
            said = _add(said, time, preposition)
    return said


def _alike(text: str, old: str) -> str:
    """With the article that the old time had."""
    return text.removeprefix("the ") if not old.startswith("the ") else text


def _add(said: str, time: Time, preposition: str) -> str:
    year = next((one for one in read_times(said) if one.kind == "year"), None)
    if year is not None and time.kind != "year":
        return f"{said[: year.start]}{time.text} {said[year.start :]}"
    before = "" if time.relative else f"{preposition or 'in'} "
    return append(said, f"{before}{time.text}")


def append(said: str, text: str) -> str:
    """`text` at the end of a question, before its mark."""
    body = said.rstrip(" ?.!")
    return f"{body} {text}{said[len(body) :].strip() or '?'}"
