"""FictionBook (FB2): a book as one XML file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.extract import package
from indexer.extract.package import children, elements, local
from indexer.extract.source import Reading, Source, heading
from indexer.places import CELL_SEPARATOR
from indexer.types import Heading, Page

_PICTURES = re.compile(rb"<binary\b.*?</binary\s*>", re.DOTALL)
_LINES = frozenset({"p", "v", "subtitle", "text-author", "date"})
_DEEPEST = 6


def extract(source: Source) -> Reading:
    """A page a section of the outermost level. Raises KnownError(CORRUPT)."""
    with package.reading(source, "e-book"):
        book = package.parsed(_PICTURES.sub(b"", source.read()))
        title, author, created = _described(book)
        sections = list(_sections(book))
    pages = (Page(number, label or None, text, found) for number, (label, text, found) in enumerate(sections, 1))
    return Reading(title, author, created, "book", len(sections), pages)


def _described(book: Any) -> tuple[str, str, str]:
    info = next(book.iter("{*}title-info"), None)
    if info is None:
        return "", "", ""
    title = _line(next(children(info, "book-title"), None))
    names = [_name(node) for node in children(info, "author")]
    date = next(children(info, "date"), None)
    created = package.iso_date(date.get("value", "") or _line(date)) if date is not None else ""
    return title, ", ".join(filter(None, names)), created


def _sections(book: Any) -> Iterator[tuple[str, str, tuple[Heading, ...]]]:
    """(title, text, headings) of what stands before the sections of a body, and of each of them."""
    for body in children(book, "body"):
        before = [node for node in elements(body) if local(node) != "section"]
        for nodes in ([before] if before else []) + [[section] for section in children(body, "section")]:
            lines = _Lines()
            for node in nodes:
                lines.add(node)
            text, headings = lines.finished()
            if text.strip():
                yield next((item.text for item in headings if item.text), ""), text, headings


class _Lines:
    """Collects paragraphs and titles; the deeper a section, the deeper the level of its title."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []

    def _line(self, text: str, end: str = "\n") -> None:
        self._parts.append(text + end)
        self._length += len(text) + len(end)

    def add(self, root: Any) -> None:
        pending = [(root, 0)]
        while pending:
            node, depth = pending.pop()
            name = local(node)
            if name == "title":
                if title := _line(node):
                    self._headings.append(heading(self._length, min(max(depth, 1), _DEEPEST), title))
                    self._line(title, "\n\n")
            elif name in _LINES:
                self._line(_line(node))
            elif name == "tr":
                self._line(CELL_SEPARATOR.join(_line(cell) for cell in elements(node)))
            elif name == "empty-line":
                self._line("")
            else:
                inner = depth + (name == "section")
                pending.extend((child, inner) for child in list(elements(node))[::-1])

    def finished(self) -> tuple[str, tuple[Heading, ...]]:
        return "".join(self._parts).rstrip(), tuple(self._headings)


def _line(node: Any) -> str:
    """The text of an element on one line; the paragraphs of a title are words apart."""
    apart = " " if node is not None and local(node) == "title" else ""
    return " ".join(apart.join(node.itertext()).split()) if node is not None else ""


def _name(author: Any) -> str:
    parts = ("first-name", "middle-name", "last-name", "nickname")
    return " ".join(filter(None, (_line(next(children(author, part), None)) for part in parts)))
