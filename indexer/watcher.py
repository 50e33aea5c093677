"""watchdog as a source of hints: a set of paths worth a look, handed out when things have been quiet for a moment.

Events are lost silently (a full kernel queue, a watch limit below the root), so nothing is ever concluded from one;
`scan` decides. What is known of losses is kept in `lost`, which asks for a whole scan.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

_QUIET_SECONDS = 0.3
_LONGEST_WAIT = 1.5
_SCAN_SECONDS = 3600.0  # events get lost; the whole truth is looked at this often
_SCAN_UNWATCHED_SECONDS = 300.0  # and this often where there are no events
_INTERESTING = {"created", "modified", "moved", "deleted", "closed"}
_LINUX_LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")
_SHARE = 0.5  # of the limit, which is one for all programs of this user


_SLEPT_SECONDS = 5.0
_FROZEN_SECONDS = 300.0  # between two questions: where the steady clock counts sleep too


@dataclass(frozen=True)
class _Watch:
    watch: ObservedWatch
    recursive: bool
    identity: tuple[int, int]


class _Overflow(logging.Handler):
    """watchdog tells of a full queue only in its log."""

    def __init__(self, notice: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._notice = notice

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
        self._notice()


def _is_no_error(record: logging.LogRecord) -> bool:
    """Let through what isn't the race of a watch that ends just when an event comes: watchdog calls it an error,
    though nothing is lost that is still wanted."""
    return "when the thread is inactive" not in record.getMessage()


class Watcher:
    """Watches roots; `wake` is called from a thread of watchdog whenever there is something to take. `limit` tells
    how many folders may be watched, None where there is no limit."""

    def __init__(self, wake: Callable[[], None], limit: Callable[[], int | None] | None = None) -> None:
        self._wake = wake
        self._limit = limit or watch_limit
        self._lock = threading.Lock()
        self._paths: set[Path] = set()
        self._later: dict[Path, float] = {}
        self._first = self._last = 0.0
        self.lost = False
        self.sentence = "No folder is watched yet."
        self.scan_seconds = _SCAN_SECONDS
        self._watches: dict[Path, _Watch] = {}
        self._observer = Observer()
        self._observer.start()
        self._overflow = _Overflow(self._note_loss)
        logging.getLogger("watchdog").addHandler(self._overflow)
        logging.getLogger("watchdog.observers.inotify").addFilter(_is_no_error)

    def watch(self, roots: Iterable[tuple[Path, bool]]) -> None:
        """Watch exactly these roots, given as (path, is a single file). Where that is not possible, `sentence` says
        why and `scan_seconds` is short."""
        wanted: dict[Path, bool] = {}
        for path, is_file in roots:
            folder = path.parent if is_file else path
            wanted[folder] = wanted.get(folder, False) or not is_file
        for path, old in list(self._watches.items()):
            if wanted.get(path) != old.recursive or _identity(path) != old.identity:
                self._drop(path)
        limit = self._limit()
        left = None if limit is None else int(limit * _SHARE)
        failures, crowded = [], 0
        for path, recursive in sorted(wanted.items()):
            if (identity := _identity(path)) is None:
                continue
            # Beyond the limit watchdog drops the folders below in silence, so they are counted first.
            folders = _count_folders(path, left) if recursive and left is not None else 1
            if left is not None and folders > left:
                crowded += 1
                if path in self._watches:
                    self._drop(path)
                continue
            if path not in self._watches:
                try:
                    watch = self._observer.schedule(_Collect(self._note), str(path), recursive=recursive)
                except OSError as error:
                    failures.append(f"{path}: {error.strerror or error}")
                    continue
                self._watches[path] = _Watch(watch, recursive, identity)
            left = None if left is None else left - folders
        self.scan_seconds = _SCAN_UNWATCHED_SECONDS if failures or crowded else _SCAN_SECONDS
        self.sentence = self._describe(failures, crowded, limit or 0)

    def _drop(self, path: Path) -> None:
        try:
            self._observer.unschedule(self._watches.pop(path).watch)
        except (KeyError, OSError):  # the folder is gone, and its watch with it
            self.lost = True

    def _describe(self, failures: list[str], crowded: int, limit: int) -> str:
        minutes = f"every {_SCAN_UNWATCHED_SECONDS / 60:.0f} minutes"
        if crowded:
            return (
                f"{_folders(crowded, 'holds', 'hold')} more subfolders than this system lets Footnote watch ("
                f"half of {limit:,}), and {'are' if crowded > 1 else 'is'} scanned {minutes} instead. To watch them, "
                f"run `sudo sysctl fs.inotify.max_user_watches={max(4 * limit, 524_288)}`; a line with "
                "fs.inotify.max_user_watches and this number in /etc/sysctl.d/60-footnote.conf makes it last."
            )
        if failures:
            return f"Some folders can't be watched and are scanned {minutes} instead: " + "; ".join(failures)
        if not self._watches:
            return "No folder is watched yet."
        return f"{_folders(len(self._watches), 'is', 'are')} watched for changes."

    def take(self) -> tuple[set[Path], float]:
        """The paths worth a look, once quiet; else an empty set and the seconds to wait (0: nothing is waiting)."""
        with self._lock:
            now = time.monotonic()
            due = {path for path, when in self._later.items() if when <= now}
            for path in due:
                del self._later[path]
            if due and not self._paths:
                self._first = self._last = now - _LONGEST_WAIT
            self._paths |= due
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

    def put_back(self, paths: Iterable[Path], after: float = 0.0) -> None:
        """Look at these again, in a moment or `after` so many seconds: they were still being written."""
        for path in paths:
            if not after:
                self._note(path)
                continue
            with self._lock:
                self._later.setdefault(path, time.monotonic() + after)

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


class Sleep:
    """Tells that the machine slept: while it does, no event comes, and the clock that counts sleep runs ahead of the
    one that doesn't. Where there is no such clock, the wall's stands in; setting it costs a scan."""

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, with_sleep: Callable[[], float] | None = None
    ) -> None:
        self._monotonic = monotonic
        self._with_sleep = with_sleep or _clock_with_sleep()
        self._before = self._now()

    def _now(self) -> tuple[float, float]:
        return self._with_sleep() - self._monotonic(), self._monotonic()

    def woke(self) -> bool:
        """Whether it slept since this was asked last; ask every few seconds."""
        (offset, now), (offset_before, before) = self._now(), self._before
        self._before = offset, now
        return offset - offset_before > _SLEPT_SECONDS or now - before > _FROZEN_SECONDS


def _clock_with_sleep() -> Callable[[], float]:
    if hasattr(time, "CLOCK_BOOTTIME"):
        return lambda: time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.time


def _identity(path: Path) -> tuple[int, int] | None:
    """Of a folder: another one under the same path needs a watch of its own."""
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if path.is_dir() else None


def _count_folders(path: Path, most: int) -> int:
    """The folders at and below `path`, hidden ones included, as watchdog watches them; counts no further than `most`
    and one."""
    count = 0
    for _ in os.walk(path):
        count += 1
        if count > most:
            break
    return count


def _folders(number: int, one: str, many: str) -> str:
    return f"{number:,} folders {many}" if number > 1 else f"1 folder {one}"


def watch_limit() -> int | None:
    """How many folders the kernel lets this user watch; None where there is no such limit."""
    try:
        return int(_LINUX_LIMIT.read_text())
    except (OSError, ValueError):
        return None
