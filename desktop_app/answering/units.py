"""An answer's Markdown cut into the units that are checked, while it streams in.

A unit is a sentence of a paragraph or list item, a row of a table, or a whole code block. Headings, rules and a
table's header state nothing and are left out. Every unit is an exact slice of the raw answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.answering.text import sentence_spans, short_line_spans

_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}(?:[ \t]|$)")
_RULE = re.compile(r"[ \t|:*_=+-]+$")
_ROW = re.compile(r"[ \t]*\|")
_MARKER = re.compile(r"[ \t>]*(?:(?:[-*+•–]|\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?")
_STARTED = re.compile(r"[ \t>]*(?:[-*+•–]|\d{1,3}[.)]|\(?[a-zA-Z][.)])?[ \t]*\**[^\W_]{2}")
# "Do this: 1. Open it. 2. Close it." in one line: a number that ends a sentence, and one that begins it.
_ITEM_NEXT = re.compile(r"(?:^|(?<=\s))\(?(?P<number>\d{1,2})[.)]$")
_ITEM = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s")
_SHORT_LINE = 60  # a shorter line that the next does not go on with is a sentence of its own


class UnitKind(Enum):
    SENTENCE = auto()
    ROW = auto()
    CODE = auto()


@dataclass(frozen=True)
class Unit:
    """`answer[start:start + len(text)] == text`."""

    start: int
    text: str
    kind: UnitKind


class AnswerSplitter:
    """Takes an answer piece by piece and gives every unit back as soon as it is complete."""

    def __init__(self) -> None:
        self.text = ""
        self._line = 0  # where the line begins that is not yet whole
        self._resume: int | None = None  # what of that line comes behind sentences already given back
        self._block: tuple[int, int] | None = None  # whole lines of prose, not yet given back
        self._fence: tuple[int, str] | None = None
        self._row: Unit | None = None  # the last row of a table: a header, if a rule follows

    def feed(self, piece: str) -> list[Unit]:
        """The units that `piece` completes."""
        self.text += piece
        units: list[Unit] = []
        while (end := self.text.find("\n", self._line)) >= 0:
            units += self._take_line(self._line, end)
            self._line = end + 1
        return units + self._early_sentences()

    def finish(self) -> list[Unit]:
        """The units that the end of the answer completes."""
        units = self._take_line(self._line, len(self.text)) if self._line < len(self.text) else []
        self._line = len(self.text)
        if self._fence is not None:
            units += self._unit(self._fence[0], len(self.text), UnitKind.CODE)
            self._fence = None
        return units + self._close_block() + self._close_row()

    def _take_line(self, start: int, end: int) -> list[Unit]:
        if self._resume is not None:
            self._block, self._resume = (self._resume, end), None
            return []
        line = self.text[start:end].rstrip("\r")
        fence = _FENCE.match(line)
        if self._fence is not None:
            opened, marker = self._fence
            if fence is None or not fence["fence"].startswith(marker) or line.strip() != fence["fence"]:
                return []
            self._fence = None
            return self._unit(opened, end, UnitKind.CODE)
        if fence is not None:
            units = self._close_block() + self._close_row()
            self._fence = start, fence["fence"]
            return units
        if not line.strip() or _HEADING.match(line):
            return self._close_block() + self._close_row()
        if _RULE.match(line):
            self._row = None
            return self._close_block()
        if _ROW.match(line):
            units = self._close_block() + self._close_row()
            cells = self._unit(start, end, UnitKind.ROW)
            self._row = cells[0] if cells else None
            return units
        units = self._close_row()
        content, goes_on = self._content(start, end)
        if goes_on and self._block is not None:
            self._block = self._block[0], end
            return units
        units += self._close_block()
        self._block = content, end
        return units

    def _content(self, start: int, end: int) -> tuple[int, bool]:
        """Where the words of a line begin, and whether it may go on with the paragraph before it."""
        content = start + len(_MARKER.match(self.text[start:end])[0])  # type: ignore[index]  # it matches anything
        prefix = self.text[start:content]
        before = self.text[self.text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
        quoted = (">" in prefix) == before.lstrip().startswith(">")
        return content, not prefix.strip(" \t>") and quoted

    def _early_sentences(self) -> list[Unit]:
        """What is complete although its line goes on: every sentence that another one follows."""
        units: list[Unit] = []
        begin = self._resume
        if begin is None:
            tail = self.text[self._line :]
            if self._fence is not None or not _STARTED.match(tail):
                return units
            begin, goes_on = self._content(self._line, len(self.text))
            units = self._close_row()
            if not goes_on:
                units += self._close_block()
            elif self._block is not None:
                begin = self._block[0]
        *complete, rest = self._sentences(begin, len(self.text)) or [(begin, begin)]
        if complete and rest[0] >= self._line:
            self._block, self._resume = None, rest[0]
        elif complete:
            self._block = rest[0], self._line
        return units + [unit for span in complete for unit in self._unit(*span, UnitKind.SENTENCE)]

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        spans = []
        for first, last in sentence_spans(self.text[start:end]):
            begin = start + first
            lines = short_line_spans(self.text[begin : start + last], _SHORT_LINE)
            spans += [(begin + one, begin + other) for one, other in lines]
        return self._enumerated(spans)

    def _enumerated(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The numbers of items begin them, instead of ending what comes before."""
        items: list[tuple[int, int]] = []
        begin: int | None = None
        for place, (first, last) in enumerate(spans):
            first = first if begin is None else begin
            begin = None
            text = self.text[first:last]
            number = _ITEM_NEXT.search(text) if place + 1 < len(spans) else None
            if number is not None and _begins_item(text, number):
                begin, text = first + number.start(), text[: number.start()].rstrip()
                if not text:
                    continue
            items.append((first, first + len(text)))
        return items

    def _close_block(self) -> list[Unit]:
        block, self._block = self._block, None
        if block is None:
            return []
        return [unit for start, end in self._sentences(*block) for unit in self._unit(start, end, UnitKind.SENTENCE)]

    def _close_row(self) -> list[Unit]:
        row, self._row = self._row, None
        return [] if row is None else [row]

    def _unit(self, start: int, end: int, kind: UnitKind) -> list[Unit]:
        """The slice without surrounding white space (and cell borders); nothing if it has no letter or digit."""
        text = self.text[start:end]
        strip = "|" + "".join(filter(str.isspace, text)) if kind is UnitKind.ROW else None
        start += len(text) - len(text.lstrip(strip))
        text = text.strip(strip)
        return [Unit(start, text, kind)] if any(char.isalnum() for char in text) else []


def _begins_item(text: str, number: re.Match[str]) -> bool:
    """Whether the number at the end of a text is that of the next item: it stands alone, is the first after a colon, or
    follows the number that the text begins with."""
    before = text[: number.start()].rstrip()
    own = _ITEM.match(text)
    return (
        not before
        or (number["number"] == "1" and before.endswith((":", ";")))
        or (own is not None and int(own["number"]) + 1 == int(number["number"]))
    )


def split_answer(text: str) -> list[Unit]:
    """All units of a whole answer."""
    splitter = AnswerSplitter()
    return splitter.feed(text) + splitter.finish()
