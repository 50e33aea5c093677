"""Reads files in a disposable process, so that none of them can hang, crash or fill the indexer.

The worker is reused for many files, since starting one costs more than reading most files does. It is killed when a
file takes too long, and replaced when it died, grew, or has read its share.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import psutil

import indexer
from indexer.channel import own_command
from indexer.errors import ErrorCode, KnownError, Problem, known
from indexer.extract import wire
from indexer.types import ChunkSpan, Cut, Extracted, Page

_READER = "indexer.extract.registry:open_document"
_RECOGNIZER = "indexer.extract.registry:recognize_document"


@dataclass(frozen=True)
class Limits:
    """What one file may cost. `seconds` counts from the request, and `seconds_per_page` is added for each page that
    the document says it has; with `page_by_page` each page has so much from when the one before was read, however many
    there are. `memory_bytes` is address space beyond what the worker starts with (Linux only). A
    worker is replaced after `files` files or when it holds `kept_bytes` after one."""

    seconds: float = 30.0
    seconds_per_page: float = 0.5
    memory_bytes: int = 2 << 30
    files: int = 500
    kept_bytes: int = 600 << 20
    page_by_page: bool = False


# Text recognition took 3 to 9 seconds a page and 1.5 GB of address space where it was measured; other machines are
# slower, and busy.
RECOGNITION = Limits(
    seconds=120, seconds_per_page=120, memory_bytes=4 << 30, files=100, kept_bytes=1200 << 20, page_by_page=True
)


class Sandbox:
    """One worker process, started when first needed. Not for use by several threads at once: give each its own.

    `reader` names the function that the worker opens documents with (`module:function`, see `worker.Reader`).
    """

    def __init__(self, limits: Limits | None = None, *, reader: str = _READER) -> None:
        self._limits = limits or Limits()
        self._reader = reader
        self._worker: _Worker | None = None
        self._held = False

    @classmethod
    def recognizing(cls, limits: Limits = RECOGNITION) -> Self:
        """One that recognizes the text of pictures (`registry.recognize_document`). A worker of its own: it needs more
        memory and time than any other reader may have."""
        return cls(limits, reader=_RECOGNIZER)

    def read(self, path: Path, *, password: str = "", max_bytes: int) -> Extracted:
        """The whole document. Raises KnownError: what `registry.open_document` raises, and TIMEOUT, OUT_OF_MEMORY or
        READER_DIED, after which the next call starts a new worker."""
        return self._read(wire.Read(str(path.absolute()), password, max_bytes)).extracted

    def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
        """The whole document and its chunks, cut there too: it takes as long as reading and would hold up everybody
        here. `tokenizer` is the embedder's; without one chunks are counted in characters. Raises as `read`."""
        return self._read(wire.Read(str(path.absolute()), password, max_bytes, str(tokenizer or "")))

    def _read(self, request: wire.Read) -> Cut:
        worker = self._ready()
        try:
            return worker.read(request, self._limits)
        finally:
            if worker.spent(self._limits):
                self.close()

    def _ready(self) -> _Worker:
        worker = self._worker
        # Linux kills a worker with the thread that started it, so another thread needs a new one.
        if worker is not None and (not worker.alive or worker.thread is not threading.current_thread()):
            self.close()
            worker = None
        if worker is None:
            worker = self._worker = _Worker(self._reader, self._limits.memory_bytes)
            worker.hold(self._held)
        return worker

    def hold(self, held: bool) -> None:
        """Stop the worker where it is, or let it go on; what it reads has as much more time. From any thread."""
        self._held = held
        if (worker := self._worker) is not None:
            worker.hold(held)

    @property
    def pid(self) -> int | None:
        """The worker's process id, None where there is none."""
        return self._worker.pid if self._worker is not None else None

    def close(self) -> None:
        """End the worker; the next `read` starts a new one."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Worker:
    """A running worker process."""

    def __init__(self, reader: str, memory_bytes: int) -> None:
        self.thread = threading.current_thread()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        root = str(Path(indexer.__file__).parents[1])
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        self._process = subprocess.Popen(
            [
                *own_command("indexer.extract.worker"),
                *("--parent", str(os.getpid()), "--memory", str(memory_bytes), "--reader", reader),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            # No session of its own: Linux shares the processor out among sessions, and weighs priorities within them.
            process_group=0,
            # Not the parent's folder: it may be one of documents, whose files must not be taken for modules.
            cwd=root,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(paths),
                "PYTHONSAFEPATH": "1",
                "MALLOC_ARENA_MAX": "2",
            },
        )
        self._to = cast(BinaryIO, self._process.stdin)
        self._from = cast(BinaryIO, self._process.stdout)
        self._files = 0
        self._kept = 0
        self._held = False
        self._deadline: _Deadline | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def hold(self, held: bool) -> None:
        if held == self._held:
            return
        self._held = held
        if self._deadline is not None:
            self._deadline.hold(held)
        with contextlib.suppress(psutil.Error):  # it has just ended
            process = psutil.Process(self.pid)
            _ = process.suspend() if held else process.resume()

    def spent(self, limits: Limits) -> bool:
        return not self.alive or self._files >= limits.files or self._kept >= limits.kept_bytes

    def read(self, request: wire.Read, limits: Limits) -> Cut:
        self._files += 1
        name = Path(request.path).name
        with _Deadline(self._process, limits.seconds) as deadline:
            self._deadline = deadline
            deadline.hold(self._held)
            try:
                wire.send(self._to, request)
                return self._receive(limits, deadline)
            except _Ended as ended:
                raise KnownError(ended.problem) from None
            except (EOFError, OSError) as error:
                code = self._exit_code()
                if deadline.passed:
                    raise _timed_out(name, deadline.seconds, limits.page_by_page) from error
                raise _died(name, code, self._tail()) from error
            except BaseException:
                # What is left of this document's messages would be taken for the next one's.
                self._process.kill()
                raise

    def _receive(self, limits: Limits, deadline: _Deadline) -> Cut:
        opened: wire.Opened | None = None
        pages: list[Page] = []
        chunks: list[ChunkSpan] = []
        while True:
            message = wire.receive(self._from)
            match message:
                case wire.Opened():
                    opened = message
                    deadline.extend(limits.seconds_per_page * (1 if limits.page_by_page else message.page_count))
                case Page():
                    pages.append(message)
                    if limits.page_by_page:
                        deadline.start_again(limits.seconds_per_page)
                case wire.Chunks() if pages:
                    chunks.extend(_chunk(pages[-1], span) for span in message.spans)
                case Problem():
                    raise _Ended(message)
                case wire.Finished() if opened is not None:
                    self._kept = message.memory_bytes
                    extracted = Extracted(
                        opened.title, opened.author, opened.created, opened.kind, tuple(pages), opened.extractor
                    )
                    return Cut(extracted, tuple(chunks), message.chunker)
                case _:
                    raise EOFError

    def _exit_code(self) -> int:
        """How the worker ended, which its output says a moment before the process is gone."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(1)
        self._process.kill()
        return self._process.wait()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._to, self._from, self._log):
            with contextlib.suppress(OSError):
                stream.close()

    def _tail(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - 4000))
            return self._log.read().decode("utf-8", "replace")
        return ""


def _chunk(page: Page, span: wire.Span) -> ChunkSpan:
    text = page.text[span.start : span.start + span.length]
    return ChunkSpan(page.number, span.start, span.length, span.heading, text, span.content_hash)


class _Ended(Exception):
    """The worker answered with a problem, and is ready for the next file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Deadline:
    """Kills a process when its time is over; the blocked read on its output then ends."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._ends = time.monotonic() + seconds
        self._changed = threading.Condition()
        self._held_since: float | None = None
        self._done = False
        self.seconds = seconds
        self.passed = False

    def extend(self, seconds: float) -> None:
        with self._changed:
            self._ends += seconds
            self.seconds += seconds

    def start_again(self, seconds: float) -> None:
        with self._changed:
            self._ends = time.monotonic() + seconds
            self.seconds = seconds

    def hold(self, held: bool) -> None:
        """While it is held, no time passes."""
        with self._changed:
            if held and self._held_since is None:
                self._held_since = time.monotonic()
            elif not held and self._held_since is not None:
                self._ends += time.monotonic() - self._held_since
                self._held_since = None
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._done:
                left = None if self._held_since is not None else self._ends - time.monotonic()
                if left is not None and left <= 0:
                    break
                self._changed.wait(left)
            if not self._done:
                self.passed = True
                self._process.kill()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch, name="deadline", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._done = True
            self._changed.notify()
        self._thread.join()


def _timed_out(name: str, seconds: float, a_page: bool) -> KnownError:
    what = f"a page of {name}" if a_page else name
    return known(
        ErrorCode.TIMEOUT,
        f"Reading {what} took longer than {seconds:,.0f} seconds and was stopped.",
        "Save it again or in another format; it is tried again when it changes.",
    )


def _died(name: str, code: int | None, log: str) -> KnownError:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            how = f"signal {signal.Signals(-code).name}"
            return _reader_died(name, how, log)
    return _reader_died(name, f"exit code {code}", log)


def _reader_died(name: str, how: str, log: str) -> KnownError:
    return known(
        ErrorCode.READER_DIED,
        f"Reading {name} ended the reader ({how}).",
        "Save it again or in another format; the other documents are not affected.",
        detail=log,
    )
