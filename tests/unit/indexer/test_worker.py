from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.config import Settings
from indexer.foresight import Pending
from indexer.neighbour import Neighbour
from indexer.pipeline import Pipeline
from indexer.rates import Rates
from indexer.reading import ReadingPool
from indexer.runs import Runs
from indexer.scan import Applied, Scanner, device_of
from indexer.worker import Waiter, Worker
from tests.support.cut import ParagraphCutter
from tests.support.direct_reader import DirectReader
from tests.unit.indexer.test_neighbour import Machine


def test_who_asks_for_a_sync_during_a_scan_gets_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    catalog = Catalog(tmp_path / "catalog.db")
    catalog.add_root(docs, is_file=False, device=device_of(docs))
    pipeline = Pipeline(catalog, ParagraphCutter())
    worker = Worker(
        catalog, pipeline, partial(ReadingPool, 1, DirectReader, 1000),
        changed=lambda _: None, folders_changed=lambda: None, disk_bytes=lambda: 0,
        embedder_coming=lambda: False, remake_store=lambda: None, complete=lambda: None,
        neighbour=Neighbour(Settings, Machine()),
        runs=Runs(Pending(catalog, lambda: False), catalog, Rates(catalog)),
    )  # fmt: skip
    waiters: list[Waiter] = []
    asked = threading.Event()
    scan = Scanner.scan

    def scan_while_somebody_asks(scanner: Scanner, *places: object) -> Applied:
        if not waiters:
            waiters.append(worker.sync())
            asked.set()
        return scan(scanner, *places)  # type: ignore[arg-type]

    monkeypatch.setattr(Scanner, "scan", scan_while_somebody_asks)
    thread = threading.Thread(target=worker.run, args=(lambda: False,))
    thread.start()
    try:
        assert asked.wait(10)
        assert waiters[0].done.wait(10)
        assert waiters[0].report is not None
    finally:
        worker.stop()
        thread.join(10)
        catalog.close()
