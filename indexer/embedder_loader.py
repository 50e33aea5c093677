"""Loads the embedder on a thread of its own, once it is wanted and installed: until then, keywords answer alone.
Afterwards it sees when another one is set."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from pathlib import Path

from indexer.compiling import best_threads, compiled, first_speed, forget
from indexer.embedding import Embedder
from indexer.errors import ErrorCode, KnownError, Problem, problem_of
from indexer.machine import step_back

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 2.0
_RETRY_SECONDS = 15.0


class EmbedderLoader:
    """`model` says which folder's embedder is set, `threads` how many it may use (0: one a core), each at the time.
    `ready` is called on the loader's thread with every embedder and its folder, before anybody who waits is let go.
    """

    def __init__(
        self, model: Callable[[], Path], cache_folder: Path, threads: Callable[[], int],
        ready: Callable[[Embedder, Path], None],
    ) -> None:  # fmt: skip
        self._model = model
        self._cache_folder = cache_folder
        self._threads = threads
        self._ready = ready
        self._wanted = threading.Event()
        self._settled = threading.Event()
        self.embedder: Embedder | None = None
        self.problem: Problem | None = None

    @property
    def coming(self) -> bool:
        """Whether it is still to be expected: neither there yet nor failed."""
        return not self._settled.is_set()

    def start(self) -> None:
        threading.Thread(target=self._load, name="embedder", daemon=True).start()

    def want(self) -> None:
        """Load it now: the cores are not needed for reading any more, or somebody asks for vectors."""
        self._wanted.set()

    def wait(self, seconds: float) -> None:
        """Until it is there, or it is known that it does not come for now."""
        self.want()
        self._settled.wait(seconds)

    def _load(self) -> None:
        self._wanted.wait()
        step_back()  # the threads that compute are begun here, and keep the priority of this one
        loaded: Path | None = None
        while True:
            model = self._model()
            if model == loaded:
                self.problem = None  # another one, which could not be loaded, is not wanted any more
                time.sleep(_LOOK_SECONDS)
            elif self._try(model):
                loaded = model

    def _try(self, model: Path) -> bool:
        """Load it. Where that fails, returns when it is worth another try; what was loaded before stays."""
        seen = _state(model)
        try:
            embedder = self.load(model)
            self._ready(embedder, model)
        except Exception as error:
            self.problem = problem_of(error)
            _log.warning("%s %s", self.problem, self.problem.detail)
            self._settled.set()
            # What can pass by itself, such as a full disk, is tried again; else only another model can help.
            again = time.monotonic() + _RETRY_SECONDS if self._may_pass() else math.inf
            while self._model() == model and _state(model) == seen and time.monotonic() < again:
                time.sleep(_LOOK_SECONDS)
            if self.embedder is None:
                self._settled.clear()
            return False
        self.embedder, self.problem = embedder, None
        self._settled.set()
        return True

    def load(self, model: Path) -> Embedder:
        """The embedder in a model's folder. Raises KnownError."""
        # What runs it takes its time to import, and only this thread needs to wait for it.
        if (form := compiled(model)) is not None:
            from indexer.openvino_embedder import CompiledEmbedder

            try:
                best = best_threads(model)
                return CompiledEmbedder(model, form, lambda: self._threads() or best, first_speed(model))
            except KnownError as error:
                _log.warning("The compiled form is damaged and made anew at the next start: %s", error.problem.detail)
                forget(model)
        from indexer.torch_embedder import TransformerEmbedder

        return TransformerEmbedder(model, self._threads, self._cache_folder)

    def _may_pass(self) -> bool:
        problem = self.problem
        return problem is not None and problem.code not in (ErrorCode.MODEL_MISSING, ErrorCode.MODEL_DAMAGED)


def _state(model: Path) -> tuple[tuple[str, int], ...]:
    """Changes when the model is installed, replaced or removed."""
    try:
        return tuple(sorted((file.name, file.stat().st_size) for file in model.iterdir() if file.is_file()))
    except OSError:
        return ()
