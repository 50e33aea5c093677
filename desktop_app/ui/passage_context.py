"""A passage with a few words around it, and what became of its file; read on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.services import Library
from desktop_app.ui.fate import Fate
from desktop_app.ui.passage import Passage
from desktop_app.ui.quotation import readable
from desktop_app.ui.source_loader import FileState, LoadedSource, load_page
from desktop_app.ui.stored_text import stored_text

_AROUND = 180  # characters before and behind


@dataclass(frozen=True)
class PassageContext:
    """`before` and `after` are what stands around the passage, on one line; empty where that isn't known."""

    before: str
    after: str
    fate: Fate | None
    offline: bool


def context_of(library: Library, passage: Passage) -> PassageContext:
    """Never raises for a document that is gone: then nothing stands around the passage."""
    loaded = load_page(library, passage)
    before, after = _around(loaded, passage)
    return PassageContext(before, after, _fate(loaded), loaded.file is FileState.OFFLINE)


def _around(loaded: LoadedSource, passage: Passage) -> tuple[str, str]:
    if not loaded.pages:
        return "", ""
    kept = stored_text(loaded.pages, passage)
    mark = kept.mark(passage)
    if mark is None:
        return "", ""
    end = mark.start + mark.length
    before = readable(kept.text[max(0, mark.start - 2 * _AROUND) : mark.start])
    after = readable(kept.text[end : end + 2 * _AROUND]).removeprefix(_sign_at_end(passage.quote)).lstrip()
    return _last_words(before), _first_words(after)


def _sign_at_end(quote: str) -> str:
    """The full stop or whatever ends a quotation: a passage that was looked for is known by its letters alone."""
    last = readable(quote)[-1:]
    return "" if last.isalnum() else last


def _last_words(text: str) -> str:
    return text if len(text) <= _AROUND else "…" + text[-_AROUND:].partition(" ")[2]


def _first_words(text: str) -> str:
    return text if len(text) <= _AROUND else text[:_AROUND].rpartition(" ")[0] + "…"


def _fate(loaded: LoadedSource) -> Fate | None:
    if loaded.file is FileState.MISSING:
        return Fate.GONE
    unknown = loaded.document is None and loaded.file is not FileState.OFFLINE
    return Fate.STALE if loaded.is_stale or unknown else None
