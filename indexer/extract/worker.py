"""The process that reads one file after another for a `sandbox.Sandbox`, and may be killed at any moment.

Run as `python -m indexer.extract.worker --parent PID --memory BYTES --reader MODULE:FUNCTION`. It has no network,
little memory, a low priority, writes nothing, and dies with its parent.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import faulthandler
import functools
import gc
import importlib
import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

import psutil

from indexer.errors import ErrorCode, FootnoteError, Problem
from indexer.extract import wire
from indexer.extract.source import Reading
from indexer.offline import refuse_network

if TYPE_CHECKING:
    from indexer.chunking import Chunker

_PR_SET_PDEATHSIG = 1
_LINUX = sys.platform.startswith("linux")
_NICENESS = 10
_WRITTEN_BYTES = 1 << 20


class Reader(Protocol):
    """What opens a document: `registry.open_document`, or a hostile one in tests."""

    def __call__(self, path: Path, *, password: str, max_bytes: int) -> Reading: ...


def main(arguments: list[str] | None = None) -> int:
    """Serve `wire.Read` requests until stdin ends."""
    parser = argparse.ArgumentParser(prog="footnote-extract")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--reader", required=True)
    options = parser.parse_args(arguments)
    requests, replies = _own_streams()
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends this process
    _die_with(options.parent)
    refuse_network()
    _step_back()
    module, _, function = options.reader.partition(":")
    reader = cast(Reader, getattr(importlib.import_module(module), function))
    _limit(options.memory)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            _serve(reader, wire.receive(requests), replies)
    return 0


def _step_back() -> None:
    """A low priority; never a higher one than the parent's, which only root may take."""
    process = psutil.Process()
    if os.name == "nt":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        process.nice(max(_NICENESS, process.nice()))


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Stdin and stdout as private descriptors; in their old places are nothing and stderr, so that what a library
    prints can't get between the messages."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _die_with(parent: int) -> None:
    """A hanging reader doesn't notice that its parent has gone, so the kernel (Linux) or a thread sees to it."""
    if _LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before the kernel was told
            os._exit(1)
        return

    def watch() -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(parent).wait()
        os._exit(1)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


def _limit(memory: int) -> None:
    """At most `memory` bytes more address space than now (Linux), and next to nothing written to any file."""
    if os.name != "posix":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITTEN_BYTES, _WRITTEN_BYTES))
    if _LINUX:
        limit = psutil.Process().memory_info().vms + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _serve(reader: Reader, request: wire.Read, replies: BinaryIO) -> None:
    try:
        reading = reader(Path(request.path), password=request.password, max_bytes=request.max_bytes)
        # Imported late: the registry is the default reader, and a test's reader may not need it.
        from indexer.extract.registry import extractor_version

        wire.send(
            replies,
            wire.Opened(
                reading.title,
                reading.author,
                reading.created,
                reading.kind,
                reading.page_count,
                extractor_version(reading.kind),
            ),
        )
        chunker = ""
        if request.tokenizer is not None:
            chunker = _send_cut(reading, request.tokenizer, replies)
        else:
            for page in reading.pages:
                wire.send(replies, page)
        last: wire.Finished | Problem = wire.Finished(psutil.Process().memory_info().rss, chunker)
    except FootnoteError as error:
        last = error.problem
    except MemoryError:
        gc.collect()
        last = out_of_memory(Path(request.path).name)
    except (BrokenPipeError, EOFError):
        raise
    except Exception:
        last = _bug(Path(request.path).name, traceback.format_exc())
    wire.send(replies, last)


def _send_cut(reading: Reading, tokenizer: str, replies: BinaryIO) -> str:
    """Send each page with its chunks; returns the version of what cut them."""
    chunker = _chunker(tokenizer)
    for page, chunks in chunker.chunk_pages(reading.title, reading.kind, reading.pages):
        wire.send(replies, page)
        spans = tuple(wire.Span(chunk.start, chunk.length, chunk.heading, chunk.content_hash) for chunk in chunks)
        wire.send(replies, wire.Chunks(spans))
    return chunker.version


@functools.cache
def _chunker(tokenizer: str) -> Chunker:
    """Made once: reading the tokenizer takes longer than cutting most documents. A changed one has another path."""
    from indexer.chunking import Chunker

    return Chunker(Path(tokenizer) if tokenizer else None)


def out_of_memory(name: str) -> Problem:
    return Problem(
        ErrorCode.OUT_OF_MEMORY,
        f"{name} needs more memory to be read than Footnote allows one file.",
        "Split it into smaller files, or save it in another format.",
    )


def _bug(name: str, detail: str) -> Problem:
    """An exception that no reader foresaw: a fault of ours that must not stop the other files."""
    return Problem(
        ErrorCode.READER_DIED,
        f"The reader failed on {name}.",
        "Save it in another format and add that; the other documents are not affected.",
        detail=detail,
    )


if __name__ == "__main__":
    sys.exit(main())
