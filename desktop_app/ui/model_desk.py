"""The models as the window sees them: what there is, what is being fetched, what answers now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.models import ModelProgress, Task
from desktop_app.services import Models
from desktop_app.ui.bridge import Bridge
from indexer.errors import ErrorCode, Problem

if TYPE_CHECKING:
    from desktop_app.models.store import ModelRow

    _Found = tuple[tuple[ModelRow, ...], dict[str, float]]  # the models, and how fast those read that were used here


class Ending(Enum):
    """How a fetch that was stopped is to end."""

    PAUSED = auto()  # what it fetched is kept
    CANCELLED = auto()  # it is thrown away


@dataclass
class Fetch:
    """A download or an import that is under way; `ending` once it was told to stop."""

    progress: ModelProgress
    stop: threading.Event
    ending: Ending | None = None


@dataclass
class Import:
    """A file that is being brought in; `progress` is how far it was when it was paused, None while it is not."""

    path: Path
    progress: ModelProgress | None = None


class ModelDesk(QObject):
    """One for the window; `speed` tells how fast a model reads here by its `speed_key`. `changed` says that rows or
    fetches are different; `failed` carries a model's name and its problem (a stopped fetch is none); `installed` a
    model's name. An import goes by the name of its file: `imports` are those that are under way or paused."""

    changed = Signal()
    failed = Signal(str, object)
    installed = Signal(str)

    def __init__(
        self,
        models: Models,
        bridge: Bridge,
        parent: QObject | None = None,
        speed: Callable[[str], float | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._speed = speed
        self._bridge = bridge
        self.rows: tuple[ModelRow, ...] = ()
        self.known = False  # whether `rows` were read yet
        self.fetches: dict[str, Fetch] = {}
        self.problems: dict[str, Problem] = {}
        self._paused: set[str] = set()  # by the person, perhaps before anything could be kept
        self.imports: dict[str, Import] = {}
        self.speeds: dict[str, float] = {}  # tokens read in a second on this machine, by model, as far as measured

    def refresh(self) -> None:
        """Read the catalogue again."""
        self._look_again("")

    def _look_again(self, ended: str) -> None:
        """Read the catalogue; only then is the fetch of `ended` gone, so that its card goes from one state to the
        next without another in between."""

        def take(found: _Found) -> None:
            self.fetches.pop(ended, None)
            self._take(found)

        def fail(problem: Problem) -> None:
            self.fetches.pop(ended, None)
            self._failed("", problem)

        self._bridge.run(partial(_look, self._models, self._speed), take, fail, self)

    @property
    def in_use(self) -> ModelRow | None:
        """The language model that answers now; None while there is none."""
        return next((row for row in self.rows if row.task == Task.LANGUAGE_MODEL and row.in_use), None)

    def recommended(self, task: Task) -> ModelRow | None:
        """What suits this machine best."""
        return next((row for row in self.rows if row.task == task and row.recommended), None)

    def missing(self) -> tuple[ModelRow, ...]:
        """What has to be fetched before answers are written and meaning is searched: embedder and language model."""
        wanted = []
        for task in (Task.EMBEDDER, Task.LANGUAGE_MODEL):
            if not any(row.installed and row.in_use for row in self.rows if row.task == task):
                recommended = self.recommended(task)
                if recommended is not None:
                    wanted.append(recommended)
        return tuple(wanted)

    def get(self, name: str) -> None:
        """Fetch a model of the catalogue, from where an earlier attempt stopped; nothing happens when that is under
        way."""
        row = next((row for row in self.rows if row.name == name), None)
        self._fetch(name, name, row.bytes if row else 0)

    def bring(self, path: Path) -> None:
        """Import a model file that the person has, from where an earlier attempt stopped."""
        self.imports[path.name] = Import(path)
        self._fetch(path.name, path, path.stat().st_size if path.is_file() else 0)

    def is_paused(self, row: ModelRow) -> bool:
        """Whether a part of it waits for the rest to be fetched."""
        waits = row.fetched_bytes > 0 or row.name in self._paused
        return waits and not row.installed and row.name not in self.fetches

    def pause(self, name: str) -> None:
        """Stop fetching; `get` goes on from there, `resume` with an import."""
        self._end(name, Ending.PAUSED)

    def resume(self, name: str) -> None:
        """Go on with an import that was paused."""
        self.bring(self.imports[name].path)

    def pause_all(self) -> None:
        for name in self.fetches:
            self._end(name, Ending.PAUSED)

    def cancel(self, name: str) -> None:
        """Stop fetching, or stay stopped, and throw away what was fetched."""
        if name in self.fetches:
            self._end(name, Ending.CANCELLED)
        else:
            self._throw_away(name)

    def _end(self, name: str, ending: Ending) -> None:
        if (fetch := self.fetches.get(name)) is not None:
            fetch.ending = ending
            fetch.stop.set()
            self.changed.emit()

    def _throw_away(self, name: str) -> None:
        self._paused.discard(name)
        self.imports.pop(name, None)
        self._do(name, partial(self._models.discard, name))

    def use(self, name: str, then: Callable[[], object] | None = None) -> None:
        """Make an installed model the one in use; `then` is called once it is."""
        self._do(name, partial(self._models.use, name), then)

    def remove(self, name: str) -> None:
        self._do(name, partial(self._models.remove, name))

    def _do(self, name: str, work: Callable[[], object], then: Callable[[], object] | None = None) -> None:
        def done(_: object) -> None:
            self.refresh()
            if then is not None:
                then()

        self.problems.pop(name, None)
        self._bridge.run(work, done, partial(self._failed, name), self)

    def _fetch(self, name: str, what: str | Path, total: int) -> None:
        if name in self.fetches:
            return
        stop = threading.Event()
        self.problems.pop(name, None)
        self._paused.discard(name)
        self.fetches[name] = Fetch(ModelProgress(name, 0, total, "Starting"), stop)
        self.changed.emit()
        models = self._models
        self._bridge.follow(
            lambda tell: models.get(what, tell, stop),
            partial(self._heard, name),
            partial(self._got, name),
            partial(self._not_got, name),
            self,
        )

    def _heard(self, name: str, progress: ModelProgress) -> None:
        if name in self.fetches:
            self.fetches[name].progress = progress
            self.changed.emit()

    def _got(self, name: str, _path: Path) -> None:
        self.fetches.pop(name, None)
        self.imports.pop(name, None)
        self.installed.emit(name)
        self.refresh()

    def _not_got(self, name: str, problem: Problem) -> None:
        ending = self.fetches[name].ending
        if ending is Ending.CANCELLED:
            self.fetches.pop(name)
            self._throw_away(name)
        elif ending is Ending.PAUSED and problem.code is ErrorCode.CANCELLED:
            self._paused.add(name)
            if name in self.imports:
                self.imports[name].progress = self.fetches[name].progress
            self._look_again(name)
        else:
            self.fetches.pop(name)
            self.imports.pop(name, None)
            self.problems[name] = problem
            self.failed.emit(name, problem)
            self.refresh()  # for what is kept of it

    def _take(self, found: _Found) -> None:
        self.rows, self.speeds = found
        self.known = True
        self.changed.emit()

    def _failed(self, name: str, problem: Problem) -> None:
        if name:
            self.problems[name] = problem
        self.failed.emit(name, problem)
        self.changed.emit()


def _look(models: Models, speed: Callable[[str], float | None] | None) -> _Found:
    """The models, and how fast those read that were used here; on a worker thread."""
    rows = models.rows()
    if speed is None:
        return rows, {}
    found = {row.name: speed(row.speed_key) for row in rows if row.speed_key}
    return rows, {name: tokens for name, tokens in found.items() if tokens is not None}
