"""What a sentence states that can be looked up letter by letter: numbers, dates, codes, names and quotations.

"1.2 million", "1,200,000" and "$1.2m" are one number; "3 March 2024", "March 3, 2024" and "2024-03-03" one date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop_app.answering.numbers import Number, read_numbers, same_number
from desktop_app.answering.text import STOP_WORDS, fold, stem, words

_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?"
    r"|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12][0-9]{3})"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\w-])(?P<year>[12][0-9]{3})-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])(?![\w-])",
        rf"(?<!\w){_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR}(?!\w))?",
        rf"(?<!\w){_MONTH}\s+{_DAY}(?![\w.,]*[0-9])(?:,?\s+{_YEAR}(?!\w))?",
        rf"(?<!\w){_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\w)",
        rf"(?<!\w){_MONTH},?\s+(?:of\s+)?{_YEAR}(?!\w)",
    )
)
_SLASHED = re.compile(r"(?<![\w/.])([0-9]{1,2})([/.])([0-9]{1,2})\2((?:[12][0-9])?[0-9]{2})(?![\w/]|\.[0-9])")
_CODE = re.compile(
    r"(?<![\w.])(?:[A-Za-z][A-Za-z0-9]*(?:_+[A-Za-z0-9]+)+"
    r"|[A-Za-z]+[-./_]?[0-9][\w]*(?:[-./_:][\w]+)*|[0-9]+(?:\.[0-9]+){2,}|[0-9]{1,2}:[0-9]{2})\b"
)
# "2. Term", "2.1 This", "(3) The": numbers of sections and items, which say nothing.
_NUMBERING = re.compile(
    r"^[ \t]*(?:\(?[0-9]{1,2}[.)]|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.?)(?=[ \t]+[A-Z“\"](?!illion|housand))", re.M
)
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»\n]{2,400}?)[\"”“»]")
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_][^\W_]*(?:['’.&-][^\W_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?:;\"“(\[\n|•]|[-–—]\s)[\s*_>|\"“'(\[]*$")
_APOSTROPHE = re.compile("['’]")
_JOINS = frozenset("of the de la le van von der den di da del & y".split())  # noqa: SIM905
# Capitalised by custom or at the start of a phrase, not by being a name.
_NOT_NAMES = frozenset(
    """i sunday monday tuesday wednesday thursday friday saturday mr mrs ms dr prof st jr sr one two""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Date:
    """Readings of one date: (year, month, day), None where it says nothing; several where the order is unclear."""

    readings: tuple[tuple[int | None, int | None, int | None], ...]
    text: str


@dataclass(frozen=True)
class Name:
    """Capitalised words that stand together; `tokens` are folded, without the small words between them."""

    text: str
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What a text states. `words` are its folded words in order."""

    numbers: tuple[Number, ...]
    dates: tuple[Date, ...]
    codes: tuple[str, ...]
    names: tuple[Name, ...]
    quotations: tuple[str, ...]
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.numbers or self.dates or self.codes or self.names or self.quotations)

    @property
    def count(self) -> int:
        return len(self.numbers) + len(self.dates) + len(self.codes) + len(self.names) + len(self.quotations)


def read_facts(text: str) -> Facts:
    """The facts of a text. Never raises."""
    rest, dates = _take_dates(_NUMBERING.sub(lambda found: " " * len(found.group()), text))
    rest, codes = _take(rest, _CODE)
    return Facts(
        numbers=tuple(read_numbers(rest)),
        dates=tuple(dates),
        codes=tuple(codes),
        names=tuple(_read_names(text, rest)),
        quotations=tuple(found.group(1) for found in _QUOTED.finditer(text) if any(words(found.group(1)))),
        words=tuple(words(text)),
    )


def _take(text: str, pattern: re.Pattern[str]) -> tuple[str, list[str]]:
    """The text with what matches blanked out (offsets stay), and what was taken."""
    taken: list[str] = []

    def blank(found: re.Match[str]) -> str:
        taken.append(found.group())
        return " " * len(found.group())

    return pattern.sub(blank, text), taken


def _take_dates(text: str) -> tuple[str, list[Date]]:
    dates: list[Date] = []

    def named(found: re.Match[str]) -> str:
        parts = found.groupdict()
        month = int(parts["number"]) if parts.get("number") else _month(parts.get("month"))
        day = int(parts["day"]) if parts.get("day") else None
        year = int(parts["year"]) if parts.get("year") else None
        if not 1 <= (month or 0) <= 12 or not 1 <= (day or 1) <= 31:
            return found.group()
        dates.append(Date(((year, month, day),), found.group()))
        return " " * len(found.group())

    def slashed(found: re.Match[str]) -> str:
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if year < 100:
            year += 2000 if year < 70 else 1900
        readings = tuple(
            (year, month, day)
            for month, day in dict.fromkeys(((second, first), (first, second)))
            if 1 <= month <= 12 and 1 <= day <= 31
        )
        if not readings:
            return found.group()
        dates.append(Date(readings, found.group()))
        return " " * len(found.group())

    for pattern in _DATES:
        text = pattern.sub(named, text)
    return _SLASHED.sub(slashed, text), dates


def _month(name: str | None) -> int | None:
    if not name:
        return None
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def _read_names(text: str, rest: str) -> Iterable[Name]:
    """Runs of capitalised words. A word that begins a sentence is capitalised anyway, so alone it counts only when
    it is written like nothing but a name (NASA, McKay)."""
    run: list[re.Match[str]] = []
    for found in [*_CAPITALISED.finditer(rest), None]:
        if found is not None and run and not _adjoins(rest[run[-1].end() : found.start()]):
            yield from _name(text, run)
            run = []
        if found is None:
            break
        word = found.group()
        named = word[0].isupper() and fold(word) not in _NOT_NAMES
        if named or (run and fold(word) in _JOINS):
            run.append(found)
        else:
            yield from _name(text, run)
            run = []
    yield from _name(text, run)


def _adjoins(between: str) -> bool:
    return between.strip(" \t\r\n*_") in ("", "&", "’s", "'s") and "\n\n" not in between


def _name(text: str, run: list[re.Match[str]]) -> Iterable[Name]:
    while run and not run[-1].group()[0].isupper():
        run = run[:-1]
    if run and _BEGINS.search(text[: run[0].start()][-12:]):
        first = run[0].group()
        unmistakable = sum(char.isupper() for char in first) > 1
        if fold(first) in STOP_WORDS or (len(run) == 1 and not unmistakable):
            run = run[1:]
            while run and not run[0].group()[0].isupper():
                run = run[1:]
    tokens = tuple(
        token
        for found in run
        for token in words(found.group())
        if found.group()[0].isupper() and token not in STOP_WORDS and (len(token) > 1 or not token.isascii())
    )
    if tokens:
        yield Name(text[run[0].start() : run[-1].end()], tokens)


class FactSource:
    """The facts of the texts that a sentence is checked against, indexed."""

    def __init__(self, facts: Iterable[Facts], scales: frozenset[int] = frozenset()) -> None:
        """`scales` are the units that the texts declare for their bare figures, e.g. 1,000,000 for "in millions"."""
        every = tuple(facts)
        self._numbers = tuple(number for one in every for number in one.numbers)
        self._dates = tuple(reading for one in every for date in one.dates for reading in date.readings)
        self._years = frozenset(int(n.value) for n in self._numbers if not n.unit and _is_year(n.value)) | frozenset(
            year for year, _, _ in self._dates if year is not None
        )
        self._codes = frozenset(_plain(code) for one in every for code in one.codes)
        # "d'Artagnan" speaks of Artagnan too.
        self._words = frozenset(
            part for one in every for word in one.words for part in (word, *_APOSTROPHE.split(word))
        )
        self._stems = frozenset(stem(word) for word in self._words)
        self._runs = tuple(" ".join(one.words) for one in every)
        self._initials = " ".join("".join(word[0] for word in one.words if word not in STOP_WORDS) for one in every)
        self._scales = scales

    def missing(self, facts: Facts, also_named: FactSource | None = None) -> tuple[str, ...]:
        """What of `facts` does not occur here, as written; names and codes may occur in `also_named` instead."""
        lacking = [number.text for number in facts.numbers if not self.has_number(number)]
        lacking += [date.text for date in facts.dates if not self.has_date(date)]
        sources = (self,) if also_named is None else (self, also_named)
        lacking += [code for code in facts.codes if not any(source.has_code(code) for source in sources)]
        for name in facts.names:
            lacking += _missing_of(name, sources)
        lacking += [quotation for quotation in facts.quotations if not self.has_quotation(quotation)]
        return tuple(dict.fromkeys(" ".join(text.split()) for text in lacking))

    def has_number(self, number: Number) -> bool:
        if not number.unit and _is_year(number.value) and int(number.value) in self._years:
            return True
        if not number.small or not number.counted:
            return any(same_number(number, found, self._scales) for found in self._numbers)
        same = [found for found in self._numbers if same_number(number, found, self._scales)]
        if not same:
            return False
        if any(not found.counted or found.counted & number.counted for found in same):
            return True
        # The value is there, but of other things: then what the claim counts must not be there with another value.
        return not any(found.counted & number.counted and found not in same for found in self._numbers)

    def has_date(self, date: Date) -> bool:
        """Every part that the date names must be in one date here; a year may stand apart from its day."""
        for year, month, day in date.readings:
            for found_year, found_month, found_day in self._dates:
                same_day = month == found_month and (day is None or day == found_day)
                same_year = year is None or year == found_year or (found_year is None and year in self._years)
                if same_day and same_year:
                    return True
        return False

    def has_code(self, code: str) -> bool:
        plain = _plain(code)
        if "_" in code:  # a name in code: "monthly dues" are not what `monthly_dues` is
            return plain in self._codes
        return plain in self._codes or plain in self._words or any(plain in _plain(run) for run in self._runs)

    def has_word(self, token: str) -> bool:
        return token in self._words or stem(token) in self._stems

    def has_quotation(self, quotation: str) -> bool:
        wanted = " ".join(words(quotation))
        return any(f" {wanted} " in f" {run} " for run in self._runs)

    def has_token(self, token: str, name: Name) -> bool:
        return self.has_word(token) or self._initialism(name.text)

    def _initialism(self, name: str) -> bool:
        """Whether the letters of "NASA" begin words that stand in a row here."""
        letters = name.replace(".", "")
        return letters.isupper() and letters.isalpha() and len(letters) > 2 and letters.lower() in self._initials


def _missing_of(name: Name, sources: Sequence[FactSource]) -> list[str]:
    lacking = [token for token in name.tokens if not any(source.has_token(token, name) for source in sources)]
    if not lacking:
        return []
    runs: list[list[str]] = [[]]  # words that lack stand together as one
    for word in name.text.split():
        if any(token in lacking for token in words(word)):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if run] if len(lacking) < len(name.tokens) else [name.text]


def _is_year(value: Decimal) -> bool:
    return Decimal(1000) <= value <= Decimal(2200) and value == value.to_integral_value()


def _plain(code: str) -> str:
    return re.sub(r"[\W_]+", "", code).casefold()
