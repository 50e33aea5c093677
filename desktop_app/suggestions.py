"""Questions that a person could ask of their own documents, made from titles and headings.

A heading names what its author thought worth finding; one that is a question is asked as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.services import Library
from indexer.errors import FootnoteError
from indexer.types import Document, DocumentState

if TYPE_CHECKING:
    from indexer.protocol import StatusReport

_LOOKED_AT = 12  # documents, the latest first
_LARGEST = 2_000_000  # bytes of a document without pages, whose whole text would have to be fetched
_PAGES = (1, 2)  # where headings are looked for
_LONGEST = 60  # characters of a heading, or of a title
_NUMBERING = re.compile(r"^\s*(?:(?:§\s*)?\d+(?:[.\-]\d+)*|[IVXLC]+(?=[.)]))[.):]?\s+")
_DULL = frozenset(
    """a abstract acknowledgements agenda and annex appendix attachment bibliography conclusion conclusions
    contents copyright definitions disclaimer foreword general glossary home index introduction introductory
    literature misc miscellaneous notes other outline overview page preface readme references remarks
    results summary table title untitled the anhang einleitung fazit inhalt inhaltsverzeichnis literatur und
    übersicht vorwort zusammenfassung""".split()  # noqa: SIM905
)


def look_around(library: Library) -> tuple[StatusReport, tuple[str, ...]]:
    """How the library stands, and what could be asked of it. Raises FootnoteError."""
    return library.status(), suggestions(library)


def suggestions(library: Library, most: int = 4) -> tuple[str, ...]:
    """At most one question a document. Raises FootnoteError when the library can't be asked."""
    from indexer.protocol import ListDocuments

    found = library.documents(
        ListDocuments(state=DocumentState.INDEXED, sort="modified", descending=True, limit=_LOOKED_AT)
    ).documents
    by_heading: list[str] = []
    by_title: list[str] = []
    for document in found:
        question = next(_questions(document, library), None)
        if question is not None:
            by_heading.append(question)
        elif name := readable_title(document):
            by_title.append(f"What is “{name}” about?")
        if len(by_heading) >= most:
            break
    return tuple(dict.fromkeys([*by_heading, *by_title]))[:most]


def readable_title(document: Document) -> str:
    """Its title, or its file's name as words; empty where that says nothing to a person."""
    title = " ".join(document.title.split())
    if not title or title == Path(document.path).stem:
        title = " ".join(re.sub(r"[_\-]+", " ", Path(document.path).stem).split())
    letters = sum(char.isalpha() for char in title)
    return title if letters >= 3 and letters * 2 >= len(title) and len(title) <= _LONGEST else ""


def _questions(document: Document, library: Library) -> Iterator[str]:
    title = readable_title(document)
    for heading in _headings(document, library):
        if heading.endswith("?"):
            yield heading
        elif title and _same(heading) != _same(title) and _tells(heading):
            yield f"What does “{title}” say about “{heading}”?"


def _headings(document: Document, library: Library) -> Iterator[str]:
    if not document.pages and document.size > _LARGEST:
        return
    for page in _PAGES if document.pages else (None,):
        try:
            pages = library.text(document.id, page).pages
        except FootnoteError:  # it left the library meanwhile
            return
        for heading in (heading for one in pages for heading in one.headings):
            yield " ".join(_NUMBERING.sub("", heading.text).split()).strip(" #*_:")


def _tells(heading: str) -> bool:
    """Whether a heading names something: two to eight words, or a long one, that are no part of every document."""
    words = re.findall(r"[^\W\d_]+", heading.casefold())
    if not words or len(heading) > _LONGEST or _DULL.issuperset(words) or len(words) > 8:
        return False
    return len(words) > 1 or len(words[0]) >= 7


def _same(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
