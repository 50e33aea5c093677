"""The processes that Footnote runs for one library, and the sockets they hold, as the system tells it."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

import psutil

from indexer import runstate

_SERVICES = {"indexer": "Indexer", "llm": "Language model"}
_READER = "Reader of files"


@dataclass(frozen=True)
class Connection:
    """An internet socket: "listening on 127.0.0.1:80" has no `remote`."""

    local: str
    remote: str


@dataclass(frozen=True)
class RunningProcess:
    """`role` is what it does; `sockets` are sockets between processes of this machine, `connections` those of the
    internet's protocols. None where the system doesn't tell."""

    role: str
    pid: int
    memory: int
    cpu_seconds: float
    sockets: int | None
    connections: tuple[Connection, ...] | None


def own_processes(home: Path) -> tuple[int, ...]:
    """The pids of this process and of the services of the library at `home`."""
    found = [os.getpid()]
    for service in _SERVICES:
        state = runstate.read(home, service)
        if state is not None and state.alive and state.pid not in found:
            found.append(state.pid)
    return tuple(found)


def running(home: Path, own_role: str = "Window") -> tuple[RunningProcess, ...]:
    """What runs now: this process, the services, and what these started."""
    roles: dict[int, str] = {os.getpid(): own_role}
    for service, role in _SERVICES.items():
        state = runstate.read(home, service)
        if state is not None and state.alive:
            roles.setdefault(state.pid, role)
    indexer = next((pid for pid, role in roles.items() if role == _SERVICES["indexer"]), None)
    for child in _children(indexer) if indexer is not None else ():
        roles.setdefault(child, _READER)
    return tuple(process for pid, role in roles.items() if (process := _look(pid, role)) is not None)


def _children(pid: int) -> tuple[int, ...]:
    try:
        return tuple(child.pid for child in psutil.Process(pid).children(recursive=True))
    except psutil.Error:
        return ()


def _look(pid: int, role: str) -> RunningProcess | None:
    try:
        process = psutil.Process(pid)
        memory, times = process.memory_info().rss, process.cpu_times()
    except psutil.Error:
        return None
    try:
        kinds = process.net_connections(kind="all")
    except (psutil.Error, OSError, NotImplementedError):
        return RunningProcess(role, pid, memory, times.user + times.system, None, None)
    internet = tuple(
        Connection(_address(each.laddr), _address(each.raddr))
        for each in kinds
        if each.family in (socket.AF_INET, socket.AF_INET6)
    )
    return RunningProcess(role, pid, memory, times.user + times.system, len(kinds) - len(internet), internet)


def _address(place: object) -> str:
    """ "192.0.2.1:443"; empty where there is none."""
    ip, port = getattr(place, "ip", ""), getattr(place, "port", "")
    return f"{ip}:{port}" if ip else ""
