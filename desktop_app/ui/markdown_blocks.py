"""Markdown as blocks to be set: its signs are left out, its words keep their places in the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.ui.text_blocks import Block, Kind, Run, Style, Table, lines

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX])\][ \t]+)?")
_QUOTE = re.compile(r"[ ]{0,3}((?:>[ \t]?)+)")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BAR = re.compile(r"(?<!\\)\|")
_FRONT = re.compile(r"(?:---|\+\+\+)[ \t]*$")
_INLINE = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    |!?\[(?P<link>(?:[^\[\]\\]|\\.)*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+(?:"[^"]*"|'[^']*'))?\)
    |<(?P<address>(?:https?://|mailto:)[^<>\s]+)>
    |(?P<two>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=two)
    |~~(?=\S)(?P<struck>.+?)(?<=\S)~~
    |(?P<one>(?<!\w)_|\*)(?=[^\s*_])(?P<italic>.+?)(?<=\S)(?P=one)(?!\w)
    """,
    re.VERBOSE,
)
_STYLES = {"bold": Style.BOLD, "italic": Style.ITALIC, "struck": Style.STRUCK, "link": Style.LINK}
_DEEPEST = 4  # emphasis within emphasis
_LONGEST = 8_000  # characters of a line whose signs are looked for; longer ones are data, not prose


@dataclass
class _Reader:
    text: str
    rows: list[Run]
    at: int = 0

    def words(self, line: Run) -> str:
        return self.text[line.start : line.start + line.length]

    def now(self) -> str:
        return self.words(self.rows[self.at])

    @property
    def more(self) -> bool:
        return self.at < len(self.rows)


def markdown_blocks(text: str, start: int = 0, end: int | None = None) -> list[Block | Table]:
    """The blocks of a piece of Markdown, which begins at a line."""
    reader = _Reader(text, list(lines(text, start, end)))
    blocks: list[Block | Table] = []
    if start == 0:
        blocks += _front_matter(reader)
    while reader.more:
        if not reader.now().strip():
            reader.at += 1
            continue
        block = next((made for way in _WAYS if (made := way(reader)) is not None), None)
        blocks += block if block is not None else _paragraph(reader)
    return blocks


def _front_matter(reader: _Reader) -> list[Block | Table]:
    if not _FRONT.match(reader.now()):
        return []
    sign = reader.now().strip()
    for last in range(1, len(reader.rows)):
        if reader.words(reader.rows[last]).strip() == sign:
            found = reader.rows[1:last]
            reader.at = last + 1
            return [Block(Kind.CODE, (row,)) for row in found]
    return []


def _fence(reader: _Reader) -> list[Block | Table] | None:
    match = _FENCE.match(reader.now())
    if match is None:
        return None
    sign = match[1]
    reader.at += 1
    blocks: list[Block | Table] = []
    while reader.more:
        words = reader.now().strip()
        row = reader.rows[reader.at]
        reader.at += 1
        if len(words) >= len(sign) and not words.strip(sign[0]):
            break
        blocks.append(Block(Kind.CODE, (row,)))
    return blocks


def _heading(reader: _Reader) -> list[Block | Table] | None:
    match = _HEADING.match(reader.now())
    if match is None:
        return None
    line = reader.rows[reader.at]
    reader.at += 1
    start = line.start + match.start(2)
    return [Block(Kind.HEADING, inline(reader.text, start, start + len(match[2])), len(match[1]))]


def _rule(reader: _Reader) -> list[Block | Table] | None:
    if not _RULE.match(reader.now()):
        return None
    reader.at += 1
    return [Block(Kind.RULE)]


def _table(reader: _Reader) -> list[Block | Table] | None:
    if reader.at + 1 >= len(reader.rows) or not _BAR.search(reader.now()):
        return None
    rule = reader.words(reader.rows[reader.at + 1])
    if "|" not in rule or not _TABLE_RULE.match(rule):
        return None
    rows = [_row(reader, reader.rows[reader.at])]
    reader.at += 2
    while reader.more and _BAR.search(reader.now()):
        rows.append(_row(reader, reader.rows[reader.at]))
        reader.at += 1
    return [Table(tuple(rows))]


def _row(reader: _Reader, line: Run) -> tuple[tuple[Run, ...], ...]:
    words = reader.words(line)
    bars = [match.start() for match in _BAR.finditer(words)]
    edges = [-1, *bars, len(words)]
    cells = [(edges[n] + 1, edges[n + 1]) for n in range(len(edges) - 1)]
    if not words[cells[0][0] : cells[0][1]].strip():
        cells = cells[1:]
    if cells and not words[cells[-1][0] : cells[-1][1]].strip():
        cells = cells[:-1]
    return tuple(inline(reader.text, *_trimmed(reader.text, line.start + a, line.start + b)) for a, b in cells)


def _items(reader: _Reader) -> list[Block | Table] | None:
    match = _ITEM.match(reader.now())
    if match is None:
        return None
    line = reader.rows[reader.at]
    reader.at += 1
    spans = [(line.start + match.end(), line.start + line.length), *_rest(reader)]
    depth = len(match[1].expandtabs(4)) // 2
    lead = match[2].replace(")", ".") if match[2][0].isdigit() else "•"
    if match[3]:
        lead = "☑" if match[3] in "xX" else "☐"
    return [Block(Kind.ITEM, _joined(reader.text, spans), min(depth, 6), lead)]


def _quote(reader: _Reader) -> list[Block | Table] | None:
    match = _QUOTE.match(reader.now())
    if match is None:
        return None
    level = match[1].count(">") - 1
    spans = []
    while reader.more and (match := _QUOTE.match(reader.now())) and reader.now()[match.end() :].strip():
        line = reader.rows[reader.at]
        spans.append((line.start + match.end(), line.start + line.length))
        reader.at += 1
    if not spans:
        reader.at += 1
        return []
    return [Block(Kind.QUOTE, _joined(reader.text, spans), level)]


def _paragraph(reader: _Reader) -> list[Block | Table]:
    line = reader.rows[reader.at]
    reader.at += 1
    spans = [(line.start, line.start + line.length), *_rest(reader)]
    if reader.more and len(spans) == 1 and (match := _UNDERLINE.match(reader.now())):
        reader.at += 1
        return [Block(Kind.HEADING, inline(reader.text, *spans[0]), 1 if match[1][0] == "=" else 2)]
    return [Block(Kind.PARAGRAPH, _joined(reader.text, spans))]


def _rest(reader: _Reader) -> list[tuple[int, int]]:
    """The further lines of a paragraph or an item."""
    spans = []
    while reader.more and reader.now().strip():
        words = reader.now()
        if any(sign.match(words) for sign in (_FENCE, _HEADING, _RULE, _ITEM, _QUOTE, _UNDERLINE)):
            break
        line = reader.rows[reader.at]
        spans.append((line.start, line.start + line.length))
        reader.at += 1
    return spans


_WAYS: tuple[Callable[[_Reader], list[Block | Table] | None], ...] = (_fence, _heading, _rule, _table, _items, _quote)


def _joined(text: str, spans: list[tuple[int, int]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for span in spans:
        runs += inline(text, *_trimmed(text, *span))
    return tuple(runs)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def inline(text: str, start: int, end: int, style: Style = Style.PLAIN, depth: int = 0) -> tuple[Run, ...]:
    """The runs of a line: emphasis, code and links without their signs."""
    runs: list[Run] = []
    at = start

    def plain(until: int) -> None:
        if until > at:
            runs.append(Run(at, until - at, style))

    while at < end and end - start <= _LONGEST and (match := _INLINE.search(text, at, end)):
        plain(match.start())
        if match["escape"] is not None:
            runs.append(Run(match.start() + 1, 1, style))
        elif match["code"] is not None:
            runs.append(Run(match.start("code"), len(match["code"]), Style.CODE))
        elif match["address"] is not None:
            runs.append(Run(match.start("address"), len(match["address"]), Style.LINK))
        else:
            name = next(part for part in _STYLES if match[part] is not None)
            within = (match.start(name), match.end(name))
            deeper = depth < _DEEPEST
            runs += (
                inline(text, *within, _STYLES[name], depth + 1)
                if deeper
                else (Run(within[0], within[1] - within[0], _STYLES[name]),)
            )
        at = match.end()
    plain(end)
    return tuple(runs)
