from __future__ import annotations

from pathlib import PurePath

import pytest

from indexer.prediction import Cost
from indexer.protocol import Estimate, Span
from indexer.rates import Rates
from indexer.runs import Runs
from tests.unit.indexer.test_rates import Facts


class Work:
    def __init__(self) -> None:
        self.files: list[tuple[str, str, int]] = []
        self.chunks = 0

    def pending_files(self) -> list[tuple[str, str, int]]:
        return self.files

    def waiting_chunks(self) -> int:
        return self.chunks

    def any(self) -> bool:
        return bool(self.files or self.chunks)


class World:
    def __init__(self) -> None:
        self.now = 50.0
        self.work = Work()
        self.facts = Facts()
        self.rates = Rates(self.facts)
        self.runs = Runs(self.work, self.facts, self.rates, lambda: self.now)

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.runs.work()


@pytest.fixture
def world() -> World:
    world = World()
    for _ in range(20):
        world.rates.read("pdf", 2_000_000, 1.0, 100)
    world.rates.embedded(Cost(0, 1000, 1000, 700_000), 74.0)
    return world


TEN_FILES = [(f"/docs/{n}.pdf", "pdf", 2_000_000) for n in range(10)]  # 10 · 1 s and 10 · 100 chunks in 74 s


def estimate(mid: float, files: int = 10) -> Estimate:
    return Estimate(files, 1, 0, 0, Span(mid / 2, mid, 2 * mid), 1, 1, 1, 1.0)


def test_nothing_to_do_is_no_run(world: World) -> None:
    world.pass_time(5)
    assert (world.runs.predicted_seconds, world.runs.elapsed_seconds, world.runs.end()) == (None, None, None)
    assert world.runs.last is None


def test_a_run_is_predicted_from_the_past_and_compared(world: World) -> None:
    world.work.files = TEN_FILES
    world.runs.work()
    assert world.runs.predicted_seconds == pytest.approx(84.0, rel=0.01)
    world.pass_time(100)
    world.work.files = []
    past = world.runs.end()
    assert past is not None
    assert (past.predicted_seconds, past.seconds) == (pytest.approx(84.0, rel=0.01), pytest.approx(100.0))
    assert world.runs.last == past
    assert world.runs.predicted_seconds is None
    world.work.files = TEN_FILES
    world.runs.work()
    assert 88 < (world.runs.predicted_seconds or 0) < 98
    assert Rates(world.facts).learnt == world.rates.learnt


def test_time_spent_waiting_for_others_does_not_count(world: World) -> None:
    world.work.files = TEN_FILES
    world.runs.work()
    world.pass_time(10)
    world.runs.wait()
    world.now += 1000
    assert world.runs.elapsed_seconds == pytest.approx(10)
    world.pass_time(0)
    world.pass_time(5)
    world.now += 2
    assert world.runs.elapsed_seconds == pytest.approx(17)


def test_an_estimate_of_just_these_files_is_the_prediction(world: World) -> None:
    world.runs.expect([PurePath("/other")], estimate(11.0))
    world.runs.expect([PurePath("/docs")], estimate(33.0))
    world.runs.expect([PurePath("/docs")], estimate(500.0, files=2000))
    world.work.files = TEN_FILES
    world.runs.work()
    assert world.runs.predicted_seconds == 33.0
    world.pass_time(66)
    world.runs.end()
    assert world.rates.sampled.factor == pytest.approx(2.0**0.5)
    assert world.rates.learnt.factor == 1.0


def test_what_comes_during_a_run_is_added_and_teaches_nothing(world: World) -> None:
    world.work.files = TEN_FILES
    world.runs.work()
    world.pass_time(40)
    world.work.files = TEN_FILES * 2
    world.runs.grow()
    assert world.runs.predicted_seconds == pytest.approx(40 + 168, rel=0.01)
    world.pass_time(400)
    world.runs.end()
    assert world.rates.learnt.factor == 1.0


def test_chunks_that_only_wait_for_vectors_are_work(world: World) -> None:
    world.work.chunks = 2000
    world.runs.work()
    assert world.runs.predicted_seconds == pytest.approx(148.0, rel=0.01)


def test_what_is_done_in_a_moment_is_not_predicted(world: World) -> None:
    world.work.files = [("/docs/a.txt", "text", 300)]
    world.runs.work()
    assert world.runs.predicted_seconds is None
    assert world.runs.end() is None
