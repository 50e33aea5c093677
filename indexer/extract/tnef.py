"""What Outlook packs into "winmail.dat" (TNEF): the attachments of a message, under their names."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTRIBUTE = struct.Struct("<BII")
_NEW, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_LONG_NAME = 0x3707
# Sizes of the values of properties by type; the others say their length themselves.
_SIZES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8}
_SIZES |= {0x0040: 8, 0x0048: 16}
_VARIABLE = frozenset({0x000D, 0x001E, 0x001F, 0x0102})
_WIDE, _NAMED, _MULTIPLE = 0x001F, 0x8000, 0x1000


def is_packed(data: bytes) -> bool:
    return data.startswith(_SIGNATURE)


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, content) of what is packed, as far as it can be read; the message's text is not among it, as it stands
    in the mail around it."""
    name, content = "", b""
    for kind, value in _attributes(data):
        if kind == _NEW:
            if content:
                yield name or "unnamed", content
            name, content = "", b""
        elif kind == _TITLE:
            name = name or value.rstrip(b"\x00").decode("cp1252", "replace")
        elif kind == _DATA:
            content = value
        elif kind == _PROPERTIES:
            name = _long_name(value) or name
    if content:
        yield name or "unnamed", content


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, value) until the data ends or makes no sense."""
    position = 6
    while position + _ATTRIBUTE.size <= len(data):
        _, identity, length = _ATTRIBUTE.unpack_from(data, position)
        position += _ATTRIBUTE.size
        if position + length > len(data):
            return
        yield identity & 0xFFFF, data[position : position + length]
        position += length + 2  # a checksum follows


def _long_name(data: bytes) -> str:
    """The name among the properties of an attachment; empty where it isn't found before one that can't be read."""
    position = 4
    while position + 4 <= len(data):
        kind, tag = struct.unpack_from("<HH", data, position)
        position += 4
        if tag >= _NAMED or kind & _MULTIPLE:
            return ""
        if kind in _SIZES:
            position += _SIZES[kind]
            continue
        if kind not in _VARIABLE or position + 8 > len(data):
            return ""
        count, length = struct.unpack_from("<II", data, position)
        position += 8
        if tag == _LONG_NAME and count == 1:
            value = data[position : position + length]
            text = value.decode("utf-16-le" if kind == _WIDE else "cp1252", "replace")
            return text.rstrip("\x00")
        position += length + (-length) % 4
    return ""
