"""The run that the indexer is in: what it was predicted to take, how long it has worked, and what that teaches.

A run begins when there is something to read or to embed and ends when there is not; the time that it waits for others
does not count.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Protocol

from indexer.prediction import CHUNK_CHARACTERS, Cost, File, Speeds
from indexer.protocol import Estimate
from indexer.rates import Facts, Rates
from indexer.types import PastRun

_META = "last_run"
_LEAST_SECONDS = 2.0  # a shorter run is not worth a prediction
_NEARLY_ALL = 0.85  # an estimate is of a run that reads nearly all of its files
_KEPT_ESTIMATES = 8


class Work(Protocol):
    """What is still to be done (`catalog.Catalog`)."""

    def pending_files(self) -> list[tuple[str, str, int]]:
        """Path, kind and size of each document that is to be read and can be reached."""

    def waiting_chunks(self) -> int:
        """Chunks that wait for their vector."""

    def any(self) -> bool:
        """Whether there are such documents or chunks."""


@dataclass(frozen=True)
class Prediction:
    """`seconds`, and what they were before correction. `sampled`: from an estimate."""

    seconds: float
    raw: float
    sampled: bool


@dataclass
class _Run:
    prediction: Prediction
    worked: float = 0.0
    grown: bool = False  # more came while it ran, so that it says little of the first prediction


class Runs:
    """`work`, `wait`, `grow` and `end` are called by the worker's thread, the rest by any."""

    def __init__(self, work: Work, facts: Facts, rates: Rates, clock: Callable[[], float] = time.monotonic) -> None:
        self._work = work
        self._facts = facts
        self._rates = rates
        self._clock = clock
        self._lock = threading.Lock()
        self._estimates: list[tuple[tuple[PurePath, ...], Estimate]] = []
        self._run: _Run | None = None
        self._since: float | None = None
        self._embedding = 0.0  # seconds since a document was last read

    def expect(self, paths: Sequence[PurePath], estimate: Estimate) -> None:
        """An estimate was made: should a run do just this, it was predicted so."""
        with self._lock:
            self._estimates = [*self._estimates, (tuple(paths), estimate)][-_KEPT_ESTIMATES:]

    # What the worker tells

    def work(self) -> None:
        """There may be something to do, and it is being done from now on."""
        now = self._clock()
        with self._lock:
            if self._run is None:
                prediction = self._predict()
                self._run = None if prediction is None else _Run(prediction)
            elif self._since is not None:
                self._run.worked += now - self._since
            self._since = now

    def wait(self) -> None:
        """Work stops for the moment."""
        with self._lock:
            if self._run is not None and self._since is not None:
                self._run.worked += self._clock() - self._since
            self._since = None

    def grow(self) -> None:
        """A scan found more to do."""
        with self._lock:
            if self._run is not None and (rest := self._predict()) is not None:
                seconds = self._run.worked + rest.seconds
                self._run.prediction = Prediction(seconds, self._run.worked + rest.raw, rest.sampled)
                self._run.grown = True

    def end(self) -> PastRun | None:
        """Everything is done: what was predicted and what it took. None where nothing was under way."""
        self.wait()
        with self._lock:
            run, self._run = self._run, None
        if run is None:
            return None
        if not run.grown:
            correction = self._rates.sampled if run.prediction.sampled else self._rates.learnt
            correction.learn(run.prediction.raw, run.worked)
        self._rates.save()
        past = PastRun(round(run.prediction.seconds, 2), round(run.worked, 2), time.time())
        self._facts.set_meta(_META, json.dumps(asdict(past)))
        return past

    def read(self, kind: str, size: int, seconds: float, chunks: int) -> None:
        """So long after the one before, a document was read; `chunks` came of it."""
        self._rates.read(kind, size, max(0.0, seconds - self._embedding), chunks)
        self._embedding = 0.0

    def embedded(self, chunks: int, seconds: float) -> None:
        """`chunks` got their vectors, in so many seconds of the worker's time."""
        self._embedding += seconds
        self._rates.embedded(Cost(0.0, chunks, chunks, chunks * CHUNK_CHARACTERS), seconds)

    # What others ask

    def has_work(self) -> bool:
        return self._work.any()

    @property
    def predicted_seconds(self) -> float | None:
        run = self._run
        return None if run is None else run.prediction.seconds

    @property
    def elapsed_seconds(self) -> float | None:
        """How long the run has worked."""
        with self._lock:
            if self._run is None:
                return None
            return self._run.worked + (self._clock() - self._since if self._since is not None else 0.0)

    @property
    def last(self) -> PastRun | None:
        """The last run that is over."""
        try:
            return PastRun(**json.loads(self._facts.get_meta(_META)))
        except (ValueError, TypeError):
            return None

    def _predict(self) -> Prediction | None:
        files, chunks = self._work.pending_files(), self._work.waiting_chunks()
        if not files and not chunks:
            return None
        if (estimate := self._estimate_of([path for path, _, _ in files])) is not None:
            found = Prediction(estimate.seconds.mid, estimate.seconds.mid / self._rates.sampled.factor, sampled=True)
        else:
            expected = [File(path, kind, size) for path, kind, size in files]
            raw = self._rates.predict(expected, chunks, Speeds(self._rates.characters)).mid
            found = Prediction(raw * self._rates.learnt.factor, raw, sampled=False)
        return found if found.seconds >= _LEAST_SECONDS else None

    def _estimate_of(self, paths: Sequence[str]) -> Estimate | None:
        """The newest estimate that was of these files and hardly any others."""
        for roots, estimate in reversed(self._estimates):
            if not _NEARLY_ALL * estimate.files <= len(paths) <= estimate.files / _NEARLY_ALL:
                continue
            inside = sum(any(PurePath(path).is_relative_to(root) for root in roots) for path in paths)
            if inside >= _NEARLY_ALL * len(paths):
                return estimate
        return None
