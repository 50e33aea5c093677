"""The pool of readers, with a reader that waits to be told."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from indexer.catalog import Fingerprint, Known
from indexer.errors import ErrorCode, known
from indexer.reading import Job, Prepared, ReadingPool, prepare
from indexer.types import Cut, DocumentState
from tests.support.direct_reader import DirectReader

LIMIT = 10_000


def _job(path: Path, number: int = 1) -> Job:
    return Job(Known(number, 1, str(path), Fingerprint(0, 0, 0), "", DocumentState.PENDING, "", "", None), path.parent)


def _all(pool: ReadingPool, count: int, woken: threading.Event) -> list[Prepared]:
    taken: list[Prepared] = []
    deadline = time.monotonic() + 10
    while len(taken) < count:
        assert woken.wait(deadline - time.monotonic())
        woken.clear()
        taken += pool.take()
    return taken


def test_documents_are_read_side_by_side_and_given_back(tmp_path: Path) -> None:
    pair = threading.Barrier(2, timeout=10)

    class Meeting(DirectReader):
        """Reads only while another one does."""

        def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
            pair.wait()
            return super().cut(path, password=password, max_bytes=max_bytes, tokenizer=tokenizer)

    woken = threading.Event()
    pool = ReadingPool(lambda: 2, Meeting, lambda: LIMIT, woken.set)
    for number in range(4):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Document {number}.")
        pool.hand_in(_job(path, number))
    taken = _all(pool, 4, woken)
    pool.close()
    assert sorted(p.cut.extracted.pages[0].text for p in taken if p.cut) == [f"Document {n}." for n in range(4)]
    assert not pool.under_way and pool.has_room


def test_no_more_is_handed_out_than_is_soon_read(tmp_path: Path) -> None:
    gate = threading.Event()

    class Waiting(DirectReader):
        def cut(self, *_: object, **__: object) -> Cut:
            gate.wait(10)
            raise known(ErrorCode.READER_DIED, "It was closed.", "Nothing to do.")

    (tmp_path / "a.txt").write_text("Text.")
    pool = ReadingPool(lambda: 1, Waiting, lambda: LIMIT, lambda: None)
    assert not pool.is_full
    pool.hand_in(_job(tmp_path / "a.txt", 1))
    assert pool.has_room
    assert pool.is_full, "its only reader has a document"
    pool.hand_in(_job(tmp_path / "a.txt", 2))
    assert not pool.has_room and not pool.take()
    pool.close()  # doesn't wait for what is being read
    gate.set()
    assert not pool.take()


def test_a_reader_without_work_lets_go_of_its_process(tmp_path: Path) -> None:
    closed = threading.Event()

    class Closing(DirectReader):
        def close(self) -> None:
            closed.set()

    (tmp_path / "a.txt").write_text("Text.")
    woken = threading.Event()
    pool = ReadingPool(lambda: 1, Closing, lambda: LIMIT, woken.set, idle_seconds=0.01)
    for _ in range(2):
        pool.hand_in(_job(tmp_path / "a.txt"))
        assert len(_all(pool, 1, woken)) == 1
        assert closed.wait(10)
        closed.clear()
    pool.close()


def test_a_fault_of_ours_reaches_the_worker(tmp_path: Path) -> None:
    class Broken(DirectReader):
        def cut(self, *_: object, **__: object) -> Cut:
            raise ZeroDivisionError

    (tmp_path / "a.txt").write_text("Text.")
    woken = threading.Event()
    pool = ReadingPool(lambda: 1, Broken, lambda: LIMIT, woken.set)
    pool.hand_in(_job(tmp_path / "a.txt"))
    assert woken.wait(10)
    with pytest.raises(ZeroDivisionError):
        pool.take()
    assert not pool.under_way
    pool.close()


def test_what_is_wrong_with_a_file_is_a_result(tmp_path: Path) -> None:
    missing = prepare(_job(tmp_path / "gone.txt"), DirectReader(), LIMIT)
    assert missing.again and missing.problem is None
    (tmp_path / "empty.txt").touch()
    empty = prepare(_job(tmp_path / "empty.txt"), DirectReader(), LIMIT)
    assert empty.problem is not None and empty.problem.code is ErrorCode.EMPTY and empty.cut is None


def test_a_file_that_changed_meanwhile_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Before.")

    class Changing(DirectReader):
        def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
            cut = super().cut(path, password=password, max_bytes=max_bytes, tokenizer=tokenizer)
            path.write_text("Afterwards it is longer.")
            return cut

    assert prepare(_job(path), Changing(), LIMIT).again


def test_only_a_reader_that_dies_twice_blames_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Text.")

    class Dying(DirectReader):
        deaths = 1

        def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
            if self.deaths:
                self.deaths -= 1
                raise known(ErrorCode.READER_DIED, "It died.", "Try again.")
            return super().cut(path, password=password, max_bytes=max_bytes, tokenizer=tokenizer)

    once, twice = Dying(), Dying()
    twice.deaths = 2
    assert prepare(_job(path), once, LIMIT).cut is not None
    problem = prepare(_job(path), twice, LIMIT).problem
    assert problem is not None and problem.code is ErrorCode.READER_DIED


def test_as_many_read_at_a_time_as_are_wanted_now(tmp_path: Path) -> None:
    wanted, gate, reading = 1, threading.Event(), threading.Semaphore(0)

    class Waiting(DirectReader):
        def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
            reading.release()
            gate.wait(10)
            return super().cut(path, password=password, max_bytes=max_bytes, tokenizer=tokenizer)

    woken = threading.Event()
    pool = ReadingPool(lambda: wanted, Waiting, lambda: LIMIT, woken.set, idle_seconds=0.01)
    for number in range(1, 7):
        (tmp_path / f"{number}.txt").write_text(f"Document {number}.")

    def hand_in(*numbers: int) -> None:
        for number in numbers:
            pool.hand_in(_job(tmp_path / f"{number}.txt", number))

    hand_in(1, 2)
    assert reading.acquire(timeout=10) and not reading.acquire(timeout=0.05), "one at a time"
    wanted = 2
    assert pool.has_room
    hand_in(3)
    assert reading.acquire(timeout=10), "two at a time"
    gate.set()
    _all(pool, 3, woken)
    while reading.acquire(timeout=0.05):
        pass
    wanted = 1
    gate.clear()
    hand_in(4, 5)
    assert reading.acquire(timeout=10) and not reading.acquire(timeout=0.05), "one at a time again"
    gate.set()
    assert len(_all(pool, 2, woken)) == 2
    pool.close()


def test_the_limit_is_that_of_the_moment(tmp_path: Path) -> None:
    limit = 5
    (tmp_path / "a.txt").write_text("Text of 20 characters.")
    woken = threading.Event()
    pool = ReadingPool(lambda: 1, DirectReader, lambda: limit, woken.set)
    pool.hand_in(_job(tmp_path / "a.txt"))
    (refused,) = _all(pool, 1, woken)
    assert refused.problem is not None and refused.problem.code is ErrorCode.TOO_LARGE
    limit = 50
    pool.hand_in(_job(tmp_path / "a.txt"))
    (read,) = _all(pool, 1, woken)
    assert read.problem is None
    pool.close()
