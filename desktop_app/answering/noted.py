"""What an answer asks of the library and can do without: where it fails, that is noted and the answer goes on."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.answering.notebook import Notebook
from desktop_app.services import Library
from indexer.errors import FootnoteError


def embed(library: Library, book: Notebook, texts: Sequence[str]) -> Sequence[Sequence[float]]:
    """Vectors for the decision whether there is an answer and for its check; without them both go on by words alone."""
    try:
        return library.embed(texts)
    except FootnoteError as error:
        book.note(f"Sentences were checked by words alone: {error.problem.message}")
        return ()


def lease(library: Library, book: Notebook, seconds: float) -> bool:
    """Have indexing make room for so many seconds (0 ends it); whether it does."""
    try:
        library.lease(seconds)
    except FootnoteError as error:
        book.note(f"Indexing did not make room for the answer: {error.problem.message}")
        return False
    return True
