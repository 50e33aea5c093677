"""The thread crossing: results arrive on the GUI thread, in order, and never for an owner that is gone."""

from __future__ import annotations

import gc
import itertools
import threading
import time
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.garbage import GuiCollector
from indexer.errors import ErrorCode, Problem, known


def test_a_result_comes_to_the_gui_thread(bridge: Bridge, qtbot: QtBot) -> None:
    got: list[tuple[str, bool]] = []
    main = threading.current_thread()
    bridge.run(
        lambda: threading.current_thread() is main,
        lambda on_main: got.append((str(on_main), threading.current_thread() is main)),
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got == [("False", True)]


def test_a_problem_comes_as_a_value(bridge: Bridge, qtbot: QtBot) -> None:
    problems: list[Problem] = []

    def work() -> None:
        raise known(ErrorCode.DISK_FULL, "The disk is full.", "Make room.")

    bridge.run(work, lambda _: pytest.fail("it failed"), problems.append)
    bridge.run(lambda: 1 / 0, lambda _: pytest.fail("it failed"), problems.append)
    qtbot.waitUntil(lambda: len(problems) == 2)
    assert {problem.code for problem in problems} == {ErrorCode.DISK_FULL, ErrorCode.BUG}
    assert any("ZeroDivisionError" in problem.detail for problem in problems)


@pytest.mark.usefixtures("qapp")
def test_more_calls_than_threads_all_finish(qtbot: QtBot) -> None:
    bridge = Bridge(threads=2)
    got: list[int] = []
    for number in range(50):
        bridge.run(lambda number=number: number, got.append)
    qtbot.waitUntil(lambda: len(got) == 50)
    assert sorted(got) == list(range(50))


def test_nothing_is_called_once_the_owner_is_gone(bridge: Bridge, qtbot: QtBot) -> None:
    owner = QObject()
    gate, called = threading.Event(), []
    bridge.run(gate.wait, called.append, owner=owner)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    gate.set()
    after: list[int] = []
    bridge.run(lambda: 1, after.append)  # a later call has arrived, so the first would have too
    qtbot.waitUntil(lambda: bool(after))
    assert not called


def test_a_stream_arrives_whole_and_in_order(bridge: Bridge, qtbot: QtBot) -> None:
    got: list[int] = []
    finished: list[bool] = []
    bridge.iterate(lambda: range(5000), got.append, lambda: finished.append(True))
    qtbot.waitUntil(lambda: bool(finished))
    assert got == list(range(5000))


def test_a_fast_stream_leaves_the_window_its_frames(bridge: Bridge, qtbot: QtBot) -> None:
    """While 400 items of a millisecond each arrive, a timer keeps firing and never waits for long."""
    ticks: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    done: list[bool] = []

    def busy(_: int) -> None:
        end = time.perf_counter() + 0.001
        while time.perf_counter() < end:
            pass

    bridge.iterate(lambda: range(400), busy, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)
    gaps = sorted(b - a for a, b in itertools.pairwise(ticks))
    assert len(gaps) > 15
    assert gaps[len(gaps) // 2] < 0.05


def test_a_stream_that_breaks_says_why_after_what_it_said(bridge: Bridge, qtbot: QtBot) -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise known(ErrorCode.PROCESS_DIED, "It died.", "Try again.")

    heard: list[object] = []
    bridge.iterate(broken, heard.append, lambda: pytest.fail("it broke"), heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0] == 1
    assert isinstance(heard[1], Problem)


def test_cancel_ends_a_stream_and_closes_its_iterator(bridge: Bridge, qtbot: QtBot) -> None:
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            number = 0
            while True:
                yield number
                number += 1
        finally:
            closed.set()

    got: list[int] = []
    task = bridge.iterate(endless, got.append, lambda: pytest.fail("it was cancelled"))
    qtbot.waitUntil(lambda: len(got) > 10)
    task.cancel()
    qtbot.waitUntil(closed.is_set)
    seen = len(got)
    after: list[int] = []
    bridge.run(lambda: 1, after.append)
    qtbot.waitUntil(lambda: bool(after))
    assert len(got) == seen


def test_a_callback_that_raises_does_not_end_the_stream(bridge: Bridge, qtbot: QtBot) -> None:
    got: list[int] = []

    def each(number: int) -> None:
        if number == 1:
            raise ValueError("a mistake in the window")
        got.append(number)

    with qtbot.captureExceptions() as exceptions:
        bridge.iterate(lambda: range(4), each)
        qtbot.waitUntil(lambda: len(got) == 3)
    assert [kind for kind, *_ in exceptions] == [ValueError]


def test_a_subscription_is_opened_again(bridge: Bridge, qtbot: QtBot) -> None:
    opened: list[int] = []

    def stream() -> Iterator[int]:
        opened.append(1)
        yield len(opened)
        raise known(ErrorCode.PROCESS_DIED, "It died.", "It is started again.")

    got: list[int] = []
    lost: list[Problem] = []
    task = bridge.subscribe(stream, got.append, lost.append)
    qtbot.waitUntil(lambda: len(got) >= 2 and len(lost) >= 1)
    task.cancel()
    assert got[:2] == [1, 2]
    assert QThread.currentThread() is bridge.thread()


def test_a_long_call_tells_how_it_goes(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[object] = []

    def work(tell: Callable[[int], None]) -> str:
        for step in range(3):
            tell(step)
        return "done"

    bridge.follow(work, heard.append, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert heard == [0, 1, 2, "done"]


@pytest.mark.usefixtures("qapp")
def test_the_collector_takes_what_is_due() -> None:
    collector = GuiCollector()
    gone: list[int] = []
    weakref.finalize(marker := _Marker(), gone.append, 1)
    marker.itself = marker
    del marker
    assert not gc.isenabled()
    filler = [[] for _ in range(20_000)]
    collector.collect()
    assert gone == [1]
    collector.stop()
    assert gc.isenabled()
    assert len(filler) == 20_000


class _Marker:
    itself: object
