"""The Markdown that models write, as blocks of runs: paragraphs, headings, lists, code and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_app.export.conversation import MARK

_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^\s*(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"^(\s*)(?:([-*+•])|(\d{1,3})[.)])\s+(.*)$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELLS = re.compile(r"(?<!\\)\|")
_INLINE = re.compile(
    rf"(?P<mark>{MARK.pattern})|`(?P<code>[^`]+)`|\*\*(?P<bold>\S(?:.*?\S)?)\*\*(?!\*)|__(?P<bold2>\S(?:.*?\S)?)__"
    r"|(?<![\w*])\*(?P<italic>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])|\[(?P<link>[^\]]+)\]\([^)\s]+\)|\\(?P<escaped>[\W_])",
    re.DOTALL,
)


class Kind(StrEnum):
    TEXT = "text"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBER = "number"
    CODE = "code"
    TABLE = "table"


@dataclass(frozen=True)
class Run:
    """A piece of a line in one dress. `note` is a footnote's number and `verdict` a sentence's verdict; neither has
    a text."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    code: bool = False
    note: int = 0
    verdict: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """`level` is the depth of a heading (from 1) or of a list's item (from 0), `number` that of a numbered item; a
    table has `rows` of cells, the first of them its header."""

    kind: Kind
    runs: Runs = ()
    level: int = 0
    number: int = 0
    rows: tuple[tuple[Runs, ...], ...] = ()


def blocks(text: str) -> tuple[Block, ...]:
    """Never fails: what is no Markdown that is known here is text."""
    return tuple(_blocks(text.split("\n")))


def _blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    at = 0

    def flush() -> Iterator[Block]:
        if paragraph:
            yield Block(Kind.TEXT, runs(" ".join(paragraph)))
            paragraph.clear()

    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.strip():
            yield from flush()
        elif _FENCE.match(line):
            yield from flush()
            end = next((i for i in range(at, len(lines)) if _FENCE.match(lines[i])), len(lines))
            yield from (Block(Kind.CODE, (*_plain(code),)) for code in lines[at:end])
            at = end + 1
        elif heading := _HEADING.match(line):
            yield from flush()
            yield Block(Kind.HEADING, runs(heading[2]), len(heading[1]))
        elif "|" in line and at < len(lines) and "|" in lines[at] and _TABLE_RULE.match(lines[at]):
            yield from flush()
            end = next((i for i in range(at + 1, len(lines)) if "|" not in lines[i]), len(lines))
            yield Block(Kind.TABLE, rows=tuple(_cells(row) for row in (line, *lines[at + 1 : end])))
            at = end
        elif item := _ITEM.match(line):
            yield from flush()
            kind = Kind.BULLET if item[2] else Kind.NUMBER
            text, at = _continued(item[4], lines, at)
            yield Block(kind, runs(text), min(len(item[1].expandtabs(4)) // 2, 3), int(item[3] or 0))
        else:
            paragraph.append(line.strip())
    yield from flush()


def _continued(text: str, lines: list[str], at: int) -> tuple[str, int]:
    """An item with the lines that go on with it, and where the next block begins."""
    while at < len(lines) and lines[at].startswith("  ") and lines[at].strip() and not _ITEM.match(lines[at]):
        text = f"{text} {lines[at].strip()}"
        at += 1
    return text, at


def _cells(line: str) -> tuple[Runs, ...]:
    inside = line.strip().removeprefix("|").removesuffix("|")
    return tuple(runs(cell.strip().replace("\\|", "|")) for cell in _CELLS.split(inside))


def _plain(text: str) -> Iterator[Run]:
    """A line of code: only our own marks mean something in it."""
    at = 0
    for match in MARK.finditer(text):
        yield Run(text[at : match.start()], code=True)
        yield _mark(match[1], match[2])
        at = match.end()
    yield Run(text[at:], code=True)


def _mark(note: str | None, verdict: str | None) -> Run:
    return Run(note=int(note)) if note else Run(verdict=verdict or "")


def runs(text: str, dress: Run = Run()) -> Runs:
    """A line's pieces. Emphasis may be nested."""
    pieces: list[Run] = []
    at = 0
    for match in _INLINE.finditer(text):
        pieces.append(replace(dress, text=text[at : match.start()]))
        at = match.end()
        if match["mark"]:
            inner = MARK.fullmatch(match["mark"])
            pieces.append(_mark(inner[1], inner[2]) if inner else dress)
        elif match["code"]:
            pieces.append(replace(dress, text=match["code"], code=True))
        elif bold := match["bold"] or match["bold2"]:
            pieces += runs(bold, replace(dress, bold=True))
        elif match["italic"]:
            pieces += runs(match["italic"], replace(dress, italic=True))
        else:
            pieces.append(replace(dress, text=match["link"] or match["escaped"] or ""))
    pieces.append(replace(dress, text=text[at:]))
    return tuple(piece for piece in pieces if piece.text or piece.note or piece.verdict)
