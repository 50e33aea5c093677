"""Whether an import is large enough to be measured before it starts. Knows no Qt; runs on a worker thread."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.extract.formats import kind_of

_FILES = 40  # up to these, and these bytes, an import is over before a measurement would be
_BYTES = 40_000_000
_SECONDS = 1.0  # what takes longer to look through is large, or stands on a slow drive


def is_large(paths: Sequence[Path], *, files: int = _FILES, size: int = _BYTES, seconds: float = _SECONDS) -> bool:
    """Whether these folders and files hold more than `files` documents or `size` bytes of them, or can't be looked
    through in `seconds`. Stops counting as soon as it knows; what can't be read counts nothing."""
    deadline = time.monotonic() + seconds
    found, amount = 0, 0
    for length in _lengths(paths):
        if length is not None:
            found, amount = found + 1, amount + length
        if found > files or amount > size or time.monotonic() > deadline:
            return True
    return False


def _lengths(paths: Sequence[Path]) -> Iterator[int | None]:
    """The bytes of every document below `paths`; None for whatever else was looked at."""
    folders: list[str] = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            continue
        if stat.S_ISDIR(state.st_mode):
            folders.append(str(path))
        else:
            yield state.st_size
    while folders:
        yield None
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if not entry.name.startswith("."):
                            folders.append(entry.path)
                    elif kind_of(Path(entry.name)) is not None and entry.is_file(follow_symlinks=False):
                        yield entry.stat(follow_symlinks=False).st_size
                    else:
                        yield None
        except OSError:
            continue
