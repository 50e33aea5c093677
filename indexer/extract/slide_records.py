"""The records of a PowerPoint 97–2003 file, after MS-PPT: a tree, of which only what the last save refers to counts."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

DOCUMENT, SLIDE, SLIDE_ATOM, NOTES, MASTER = 0x03E8, 0x03EE, 0x03EF, 0x03F0, 0x03F8
SLIDE_LIST, LISTED, HEADER_OF_TEXT, REFERENCE_TO_TEXT = 0x0FF0, 0x03F3, 0x0F9F, 0x0F9E
WIDE_TEXT, NARROW_TEXT, STRING = 0x0FA0, 0x0FA8, 0x0FBA
SHAPE, TEXT_BOX, PLACEHOLDER, COMMENT, FOOTERS = 0xF004, 0xF00D, 0x0BC3, 0x2EE0, 0x0FD9
_EDIT, _DIRECTORY = 0x0FF5, 0x1772
_HEAD = struct.Struct("<HHI")
_CONTAINER = 0xF
_LOCKED = 0xF3D1C4DF  # the mark of an encrypted file in the stream "Current User"
_MOST_EDITS = 10_000


@dataclass(frozen=True)
class Record:
    """`data` is what follows its head; `instance` tells records of one kind apart."""

    kind: int
    instance: int
    container: bool
    data: bytes

    def children(self) -> Iterator[Record]:
        return records(self.data) if self.container else iter(())

    def descendants(self, *kinds: int) -> Iterator[Record]:
        """Those of these kinds, in order; what lies in one of them is not looked for."""
        pending = list(self.children())[::-1]
        while pending:
            record = pending.pop()
            if record.kind in kinds:
                yield record
            else:
                pending.extend(list(record.children())[::-1])

    def number(self, at: int = 0) -> int:
        """Four bytes of the data. Raises struct.error where it is too short."""
        return int(struct.unpack_from("<I", self.data, at)[0])


def records(data: bytes, at: int = 0) -> Iterator[Record]:
    """One after the other, up to the end or to one that is cut off."""
    while at + _HEAD.size <= len(data):
        record = record_at(data, at)
        if record is None:
            return
        yield record
        at += _HEAD.size + len(record.data)


def record_at(data: bytes, at: int) -> Record | None:
    if at + _HEAD.size > len(data):
        return None
    head, kind, length = _HEAD.unpack_from(data, at)
    start = at + _HEAD.size
    if start + length > len(data):
        return None
    return Record(kind, head >> 4, head & 0xF == _CONTAINER, data[start : start + length])


def is_encrypted(current_user: bytes) -> bool:
    return len(current_user) >= 16 and struct.unpack_from("<I", current_user, 12)[0] == _LOCKED


def live_records(data: bytes, current_user: bytes) -> tuple[dict[int, Record], Record | None]:
    """The records that the last save refers to by number, and the document's own. Empty where the chain of edits
    can't be followed."""
    places: dict[int, int] = {}
    document: int | None = None
    at = struct.unpack_from("<I", current_user, 16)[0] if len(current_user) >= 20 else 0
    for _ in range(_MOST_EDITS):
        edit = record_at(data, at)
        if edit is None or edit.kind != _EDIT:
            break
        document = edit.number(16) if document is None else document
        for number, place in _directory(record_at(data, edit.number(12))):
            places.setdefault(number, place)
        at = edit.number(8)
        if not at:
            break
    found = {number: record for number, place in places.items() if (record := record_at(data, place)) is not None}
    return found, None if document is None else found.get(document)


def _directory(record: Record | None) -> Iterator[tuple[int, int]]:
    """(number, place in the stream) of each record that an edit wrote."""
    if record is None or record.kind != _DIRECTORY:
        return
    at = 0
    while at + 4 <= len(record.data):
        entry = record.number(at)
        first, count = entry & 0xFFFFF, entry >> 20
        at += 4
        for number in range(first, first + min(count, (len(record.data) - at) // 4)):
            yield number, record.number(at)
            at += 4


def text_of(record: Record) -> str:
    """The text of a record that is one, else nothing."""
    if record.kind in (WIDE_TEXT, STRING):
        return record.data.decode("utf-16-le", "replace")
    return record.data.decode("latin-1") if record.kind == NARROW_TEXT else ""
