"""How a folder's documents stand, as a person says it. Knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale

from desktop_app.ui.library_words import SIGNS, Sign, document_count
from desktop_app.ui.translation import later, tr, trn
from indexer.types import DocumentState

_WORST_FIRST = (DocumentState.FAILED, DocumentState.PENDING, DocumentState.KEYWORD_READY)
_STANDS = (
    (DocumentState.INDEXED, later("{n} ready")),
    (DocumentState.KEYWORD_READY, later("{n} found by keywords only")),
    (DocumentState.PENDING, later("{n} waiting")),
    (DocumentState.FAILED, later("{n} not read")),
    (DocumentState.SKIPPED, later("{n} left out")),
    (DocumentState.OFFLINE, later("{n} on a drive that is away")),
)


def worst(counts: Mapping[str, int]) -> Sign | None:
    """The sign of what needs a look first: what could not be read, then what is still to be read; None where all is
    well."""
    return next((SIGNS[state] for state in _WORST_FIRST if counts.get(state)), None)


def standing(counts: Mapping[str, int]) -> list[str]:
    """How many documents stand how: "12 ready", "3 waiting"."""
    return [tr(words, n=QLocale().toString(counts[state])) for state, words in _STANDS if counts.get(state)]


def spoken(name: str, counts: Mapping[str, int]) -> str:
    """A folder as a screen reader says it: "Contracts, 312 documents, 2 not read"."""
    parts = [name, trn("{n} document", "{n} documents", document_count(counts))]
    parts += [tr(words, n=QLocale().toString(counts[state]))
              for state, words in _STANDS if state in _WORST_FIRST and counts.get(state)]  # fmt: skip
    return ", ".join(parts)
