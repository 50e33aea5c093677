"""Mailboxes of many messages in one file, one message in memory at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

MESSAGE_BYTES = 64 << 20
_LINE_BYTES = 1 << 16

# What a mail program writes before each message: an address and a date. A sentence that starts with "From" has none.
_SEPARATOR = re.compile(rb"From \S.*\d\d:\d\d|From (?:-|\S+@\S+) *\r?\n")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEAD_END = re.compile(rb"\n\r?\n")
_EXPUNGED = re.compile(rb"^X-Mozilla-Status: *[0-9a-f]{3}[89a-f]", re.MULTILINE | re.IGNORECASE)


def messages(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Each message as (its bytes without the separator, whether that is all of it): what is longer than
    `MESSAGE_BYTES` is cut. Messages that the mail program has deleted, but not yet removed, are left out."""
    lines: list[bytes] = []
    size = 0
    after_empty, at_start = True, True
    while line := stream.readline(_LINE_BYTES):
        if at_start and after_empty and line.startswith(b"From ") and _SEPARATOR.match(line):
            yield from _whole(lines, size)
            lines, size = [], 0
        else:
            size += len(line)
            if size <= MESSAGE_BYTES:
                lines.append(line)
        after_empty = at_start and not line.strip()
        at_start = line.endswith(b"\n")
    yield from _whole(lines, size)


def _whole(lines: list[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    data = b"".join(lines)
    end = _HEAD_END.search(data)
    head = data[: end.start() if end else None][:_LINE_BYTES]
    if data.strip() and not _EXPUNGED.search(head):
        yield _ESCAPED.sub(rb"\1", data) if b">From " in data else data, size <= MESSAGE_BYTES
