"""Those who wait for the index to be up to date."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from indexer.errors import ErrorCode, Problem
from indexer.protocol import IndexReport
from indexer.totals import Totals


@dataclass
class Waiter:
    """Somebody waits for the index to be up to date; `done` is set when `report` or `problem` is there."""

    started: float = field(default_factory=time.monotonic)
    before: Totals | None = None
    keyword_ready: float | None = None
    report: IndexReport | None = None
    problem: Problem | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Waiters:
    """All of them; thread-safe. A waiter is served by the first scan that starts after it came."""

    def __init__(self, disk_bytes: Callable[[], int]) -> None:
        self._disk_bytes = disk_bytes
        self._lock = threading.Lock()
        self._waiting: list[Waiter] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self) -> Waiter:
        waiter = Waiter()
        with self._lock:
            self._waiting.append(waiter)
        return waiter

    def forsake(self, waiter: Waiter) -> None:
        """Nobody waits any more."""
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)

    def begin(self, totals: Totals) -> None:
        """A scan starts; what is done from now on counts for those who wait."""
        with self._lock:
            for waiter in self._waiting:
                waiter.before = waiter.before or totals.copy()

    def note_keywords(self) -> None:
        """All text can be found by keyword."""
        with self._lock:
            for waiter in self._waiting:
                if waiter.before is not None and waiter.keyword_ready is None:
                    waiter.keyword_ready = time.monotonic() - waiter.started

    def finish(self, totals: Totals, predicted_seconds: float | None) -> None:
        """Everything that can be done is done."""
        with self._lock:
            ready = [waiter for waiter in self._waiting if waiter.before is not None]
            self._waiting = [waiter for waiter in self._waiting if waiter.before is None]
        for waiter in ready:
            assert waiter.before is not None
            seconds = time.monotonic() - waiter.started
            documents, chunks = totals.since(waiter.before)
            ready_after = waiter.keyword_ready or seconds
            waiter.report = IndexReport(documents, chunks, seconds, ready_after, predicted_seconds, self._disk_bytes())
            waiter.done.set()

    def fail(self, problem: Problem) -> None:
        with self._lock:
            waiters, self._waiting = self._waiting, []
        for waiter in waiters:
            waiter.problem = problem
            waiter.done.set()


def interrupted() -> Problem:
    """The service ends while somebody waits for it."""
    return Problem(
        ErrorCode.NOT_RUNNING,
        "The indexer was asked to stop.",
        "Run `footnote index` to go on; what was done is kept.",
        retryable=True,
    )
