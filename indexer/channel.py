"""Framed JSON between Footnote's processes over a local socket, and connect-or-start.

A Unix socket in a 0700 folder (a named pipe on Windows) carries `codec.Envelope`s; both ends prove that they can
read the library's key file. One connection carries any number of conversations, told apart by `Envelope.id`:
the client opens one with a request, the server answers once or many times, `last` closes it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import queue
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client as connect_to
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any, BinaryIO

from indexer.codec import Envelope, Registry
from indexer.config import private_folder
from indexer.errors import ErrorCode, FootnoteError, KnownError, Problem, known, problem_of


@dataclass(frozen=True)
class Address:
    """Where a service listens, and the key that both ends must hold."""

    location: str
    key: bytes


def service_address(home: Path, service: str) -> Address:
    """The address of a service of the library at `home`. Socket paths are short (108 bytes is the limit on
    Linux), so the home enters as a hash."""
    private_folder(home)
    key_file = home / "channel.key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
    key = key_file.read_bytes()
    name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16] + "-" + service
    if os.name == "nt":
        return Address(rf"\\.\pipe\footnote-{name}", key)
    base = os.environ.get("XDG_RUNTIME_DIR")
    runtime = Path(base) / "footnote" if base else Path(tempfile.gettempdir()) / f"footnote-{os.getuid()}"
    return Address(str(private_folder(runtime) / f"{name}.sock"), key)


class Session:
    """The server's end of one connection. `closed` is set when the client has gone."""

    def __init__(self, connection: Connection[Any, Any], registry: Registry) -> None:
        self._connection = connection
        self._registry = registry
        self._lock = threading.Lock()
        self._closing = threading.Lock()
        self.closed = threading.Event()

    def reply(self, conversation: int, body: Any, *, last: bool = True) -> bool:
        """Send one message; False when the client has gone (never raises for that)."""
        data = self._registry.encode(Envelope(conversation, last, body))
        try:
            with self._lock:
                self._connection.send_bytes(data)
        except (OSError, ValueError):
            self.closed.set()
            return False
        return True

    def receive(self) -> Envelope | None:
        """The next request, or None when the client has gone. Raises KnownError(BAD_MESSAGE)."""
        try:
            data = self._connection.recv_bytes()
        except (EOFError, OSError):
            self.closed.set()
            return None
        return self._registry.decode(data)

    def hang_up(self) -> None:
        """End the connection from any thread; its own thread notices and closes it."""
        self.closed.set()
        with self._closing:
            _hang_up(self._connection)

    def close(self) -> None:
        """Only for the connection's own thread: one that reads while another closes may read a stranger's file."""
        self.hang_up()  # also wakes a `reply` that waits for a client which does not read
        with self._lock, self._closing:
            self._connection.close()


def _hang_up(connection: Connection[Any, Any]) -> None:
    """Wake the thread that reads `connection`: it finds the end. A plain close() would leave it blocked on Linux."""
    if os.name != "posix":
        connection.close()
        return
    import socket

    # A connection that is closed already, or whose other end is gone, needs no more.
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as handle:
        handle.shutdown(socket.SHUT_RDWR)


Handler = Callable[[Session, int, Any], None]


class Server:
    """Accepts clients on a thread each and hands every request to `handler(session, conversation, message)`.

    A handler that raises `FootnoteError` answers with its problem; any other exception answers with BUG and its
    traceback, and the connection goes on. `handler` runs on the connection's thread: long work belongs elsewhere.
    """

    def __init__(self, address: Address, registry: Registry, handler: Handler) -> None:
        self._registry = registry
        self._handler = handler
        self._sessions: set[Session] = set()
        self._lock = threading.Lock()
        self._stopping = False
        if os.name == "posix":
            Path(address.location).unlink(missing_ok=True)
        self._key = address.key
        self._listener = Listener(address.location)
        self.last_seen = time.monotonic()
        threading.Thread(target=self._accept, name="accept", daemon=True).start()

    @property
    def clients(self) -> int:
        with self._lock:
            return len(self._sessions)

    def close(self) -> None:
        """Stop accepting and hang up on everybody."""
        self._stopping = True
        with contextlib.suppress(FileNotFoundError):  # whoever tidied the folder took the socket
            self._listener.close()
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.hang_up()

    def _accept(self) -> None:
        while not self._stopping:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError):
                continue
            session = Session(connection, self._registry)
            with self._lock:
                self._sessions.add(session)
            threading.Thread(target=self._serve, args=(session,), name="client", daemon=True).start()

    def _serve(self, session: Session) -> None:
        try:
            if self._greet(session):
                while not self._stopping and self._serve_one(session):
                    pass
        finally:
            session.close()
            with self._lock:
                self._sessions.discard(session)
                self.last_seen = time.monotonic()

    def _greet(self, session: Session) -> bool:
        """On the client's own thread: one that stops halfway must not keep others out."""
        connection = session._connection
        try:
            deliver_challenge(connection, self._key)
            answer_challenge(connection, self._key)
            theirs = connection.recv_bytes(64)
            connection.send_bytes(b"footnote %d" % self._registry.version)
        except (OSError, EOFError, AuthenticationError):
            return False
        return bool(theirs == b"footnote %d" % self._registry.version)

    def _serve_one(self, session: Session) -> bool:
        try:
            envelope = session.receive()
        except FootnoteError as error:
            return session.reply(0, error.problem)
        if envelope is None:
            return False
        self.last_seen = time.monotonic()
        try:
            self._handler(session, envelope.id, envelope.body)
        except Exception as error:  # the border: whatever went wrong becomes the answer
            session.reply(envelope.id, problem_of(error))
        return True


def _gone(detail: str = "") -> KnownError:
    return known(
        ErrorCode.PROCESS_DIED,
        "A background process of Footnote ended while it was needed.",
        "Try again: it is started anew.",
        retryable=True,
        detail=detail,
    )


class Client:
    """The client's end. Safe to use from several threads; replies are sorted by a reader thread."""

    def __init__(self, connection: Connection[Any, Any], registry: Registry) -> None:
        self._connection = connection
        self._registry = registry
        self._ids = itertools.count(1)
        self._send_lock = threading.Lock()
        self._closing = threading.Lock()
        self._waiting: dict[int, queue.SimpleQueue[Envelope]] = {}
        self._waiting_lock = threading.Lock()
        self.closed = threading.Event()
        threading.Thread(target=self._read, name="replies", daemon=True).start()

    @classmethod
    def connect(cls, address: Address, registry: Registry) -> Client:
        """Raises OSError where nobody listens, KnownError(VERSION_MISMATCH) where another version does."""
        kind = "AF_PIPE" if os.name == "nt" else "AF_UNIX"
        connection = connect_to(address.location, kind)
        try:
            answer_challenge(connection, address.key)
            deliver_challenge(connection, address.key)
            connection.send_bytes(b"footnote %d" % registry.version)
            theirs = connection.recv_bytes(64)
        except (EOFError, AuthenticationError) as error:
            connection.close()
            raise ConnectionRefusedError(str(error)) from error
        except BaseException:
            connection.close()
            raise
        if theirs != b"footnote %d" % registry.version:
            connection.close()
            raise known(
                ErrorCode.VERSION_MISMATCH,
                "Another version of Footnote is running on this library.",
                "Close it, then try again.",
            )
        return cls(connection, registry)

    def stream(self, message: Any, timeout: float | None = None) -> Iterator[Any]:
        """Send a request and yield its answers until the last. `timeout` is seconds of silence. A `Problem` as
        answer raises KnownError; a lost connection raises KnownError(PROCESS_DIED)."""
        conversation = next(self._ids)
        answers: queue.SimpleQueue[Envelope] = queue.SimpleQueue()
        with self._waiting_lock:
            self._waiting[conversation] = answers
        try:
            if self.closed.is_set():
                raise _gone()
            try:
                with self._send_lock:
                    self._connection.send_bytes(self._registry.encode(Envelope(conversation, True, message)))
            except (OSError, ValueError) as error:
                self.closed.set()  # before the reader notices, so that the next call connects anew
                raise _gone(str(error)) from error
            while True:
                try:
                    envelope = answers.get(timeout=timeout)
                except queue.Empty:
                    raise known(
                        ErrorCode.NOT_RUNNING,
                        f"The background process gave no answer for {timeout:.0f} seconds.",
                        "Try again; if it stays, restart Footnote.",
                        retryable=True,
                    ) from None
                if isinstance(envelope.body, Problem):
                    raise KnownError(envelope.body)
                yield envelope.body
                if envelope.last:
                    return
        finally:
            with self._waiting_lock:
                self._waiting.pop(conversation, None)

    def request(self, message: Any, timeout: float | None = None) -> Any:
        """The single answer to a request; raises like `stream`."""
        for answer in self.stream(message, timeout):
            result = answer
        return result

    def close(self) -> None:
        """Hang up; every stream that is open raises KnownError(PROCESS_DIED)."""
        self.closed.set()
        with self._closing:
            _hang_up(self._connection)

    def _read(self) -> None:
        try:
            self._sort()
        finally:
            self.close()
            with self._send_lock, self._closing:
                self._connection.close()

    def _sort(self) -> None:
        while True:
            try:
                envelope = self._registry.decode(self._connection.recv_bytes())
            except FootnoteError as error:
                self._fail(error.problem)
                return
            except (EOFError, OSError, ValueError, TypeError) as error:
                self._fail(_gone(str(error)).problem)
                return
            with self._waiting_lock:
                waiting = self._waiting.get(envelope.id)
            if waiting is not None:
                waiting.put(envelope)

    def _fail(self, problem: Problem) -> None:
        self.closed.set()
        with self._waiting_lock:
            waiting = list(self._waiting.items())
        for conversation, answers in waiting:
            answers.put(Envelope(conversation, True, problem))


def own_command(module: str) -> list[str]:
    """The command that runs one of our modules as a process: the interpreter's, or the frozen program's role."""
    if getattr(sys, "frozen", False):
        return [sys.executable, f"--role={module}"]
    return [sys.executable, "-m", module]


def connect_or_start(
    address: Address,
    registry: Registry,
    command: Sequence[str],
    *,
    log: Path,
    timeout: float = 60.0,
    environment: dict[str, str] | None = None,
) -> Client:
    """A client of the service, which is started by `command` where nobody listens yet.

    Two clients may start it at once: the library's lock lets one live, the other exits, both clients connect. Where
    that one was just ending, the service is started again.
    Raises KnownError(PROCESS_DIED) with the end of `log` when it does not come up, and DISK_FULL or NO_PERMISSION
    where `log` can't be written.
    """
    started: subprocess.Popen[bytes] | None = None
    deadline = time.monotonic() + timeout
    retry_at = time.monotonic() + 5
    pause = 0.01
    while True:
        with contextlib.suppress(OSError):
            return Client.connect(address, registry)
        if started is None:
            with _opened(log) as stderr:
                started = subprocess.Popen(
                    list(command),
                    stdin=subprocess.DEVNULL,
                    stdout=stderr,
                    stderr=stderr,
                    start_new_session=True,
                    env={**os.environ, **(environment or {})},
                )
                _remember(started)
        code = started.poll()
        if code not in (None, 0, EXIT_LOCKED) or time.monotonic() > deadline:
            raise known(
                ErrorCode.PROCESS_DIED,
                f"A background process of Footnote did not start{'' if code is None else f' (exit code {code})'}.",
                "Run `footnote doctor` to see why.",
                retryable=True,
                detail=_tail(log),
            )
        if code in (0, EXIT_LOCKED) and time.monotonic() > retry_at:
            started = None  # it came up and ended again, idle and alone, before we reached it; or the other one did
            retry_at = time.monotonic() + 5
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)


def _opened(log: Path) -> BinaryIO:
    """`log`, to append to; the first file that a service needs, so the first to say that its home can't be written."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        return log.open("ab")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            code, why, action = ErrorCode.DISK_FULL, "the disk is full", "Free some space, then try again."
        else:
            code, why = ErrorCode.NO_PERMISSION, "this folder can't be written"
            action = "Make it writable for you, or choose another place with --home."
        raise known(
            code, f"Footnote can't start in {log.parent.parent}: {why}.", action, retryable=True, detail=str(error)
        ) from error


# Services that this process started. They are kept because an exit code can only be asked of one's own children, and
# because dropping a child that still runs leaves it a zombie when it ends.
_started: dict[int, subprocess.Popen[bytes]] = {}


def _remember(process: subprocess.Popen[bytes]) -> None:
    for pid in [pid for pid, child in _started.items() if child.poll() is not None][:-8]:
        del _started[pid]
    _started[process.pid] = process


def exit_code(pid: int, patience: float = 0.0) -> int | None:
    """How a service ended: its exit code, negative for a signal. None while it runs (it is waited for, `patience`
    seconds at most), and where another process started it: nobody but a parent can know."""
    child = _started.get(pid)
    if child is None:
        return None
    try:
        return child.wait(patience)
    except subprocess.TimeoutExpired:
        return None


EXIT_LOCKED = 75  # EX_TEMPFAIL: another process holds the library's lock


def _tail(log: Path, size: int = 4000) -> str:
    try:
        return log.read_bytes()[-size:].decode("utf-8", "replace")
    except OSError:
        return ""
