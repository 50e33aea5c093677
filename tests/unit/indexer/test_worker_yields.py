"""The worker gives way to a pause and to whoever needs the cores more; it says why it waits, and how long it takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.config import Settings
from indexer.embedding import Vector
from indexer.foresight import Pending
from indexer.neighbour import Neighbour
from indexer.pipeline import Pipeline
from indexer.rates import Rates
from indexer.reading import ReadingPool
from indexer.runs import Runs
from indexer.scan import device_of
from indexer.worker import Worker
from tests.support.cut import ParagraphCutter
from tests.support.direct_reader import DirectReader
from tests.support.fake_embedder import FakeEmbedder
from tests.support.fake_store import FakeStore
from tests.support.live import eventually
from tests.unit.indexer.test_neighbour import Machine

CHUNKS = 200


class WatchedEmbedder(FakeEmbedder):
    """Calls `after` once a batch is done, with the number of batches so far."""

    def __init__(self) -> None:
        super().__init__(16)
        self.batches = 0
        self.after: Callable[[int], None] = lambda _: None

    def embed_documents(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        vectors = super().embed_documents(texts, urgent=urgent)
        self.batches += 1
        self.after(self.batches)
        return vectors


class World:
    """A library of one document with `CHUNKS` chunks."""

    def __init__(self, base: Path) -> None:
        docs = base / "docs"
        docs.mkdir()
        (docs / "a.txt").write_text("\n\n".join(f"Paragraph {n} says so." for n in range(CHUNKS)))
        self._path = base / "catalog.db"
        self.embedder, self.store, self.machine = WatchedEmbedder(), FakeStore(16), Machine()
        self.catalog = Catalog(self._path)
        self.catalog.add_root(docs, is_file=False, device=device_of(docs))
        self.worker = self.new_worker()

    def new_worker(self) -> Worker:
        pipeline = Pipeline(self.catalog, ParagraphCutter())
        pipeline.embedder, pipeline.store = self.embedder, self.store
        self.rates = Rates(self.catalog)
        return Worker(
            self.catalog, pipeline, partial(ReadingPool, lambda: 1, DirectReader, lambda: 10**6),
            partial(ReadingPool, lambda: 1, DirectReader, lambda: 10**6),
            changed=lambda _: None, folders_changed=lambda: None, disk_bytes=lambda: 0,
            embedder_coming=lambda: False, want_embedder=lambda: None, remake_store=lambda: None, complete=lambda: None,
            neighbour=Neighbour(Settings, self.machine),
            runs=Runs(Pending(self.catalog, lambda: True), self.catalog, self.rates),
        )  # fmt: skip

    def start(self) -> None:
        self._thread = threading.Thread(target=self.worker.run, args=(lambda: False,))
        self._thread.start()

    def stop(self) -> None:
        self.worker.stop()
        self._thread.join(10)

    def restart(self) -> None:
        self.stop()
        self.catalog.close()
        self.catalog = Catalog(self._path)
        self.worker = self.new_worker()
        self.start()

    @property
    def phase(self) -> str:
        return self.worker.progress().activity.phase

    @property
    def embedded(self) -> int:
        return self.catalog.chunks.counts()[1]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.stop()
    made.catalog.close()


def test_a_pause_takes_effect_within_a_second_and_outlives_a_restart(world: World) -> None:
    asked: list[float] = []

    def pause(batches: int) -> None:
        if batches == 2:
            world.worker.set_paused(True)
            asked.append(time.monotonic())

    world.embedder.after = pause
    world.start()
    eventually(lambda: asked and world.phase == "paused")
    assert time.monotonic() - asked[0] < 1.0
    assert world.embedder.batches == 2
    assert 0 < world.embedded < CHUNKS
    world.restart()
    eventually(lambda: world.phase == "paused")
    assert world.embedder.batches == 2
    world.worker.set_paused(False)
    eventually(lambda: world.phase == "idle")
    assert world.embedded == CHUNKS


@pytest.mark.parametrize(
    ("yields", "goes_on", "sentence"),
    [
        (lambda w: w.worker.hold(3600), lambda w: w.worker.hold(0), "Waiting while an answer is made."),
        (
            lambda w: setattr(w.machine, "free", 100_000_000),
            lambda w: setattr(w.machine, "free", 8_000_000_000),
            "Waiting for memory: 100 MB free, 500 MB wanted.",
        ),
    ],
)
def test_it_says_why_it_waits_and_goes_on(
    world: World, yields: Callable[[World], None], goes_on: Callable[[World], None], sentence: str
) -> None:
    world.embedder.after = lambda batches: yields(world) if batches == 1 else None
    world.start()
    eventually(lambda: world.worker.progress().activity.sentence == sentence)
    assert world.embedder.batches == 1
    assert not world.worker.is_idle
    goes_on(world)
    eventually(lambda: world.phase == "idle")
    assert world.embedded == CHUNKS


def test_with_nothing_to_do_it_is_idle_whatever_stands_against_work(world: World) -> None:
    world.start()
    eventually(lambda: world.embedded == CHUNKS and world.phase == "idle")
    world.worker.hold(3600)
    waiter = world.worker.sync()
    assert waiter.done.wait(10)
    assert world.worker.is_idle


def test_who_waits_is_told_what_was_predicted(world: World) -> None:
    world.rates.characters_per_second = 1_000.0  # so slow that there is something to predict
    seen: list[float | None] = []
    world.embedder.after = lambda _: seen.append(world.worker.progress().predicted_seconds)
    waiter = world.worker.sync()
    world.start()
    assert waiter.done.wait(10)
    assert waiter.report is not None
    assert waiter.report.predicted_seconds is not None
    assert waiter.report.predicted_seconds > 4
    assert seen[-1] is not None
    past = world.worker.runs.last
    assert past is not None
    assert past.predicted_seconds == waiter.report.predicted_seconds
    assert 0 < past.seconds <= waiter.report.seconds
    progress = world.worker.progress()
    assert (progress.predicted_seconds, progress.elapsed_seconds) == (None, None)
    assert world.rates.learnt.factor < 1
