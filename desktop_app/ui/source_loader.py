"""What the source pane needs to know before it can show a passage; runs on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_app.services import Library
from desktop_app.ui.passage import Passage
from indexer.errors import FootnoteError
from indexer.types import Document, Page

_CLOCK_SLACK = 0.01  # seconds that a file system may round a time by


class FileState(StrEnum):
    """What became of the file since it was indexed."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True)
class LoadedSource:
    """`pages` is the stored text: of the passage's page for a PDF, of the whole document else; empty when the
    library no longer has it. `document` is None then, too."""

    passage: Passage
    document: Document | None
    pages: tuple[Page, ...]
    file: FileState

    @property
    def is_pdf(self) -> bool:
        """Whether the file itself can be shown as pages."""
        kind = self.document.kind if self.document else Path(self.passage.path).suffix.lower().lstrip(".")
        return kind == "pdf" and self.file is not FileState.MISSING


def load_source(library: Library, passage: Passage, *, whole: bool = False) -> LoadedSource:
    """Ask the library for the text and the disk for the file. `whole` asks for every page of a PDF as well. Never
    raises for a document that is gone: then the passage itself is all there is."""
    try:
        stored = library.text(passage.document_id, None if whole else passage.page)
        document, pages = stored.document, stored.pages
    except FootnoteError:
        document, pages = None, ()
    return LoadedSource(passage, document, pages, file_state(passage.path, document))


def file_state(path: str, document: Document | None) -> FileState:
    """Compare the file with what was indexed. Without a document only its absence can be told."""
    try:
        now = Path(path).stat()
    except OSError:
        return FileState.MISSING
    if document is None:
        return FileState.SAME
    same = now.st_size == document.size and abs(now.st_mtime - document.modified) <= _CLOCK_SLACK
    return FileState.SAME if same else FileState.CHANGED
