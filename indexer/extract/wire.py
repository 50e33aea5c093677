"""What passes between the sandbox and its worker: length-prefixed JSON over the worker's stdin and stdout."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, BinaryIO

from indexer.codec import Envelope, Registry
from indexer.errors import Problem
from indexer.types import Page

_LENGTH = struct.Struct("!I")
# A page holds 50 million characters at most, of up to 6 bytes each in JSON.
_LARGEST = 400 << 20


@dataclass(frozen=True)
class Read:
    """Read this file and, with a `tokenizer` (a file's path, or empty for none), cut it. → Opened, then Page and
    Chunks in turn, Finished; or a Problem at any point. `tokenizer` None: no Chunks."""

    path: str
    password: str
    max_bytes: int
    tokenizer: str | None = None


@dataclass(frozen=True)
class Opened:
    """A `Reading` without its pages."""

    title: str
    author: str
    created: str
    kind: str
    page_count: int
    extractor: str


@dataclass(frozen=True)
class Span:
    """A chunk of the page before: the text is a slice of it."""

    start: int
    length: int
    heading: str
    content_hash: str


@dataclass(frozen=True)
class Chunks:
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Finished:
    """The file is read; `memory_bytes` is what the worker holds now (resident), `chunker` the version of what cut
    it, empty where nothing did."""

    memory_bytes: int
    chunker: str = ""


REGISTRY = Registry(1, (Read, Opened, Page, Chunks, Finished, Problem))


def send(stream: BinaryIO, body: Any) -> None:
    """Write one message. Raises OSError when the other end has gone."""
    data = REGISTRY.encode(Envelope(0, not isinstance(body, (Opened, Page, Chunks)), body))
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next message. Raises EOFError when the other end has gone, KnownError(BAD_MESSAGE) for nonsense."""
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(header)
    if length > _LARGEST:
        raise EOFError
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return REGISTRY.decode(data).body
