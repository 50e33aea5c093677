"""What the source pane needs to know before it can show a passage; runs on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_app.services import Library
from desktop_app.ui.passage import Passage
from desktop_app.ui.quotation import same_words
from indexer.errors import FootnoteError
from indexer.types import Document, DocumentState, Page

_CLOCK_SLACK = 0.01  # seconds that a file system may round a time by
_WHOLE_BYTES = 20_000_000  # of a larger file with pages, those around the passage are enough
_AROUND = 2  # pages on each side
_ONE_PAGE = ("pdf", "spreadsheet")  # shown a page at a time


class FileState(StrEnum):
    """What became of the file since it was indexed; offline is missing with its whole drive or folder."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    OFFLINE = "offline"


@dataclass(frozen=True)
class LoadedSource:
    """`pages` is the stored text: of the passage's page for a PDF or a spreadsheet, else of the whole document, or of
    the pages around the passage where it is large; empty when the library no longer has it. `document` is None then,
    too."""

    passage: Passage
    document: Document | None
    pages: tuple[Page, ...]
    file: FileState

    @property
    def kind(self) -> str:
        """The document's family of formats; empty where there is none."""
        return self.document.kind if self.document is not None else ""

    @property
    def is_pdf(self) -> bool:
        """Whether the file itself can be shown as pages."""
        kind = self.document.kind if self.document else Path(self.passage.path).suffix.lower().lstrip(".")
        return kind == "pdf" and self.is_there

    @property
    def is_there(self) -> bool:
        """Whether the file is where it was."""
        return self.file in (FileState.SAME, FileState.CHANGED)

    @property
    def is_stale(self) -> bool:
        """Whether the file is not any more as it was when the passage was taken from it: it differs from what was
        indexed, or what was indexed since says something else there."""
        if self.file is FileState.CHANGED:
            return True
        page = next((page for page in self.pages if page.number == self.passage.page), None)
        if not self.passage.quote or not self.pages:
            return False
        start = self.passage.start
        return page is None or not same_words(page.text[start : start + self.passage.length], self.passage.quote)

    @property
    def is_part(self) -> bool:
        """Whether the document has more pages than were loaded."""
        return self.document is not None and 0 < len(self.pages) < self.document.pages


def load_page(library: Library, passage: Passage) -> LoadedSource:
    """As `load_source`, with the text of the passage's page alone where the document has pages."""
    try:
        stored = library.text(passage.document_id, passage.page)
    except FootnoteError:
        return LoadedSource(passage, None, (), file_state(passage.path, None))
    return LoadedSource(passage, stored.document, stored.pages, file_state(passage.path, stored.document))


def load_source(library: Library, passage: Passage, *, whole: bool = False) -> LoadedSource:
    """Ask the library for the text and the disk for the file. `whole` asks for every page of a PDF as well. Never
    raises for a document that is gone: then the passage itself is all there is."""
    try:
        stored = library.text(passage.document_id, None if whole else passage.page)
        document, pages = stored.document, stored.pages
        if not whole and passage.page is not None and document.kind not in _ONE_PAGE:
            pages = _more_pages(library, passage.page, document) or pages
    except FootnoteError:
        document, pages = None, ()
    return LoadedSource(passage, document, pages, file_state(passage.path, document))


def _more_pages(library: Library, page: int, document: Document) -> tuple[Page, ...]:
    if document.size <= _WHOLE_BYTES:
        return library.text(document.id).pages
    around = range(max(1, page - _AROUND), min(document.pages, page + _AROUND) + 1)
    return tuple(found for number in around for found in library.text(document.id, number).pages)


def file_state(path: str, document: Document | None) -> FileState:
    """Compare the file with what was indexed. Without a document only its absence can be told."""
    try:
        now = Path(path).stat()
    except OSError:
        away = document is not None and document.state is DocumentState.OFFLINE
        return FileState.OFFLINE if away else FileState.MISSING
    if document is None:
        return FileState.SAME
    same = now.st_size == document.size and abs(now.st_mtime - document.modified) <= _CLOCK_SLACK
    return FileState.SAME if same else FileState.CHANGED
