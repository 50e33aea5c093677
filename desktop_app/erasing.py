"""Deletes everything that Footnote keeps of a person: the library, the history, logs, and the settings if wanted.

The services of the library are ended first; nothing of this process may have the history open any more. The person's
own files are never touched, nor are models, which hold nothing of anybody.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from indexer import runstate
from indexer.config import library_folder, settings_path
from indexer.errors import ErrorCode, known

_SERVICES = ("indexer", "llm")
_PATIENCE = 10.0  # seconds for a service to end by itself


@dataclass(frozen=True)
class Part:
    """A part of what is kept on disk: what it is called, what it holds, and where it lies."""

    name: str
    holds: str
    paths: tuple[Path, ...]

    def bytes(self) -> int:
        """How large it is now."""
        return sum(_size(path) for path in self.paths)


def parts(home: Path, models: Path) -> tuple[Part, ...]:
    """Everything that is kept for the library at `home`; `models` is the folder of models."""
    library = library_folder(home)
    return (
        Part("Documents", "their names, text and keywords", tuple(sorted(library.glob("catalog.db*")))),
        Part("Vectors", "the meaning of their passages, as numbers", (library / "vectors.lance",)),
        Part("Questions and answers", "with their traces and costs", tuple(sorted(home.glob("history.db*")))),
        Part("Settings", "and how the window stood", (settings_path(home), home / "window.ini")),
        Part("Logs", "what went wrong, and which services run", (home / "logs", home / "run")),
        Part("Models", "shared by all libraries; they hold nothing of yours", (models,)),
    )


def erase(home: Path, *, settings: bool) -> None:
    """Delete everything of the library at `home`, with `settings` the settings too. Raises KnownError(NO_PERMISSION)
    that names what could not be deleted; calling it again goes on."""
    end_services(home)
    left = [path for path in _kept(home, settings=settings) if not _delete(path)]
    if left:
        raise known(
            ErrorCode.NO_PERMISSION,
            f"{left[0]} could not be deleted.",
            "Close other programs that use it, then delete it by hand or try again.",
            detail="\n".join(str(path) for path in left),
        )


def end_services(home: Path) -> None:
    """End the indexer and the language model of this library, as they would end by themselves; by force if they
    don't."""
    processes = []
    for service in _SERVICES:
        state = runstate.read(home, service)
        if state is not None and state.alive:
            processes.append(psutil.Process(state.pid))
    for process in processes:
        process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=_PATIENCE)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=_PATIENCE)


def _kept(home: Path, *, settings: bool) -> Iterator[Path]:
    yield library_folder(home)
    yield from sorted(home.glob("history.db*"))
    yield from (home / "logs", home / "run", home / "channel.key", home / "window.ini")
    if settings:
        yield settings_path(home)


def _delete(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(_size(child) for child in path.iterdir())
        return path.stat().st_size
    except OSError:  # it went meanwhile
        return 0
