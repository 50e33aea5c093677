"""A question as a query over one table, by rules over the names of its columns and the values in them.

A plan is made only where nearly every word of the question is accounted for: by what is to be calculated, a column, a
value, a period, or the name of the table. No model writes queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import PurePath

from desktop_app.answering.survey.periods import Period, bounded, named_period
from desktop_app.answering.survey.tables.cells import CURRENCIES, Kind
from desktop_app.answering.survey.tables.load import Table
from desktop_app.answering.text import STOP_WORDS, fold, stem


class Function(StrEnum):
    SUM = "SUM"
    AVERAGE = "AVG"
    HIGHEST = "MAX"
    LOWEST = "MIN"
    COUNT = "COUNT"


@dataclass(frozen=True)
class Filter:
    """A condition on a column: `=` a value, or `>=`, `>`, `<=`, `<` a number or an ISO date."""

    column: int
    operator: str
    value: str | Decimal


@dataclass(frozen=True)
class Plan:
    """`column` is what is calculated over (None: rows are counted), `by` what is grouped by; `certainty` is the share
    of the question's words that it accounts for."""

    table: Table
    function: Function
    column: int | None
    filters: tuple[Filter, ...] = ()
    by: int | None = None
    certainty: float = 0.0


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


_FUNCTIONS: tuple[tuple[Function, re.Pattern[str]], ...] = (
    (Function.AVERAGE, re.compile(r"\b(?:average|mean|on average|avg|durchschnitt(?:lich\w*)?)\b", re.I)),
    (
        Function.HIGHEST,
        re.compile(
            r"\b(?:highest|largest|biggest|greatest|maximum|max|most expensive|dearest|latest|newest|most recent"
            r"|longest|höchste\w*|teuerste\w*|größte\w*)\b",
            re.I,
        ),
    ),
    (
        Function.LOWEST,
        re.compile(
            r"\b(?:lowest|smallest|minimum|min|cheapest|least expensive|earliest|oldest|shortest|niedrigste\w*"
            r"|billigste\w*|günstigste\w*|kleinste\w*)\b",
            re.I,
        ),
    ),
    (
        Function.SUM,
        re.compile(
            r"\b(?:(?:sum )?total(?:s|led)?|sum|altogether|in all|overall|add up|combined|gesamt\w*|summe|insgesamt"
            r"|how much (?:money )?(?:did|do|does|have|has|was|is|were|are)|wie\s?viel (?:haben|hat|wurde))\b",
            re.I,
        ),
    ),
    (Function.COUNT, re.compile(r"\b(?:how many|number of|count(?: of)?|wie viele)\b", re.I)),
)
_MONEY = _stems("amount cost price spend spent pay paid expense fee expensive cheap money value betrag kosten preis")
_OF_MONEY = re.compile(
    r"\b(?:spend|spent|cost|costs|pay|paid|expensive|cheapest|dearest|money|kosten|teuerste\w*)\b", re.I
)
_OF_TIME = re.compile(r"\b(?:latest|newest|most recent|earliest|oldest)\b", re.I)
_BY = re.compile(
    r"\b(?:per|by|for each|for every|grouped by|in each|each|every|pro|je|nach)\s+(?P<name>[\w ]{2,30})", re.I
)
_LIMIT = re.compile(
    r"\b(?P<than>over|above|more than|greater than|larger than|at least|under|below|less than|at most|smaller than"
    r"|über|unter|mehr als|weniger als)\s+(?P<before>[$€£]\s?)?(?P<number>\d[\d,.]*)",
    re.I,
)
_OPERATORS = {
    "at least": ">=", "at most": "<=", "under": "<", "below": "<", "less than": "<", "smaller than": "<", "unter": "<",
    "weniger als": "<",
}  # fmt: skip
_FRAME = _stems(
    "row entry item line record table sheet spreadsheet csv file list column value data there many much number total"
    " sum average mean count highest lowest maximum minimum most least expensive cheap buy bought have spend spent cost"
    " pay paid show tell give find calculate add year month please gibt sind ist wie viele viel haben wir tabelle"
    " liste hat wurde"
)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CERTAIN = 0.8
_ID = re.compile(r"(?:id|no|nr|number|nummer|code|zip|plz|phone|year|jahr)\.?", re.I)


@dataclass
class _Reading:
    """A question with the words that are accounted for."""

    text: str
    words: list[re.Match[str]]
    used: set[int] = field(default_factory=set)
    linked: bool = False  # to this table: by a column, a value or its name

    def take(self, start: int, end: int) -> None:
        self.used |= {number for number, word in enumerate(self.words) if start <= word.start() < end}


def may_ask_tables(question: str) -> bool:
    """Whether it asks for a figure that a table could give; cheap, and true for many ordinary questions."""
    return any(pattern.search(question) for _, pattern in _FUNCTIONS)


def adds_up(question: str) -> bool:
    """Whether it asks for a total or an average."""
    return any(pattern.search(question) for function, pattern in _FUNCTIONS if function in _ADDING)


def plan(question: str, table: Table, today: date) -> Plan | None:
    """The query that a question asks of a table; None where that is not certain."""
    function = next((one for one, pattern in _FUNCTIONS if pattern.search(question)), None)
    if function is None:
        return None
    reading = _Reading(question, list(_WORD.finditer(question)))
    if function is Function.COUNT and _counts_a_figure(reading, table):
        function = Function.SUM  # "how many hours" is asked of a column of hours
    for _, pattern in _FUNCTIONS:
        for found in pattern.finditer(question):
            reading.take(found.start(), found.end())
    by = _grouped(reading, table)
    limits = list(_limits(reading))
    values = _values(reading, table)
    if values is None:
        return None
    column = None if function is Function.COUNT else _measured(reading, table, function)
    if function is not Function.COUNT and column is None:
        return None
    dated = _dated(reading, table, column, today)
    if dated is None:
        return None
    filters = [*values, *dated]
    if limits:
        over = column if column is not None else _only_number(table, reading)
        if over is None:
            return None
        filters += [Filter(over, operator, number) for operator, number in limits]
    measured = table.columns[column] if column is not None else None
    if measured is not None and (measured.mixed_units or (function in _ADDING and measured.kind is not Kind.NUMBER)):
        return None
    certainty = _certainty(reading, table)
    if certainty < _CERTAIN or not reading.linked or _unexplained_name(reading):
        return None
    if function is Function.COUNT and not _is_explained(_counted_noun(reading), reading):
        return None
    return Plan(table, function, column, tuple(filters), by, certainty)


_ADDING = (Function.SUM, Function.AVERAGE)


def _header_words(name: str) -> set[str]:
    return {stem(fold(word)) for word in re.findall(r"[^\W_]+", name) if fold(word) not in STOP_WORDS}


def _grouped(reading: _Reading, table: Table) -> int | None:
    """The column that "per department" names."""
    for found in _BY.finditer(reading.text):
        asked = _WORD.match(found["name"])
        if asked is None:
            continue
        for number, column in enumerate(table.columns):
            if stem(fold(asked[0])) in _header_words(column.name) and column.kind is Kind.TEXT:
                reading.take(found.start(), found.start("name") + asked.end())
                reading.linked = True
                return number
    return None


def _counts_a_figure(reading: _Reading, table: Table) -> bool:
    counted = _counted_noun(reading)
    return counted is not None and any(
        column.kind is Kind.NUMBER and counted in _header_words(column.name) for column in table.columns
    )


def _counted_noun(reading: _Reading) -> str | None:
    """The stem of the word that "how many" counts."""
    found = _FUNCTIONS[-1][1].search(reading.text)
    after = (word for word in reading.words if found and word.start() >= found.end())
    return next((stem(fold(word[0])) for word in after if fold(word[0]) not in STOP_WORDS), None)


def _limits(reading: _Reading) -> Iterator[tuple[str, Decimal]]:
    for found in _LIMIT.finditer(reading.text):
        reading.take(found.start(), found.end())
        number = Decimal(found["number"].rstrip(".,").replace(",", ""))
        yield _OPERATORS.get(found["than"].lower(), ">"), number


def _values(reading: _Reading, table: Table) -> list[Filter] | None:
    """Values of text columns that the question names; None where a word is a value of two columns."""
    spoken = [stem(fold(word[0])) for word in reading.words]
    headers = set().union(*(_header_words(name) for name in table.header))
    found: list[tuple[int, int, int, str]] = []  # first word, words, column, value
    for number, column in enumerate(table.columns):
        if column.kind is not Kind.TEXT:
            continue
        for value in dict.fromkeys(value for value in column.values if isinstance(value, str)):
            named = [stem(fold(word)) for word in _WORD.findall(value)]
            if not named or len(named) > 8 or not _tells(named, value, headers):
                continue
            for at in range(len(spoken) - len(named) + 1):
                if spoken[at : at + len(named)] == named and not reading.used & set(range(at, at + len(named))):
                    found.append((at, len(named), number, value))
    found.sort(key=lambda one: -one[1])
    filters: list[Filter] = []
    taken: dict[int, int] = {}
    for at, count, number, value in found:
        places = range(at, at + count)
        owners = {taken[place] for place in places if place in taken}
        if owners == {number} or (owners and any(one.value != value for one in filters if one.column in owners)):
            continue  # a part of a longer value
        if owners:
            return None
        taken |= dict.fromkeys(places, number)
        filters.append(Filter(number, "=", value))
    reading.used |= taken.keys()
    reading.linked = reading.linked or bool(filters)
    return filters


def _tells(named: Sequence[str], value: str, headers: set[str]) -> bool:
    """Whether a value is worth finding in a question: no function word, no header, no bare figure."""
    if all(word.isdecimal() for word in named):
        return False
    words = [fold(word) for word in _WORD.findall(value)]
    return not (set(words) <= STOP_WORDS or (len(named) == 1 and (named[0] in headers or len(named[0]) < 2)))


def _measured(reading: _Reading, table: Table, function: Function) -> int | None:
    """The column to calculate over: the one that the question names best, or the only one of its kind."""
    wants_time = bool(_OF_TIME.search(reading.text)) and function not in _ADDING
    kinds = (Kind.DATE,) if wants_time else (Kind.NUMBER,)
    candidates = [
        n for n, column in enumerate(table.columns) if column.kind in kinds and not _ID.fullmatch(column.name)
    ]
    spoken = {stem(fold(word[0])): number for number, word in enumerate(reading.words)}
    scores = {}
    for number in candidates:
        words = _header_words(table.header[number])
        hit = [word for word in words if word in spoken]
        scores[number] = len(hit) + len(hit) / max(len(words), 1) if hit else 0.0
    best = max(scores.values(), default=0.0)
    winners = [number for number, score in scores.items() if score == best]
    if best and len(winners) == 1:
        reading.used |= {spoken[word] for word in _header_words(table.header[winners[0]]) if word in spoken}
        reading.linked = True
        return winners[0]
    if _OF_MONEY.search(reading.text):
        winners = [
            n for n in candidates if table.columns[n].unit in CURRENCIES or _header_words(table.header[n]) & _MONEY
        ]
        return winners[0] if len(winners) == 1 else None
    if best or len(candidates) != 1:
        return None
    return candidates[0]


def _only_number(table: Table, reading: _Reading) -> int | None:
    measured = _measured(reading, table, Function.COUNT)
    numbers = [n for n, column in enumerate(table.columns) if column.kind is Kind.NUMBER]
    return measured if measured is not None else numbers[0] if len(numbers) == 1 else None


def _dated(reading: _Reading, table: Table, measured: int | None, today: date) -> list[Filter] | None:
    """A period on the only date column, or on the one that is named; None where it is not told which."""
    found = _period(reading, today)
    if found is None:
        return []
    period, first, last = found
    dates = [n for n, column in enumerate(table.columns) if column.kind is Kind.DATE and n != measured]
    spoken = {stem(fold(word[0])) for word in reading.words}
    named = [n for n in dates if _header_words(table.header[n]) & spoken]
    column = named[0] if len(named) == 1 else dates[0] if len(dates) == 1 else None
    if column is None:
        year = reading.text[first:last]
        if dates or not re.search(rf"(?<!\d){re.escape(year.split()[-1])}(?!\d)", _title(table)):
            return None if dates else []  # the words stay unexplained
        reading.take(first, last)
        return []
    reading.take(first, last)
    reading.linked = reading.linked or bool(named)
    reading.used |= {
        n for n, word in enumerate(reading.words) if stem(fold(word[0])) in _header_words(table.header[column])
    }
    limits = [Filter(column, ">=", period.since)] if period.since else []
    return limits + ([Filter(column, "<", period.before)] if period.before else [])


def _period(reading: _Reading, today: date) -> tuple[Period, int, int] | None:
    """The longest stretch of words that names a period, with what its preposition makes of it."""
    words = reading.words
    for count in (4, 3, 2, 1):
        for at in range(len(words) - count + 1):
            start, end = words[at].start(), words[at + count - 1].end()
            if reading.used & set(range(at, at + count)):
                continue
            if period := named_period(reading.text[start:end], today):
                before = words[at - 1][0] if at else ""
                return bounded(before, period), start, end
    return None


def _title(table: Table) -> str:
    path = PurePath(table.document.path)
    return " ".join((path.stem, table.document.title, table.page.label or "", path.parent.name))


def _certainty(reading: _Reading, table: Table) -> float:
    """The share of the content words that are accounted for."""
    title, headers = _header_words(_title(table)), set().union(*(_header_words(name) for name in table.header))
    content = [n for n, word in enumerate(reading.words) if fold(word[0]) not in STOP_WORDS]
    known = 0
    for number in content:
        word = stem(fold(reading.words[number][0]))
        if number in reading.used or word in _FRAME:
            known += 1
        elif word in title or word in headers:
            known += 1
            reading.used.add(number)
            reading.linked = True
    return known / len(content) if content else 0.0


def _is_explained(noun: str | None, reading: _Reading) -> bool:
    """Whether what is counted are rows, or something that the table has."""
    return noun in _FRAME or any(stem(fold(reading.words[number][0])) == noun for number in reading.used)


def _unexplained_name(reading: _Reading) -> bool:
    """A name or a figure that the table does not have asks for something else."""
    return any(
        number not in reading.used and number > 0 and (word[0][0].isupper() or word[0][0].isdigit())
        and stem(fold(word[0])) not in _FRAME and fold(word[0]) not in STOP_WORDS
        for number, word in enumerate(reading.words)
    )  # fmt: skip
