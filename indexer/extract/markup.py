"""Headings of plain-text markup languages, by their first character in the raw text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from indexer.extract.source import heading
from indexer.types import Heading

_RULE = re.compile(r"([=\-~^\"'#*+.`:_])\1{2,}")
_TEX = re.compile(
    r"^[ \t]*\\(part|chapter|section|subsection|subsubsection|paragraph)\*?(?:\[[^\]]*\])?\{", re.MULTILINE
)
_TEX_LEVELS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_PARAGRAPH = re.compile(r"\s*(?:[-*+>|]|\d+[.)]\s)|\s{4}|\t")


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Every line with the offset of its first character, without its end."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line.rstrip()
        start += len(line)


def markdown_headings(text: str, start: int = 0) -> Iterator[Heading]:
    """ATX ("# Title") and Setext (underlined) headings from offset `start` on, not those inside code fences."""
    fence = ""
    before: tuple[int, str] | None = None
    for offset, line in lines_of(text[start:]):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(mark[1][0] + " "):
                fence = ""
            continue
        if mark:
            fence, before = mark[1], None
            continue
        if (atx := _ATX.fullmatch(line)) and atx[2]:
            yield heading(start + offset, len(atx[1]), atx[2])
            before = None
        elif before and re.fullmatch(r" {0,3}(=+|-{2,})", line):
            yield heading(start + before[0], 1 if "=" in line else 2, before[1])
            before = None
        else:
            before = (offset, line) if line.strip() and not _NO_PARAGRAPH.match(line) else None


def _restructured(text: str) -> Iterator[Heading]:
    """A line over a rule of one punctuation mark; levels come in the order in which the marks do."""
    order = ""
    for (start, line), (_, rule) in pairwise(lines_of(text)):
        title = line.strip()
        if title and not _RULE.fullmatch(title) and len(rule) >= len(title) and _RULE.fullmatch(rule):
            order += "" if rule[0] in order else rule[0]
            yield heading(start, order.index(rule[0]) + 1, title)


def _by_mark(mark: str) -> Callable[[str], Iterator[Heading]]:
    pattern = re.compile(rf"^({re.escape(mark)}{{1,6}})[ \t]+(\S.*)$", re.MULTILINE)

    def find(text: str) -> Iterator[Heading]:
        return (heading(found.start(), len(found[1]), found[2]) for found in pattern.finditer(text))

    return find


def _tex(text: str) -> Iterator[Heading]:
    for found in _TEX.finditer(text):
        depth, end = 1, found.end()
        while end < len(text) and end < found.end() + 500 and depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        title = re.sub(r"\\[a-zA-Z]+\s*|[{}~]", " ", text[found.end() : end - 1])
        yield heading(found.start(), _TEX_LEVELS[found[1]], title)


MARKUP: dict[str, Callable[[str], Iterator[Heading]]] = {
    ".rst": _restructured,
    ".adoc": _by_mark("="),
    ".asciidoc": _by_mark("="),
    ".org": _by_mark("*"),
    ".tex": _tex,
    ".ltx": _tex,
}
