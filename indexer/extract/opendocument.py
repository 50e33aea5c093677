"""OpenDocument in packages and as flat XML: texts, presentations, drawings and spreadsheets."""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree

from indexer.extract import opendocument_pages, opendocument_sheets
from indexer.extract.opendocument_text import LEFT_OUT, TextWriter, plain_text, title_styles
from indexer.extract.package import (
    Package,
    attribute,
    below,
    children,
    descend,
    elements,
    iso_date,
    local,
    opened,
    parsed,
    reading,
)
from indexer.extract.source import Reading, Source, locked, single_page, stated_title
from indexer.types import Page

VERSION = 1

_WHAT, _INSTEAD = "OpenDocument file", "PDF"
_SHEETS = b"vnd.oasis.opendocument.spreadsheet"
_HEADERS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
_FIELDS = frozenset({"page-number", "page-count", "sheet-name", "title", "date", "time", "file-name"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_NONE = etree.Element("none")


@dataclass(frozen=True)
class _Document:
    """The roots of its parts; all are the same in flat XML. `package` is None there."""

    content: Any
    styles: Any
    meta: Any
    package: Package | None = None

    def embedded(self, reference: str) -> Any:
        """The body of an object in the package, an empty element where there is none."""
        if self.package is None:
            return _NONE
        root = self.package.tree(posixpath.normpath(f"{reference}/content.xml"))
        body = below(root, "body")
        return root if body is None else body


def extract(source: Source) -> Reading:
    """The kind of the result is that of what it holds: "presentation" for slides, "spreadsheet" for sheets, else
    "opendocument". Raises KnownError(CORRUPT, ENCRYPTED or TOO_LARGE), then or while iterating."""
    with _opened(source) as document:
        title, author, created, sheets = _properties(document.meta)
        body = next(elements(below(document.content, "body")), None) if document.content is not _NONE else None
        if body is None or local(body) == "spreadsheet":
            around = list(_around(document.styles))
            return Reading(title, author, created, "spreadsheet", sheets, _sheets(source, around))
        if local(body) in ("presentation", "drawing"):
            pages = opendocument_pages.pages(body, document.styles, document.embedded)
            kind = "presentation" if local(body) == "presentation" else "opendocument"
            title = title or next((h.text for page in pages[:1] for h in page.headings if h.level == 1), "")
            return Reading(title, author, created, kind, len(pages), iter(pages))
        writer = TextWriter(title_styles(document.content, document.styles), document.embedded)
        writer.blocks(body)
        writer.end_sections()
        writer.notes()
        for line in _around(document.styles):
            writer.paragraph(line)
        text, headings = writer.finished()
    title = title or next((h.text for h in headings if h.level == 1 and h.text), "")
    return Reading(title, author, created, "opendocument", 1, single_page(text, headings))


@contextlib.contextmanager
def _opened(source: Source) -> Iterator[_Document]:
    """The document; the content of a spreadsheet is left out, for it is read row by row."""
    if not source.start.startswith(b"PK"):
        with reading(source, _WHAT):
            root = parsed(source.read())
            if below(root, "body") is None:
                raise ValueError("there is no body")
            yield _Document(root, root, root)
        return
    with opened(source, _WHAT, _INSTEAD) as package:
        manifest = package.tree("META-INF/manifest.xml")
        if next(descend(manifest, "encryption-data", left_out=LEFT_OUT), None) is not None:
            raise locked(source.path)
        content = _NONE if _SHEETS in _type(package) else package.required("content.xml")
        if content is not _NONE and below(content, "body") is None:
            raise ValueError("there is no body")
        yield _Document(content, package.tree("styles.xml"), package.tree("meta.xml"), package)


def _type(package: Package) -> bytes:
    if "mimetype" not in package:
        return b""
    with package.stream("mimetype") as file:
        return file.read(200)


def _sheets(source: Source, around: list[str]) -> Iterator[Page]:
    number = 0
    with _content(source) as content:
        for page in opendocument_sheets.pages(source.path, content):
            number = page.number or number
            yield page
    if around:
        yield Page(number + 1, "Headers and footers", "\n".join(around))


@contextlib.contextmanager
def _content(source: Source) -> Iterator[IO[bytes]]:
    if not source.start.startswith(b"PK"):
        with reading(source, _WHAT), source.open() as file:
            yield file
        return
    with opened(source, _WHAT, _INSTEAD) as package, package.stream("content.xml") as part:
        yield part


def _properties(root: Any) -> tuple[str, str, str, int]:
    """Title, author, ISO date of creation, number of sheets (at least 1)."""
    meta = below(root, "meta")
    nodes = list(elements(meta)) if meta is not None else []
    values = {local(node): " ".join((node.text or "").split()) for node in nodes}
    counts = [attribute(node, "table-count") for node in nodes if local(node) == "document-statistic"]
    sheets = int(counts[0]) if counts and counts[0].isdecimal() and len(counts[0]) < 5 else 1
    author = values.get("initial-creator") or values.get("creator", "")
    return stated_title(values.get("title", "")), author, iso_date(values.get("creation-date", "")), max(sheets, 1)


def _around(styles: Any) -> Iterator[str]:
    """What is printed above and below the pages, once, without the fields in it; "Page" alone is left out."""
    said: set[str] = set()
    for page in descend(styles, "master-page", left_out=LEFT_OUT):
        for name in _HEADERS:
            for part in children(page, name):
                if attribute(part, "display") == "false":
                    continue
                for block in descend(part, "p", left_out=LEFT_OUT):
                    fields = [node for name in _FIELDS for node in descend(block, name, left_out=LEFT_OUT)]
                    for field in fields:
                        field.text = ""
                    line = " ".join(plain_text(block).split())
                    if line not in said and len(_WORD.findall(line)) >= (2 if fields else 1):
                        said.add(line)
                        yield line
