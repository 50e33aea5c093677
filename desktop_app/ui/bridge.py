"""The only thread crossing of the window: services block on worker threads, results arrive on the GUI thread.

Three shapes of work: `run` (a call with a result), `iterate` (a stream that ends) and `subscribe` (a stream that is
opened again when it breaks). Callbacks run on the GUI thread, never after their owner is gone, and never so many in
a row that the window would stand still. The threads are daemons, not QThreadPool's: a call may wait a minute for
another process, and the program must be able to end meanwhile.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from indexer.channel import problem_of
from indexer.errors import Problem

T = TypeVar("T")
_FRAME_SECONDS = 0.008  # the longest that callbacks may hold the GUI thread in one go
_BACKLOG = 512  # items a stream may be ahead of the window before its thread waits
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds before a broken subscription is opened again


class Task:
    """A stream that is being iterated. `cancel` may be called from any thread; no callback follows it, and the
    iterator is closed at its next item."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._room = threading.Condition()
        self.done = False

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()
        with self._room:
            self._room.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait on the worker's side, ended early by `cancel`."""
        self._cancelled.wait(seconds)


class _Stream:
    """Carries the items of one stream over, in order, in pieces that fit into a frame."""

    def __init__(self, bridge: Bridge, task: Task, owner: QObject | None) -> None:
        self._bridge = bridge
        self._task = task
        self._owner = owner
        self._calls: deque[Callable[[], None]] = deque()
        self._posted = False

    def put(self, call: Callable[[], None]) -> bool:
        """From the worker: queue a callback; waits while the window is behind. False when nobody wants it."""
        room = self._task._room
        with room:
            room.wait_for(lambda: len(self._calls) < _BACKLOG or self._task.cancelled)
            if self._task.cancelled:
                return False
            self._calls.append(call)
            post = not self._posted
            self._posted = True
        return self._bridge.post(self._drain) if post else True

    def _drain(self) -> None:
        deadline = time.perf_counter() + _FRAME_SECONDS
        while time.perf_counter() < deadline:
            with self._task._room:
                if not self._calls or not self._alive():
                    self._calls.clear()
                    self._posted = False
                    return
                call = self._calls.popleft()
                self._task._room.notify_all()
            self._bridge.guarded(call)
        QTimer.singleShot(0, self._bridge, self._drain)

    def _alive(self) -> bool:
        if self._owner is not None and not shiboken6.isValid(self._owner):
            self._task.cancel()
        return not self._task.cancelled


class Bridge(QObject):
    """One for the application; make it on the GUI thread."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 6) -> None:
        super().__init__(parent)
        self._limit = threads
        self._work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._workers = 0
        self._idle = 0
        self._count = threading.Lock()
        self._tasks: set[Task] = set()
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Call `work` on a worker thread, then `done` with its result (or `failed` with its problem) on this one.
        Without `failed` a problem goes to `unhandled`."""

        job = self._job(work, done, failed, owner)
        with self._count:
            if self._idle == 0 and self._workers < self._limit:
                self._workers += 1
                threading.Thread(target=self._serve, name="bridge", daemon=True).start()
            else:
                self._idle = max(0, self._idle - 1)
        self._work.put(job)

    def call(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Like `run`, on a thread of its own: for work of minutes, which would keep other calls waiting."""
        threading.Thread(target=self._job(work, done, failed, owner), name="bridge-call", daemon=True).start()

    def _job(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None,
        owner: QObject | None,
    ) -> Callable[[], None]:
        def job() -> None:
            try:
                result = work()
            except Exception as error:  # the border: whatever went wrong becomes a problem
                problem = problem_of(error)
                self.post(lambda: (failed or self.unhandled)(problem) if _alive(owner) else None)
                return
            self.post(lambda: done(result) if _alive(owner) else None)

        return job

    def iterate(
        self,
        make_iterator: Callable[[], Iterable[T]],
        each: Callable[[T], None],
        finished: Callable[[], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Iterate on a thread of its own and call `each` with every item here, then `finished` or `failed` once."""
        task = Task()
        stream = _Stream(self, task, owner)

        def end(call: Callable[[], object]) -> None:
            def last() -> None:
                task.done = True
                self._tasks.discard(task)
                call()

            stream.put(last)

        def job() -> None:
            try:
                self._pump(make_iterator, each, stream)
            except Exception as error:  # the border: whatever went wrong becomes a problem
                problem = problem_of(error)
                end(lambda: (failed or self.unhandled)(problem))
                return
            end(finished or (lambda: None))

        self._start(task, job)
        return task

    def subscribe(
        self,
        make_iterator: Callable[[], Iterable[T]],
        each: Callable[[T], None],
        lost: Callable[[Problem], None],
        owner: QObject | None = None,
    ) -> Task:
        """Like `iterate`, without end: when the stream breaks, `lost` is called with the reason and it is opened
        again, at first soon, then every few seconds."""
        task = Task()
        stream = _Stream(self, task, owner)

        def job() -> None:
            attempt = 0
            while not task.cancelled:
                started = time.monotonic()
                try:
                    self._pump(make_iterator, each, stream)
                except Exception as error:  # the border: whatever went wrong becomes a problem
                    problem = problem_of(error)
                    if not stream.put(lambda problem=problem: lost(problem)):  # type: ignore[misc]
                        return
                attempt = 0 if time.monotonic() - started > 10 else attempt + 1
                task.wait(_PAUSES[min(attempt, len(_PAUSES) - 1)])

        self._start(task, job)
        return task

    def unhandled(self, problem: Problem) -> None:
        """What becomes of a problem that nobody asked for; `app` puts the window's banner here."""
        raise RuntimeError(str(problem))

    def post(self, call: Callable[[], object]) -> bool:
        """Have `call` called on the GUI thread, from any thread. False when the application is gone."""
        try:
            self._posted.emit(call)
        except RuntimeError:  # the bridge's C++ half was deleted
            return False
        return True

    def close(self) -> None:
        """Cancel every stream; what still runs is abandoned."""
        for task in list(self._tasks):
            task.cancel()
        self._tasks.clear()

    def _start(self, task: Task, job: Callable[[], None]) -> None:
        self._tasks.add(task)
        threading.Thread(target=job, name="bridge-stream", daemon=True).start()

    @staticmethod
    def _pump(make_iterator: Callable[[], Iterable[T]], each: Callable[[T], None], stream: _Stream) -> None:
        iterator: Iterator[T] = iter(make_iterator())
        try:
            for item in iterator:
                if not stream.put(lambda item=item: each(item)):  # type: ignore[misc]
                    return
        finally:
            close = getattr(iterator, "close", None)
            if close is not None:
                close()

    def _serve(self) -> None:
        while True:
            self._work.get()()
            with self._count:
                self._idle += 1

    @staticmethod
    def _deliver(call: Callable[[], object]) -> None:
        call()

    @staticmethod
    def guarded(call: Callable[[], object]) -> None:
        """Call a callback; an exception goes where Qt sends a slot's, so that the stream behind it goes on."""
        try:
            call()
        except Exception:
            sys.excepthook(*sys.exc_info())


def _alive(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)
