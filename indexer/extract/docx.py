"""Word documents: paragraphs and tables in reading order, with their headings.

The parts of the package are read directly: a library that models all of a document refuses those with a broken
picture, a macro or the strict namespace, and the text doesn't depend on them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from indexer.errors import FootnoteError
from indexer.extract import registry
from indexer.extract.flow import Flow
from indexer.extract.package import Package, attribute, children, descend, local, opened, reference, value_of
from indexer.extract.source import TABLE_LEVEL, Reading, Source, corrupt, single_page
from indexer.places import CELL_SEPARATOR

VERSION = 3

_HEADING_STYLE = re.compile(
    r"^(?:heading|überschrift|titre|titolo|rubrik|kop|encabezado|título)\s?([1-9])$", re.IGNORECASE
)
_MAIN = re.compile(r"word/document\d*\.xml")
_AROUND = re.compile(r"word/(?:footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "sectPr"})
_NO_ROWS = _LEFT_OUT | {"tbl"}
_DEPTH = 3  # of documents that are imported into one another


def extract(source: Source) -> Reading:
    """Text boxes, content controls, insertions, and at the end notes, comments, headers and footers are read too;
    deleted or hidden text and field codes are not. Raises KnownError(CORRUPT, ENCRYPTED or TOO_LARGE)."""
    with opened(source, "Word document") as package:
        names = package.names(_MAIN)
        if not names:
            raise corrupt(source.path, "it is no complete Word document", "there is no main part")
        imported = partial(_imported, package, names[0], source.depth)
        writer = _Writer(_heading_styles(package.tree("word/styles.xml")), imported)
        writer.blocks(package.required(names[0]))
        writer.end_sections()
        for name in sorted(package.names(_AROUND)):
            writer.blocks(package.tree(name))
        text, headings = writer.finished()
        title, author, created = package.properties()
    title = title or next((h.text for h in headings if h.level == 1 and h.text), "")
    return Reading(title, author, created, "docx", 1, single_page(text, headings))


def _imported(package: Package, main: str, depth: int, key: str) -> str:
    """The text of a part in another format (a web page, a rich text) that Word shows as if it stood in the document;
    nothing where it can't be read, so that the rest is."""
    part = package.relations(main).get(key, ("", ""))[1]
    if part not in package or depth >= _DEPTH:
        return ""
    with package.stream(part) as file:
        inner = Source.within(posixpath.basename(part), file.read(), depth + 1)
    try:
        return "\n\n".join(page.text for page in registry.open_source(inner).pages)
    except FootnoteError:
        return ""


def _heading_styles(styles: Any) -> dict[str, int]:
    """Style id → heading level, by the style's outline level or else its name; styles inherit."""
    levels: dict[str, int] = {}
    parents: dict[str, str] = {}
    for style in styles:
        if not isinstance(style.tag, str) or local(style) != "style":
            continue
        identity, name = attribute(style, "styleId"), value_of(style, "name")
        outline = value_of(style, "pPr", "outlineLvl")
        if outline.isdigit() and int(outline) < TABLE_LEVEL - 1:
            levels[identity] = int(outline) + 1
        elif match := _HEADING_STYLE.match(name):
            levels[identity] = int(match[1])
        elif name.lower() == "title":
            levels[identity] = 1
        elif based := value_of(style, "basedOn"):
            parents[identity] = based
    for identity in parents:
        ancestor, seen = identity, set[str]()
        while ancestor in parents and ancestor not in seen:
            seen.add(ancestor)
            ancestor = parents[ancestor]
        if ancestor in levels:
            levels[identity] = levels[ancestor]
    return levels


class _Writer(Flow):
    """Walks blocks and collects their text."""

    def __init__(self, styles: dict[str, int], imported: Callable[[str], str] = lambda _: "") -> None:
        super().__init__()
        self._styles = styles
        self._imported = imported

    def blocks(self, container: Any) -> None:
        """Paragraphs and tables under `container`, through content controls and other wrappers."""
        pending = [container]
        while pending:
            node = pending.pop()
            name = local(node)
            if name == "p":
                self._paragraph(node)
            elif name == "tbl":
                self.table(list(_rows(node)))
            elif name == "altChunk":
                self.paragraph(self._imported(reference(node)))
            elif name not in _LEFT_OUT:
                pending.extend(reversed([child for child in node if isinstance(child.tag, str)]))

    def _paragraph(self, node: Any) -> None:
        text, boxes = _paragraph_text(node)
        self.paragraph(text, self._level(node))
        for box in boxes:
            self.blocks(box)

    def _level(self, node: Any) -> int:
        """The heading level of a paragraph, 0 for none."""
        outline = value_of(node, "pPr", "outlineLvl")
        if outline.isdigit():
            return int(outline) + 1 if int(outline) < TABLE_LEVEL - 1 else 0
        return self._styles.get(value_of(node, "pPr", "pStyle"), 0)


def _rows(table: Any) -> Iterator[str]:
    for row in descend(table, "tr", left_out=_NO_ROWS):
        cells = [" ".join(_cell_text(cell).split()) for cell in descend(row, "tc", left_out=_NO_ROWS)]
        yield CELL_SEPARATOR.join(cells)


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
        name = local(node)
        if name == "t":
            parts.append(node.text or "")
        elif name in ("tab", "ptab") and local(node.getparent()) == "r":
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
    properties = next(children(run, "rPr"), None)
    mark = next(children(properties, "vanish"), None) if properties is not None else None
    return mark is not None and attribute(mark, "val") not in ("0", "false", "off")
