"""The job loop: one thread that does all indexing, always the most useful thing next.

Order: look at folders, read new documents (then they can be found by keyword), embed, recognize the text of pictures,
tidy up. Between any two small steps it yields to whoever needs the cores more: a pause, an answer being made, the end
of the service.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from indexer.catalog import Catalog, Known
from indexer.config import Settings
from indexer.errors import ErrorCode, Problem, problem_of
from indexer.extract.registry import extractor_version
from indexer.intake import Intake, Kept, MakePool
from indexer.inventory import Inventory
from indexer.machine import step_back
from indexer.neighbour import ANSWERING, Neighbour, Objection
from indexer.pipeline import Embedded, Outcome, Pipeline
from indexer.runs import Runs
from indexer.scan import PATIENCE_SECONDS, Applied, Scanner
from indexer.totals import Speed, Totals
from indexer.types import Activity, PastRun, Progress
from indexer.waiters import Waiter, Waiters
from indexer.watcher import Sleep, Watcher

_log = logging.getLogger(__name__)

_ROOTS_SECONDS = 3.0  # a drive comes and goes
_IDLE_BEFORE_UPKEEP = 5.0
_TROUBLE_SECONDS = 10.0  # a full disk is tried again this often
_SLOW_READING = 0.25  # readers that have nothing ready for this long leave room for embedding
_QUIET_SECONDS = 2.0  # after which the embedder is loaded in advance


class Worker:
    """Runs in the thread that calls `run`; everything else may be called from any thread."""

    def __init__(
        self, catalog: Catalog, pipeline: Pipeline, make_pool: MakePool, make_recognizing_pool: MakePool, *,
        changed: Callable[[int | None], None], folders_changed: Callable[[], None], disk_bytes: Callable[[], int],
        embedder_coming: Callable[[], bool], want_embedder: Callable[[], None],
        remake_store: Callable[[], None], complete: Callable[[], None],
        neighbour: Neighbour, runs: Runs, settings: Callable[[], Settings] = Settings,
    ) -> None:  # fmt: skip
        self._catalog = catalog
        self._pipeline = pipeline
        self._changed = changed
        self._folders_changed = folders_changed
        self._embedder_coming = embedder_coming
        self._want_embedder = want_embedder
        self._remake_store = remake_store
        self._complete = complete
        self.neighbour = neighbour
        self.runs = runs
        self._store_is_damaged = False
        self._settings = settings
        self._scanner = Scanner(catalog, lambda: settings().ignore)
        self._inventory = Inventory(catalog)
        self._between: queue.SimpleQueue[tuple[Callable[[], None], Future[None]]] = queue.SimpleQueue()
        self._wake = threading.Event()
        self.watcher = Watcher(self._wake.set)
        self._sleep = Sleep()
        self._intake = Intake(
            catalog, pipeline, make_pool, make_recognizing_pool, self._wake.set, self.watcher.put_back
        )
        self._purge_due = False
        self._totals = Totals()
        self._speed = Speed()
        self._waiters = Waiters(disk_bytes)
        self._scan_asked, self._scanned = True, 0.0
        self._roots_due = 0.0
        self._idle_since = time.monotonic()
        self._activity = Activity("idle", "Starting.")
        self.paused = catalog.get_meta("paused") == "1"
        self.trouble: Problem | None = None
        self.stopping = threading.Event()
        self._may_end: Callable[[], bool] = self.stopping.is_set

    # Asked from other threads

    def wake(self) -> None:
        self._wake.set()

    def scan_soon(self) -> None:
        self._scan_asked = True
        self.wake()

    def sync(self) -> Waiter:
        """Scan now and finish everything; pauses are overridden for as long as somebody waits."""
        waiter = self._waiters.add()
        self.scan_soon()
        return waiter

    def forsake(self, waiter: Waiter) -> None:
        """Nobody waits any more."""
        self._waiters.forsake(waiter)

    def hold(self, seconds: float, sentence: str = ANSWERING) -> None:
        """Indexing yields its cores for so many seconds (0 ends it), for this reason."""
        self.neighbour.hold(seconds, sentence)
        self.wake()

    def set_paused(self, paused: bool) -> None:
        self._catalog.set_meta("paused", "1" if paused else "0")
        self.paused = paused
        self.wake()

    def rebuild_vectors(self) -> None:
        """The vectors turned out to be damaged: they are derived, so make them anew."""
        self._store_is_damaged = True
        self.wake()

    def purge_soon(self) -> None:
        """Something was deleted because a person wanted it gone: at the next chance it leaves every file."""
        self._purge_due = True
        self.wake()

    def retry(self, document_ids: tuple[int, ...], password: str) -> None:
        self._intake.retry(document_ids, password)
        self.wake()

    def between_steps(self, task: Callable[[], None]) -> Future[None]:
        """Have the loop's thread do it between two steps, where nothing is being embedded or kept."""
        done: Future[None] = Future()
        self._between.put((task, done))
        self.wake()
        return done

    def stop(self) -> None:
        self.stopping.set()
        self.wake()

    @property
    def is_idle(self) -> bool:
        return self._activity.phase in ("idle", "paused")

    def progress(self) -> Progress:
        total, embedded = self._catalog.chunks.counts()
        counts = self._catalog.counts.by_state()
        documents = sum(counts.values())
        left = self._speed.seconds_left(counts["pending"], total - embedded)
        return Progress(
            self._activity, documents - counts["pending"], documents, embedded, total,
            self._speed.chunks_per_second, None if self.is_idle else left,
            self.runs.predicted_seconds, self.runs.elapsed_seconds,
        )  # fmt: skip

    # The loop

    def run(self, may_end: Callable[[], bool]) -> None:
        """Work until `stop` is called or `may_end` says that nobody needs the service any more."""
        self._may_end = may_end
        step_back()
        self._inventory.reread_outdated(extractor_version)
        while not self.stopping.is_set() and not may_end():
            self._wake.clear()
            try:
                wait = self._step()
                self.trouble = None
            except Exception as error:  # the loop must outlive anything; a file never gets here, the library may
                self.trouble = problem_of(error)
                _log.error("%s %s", self.trouble, self.trouble.detail)
                self._activity = Activity("waiting", str(self.trouble))
                self.runs.wait()
                self._waiters.fail(self.trouble)
                self._store_is_damaged = self.trouble.code is ErrorCode.LIBRARY_DAMAGED
                wait = _TROUBLE_SECONDS
            if wait:
                self._wake.wait(wait)
        self.stopping.set()
        self._intake.close()
        self.watcher.close()

    def _step(self) -> float:
        """Do one thing; returns the seconds to wait when there was nothing to do."""
        if self._store_is_damaged:
            self._remake_store()
            self._store_is_damaged = False
        self._do_what_waits()
        now = time.monotonic()
        if now >= self._roots_due:
            self._roots_due = now + _ROOTS_SECONDS
            if self._scanner.refresh_roots():
                self._folders_changed()
                self._scan_asked = True
            self._scan_asked |= self._scanner.patterns_changed
            self._look_at_limit()
        if self._sleep.woke() or now >= self._scanned + self.watcher.scan_seconds:
            self._scan_asked = True
        if self._scan_asked or self.watcher.lost:
            self._scan_everything()
            return 0
        places, hint_wait = self.watcher.take()
        if places:
            self._activity = Activity("scanning", "Looking at what changed.")
            self._note_applied(self._scanner.scan(places))
            return 0
        if self._purge_due and not self._intake.is_reading:
            self._purge_due = not self._pipeline.purge()
        for kept in self._intake.keep():
            self._note_kept(kept)
        if self.paused and not self._waiters:
            self.runs.wait()
            self._intake.hold(True)
            self._activity = Activity("paused", "Indexing is paused.")
            return min(hint_wait or 1.0, 1.0)
        if (objection := self._objection()) is not None and self._has_work():
            self.runs.wait()
            self._intake.hold(True)
            self._activity = Activity("waiting", objection.sentence)
            return objection.seconds
        self._intake.hold(False)
        self.runs.work()
        return self._work(hint_wait)

    def _look_at_limit(self) -> None:
        if self._inventory.reread_beyond(self._settings().max_file_mb << 20):
            self._changed(None)

    def _do_what_waits(self) -> None:
        while not self._between.empty():
            task, done = self._between.get()
            try:
                task()
            except Exception as error:  # is for who asked
                done.set_exception(error)
            else:
                done.set_result(None)

    def _objection(self) -> Objection | None:
        return self.neighbour.objection(urgent=bool(self._waiters))

    def _has_work(self) -> bool:
        if self.runs.has_work() or self._intake.is_busy or self._intake.scans_wait():
            return True
        return self._catalog.stale_chunker(self._pipeline.cutter.version) is not None

    def _work(self, hint_wait: float) -> float:
        some_later = self._intake.hand_out()
        # Loading it takes a core for seconds, which what a person has just added or begun needs more.
        quiet = time.monotonic() - self._idle_since > _QUIET_SECONDS
        if not self._intake.needs_all_readers and (quiet or self._intake.is_reading or self._waiters):
            self._want_embedder()
        if self._intake.is_reading:
            # First all can be found by keyword. The last, long documents leave a core, which goes to the vectors.
            goes_well = time.monotonic() - self._intake.kept_at < _SLOW_READING
            if self._intake.needs_all_readers or goes_well or not self._embed():
                self._activity = self._intake.activity
                return _SLOW_READING
            return 0
        reading_done = not some_later and not hint_wait
        if reading_done:
            self._waiters.note_keywords()
        if (document := self._catalog.stale_chunker(self._pipeline.cutter.version)) is not None:
            self._cut_anew(document)
            return 0
        if self._embed() or self._pipeline.can_embed:
            return 0
        if not reading_done:
            return hint_wait or 0.2
        if self._intake.hand_out_scan():
            self._activity = self._intake.activity
            return _SLOW_READING
        return self._rest()

    def _cut_anew(self, document: Known) -> None:
        self._activity = Activity("embedding", f"Cutting {Path(document.path).name} anew.")
        started = time.monotonic()
        done = self._pipeline.cut_anew(document, self._may_go_on)
        if done is not None:
            self._note_embedded(done, time.monotonic() - started)

    def _scan_everything(self) -> None:
        self._activity = Activity("scanning", "Looking through your folders.")
        # First of all: who asks for a scan from now on must not be overruled, and gets one of its own.
        self._scan_asked = False
        self._scanned = time.monotonic()
        self.watcher.lost = False
        self._waiters.begin(self._totals)
        try:
            self.watcher.watch((root.path, root.is_file) for root in self._catalog.roots() if root.online)
            self._look_at_limit()
            self._note_applied(self._scanner.scan())
        except BaseException:
            self._scan_asked = True
            raise

    def _note_applied(self, applied: Applied) -> None:
        self._pipeline.drop_vectors(applied.removed_chunks)
        self._totals.add_scan(applied)
        self.watcher.put_back(applied.unsettled)
        self.watcher.put_back(applied.restless, after=PATIENCE_SECONDS)
        if applied.added or applied.changed or applied.moved or applied.removed:
            self._changed(None)
            self._idle_since = time.monotonic()
        if applied.added or applied.changed:
            self.runs.grow()

    def _note_kept(self, kept: Kept) -> None:
        self._totals.add_read(kept.read)
        if kept.read.outcome is not Outcome.COMPLETED:
            self._speed.read_one(kept.seconds)
        if kept.read.outcome in (Outcome.INDEXED, Outcome.FAILED):
            kind = self._catalog.kind(kept.document.id)
            self.runs.read(kind, kept.document.fingerprint.size, kept.seconds, kept.chunks)
        self._changed(kept.document.id)

    def _embed(self) -> bool:
        started = time.monotonic()
        done = self._pipeline.embed_block(self._may_go_on)
        if not (done.embedded or done.reused):
            return False
        self._activity = Activity("embedding", "Making your documents searchable by meaning.")
        self._note_embedded(done, time.monotonic() - started)
        return True

    def _note_embedded(self, done: Embedded, seconds: float) -> None:
        self._totals.embedded += done.embedded
        self._totals.reused += done.reused
        self._speed.embedded(done.embedded, seconds)
        self.runs.embedded(done.embedded, seconds)
        self._changed(None)

    def _may_go_on(self) -> bool:
        """Whether embedding may keep the cores: nobody pauses, needs them more, or has a document to read."""
        if self.stopping.is_set() or (self.paused and not self._waiters) or self._objection() is not None:
            return False
        if not self._between.empty():
            return False
        return not self._intake.has_finished and not self.watcher.take_is_due() and not self._may_end()

    def _rest(self) -> float:
        """Everything that can be done is done."""
        if self._embedder_coming() and self._catalog.chunks.counts()[0]:
            self.runs.wait()
            self._activity = Activity("waiting", "Loading the embedding model.")
            return 0.2
        past: PastRun | None = None
        if self._activity.phase not in ("idle", "upkeep"):
            self._complete()
            past = self.runs.end()
            self._idle_since = time.monotonic()
            self._changed(None)
        self._activity = Activity("idle", "Up to date.")
        self._waiters.finish(self._totals, past.predicted_seconds if past is not None else None)
        quiet = time.monotonic() - self._idle_since > _IDLE_BEFORE_UPKEEP and self._objection() is None
        if quiet and self._pipeline.needs_upkeep():
            self._activity = Activity("upkeep", "Tidying up.")
            self._pipeline.upkeep()
        return 1.0
