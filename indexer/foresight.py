"""Predictions and what became of them: the estimate a person asks for, and the run that the worker is in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from indexer import protocol as p
from indexer import scan
from indexer.catalog import Catalog, Fingerprint
from indexer.chunking import Chunker
from indexer.embedding import Embedder
from indexer.estimate import Estimator, Tools
from indexer.extract.sandbox import Limits, Sandbox
from indexer.ignore import Rules
from indexer.machine import step_back
from indexer.rates import Rates
from indexer.types import DocumentState

_LIMITS = Limits(seconds=5.0, seconds_per_page=0.0)  # for one file of a sample: an estimate must not hang either
_EMPTY_BYTES = 4_700_000  # of a library in use without a chunk in it: nearly all is SQLite's log
_CURRENT = (DocumentState.INDEXED, DocumentState.FAILED, DocumentState.SKIPPED)


@dataclass(frozen=True)
class Sources:
    """Where estimates get what they need, as it is at the time: the embedder (waiting up to so many seconds for it),
    the chunker, what is left out, the size of the library on disk, how large a file may be, how many are read at a
    time. `hold` keeps indexing off the cores for so many seconds."""

    embedder: Callable[[float], Embedder | None]
    cutter: Callable[[], Chunker]
    rules: Callable[[], Rules]
    disk_bytes: Callable[[], int]
    hold: Callable[[float], None]
    max_bytes: Callable[[], int]
    readers: Callable[[], int]


class Estimates:
    """Answers `EstimateFolders`, one at a time; the rest wait. `made` hears of each."""

    def __init__(
        self, catalog: Catalog, rates: Rates, made: Callable[[Sequence[Path], p.Estimate], None], sources: Sources
    ) -> None:
        self._catalog = catalog
        self._rates = rates
        self._made = made
        self._sources = sources
        self._lock = threading.Lock()

    def answer(self, message: p.EstimateFolders) -> p.Estimate:
        """Raises KnownError(MISSING) for a path that is not there."""
        with self._lock, ThreadPoolExecutor(1, "estimate", step_back) as thread:  # at the priority of a real run
            estimate = thread.submit(self._make, message).result()
        self._made([Path(text).resolve() for text in message.paths], estimate)
        return estimate

    def _make(self, message: p.EstimateFolders) -> p.Estimate:
        sources = self._sources
        with (
            Sandbox(_LIMITS, reader="indexer.extract.sampling:open_sample") as sample,
            Sandbox(_LIMITS, reader="indexer.extract.sampling:open_announcement") as count,
        ):
            sources.hold(message.seconds)
            try:
                tools = Tools(
                    sample, count, sources.cutter(), sources.embedder, _Library(self._catalog, sources.disk_bytes),
                    self._rates, sources.max_bytes(), sources.readers(), sources.rules(),
                )  # fmt: skip
                return Estimator(tools).estimate([Path(text) for text in message.paths], message.seconds)
            finally:
                sources.hold(0.0)


class _Library:
    """What an estimate asks of the library (`estimate.Library`), as it was when it began."""

    def __init__(self, catalog: Catalog, disk_bytes: Callable[[], int]) -> None:
        self._catalog = catalog
        self._disk_bytes = disk_bytes
        self._current: dict[str, Fingerprint] = {
            path: document.fingerprint
            for root in catalog.roots()
            for path, document in catalog.documents_of(root).items()
            if document.state in _CURRENT
        }

    def is_current(self, found: scan.Found) -> bool:
        return self._current.get(found.path) == found.fingerprint

    def known_hashes(self, hashes: Collection[str]) -> set[str]:
        return set(self._catalog.chunks.twins(hashes))

    def disk_bytes_a_chunk(self) -> tuple[float, int]:
        chunks, _ = self._catalog.chunks.counts()
        return max(0, self._disk_bytes() - _EMPTY_BYTES) / max(1, chunks), chunks


class Pending:
    """What the catalogue says is still to be done (`runs.Work`). Vectors count only where they `can_come`."""

    def __init__(self, catalog: Catalog, can_come: Callable[[], bool]) -> None:
        self._catalog = catalog
        self._can_come = can_come

    def pending_files(self) -> list[tuple[str, str, int]]:
        """Path, kind and size of each document that is to be read and can be reached."""
        with self._catalog.database.read() as connection:
            rows = connection.execute(
                "SELECT d.path, d.kind, d.size FROM documents d JOIN folders f ON f.id = d.folder_id "
                "WHERE d.state = 'pending' AND f.online"
            ).fetchall()
        return [(row["path"], row["kind"], row["size"]) for row in rows]

    def any(self) -> bool:
        with self._catalog.database.read() as connection:
            (found,) = connection.execute(
                "SELECT EXISTS (SELECT 1 FROM documents d JOIN folders f ON f.id = d.folder_id "
                "WHERE d.state = 'pending' AND f.online)"
            ).fetchone()
        return bool(found) or self.waiting_chunks() > 0

    def waiting_chunks(self) -> int:
        """Chunks that wait for their vector."""
        total, embedded = self._catalog.chunks.counts()
        return total - embedded if self._can_come() else 0
