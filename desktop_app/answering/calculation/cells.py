"""A line of text as its words and figures: what stands in the cells of a printed table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_TOKEN = re.compile(
    r"""(?P<cell>(?<!\S)
        (?:[$€£¥]\s?)?(?P<open>\()?(?:\s?[$€£¥]\s?)?(?P<minus>[-−–](?=[$€£¥.\d]))?(?:[$€£¥]\s?)?
        (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
        (?:\s?(?P<percent>%))?(?P<close>(?(open)(?:\s?\))?|))(?:\s?(?P<percent2>%))?(?P<mark>\(\d\)|\*{1,2})?(?=[\s;]|$))
      |(?P<nil>(?<!\S)(?:[$€£¥]\s?)?(?:[-–—−]{1,2}|—|n/?a|nm|nmf?|\*|\#)(?:\s?%)?(?=\s|$))
      |(?P<sign>(?<!\S)[$€£¥%](?=\s|$))
      |(?P<word>\S+)""",
    re.X | re.I,
)
_REMARK = re.compile(r"\([^()]*[A-Za-z][^()]*\)")
_CURRENCY = re.compile(r"[$€£¥]")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Cell:
    """A figure as printed: `line[start:end] == text`. `value` is None for a dash or "n/a" of unknown meaning, else
    signed (brackets mean minus); `decimals` is how exactly it is given."""

    value: Decimal | None
    text: str
    start: int
    end: int
    percent: bool = False
    currency: str = ""
    decimals: int = 0

    @property
    def digits(self) -> str:
        """The figure without currency and percent sign, with its minus: "1,577", "−848"."""
        bare = re.sub(r"[^\d.,]", "", self.text)
        return f"−{bare}" if self.value is not None and self.value < 0 else bare or "0"

    @property
    def small(self) -> bool:
        """Whether it may be the number of a note, or a year, rather than a figure of the table."""
        plain = re.fullmatch(r"\(?\d{1,2}\)?", self.text) is not None
        return plain or self.year

    @property
    def year(self) -> bool:
        return _YEAR.fullmatch(self.text) is not None


@dataclass(frozen=True)
class Stretch:
    """Words, and the run of figures behind them: line[start:words_end] are the words."""

    start: int
    words_end: int
    cells: tuple[Cell, ...]

    def label(self, line: str) -> str:
        return line[self.start : self.words_end].strip()


def stretches(line: str) -> list[Stretch]:
    """A line as rows of words and the figures behind them. Mostly one; two rows that were printed as one line give
    two. Figures that the words go on behind ("less $477 and $466") are no row but belong to the words."""
    joined: list[Stretch] = []
    for part in _alternating(line):
        before = joined[-1] if joined else None
        begins = line[part.start : part.start + 1]
        if before is not None and not (begins.isupper() or begins in '(“"' or begins.isdigit()):
            joined[-1] = Stretch(before.start, part.words_end, part.cells)
        else:
            joined.append(part)
    return joined


def _alternating(line: str) -> list[Stretch]:
    found: list[Stretch] = []
    start: int | None = None
    words_end = 0
    cells: list[Cell] = []
    # What stands in brackets with words, such as "(Notes 1 and 3)", is one word.
    masked = _REMARK.sub(lambda remark: "x" * len(remark.group()), line)
    for token in _TOKEN.finditer(masked):
        if token["sign"]:
            continue
        if token["word"]:
            if cells:
                found.append(Stretch(start if start is not None else cells[0].start, words_end, tuple(cells)))
                cells, start = [], None
            start = token.start() if start is None else start
            words_end = token.end()
        else:
            if start is None and not cells:
                start = words_end = token.start()
            cells.append(_cell(token))
    if start is not None or cells:
        found.append(Stretch(start or 0, words_end, tuple(cells)))
    return found


def _cell(token: re.Match[str]) -> Cell:
    text = token.group()
    currency = (_CURRENCY.search(text) or [""])[0]
    if token["nil"]:
        nil = Decimal(0) if re.search(r"[-–—−]", text) else None
        return Cell(nil, text, token.start(), token.end(), "%" in text, currency)
    digits = token["digits"]
    value = Decimal(digits.replace(",", ""))
    if token["minus"] or (token["open"] and (token["close"] or token["percent"])):
        value = -value
    end = token.end() - len(token["mark"] or "")
    percent = bool(token["percent"] or token["percent2"])
    return Cell(value, text[: end - token.start()], token.start(), end, percent, currency,
                len(digits.partition(".")[2]))  # fmt: skip
