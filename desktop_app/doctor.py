"""Looking over this machine and this library: each finding with a verdict and a remedy.

Repair never deletes: what it replaces is kept beside.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from desktop_app.models.store import ModelStore
from indexer import runstate
from indexer.config import library_folder, load_settings
from indexer.errors import ErrorCode, FootnoteError, known
from indexer.watcher import watch_limit

_NEEDED_RAM = 3_500_000_000
_NEEDED_DISK = 2_000_000_000
_CPU_FLAGS = {"avx2": "LanceDB and the language model need it", "fma": "the language model is slow without it"}


@dataclass(frozen=True)
class Finding:
    """`verdict` is ok, warning or error; `remedy` is empty where nothing is to be done."""

    name: str
    verdict: str
    sentence: str
    remedy: str = ""


def examine(home: Path, store: ModelStore) -> tuple[Finding, ...]:
    """Every check, without starting a process or changing anything."""
    return (*_machine(home), *_settings(home), *_library(home), *_models(store), *_services(home))


def _machine(home: Path) -> Iterator[Finding]:
    version = importlib.metadata.version("footnote")
    yield Finding("version", "ok", f"Footnote {version}, Python {platform.python_version()}, {platform.platform()}.")
    flags = _cpu_flags()
    missing = [f"{flag} ({why})" for flag, why in _CPU_FLAGS.items() if flags and flag not in flags]
    if missing:
        yield Finding("cpu", "error", f"This CPU lacks {', '.join(missing)}.", "Use a computer made after 2013.")
    else:
        yield Finding("cpu", "ok", f"{psutil.cpu_count(logical=False) or 1} cores.")
    ram = psutil.virtual_memory().total
    enough = ram >= _NEEDED_RAM
    yield Finding(
        "memory", "ok" if enough else "warning", f"{ram / 1e9:.1f} GB of memory.",
        "" if enough else "Use the smallest language model, or search without one.",
    )  # fmt: skip
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    roomy = free >= _NEEDED_DISK
    yield Finding(
        "disk", "ok" if roomy else "warning", f"{free / 1e9:.1f} GB free at {existing}.",
        "" if roomy else "Free some space, or choose another place with --home.",
    )  # fmt: skip
    if (limit := watch_limit()) is not None:
        generous = limit >= 8192
        yield Finding(
            "watch limit", "ok" if generous else "warning", f"The system lets {limit:,} folders be watched.",
            "" if generous else "Raise fs.inotify.max_user_watches; until then changes are found by scans.",
        )  # fmt: skip


def _cpu_flags() -> set[str]:
    """As Linux names them; empty where they can't be read, which says nothing."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return set()
    return set(next((line.split(":")[1].split() for line in lines if line.startswith("flags")), []))


def _settings(home: Path) -> Iterator[Finding]:
    try:
        load_settings(home)
        yield Finding("settings", "ok", "The settings can be read.")
    except FootnoteError as error:
        yield Finding("settings", "error", error.problem.message, error.problem.action)


def _library(home: Path) -> Iterator[Finding]:
    folder = library_folder(home)
    if not folder.exists():
        yield Finding("library", "ok", f"There is no library at {home} yet.")
        return
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        yield Finding("privacy", "warning", f"Others on this machine can read {folder}.", f"chmod 700 {folder}")
    for path in (folder / "catalog.db", home / "history.db"):
        if path.exists():
            yield _database(path)


def _database(path: Path) -> Finding:
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict == "ok":
        return Finding(path.name, "ok", f"{path.name} is sound.")
    return Finding(path.name, "error", f"{path} is damaged ({verdict}).", "Run `footnote doctor --repair`.")


def _models(store: ModelStore) -> Iterator[Finding]:
    for name, find in (("embedding model", store.embedder), ("language model", store.language_model)):
        try:
            entry, path = find()
            yield Finding(name, "ok", f"{entry.title} at {path}.")
        except FootnoteError as error:
            yield Finding(name, "warning", error.problem.message, error.problem.action)


def _services(home: Path) -> Iterator[Finding]:
    for service in ("indexer", "llm"):
        state = runstate.read(home, service)
        if state is None:
            yield Finding(f"{service} service", "ok", "Not running; it starts when it is needed.")
        elif state.alive:
            rss = psutil.Process(state.pid).memory_info().rss
            yield Finding(f"{service} service", "ok", f"Running as process {state.pid}, {rss / 1e6:.0f} MB of memory.")
        else:
            log = runstate.log_path(home, service)
            yield Finding(
                f"{service} service", "warning", "It died the last time.", f"It starts anew by itself; see {log}."
            )


def repair(home: Path) -> tuple[str, ...]:
    """Set damaged databases aside, as `NAME.damaged-TIME`, so that they are built anew; the list of folders is carried
    over where it can still be read. Raises KnownError(LIBRARY_LOCKED) while the library is in use."""
    folder = library_folder(home)
    if not folder.exists():
        return ()
    try:
        with FileLock(folder / "lock").acquire(timeout=0):
            return tuple(_repair_all(home, folder))
    except Timeout as error:
        raise known(
            ErrorCode.LIBRARY_LOCKED,
            "The library is in use.",
            "Close every Footnote window, wait a minute, and try again.",
            retryable=True,
        ) from error


def _repair_all(home: Path, folder: Path) -> Iterator[str]:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for path in (folder / "catalog.db", home / "history.db"):
        if not path.exists() or _database(path).verdict == "ok":
            continue
        roots = _roots_of(path) if path.name == "catalog.db" else []
        for part in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            if part.exists():
                part.rename(part.with_name(f"{part.name}.damaged-{stamp}"))
        yield f"{path.name} was damaged and is kept as {path.name}.damaged-{stamp}."
        if roots:
            _restore_roots(path, roots)
            yield f"{len(roots)} folders were carried over; they are indexed anew."
        elif path.name == "catalog.db":
            yield "The list of folders could not be read: add them again with `footnote add PATH`."


def _roots_of(path: Path) -> list[tuple[str, int]]:
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            return [(str(row[0]), int(row[1])) for row in connection.execute("SELECT path, is_file FROM folders")]
        finally:
            connection.close()
    except sqlite3.Error:
        return []


def _restore_roots(path: Path, roots: list[tuple[str, int]]) -> None:
    from indexer.catalog import Catalog

    catalog = Catalog(path)
    for root, is_file in roots:
        catalog.add_root(Path(root), is_file=bool(is_file), device="")
    catalog.close()
