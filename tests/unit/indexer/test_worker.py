from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.config import Settings
from indexer.errors import ErrorCode, known
from indexer.extract import ocr
from indexer.foresight import Pending
from indexer.neighbour import Neighbour
from indexer.pipeline import Pipeline
from indexer.protocol import IndexReport
from indexer.rates import Rates
from indexer.reading import ReadingPool
from indexer.runs import Runs
from indexer.scan import Applied, Scanner, device_of
from indexer.types import Cut
from indexer.waiters import Waiter
from indexer.worker import Worker
from tests.support.cut import ParagraphCutter
from tests.support.direct_reader import DirectReader
from tests.unit.indexer.test_neighbour import Machine


class ScanReader(DirectReader):
    """Finds no text where a file says that it is a scan."""

    def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
        if path.read_text().startswith("scan"):
            raise known(ErrorCode.NEEDS_OCR, f"{path.name} is a picture.", "Wait.")
        return super().cut(path, password=password, max_bytes=max_bytes, tokenizer=tokenizer)


class World:
    """A worker over a folder, on a thread of its own while in use."""

    def __init__(self, base: Path) -> None:
        self.docs = base / "docs"
        self.docs.mkdir()
        self.catalog = Catalog(base / "catalog.db")
        self.catalog.add_root(self.docs, is_file=False, device=device_of(self.docs))
        self.worker = Worker(
            self.catalog, Pipeline(self.catalog, ParagraphCutter()), partial(ReadingPool, 1, ScanReader, 1000),
            partial(ReadingPool, 1, DirectReader, 1000),
            changed=lambda _: None, folders_changed=lambda: None, disk_bytes=lambda: 0,
            embedder_coming=lambda: False, remake_store=lambda: None, complete=lambda: None,
            neighbour=Neighbour(Settings, Machine()),
            runs=Runs(Pending(self.catalog, lambda: False), self.catalog, Rates(self.catalog)),
        )  # fmt: skip

    def write(self, name: str, text: str) -> None:
        (self.docs / name).write_text(text)
        os.utime(self.docs / name, (1_700_000_000, 1_700_000_000))

    def synced(self) -> IndexReport:
        waiter = self.worker.sync()
        assert waiter.done.wait(20)
        assert waiter.report is not None
        return waiter.report

    def __enter__(self) -> World:
        self.thread = threading.Thread(target=self.worker.run, args=(lambda: False,))
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.stop()
        self.thread.join(10)
        self.catalog.close()


def test_who_asks_for_a_sync_during_a_scan_gets_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    waiters: list[Waiter] = []
    asked = threading.Event()
    scan = Scanner.scan

    def scan_while_somebody_asks(scanner: Scanner, *places: object) -> Applied:
        if not waiters:
            waiters.append(world.worker.sync())
            asked.set()
        return scan(scanner, *places)  # type: ignore[arg-type]

    monkeypatch.setattr(Scanner, "scan", scan_while_somebody_asks)
    with world:
        assert asked.wait(10)
        assert waiters[0].done.wait(10)
        assert waiters[0].report is not None


def test_scans_are_recognized_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    world = World(tmp_path)
    world.write("a.txt", "scan of a letter")
    world.write("b.txt", "A letter.")
    with world:
        report = world.synced()
        assert (report.documents.indexed, report.documents.skipped) == (2, 1)
        assert report.keyword_ready_seconds <= report.seconds
        assert len(world.catalog.keywords.search("letter", 5)) == 2
        assert not world.catalog.problems()


def test_without_recognition_scans_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    world = World(tmp_path)
    world.write("a.txt", "scan of a letter")
    with world:
        assert world.synced().documents.skipped == 1
        (problem,) = world.catalog.problems()
        assert problem.code == "needs-ocr"


def test_recognition_that_is_not_there_after_all_is_not_asked_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(DirectReader, "cut", ScanReader.cut)
    world = World(tmp_path)
    world.write("a.txt", "scan of a letter")
    with world:
        assert world.synced().documents.skipped == 2
        assert world.synced().documents.skipped == 0
