"""The text of a document as blocks to be set: headings, paragraphs, lists, tables, the head of a message.

Blocks hold spans of the text as it was read, never copies, so that a passage can be marked to the character wherever
its words come to stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from indexer.places import CELL_SEPARATOR
from indexer.types import Heading

LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_ADDRESS_LINE = re.compile(r"([A-Z][A-Za-z-]{1,30}:)[ \t]+(?=\S)")
_AT_ONCE = 200_000  # characters of a text that is shown whole
_AROUND = 40_000  # characters kept on each side of the passage of a longer one
_MOST_ROWS = 400  # of a table that is drawn as one; each cell of a longer one would cost time
_WITH_TABLES = frozenset(
    ["docx", "word", "powerpoint", "iwork", "html", "opendocument", "rtf", "presentation", "book", "mail", "notebook"]
)


class Style(Enum):
    """How the words of a run look."""

    PLAIN = auto()
    BOLD = auto()
    ITALIC = auto()
    CODE = auto()
    LINK = auto()
    STRUCK = auto()
    LABEL = auto()


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    LINE = auto()  # a line of a text whose lines are its own
    HEADING = auto()
    ITEM = auto()
    QUOTE = auto()
    CODE = auto()
    RULE = auto()
    NAME = auto()  # the name of a page


@dataclass(frozen=True)
class Run:
    """`length` characters from `start` of the text, without a line end among them."""

    start: int
    length: int
    style: Style = Style.PLAIN


@dataclass(frozen=True)
class Block:
    """Runs of a paragraph, one after the other; `lead` is shown before them ("•", "2."). `level` is that of a
    heading (1 the top) or how deep an item or a quote is (0 the outermost)."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    lead: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells of runs; `headed`: the first row is above the others. One that is `framed` shows its lines."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    headed: bool = True
    framed: bool = True


@dataclass(frozen=True)
class Card:
    """Blocks that belong together as on a slide."""

    blocks: tuple[Block | Table, ...]


Part = Block | Table | Card


def piece_around(text: str, start: int, length: int) -> tuple[int, int]:
    """From where to where a text is shown for a passage in it: of a very long one only what is around."""
    if len(text) <= _AT_ONCE:
        return 0, len(text)
    before = max(0, start - _AROUND)
    return text.rfind("\n", 0, before) + 1 if before else 0, min(len(text), start + max(_AROUND, length))


def end_of(part: Part) -> int:
    """Up to where in the text a part reaches; 0 for one without words."""
    match part:
        case Block():
            return max((run.start + run.length for run in part.runs), default=0)
        case Table():
            return max((run.start + run.length for row in part.rows for cell in row for run in cell), default=0)
        case Card():
            return max(map(end_of, part.blocks), default=0)


def slices(parts: Sequence[Part], size: int) -> Iterator[tuple[Sequence[Part], int]]:
    """`parts` in groups of about `size` characters of the text, each with how far it reaches in it."""
    first = reached = 0
    began = None
    for number, part in enumerate(parts):
        reached = max(reached, end_of(part))
        began = reached if began is None else began
        if reached - began >= size:
            yield parts[first : number + 1], reached
            first, began = number + 1, reached
    if first < len(parts):
        yield parts[first:], reached


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Run]:
    """Each line of a piece of text, without its end."""
    end = len(text) if end is None else end
    at = start
    for match in LINE_END.finditer(text, start, end):
        yield Run(at, match.start() - at)
        at = match.end()
    yield Run(at, end - at)


def flow_blocks(text: str, start: int, end: int, kind: str, headings: Sequence[Heading] = ()) -> list[Block | Table]:
    """The blocks of a text put together by an extractor: `headings`, whose starts count from `start`, mark its
    lines."""
    levels = {
        start + heading.start: heading.level
        for heading in headings
        if heading.text and text.startswith(heading.text[:20], start + heading.start)
    }
    blocks: list[Block | Table] = []
    rows: list[Run] = []

    def end_table() -> None:
        if 2 <= len(rows) <= _MOST_ROWS:
            blocks.append(Table(tuple(_cells(text, row) for row in rows)))
        else:
            blocks.extend(Block(Kind.LINE, (row,)) for row in rows)
        rows.clear()

    for line in lines(text, start, end):
        words = text[line.start : line.start + line.length]
        if kind in _WITH_TABLES and CELL_SEPARATOR in words:
            rows.append(line)
            continue
        end_table()
        level = levels.get(line.start, 0)
        blocks.append(Block(Kind.HEADING if level else Kind.LINE, (line,), level))
    end_table()
    return _without_gaps(blocks, text) if kind != "text" else blocks


def message_blocks(text: str, start: int, end: int, headings: Sequence[Heading] = ()) -> list[Block | Table]:
    """A message: what stands above its first blank line as a table of names and values, then its text."""
    head: list[tuple[tuple[Run, ...], ...]] = []
    at = start
    for line in lines(text, start, end):
        match = _ADDRESS_LINE.match(text, line.start, line.start + line.length)
        if match is None:
            break
        name = Run(line.start, len(match[1]), Style.LABEL)
        head.append(((name,), (Run(match.end(), line.start + line.length - match.end()),)))
        at = line.start + line.length
    if len(head) < 2:
        return flow_blocks(text, start, end, "mail", headings)
    shifted = [Heading(heading.start - (at - start), heading.level, heading.text) for heading in headings]
    return [Table(tuple(head), headed=False, framed=False), *flow_blocks(text, at, end, "mail", shifted)]


def _cells(text: str, row: Run) -> tuple[tuple[Run, ...], ...]:
    cells, at = [], row.start
    for words in text[row.start : row.start + row.length].split(CELL_SEPARATOR):
        cells.append((Run(at, len(words)),))
        at += len(words) + len(CELL_SEPARATOR)
    return tuple(cells)


def _without_gaps(blocks: list[Block | Table], text: str) -> list[Block | Table]:
    """Of blank lines in a row one stays, and none beside a heading or a table: these have room of their own."""

    def blank(part: Block | Table) -> bool:
        return isinstance(part, Block) and not any(
            text[run.start : run.start + run.length].strip() for run in part.runs
        )

    def roomy(part: Block | Table | None) -> bool:
        return part is None or isinstance(part, Table) or part.kind is Kind.HEADING or blank(part)

    kept: list[Block | Table] = []
    for number, part in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        roomy_below = after is not None and roomy(after) and not blank(after)
        if not blank(part) or not (roomy_below or roomy(kept[-1] if kept else None)):
            kept.append(part)
    return kept
