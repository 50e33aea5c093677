"""HTML as a browser would show it without its looks: blocks on lines, table rows on a line each."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from indexer.extract.source import TABLE_LEVEL, Reading, Source, heading, single_page
from indexer.extract.text import decode
from indexer.types import Heading

VERSION = 1

_SKIPPED = frozenset(str.split("script style template noscript svg math head iframe object canvas select button"))
_BLOCKS = frozenset(
    str.split(
        "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
        "tfoot thead tr ul caption"
    )
)
_APART = frozenset(str.split("p h1 h2 h3 h4 h5 h6 blockquote pre table ul ol dl section article figure"))
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_LAYOUT = "h1, h2, h3, h4, h5, h6, ul, ol, form, article, section, pre"
_NESTED = 4  # tables in tables deeper than this lay something out
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:-]+)", re.IGNORECASE)
_AUTHORS = ("author", "dc.creator", "citation_author", "article:author")
_DATES = ("article:published_time", "dc.date", "date", "citation_publication_date", "dcterms.created")


def extract(source: Source) -> Reading:
    """The visible text with its headings. Raises KnownError(UNSUPPORTED) where the file is no text at all."""
    tree = LexborHTMLParser(decode(source, declared_charset(source.start)))
    text, headings = _visible(tree)
    meta = _meta(tree)
    named = tree.css_first("title")
    title = " ".join(named.text().split()) if named is not None else ""
    if not title:
        title = meta.get("og:title", "") or next((h.text for h in headings if h.level == 1), "")
    date = re.match(r"\d{4}-\d{2}-\d{2}", next((meta[name] for name in _DATES if name in meta), ""))
    author = next((meta[name] for name in _AUTHORS if name in meta), "")
    return Reading(title, author, date[0] if date else "", "html", 1, single_page(text, headings))


def declared_charset(start: bytes) -> str:
    """The encoding that a page claims near its start, empty where it claims none."""
    match = _META_CHARSET.search(start)
    return match[1].decode("ascii") if match else ""


def text_of(markup: str) -> tuple[str, tuple[Heading, ...]]:
    """The visible text of a page that lies in another document, and its headings."""
    return _visible(LexborHTMLParser(markup))


def _visible(tree: LexborHTMLParser) -> tuple[str, tuple[Heading, ...]]:
    builder = _Builder()
    if tree.body is not None:
        _walk(tree.body, builder)
    return builder.finished()


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = node.attributes.get("name") or node.attributes.get("property")
        if name:
            found.setdefault(name.lower(), " ".join((node.attributes.get("content") or "").split()))
    return found


def _is_data(table: Any) -> bool:
    """Whether a table holds data; one with blocks or other tables in its cells lays the page out."""
    return table.css_first(_LAYOUT) is None and len(table.css("table")) == 1


class _Builder:
    """Collects the text; white space is folded as a browser does, outside of <pre> and within a table's cells."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._breaks = 2  # line ends at the end of the text so far: none are wanted at its start
        self._space = False
        self._headings: list[Heading] = []
        self._preformatted = 0
        self._tables: list[_Table] = []
        self._marks: list[tuple[int, int]] = []

    def _add(self, piece: str) -> None:
        self._parts.append(piece)
        self._length += len(piece)

    def text(self, piece: str) -> None:
        if self._preformatted:
            self._add(piece)
            ends = len(piece) - len(piece.rstrip("\n"))
            self._breaks = ends if ends < len(piece) else self._breaks + ends
            self._space = False
            return
        words = " ".join(piece.split())
        if not words:
            self._space = self._space or bool(piece)
            return
        if (self._space or piece[0].isspace()) and self._parts and not self._parts[-1].endswith((" ", "\n")):
            self._add(" ")
        self._add(words)
        self._breaks = 0
        self._space = piece[-1].isspace()

    def _line(self, wanted: int = 1) -> None:
        """At least `wanted` line ends before what follows (2 leave an empty line); a space within a cell."""
        if self._tables and self._tables[-1].in_cell:
            self._space = True
            return
        self._space = False
        if self._breaks < wanted:
            self._add("\n" * (wanted - self._breaks))
            self._breaks = wanted

    def enter(self, tag: str, node: Any) -> None:
        if tag == "br":
            self._line()
        elif tag in ("td", "th") and self._tables and self._tables[-1].is_data:
            self._tables[-1].enter_cell(tag)
            if self._tables[-1].cells > 1:
                self._add(" | ")
                self._breaks, self._space = 0, False
        elif tag == "tr" and self._tables and self._tables[-1].is_data:
            self._line()
            self._enter_row(self._tables[-1])
        elif tag in _BLOCKS or tag in ("td", "th"):
            self._line(2 if tag in _APART else 1)
            if tag == "pre":
                self._preformatted += 1
            elif tag == "table":
                self._tables.append(_Table(len(self._tables) < _NESTED and _is_data(node)))
            elif tag in _LEVELS:
                self._mark()

    def leave(self, tag: str) -> None:
        if tag in ("td", "th") and self._tables and self._tables[-1].is_data:
            self._tables[-1].in_cell = False
        elif tag == "tr" and self._tables and self._tables[-1].is_data:
            table, text = self._tables[-1], self._marked()[1]
            if table.rows == 1 and table.all_header and table.cells > 1:
                table.header = text
            self._line()
        elif tag in _BLOCKS or tag in ("td", "th"):
            if tag in _LEVELS:
                start, text = self._marked()
                if text:
                    self._headings.append(heading(start, _LEVELS[tag], text))
            elif tag == "pre":
                self._preformatted -= 1
            elif tag == "table" and self._tables and self._tables.pop().rows_under_header:
                self._headings.append(Heading(self._length, TABLE_LEVEL, ""))
            self._line(2 if tag in _APART else 1)

    def _enter_row(self, table: _Table) -> None:
        table.rows += 1
        table.cells, table.all_header = 0, True
        if table.header:
            if not table.rows_under_header:
                self._headings.append(heading(self._length, TABLE_LEVEL, table.header))
            table.rows_under_header += 1
        self._mark()

    def _mark(self) -> None:
        self._marks.append((self._length, len(self._parts)))

    def _marked(self) -> tuple[int, str]:
        """Where the last mark was set, and the text since."""
        start, part = self._marks.pop() if self._marks else (self._length, len(self._parts))
        return start, " ".join("".join(self._parts[part:]).split())

    def finished(self) -> tuple[str, tuple[Heading, ...]]:
        return "".join(self._parts), tuple(self._headings)


class _Table:
    """Where the walk is in a table. A table that only lays a page out has cells of blocks, not rows of data."""

    def __init__(self, is_data: bool) -> None:
        self.is_data = is_data
        self.in_cell = False
        self.rows = self.cells = self.rows_under_header = 0
        self.all_header = True
        self.header = ""

    def enter_cell(self, tag: str) -> None:
        self.in_cell = True
        self.cells += 1
        self.all_header = self.all_header and tag == "th"


def _walk(root: Any, builder: _Builder) -> None:
    """Every node in document order, entered and left, without recursion: pages nest thousands deep."""
    node, depth = root, 0
    while True:
        tag = node.tag
        if tag == "-text":
            builder.text(node.text_content or "")
        elif not tag.startswith("-") and tag not in _SKIPPED:
            builder.enter(tag, node)
            if (child := node.first_child) is not None:
                node, depth = child, depth + 1
                continue
            builder.leave(tag)
        while depth and (following := node.next) is None:
            node, depth = node.parent, depth - 1
            builder.leave(node.tag)
        if not depth:
            return
        node = following
