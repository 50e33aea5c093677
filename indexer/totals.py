"""Counting what the indexer did, and how fast."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.pipeline import Outcome, Read
from indexer.scan import Applied
from indexer.types import ChunkCounts, DocumentCounts


@dataclass
class Totals:
    """Everything since the service started; a run is the difference of two."""

    indexed: int = 0
    unchanged: int = 0
    moved: int = 0
    removed: int = 0
    failed: int = 0
    skipped: int = 0
    embedded: int = 0
    reused: int = 0
    removed_chunks: int = 0

    def copy(self) -> Totals:
        return replace(self)

    def add_scan(self, applied: Applied) -> None:
        self.unchanged += applied.unchanged
        self.moved += applied.moved
        self.removed += applied.removed
        self.removed_chunks += len(applied.removed_chunks)

    def add_read(self, read: Read) -> None:
        self.removed_chunks += len(read.removed_chunks)
        if read.outcome is Outcome.INDEXED:
            self.indexed += 1
        elif read.outcome is Outcome.UNCHANGED:
            self.unchanged += 1
        elif read.outcome is Outcome.FAILED:
            self.failed += 1
        elif read.outcome is Outcome.SKIPPED:
            self.skipped += 1

    def since(self, before: Totals) -> tuple[DocumentCounts, ChunkCounts]:
        documents = DocumentCounts(
            self.indexed - before.indexed,
            self.unchanged - before.unchanged,
            self.moved - before.moved,
            self.removed - before.removed,
            self.failed - before.failed,
            self.skipped - before.skipped,
        )
        chunks = ChunkCounts(
            self.embedded - before.embedded,
            self.reused - before.reused,
            self.removed_chunks - before.removed_chunks,
        )
        return documents, chunks


class Speed:
    """Recent speeds as exponential moving averages, to tell how long is left."""

    _WEIGHT = 0.2

    def __init__(self) -> None:
        self._seconds_a_document: float | None = None
        self.chunks_per_second = 0.0

    def read_one(self, seconds: float) -> None:
        self._seconds_a_document = self._average(self._seconds_a_document, seconds)

    def embedded(self, chunks: int, seconds: float) -> None:
        if chunks and seconds > 0:
            self.chunks_per_second = self._average(self.chunks_per_second or None, chunks / seconds)

    def _average(self, before: float | None, now: float) -> float:
        return now if before is None else before + self._WEIGHT * (now - before)

    def seconds_left(self, documents: int, chunks: int) -> float | None:
        """None until the speeds that matter are known."""
        if (documents and self._seconds_a_document is None) or (chunks and not self.chunks_per_second):
            return None
        reading = documents * (self._seconds_a_document or 0.0)
        return reading + (chunks / self.chunks_per_second if chunks else 0.0)
