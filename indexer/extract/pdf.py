"""PDF by PDFium: the engine that QtPdf shows pages with, so that a span found here can be highlighted there.

A page's text is what `FPDFText_GetText` gives for all of it, and after it what people filled in and noted there.
QtPdf counts in PDFium's own characters: a character outside the Basic Multilingual Plane counts two, and in a few
broken fonts some are left out of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw

from indexer.extract import formats, ocr, pdf_pictures, pdf_salvage
from indexer.extract.pdf_notes import notes_of
from indexer.extract.source import Reading, Source, corrupt, encrypted, heading, stated_title, too_large
from indexer.types import Heading, Page

VERSION = 3

_PAGES = 20_000
_OUTLINE_ITEMS = 10_000
_NUMBER = re.compile(r"[ \t]*(?:(?:chapter|section|part|appendix)\s+)?[\dA-Z.]*[ \t]*", re.I)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")


def extract(source: Source) -> Reading:
    """Pages with labels; the outline as headings where they stand on their pages. A page that can't be read is
    empty, the others stay. With `source.ocr` the text of pages that are pictures is recognized, and a document of
    which most are is of the kind "scan"; without, such pages say so. Raises KnownError(ENCRYPTED, CORRUPT,
    TOO_LARGE), while reading NEEDS_OCR or CORRUPT."""
    try:
        document = pypdfium2.PdfDocument(source.content(), password=source.password or None)
    except pypdfium2.PdfiumError as error:
        return _salvaged(source, error)
    count = len(document)
    if count > _PAGES:
        document.close()
        raise too_large(source.path, f"has {count:,} pages", f"Split it into parts of up to {_PAGES:,} pages.")
    document.init_forms()
    values = document.get_metadata_dict()
    pictures = _pictures(document) if source.ocr else frozenset()
    return Reading(
        stated_title(values.get("Title", "")),
        _clean(values.get("Author", "")),
        _iso_date(values.get("CreationDate", "")),
        formats.SCAN if 2 * len(pictures) > count else formats.PDF,
        count,
        _recognized(document, pictures) if pictures else _pages(source, document),
    )


def _salvaged(source: Source, error: Any) -> Reading:
    """PDFium refused the file: pypdf opens some that it does not. Its offsets are its own, but then no viewer here
    could show such a file."""
    needs_password = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
    reading = pdf_salvage.extract(source)
    if reading is not None:
        return reading
    if needs_password:
        raise encrypted(source.path, given=bool(source.password))
    raise corrupt(source.path, "it is no complete PDF", str(error)) from error


def _pages(source: Source, document: Any) -> Iterator[Page]:
    readable = unreadable = pictures = broken = 0
    count = len(document)
    with closing(_texts(document)) as texts:
        for page, is_picture in texts:
            readable += pdf_pictures.legible(page.text)
            unreadable += pdf_pictures.illegible(page.text)
            pictures += bool(is_picture)
            broken += is_picture is None
            yield replace(page, unrecognized=bool(is_picture))
    if broken == count:
        raise corrupt(source.path, "none of its pages can be read")
    if pictures and readable < pdf_pictures.FEW_CHARACTERS * count:
        raise ocr.needed(source.path, "holds pictures of pages, not their text")
    if unreadable > readable:
        raise ocr.needed(source.path, "shows text but does not say which characters it consists of")


def _pictures(document: Any) -> frozenset[int]:
    """The indices of the pages whose text is to be recognized."""
    return frozenset(index for index in range(len(document)) if _text_of(document, index)[1])


def _recognized(document: Any, pictures: frozenset[int]) -> Iterator[Page]:
    """All pages, with the recognized text where it says more than what PDFium gives."""
    with closing(_texts(document)) as texts:
        for index, (page, _) in enumerate(texts):
            if index in pictures:
                text = _recognized_text(document, index)
                if pdf_pictures.legible(text) > pdf_pictures.legible(page.text):
                    page = replace(
                        page, text=text, headings=tuple(_placed([(h.level, h.text) for h in page.headings], text))
                    )
            yield page


def _texts(document: Any) -> Generator[tuple[Page, bool | None]]:
    """Each page with PDFium's text, and whether it is a picture of text (None: it can't be read). Closes the document
    at the end."""
    outline = _outline(document)
    try:
        for index in range(len(document)):
            text, is_picture = _text_of(document, index)
            label = document.get_page_label(index) or None
            yield Page(index + 1, label, text, tuple(_placed(outline.get(index, ()), text))), is_picture
    finally:
        document.close()


def _text_of(document: Any, index: int) -> tuple[str, bool | None]:
    try:
        page = document[index]
    except (pypdfium2.PdfiumError, ValueError, AssertionError):
        return "", None
    try:
        text_page = page.get_textpage()
        try:
            text: str = text_page.get_text_range()
        finally:
            text_page.close()
        is_picture = False
        with suppress(pypdfium2.PdfiumError):
            is_picture = pdf_pictures.needs_ocr(page, text)
        return _with_notes(text, document, page), is_picture
    except (pypdfium2.PdfiumError, ValueError, AssertionError):
        return "", None
    finally:
        page.close()


def _recognized_text(document: Any, index: int) -> str:
    page = document[index]
    try:
        return _with_notes(ocr.recognize(pdf_pictures.picture_of(page)), document, page)
    finally:
        page.close()


def _with_notes(text: str, document: Any, page: Any) -> str:
    """After the page's own text, whose spans stay as they are."""
    return "\r\n".join(part for part in (text, *notes_of(page, document.formenv)) if part)


def _outline(document: Any) -> dict[int, list[tuple[int, str]]]:
    """Page index → (level, title) of the outline's items that lead there; as much as can be read."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    try:
        for item in islice(document.get_toc(max_depth=6), _OUTLINE_ITEMS):
            target = item.get_dest()
            page = target.get_index() if target is not None else None
            if page is not None and (title := _clean(item.get_title())):
                found[page].append((item.level + 1, title))
    except (pypdfium2.PdfiumError, ValueError):
        pass  # the text doesn't depend on the outline
    return found


def _placed(items: Any, text: str) -> list[Heading]:
    """Headings at the place of their titles on the page, in the outline's order; at the place of the one before
    where a title can't be found."""
    placed: list[Heading] = []
    at = 0
    for level, title in items:
        start = _find_title(title, text, at)
        if start is not None:
            at = start
        placed.append(heading(at, level, title))
    return placed


def _find_title(title: str, text: str, after: int) -> int | None:
    """Where `title` stands in `text`, white space and case aside, best on a line of its own (a number may precede
    it)."""
    first = None
    for start, end in _occurrences(title.lower().split()[:30], text, after):
        first = start if first is None else first
        line = text.rfind("\n", 0, start) + 1
        before, rest = text[line:start], text[end:].partition("\n")[0]
        if line >= after and not rest.strip(" \t\r") and _NUMBER.fullmatch(before):
            return start - len(before.lstrip())
    return first


def _occurrences(words: list[str], text: str, after: int) -> Iterator[tuple[int, int]]:
    """Where these words (lower case) follow one another with nothing but white space between."""
    lower = text.lower()
    if not words or len(lower) != len(text):  # a letter that is two in lower case would move the offsets
        return
    start = lower.find(words[0], after)
    while start >= 0:
        end = start + len(words[0])
        for word in words[1:]:
            at = end
            while at < len(lower) and lower[at].isspace():
                at += 1
            if at == end or not lower.startswith(word, at):
                break
            end = at + len(word)
        else:
            yield start, end
        start = lower.find(words[0], start + 1)


def _clean(value: str) -> str:
    return " ".join(value.replace("\x00", " ").split())


def _iso_date(value: str) -> str:
    """ "D:20240131…" → "2024-01-31"."""
    match = _DATE.match(value.strip())
    if not match or not "1900" <= match[1] <= "2100":
        return ""
    return "-".join(part for part in match.groups() if part)
