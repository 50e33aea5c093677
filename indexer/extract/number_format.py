"""Numbers of a spreadsheet as a person sees them: the value and its format code → text.

What a code says of percent, decimals, units, currencies and leading zeros is kept. Thousands are not separated and
dates are ISO dates: both read the same in every country. The codes are those of Office Open XML (ECMA-376, 18.8.31).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

# Formats that files name by number alone. The currencies among them are those of the reader's country, so none is said.
BUILT_IN = {
    **dict.fromkeys((1,), "0"),
    **dict.fromkeys((2,), "0.00"),
    **dict.fromkeys((3, 5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((4, 7, 8, 39, 40, 43, 44), "#,##0.00"),
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 20, 32, 33, 34, 35), "h:mm"),
    **dict.fromkeys((19, 21, 45, 47), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    46: "[h]:mm:ss",
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<general>General)|(?P<half>AM/PM|A/P)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DAY = 86_400
_LAST_DAY = 2_958_465  # 9999-12-31
_DIGITS = 12  # more than a cell of ordinary width shows, fewer than the noise of sums


@dataclass(frozen=True)
class _Section:
    """What one part of a code says. `plain`: no more than the number itself."""

    plain: bool = True
    prefix: str = ""
    suffix: str = ""
    whole: int = 0  # digits that are shown even where they are zeros
    decimals: tuple[int, int] = (0, 0)  # at least, at most
    power: int = 0  # of ten that the number is multiplied by before it is shown
    words: str = ""  # shown instead of the number
    date: bool = False
    time: bool = False
    seconds: bool = False
    elapsed: bool = False


def shown(value: float, code: str = "", *, since_1904: bool = False) -> str:
    """`value` as a cell with this format code shows it; `since_1904` is how its workbook counts days."""
    sections = _sections(code)
    section = sections[0]
    if section.date or section.time or section.elapsed:
        return _moment(value, section, since_1904) or plain(value)
    chosen = sections[1] if value < 0 and len(sections) > 1 else section
    if value == 0 and len(sections) > 2:
        chosen = sections[2]
    if any(letter.isalnum() for letter in chosen.words):
        return chosen.words
    if section.plain:
        return f"{section.prefix}{plain(value)}{section.suffix}"
    return _number(value, section) or plain(value)


def plain(value: float) -> str:
    """A number without the noise of its binary form: 0.3, not 0.30000000000000004."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    text = f"{value:.{_DIGITS}g}"
    return f"{Decimal(text):f}" if "e" in text and 1e-9 < abs(value) < 1e15 else text


def clock(seconds: int, *, with_seconds: bool) -> str:
    """ "14:30" or "14:30:05"; hours may exceed a day."""
    hours, rest = divmod(seconds, 3600)
    text = f"{hours:02}:{rest // 60:02}"
    return f"{text}:{rest % 60:02}" if with_seconds else text


def _number(value: float, section: _Section) -> str:
    least, most = section.decimals
    try:
        number = Decimal(f"{abs(value):.15g}").scaleb(section.power)
        text = f"{number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    except InvalidOperation:
        return ""
    whole, _, fraction = text.partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    text = whole.zfill(section.whole) + (f".{fraction}" if fraction else "")
    sign = "-" if value < 0 and text.strip("0.") else ""
    return f"{sign}{section.prefix}{text}{section.suffix}"


def _moment(value: float, section: _Section, since_1904: bool) -> str:
    """Empty for what is no day that a calendar has."""
    if not 0 <= value <= _LAST_DAY:
        return ""
    seconds = round(value * _DAY)
    if section.elapsed:
        return clock(seconds, with_seconds=section.seconds)
    if not section.date:
        return clock(seconds % _DAY, with_seconds=section.seconds)
    # The calendar of 1900 has a 29 February that never was.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    day = start + timedelta(days=seconds // _DAY)
    date = day.strftime("%Y-%m-%d").zfill(10)
    if not section.time or not seconds % _DAY:  # programs that write dates write midnight too
        return date
    return f"{date} {clock(seconds % _DAY, with_seconds=section.seconds)}"


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code[:500]):
        if token["end"]:
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(tokens) for tokens in parts)


def _section(tokens: list[re.Match[str]]) -> _Section:
    letters = "".join(token["other"] or "" for token in tokens).lower()
    elapsed = any(token["elapsed"] for token in tokens)
    if elapsed or set(letters) & set("ymdhs"):
        clocked = bool(set(letters) & set("hs"))
        dated = bool(set(letters) & set("yd")) or not (clocked or elapsed)
        return _Section(date=dated, time=clocked, seconds="s" in letters, elapsed=elapsed)
    marks = [index for index, token in enumerate(tokens) if (token["other"] or "") in ("0", "#", "?")]
    if not marks:
        general = next((index for index, token in enumerate(tokens) if token["general"] or token["other"] == "@"), None)
        if general is None:
            return _Section(words=_literal(tokens).strip())
        return _Section(prefix=_literal(tokens[:general]), suffix=_literal(tokens[general + 1 :]))
    inside = tokens[marks[0] : marks[-1] + 1]
    first, last = marks[0], marks[-1]
    if first and tokens[first - 1]["other"] == ".":  # ".00"
        first -= 1
        inside = tokens[first : last + 1]
    digits = "".join(token["other"] or "x" for token in inside)
    if not re.fullmatch(r"[0#?, ]*(?:\.[0#?, ]*)?", digits):
        return _Section()  # exponents, fractions, digits in groups
    after = "".join(token["other"] or " " for token in tokens[last + 1 :])
    thousands = len(after) - len(after.lstrip(","))
    percents = sum(token["other"] == "%" for token in tokens)
    whole, _, fraction = digits.partition(".")
    section = _Section(plain=False, whole=max(1, whole.count("0")), power=2 * percents - 3 * thousands)
    return replace(
        section,
        prefix=_literal(tokens[:first]),
        suffix=_literal(tokens[last + 1 + thousands :]),
        decimals=(fraction.count("0"), sum(fraction.count(mark) for mark in "0#?")),
    )


def _literal(tokens: list[re.Match[str]]) -> str:
    """What stands around a number; white space at its outer end says nothing."""
    text = "".join(token["quoted"] or token["escaped"] or token["currency"] or token["other"] or "" for token in tokens)
    return " ".join(text.split()).join((" " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""))
