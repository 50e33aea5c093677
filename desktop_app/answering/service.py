"""From a question to a checked, footnoted answer, as a stream of events."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from desktop_app.answering.calibration import Calibration, load_calibration
from desktop_app.answering.events import Event, Failed
from desktop_app.answering.notebook import Notebook
from desktop_app.answering.reader import Reader
from desktop_app.answering.run import Run
from desktop_app.costs import Cost
from desktop_app.energy import Energy
from desktop_app.history import History
from desktop_app.models.catalogue import ModelEntry
from desktop_app.services import LanguageModel, Library
from indexer.config import Settings
from indexer.errors import FootnoteError

_CANCEL_EVERY = 0.25  # seconds
_CANCEL_TRIES = 8


class ModelChoice(Protocol):
    """Which language model to use now (see `desktop_app.models.store.ModelStore`)."""

    def language_model(self, name: str = "") -> tuple[ModelEntry, Path]:
        """Its entry and its GGUF file, or those of the model `name`. Raises KnownError: MODEL_MISSING, MODEL_DAMAGED,
        BAD_REQUEST, each with its remedy."""


class Meter(Protocol):
    """Measures from when it was made (see `desktop_app.energy.EnergyMeter`)."""

    def stop(self) -> Energy: ...


class AnswerService:
    """Implements `services.Answers`. Several questions may be asked at once; the model answers one after another.

    `settings` is asked anew for every question. `clock` counts seconds, `now` is the time of day. `meter` begins to
    measure energy, given the watts of a core; without it nothing is kept of what answers cost.
    """

    def __init__(
        self,
        library: Library,
        model: LanguageModel,
        history: History,
        choice: ModelChoice,
        settings: Callable[[], Settings] = Settings,
        *,
        clock: Callable[[], float] = time.perf_counter,
        now: Callable[[], float] = time.time,
        calibration: Calibration | None = None,
        meter: Callable[[float], Meter] | None = None,
    ) -> None:
        self._library = library
        self._model = model
        self._history = history
        self._settings = settings
        self._clock = clock
        self._now = now
        self._calibration = calibration or load_calibration()
        self._meter = meter
        self._reader = Reader(model, history, choice)
        self._lock = threading.Lock()
        self._runs: set[Run] = set()

    def ask(
        self,
        question: str,
        *,
        conversation: int | None = None,
        scope: Sequence[Path] = (),
        as_written: bool = False,
        effort: int = 1,
        model: str = "",
    ) -> Iterator[Event]:
        """See `services.Answers.ask`. Evidence comes twice when the embedder was still loading: at once by keywords
        alone, then again, instead of the first, with vectors."""
        try:
            settings = self._settings()
        except FootnoteError as error:
            yield Failed(error.problem)
            return
        book = Notebook(
            question=question,
            conversation=conversation,
            scope=tuple(str(path.absolute()) for path in scope),
            created=self._now(),
            clock=self._clock,
            threshold=self._calibration.evidence.threshold,
            as_written=as_written,
        )
        run = Run(
            book=book,
            library=self._library,
            model=self._model,
            history=self._history,
            reader=self._reader.of(model),
            wait_seconds=settings.wait_seconds,
            calibration=self._calibration,
            clock=self._clock,
            effort=effort,
        )
        with self._lock:
            self._runs.add(run)
        meter = self._meter(settings.watts_per_core) if self._meter is not None else None
        try:
            yield from run.events()
        finally:
            with self._lock:
                self._runs.discard(run)
            if meter is not None:
                self._keep_cost(book, meter.stop())

    def _keep_cost(self, book: Notebook, energy: Energy) -> None:
        cost = Cost(
            book.id,
            book.created,
            book.model.name if book.model else "",
            book.elapsed_ms / 1000,
            book.usage.prompt_tokens,
            book.usage.completion_tokens,
            energy.cpu_seconds,
            energy.watt_hours,
            energy.measured,
        )
        with contextlib.suppress(FootnoteError):  # a history that can't be written failed the answer itself already
            self._history.costs.add(cost)

    def stop(self) -> None:
        """See `services.Answers.stop`. Returns when the model has heard of it, after two seconds at most."""
        with self._lock:
            runs = tuple(self._runs)
        for run in runs:
            run.stopped.set()
        # The model is told again for as long as it is busy: the first word may have come before it began.
        for _ in range(_CANCEL_TRIES):
            busy = [run for run in runs if not run.idle.is_set()]
            if not busy:
                return
            try:
                self._model.cancel()
            except FootnoteError:
                return  # the model is gone; whoever reads its answer is told why
            busy[0].idle.wait(_CANCEL_EVERY)
