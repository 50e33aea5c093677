"""What the scan and the pipeline know of a document and of a root, and how it is read from the catalogue."""

from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from indexer.types import DocumentState

# What is at or below a path, told by the index over paths. The parameters are those of `bounds`.
AT_OR_BELOW = "path = ? OR (path >= ? AND path < ?)"

SELECT_KNOWN = (
    "SELECT id, folder_id, path, size, mtime_ns, inode, sha256, state, extractor, chunker, problem_code FROM documents"
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells that a file is still the one that was read; `mtime_ns` in nanoseconds."""

    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Known:
    """A document as the scan and the pipeline need it; `problem_code` is None where nothing is wrong."""

    id: int
    folder_id: int
    path: str
    fingerprint: Fingerprint
    sha256: str
    state: DocumentState
    extractor: str
    chunker: str
    problem_code: str | None

    @property
    def has_problem(self) -> bool:
        return self.problem_code is not None


@dataclass(frozen=True)
class Root:
    """A folder as the scan needs it; `device` identifies the file system and the folder itself."""

    id: int
    path: Path
    is_file: bool
    online: bool
    device: str


def bounds(path: Path) -> tuple[str, str, str]:
    """The path itself, and the half-open range of the paths below it."""
    prefix = os.fsencode(path).decode("utf-8", "backslashreplace").rstrip(os.sep)
    return prefix or os.sep, prefix + os.sep, prefix + chr(ord(os.sep) + 1)


def known_of(row: sqlite3.Row) -> Known:
    document_id, folder_id, path, size, mtime_ns, inode, sha256, state, extractor, chunker, problem_code = row
    fingerprint = Fingerprint(size, mtime_ns, inode)
    return Known(
        document_id, folder_id, path, fingerprint, sha256, DocumentState(state), sys.intern(extractor),
        sys.intern(chunker), problem_code,
    )  # fmt: skip
