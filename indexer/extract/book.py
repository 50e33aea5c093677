"""E-books: EPUB a chapter a page in reading order, FictionBook (FB2) a section a page.

An own reader over zipfile and lxml: EbookLib is licensed under the AGPL.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from indexer.errors import ErrorCode, known
from indexer.extract import fiction_book, html, package
from indexer.extract.package import Package, attribute, children, elements, local
from indexer.extract.source import Reading, Source, heading, stated_title, unsupported
from indexer.extract.text import decode
from indexer.types import Heading, Page

VERSION = 1

_WHAT = "e-book"
_CHAPTER_BYTES = 64 << 20
_KINDLE = (b"BOOKMOBI", b"TEXtREAd")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)")
# XHTML closes an empty element with a slash, which HTML ignores: all that follows would lie in it.
_CLOSED = re.compile(
    r"<(?!(?:br|hr|img|meta|link|input|col|area|base|wbr|embed|source|track|param)\b)([A-Za-z][\w:-]*)([^<>]*)/>"
)
# Publishers scramble fonts so that they can't be taken out; that is no protection of the text.
_SCRAMBLED_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


@dataclass(frozen=True)
class _Chapter:
    """A part of the package; `title` is what the table of contents calls it, empty where it doesn't."""

    part: str
    title: str


def extract(source: Source) -> Reading:
    """Chapters are numbered by their place in the reading order, from 1; those without text are left out. Raises
    KnownError(CORRUPT, TOO_LARGE, ENCRYPTED), UNSUPPORTED for the formats of Kindle and for compiled help."""
    if source.start[60:68] in _KINDLE or source.start.startswith(b"TPZ"):
        raise unsupported(
            source.path, "is a Kindle book, which Footnote can't read", "Convert it to EPUB and add that."
        )
    if source.start.startswith(b"ITSF"):
        raise unsupported(
            source.path, "is a compiled help file, which Footnote can't read", "Convert it to EPUB or PDF and add that."
        )
    if b"<FictionBook" in source.start:
        return fiction_book.extract(source)
    with package.opened(source, _WHAT) as book:
        description = _description(book)
        chapters = _chapters(book, description)
        _refuse_protected(source, book, {chapter.part for chapter in chapters})
        values = _metadata(book.required(description))
    return Reading(*values, "book", len(chapters), _pages(source, chapters))


def _description(book: Package) -> str:
    """The part that says what the book consists of. Raises ValueError where there is none."""
    for node in book.tree("META-INF/container.xml").iter("{*}rootfile"):
        if (path := str(node.get("full-path", ""))) in book:
            return path
    return next(iter(book.names(re.compile(r".*\.opf"))), "content.opf")


def _metadata(description: Any) -> tuple[str, str, str]:
    """Title, authors and ISO date of publication."""
    found: dict[str, list[str]] = {}
    for block in children(description, "metadata"):
        for node in elements(block):
            if text := " ".join("".join(node.itertext()).split()):
                found.setdefault(local(node), []).append(text)
    dates = (package.iso_date(value) for value in found.get("date", ()))
    title = stated_title(next(iter(found.get("title", ())), ""))
    return title, ", ".join(found.get("creator", ())), next(filter(None, dates), "")


def _chapters(book: Package, name: str) -> list[_Chapter]:
    """The reading order with the titles of the table of contents, which is itself left out."""
    description = book.required(name)
    items: dict[str, tuple[str, str, str]] = {}
    for node in description.iter("{*}item"):
        part = _resolved(name, node.get("href", ""))
        items[node.get("id", "")] = (part, node.get("media-type", ""), node.get("properties", ""))
    contents = next((part for part, _, words in items.values() if "nav" in words.split()), "")
    titles = _titles_of_page(book, contents) if contents else {}
    if not titles:
        index = next((part for part, kind, _ in items.values() if kind == "application/x-dtbncx+xml"), "")
        titles = _titles_of_index(book, index) if index else {}
    order = [items[key][0] for node in description.iter("{*}itemref") if (key := node.get("idref", "")) in items]
    if not order:
        raise ValueError("the book has no reading order")
    return [_Chapter(part, titles.get(part, "")) for part in order if part != contents]


def _resolved(base: str, link: str) -> str:
    path = unquote(link.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else ""


def _titles_of_page(book: Package, name: str) -> dict[str, str]:
    """Of the table of contents that is a page (EPUB 3)."""
    found: dict[str, str] = {}
    for block in book.tree(name).iter("{*}nav"):
        if attribute(block, "type") not in ("toc", ""):
            continue
        for link in block.iter("{*}a"):
            found.setdefault(_resolved(name, link.get("href", "")), " ".join("".join(link.itertext()).split()))
    return found


def _titles_of_index(book: Package, name: str) -> dict[str, str]:
    """Of the table of contents that is an index of its own (EPUB 2)."""
    found: dict[str, str] = {}
    for point in book.tree(name).iter("{*}navPoint"):
        link = next(children(point, "content"), None)
        label = next(children(point, "navLabel"), None)
        if link is not None and label is not None:
            title = " ".join("".join(label.itertext()).split())
            found.setdefault(_resolved(name, link.get("src", "")), title)
    return found


def _refuse_protected(source: Source, book: Package, chapters: set[str]) -> None:
    for block in book.tree("META-INF/encryption.xml").iter("{*}EncryptedData"):
        methods = {node.get("Algorithm", "") for node in block.iter("{*}EncryptionMethod")}
        parts = {unquote(node.get("URI", "")) for node in block.iter("{*}CipherReference")}
        if parts & chapters and not methods <= set(_SCRAMBLED_FONTS):
            raise known(
                ErrorCode.ENCRYPTED,
                f"{source.path.name} is protected by its publisher against being read by other programs.",
                "Read it in the application that it was bought for, or get it without copy protection.",
            )


def _pages(source: Source, chapters: list[_Chapter]) -> Iterator[Page]:
    """A file that continues the chapter before it, as long chapters are cut up, goes by the same title."""
    title = ""
    with package.opened(source, _WHAT) as book:
        for number, chapter in enumerate(chapters, 1):
            text, headings = _text(book, chapter.part)
            if not text.strip():
                title = chapter.title or title
                continue
            title = chapter.title or next((item.text for item in headings if item.text), title)
            if title in (item.text for item in headings):
                headings = (Heading(0, 1, ""), *headings)  # the chapter before ends
            elif title:
                headings = (heading(0, 1, title), *(_below(item) for item in headings))
            yield Page(number, title or None, text, headings)


def _below(item: Heading) -> Heading:
    return item if item.level > 7 else Heading(item.start, item.level + 1, item.text)


def _text(book: Package, part: str) -> tuple[str, tuple[Heading, ...]]:
    """The text of a chapter; empty where the part is missing or no page."""
    if part not in book or part.lower().endswith((".svg", ".png", ".jpg", ".jpeg", ".gif")):
        return "", ()
    with book.stream(part) as file:
        data = file.read(_CHAPTER_BYTES)
    declared = _ENCODING.match(data[:200])
    markup = decode(Source.within(part, data), declared[1].decode("ascii") if declared else "")
    return html.text_of(_CLOSED.sub(r"<\1\2></\1>", markup))
