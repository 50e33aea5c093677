"""What the table of documents says of a document, a cell for each column. Knows no widgets."""

from __future__ import annotations

import os
from dataclasses import dataclass

from PySide6.QtCore import QLocale

from desktop_app.ui.kind_words import kind, pages_of
from desktop_app.ui.library_words import date, exact_date, sign_of, size
from desktop_app.ui.problem_words import problem_of, tip, words_of
from desktop_app.ui.translation import later, tr
from indexer.types import Document


@dataclass(frozen=True)
class Column:
    """A column; `sort` is its name in `ListDocuments`, empty where the library can't sort by it."""

    title: str
    sort: str
    width: int
    numeric: bool = False


COLUMNS = (
    Column(later("Name"), "name", 280),
    Column(later("Kind"), "kind", 112),
    Column(later("State"), "state", 104),
    Column(later("Pages"), "pages", 72, True),
    Column(later("Passages"), "chunks", 92, True),
    Column(later("Size"), "size", 84, True),
    Column(later("Modified"), "modified", 120, True),
    Column(later("Problem"), "", 320),
)
NAME, KIND, STATE, PAGES, CHUNKS, SIZE, MODIFIED, PROBLEM = range(len(COLUMNS))


@dataclass(frozen=True, slots=True)
class Cell:
    """Its words, and the names of an icon (empty: none) and of the tones that both have."""

    text: str
    icon: str = ""
    tone: str = "ink_soft"
    icon_tone: str = "ink_soft"


def cells_of(document: Document) -> tuple[Cell, ...]:
    """The cells of a row, as of now: dates are told as today sees them."""
    sign, problem, shown, locale = sign_of(document), problem_of(document), kind(document.kind), QLocale()
    return (
        Cell(os.path.basename(document.path), shown.icon, "ink"),  # noqa: PTH119 - a screen of rows at a time
        Cell(shown.word),
        Cell(sign.word, sign.icon, sign.tone, sign.tone),
        Cell(locale.toString(document.pages) if document.pages else ""),
        Cell(locale.toString(document.chunks) if document.chunks else ""),
        Cell(size(document.size)),
        Cell(date(document.modified)),
        Cell(words_of(problem)[0] if problem else ""),
    )


def tip_of(document: Document, column: int) -> str:
    """What a hover over a cell tells."""
    match COLUMNS[column].sort:
        case "name":
            return document.path
        case "state":
            return sign_of(document).meaning
        case "pages":
            return pages_of(document.kind, document.pages) if document.pages else ""
        case "size":
            return tr("{number} bytes", number=QLocale().toString(document.size))
        case "modified":
            return exact_date(document.modified)
        case "":
            problem = problem_of(document)
            return tip(problem) if problem else ""
        case _:
            return ""
