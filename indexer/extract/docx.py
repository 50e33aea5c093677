"""Word documents: paragraphs and tables in reading order, with their headings.

The parts of the package are read directly: a library that models all of a document refuses those with a broken
picture, a macro or the strict namespace, and the text doesn't depend on them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from indexer.extract.source import (
    TABLE_LEVEL,
    Reading,
    Source,
    corrupt,
    encrypted,
    heading,
    single_page,
    stated_title,
    too_large,
)
from indexer.types import Heading

VERSION = 1

# A document's text is a few megabytes of XML at most; what unpacks to far more is made to fill a memory.
_UNPACKED_BYTES = 2 << 30
_PART_BYTES = 200 << 20
_RATIO, _RATIO_FROM = 200, 64 << 20
_ENTRIES = 20_000

_HEADING_STYLE = re.compile(
    r"^(?:heading|überschrift|titre|titolo|rubrik|kop|encabezado|título)\s?([1-9])$", re.IGNORECASE
)
_MAIN = re.compile(r"word/document\d*\.xml")
_AROUND = re.compile(r"word/(?:footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "sectPr"})


def extract(source: Source) -> Reading:
    """Text boxes, content controls, insertions, and at the end notes, comments, headers and footers are read too;
    deleted or hidden text and field codes are not. Raises KnownError(CORRUPT, ENCRYPTED or TOO_LARGE)."""
    try:
        with zipfile.ZipFile(source.content()) as archive:
            _refuse_bombs(source, archive)
            parts = _Parts(archive)
            writer = _Writer(_heading_styles(parts.tree("word/styles.xml")))
            writer.blocks(parts.main())
            writer.end_sections()
            for name in parts.names(_AROUND):
                writer.blocks(parts.tree(name))
            text, headings = writer.finished()
            title, author, created = _properties(parts.tree("docProps/core.xml"))
    except (zipfile.BadZipFile, etree.LxmlError, ValueError, NotImplementedError, EOFError, zlib.error) as error:
        raise corrupt(source.path, "it is no complete Word document", repr(error)) from error
    except RuntimeError as error:  # what zipfile raises for an entry behind a password
        raise encrypted(source.path, given=False) from error
    title = title or next((h.text for h in headings if h.level == 1 and h.text), "")
    return Reading(title, author, created, "docx", 1, single_page(text, headings))


def _refuse_bombs(source: Source, archive: zipfile.ZipFile) -> None:
    """The directory of the archive is read before anything is unpacked. What it says is binding: reading an entry
    stops at the size that is stated there."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries if entry.filename.endswith(".xml")), default=0)
    swollen = total > _RATIO_FROM and total > _RATIO * max(source.size, 1)
    if swollen or total > _UNPACKED_BYTES or largest > _PART_BYTES or len(entries) > _ENTRIES:
        raise too_large(
            source.path,
            f"unpacks to {total / 1e6:,.0f} MB, far more than a document needs",
            "If you trust it, save it as PDF and add that.",
        )


class _Parts:
    """The XML parts of a package by name. What isn't there or isn't XML is an empty element, except the main part."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = archive.namelist()

    def names(self, pattern: re.Pattern[str]) -> list[str]:
        return sorted(name for name in set(self._names) if pattern.fullmatch(name))

    def main(self) -> Any:
        names = self.names(_MAIN)
        if not names:
            raise ValueError("there is no main part")
        return _parsed(self._archive.read(names[0]))

    def tree(self, name: str) -> Any:
        try:
            return _parsed(self._archive.read(name))
        except (KeyError, ValueError, etree.LxmlError, zipfile.BadZipFile):
            return etree.Element("none")


def _parsed(data: bytes) -> Any:
    """Entities are not resolved and nothing is fetched; what is broken near its end is read up to there."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise ValueError("a part is empty")
    return root


def _properties(core: Any) -> tuple[str, str, str]:
    values = {_local(node): (node.text or "").strip() for node in core if isinstance(node.tag, str)}
    created = re.match(r"\d{4}-\d{2}-\d{2}", values.get("created", ""))
    return stated_title(values.get("title", "")), values.get("creator", ""), created[0] if created else ""


def _heading_styles(styles: Any) -> dict[str, int]:
    """Style id → heading level, by the style's outline level or else its name; styles inherit."""
    levels: dict[str, int] = {}
    parents: dict[str, str] = {}
    for style in styles:
        if not isinstance(style.tag, str) or _local(style) != "style":
            continue
        identity, name = _attribute(style, "styleId"), _value(style, "name")
        outline = _value(style, "pPr", "outlineLvl")
        if outline.isdigit() and int(outline) < TABLE_LEVEL - 1:
            levels[identity] = int(outline) + 1
        elif match := _HEADING_STYLE.match(name):
            levels[identity] = int(match[1])
        elif name.lower() == "title":
            levels[identity] = 1
        elif based := _value(style, "basedOn"):
            parents[identity] = based
    for identity in parents:
        ancestor, seen = identity, set[str]()
        while ancestor in parents and ancestor not in seen:
            seen.add(ancestor)
            ancestor = parents[ancestor]
        if ancestor in levels:
            levels[identity] = levels[ancestor]
    return levels


class _Writer:
    """Walks blocks and collects their text."""

    def __init__(self, styles: dict[str, int]) -> None:
        self._styles = styles
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []

    def _line(self, text: str, end: str = "\n") -> None:
        self._parts.append(text + end)
        self._length += len(text) + len(end)

    def end_sections(self) -> None:
        """What follows stands under no heading."""
        if self._headings:
            self._headings.append(Heading(self._length, 1, ""))

    def finished(self) -> tuple[str, tuple[Heading, ...]]:
        return "".join(self._parts).rstrip(), tuple(self._headings)

    def blocks(self, container: Any) -> None:
        """Paragraphs and tables under `container`, through content controls and other wrappers."""
        pending = [container]
        while pending:
            node = pending.pop()
            name = _local(node)
            if name == "p":
                self._paragraph(node)
            elif name == "tbl":
                self._table(node)
            elif name not in _LEFT_OUT:
                pending.extend(reversed([child for child in node if isinstance(child.tag, str)]))

    def _paragraph(self, node: Any) -> None:
        text, boxes = _paragraph_text(node)
        if text.strip():
            level = self._level(node)
            if level:
                self._headings.append(heading(self._length, level, text))
            self._line(text, "\n\n" if level else "\n")
        elif self._parts and not self._parts[-1].endswith("\n\n"):
            self._line("")
        for box in boxes:
            self.blocks(box)

    def _level(self, node: Any) -> int:
        """The heading level of a paragraph, 0 for none."""
        outline = _value(node, "pPr", "outlineLvl")
        if outline.isdigit():
            return int(outline) + 1 if int(outline) < TABLE_LEVEL - 1 else 0
        return self._styles.get(_value(node, "pPr", "pStyle"), 0)

    def _table(self, table: Any) -> None:
        """A row on a line, its cells joined by " | "; the first row stands above the others as a heading."""
        rows = [row for row in _rows(table) if row.strip(" |")]
        if self._parts and not self._parts[-1].endswith("\n\n"):
            self._line("")
        for number, row in enumerate(rows):
            if number == 1 and " | " in rows[0]:
                self._headings.append(heading(self._length, TABLE_LEVEL, rows[0]))
            self._line(row)
        if len(rows) > 1 and " | " in rows[0]:
            self._headings.append(Heading(self._length, TABLE_LEVEL, ""))
        self._line("")


def _rows(table: Any) -> Iterator[str]:
    for row in _descend(table, "tr"):
        cells = [" ".join(_cell_text(cell).split()) for cell in _descend(row, "tc")]
        yield " | ".join(cells)


def _descend(node: Any, name: str) -> Iterator[Any]:
    """The nearest descendants of a name, through content controls, but not inside one another."""
    pending = [child for child in reversed(node) if isinstance(child.tag, str)]
    while pending:
        current = pending.pop()
        if _local(current) == name:
            yield current
        elif _local(current) not in _LEFT_OUT and _local(current) != "tbl":
            pending.extend(child for child in reversed(current) if isinstance(child.tag, str))


def _cell_text(cell: Any) -> str:
    """A cell's paragraphs and tables, one after the other."""
    writer = _Writer({})
    writer.blocks(cell)
    return writer.finished()[0]


def _paragraph_text(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph and the text boxes that are anchored in it."""
    parts: list[str] = []
    boxes: list[Any] = []
    pending = [paragraph]
    while pending:
        node = pending.pop()
        name = _local(node)
        if name == "t":
            parts.append(node.text or "")
        elif name in ("tab", "ptab") and _local(node.getparent()) == "r":
            parts.append("\t")
        elif name in ("br", "cr"):
            parts.append("\n")
        elif name == "noBreakHyphen":
            parts.append("\u2011")
        elif name == "txbxContent":
            boxes.append(node)
        elif name == "r" and _is_hidden(node):
            continue
        elif name not in _LEFT_OUT and name not in ("pPr", "rPr", "instrText", "delText"):
            pending.extend(child for child in reversed(node) if isinstance(child.tag, str))
    return "".join(parts), boxes


def _is_hidden(run: Any) -> bool:
    """Whether a run is formatted as hidden: no reader of the document sees it, so none shall be quoted from it."""
    properties = next(_children(run, "rPr"), None)
    mark = next(_children(properties, "vanish"), None) if properties is not None else None
    return mark is not None and _attribute(mark, "val") not in ("0", "false", "off")


def _local(node: Any) -> str:
    """The name of an element without its namespace."""
    tag: str = node.tag
    return tag.rpartition("}")[2]


def _children(node: Any, name: str) -> Iterator[Any]:
    return (child for child in node if isinstance(child.tag, str) and _local(child) == name)


def _attribute(node: Any, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _value(node: Any, *path: str) -> str:
    """The `val` of the element at `path` below `node`; empty where there is none."""
    for name in path:
        node = next(_children(node, name), None)
        if node is None:
            return ""
    return _attribute(node, "val")
