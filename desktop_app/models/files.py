"""Models on disk: a folder each, with a stamp that says which bytes were verified.

The stamp (`.footnote.json`) keeps the sha256, size and modification time of every file as last verified, so that a
start needs no hashing. A file whose size or time no longer fits is hashed again; a folder with the right files and no
stamp is adopted after hashing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.models.catalogue import ModelEntry, ModelFile, Task
from indexer.codec import from_plain, to_plain
from indexer.errors import ErrorCode, KnownError, known

STAMP_NAME = ".footnote.json"
BLOCK = 4 * 1024 * 1024


@dataclass(frozen=True)
class StampedFile:
    """A file as it was when its content was verified."""

    name: str
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True)
class Stamp:
    """What was verified, and where it came from. `entry` is the catalogue entry of a model that a person brought."""

    files: tuple[StampedFile, ...]
    source: str
    entry: dict[str, Any] | None = None


def sha256_of(path: Path, tick: Callable[[int], None] = lambda _: None) -> str:
    """The sha256 of a file in hexadecimal; `tick` is told the bytes of each block and may raise to stop."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            tick(len(block))
    return digest.hexdigest()


def read_stamp(folder: Path) -> Stamp | None:
    """The stamp of a model's folder; None where there is none, or it is not readable as one."""
    try:
        stamp: Stamp = from_plain(Stamp, json.loads((folder / STAMP_NAME).read_text("utf-8")), STAMP_NAME)
    except (OSError, ValueError, KnownError):
        return None
    return stamp


def write_stamp(folder: Path, files: tuple[ModelFile, ...], source: str, entry: ModelEntry | None = None) -> None:
    """Stamp files whose content was just verified. Raises OSError."""
    stamped = []
    for file in files:
        stat = (folder / file.name).stat()
        stamped.append(StampedFile(file.name, stat.st_size, stat.st_mtime_ns, file.sha256))
    stamp = Stamp(tuple(stamped), source, to_plain(entry) if entry else None)
    temporary = folder / (STAMP_NAME + ".tmp")
    temporary.write_text(json.dumps(to_plain(stamp), indent=1), "utf-8")
    temporary.replace(folder / STAMP_NAME)


def verified(entry: ModelEntry, folder: Path) -> Path | None:
    """Where the verified model is: its GGUF file, or its folder; None when it is not installed.

    Usually a few `stat` calls. Raises KnownError(MODEL_DAMAGED) for a file that is cut short, altered, or gone from a
    model that was complete, and KnownError(UNREADABLE).
    """
    stamp = read_stamp(folder)
    stamped = {file.name: file for file in stamp.files} if stamp else {}
    wanted = entry.files or tuple(ModelFile(file.name, file.size, file.sha256) for file in stamped.values())
    if not wanted or (stamp is None and not all((folder / file.name).is_file() for file in wanted)):
        return None
    try:
        doubtful = [file for file in wanted if not _as_stamped(folder / file.name, file, stamped.get(file.name))]
        for file in doubtful:
            _verify(entry, folder / file.name, file)
    except OSError as error:
        raise known(
            ErrorCode.UNREADABLE,
            f"The model {entry.name} can't be read: {error.strerror or error} ({error.filename}).",
            "Check that you may read this file.",
        ) from error
    if doubtful:
        with contextlib.suppress(OSError):  # a read-only folder: hashed anew at the next start
            personal = entry if entry.personal else None
            write_stamp(folder, wanted, stamp.source if stamp else "found in place", personal)
    return folder / wanted[0].name if entry.task is Task.LANGUAGE_MODEL else folder


def _as_stamped(path: Path, file: ModelFile, stamped: StampedFile | None) -> bool:
    if stamped is None or stamped.sha256 != file.sha256:
        return False
    try:
        stat = path.stat()
    except FileNotFoundError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (stamped.size, stamped.mtime_ns)


def _verify(entry: ModelEntry, path: Path, file: ModelFile) -> None:
    if not path.is_file():
        raise damaged(entry, f"{path} is gone")
    if (size := path.stat().st_size) != file.size:
        raise damaged(entry, f"{path} has {size:,} bytes instead of {file.size:,}")
    if sha256_of(path) != file.sha256:
        raise damaged(entry, f"the content of {path} is not what its checksum says")


def damaged(entry: ModelEntry, reason: str) -> KnownError:
    """The error for an installed model whose files are not what they should be."""
    remedy = "import the file again with" if entry.personal else "fetch it again with"
    target = "FILE" if entry.personal else entry.name
    return known(
        ErrorCode.MODEL_DAMAGED,
        f"The model {entry.name} is damaged: {reason}.",
        f"To repair it, {remedy} `footnote models get {target}`.",
    )
