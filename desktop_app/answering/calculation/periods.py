"""Years and quarters, as questions ask for them and as the columns of tables are headed."""

from __future__ import annotations

import re
from dataclasses import dataclass

YEAR = 12  # months
QUARTER = 3

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_YEAR = r"(?:19|20)\d\d"
_ASKED = re.compile(
    rf"""(?<![\w.,$€£-])(?:
      (?:q(?P<q1>[1-4])|(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)\squarter)
        (?:\s(?:of|in))?(?:\sthe)?[\s,]*(?:fiscal\syear\s|fiscal\s|fy\s?)?['’]?(?P<qyear>{_YEAR}|(?<=fy)\d\d)
      |(?P<year_first>{_YEAR})[\s-]?q(?P<q2>[1-4])
      |(?:fy|fiscal\syear|fiscal)\s?['’]?(?P<short>\d\d)(?!\d)
      |(?:fy|fiscal\syears?|fiscal|year)?\s?['’]?(?P<year>{_YEAR})(?:[/–-](?P<until>\d\d)(?!\d))?
    )(?![\w]|[.,]\d)""",
    re.X | re.I,
)
_DAY = re.compile(rf"\b(?P<month>{MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}\s(?P<month2>{MONTH})", re.I)


@dataclass(frozen=True, order=True)
class Period:
    """A year, or one quarter of it. `quarter` is 0 for the whole year."""

    year: int
    quarter: int = 0

    def shifted(self, by: int) -> Period:
        """As many years (not quarters) earlier or later: what people compare a quarter with is the year before."""
        return Period(self.year + by, self.quarter)

    def __str__(self) -> str:
        return f"Q{self.quarter} {self.year}" if self.quarter else str(self.year)


@dataclass(frozen=True)
class Column:
    """What the figures of a column are for. `months` is how long (None where the table doesn't say), `month` the one
    in which it ends; `change` marks a column that compares periods, which holds no figure of its own."""

    year: int
    months: int | None = None
    month: int | None = None
    quarter: int = 0
    change: bool = False

    def is_for(self, period: Period) -> bool:
        """Whether this is the column of `period`. A column that does not say how long it is counts as a year."""
        if self.change or self.year != period.year:
            return False
        if not period.quarter:
            return self.months in (None, YEAR) and not self.quarter
        if self.quarter:
            return self.quarter == period.quarter
        return self.months == QUARTER and (self.month is None or quarter_of(self.month) == period.quarter)


def quarter_of(month: int) -> int:
    """The quarter of a calendar year that ends in or about `month`."""
    return (month - 1) // QUARTER + 1


def month_number(name: str) -> int:
    return _MONTHS[name[:3].lower()]


def asked_periods(text: str) -> list[Period]:
    """The years and quarters that a question names, each once, in its order."""
    found: list[Period] = []
    for match in _ASKED.finditer(_DAY.sub(lambda day: " " * len(day.group()), text)):
        part = match.groupdict()
        if year := part["qyear"]:
            quarter = int(part["q1"] or _ORDINALS[part["ordinal"].lower()])
            found.append(Period(_full(year), quarter))
        elif part["year_first"]:
            found.append(Period(int(part["year_first"]), int(part["q2"])))
        else:
            found.append(Period(_full(part["short"] or part["year"])))
    return list(dict.fromkeys(found))


def _full(year: str) -> int:
    return int(year) if len(year) > 2 else 2000 + int(year)
