"""Keeps a connection to a background process, starts the process when it is needed, and says why one died.

Both background processes are explained here: the LLM service and the indexer. Facts come from `indexer.runstate`;
this module turns them into sentences, and refuses to start a process that keeps dying.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import runstate
from indexer.channel import Client, connect_or_start, service_address
from indexer.codec import Registry
from indexer.errors import ErrorCode, KnownError, Problem

DEATHS, WITHIN_SECONDS = 3, 60.0


@dataclass(frozen=True)
class _Words:
    """How a service is named, what to do when it dies, and what makes room where memory ran out."""

    name: str
    again: str
    relief: str

    @property
    def memory(self) -> str:
        return f"{self.again} If it keeps happening, {self.relief}."


_WORDS = {
    "llm": _Words(
        "The language model process",
        "Ask again: it starts anew.",
        "close other programs, or choose a smaller model with `footnote models use`",
    ),
    "indexer": _Words(
        "The indexer process", "Try again: it starts anew and goes on where it was.", "close other programs"
    ),
}

# How `faulthandler`, ggml and the C++ library begin their last words.
_LAST_WORDS = (
    (re.compile(r"Segmentation fault"), "SIGSEGV"),
    (re.compile(r"Bus error"), "SIGBUS"),
    (re.compile(r"Illegal instruction"), "SIGILL"),
    (re.compile(r"Floating[- ]point exception"), "SIGFPE"),
    (re.compile(r"Fatal Python error: Aborted|GGML_ASSERT|terminate called"), "SIGABRT"),
)
_TRACEBACK = re.compile(r"^Traceback \(most recent call last\):", re.MULTILINE)


def explain_death(home: Path, service: str, patience: float = 2.0) -> Problem | None:
    """Why the service's process died, as far as can be known; None where it runs or ended as it should. `service` is
    "llm" or "indexer". A process that is just going is waited for, `patience` seconds at most."""
    death = runstate.find_death(home, service, patience)
    if death is None:
        return None
    words = _WORDS[service]
    cause, action = _cause(death, words)
    return Problem(ErrorCode.PROCESS_DIED, f"{words.name} {cause}.", action, retryable=True, detail=death.log)


def _cause(death: runstate.Death, words: _Words) -> tuple[str, str]:
    name = _signal_name(death)
    if name == "SIGKILL":
        return "was ended by the system, most likely because memory ran out", words.memory
    if name == "SIGILL":
        return (
            "crashed: it was built for another kind of processor (SIGILL)",
            "Run `footnote doctor`; it says which part has to be installed anew for this machine.",
        )
    if name == "SIGBUS":
        return "crashed: a file it was reading was cut short or its disk went away (SIGBUS)", words.again
    if name in ("SIGTERM", "SIGINT", "SIGHUP"):
        return f"was ended by another program ({name})", words.again
    if name:
        return f"crashed ({name})", words.again
    if death.exit_code:
        return f"ended with exit code {death.exit_code}", words.again
    if _TRACEBACK.search(death.log):
        return "ended with an error of its own", words.again
    # No exit code, no last words: only a kill from outside leaves nothing behind.
    return "was ended from outside, most likely by the system because memory ran out", words.memory


def _signal_name(death: runstate.Death) -> str:
    if death.exit_code is not None and death.exit_code < 0:
        try:
            return signal.Signals(-death.exit_code).name
        except ValueError:
            return f"signal {-death.exit_code}"
    return next((name for pattern, name in _LAST_WORDS if pattern.search(death.log)), "")


def crash_loop(home: Path, service: str) -> Problem | None:
    """The problem of a process that died so often within a minute that it is not started again for now; None where it
    runs, or may be started."""
    if runstate.deaths_within(home, service, WITHIN_SECONDS) < DEATHS:
        return None
    why = explain_death(home, service, patience=0.0)
    if why is None:
        return None
    words = _WORDS[service]
    last = why.message.removeprefix(words.name).strip()
    return Problem(
        ErrorCode.PROCESS_DIED,
        f"{words.name} died {DEATHS} times within a minute, so it is not started for now. The last time it {last}",
        f"Wait a minute, then try again. If it keeps happening, {words.relief}.",
        retryable=True,
        detail=why.detail,
    )


class Supervised:
    """One client's connection to a service: opened, and opened again, starting the process where need be.

    `greet` is called with every new connection, before anybody else uses it; it brings a process that was started
    anew into the state that its predecessor had. Safe to use from several threads.
    """

    def __init__(
        self,
        home: Path,
        service: str,
        registry: Registry,
        command: Sequence[str],
        greet: Callable[[Client], None],
        environment: dict[str, str] | None = None,
    ) -> None:
        self._home = home
        self._service = service
        self._registry = registry
        self._command = command
        self._greet = greet
        self._environment = environment
        self._lock = threading.Lock()
        self._client: Client | None = None

    def client(self) -> Client:
        """A live connection. Raises KnownError(PROCESS_DIED) with the reason where the process does not come up, or
        where it died too often to be started again."""
        with self._lock:
            if self._client is None or self._client.closed.is_set():
                self._client = self._connect()
            return self._client

    def current(self) -> Client | None:
        """The connection if there is a live one; starts nothing."""
        client = self._client
        return None if client is None or client.closed.is_set() else client

    def explain(self, error: KnownError) -> KnownError:
        """`error` with the reason of the death, where it is one; otherwise as it is."""
        if error.problem.code is not ErrorCode.PROCESS_DIED:
            return error
        problem = explain_death(self._home, self._service)
        return error if problem is None else KnownError(problem)

    def close(self) -> None:
        """Hang up; the process ends by itself when it is idle and alone."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _connect(self) -> Client:
        if (looping := crash_loop(self._home, self._service)) is not None:
            raise KnownError(looping)
        client = connect_or_start(
            service_address(self._home, self._service),
            self._registry,
            self._command,
            log=runstate.log_path(self._home, self._service),
            environment=self._environment,
        )
        try:
            self._greet(client)
        except KnownError as error:
            client.close()
            raise self.explain(error) from error
        except BaseException:
            client.close()
            raise
        return client
