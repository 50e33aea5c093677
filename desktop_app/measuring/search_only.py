"""Search without answers, to measure in seconds what is found: for a change of embedder or of ranking."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop_app.answering.events import Event, Evidence, Failed
from desktop_app.services import Library
from indexer.errors import FootnoteError
from indexer.protocol import Search

_HITS = 10


class SearchOnly:
    """Implements `services.Answers`: what was found, and no answer."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def ask(self, question: str, *, scope: Sequence[Path] = (), **_: Any) -> Iterator[Event]:
        began = time.perf_counter()
        try:
            reply = self._library.search(Search(question, _HITS, scope=tuple(map(str, scope))))
        except FootnoteError as error:
            yield Failed(error.problem)
            return
        took = 1000 * (time.perf_counter() - began)
        yield Evidence(question, reply.evidence, reply.hits, reply.coverage, took)

    def stop(self) -> None:
        """A search is over before anybody could stop it."""
