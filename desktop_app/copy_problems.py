"""What can go wrong while what was dropped is copied: the file, the cause, and what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from indexer.errors import ErrorCode, KnownError, Problem, known

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def unreadable(path: Path, error: OSError) -> Problem:
    """The source can't be read, or is gone."""
    if isinstance(error, FileNotFoundError):
        return Problem(
            ErrorCode.MISSING, f"{path} is no longer there.", "Look where it went, then drop it from there.", True
        )
    return Problem(
        ErrorCode.UNREADABLE,
        f"{path} can't be read, so there is no copy of it ({_why(error)}).",
        "Give yourself permission to read it, then drop it again.",
        True,
        str(error),
    )


def not_written(source: Path, folder: Path, error: OSError) -> KnownError:
    """There is no room for the copy, or the folder can't be written."""
    if error.errno in _FULL:
        return known(
            ErrorCode.DISK_FULL,
            f"There is no room for a copy of {source.name} in {folder}.",
            "Free some space, or choose another folder for copies in the settings; then drop it again.",
            retryable=True,
            detail=str(error),
        )
    return known(
        ErrorCode.NO_PERMISSION,
        f"A copy of {source.name} can't be written to {folder} ({_why(error)}).",
        "Make the folder writable for you, or choose another one in the settings; then drop it again.",
        retryable=True,
        detail=str(error),
    )


def changed(path: Path) -> KnownError:
    return known(
        ErrorCode.CHANGED_WHILE_READ,
        f"{path} changed while it was copied.",
        "Drop it again when it stays as it is.",
        retryable=True,
    )


def no_folder(folder: Path, error: OSError) -> KnownError:
    """Nothing can be copied at all."""
    return known(
        ErrorCode.DISK_FULL if error.errno in _FULL else ErrorCode.NO_PERMISSION,
        f"Copies can't be kept in {folder} ({_why(error)}).",
        "Choose another folder for copies in the settings, then drop it again.",
        detail=str(error),
    )


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
