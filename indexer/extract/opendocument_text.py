"""The text of OpenDocument elements: paragraphs, lists, tables, and what is anchored in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from indexer.extract.flow import Flow
from indexer.extract.package import attribute, below, children, descend, elements, local
from indexer.extract.source import TABLE_LEVEL
from indexer.places import CELL_SEPARATOR

# Deleted text, how ruby is pronounced, and forms and scripts that stand beside the text.
LEFT_OUT = frozenset({"tracked-changes", "ruby-text", "forms", "scripts", "event-listeners", "sequence-decls"})
BLOCKS = frozenset({"p", "h"})
# What is anchored in a paragraph and is read after it, or at the end of the document.
_BOXES = frozenset(
    {"frame", "text-box", "custom-shape", "rect", "ellipse", "line", "connector", "polygon", "path", "g"}
)
_NOTES = frozenset({"note", "annotation"})
_CREDITS = frozenset({"creator", "date", "date-string", "creator-initials", "note-citation"})
_ALTERNATIVES = frozenset({"title", "desc"})  # in words what a picture shows
_SPACES, _COLUMNS = 1000, 100  # that are repeated at most

# The root of an object that is embedded (a chart, a sheet), by its reference ("./Object 1").
ReadObject = Callable[[str], Any]


class TextWriter(Flow):
    """Walks a document's body. `title_styles` are the styles of paragraphs that are the document's title; `embedded`
    gives the root of an embedded object, or an empty element."""

    def __init__(self, title_styles: frozenset[str] = frozenset(), embedded: ReadObject | None = None) -> None:
        super().__init__()
        self._title_styles = title_styles
        self._embedded = embedded
        self._notes: list[Any] = []

    def blocks(self, container: Any) -> None:
        """Headings, paragraphs and tables under `container`, through lists, sections and frames."""
        pending = [container]
        while pending:
            node = pending.pop()
            name = local(node)
            if name in BLOCKS or (name in _ALTERNATIVES and "svg" in node.tag):
                self._block(node)
            elif name == "table":
                self.table(table_rows(node))
            elif name == "object" and self._embedded and (target := attribute(node, "href")):
                self.blocks(self._embedded(target))  # a chart has its title, and its values in a table
            elif name in _NOTES:
                self._notes.append(node)
            elif name not in LEFT_OUT:
                pending.extend(list(elements(node))[::-1])

    def notes(self) -> None:
        """Footnotes, endnotes and comments that were met, in their order."""
        found, self._notes = self._notes, []
        if found:
            self.gap()
        for note in found:
            for block in _blocks_of(note):
                self._block(block)

    def _block(self, node: Any) -> None:
        text, anchored = paragraph_text(node)
        self.paragraph(text.strip(), self._level(node))
        for inside in anchored:
            if local(inside) in _NOTES:
                self._notes.append(inside)
            else:
                self.blocks(inside)

    def _level(self, node: Any) -> int:
        if local(node) == "h":
            level = attribute(node, "outline-level")
            return min(int(level), TABLE_LEVEL - 1) if level.isdecimal() and int(level) else 1
        return 1 if attribute(node, "style-name") in self._title_styles else 0


def _blocks_of(note: Any) -> Iterator[Any]:
    pending = list(elements(note))[::-1]
    while pending:
        node = pending.pop()
        if local(node) in BLOCKS:
            yield node
        elif local(node) not in _CREDITS | LEFT_OUT:
            pending.extend(list(elements(node))[::-1])


def paragraph_text(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and what is anchored in it: frames, shapes, notes, comments."""
    parts: list[str] = []
    anchored: list[Any] = []

    def walk(node: Any) -> None:
        parts.append(_one_space(node.text))
        for child in node:
            if isinstance(child.tag, str):
                inline(child)
            parts.append(_one_space(child.tail))

    def inline(node: Any) -> None:
        name = local(node)
        if name == "s":
            count = attribute(node, "c")
            parts.append(" " * min(int(count) if count.isdecimal() else 1, _SPACES))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name in _BOXES or name in _NOTES:
            anchored.append(node)
        elif name not in LEFT_OUT:
            walk(node)

    walk(paragraph)
    return "".join(parts), anchored


def _one_space(text: str | None) -> str:
    """White space in the XML, however long, is one space."""
    if not text:
        return ""
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() and text.strip() else ""
    return f"{lead}{' '.join(text.split())}{tail}"


def table_rows(table: Any) -> list[str]:
    """A row on a line, its cells joined by CELL_SEPARATOR."""
    rows: list[str] = []
    for row in descend(table, "table-row", left_out=LEFT_OUT | {"table"}):
        cells: list[str] = []
        for cell in elements(row):
            if local(cell) in ("table-cell", "covered-table-cell"):
                count = attribute(cell, "number-columns-repeated")
                repeated = min(int(count), _COLUMNS) if count.isdecimal() else 1
                cells.extend([" ".join(plain_text(cell).split())] * repeated)
        while cells and not cells[-1]:
            cells.pop()
        rows.append(CELL_SEPARATOR.join(cells))
    return rows


def plain_text(container: Any) -> str:
    """All that is written in an element, notes and boxes included, as lines."""
    writer = TextWriter()
    writer.blocks(container)
    writer.notes()
    return writer.finished()[0]


def title_styles(*roots: Any) -> frozenset[str]:
    """The paragraph styles that are "Title" or made from it."""
    found = {"Title"}
    for root in roots:
        for container in ("styles", "automatic-styles"):
            styles = below(root, container)
            for style in children(styles, "style") if styles is not None else ():
                if attribute(style, "parent-style-name") == "Title":
                    found.add(attribute(style, "name"))
    return frozenset(found)
