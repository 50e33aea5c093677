"""Several documents read and cut at a time, each by a reader of its own: reading is what a person waits for before
anything can be found, and most of it happens in the readers' processes.

Nothing here writes to the library. What comes back is kept by `pipeline.Pipeline` on the worker's thread.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from indexer.catalog import Fingerprint, Known
from indexer.errors import ErrorCode, KnownError, Problem, known
from indexer.extract.registry import extractor_version
from indexer.scan import file_hash
from indexer.types import Cut, DocumentState
from indexer.walk import is_within

_IDLE_SECONDS = 10.0  # after which a reader's process ends: its memory is wanted for what comes next


class Reader(Protocol):
    """Reads and cuts a file where it can do no harm (`extract.sandbox.Sandbox`)."""

    def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut: ...

    def hold(self, held: bool) -> None: ...

    def close(self) -> None:
        """Let go of what it holds; it can be used again."""


@dataclass(frozen=True)
class Job:
    """A document to read. `root` is the folder or file that a person added and it belongs to; `tokenizer` counts what a
    chunk may hold (None: by characters). `recognizing`: it was looked at before, and the text of its pictures is what
    is wanted now."""

    document: Known
    root: Path
    password: str = ""
    tokenizer: Path | None = None
    recognizing: bool = False

    @property
    def answers(self) -> bool:
        """Whether text of it that was read before answers, so that recognition can only add to it."""
        return self.recognizing and self.document.state is not DocumentState.SKIPPED


@dataclass(frozen=True)
class Prepared:
    """What reading gave: the text and its chunks, or a problem, or neither where nothing has changed (`digest` is
    that of what was read before) or the file must be looked at again (`again`). It took a reader `seconds`."""

    job: Job
    fingerprint: Fingerprint | None = None
    digest: str = ""
    cut: Cut | None = None
    problem: Problem | None = None
    again: bool = False
    seconds: float = 0.0


def prepare(job: Job, reader: Reader, max_bytes: int) -> Prepared:
    """Read a document. What is wrong with the file becomes the result's problem; nothing is raised for it."""
    path = Path(job.document.path)
    if not is_within(job.root, path):  # a folder on the way became a link to elsewhere
        return Prepared(job, again=True)
    try:
        before = fingerprint(path)
        digest = file_hash(path) if before.size <= max_bytes else ""
    except FileNotFoundError:
        return Prepared(job, again=True)
    except OSError as error:
        return Prepared(job, problem=_unreadable(path, error))
    if _is_unchanged(job.document, digest):
        return Prepared(job, before, digest)
    try:
        cut = _cut(job, path, reader, max_bytes)
    except KnownError as error:
        again = error.problem.code in (ErrorCode.CHANGED_WHILE_READ, ErrorCode.MISSING)
        return Prepared(job, before, digest, problem=None if again else error.problem, again=again)
    return Prepared(job, before, digest, cut, again=_fingerprint_or_none(path) != before)


def fingerprint(path: Path) -> Fingerprint:
    """Raises OSError."""
    status = path.lstat()
    return Fingerprint(status.st_size, status.st_mtime_ns, status.st_ino)


def _fingerprint_or_none(path: Path) -> Fingerprint | None:
    try:
        return fingerprint(path)
    except OSError:
        return None


def _cut(job: Job, path: Path, reader: Reader, max_bytes: int) -> Cut:
    """A reader that died is given a second try: only a file that kills it again is to blame."""
    try:
        return reader.cut(path, password=job.password, max_bytes=max_bytes, tokenizer=job.tokenizer)
    except KnownError as error:
        if error.problem.code is not ErrorCode.READER_DIED:
            raise
    return reader.cut(path, password=job.password, max_bytes=max_bytes, tokenizer=job.tokenizer)


def _is_unchanged(document: Known, digest: str) -> bool:
    kind = document.extractor.partition("/")[0]
    current = document.extractor and document.extractor == extractor_version(kind)
    return bool(current and digest and digest == document.sha256 and not document.has_problem)


def _unreadable(path: Path, error: OSError) -> Problem:
    return known(
        ErrorCode.UNREADABLE,
        f"{path.name} can't be read ({error.strerror or error}).",
        "Check its permissions, then press Retry.",
        retryable=True,
    ).problem


class ReadingPool:
    """As many threads as `readers` says at the time, each with a reader from `make_reader`; `max_bytes` is how large a
    file may be. `wake` is called on one of them whenever there is something to take. Documents are handed in and taken
    on one thread only, the worker's."""

    def __init__(
        self, readers: Callable[[], int], make_reader: Callable[[], Reader], max_bytes: Callable[[], int],
        wake: Callable[[], None], idle_seconds: float = _IDLE_SECONDS,
    ) -> None:  # fmt: skip
        self._wanted = readers
        self._make_reader = make_reader
        self._max_bytes = max_bytes
        self._wake = wake
        self._idle_seconds = idle_seconds
        self._handed_in = threading.Condition()
        self._jobs: deque[Job] = deque()
        self._done: queue.SimpleQueue[Prepared | BaseException] = queue.SimpleQueue()
        self._readers: list[Reader] = []
        self._closing = False
        self.under_way: dict[int, Job] = {}

    @property
    def count(self) -> int:
        """How many documents are read at a time."""
        return self._wanted()

    @property
    def has_room(self) -> bool:
        """Whether a further document would be read now, or at once after one that is being read."""
        return self._unread < 2 * self.count

    @property
    def is_full(self) -> bool:
        """Whether every reader has a document."""
        return self._unread >= self.count

    @property
    def finished(self) -> int:
        """How many documents can be taken."""
        return self._done.qsize()

    @property
    def _unread(self) -> int:
        return len(self.under_way) - self.finished

    def hand_in(self, job: Job) -> None:
        """Threads and their readers start with the first document, so that an idle library has none."""
        for number in range(len(self._readers), self.count):
            reader = self._make_reader()
            self._readers.append(reader)
            threading.Thread(target=self._run, args=(number, reader), name="reading", daemon=True).start()
        self.under_way[job.document.id] = job
        with self._handed_in:
            self._jobs.append(job)
            self._handed_in.notify_all()

    def take(self) -> list[Prepared]:
        """All that was finished since. Raises what no reader should have raised."""
        taken: list[Prepared] = []
        while not self._done.empty():
            done = self._done.get()
            if isinstance(done, BaseException):
                self.under_way.clear()
                raise done
            self.under_way.pop(done.job.document.id, None)
            taken.append(done)
        return taken

    def hold(self, held: bool) -> None:
        """Stop the readers where they are, or let them go on."""
        for reader in self._readers:
            reader.hold(held)

    def close(self) -> None:
        """End the readers, in the middle of what they read; nothing more comes back."""
        with self._handed_in:
            self._closing = True
            self._handed_in.notify_all()
        for reader in self._readers:
            reader.close()

    def _run(self, number: int, reader: Reader) -> None:
        while (job := self._next_job(number, reader)) is not None:
            began = time.monotonic()
            try:
                prepared = prepare(job, reader, self._max_bytes())
                done: Prepared | BaseException = replace(prepared, seconds=time.monotonic() - began)
            except Exception as error:  # the worker decides what becomes of it
                done = error
            if not self._closing:
                self._done.put(done)
                self._wake()
        reader.close()

    def _next_job(self, number: int, reader: Reader) -> Job | None:
        """None once the pool is closed. A thread beyond those that are wanted now waits until more are."""

        def has_turn() -> bool:
            return self._closing or bool(self._jobs and number < self._wanted())

        with self._handed_in:
            came = self._handed_in.wait_for(has_turn, self._idle_seconds)
        if not came:
            reader.close()  # it starts again with the next document
        with self._handed_in:
            self._handed_in.wait_for(has_turn)
            return None if self._closing else self._jobs.popleft()
