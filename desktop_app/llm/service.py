"""The LLM service: clients on a thread each, one worker that owns the engine, requests in the order they came.

`Cancel` and `GetState` are answered at once on the client's own thread; everything that needs the model waits its
turn. A client that hangs up cancels what it asked for.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

import psutil

from desktop_app.llm import protocol as m
from desktop_app.llm.chat import ROLES
from indexer.channel import Address, Server, Session
from indexer.errors import ErrorCode, KnownError, known, problem_of


class Engine(Protocol):
    """A language model, called from one thread only (`loaded` from any). See `engine.LlamaEngine`."""

    @property
    def loaded(self) -> m.Loaded | None: ...
    def load(self, request: m.Load) -> m.Loaded: ...
    def generate(
        self, request: m.Generate, emit: Callable[[m.Prefilled | m.Token], object], cancelled: Callable[[], bool]
    ) -> m.Finished: ...
    def count_tokens(self, texts: Sequence[str]) -> tuple[int, ...]: ...
    def score(self, request: m.Score, cancelled: Callable[[], bool]) -> m.Scores | None: ...
    def measure(self, tokens: int, cancelled: Callable[[], bool]) -> m.Measured | None: ...
    def close(self) -> None: ...


@dataclass(eq=False)
class _Job:
    """A request that needs the model."""

    session: Session
    conversation: int
    message: m.Load | m.Generate | m.Score | m.CountTokens | m.Measure
    stop: threading.Event = field(default_factory=threading.Event)

    def cancelled(self) -> bool:
        return self.stop.is_set() or self.session.closed.is_set()


class LlmService:
    """Serves one engine at `address` until `close`. `finished` is set when a client asked it to shut down."""

    def __init__(self, address: Address, engine: Engine) -> None:
        self._engine = engine
        self._changed = threading.Condition()
        self._waiting: deque[_Job] = deque()
        self._current: _Job | None = None
        self._closing = False
        self._models: WeakKeyDictionary[Session, m.Load] = WeakKeyDictionary()
        self.finished = threading.Event()
        self._worker = threading.Thread(target=self._work, name="model", daemon=True)
        self._worker.start()
        self._server = Server(address, m.REGISTRY, self.handle)

    def idle_seconds(self) -> float:
        """How long there has been neither a client nor work; 0 while there is."""
        with self._changed:
            busy = self._current is not None or bool(self._waiting)
        return 0.0 if busy or self._server.clients else time.monotonic() - self._server.last_seen

    def close(self, timeout: float = 5.0) -> bool:
        """Cancel everything and free the model; False when the engine did not let go in `timeout` seconds."""
        with self._changed:
            self._closing = True
            for job in self._jobs():
                job.stop.set()
            self._changed.notify_all()
        self._worker.join(timeout)
        self._server.close()
        return not self._worker.is_alive()

    def handle(self, session: Session, conversation: int, message: Any) -> None:
        """Answer one request (see `channel.Server`)."""
        match message:
            case m.Load() | m.CountTokens() | m.Measure():
                self._enqueue(_Job(session, conversation, message))
            case m.Generate() | m.Score():
                _check(message)
                self._enqueue(_Job(session, conversation, message))
            case m.Cancel():
                self._cancel(session)
                session.reply(conversation, m.Done())
            case m.GetState():
                session.reply(conversation, self._state())
            case m.Shutdown():
                session.reply(conversation, m.Done())
                self.finished.set()
            case _:
                raise known(
                    ErrorCode.BAD_REQUEST,
                    f"The language model process can't answer a {type(message).__name__}.",
                    "Restart Footnote.",
                )

    def _jobs(self) -> list[_Job]:
        return [*self._waiting, *([self._current] if self._current else [])]

    def _enqueue(self, job: _Job) -> None:
        with self._changed:
            if self._closing:
                raise _ending()
            self._waiting.append(job)
            self._changed.notify_all()

    def _cancel(self, session: Session) -> None:
        with self._changed:
            for job in self._jobs():
                if job.session is session and isinstance(job.message, m.Generate | m.Score | m.Measure):
                    job.stop.set()

    def _state(self) -> m.State:
        loaded = self._engine.loaded
        with self._changed:
            busy = self._current is not None or bool(self._waiting)
        rss = int(psutil.Process().memory_info().rss)
        return m.State(loaded.path if loaded else "", busy, os.getpid(), rss)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._answer(job)
            except MemoryError as error:
                job.session.reply(job.conversation, _out_of_memory(error).problem)
            except Exception as error:  # the border: whatever went wrong becomes the answer
                job.session.reply(job.conversation, problem_of(error))
        self._engine.close()

    def _next(self) -> _Job | None:
        with self._changed:
            self._current = None
            self._changed.wait_for(lambda: self._waiting or self._closing)
            if self._closing:
                for job in self._waiting:
                    job.session.reply(job.conversation, _ending().problem)
                self._waiting.clear()
                return None
            self._current = self._waiting.popleft()
            return self._current

    def _answer(self, job: _Job) -> None:
        if job.session.closed.is_set():
            return
        match job.message:
            case m.Load() as request:
                self._models.pop(job.session, None)
                reply: Any = self._engine.load(request)
                self._models[job.session] = request
            case m.Generate() as request:
                reply = self._generate(job, request)
            case m.Score() as request:
                self._own_model(job.session)
                reply = _unless_cancelled(self._engine.score(request, job.cancelled), "The reading")
            case m.CountTokens(texts):
                self._own_model(job.session)
                reply = m.TokenCounts(self._engine.count_tokens(texts))
            case m.Measure(tokens):
                self._own_model(job.session)
                reply = _unless_cancelled(self._engine.measure(tokens, job.cancelled), "The measurement")
        job.session.reply(job.conversation, reply)

    def _generate(self, job: _Job, request: m.Generate) -> m.Finished:
        if job.cancelled():
            return m.Finished("cancelled", 0, 0, 0.0, 0.0)
        self._own_model(job.session)
        return self._engine.generate(
            request, lambda event: job.session.reply(job.conversation, event, last=False), job.cancelled
        )

    def _own_model(self, session: Session) -> None:
        """Load what this client loaded last; no work where nobody loaded another model since."""
        wanted = self._models.get(session)
        if wanted is None:
            raise known(
                ErrorCode.BAD_REQUEST, "No language model was chosen.", "Choose one with `footnote models use`."
            )
        self._engine.load(wanted)


_T = TypeVar("_T")


def _unless_cancelled(result: _T | None, what: str) -> _T:
    if result is None:
        raise known(ErrorCode.CANCELLED, f"{what} was stopped.", "", retryable=True)
    return result


def _check(request: m.Generate | m.Score) -> None:
    wrong = ""
    if not request.messages:
        wrong = "it has no messages"
    elif strange := [message.role for message in request.messages if message.role not in ROLES]:
        wrong = f"the role {strange[0]!r} is none of {', '.join(ROLES)}"
    elif isinstance(request, m.Score):
        wrong = "" if request.options else "it has no options"
    elif request.max_tokens < 1:
        wrong = f"max_tokens is {request.max_tokens}"
    elif request.temperature < 0:
        wrong = f"temperature is {request.temperature}"
    if wrong:
        raise known(ErrorCode.BAD_REQUEST, f"The request to the language model makes no sense: {wrong}.", "Correct it.")


def _ending() -> KnownError:
    return known(
        ErrorCode.NOT_RUNNING,
        "The language model process is just ending.",
        "Try again: it is started anew.",
        retryable=True,
    )


def _out_of_memory(error: MemoryError) -> KnownError:
    return known(
        ErrorCode.NOT_ENOUGH_MEMORY,
        "There is not enough memory for this answer.",
        "Close other programs, or choose a smaller model with `footnote models use`.",
        retryable=True,
        detail=str(error),
    )
