"""A process that has closed its network can't open it again, in Python or in native code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

ATTEMPTS = """
import ctypes, json, socket, subprocess, sys, threading
from indexer.offline import refuse_network

started, go, results = threading.Event(), threading.Event(), {}

def native(family):
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.socket(family, socket.SOCK_STREAM, 0)
    return "open" if descriptor >= 0 else ctypes.get_errno()

def elsewhere():
    started.set()
    go.wait()
    results["thread"] = native(2)

def attempt(name, function):
    try:
        function()
        results[name] = "open"
    except PermissionError as error:
        results[name] = "refused: " + str(error)
    except OSError as error:
        results[name] = repr(error)

thread = threading.Thread(target=elsewhere)
thread.start()
started.wait()
before = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
guards = refuse_network()
assert refuse_network() == guards
go.set()
thread.join()
results["kernel"], results["python"], results["reason"] = guards.kernel, guards.python, guards.reason
if guards.kernel:
    results["native"] = [native(family) for family in (2, 10, 17)]
attempt("python socket", lambda: socket.create_connection(("127.0.0.1", 9)))
attempt("earlier socket", lambda: before.sendto(b"x", ("127.0.0.1", 9)))
attempt("earlier connect", lambda: before.connect(("127.0.0.1", 9)))
attempt("bind", lambda: server.bind(("127.0.0.1", 0)))
attempt("name", lambda: socket.getaddrinfo("localhost", 80))
if hasattr(socket, "AF_UNIX"):
    a, b = socket.socketpair()
    a.sendall(b"local")
    results["local"] = b.recv(10).decode()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen()
    client = socket.socket(socket.AF_UNIX)
    client.connect(sys.argv[1])
    results["unix"] = "open"
code = "import socket\\ntry:\\n socket.socket()\\n print('open')\\nexcept OSError:\\n print('refused')"
if guards.kernel:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    results["grandchild"] = done.stdout.strip()
print(json.dumps(results))
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPTS, str(tmp_path_factory.mktemp("s") / "s")],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_python_is_refused(results: dict[str, object]) -> None:
    assert results["python"] is True
    for name in ("python socket", "earlier socket", "earlier connect", "bind", "name"):
        assert str(results[name]).startswith("refused"), name
    assert "tried to reach another machine" in str(results["earlier connect"])
    assert "look up" in str(results["name"])


def test_native_code_is_refused(results: dict[str, object]) -> None:
    if not results["kernel"]:
        assert results["reason"]
        pytest.skip(str(results["reason"]))
    assert results["native"] == [13, 13, 13]
    assert results["thread"] == 13, "threads that ran already are held too"
    assert results["grandchild"] == "refused"


def test_local_channels_stay_open(results: dict[str, object]) -> None:
    assert results.get("local", "local") == "local"
    assert results.get("unix", "open") == "open"
