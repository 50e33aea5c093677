"""The indexer service without its model and its socket, made to be killed: `bench_kill` starts it, reads what it is
doing from its output, and kills it in the middle.

    python -m tests.bench.kill_child HOME FOLDER

It waits for a line on its input first, so that a spare one can have everything imported. Then it brings the library
up to date again and again, one mark a line when a step begins: `read`, `commit` (text into the catalogue), `add`,
`delete`, `upkeep`, `mark` (vectors noted in the catalogue), `other` between them, `done`.
Small blocks and upkeep after every other commit make the moments that matter frequent; the code is the service's own.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any


def note(mark: str) -> None:
    os.write(1, f"{mark}\n".encode())


def marked(owner: Any, name: str, mark: str) -> None:
    """Say so when this method begins and ends."""
    original: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(original)
    def method(*arguments: Any, **named: Any) -> Any:
        note(mark)
        try:
            return original(*arguments, **named)
        finally:
            note("other")

    setattr(owner, name, method)


def smaller_steps() -> dict[tuple[Any, str], Any]:
    """(module, name) → what it is to be."""
    from indexer import embedder_loader, pipeline, store, worker
    from tests.support.fake_embedder import FakeEmbedder

    return {
        (embedder_loader.EmbedderLoader, "load"): lambda *_: FakeEmbedder(384),
        (pipeline, "_BLOCK_CHUNKS"): 16,
        (worker, "_IDLE_BEFORE_UPKEEP"): 0.0,
        (store, "MANY_COMMITS"): 2,
        (store, "OLD_VERSIONS"): timedelta(0),
    }


def main() -> None:
    home, folder = Path(sys.argv[1]), Path(sys.argv[2])
    from indexer import scan, service, store
    from indexer.catalog import Catalog
    from indexer.chunk_store import ChunkStore
    from indexer.config import Settings, library_folder, private_folder
    from indexer.extract.sandbox import Sandbox

    for (module, name), value in smaller_steps().items():
        assert hasattr(module, name), f"{module.__name__}.{name} has another name now"
        setattr(module, name, value)
    for owner, name, mark in (
        (Sandbox, "read", "read"), (Catalog, "store", "commit"), (ChunkStore, "mark_embedded", "mark"),
        (store.LanceStore, "add", "add"), (store.LanceStore, "delete_chunks", "delete"),
        (store.LanceStore, "upkeep", "upkeep"),
    ):  # fmt: skip
        marked(owner, name, mark)
    note("ready")
    if not sys.stdin.readline():
        return
    private_folder(library_folder(private_folder(home)))
    running = service.IndexerService(home, Settings(models_folder=str(home / "no-models")))
    if not running.catalog.roots():
        running.catalog.add_root(folder, is_file=False, device=scan.device_of(folder))
    running.start()
    running._loader.wait(60)

    def ask() -> None:
        waiter = running.worker.sync()
        waiter.done.wait()
        note("done" if waiter.report is not None else f"failed: {waiter.problem}")

    threading.Thread(target=ask, daemon=True).start()
    running.worker.run(lambda: False)


if __name__ == "__main__":
    main()
