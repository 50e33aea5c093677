"""A real library in a temporary home: real processes, real LanceDB, the real embedder."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop_app.compose import connect_library
from indexer import protocol as p
from indexer import runstate
from indexer.catalog import Catalog
from indexer.client import IndexerClient
from indexer.config import Settings, library_folder, models_folder
from indexer.embedding import embedder_id
from indexer.errors import KnownError
from indexer.store import LanceStore

EMBEDDER = models_folder(Settings()) / Settings().embedder

needs_embedder = pytest.mark.skipif(
    not (EMBEDDER / "model.safetensors").is_file(),
    reason="the embedding model is not installed: footnote models get all-minilm-l6-v2",
)


def eventually(check: Callable[[], Any], seconds: float = 20.0) -> float:
    """Waits until `check` is true and returns how many seconds that took; fails after `seconds`."""
    started = time.monotonic()
    while not check():
        assert time.monotonic() - started < seconds, "did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - started


@contextmanager
def live_library(home: Path) -> Iterator[IndexerClient]:
    """The service is ended at the end, whatever happened."""
    library = connect_library(home)
    try:
        yield library
    finally:
        library.close()
        kill_service(home, "indexer")


def service_pid(home: Path, service: str) -> int | None:
    state = runstate.read(home, service)
    return state.pid if state is not None and state.alive else None


def kill_service(home: Path, service: str) -> bool:
    """kill -9; waits until the process is gone. False when there was none."""
    pid = service_pid(home, service)
    if pid is None:
        return False
    process = psutil.Process(pid)
    try:
        os.kill(pid, signal.SIGKILL)
        process.wait(10)
    except (ProcessLookupError, psutil.NoSuchProcess):
        return False
    return True


def synced(library: IndexerClient) -> p.IndexReport:
    """Bring the index up to date; a service that was killed meanwhile is asked again."""
    for _ in range(5):
        try:
            *_, last = library.sync()
        except KnownError:
            continue
        assert isinstance(last, p.IndexReport)
        return last
    raise AssertionError("the service does not stay up")


def found(library: IndexerClient, query: str) -> list[str]:
    """File names of the hits that hold every word of `query`."""
    reply = library.search(p.Search(query, k=20, wait=False))
    words = query.lower().split()
    return [Path(hit.path).name for hit in reply.hits if all(word in hit.text.lower() for word in words)]


def check_sound(home: Path) -> dict[str, list[str]]:
    """With no service running: chunks and vectors agree one to one. Returns path → texts of its chunks."""
    catalog = Catalog(library_folder(home) / "catalog.db")
    store = LanceStore(str(library_folder(home) / "vectors.lance"), embedder_id(EMBEDDER), 384)
    try:
        marked = catalog.chunks.embedded_ids()
        assert store.chunk_ids() == marked
        assert store.count() == len(marked)
        with catalog.database.write() as connection:
            connection.execute("INSERT INTO keywords (keywords) VALUES ('integrity-check')")
        texts: dict[str, list[str]] = {}
        for row in catalog.chunks.hits(sorted(marked)).values():
            texts.setdefault(row.path, []).append(row.text)
        return {path: sorted(found) for path, found in texts.items()}
    finally:
        catalog.close()
