"""Copies of what a person drops, in a folder of their own that is watched: the originals may go. Knows no Qt.

A copy is written beside, under a hidden name, and gets its own name once it is whole: nothing half copied is ever
read. Nothing is overwritten. Of a folder the documents are copied, as a scan would find them; links are not followed.
"""

from __future__ import annotations

import itertools
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

import platformdirs

from desktop_app.copy_problems import changed, no_folder, not_written, unreadable
from indexer.config import Settings
from indexer.errors import KnownError, Problem
from indexer.extract.formats import kind_of
from indexer.hidden import is_hidden

_BLOCK = 1 << 20
_STAGING = ".copying"
_TELL_SECONDS = 0.1


def copies_folder(settings: Settings) -> Path:
    """Where copies go: the setting, else a folder in this user's documents."""
    if settings.copies_folder:
        return Path(settings.copies_folder).expanduser().absolute()
    return platformdirs.user_documents_path() / "Footnote"


class Files(Protocol):
    """How files are opened; another one stands in for a disk that fails."""

    def read(self, path: Path) -> BinaryIO: ...
    def write(self, path: Path) -> BinaryIO: ...


class RealFiles:
    """The files of this machine."""

    def read(self, path: Path) -> BinaryIO:
        return path.open("rb")

    def write(self, path: Path) -> BinaryIO:
        return path.open("xb")


@dataclass(frozen=True)
class CopyProgress:
    """The file that is looked at now, and how much is done."""

    name: str
    files: int
    of_files: int
    bytes: int
    of_bytes: int


@dataclass(frozen=True)
class Copies:
    """What came of it. `placed` says where what was dropped stands now, as far as anything of it does; `known` files
    were there already, with the same content. One that failed keeps none of the others from coming; `again` is what
    would have to be copied again for it, of what was dropped."""

    folder: Path
    placed: Mapping[Path, Path]
    copied: int
    known: int
    failed: tuple[Problem, ...]
    stopped: bool
    again: tuple[Path, ...] = ()


@dataclass(frozen=True)
class _Item:
    dropped: Path  # the file itself, or the folder that it came with
    source: Path
    into: Path
    size: int


class _Stopped(Exception):
    pass


@dataclass
class _Course:
    """One call: what is to be done, and what was done so far."""

    stop: threading.Event
    tell: Callable[[CopyProgress], object]
    items: list[_Item] = field(default_factory=list)
    placed: dict[Path, Path] = field(default_factory=dict)
    failed: list[Problem] = field(default_factory=list)
    again: dict[Path, None] = field(default_factory=dict)  # in the order in which they were dropped
    size: int = 0  # of all files
    files: int = 0
    bytes: int = 0
    copied: int = 0
    known: int = 0
    told: float = -1.0

    def fail(self, dropped: Path, problem: Problem) -> None:
        self.failed.append(problem)
        self.again[dropped] = None

    def check(self) -> None:
        if self.stop.is_set():
            raise _Stopped


class Copier:
    """Copies into `folder`, which is made on first use. One call at a time."""

    def __init__(self, folder: Path, files: Files | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = folder
        self._files = files or RealFiles()
        self._clock = clock
        self._staging = folder / _STAGING
        self._numbers = itertools.count(1)

    def copy(
        self, paths: Sequence[Path], stop: threading.Event, tell: Callable[[CopyProgress], object] = lambda _: None
    ) -> Copies:
        """Copy files, and the documents in folders. Once `stop` is set, what was copied stays, whole files all.
        Raises KnownError where the folder for copies can't be made or written."""
        course = _Course(stop, tell)
        self._prepare()
        try:
            for path in paths:
                self._plan(path, course)
            for item in course.items:
                self._take(item, course)
        except _Stopped:
            pass
        finally:
            shutil.rmtree(self._staging, ignore_errors=True)
        placed = {path: target for path, target in course.placed.items() if target.exists()}
        failed, again = tuple(course.failed), tuple(course.again)
        return Copies(self.folder, placed, course.copied, course.known, failed, stop.is_set(), again)

    def _prepare(self) -> None:
        shutil.rmtree(self._staging, ignore_errors=True)  # of a process that was ended
        try:
            self._staging.mkdir(parents=True)
        except OSError as error:
            raise no_folder(self.folder, error) from error

    # What is to be copied

    def _plan(self, path: Path, course: _Course) -> None:
        course.check()
        if path.is_relative_to(self.folder):  # it is there
            course.placed[path] = path
        elif path.is_dir():
            self._plan_folder(path, course)
        else:
            self._plan_file(path, path, self.folder, course)

    def _plan_folder(self, path: Path, course: _Course) -> None:
        """The folder of that name that is there already takes in what is new."""
        top = next(name for name in _names(self.folder / (path.name or "Drive")) if name.is_dir() or not name.exists())

        def closed(error: OSError) -> None:
            course.fail(path, unreadable(Path(error.filename or path), error))

        for place, folders, files in os.walk(path, onerror=closed):
            course.check()
            here = Path(place)
            folders[:] = sorted(
                name
                for name in folders
                if not is_hidden(name) and here / name != self.folder and not (here / name).is_symlink()
            )
            for name in sorted(files):
                if not is_hidden(name) and kind_of(Path(name)) and not (here / name).is_symlink():
                    self._plan_file(path, here / name, top / here.relative_to(path), course)
        course.placed[path] = top

    def _plan_file(self, dropped: Path, path: Path, into: Path, course: _Course) -> None:
        try:
            size = _stat(path).st_size
        except KnownError as error:
            course.fail(dropped, error.problem)
        else:
            course.items.append(_Item(dropped, path, into, size))
            course.size += size

    # Copying

    def _take(self, item: _Item, course: _Course) -> None:
        course.check()
        self._tell(item, course, 0)
        try:
            target = self._target(item, course)
        except KnownError as error:
            course.fail(item.dropped, error.problem)
        else:
            if item.source == item.dropped:
                course.placed[item.source] = target
        course.files += 1
        course.bytes += item.size

    def _target(self, item: _Item, course: _Course) -> Path:
        """The file that stands for the source: one of the same content, or a copy under the first free name."""
        try:
            item.into.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_written(item.source, self.folder, error) from error
        written: Path | None = None
        try:
            for target in _names(item.into / item.source.name):
                if target.exists():
                    if self._same(item, target, course):
                        course.known += 1
                        return target
                    continue
                written = written or self._write(item, course)
                if self._move(written, target, item):
                    course.copied += 1
                    return target
            raise AssertionError("there is always another name")
        finally:
            if written is not None:
                written.unlink(missing_ok=True)

    def _same(self, item: _Item, target: Path, course: _Course) -> bool:
        """Whether a file holds the very bytes of the source. One that can't be read is taken for another."""
        try:
            if not target.is_file() or target.stat().st_size != item.size:
                return False
            theirs = self._files.read(target)
        except OSError:
            return False
        with theirs, self._opened(item.source) as ours:
            for block in self._blocks(item.source, ours, item, course):
                try:
                    if theirs.read(len(block)) != block:
                        return False
                except OSError:
                    return False
        return True

    def _write(self, item: _Item, course: _Course) -> Path:
        """The whole content under a hidden name, with the time of the source."""
        temporary = self._staging / str(next(self._numbers))
        try:
            with self._opened(item.source) as source:
                before = _stat(item.source)
                blocks = self._blocks(item.source, source, item, course)
                try:
                    with self._files.write(temporary) as target:
                        for block in blocks:
                            target.write(block)
                        target.flush()
                        os.fsync(target.fileno())
                    os.utime(temporary, ns=(before.st_atime_ns, before.st_mtime_ns))
                except OSError as error:
                    raise not_written(item.source, self.folder, error) from error
            after = _stat(item.source)
            if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
                raise changed(item.source)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return temporary

    def _move(self, written: Path, target: Path, item: _Item) -> bool:
        """Give a copy its name; False where the name was taken meanwhile."""
        if target.exists():
            return False
        try:
            written.rename(target)
        except FileExistsError:
            return False
        except OSError as error:
            raise not_written(item.source, self.folder, error) from error
        return True

    def _opened(self, path: Path) -> BinaryIO:
        try:
            return self._files.read(path)
        except OSError as error:
            raise KnownError(unreadable(path, error)) from error

    def _blocks(self, path: Path, source: BinaryIO, item: _Item, course: _Course) -> Iterator[bytes]:
        done = 0
        while True:
            course.check()
            try:
                block = source.read(_BLOCK)
            except OSError as error:
                raise KnownError(unreadable(path, error)) from error
            if not block:
                return
            yield block
            done += len(block)
            self._tell(item, course, done)

    def _tell(self, item: _Item, course: _Course, done: int) -> None:
        now = self._clock()
        if now - course.told >= _TELL_SECONDS:
            course.told = now
            done += course.bytes
            course.tell(CopyProgress(item.source.name, course.files, len(course.items), done, course.size))


def _names(path: Path) -> Iterator[Path]:
    """ "a.pdf", "a (2).pdf", "a (3).pdf", …"""
    yield path
    for number in itertools.count(2):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise KnownError(unreadable(path, error)) from error
