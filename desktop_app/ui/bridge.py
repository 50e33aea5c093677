"""The only thread crossing of the window: services block on worker threads, results arrive on the GUI thread.

Four shapes of work: `run` (a call with a result), `follow` (a long call that tells how it goes), `iterate` (a stream
that ends) and `subscribe` (a stream that is opened again when it breaks). Callbacks run on the GUI thread, never
after their owner is gone, and never so many in a row that the window would stand still.

Qt objects must die on the GUI thread. So workers never hold callbacks, only the key of a receiver that stays here;
give `work` nothing that holds a widget, and let `garbage` collect cycles. The threads are daemons, not QThreadPool's:
a call may wait a minute for another process, and the program must be able to end meanwhile.
"""

from __future__ import annotations

import itertools
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from indexer.errors import Problem, problem_of

T = TypeVar("T")
P = TypeVar("P")
_FRAME_SECONDS = 0.008  # the longest that callbacks may hold the GUI thread in one go
_BACKLOG = 512  # items a stream may be ahead of the window before its thread waits
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds before a broken subscription is opened again


class _Kind(Enum):
    HEARD = auto()  # an item, or word of how a call goes
    DONE = auto()
    FAILED = auto()
    LOST = auto()  # a subscription broke


_LAST = (_Kind.DONE, _Kind.FAILED)


class Task:
    """A stream or a call that is under way. `cancel` may be called from any thread; no callback follows it, and an
    iterator is closed at its next item."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._room = threading.Condition()
        self._items: deque[tuple[_Kind, Any]] = deque()
        self._woken = False
        self.done = False

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()
        with self._room:
            self._items.clear()
            self._room.notify_all()

    def pause(self, seconds: float) -> None:
        """Wait, on the worker's side; ended early by `cancel`."""
        self._cancelled.wait(seconds)

    def put(self, kind: _Kind, value: Any) -> bool | None:
        """On the worker's side: queue an item, waiting while the window is behind. Returns whether the window must
        be woken; None when nobody wants it any more."""
        with self._room:
            self._room.wait_for(lambda: len(self._items) < _BACKLOG or self.cancelled)
            if self.cancelled:
                return None
            self._items.append((kind, value))
            wake, self._woken = not self._woken, True
            return wake

    def take(self) -> tuple[_Kind, Any] | None:
        """On the window's side: the next item; None when there is none for now."""
        with self._room:
            if not self._items:
                self._woken = False
                return None
            self._room.notify_all()
            return self._items.popleft()


@dataclass(frozen=True)
class _Receiver:
    """Who is told, on the GUI thread."""

    callbacks: Mapping[_Kind, Callable[[Any], object]]
    owner: QObject | None
    task: Task

    def tell(self, kind: _Kind, value: Any) -> None:
        """An exception goes where Qt sends a slot's, so that the stream behind it goes on."""
        try:
            self.callbacks[kind](value)
        except Exception:
            sys.excepthook(*sys.exc_info())

    @property
    def wanted(self) -> bool:
        if self.owner is not None and not shiboken6.isValid(self.owner):
            self.task.cancel()
        return not self.task.cancelled


class Bridge(QObject):
    """One for the application; make it on the GUI thread, and call it from there."""

    _woken = Signal(int)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 12) -> None:
        super().__init__(parent)
        self._limit = threads
        self._work: queue.SimpleQueue[tuple[int, Task, Callable[[], Any]]] = queue.SimpleQueue()
        self._workers = 0
        self._keys = itertools.count(1)
        self._receivers: dict[int, _Receiver] = {}
        self.unhandled: Callable[[Problem], object] = _raise
        self._woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)
        self._posted.connect(_call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Problem], object] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Call `work` on a worker thread, then `done` with its result, or `failed` with its problem, on this one.
        Without `failed` a problem goes to `unhandled`."""
        key, task = self._receiver(owner, done=done, failed=failed)
        if self._workers < self._limit:
            self._workers += 1
            threading.Thread(target=self._serve, name="bridge", daemon=True).start()
        self._work.put((key, task, work))

    def follow(
        self,
        work: Callable[[Callable[[P], None]], T],
        heard: Callable[[P], object],
        done: Callable[[T], object],
        failed: Callable[[Problem], object] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Call `work` on a thread of its own, with a function to tell how it goes; `heard` is called here with what
        it tells."""
        key, task = self._receiver(owner, heard=heard, done=done, failed=failed)

        def tell(news: P) -> None:
            self._send(key, task, _Kind.HEARD, news)

        self._start(partial(self._attempt, key, task, partial(work, tell)))
        return task

    def iterate(
        self,
        make_iterator: Callable[[], Iterable[T]],
        each: Callable[[T], object],
        finished: Callable[[], object] | None = None,
        failed: Callable[[Problem], object] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Iterate on a thread of its own and call `each` with every item here, then `finished` or `failed` once."""
        end = finished or (lambda: None)
        key, task = self._receiver(owner, heard=each, done=lambda _: end(), failed=failed)
        self._start(partial(self._attempt, key, task, partial(self._pump, key, task, make_iterator)))
        return task

    def subscribe(
        self,
        make_iterator: Callable[[], Iterable[T]],
        each: Callable[[T], object],
        lost: Callable[[Problem], object],
        owner: QObject | None = None,
    ) -> Task:
        """Like `iterate`, without end: when the stream breaks, `lost` is called with the reason and it is opened
        again, at first soon, then every few seconds."""
        key, task = self._receiver(owner, heard=each, lost=lost)

        def keep_open() -> None:
            attempt = 0
            while not task.cancelled:
                started = time.monotonic()
                try:
                    self._pump(key, task, make_iterator)
                except Exception as error:  # the border: whatever went wrong becomes a problem
                    self._send(key, task, _Kind.LOST, problem_of(error))
                attempt = 0 if time.monotonic() - started > 10 else attempt + 1
                task.pause(_PAUSES[min(attempt, len(_PAUSES) - 1)])

        self._start(keep_open)
        return task

    def post(self, call: Callable[[], object]) -> bool:
        """Have `call` called on the GUI thread, from any thread. False when the application is gone."""
        try:
            self._posted.emit(call)
        except RuntimeError:  # the bridge's C++ half was deleted
            return False
        return True

    def close(self) -> None:
        """Cancel everything; what still runs is abandoned."""
        for receiver in self._receivers.values():
            receiver.task.cancel()
        self._receivers.clear()

    def _receiver(
        self,
        owner: QObject | None,
        heard: Callable[[Any], object] | None = None,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Problem], object] | None = None,
        lost: Callable[[Problem], object] | None = None,
    ) -> tuple[int, Task]:
        key, task = next(self._keys), Task()
        callbacks: dict[_Kind, Callable[[Any], object]] = {_Kind.FAILED: failed or (lambda p: self.unhandled(p))}
        for kind, callback in ((_Kind.HEARD, heard), (_Kind.DONE, done), (_Kind.LOST, lost)):
            if callback is not None:
                callbacks[kind] = callback
        self._receivers[key] = _Receiver(callbacks, owner, task)
        return key, task

    # On worker threads

    @staticmethod
    def _start(job: Callable[[], object]) -> None:
        threading.Thread(target=job, name="bridge-stream", daemon=True).start()

    def _serve(self) -> None:
        while True:
            key, task, work = self._work.get()
            self._attempt(key, task, work)
            del work  # held until the next call otherwise

    def _attempt(self, key: int, task: Task, work: Callable[[], Any]) -> None:
        try:
            result = work()
        except Exception as error:  # the border: whatever went wrong becomes a problem
            self._send(key, task, _Kind.FAILED, problem_of(error))
        else:
            self._send(key, task, _Kind.DONE, result)

    def _pump(self, key: int, task: Task, make_iterator: Callable[[], Iterable[Any]]) -> None:
        iterator = iter(make_iterator())
        try:
            for item in iterator:
                if not self._send(key, task, _Kind.HEARD, item):
                    return
        finally:
            close = getattr(iterator, "close", None)
            if close is not None:
                close()

    def _send(self, key: int, task: Task, kind: _Kind, value: Any) -> bool:
        wake = task.put(kind, value)
        if wake:
            try:
                self._woken.emit(key)
            except RuntimeError:  # the bridge's C++ half was deleted
                return False
        return wake is not None

    # On the GUI thread

    def _drain(self, key: int) -> None:
        receiver = self._receivers.get(key)
        if receiver is None:
            return
        deadline = time.perf_counter() + _FRAME_SECONDS
        while receiver.wanted:
            item = receiver.task.take()
            if item is None:
                return
            if item[0] in _LAST:
                self._end(key, receiver)
            receiver.tell(*item)
            if time.perf_counter() > deadline:
                QTimer.singleShot(0, self, partial(self._drain, key))
                return
        self._end(key, receiver)

    def _end(self, key: int, receiver: _Receiver) -> None:
        receiver.task.done = True
        self._receivers.pop(key, None)


def _call(call: Callable[[], object]) -> None:
    call()


def _raise(problem: Problem) -> None:
    raise RuntimeError(str(problem))
