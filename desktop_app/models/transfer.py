"""What all sources of models share: progress that can be cancelled, disk space, checksums."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.models.catalogue import ModelFile, bytes_in_words
from desktop_app.models.files import sha256_of
from indexer.errors import ErrorCode, known

PARTIAL = ".partial"  # the folder, beside the models, of working folders: one a model that is being fetched
READY = "ready"  # the folder, within a download's working folder, of files that are verified
INCOMPLETE = ".incomplete"  # ends the name of a file that comes in one stream
JOINED = ".joined"  # ends the name of a file that grows by whole parts
JOURNAL = "joined.json"  # how many parts are in it
_SPARE = 100_000_000  # bytes to leave free on the disk


class SourceError(Exception):
    """Why a source could not deliver, as the rest of a sentence that begins with the source."""


@dataclass(frozen=True)
class ModelProgress:
    """How far a download is: bytes done of `total` (0: not known yet), and what is going on, as a sentence."""

    name: str
    done: int
    total: int
    stage: str


class Meter:
    """Tells `report` about the progress of one model, at most ten times a second, and stops when `cancel` is set."""

    def __init__(
        self, name: str, total: int, report: Callable[[ModelProgress], None] | None, cancel: threading.Event | None
    ) -> None:
        self.name = name
        self.total = total
        self.done = 0
        self._stage = ""
        self._report = report
        self._cancel = cancel
        self._last = 0.0

    def check(self) -> None:
        """Raises KnownError(CANCELLED) when the person asked to stop."""
        if self._cancel is not None and self._cancel.is_set():
            raise known(
                ErrorCode.CANCELLED,
                f"Fetching {self.name} was stopped.",
                "What was fetched so far is kept; get it again to go on.",
                retryable=True,
            )

    def stage(self, sentence: str) -> None:
        self._stage = sentence
        self._tell(force=True)

    def at(self, done: int) -> None:
        """`done` bytes of the total are there."""
        self.check()
        self.done = min(done, self.total) if self.total else done
        self._tell(force=False)

    def advance(self, more: int) -> None:
        """`more` bytes were added."""
        self.at(self.done + more)

    def pause(self, seconds: float) -> None:
        """Wait, but not past a cancel."""
        if self._cancel is None:
            time.sleep(seconds)
        else:
            self._cancel.wait(seconds)
        self.check()

    def _tell(self, *, force: bool) -> None:
        now = time.monotonic()
        if self._report and (force or now - self._last >= 0.1):
            self._last = now
            self._report(ModelProgress(self.name, self.done, self.total, self._stage))


def require_space(folder: Path, needed: int) -> None:
    """Raises KnownError(DISK_FULL) when `needed` bytes, and some to spare, don't fit beside `folder`."""
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise known(
            ErrorCode.DISK_FULL,
            f"The disk of {folder} has {bytes_in_words(free)} free; {bytes_in_words(needed + _SPARE)} are needed.",
            "Make room, or choose another place for models with the setting models_folder.",
        )


def right(path: Path, file: ModelFile) -> bool:
    """Whether `path` is there with the size and content of `file`."""
    return path.is_file() and path.stat().st_size == file.size and sha256_of(path) == file.sha256


def require_checksum(path: Path, file: ModelFile) -> None:
    """Raises SourceError, and deletes the file, when its content is not the catalogue's."""
    if not right(path, file):
        path.unlink(missing_ok=True)
        raise SourceError(f"sent a {file.name} with another checksum than the catalogue's")
