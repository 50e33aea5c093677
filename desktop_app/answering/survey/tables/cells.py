"""What the cells of a column hold: numbers with their unit, dates, or text. A column is read as a whole, because one
cell alone doesn't tell whether "1,234" is a thousand or one and a bit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum, auto

_NUMBER = re.compile(
    r"\(?\s*(?P<sign>[-−–+])?\s*(?P<before>[$€£¥]|[A-Z]{3}(?=[\s\d])|CHF)?\s*(?P<sign2>[-−–])?\s*"
    r"(?P<digits>\d[\d.,'’ \u00a0\u202f]*)\s*(?P<after>%|[$€£¥]|[A-Za-zµ°][\w²³/°]{0,9}\.?)?\s*\)?"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}.*)?")
_DAYS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_UNIT_IN_HEADER = re.compile(r"[(\[]\s*([^\d()\[\]]{1,12}?)\s*[)\]]|\bin\s+([€$£¥%]|[A-Z]{3})\s*$")
CURRENCIES = frozenset(("$", "€", "£", "¥", "USD", "EUR", "GBP", "CHF", "JPY"))
_MOSTLY = 0.7  # of the cells that hold anything
_SPACES = str.maketrans("", "", " '’\u00a0\u202f")


class Kind(Enum):
    NUMBER = auto()
    DATE = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Column:
    """`values` are Decimals, ISO dates or texts, None where a cell holds nothing of the kind. `unit` stands before the
    number where `unit_first`; `decimals` are as many as the cells show."""

    name: str
    kind: Kind
    values: tuple[Decimal | str | None, ...]
    unit: str = ""
    unit_first: bool = False
    decimals: int = 0
    mixed_units: bool = False


def read_column(name: str, cells: Sequence[str]) -> Column:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if filled:
        dates = _dates(cells)
        if sum(one is not None for one in dates) >= _MOSTLY * len(filled):
            return Column(name, Kind.DATE, tuple(dates))
        numbers = [_NUMBER.fullmatch(cell.strip()) for cell in cells]
        if sum(one is not None for one in numbers) >= _MOSTLY * len(filled):
            return _numbers(name, cells, numbers)
    return Column(name, Kind.TEXT, tuple(" ".join(cell.split()) or None for cell in cells))


def shown(value: Decimal, column: Column) -> str:
    """A number as the cells of its column show it, with thousands separated."""
    exact = value.quantize(Decimal(1).scaleb(-column.decimals)) if _fits(value, column.decimals) else value
    text = f"{exact:,f}"
    if not column.unit:
        return text
    if column.unit_first:
        sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
        return f"{sign}{column.unit}{digits}" if len(column.unit) == 1 else f"{sign}{column.unit} {digits}"
    return f"{text}%" if column.unit == "%" else f"{text} {column.unit}"


def _fits(value: Decimal, decimals: int) -> bool:
    return abs(value) < Decimal(10) ** (27 - decimals)


def _numbers(name: str, cells: Sequence[str], found: Sequence[re.Match[str] | None]) -> Column:
    comma = _decimal_comma([one["digits"] for one in found if one])
    values = [_decimal(cell, one, comma) if one else None for cell, one in zip(cells, found, strict=True)]
    units = Counter((one["before"] or one["after"] or "", bool(one["before"])) for one in found if one)
    (unit, first), _ = units.most_common(1)[0]
    named = _UNIT_IN_HEADER.search(name)
    if not unit and named:
        unit, first = named[1] or named[2], False
    exponents = [value.as_tuple().exponent for value in values if value is not None]
    decimals = max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)
    told = {one for one, _ in units if one}
    return Column(name, Kind.NUMBER, tuple(values), unit, first, decimals, len(told) > 1)


def _decimal_comma(digits: Sequence[str]) -> bool:
    """Whether the comma is the decimal sign: where it comes last and the point does not, or cuts no group of three."""
    for text in digits:
        if "," in text and "." in text:
            return text.rindex(",") > text.rindex(".")
    with_comma = [text.translate(_SPACES) for text in digits if "," in text]
    if any(not re.fullmatch(r"\d{1,3}(?:,\d{3})+", text) for text in with_comma):
        return True
    return any(re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text.translate(_SPACES)) for text in digits)


def _decimal(cell: str, found: re.Match[str], comma: bool) -> Decimal | None:
    digits = found["digits"].translate(_SPACES).rstrip(".,")
    digits = digits.replace(".", "").replace(",", ".") if comma else digits.replace(",", "")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    bracketed = cell.strip().startswith("(") and cell.strip().endswith(")")
    negative = bracketed or found["sign"] in ("-", "−", "–") or bool(found["sign2"])
    return -value if negative else value


def _dates(cells: Sequence[str]) -> list[str | None]:
    """ISO dates. Where day and month could be either way round in every cell, none is one."""
    parts = [_DAYS.fullmatch(cell.strip()) for cell in cells]
    first = any(int(one[1]) > 12 for one in parts if one) or any("." in cell for cell in cells)
    second = any(int(one[2]) > 12 for one in parts if one)
    found: list[str | None] = []
    for cell, one in zip(cells, parts, strict=True):
        if iso := _ISO.fullmatch(cell.strip()):
            found.append(_iso(int(iso[1]), int(iso[2]), int(iso[3])))
        elif one and first != second:
            day, month = (int(one[1]), int(one[2])) if first else (int(one[2]), int(one[1]))
            found.append(_iso(int(one[3]), month, day))
        else:
            found.append(None)
    return found


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
