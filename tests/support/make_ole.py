"""OLE containers and the Outlook messages in them, by hand: no library at hand writes them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Folder = Mapping[str, "bytes | Folder"]

_SECTOR = 512
_SMALL = 4096  # smaller streams would have to lie in a stream of their own: they are padded instead
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class _Entry:
    name: str
    kind: int
    following: int = _FREE
    child: int = _FREE
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\x00\x00"
        head = struct.pack("<64sHBBIII", name, len(name), self.kind, 1, _FREE, self.following, self.child)
        return head + bytes(36) + struct.pack("<IQ", self.start, self.size)


def make_ole(path: Path, root: Folder) -> Path:
    """A container of these folders and streams. Streams are padded with zeros to 4096 bytes."""
    entries = [_Entry("Root Entry", 5, start=_END)]
    chains: list[bytes] = []
    fat: list[int] = []

    def place(data: bytes) -> int:
        count = -(-len(data) // _SECTOR)
        start = len(fat)
        fat.extend([*range(start + 1, start + count), _END])
        chains.append(data.ljust(count * _SECTOR, b"\x00"))
        return start

    def add(folder: Folder, parent: _Entry) -> None:
        before: _Entry | None = None
        for name, content in folder.items():
            entry = _Entry(name, 2 if isinstance(content, bytes) else 1)
            entries.append(entry)
            if before is None:
                parent.child = len(entries) - 1
            else:
                before.following = len(entries) - 1
            before = entry
            if isinstance(content, bytes):
                data = content.ljust(_SMALL, b"\x00")
                entry.start, entry.size = place(data), len(data)
            else:
                add(content, entry)

    add(root, entries[0])
    directory = place(b"".join(entry.packed() for entry in entries))
    tables = -(-(len(fat) + len(fat) // 100 + 2) // (_SECTOR // 4))
    at = [len(fat) + index for index in range(tables)]
    fat.extend([_FAT] * tables)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, tables, directory, 0),
        *(_SMALL, _END, 0, _END, 0),
    )
    locations = struct.pack(f"<{tables}I", *at).ljust(436, b"\xff")
    path.write_bytes(header + locations + b"".join(chains) + table)
    return path


def _properties(fixed: Mapping[int, int], head: int) -> bytes:
    """The stream of numbers and times by their tag; `head` is 32 for a message, 24 for one in it, 8 for others."""
    return bytes(head) + b"".join(struct.pack("<HHIQ", 3, tag, 6, value) for tag, value in fixed.items())


def make_message(
    texts: Mapping[int, str],
    *,
    fixed: Mapping[int, int] | None = None,
    data: Mapping[int, bytes] | None = None,
    folders: Folder | None = None,
    head: int = 32,
) -> Folder:
    """The folder of a message, a recipient (head 8) or an attachment (head 8), of properties by tag."""
    return {
        "__properties_version1.0": _properties(fixed or {}, head),
        **{f"__substg1.0_{tag:04X}001F": text.encode("utf-16-le") for tag, text in texts.items()},
        **{f"__substg1.0_{tag:04X}0102": content for tag, content in (data or {}).items()},
        **(folders or {}),
    }
