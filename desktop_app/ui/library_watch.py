"""What the window knows of its library, kept fresh: one subscription, one status, for all views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge, Task
from desktop_app.ui.estimate_words import RunFollower
from indexer.errors import Problem
from indexer.types import DocumentState, Folder, Progress

if TYPE_CHECKING:
    from indexer.protocol import DocumentsChanged, FoldersChanged, StatusReport

_SETTLE_MS = 150  # changes that come together are asked after together
_SURE_MS = 15_000  # a change is a hint, this is the truth


def _events(library: Library) -> Iterator[StatusReport | Progress | DocumentsChanged | FoldersChanged]:
    yield library.status()  # the first answer says that the library is there
    yield from library.changes()


def _state(library: Library) -> tuple[StatusReport, tuple[Folder, ...]]:
    return library.status(), library.folders()


class LibraryWatch(QObject):
    """Holds the latest status, folders and progress. `connected` and `lost` tell of the indexer's process;
    `run_report` is the sentence about the last long run that was predicted, until the next one begins."""

    status_changed = Signal(object)
    folders_changed = Signal(object)
    progress_changed = Signal(object)
    documents_changed = Signal()
    connected = Signal()
    lost = Signal(object)
    failed = Signal(object)

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._bridge = bridge
        self._task: Task | None = None
        self.status: StatusReport | None = None
        self.folders: tuple[Folder, ...] = ()
        self.progress: Progress | None = None
        self.is_connected = False
        self.run_report = ""
        self._run = RunFollower()
        self._asking = False
        self._stale = False
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._sure = QTimer(self, interval=_SURE_MS)
        self._sure.timeout.connect(self.refresh)

    @property
    def paused(self) -> bool:
        return self.status is not None and self.status.paused

    @property
    def problems(self) -> int:
        """How many documents could not be read."""
        return self.status.documents.get(DocumentState.FAILED, 0) if self.status else 0

    def start(self) -> None:
        """Connect (starting the indexer where it is not running) and stay connected."""
        self._task = self._bridge.subscribe(partial(_events, self._library), self._heard, self._gone, self)
        self._sure.start()

    def stop(self) -> None:
        self._sure.stop()
        if self._task is not None:
            self._task.cancel()

    def refresh(self) -> None:
        """Ask for folders and status now; calls while an answer is awaited are joined into one."""
        if not self.is_connected:
            return
        if self._asking:
            self._stale = True
            return
        self._asking = True
        self._bridge.run(partial(_state, self._library), self._told, self._not_told, self)

    def set_paused(self, paused: bool) -> None:
        self._do(partial(self._library.set_paused, paused))

    def exclude(self, documents: tuple[int, ...]) -> None:
        """Leave documents out from now on; their files stay."""
        self._do(partial(self._library.exclude, documents))

    def is_offline(self, path: str) -> bool:
        """Whether the folder of the library that holds `path` is not there now."""
        if all(folder.online for folder in self.folders):  # as mostly: nothing is to be looked for
            return False
        holds = [folder for folder in self.folders if Path(path).is_relative_to(folder.path)]
        return bool(holds) and not any(folder.online for folder in holds)

    def retry(self, documents: tuple[int, ...] = (), password: str = "") -> None:
        self._do(partial(self._library.retry, documents, password))

    def _do(self, work: Callable[[], None]) -> None:
        self._bridge.run(work, lambda _: self.refresh(), self.failed.emit, self)

    def _heard(self, event: StatusReport | Progress | DocumentsChanged | FoldersChanged) -> None:
        from indexer.protocol import StatusReport  # loaded by the library, with what it says first

        if isinstance(event, StatusReport):
            self.is_connected = True
            self._take_status(event)
            self.connected.emit()
            self.documents_changed.emit()
            self.refresh()
        elif isinstance(event, Progress):
            was_idle = self.progress is None or self.progress.activity.phase == "idle"
            self._take_progress(event)
            if was_idle != (event.activity.phase == "idle"):
                self._settle.start()
        else:
            self.documents_changed.emit()
            self._settle.start()

    def _gone(self, problem: Problem) -> None:
        self.is_connected = False
        self._run.forget()
        self.lost.emit(problem)

    def _told(self, answer: tuple[StatusReport, tuple[Folder, ...]]) -> None:
        status, folders = answer
        self._take_status(status)
        if folders != self.folders:
            self.folders = folders
        self.folders_changed.emit(folders)
        self._asked()

    def _not_told(self, problem: Problem) -> None:
        self._asked()
        if self.is_connected:
            self.failed.emit(problem)

    def _asked(self) -> None:
        self._asking = False
        if self._stale:
            self._stale = False
            self._settle.start()

    def _take_status(self, status: StatusReport) -> None:
        self.status = status
        self._take_progress(status.progress)
        self.status_changed.emit(status)

    def _take_progress(self, progress: Progress) -> None:
        self.progress = progress
        if progress.activity.phase != "idle" and progress.predicted_seconds is not None:
            self.run_report = ""
        self.run_report = self._run.take(progress) or self.run_report
        self.progress_changed.emit(progress)
