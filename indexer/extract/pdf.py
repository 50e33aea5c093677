"""PDF by PDFium: the engine that QtPdf shows pages with, so that a span found here can be highlighted there.

A page's text is what `FPDFText_GetText` gives for all of it. QtPdf counts in PDFium's own characters: a character
outside the Basic Multilingual Plane counts two, and in a few broken fonts some are left out of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw

from indexer.errors import ErrorCode, KnownError, known
from indexer.extract import pdf_salvage
from indexer.extract.source import Reading, Source, corrupt, encrypted, heading, stated_title, too_large
from indexer.types import Heading, Page

VERSION = 1

_PAGES = 20_000
_OUTLINE_ITEMS = 10_000
_FEW_CHARACTERS = 20  # a page with fewer, in a document of such pages, is a picture of a page
_OBJECTS, _MANY_PATHS = 2000, 200  # letters drawn as outlines are many paths; a logo is few
_ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")


def extract(source: Source) -> Reading:
    """Pages with labels; the outline as headings where they stand on their pages. A page that can't be read is
    empty, the others stay. Raises KnownError(ENCRYPTED, CORRUPT, TOO_LARGE), while reading NEEDS_OCR or CORRUPT."""
    try:
        document = pypdfium2.PdfDocument(source.content(), password=source.password or None)
    except pypdfium2.PdfiumError as error:
        return _salvaged(source, error)
    count = len(document)
    if count > _PAGES:
        document.close()
        raise too_large(source.path, f"has {count:,} pages", f"Split it into parts of up to {_PAGES:,} pages.")
    values = document.get_metadata_dict()
    return Reading(
        stated_title(values.get("Title", "")),
        _clean(values.get("Author", "")),
        _iso_date(values.get("CreationDate", "")),
        "pdf",
        count,
        _pages(source, document),
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
    outline = _outline(document)
    tally = _Tally()
    count, broken = len(document), 0
    try:
        for index in range(count):
            try:
                text = _page_text(document, index, tally)
            except (pypdfium2.PdfiumError, ValueError, AssertionError):
                text, broken = "", broken + 1
            label = document.get_page_label(index) or None
            yield Page(index + 1, label, text, tuple(_placed(outline.get(index, ()), text)))
    finally:
        document.close()
    if broken == count:
        raise corrupt(source.path, "none of its pages can be read")
    few = tally.legible < _FEW_CHARACTERS * count
    if (few and tally.pictures) or (not tally.legible and tally.drawn):
        raise _needs_ocr(source, "holds pictures of pages, not their text")
    if tally.illegible > tally.legible:
        raise _needs_ocr(source, "shows text but does not say which characters it consists of")


def _needs_ocr(source: Source, what: str) -> KnownError:
    return known(
        ErrorCode.NEEDS_OCR,
        f"{source.path.name} {what}.",
        "Run it through text recognition (OCR) and add the result.",
    )


@dataclass
class _Tally:
    """What the pages so far hold. `legible` are letters and digits; `illegible` the control and private-use
    characters of fonts without a character map; `drawn` is something that may show text."""

    legible: int = 0
    illegible: int = 0
    pictures: bool = False
    drawn: bool = False

    def add(self, text: str) -> int:
        """Count a page; returns its legible characters."""
        legible = sum(map(str.isalnum, text))
        self.legible += legible
        self.illegible += len(_ILLEGIBLE.findall(text))
        return legible


def _page_text(document: Any, index: int, tally: _Tally) -> str:
    """The text of a page. Where it is scarce, looks what is drawn there instead."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            text: str = text_page.get_text_range()
        finally:
            text_page.close()
        if tally.add(text) < _FEW_CHARACTERS and not tally.pictures:
            kinds = [item.type for item in islice(page.get_objects(max_depth=4), _OBJECTS)]
            tally.pictures = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds
            outlines = kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_PATH) >= _MANY_PATHS
            tally.drawn = tally.drawn or tally.pictures or outlines or pypdfium2.raw.FPDF_PAGEOBJ_TEXT in kinds
        return text
    finally:
        page.close()


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
    words = r"\s+".join(re.escape(word) for word in title.split()[:30])
    line = re.compile(
        rf"^[ \t]*(?:(?:chapter|section|part|appendix)\s+)?[\dA-Z.]*[ \t]*({words})[ \t]*\r?$", re.I | re.M
    )
    match = line.search(text, after) or re.compile(f"({words})", re.I).search(text, after)
    if match is None:
        return None
    return match.start() + len(match[0]) - len(match[0].lstrip())


def _clean(value: str) -> str:
    return " ".join(value.replace("\x00", " ").split())


def _iso_date(value: str) -> str:
    """ "D:20240131…" → "2024-01-31"."""
    match = _DATE.match(value.strip())
    if not match or not "1900" <= match[1] <= "2100":
        return ""
    return "-".join(part for part in match.groups() if part)
