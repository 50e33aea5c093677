"""Which background processes run, and what is left behind when one dies.

A service runs inside `running(home, service)`: it keeps `<home>/run/<service>.json` until it ends as it should, so
that a file whose process is gone is the trace of a death. The processes outlive whoever started them, so nobody can
wait for them: what is known of a death comes from that file, from the end of the log (`faulthandler` writes the
signal of a crash there), and from the exit code where the asker happens to be the parent.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from indexer.channel import exit_code
from indexer.config import private_folder

_LOG_LIMIT = 1024 * 1024  # bytes; a longer log is cut when its service starts
_LOG_KEPT = 64 * 1024
_DEATHS_KEPT = 10


@dataclass(frozen=True)
class RunState:
    """A service's process. `created` is the process's creation time as the system tells it, which tells a pid that
    was given to another process since; `deaths` are the times of the deaths before this start, oldest first."""

    pid: int
    created: float
    started: float
    deaths: tuple[float, ...] = ()

    @property
    def alive(self) -> bool:
        try:
            process = psutil.Process(self.pid)
            return bool(process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - self.created) < 1)
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return True


@dataclass(frozen=True)
class Death:
    """A service that ended as it should not. `exit_code` is negative for a signal and None where nobody could know
    it; `log` is the end of what this process wrote."""

    pid: int
    exit_code: int | None
    log: str


def log_path(home: Path, service: str) -> Path:
    return home / "logs" / f"{service}.log"


def _state_path(home: Path, service: str) -> Path:
    return home / "run" / f"{service}.json"


def read(home: Path, service: str) -> RunState | None:
    """What the service wrote when it started; None when it ended as it should, or never ran."""
    try:
        plain = json.loads(_state_path(home, service).read_text("utf-8"))
        return RunState(plain["pid"], plain["created"], plain["started"], tuple(plain["deaths"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def begin(home: Path, service: str) -> RunState:
    """Say that this process is the service now; a state left by a dead one is counted as a death."""
    before = read(home, service)
    now = time.time()
    deaths = () if before is None else before.deaths
    if before is not None and not before.alive:
        deaths = (*deaths, now)[-_DEATHS_KEPT:]
    state = RunState(os.getpid(), psutil.Process().create_time(), now, deaths)
    path = private_folder(home / "run") / f"{service}.json"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(asdict(state)), "utf-8")
    temporary.replace(path)
    return state


def end(home: Path, service: str) -> None:
    """Say that this process ended as it should."""
    _state_path(home, service).unlink(missing_ok=True)


@contextmanager
def running(home: Path, service: str) -> Iterator[None]:
    """Run a service inside this, under the library's lock. Leaving it by an exception, `SystemExit(0)` apart, counts
    as a death."""
    _trim(log_path(home, service))
    # A descriptor of its own: native libraries point number 2 at nowhere for a while.
    faulthandler.enable(os.dup(2))
    sys.stderr.write(_first_line(os.getpid(), service) + time.strftime(", %Y-%m-%d %H:%M:%S\n"))
    sys.stderr.flush()
    begin(home, service)
    try:
        yield
    except SystemExit as leaving:
        if leaving.code in (0, None):
            end(home, service)
        raise
    end(home, service)


def deaths_within(home: Path, service: str, seconds: float) -> int:
    """How often the service died in the last `seconds`. When exactly is known only of those that were followed by a
    new start; one that was not yet counts as just now."""
    state = read(home, service)
    if state is None:
        return 0
    now = time.time()
    return sum(0 <= now - died <= seconds for died in state.deaths) + (not state.alive)


def find_death(home: Path, service: str, patience: float = 2.0) -> Death | None:
    """The death of the service's last process, None where it lives or ended as it should. A connection breaks a
    moment before its process is gone, so up to `patience` seconds are waited for that."""
    deadline = time.monotonic() + patience
    while (state := read(home, service)) is not None and state.alive:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.02)
    if state is None:
        return None
    # Its other threads may end a moment after the first, and only then is there an exit code.
    code = exit_code(state.pid, max(0.0, deadline - time.monotonic()))
    return Death(state.pid, code, _log_of(home, service, state.pid))


def _first_line(pid: int, service: str) -> str:
    return f"--- {service}: process {pid}"


def _log_of(home: Path, service: str, pid: int, size: int = 4000) -> str:
    try:
        text = log_path(home, service).read_bytes()[-_LOG_KEPT:].decode("utf-8", "replace")
    except OSError:
        return ""
    own = text.rpartition(_first_line(pid, service))[2]
    return own.partition("\n")[2][-size:].strip()


def _trim(log: Path) -> None:
    """Keep the end of a log that grew long. Whoever has it open appends, so cutting it in place is safe."""
    try:
        if log.stat().st_size > _LOG_LIMIT:
            log.write_bytes(log.read_bytes()[-_LOG_KEPT:])
    except OSError:
        return
