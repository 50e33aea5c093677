"""One document through all stages: file → text → chunks → keywords, and waiting chunks → vectors.

Each stage ends in a commit, so that a killed process leaves work to repeat and never a wrong answer. A vector is
written before its chunk is marked; what a crash leaves between the two is put right by `reconcile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

import numpy as np

from indexer.catalog import Catalog, Fingerprint, Known
from indexer.chunk_store import Waiting
from indexer.chunking import embedded_text
from indexer.embedding import Embedder
from indexer.errors import ErrorCode, KnownError, known
from indexer.extract.registry import extractor_version
from indexer.scan import file_hash
from indexer.store import VectorStore
from indexer.types import ChunkSpan, Extracted
from indexer.walk import is_within

_BLOCK_CHUNKS = 256  # vectors a LanceDB commit: few commits, and little to repeat after a crash
_SLICE_CHUNKS = 16  # chunks embedded between two looks at whether somebody else needs the cores


class Reader(Protocol):
    """Reads a file where it can do no harm (`extract.sandbox.Sandbox`)."""

    def read(self, path: Path, *, password: str = "", max_bytes: int) -> Extracted: ...


class Cutter(Protocol):
    """Cuts text into chunks (`chunking.Chunker`); `version` changes whenever the chunks would."""

    @property
    def version(self) -> str: ...

    def chunk(self, extracted: Extracted) -> list[ChunkSpan]: ...


class Outcome(Enum):
    """What became of a document that was to be read. `AGAIN`: it changes or can't be reached, look again later."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"
    AGAIN = "again"


@dataclass(frozen=True)
class Read:
    outcome: Outcome
    removed_chunks: int = 0


@dataclass(frozen=True)
class Embedded:
    """What became of one block of waiting chunks; nothing waited when both are 0."""

    embedded: int
    reused: int


class Pipeline:
    """Owned by the worker's thread; `embedder` and `store` may arrive later than the rest."""

    def __init__(self, catalog: Catalog, reader: Reader, cutter: Cutter, *, max_bytes: int) -> None:
        self._catalog = catalog
        self._reader = reader
        self.cutter = cutter
        self._max_bytes = max_bytes
        self.embedder: Embedder | None = None
        self.store: VectorStore | None = None

    def read(self, document: Known, password: str = "") -> Read:
        """Read a pending document. Raises KnownError only for what concerns the library, not the file."""
        path = Path(document.path)
        root = self._catalog.root_of(document)
        if root is None or not is_within(root, path):  # a folder on the way became a link to elsewhere
            return Read(Outcome.AGAIN)
        try:
            before = _fingerprint(path)
            digest = file_hash(path) if before.size <= self._max_bytes else ""
        except FileNotFoundError:
            return Read(Outcome.AGAIN)
        except OSError as error:
            return self._fail(document, _unreadable(path, error), "")
        if self._is_unchanged(document, digest):
            self._catalog.set_fingerprint(document.id, before)
            self._catalog.restore_state(document.id)
            return Read(Outcome.UNCHANGED)
        try:
            extracted = self._extract(path, password)
            chunks = self.cutter.chunk(extracted)
        except KnownError as error:
            if error.problem.code in (ErrorCode.CHANGED_WHILE_READ, ErrorCode.MISSING):
                return Read(Outcome.AGAIN)
            return self._fail(document, error, digest)
        if _fingerprint_or_none(path) != before:
            return Read(Outcome.AGAIN)
        self._catalog.set_fingerprint(document.id, before)
        replaced = self._catalog.store(document.id, digest, self.cutter.version, extracted, chunks)
        self.drop_vectors(replaced.removed)
        return Read(Outcome.INDEXED, len(replaced.removed))

    def _extract(self, path: Path, password: str) -> Extracted:
        """A reader that died is given a second try: only a file that kills it again is to blame."""
        try:
            return self._reader.read(path, password=password, max_bytes=self._max_bytes)
        except KnownError as error:
            if error.problem.code is not ErrorCode.READER_DIED:
                raise
        return self._reader.read(path, password=password, max_bytes=self._max_bytes)

    @staticmethod
    def _is_unchanged(document: Known, digest: str) -> bool:
        kind = document.extractor.partition("/")[0]
        current = document.extractor and document.extractor == extractor_version(kind)
        return bool(current and digest and digest == document.sha256 and not document.has_problem)

    def give_up(self, document: Known) -> Read:
        """It has changed each time it was read."""
        error = known(
            ErrorCode.CHANGED_WHILE_READ,
            f"{Path(document.path).name} keeps changing while it is read.",
            "Close the program that writes it; Footnote tries again when it has settled.",
            retryable=True,
        )
        return self._fail(document, error, "")

    def _fail(self, document: Known, error: KnownError, digest: str) -> Read:
        kind = document.extractor.partition("/")[0] or self._catalog.kind(document.id)
        removed = self._catalog.fail(
            document.id, error.problem, sha256=digest, extractor=extractor_version(kind)
        )  # the version: once another reader comes, it is tried again
        self.drop_vectors(removed)
        after = self._catalog.known(document.id)
        skipped = after is not None and after.state == Outcome.SKIPPED.value
        return Read(Outcome.SKIPPED if skipped else Outcome.FAILED, len(removed))

    def cut_anew(self, document: Known) -> None:
        """Chunk stored text again, after the chunker changed; the file is not needed."""
        extracted = self._catalog.extracted(document)
        chunks = self.cutter.chunk(extracted)
        replaced = self._catalog.store(document.id, document.sha256, self.cutter.version, extracted, chunks)
        self.drop_vectors(replaced.removed)

    def drop_vectors(self, chunk_ids: Iterable[int]) -> None:
        """Vectors of chunks that are gone. Without a store they wait for `reconcile`."""
        if self.store is not None and (ids := list(chunk_ids)):
            self.store.delete_chunks(ids)

    def embed_block(self, keep_going: Callable[[], bool]) -> Embedded:
        """Give the next block of waiting chunks their vectors: copied from a chunk of the same content where one
        has it, else embedded. `keep_going` is asked between small batches; what is done by then is kept."""
        if self.embedder is None or self.store is None:
            return Embedded(0, 0)
        waiting = self._catalog.chunks.waiting(_BLOCK_CHUNKS)
        if not waiting:
            return Embedded(0, 0)
        twins = self._catalog.chunks.twins(chunk.content_hash for chunk in waiting)
        vectors = self.store.get(twins.values()) if twins else {}
        by_hash = {content: vectors[twin] for content, twin in twins.items() if twin in vectors}
        new = {chunk.content_hash: chunk for chunk in waiting if chunk.content_hash not in by_hash}
        by_hash.update(self._embed(list(new.values()), keep_going))
        ready = [chunk for chunk in waiting if chunk.content_hash in by_hash]
        if ready:
            self.store.add(
                [chunk.chunk_id for chunk in ready],
                [chunk.document_id for chunk in ready],
                np.stack([by_hash[chunk.content_hash] for chunk in ready]).astype(np.float32),
            )
            self._catalog.chunks.mark_embedded(chunk.chunk_id for chunk in ready)
        embedded = sum(content in by_hash for content in new)
        return Embedded(embedded, len(ready) - embedded)

    def _embed(self, chunks: list[Waiting], keep_going: Callable[[], bool]) -> dict[str, np.ndarray]:
        assert self.embedder is not None
        chunks.sort(key=lambda chunk: len(chunk.text))  # like lengths together: little padding
        done: dict[str, np.ndarray] = {}
        for start in range(0, len(chunks), _SLICE_CHUNKS):
            if not keep_going():
                break
            part = chunks[start : start + _SLICE_CHUNKS]
            texts = [embedded_text(chunk.title, chunk.heading, chunk.text) for chunk in part]
            done.update(zip((chunk.content_hash for chunk in part), self.embedder.embed_documents(texts), strict=True))
        return done

    def needs_upkeep(self) -> bool:
        return self.store is not None and self.store.needs_upkeep()

    def upkeep(self) -> None:
        """At idle, when every chunk has its vector: tidy the store, and let go of another embedder's vectors."""
        if self.store is not None:
            self.store.upkeep()
            self.store.drop_others()

    def reconcile(self) -> None:
        """Make store and catalogue agree after a crash: vectors without a chunk go, chunks that lost theirs wait."""
        if self.store is None:
            return
        stored, marked = self.store.chunk_ids(), self._catalog.chunks.embedded_ids()
        if orphans := stored - marked:
            self.store.delete_chunks(orphans)
        if lost := marked - stored:
            self._catalog.chunks.unmark_embedded(lost)


def _fingerprint(path: Path) -> Fingerprint:
    status = path.lstat()
    return Fingerprint(status.st_size, status.st_mtime_ns, status.st_ino)


def _fingerprint_or_none(path: Path) -> Fingerprint | None:
    try:
        return _fingerprint(path)
    except OSError:
        return None


def _unreadable(path: Path, error: OSError) -> KnownError:
    return known(
        ErrorCode.UNREADABLE,
        f"{path.name} can't be read ({error.strerror or error}).",
        "Check its permissions, then press Retry.",
        retryable=True,
    )
