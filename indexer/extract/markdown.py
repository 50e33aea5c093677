"""Markdown, kept as it is written, so that spans count the raw file."""

from __future__ import annotations

import re

from indexer.extract.markup import markdown_headings
from indexer.extract.source import Reading, Source, single_page
from indexer.extract.text import decode

VERSION = 2

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)


def extract(source: Source) -> Reading:
    """Title, author and date from the front matter; the title else from the first heading, if it is the highest."""
    text = decode(source)
    front = _FRONT_MATTER.match(text)
    fields = _fields(front[2]) if front else {}
    headings = tuple(markdown_headings(text, front.end() if front else 0))
    title = fields.get("title", "")
    if not title and headings and headings[0].level == 1:
        title = headings[0].text
    created = re.match(r"\d{4}-\d{2}-\d{2}", fields.get("date", ""))
    return Reading(
        title, fields.get("author", ""), created[0] if created else "", "markdown", 1, single_page(text, headings)
    )


def _fields(block: str) -> dict[str, str]:
    """The plain `name: value` (YAML) or `name = value` (TOML) lines of a front matter."""
    found: dict[str, str] = {}
    for match in re.finditer(r"^(\w+)[ \t]*[:=][ \t]*(\S.*?)[ \t]*\r?$", block, re.MULTILINE):
        value = match[2]
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        found.setdefault(match[1].lower(), value)
    return found
