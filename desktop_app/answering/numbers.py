"""Numbers as people write them, normalised: separators, scales, percent, currencies, units, number words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from desktop_app.answering.text import STOP_WORDS, fold, stem

_SCALES = {
    "hundred": 100, "thousand": 10**3, "thousands": 10**3, "k": 10**3, "million": 10**6, "millions": 10**6,
    "mn": 10**6, "mm": 10**6, "mio": 10**6, "m": 10**6, "billion": 10**9, "billions": 10**9, "bn": 10**9, "b": 10**9,
    "trillion": 10**12, "trillions": 10**12, "tn": 10**12,
}  # fmt: skip
_CURRENCIES = {
    "$": "$", "usd": "$", "us$": "$", "dollar": "$", "dollars": "$", "€": "€", "eur": "€", "euro": "€", "euros": "€",
    "£": "£", "gbp": "£", "¥": "¥", "jpy": "¥", "yen": "¥", "₹": "₹", "inr": "₹", "rupees": "₹", "chf": "chf",
}  # fmt: skip
_UNITS = {
    "second": "s", "seconds": "s", "minute": "min", "minutes": "min", "mins": "min", "hour": "h", "hours": "h",
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month",
    "year": "year", "years": "year", "decades": "decade", "century": "century", "centuries": "century",
    "km": "km", "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km", "mile": "mile",
    "miles": "mile", "mi": "mile", "metre": "m", "metres": "m", "meter": "m", "meters": "m", "cm": "cm", "mm": "mm",
    "feet": "ft", "foot": "ft", "ft": "ft", "inch": "in", "inches": "in", "kg": "kg", "kilograms": "kg", "g": "g",
    "mg": "mg", "lb": "lb", "lbs": "lb", "pounds": "lb", "tonne": "t", "tonnes": "t", "tons": "ton",
    "°c": "°c", "°f": "°f", "kb": "kb", "mb": "mb", "gb": "gb", "tb": "tb", "kw": "kw", "mw": "mw", "gw": "gw",
    "kwh": "kwh", "mwh": "mwh", "hz": "hz", "khz": "khz", "mhz": "mhz", "ghz": "ghz",
}  # fmt: skip
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent(?:age\spoints?)?\b)", re.I)
# ruff: noqa: SIM905  (word lists read better as text)
_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
_WORD_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_NUMBER_WORD = "|".join([*_ONES, *_TENS, *_WORD_SCALES])
_SPELLED = re.compile(
    rf"(?<![\w-])(?:(?P<a>an?)\s(?={'|'.join(_WORD_SCALES)}))?"
    rf"(?P<words>(?:{_NUMBER_WORD})(?:(?:\s(?:and\s)?|-)(?:{_NUMBER_WORD}))*)(?!\w)",
    re.I,
)
_ORDINAL = re.compile(rf"(?<!\w)({'|'.join(_ORDINALS)})(?!\w)", re.I)
_DIGITS = re.compile(
    r"""(?<![\w.,])
    (?P<currency>(?:US)?\$|[€£¥₹]|(?:USD|EUR|GBP|JPY|INR|CHF)\s)?\s?
    (?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?        # 1,234.5
      |[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}  # 1.234,5 and 1.234.567
      |[0-9]{1,3}(?:[\u00a0\u202f\u2009'’][0-9]{3})+(?:[.,][0-9]+)?  # thin spaces
      |[0-9]+,[0-9]{1,2}(?![0-9,])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
    (?P<ordinal>(?:st|nd|rd|th)\b)?""",
    re.X,
)
_AFTER = re.compile(r"[\s-]?([A-Za-z°$€£]+)")
_ROUGH = re.compile(
    r"\b(?:about|around|approximately|approx\.?|nearly|almost|roughly|some|over|circa|ca?\.|~)\s*$", re.I
)
_FOLLOWS = re.compile(r"[\s-]([^\W\d_]+)")
_FOLLOWING = 3
_BETWEEN = frozenset(("more", "other", "further", "such"))  # stand between a number and what it counts
_NOT_COUNTED = STOP_WORDS - _BETWEEN
_MOST_DIGITS = 18
_SMALL = 31
_SELF_EVIDENT = frozenset(("%", *_CURRENCIES.values()))
_MEASURED_BY_ONE = frozenset(_UNITS.values()) - {"day", "min", "s"}  # "one day" is mostly no measure
_ROUGHLY = Decimal("0.05")  # "about 2,000" may stand for 1,987


@dataclass(frozen=True)
class Number:
    """`value` in units of one (percent stays percent); `precision` is the worth of its last written digit; `unit`
    is empty, "%", a currency sign or a short unit of measure; `rough` after "about" and the like. `counted` are the
    stems of the words that follow at once, of which one is mostly what is counted ("two additional years")."""

    value: Decimal
    precision: Decimal
    unit: str
    text: str
    rough: bool = False
    ordinal: bool = False
    counted: frozenset[str] = frozenset()

    @property
    def small(self) -> bool:
        """Whether it is too common to be known by its value alone, without what it counts."""
        return self.unit not in _SELF_EVIDENT and self.value <= _SMALL and self.value == self.value.to_integral_value()


def read_numbers(text: str) -> Iterator[Number]:
    """Every number of a text; "one" (mostly a pronoun) only where it measures something, as in "one year"."""
    text = _ascii_digits(text)
    for found in _DIGITS.finditer(text):
        number = _from_digits(text, found)
        if number is not None:
            yield number
    for found in _SPELLED.finditer(text):
        number = _from_words(text, found)
        if number is not None:
            yield number
    for found in _ORDINAL.finditer(text):
        value = Decimal(_ORDINALS[found[1].lower()])
        yield Number(value, Decimal(1), "", found[1], ordinal=True)


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char for char in text)


def _from_digits(text: str, found: re.Match[str]) -> Number | None:
    value, precision = _value(found["digits"])
    if value is None:
        return None
    unit = _CURRENCIES.get((found["currency"] or "").strip().lower(), "")
    end = found.end()
    if percent := _PERCENT.match(text, end):
        return _number(text, found.start(), percent.end(), value, precision, "%")
    scale, end = _scale(text, end, bool(unit))
    counted = _counted(text, end)
    if not unit:
        unit, end = _unit(text, end)
    ordinal = found["ordinal"] is not None
    return _number(text, found.start(), end, value * scale, precision * scale, unit, counted, ordinal=ordinal)


def _from_words(text: str, found: re.Match[str]) -> Number | None:
    spelled = re.split(r"[\s-]+(?:and\s+)?", found["words"].lower())
    if spelled == ["one"] and _unit(text, found.end())[0] not in _MEASURED_BY_ONE:
        return None
    if spelled[0] in _WORD_SCALES and not found["a"]:
        return None
    total = group = 0
    for word in (["one"] if found["a"] else []) + spelled:
        if word == "hundred":
            group = max(group, 1) * 100
        elif word in _WORD_SCALES:
            total, group = total + max(group, 1) * _WORD_SCALES[word], 0
        else:
            group += _ONES.get(word, _TENS.get(word, 0))
    value = Decimal(total + group)
    if percent := _PERCENT.match(text, found.end()):
        return _number(text, found.start(), percent.end(), value, Decimal(1), "%")
    unit, end = _unit(text, found.end())
    return _number(text, found.start(), end, value, Decimal(1), unit, _counted(text, found.end()))


def _number(
    text: str,
    start: int,
    end: int,
    value: Decimal,
    precision: Decimal,
    unit: str,
    counted: frozenset[str] = frozenset(),
    *,
    ordinal: bool = False,
) -> Number:
    rough = _ROUGH.search(text[max(0, start - 16) : start]) is not None
    return Number(value, precision, unit, text[start:end].strip(), rough, ordinal, counted)


def _counted(text: str, end: int) -> frozenset[str]:
    """The stems of up to three words from `end` on, as far as nothing stands between them."""
    found: set[str] = set()
    for _ in range(_FOLLOWING):
        follows = _FOLLOWS.match(text, end)
        if follows is None or (word := fold(follows[1])) in _NOT_COUNTED:
            break
        found.add(stem(word))
        end = follows.end()
    return frozenset(found - _BETWEEN)


def _value(digits: str) -> tuple[Decimal | None, Decimal]:
    """The value, None for what is too long to be a quantity, and the worth of the last digit."""
    plain = re.sub(r"[\u00a0\u202f\u2009'’]", "", digits)
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[0-9]+,[0-9]{1,2}", plain):
        plain = plain.replace(",", ".")
    plain = plain.replace(",", "")
    if len(plain) > _MOST_DIGITS:
        return None, Decimal(1)
    decimals = len(plain.partition(".")[2])
    return Decimal(plain), Decimal(1).scaleb(-decimals)


def _scale(text: str, end: int, money: bool) -> tuple[int, int]:
    """A scale word behind a number. "m" and "b" alone mean one only behind a currency, "k" only when attached."""
    found = _AFTER.match(text, end)
    if found is None or (name := found[1].lower()) not in _SCALES:
        return 1, end
    attached = found.start(1) == end
    if (name in ("m", "b", "mm") and not money) or (name == "k" and not attached):
        return 1, end
    return _SCALES[name], found.end()


def _unit(text: str, end: int) -> tuple[str, int]:
    found = _AFTER.match(text, end)
    if found is None:
        return "", end
    name = found[1].lower()
    unit = _CURRENCIES.get(name) or _UNITS.get(name, "")
    return (unit, found.end()) if unit else ("", end)


def same_number(claim: Number, source: Number, scales: frozenset[int] = frozenset()) -> bool:
    """Whether `source` bears `claim` out: the same value in a compatible unit, exactly or rounded as coarsely as the
    claim is written. `scales` are worth what a bare figure of the source may stand for ("in millions")."""
    if claim.unit and source.unit and claim.unit != source.unit:
        return False
    worths = [source.value]
    if claim.unit == "%" and not source.unit:
        worths.append(source.value * 100)  # 0.308 is 30.8 %
    if not source.unit and claim.unit != "%":
        worths += [source.value * scale for scale in scales]
    return any(_close(claim, worth) for worth in worths)


def _close(claim: Number, worth: Decimal) -> bool:
    if claim.value == worth:
        return True
    plain = not claim.unit and claim.precision == 1 and "," not in claim.text
    year_like = plain and Decimal(1000) <= claim.value <= Decimal(2200)
    if claim.rough and not year_like:
        return abs(worth - claim.value) <= _ROUGHLY * claim.value
    may_be_rounded = claim.precision != 1 or (claim.value >= 10 and not year_like)
    return may_be_rounded and abs(worth - claim.value) * 2 <= claim.precision
