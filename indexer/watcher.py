"""watchdog as a source of hints: a set of paths worth a look, handed out when things have been quiet for a moment.

Events are lost silently (a full kernel queue, a watch limit below the root), so nothing is ever concluded from one;
`scan` decides. What is known of losses is kept in `lost`, which asks for a whole scan.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

_QUIET_SECONDS = 0.3
_LONGEST_WAIT = 1.5
_INTERESTING = {"created", "modified", "moved", "deleted", "closed"}
_LINUX_LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")


class _Overflow(logging.Handler):
    """watchdog tells of a full queue only in its log."""

    def __init__(self, notice: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._notice = notice

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
        self._notice()


class Watcher:
    """Watches roots; `wake` is called from a thread of watchdog whenever there is something to take."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._paths: set[Path] = set()
        self._first = self._last = 0.0
        self.lost = False
        self.sentence = "No folder is watched yet."
        self._watches: dict[Path, ObservedWatch] = {}
        self._observer = Observer()
        self._observer.start()
        self._overflow = _Overflow(self._note_loss)
        logging.getLogger("watchdog").addHandler(self._overflow)

    def watch(self, roots: Iterable[tuple[Path, bool]]) -> None:
        """Watch exactly these roots, given as (path, is a single file)."""
        listed = list(roots)
        wanted = {(path.parent if is_file else path): not is_file for path, is_file in listed}
        for path in list(self._watches):
            if path not in wanted or not path.is_dir():
                self._drop(path)
        failures = []
        for path, recursive in wanted.items():
            if path not in self._watches and path.is_dir():
                try:
                    self._watches[path] = self._observer.schedule(_Collect(self._note), str(path), recursive=recursive)
                except OSError as error:
                    failures.append(f"{path}: {error.strerror or error}")
        self.sentence = self._describe(failures)

    def _drop(self, path: Path) -> None:
        watch = self._watches.pop(path)
        try:
            self._observer.unschedule(watch)
        except (KeyError, OSError):  # the folder is gone, and its watch with it
            self.lost = True

    def _describe(self, failures: list[str]) -> str:
        if failures:
            return "Some folders can't be watched and are scanned every few minutes instead: " + "; ".join(failures)
        if not self._watches:
            return "No folder is watched yet."
        return f"{len(self._watches)} folder{'s are' if len(self._watches) > 1 else ' is'} watched for changes."

    def take(self) -> tuple[set[Path], float]:
        """The paths worth a look, once quiet; else an empty set and the seconds to wait (0: nothing is waiting)."""
        with self._lock:
            if not self._paths:
                return set(), 0.0
            if (wait := self._due() - time.monotonic()) > 0:
                return set(), wait
            taken, self._paths = self._paths, set()
            return taken, 0.0

    def _due(self) -> float:
        return min(self._last + _QUIET_SECONDS, self._first + _LONGEST_WAIT)

    def take_is_due(self) -> bool:
        """Whether `take` would hand something out now."""
        with self._lock:
            return bool(self._paths) and time.monotonic() >= self._due()

    def put_back(self, paths: Iterable[Path]) -> None:
        """Look at these again later: they were still being written."""
        for path in paths:
            self._note(path)

    def close(self) -> None:
        logging.getLogger("watchdog").removeHandler(self._overflow)
        self._observer.stop()
        self._observer.join(2)

    def _note(self, path: Path) -> None:
        with self._lock:
            self._last = time.monotonic()
            if not self._paths:
                self._first = self._last
            self._paths.add(path)
        self._wake()

    def _note_loss(self) -> None:
        self.lost = True
        self._wake()


class _Collect(FileSystemEventHandler):
    def __init__(self, note: Callable[[Path], None]) -> None:
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _INTERESTING:
            return
        # A changed folder says only that something in it changed, which has an event of its own.
        if event.is_directory and event.event_type == "modified":
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._note(Path(str(path)))


def watch_limit() -> int | None:
    """How many folders the kernel lets this user watch; None where there is no such limit."""
    try:
        return int(_LINUX_LIMIT.read_text())
    except (OSError, ValueError):
        return None
