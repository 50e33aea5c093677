"""One document through all stages: file → text → chunks → keywords, and waiting chunks → vectors.

Each stage ends in a commit, so that a killed process leaves work to repeat and never a wrong answer. A vector is
written before its chunk is marked; what a crash leaves between the two is put right by `reconcile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

import numpy as np

from indexer.catalog import HOLDS_NONE, Catalog, Known
from indexer.chunk_store import Waiting
from indexer.chunking import embedded_text
from indexer.embedding import Embedder, Vector
from indexer.errors import ErrorCode, Problem
from indexer.extract import ocr
from indexer.extract.registry import extractor_version
from indexer.reading import Job, Prepared
from indexer.store import VectorStore
from indexer.types import ChunkSpan, Extracted

_BLOCK_CHUNKS = 256  # vectors a LanceDB commit: few commits, and little to repeat after a crash


class Cutter(Protocol):
    """Cuts text into chunks (`chunking.Chunker`); `version` changes whenever the chunks would, `tokenizer` is the file
    that its tokens are counted with."""

    @property
    def version(self) -> str: ...

    @property
    def tokenizer(self) -> Path | None: ...

    def chunk(self, extracted: Extracted) -> list[ChunkSpan]: ...


class Outcome(Enum):
    """What became of a document that was to be read. `COMPLETED`: it answered before, and now recognition has given
    what it could. `AGAIN`: it changes or can't be reached, look again later."""

    INDEXED = "indexed"
    COMPLETED = "completed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"
    AGAIN = "again"


@dataclass(frozen=True)
class Read:
    """The vectors of `removed_chunks` are to be dropped. `needs_ocr`: text of it has still to be recognized."""

    outcome: Outcome
    removed_chunks: tuple[int, ...] = ()
    needs_ocr: bool = False


@dataclass(frozen=True)
class Embedded:
    """What became of one block of waiting chunks; nothing waited when both are 0."""

    embedded: int
    reused: int


class Pipeline:
    """Owned by the worker's thread; `embedder` and `store` may arrive later than the rest."""

    def __init__(self, catalog: Catalog, cutter: Cutter) -> None:
        self._catalog = catalog
        self.cutter = cutter
        self.embedder: Embedder | None = None
        self.store: VectorStore | None = None
        self.answering: VectorStore | None = None  # another embedder's vectors, which answer until these are complete
        self.others_are_left = False  # another embedder's vectors, which nobody needs any more
        self._ahead: dict[str, Vector] = {}  # content hash → vector, of the document that is being cut anew
        self._ahead_of: int | None = None

    def keep(self, prepared: Prepared) -> Read:
        """Make what was read of a document part of the library; the vectors of chunks that went are the caller's to
        drop, once all is committed. Raises KnownError only for what concerns the library, not the file."""
        document = prepared.job.document
        if prepared.problem is not None:
            return self._fail(prepared.job, prepared.problem, prepared.digest)
        if prepared.again or prepared.fingerprint is None:
            return Read(Outcome.AGAIN)
        self._catalog.set_fingerprint(document.id, prepared.fingerprint)
        if prepared.cut is None:
            self._catalog.restore_state(document.id)
            return Read(Outcome.UNCHANGED)
        cut, extracted = prepared.cut, prepared.cut.extracted
        remark = ocr.needed_for_some(Path(document.path), extracted.pages)
        if remark is not None:
            extracted = replace(extracted, extractor=extractor_version(extracted.kind, needs_ocr=True))
        replaced = self._catalog.store(document.id, prepared.digest, cut.chunker, extracted, cut.chunks, remark)
        outcome = Outcome.COMPLETED if prepared.job.answers else Outcome.INDEXED
        return Read(outcome, replaced.removed, needs_ocr=remark is not None)

    def give_up(self, job: Job) -> Read:
        """It has changed each time it was read."""
        problem = Problem(
            ErrorCode.CHANGED_WHILE_READ,
            f"{Path(job.document.path).name} keeps changing while it is read.",
            "Close the program that writes it; Footnote tries again when it has settled.",
            retryable=True,
        )
        return self._fail(job, problem, "")

    def _fail(self, job: Job, problem: Problem, digest: str) -> Read:
        document, needs_ocr = job.document, problem.code is ErrorCode.NEEDS_OCR
        kind = document.extractor.partition("/")[0] or self._catalog.kind(document.id)
        # Once another reader comes, or text recognition, it is tried again.
        version = extractor_version(kind, needs_ocr=needs_ocr)
        if job.answers and problem.code not in HOLDS_NONE:
            self._catalog.set_remark(document.id, problem, version)
            return Read(Outcome.COMPLETED, needs_ocr=needs_ocr)
        removed = self._catalog.fail(document.id, problem, sha256=digest, extractor=version)
        after = self._catalog.known(document.id)
        skipped = after is not None and after.state == Outcome.SKIPPED.value
        return Read(Outcome.SKIPPED if skipped else Outcome.FAILED, removed, needs_ocr)

    def cut_anew(self, document: Known, keep_going: Callable[[], bool]) -> Embedded | None:
        """Chunk stored text again, after the chunker changed; the file is not needed. The old chunks answer until the
        new ones have their vectors: those are made first. None when `keep_going` ended it; what was embedded is kept
        for the next call."""
        if self._ahead_of != document.id:
            self._ahead, self._ahead_of = {}, document.id
        extracted = self._catalog.extracted(document)
        chunks = self.cutter.chunk(extracted)
        new = {chunk.content_hash: chunk for chunk in chunks if chunk.content_hash not in self._ahead}
        for content in self._catalog.chunks.twins(new):
            del new[content]
        if self.embedder is not None and self.store is not None:
            waiting = [Waiting(0, 0, c.content_hash, extracted.title, c.heading, c.text) for c in new.values()]
            made = self._embed(waiting, keep_going)
            self._ahead.update(made)
            if len(made) < len(new):
                return None
        remark = self._catalog.remark(document.id)
        replaced = self._catalog.store(document.id, document.sha256, self.cutter.version, extracted, chunks, remark)
        done = self._give_vectors(self._catalog.chunks.waiting_of(document.id), keep_going)
        self.drop_vectors(replaced.removed)
        ahead, self._ahead = len(self._ahead), {}
        return Embedded(done.embedded + ahead, done.reused - ahead)

    def drop_vectors(self, chunk_ids: Iterable[int]) -> None:
        """Vectors of chunks that are gone. Without a store they wait for `reconcile`."""
        if ids := list(chunk_ids):
            for store in (self.store, self.answering):
                if store is not None:
                    store.delete_chunks(ids)

    def embed_block(self, keep_going: Callable[[], bool]) -> Embedded:
        """Give the next block of waiting chunks their vectors: copied from a chunk of the same content where one
        has it, else embedded. `keep_going` is asked between small batches; what is done by then is kept."""
        if self.embedder is None or self.store is None:
            return Embedded(0, 0)
        return self._give_vectors(self._catalog.chunks.waiting(_BLOCK_CHUNKS), keep_going)

    def _give_vectors(self, waiting: list[Waiting], keep_going: Callable[[], bool]) -> Embedded:
        if not waiting or self.store is None:
            return Embedded(0, 0)
        twins = self._catalog.chunks.twins(chunk.content_hash for chunk in waiting)
        vectors = self.store.get(twins.values()) if twins else {}
        by_hash = {content: vectors[twin] for content, twin in twins.items() if twin in vectors} | self._ahead
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
        done: dict[str, np.ndarray] = {}
        if not chunks or not keep_going():
            return done
        texts = [embedded_text(chunk.title, chunk.heading, chunk.text) for chunk in chunks]
        for rows, vectors in self.embedder.document_batches(texts):
            done.update(zip((chunks[row].content_hash for row in rows), vectors, strict=True))
            if not keep_going():
                break
        return done

    @property
    def can_embed(self) -> bool:
        """Whether a chunk waits for its vector and could get it."""
        return self.embedder is not None and self.store is not None and self._catalog.chunks.any_waiting()

    def needs_upkeep(self) -> bool:
        if self._catalog.database.can_shrink:
            return True
        return self.store is not None and (self._has_leftovers or self.store.needs_upkeep())

    @property
    def _has_leftovers(self) -> bool:
        return self.others_are_left and self.answering is None

    def upkeep(self) -> None:
        """At idle, when every chunk has its vector: give free pages back, tidy the store, and let go of another
        embedder's vectors."""
        self._catalog.database.shrink()
        if self.store is not None:
            self.store.upkeep()
            if self.answering is None:
                self.store.drop_others()
                self.others_are_left = False

    def purge(self) -> bool:
        """What was deleted leaves every file of the library: the words of the keyword index, old versions of the
        vectors, and the log of the catalogue. False where something still held a part of it: to be tried again."""
        for store in (self.store, self.answering):
            if store is not None:
                store.purge()
        return self._catalog.purge()

    def reconcile(self) -> None:
        """Make store and catalogue agree, after a crash or a change of embedder: vectors without a chunk go, chunks
        that have one are marked, chunks that lost theirs wait. An id is never used for another content, so that a
        vector found for a chunk is its own."""
        if self.store is None:
            return
        stored, chunks = self.store.chunk_ids(), self._catalog.chunks
        live, marked = chunks.ids(), chunks.embedded_ids()
        if orphans := stored - live:
            self.store.delete_chunks(orphans)
        if found := (stored & live) - marked:
            chunks.mark_embedded(found)
        if lost := marked - stored:
            chunks.unmark_embedded(lost, answered=self.answering is not None)
