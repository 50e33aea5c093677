from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.watcher import Sleep, Watcher


class Made:
    def __init__(self) -> None:
        self.woken = threading.Event()
        self.limit: int | None = 1000
        self.watcher = Watcher(self.woken.set, lambda: self.limit)

    def taken(self, seconds: float = 5.0) -> set[Path]:
        """What is handed out once things are quiet."""
        got: set[Path] = set()
        waited = threading.Event()
        for _ in range(int(seconds / 0.05)):
            places, wait = self.watcher.take()
            got |= places
            if got and not wait:
                return got
            waited.wait(0.05)
        return got


@pytest.fixture
def made() -> Iterator[Made]:
    made = Made()
    yield made
    made.watcher.close()


def test_a_change_is_a_hint(made: Made, tmp_path: Path) -> None:
    made.watcher.watch([(tmp_path, False)])
    assert made.watcher.sentence == "1 folder is watched for changes."
    (tmp_path / "a.txt").write_text("x")
    assert tmp_path / "a.txt" in made.taken()


def test_an_event_after_the_end_of_a_watch_is_no_error_and_a_full_queue_is_a_loss(
    made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("watchdog.observers.inotify")
    log.error("InotifyEmitter.queue_events() called when the thread is inactive")
    assert not caplog.records and not made.watcher.lost
    log.warning("the queue is full")
    assert made.watcher.lost and made.woken.is_set()


def test_more_folders_than_the_limit_are_scanned_often_and_the_sentence_says_how_to_watch_them(
    made: Made, tmp_path: Path
) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    for number in range(12):
        (many / str(number)).mkdir(parents=True)
    made.limit = 20
    made.watcher.watch([(few, False), (many, False)])
    assert made.watcher.scan_seconds == 300
    assert "1 folder holds more subfolders" in made.watcher.sentence
    assert "sysctl fs.inotify.max_user_watches=524288" in made.watcher.sentence
    (few / "a.txt").write_text("x")
    assert made.taken() == {few / "a.txt"}, "the smaller folder is watched all the same"
    made.limit = 100
    made.watcher.watch([(few, False), (many, False)])
    assert made.watcher.scan_seconds == 3600
    assert made.watcher.sentence == "2 folders are watched for changes."


def test_without_a_limit_nothing_is_counted(made: Made, tmp_path: Path) -> None:
    made.limit = None
    made.watcher.watch([(tmp_path, False)])
    assert made.watcher.scan_seconds == 3600


def test_another_folder_at_the_same_path_gets_a_watch_of_its_own(made: Made, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    made.watcher.watch([(drive, False)])
    drive.rename(tmp_path / "away")
    drive.mkdir()
    made.watcher.watch([(drive, False)])
    made.taken(0.6)
    (drive / "a.txt").write_text("x")
    assert drive / "a.txt" in made.taken()


def test_a_file_and_its_folder_can_both_be_watched(made: Made, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    made.watcher.watch([(tmp_path / "single.txt", True)])
    made.watcher.watch([(tmp_path / "single.txt", True), (tmp_path, False)])
    (tmp_path / "sub" / "deep.txt").write_text("x")
    assert tmp_path / "sub" / "deep.txt" in made.taken()


def test_what_never_holds_still_is_looked_at_later(made: Made) -> None:
    made.watcher.put_back([Path("/late.txt")], after=0.2)
    assert made.watcher.take() == (set(), 0.0), "nobody has to wait for it"
    assert made.taken() == {Path("/late.txt")}


def test_waking_from_sleep_is_noticed_once() -> None:
    steady, with_sleep = [100.0], [500.0]
    sleep = Sleep(lambda: steady[0], lambda: with_sleep[0])
    steady[0] += 1
    with_sleep[0] += 1
    assert not sleep.woke()
    with_sleep[0] += 3600
    assert sleep.woke()
    assert not sleep.woke()
    with_sleep[0] -= 7200  # the wall's clock, set back
    assert not sleep.woke()


def test_where_the_steady_clock_counts_sleep_a_long_silence_tells() -> None:
    now = [0.0]
    sleep = Sleep(lambda: now[0], lambda: now[0])
    now[0] += 2
    assert not sleep.woke()
    now[0] += 8 * 3600
    assert sleep.woke()
