"""Documents on their way from their files into the catalogue: which is read next, and what became of it.

Recognizing the text of pictures takes seconds a page, so it has readers of its own and its turn comes last.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from indexer.catalog import Catalog, Known
from indexer.extract import ocr
from indexer.pipeline import Outcome, Pipeline, Read
from indexer.reading import Job, Prepared, ReadingPool
from indexer.types import Activity

_MOST_ATTEMPTS = 5
_TOGETHER = 16  # documents kept in one transaction while the readers have enough to do: commits cost more than rows
# A document is long when it holds half of what one reader has still to do: notes and pages take less time a byte.
_LONG = 0.5
_LONGEST_EVERY = 1.0  # seconds between two looks for a long one, which go through all that are to be read
_LONGEST_SHARE = 0.01  # of the time, for these looks
_KEPT_AFTER = 0.25  # seconds that a document waits for others

MakePool = Callable[[Callable[[], None]], ReadingPool]


@dataclass(frozen=True)
class Kept:
    """A document was dealt with: its share of the seconds since those before, and into how many chunks."""

    document: Known
    read: Read
    seconds: float
    chunks: int


class Intake:
    """Used on the worker's thread, `retry` on any. `make_pool` and `make_recognizing_pool` are given what wakes the
    worker; `look_again` is told of files that change or went away while they were read."""

    def __init__(
        self, catalog: Catalog, pipeline: Pipeline, make_pool: MakePool, make_recognizing_pool: MakePool,
        wake: Callable[[], None], look_again: Callable[[list[Path]], None],
    ) -> None:  # fmt: skip
        self._catalog = catalog
        self._pipeline = pipeline
        self._look_again = look_again
        self._pool = make_pool(wake)
        self._recognizing = make_recognizing_pool(wake)
        self._attempts: dict[int, tuple[int, float]] = {}
        self._passwords: dict[int, str] = {}
        self._unrecognized: set[int] = set()  # recognition said that it is not there after all
        self._held = False
        self._longest_due = 0.0
        self._finished_at: float | None = None  # when the first was seen that waits to be kept
        self.kept_at = 0.0  # when the last document was kept, or the first one handed out

    @property
    def is_reading(self) -> bool:
        """Whether a document is being read, recognition aside."""
        return bool(self._pool.under_way)

    @property
    def needs_all_readers(self) -> bool:
        """Whether there are at least as many documents to be read as there are readers."""
        return self._pool.is_full

    @property
    def is_busy(self) -> bool:
        """Whether a document is being read or its text recognized."""
        return bool(self._pool.under_way or self._recognizing.under_way)

    @property
    def has_finished(self) -> bool:
        """Whether there is something to keep."""
        return bool(self._pool.finished or self._recognizing.finished)

    @property
    def activity(self) -> Activity:
        for pool, what in ((self._pool, "Reading"), (self._recognizing, "Recognizing the text of")):
            for job in pool.under_way.values():
                return Activity("reading", f"{what} {Path(job.document.path).name}.")
        return Activity("reading", "Reading.")

    def retry(self, document_ids: tuple[int, ...], password: str) -> None:
        """These, or all that could not be read if none is named, are to be read again."""
        for document_id in document_ids:
            if password:
                self._passwords[document_id] = password
            self._catalog.set_pending(document_id)
        if not document_ids:
            self._catalog.retry_failed()
        self._attempts.clear()
        self._unrecognized.clear()
        ocr.look_again()

    def hand_out(self) -> bool:
        """Give the readers something to do, what was changed or opened last first; but a long document early enough
        that it isn't read alone in the end. Returns whether anything is left to be read later, because it keeps
        changing."""
        now = time.monotonic()
        not_yet = {document_id for document_id, (_, due) in self._attempts.items() if due > now}
        while self._pool.has_room:
            skip = not_yet | self._pool.under_way.keys()
            document = self._longest(skip) or self._catalog.next_pending(skip)
            if document is None or not self._hand_in(self._pool, document):
                break
        return bool(not_yet)

    def _longest(self, skip: Collection[int]) -> Known | None:
        now = time.monotonic()
        if now < self._longest_due:
            return None
        found = self._catalog.largest_pending(_LONG / self._pool.count, skip)
        seconds = time.monotonic() - now
        self._longest_due = now + max(_LONGEST_EVERY, seconds / _LONGEST_SHARE)
        return found

    def scans_wait(self) -> bool:
        """Whether text waits to be recognized, and can be."""
        return ocr.is_installed() and self._catalog.next_to_recognize(self._unrecognized) is not None

    def hand_out_scan(self) -> bool:
        """Have the next picture's text recognized. Returns whether any is being recognized."""
        if not self._recognizing.under_way and ocr.is_installed():
            document = self._catalog.next_to_recognize(self._unrecognized)
            if document is not None:
                self._hand_in(self._recognizing, document)
        return bool(self._recognizing.under_way)

    def _hand_in(self, pool: ReadingPool, document: Known) -> bool:
        root = self._catalog.root_of(document)
        if root is None:
            return False
        if not self.is_busy:
            self.kept_at = time.monotonic()
        password = self._passwords.get(document.id, "")
        tokenizer = self._pipeline.cutter.tokenizer
        pool.hand_in(Job(document, root, password, tokenizer, recognizing=pool is self._recognizing))
        return True

    def keep(self) -> list[Kept]:
        """Make what the readers gave part of the library, except what a scan has overtaken: all of it in one
        transaction, and while they have enough to do not before it is worth one."""
        if not self._is_worth_keeping():
            return []
        done = [*self._pool.take(), *self._recognizing.take()]
        reads: list[tuple[Prepared, Read]] = []
        with self._catalog.database.write():
            for prepared in done:
                document = prepared.job.document
                now = self._catalog.known(document.id)
                if now is not None and now.path == document.path:
                    reads.append((prepared, self._keep(prepared)))
        self._pipeline.drop_vectors(chunk for _, read in reads for chunk in read.removed_chunks)
        before, self.kept_at = self.kept_at, time.monotonic()
        # Readers work side by side, so the time that passed is shared among what they did in it.
        share = (self.kept_at - before) / max(1e-9, sum(prepared.seconds for prepared in done))
        return [
            Kept(one.job.document, read, share * one.seconds, len(one.cut.chunks) if one.cut is not None else 0)
            for one, read in reads
        ]

    def _is_worth_keeping(self) -> bool:
        if not self.has_finished:
            return False
        now = time.monotonic()
        self._finished_at = now if self._finished_at is None else self._finished_at
        if self._pool.is_full and self._pool.finished < _TOGETHER and now - self._finished_at < _KEPT_AFTER:
            return False
        self._finished_at = None
        return True

    def _keep(self, prepared: Prepared) -> Read:
        document = prepared.job.document
        attempts, _ = self._attempts.pop(document.id, (0, 0.0))
        read = self._pipeline.keep(prepared)
        if read.needs_ocr and prepared.job.recognizing:
            self._unrecognized.add(document.id)
        elif self._passwords.get(document.id, "") != prepared.job.password:  # another was given meanwhile
            self._catalog.set_pending(document.id)
        elif not read.needs_ocr and read.outcome is not Outcome.AGAIN:  # it is needed once more
            self._passwords.pop(document.id, None)
        if read.outcome is Outcome.AGAIN:
            self._look_again([Path(document.path)])
            if Path(document.path).exists() and attempts + 1 >= _MOST_ATTEMPTS:
                read = self._pipeline.give_up(prepared.job)
            self._attempts[document.id] = (attempts + 1, time.monotonic() + 0.5 * 2**attempts)
        return read

    def hold(self, held: bool) -> None:
        """Stop the readers where they are, or let them go on: others need the cores."""
        if held != self._held:
            self._held = held
            self._pool.hold(held)
            self._recognizing.hold(held)

    def close(self) -> None:
        self._pool.close()
        self._recognizing.close()
