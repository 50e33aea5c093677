"""A reader for the sandbox's worker that does what the file says: hang, crash, fill the memory, lie."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import ErrorCode, known
from indexer.extract.source import Reading
from indexer.types import Page


def open_document(path: Path, **_: object) -> Reading:
    """The first word of the file is what to do, the second a number for it."""
    deed, _, number = path.read_text().partition(" ")
    return Reading("", "", "", "text", int(number or 1), _pages(deed, int(number or 1), path.parent))


def _pages(deed: str, number: int, folder: Path) -> Iterator[Page]:
    yield Page(1, None, deed)
    match deed:
        case "hang":
            threading.Event().wait()
        case "hang-native":  # sleeps in C, deaf to everything but SIGKILL
            signal.pthread_sigmask(signal.SIG_BLOCK, range(1, signal.NSIG))
            ctypes.PyDLL(None).sleep(3600)
        case "crash":
            os.kill(os.getpid(), number)
        case "exit":
            os._exit(3)
        case "fill-python":
            yield Page(2, None, "x" * (number << 20))
        case "fill-native":
            size = number << 20
            if not ctypes.CDLL(None).malloc(size):
                raise MemoryError
        case "keep":
            _kept.append(b"x" * (number << 20))
        case "print":
            sys.stdout.write("not a message\n")
            sys.stdout.flush()
            os.write(1, b"nor this\n")
        case "raise":
            raise LookupError("nobody foresaw this")
        case "refuse":
            raise known(ErrorCode.CORRUPT, "It is damaged.", "Save it again.")
        case "pages":
            yield from (Page(n, None, "word " * 20_000) for n in range(2, number + 1))
        case "report":
            yield Page(2, None, _state(folder / "written.tmp"))


_kept: list[bytes] = []


def _state(file: Path) -> str:
    """What a reader finds around it, one fact a line."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
        network = "open"
    except OSError:
        network = "closed"
    try:
        file.write_bytes(b"x" * (2 << 20))
        disk = "open"
    except OSError:
        disk = "closed"
    finally:
        file.unlink(missing_ok=True)
    folder = Path("/proc/self/fd")
    descriptors = len(list(folder.iterdir())) if folder.exists() else 0
    heavy = sorted(name for name in ("torch", "lancedb", "PySide6", "llama_cpp") if name in sys.modules)
    return f"network {network}\ndisk {disk}\nnice {os.nice(0)}\nheavy {heavy}\ndescriptors {descriptors}"
