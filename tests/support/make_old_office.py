"""Word and PowerPoint files of Office 97–2003, by hand: no library at hand writes them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.make_ole import make_ole

_FIB = 0x600
_PAGE = 512
IN_TABLE, ROW_END = (0x2416, 1), (0x2417, 1)
HIDDEN = (0x083C, 1)


@dataclass(frozen=True)
class Run:
    """A paragraph (with its mark) or a run of characters: the style's number and what it switches on."""

    length: int
    style: int = 0
    properties: tuple[tuple[int, int], ...] = ()


def make_doc(
    path: Path,
    pieces: Sequence[tuple[str, bool]],
    *,
    lengths: Sequence[int] = (),
    paragraphs: Sequence[Run] = (),
    characters: Sequence[Run] = (),
    encrypted: bool = False,
) -> Path:
    """`pieces` are (text, 8-bit); `lengths` of the main text and the parts after it (default: all is main text). The
    runs count characters of the first piece."""
    body, table, starts = b"", b"", [0]
    for text, narrow in pieces:
        start = _FIB + len(body)
        body += text.encode("cp1252" if narrow else "utf-16-le")
        table += struct.pack("<HIH", 0, start * 2 | 0x40000000 if narrow else start, 0)
        starts.append(starts[-1] + len(text))
    piece_table = struct.pack(f"<{len(starts)}I", *starts) + table
    clx = b"\x01\x02\x00\xff\xff\x02" + struct.pack("<I", len(piece_table)) + piece_table
    width = 1 if pieces[0][1] else 2
    document = (bytes(_FIB) + body).ljust(-(-(_FIB + len(body)) // _PAGE) * _PAGE, b"\0")
    tables = bytearray(clx)
    fib: dict[int, tuple[int, int]] = {33: (0, len(clx))}
    for number, runs, size in ((13, paragraphs, 13), (12, characters, 1)):
        if runs:
            bounds = [_FIB]
            for run in runs:
                bounds.append(bounds[-1] + width * run.length)
            page = len(document) // _PAGE
            fib[number] = (len(tables), 12)
            tables += struct.pack("<3I", bounds[0], bounds[-1], page)
            document += _formatted(bounds, runs, size)
    head = bytearray(document)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", head, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<8i", head, 0x4C, *[*(lengths or [starts[-1]]), *[0] * 8][:8])
    for number, place in fib.items():
        struct.pack_into("<II", head, 0x9A + 8 * number, *place)
    return make_ole(path, {"WordDocument": bytes(head), "1Table": bytes(tables)})


def _formatted(bounds: Sequence[int], runs: Sequence[Run], size: int) -> bytes:
    page = bytearray(_PAGE)
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    at = _PAGE - 2
    for index, run in enumerate(runs):
        codes = b"".join(struct.pack("<HB", *one) for one in run.properties)
        codes = struct.pack("<H", run.style) + codes if size > 1 else codes
        codes += b"" if size == 1 or len(codes) % 2 else b"\0"
        head = bytes([(len(codes) + 1) // 2]) if size > 1 else bytes([len(codes)])
        at -= (len(head + codes) + 1) // 2 * 2
        page[at : at + len(head + codes)] = head + codes
        page[4 * len(bounds) + size * index] = at // 2
    page[-1] = len(runs)
    return bytes(page)


def record(kind: int, *content: bytes, instance: int = 0, container: bool = False) -> bytes:
    data = b"".join(content)
    return struct.pack("<HHI", instance << 4 | (0xF if container else 0), kind, len(data)) + data


def box(text: str, kind: int, *, placeholder: int | None = None, wide: bool = False) -> bytes:
    """A shape with a text of this kind (0 a title, 1 body, 4 other)."""
    said = record(0x0FA0, text.encode("utf-16-le")) if wide else record(0x0FA8, text.encode("latin-1"))
    parts = [record(0xF00D, record(0x0F9F, struct.pack("<I", kind)), said, container=True)]
    if placeholder is not None:
        atom = record(0x0BC3, struct.pack("<IBBH", 0, placeholder, 0, 0))
        parts.insert(0, record(0xF011, atom, container=True))
    return record(0xF004, *parts, container=True)


def reference(index: int) -> bytes:
    """A shape whose text is kept in the list of slides."""
    return record(
        0xF004, record(0xF00D, record(0x0F9E, struct.pack("<I", index)), container=True), container=True
    )  # fmt: skip


def slide(*shapes: bytes, notes: int = 0, kind: int = 0x03EE) -> bytes:
    atom = record(0x03EF, struct.pack("<I8xIIHH", 0, 0, notes, 0, 0))
    return record(kind, atom, record(0x040C, *shapes, container=True), container=True)


def listing(instance: int, entries: Sequence[tuple[int, int, Sequence[tuple[int, str]]]]) -> bytes:
    """A list of slides (instance 0) or notes (2): (number of the record, its own id, texts as (kind, text))."""
    parts = []
    for number, identity, texts in entries:
        parts.append(record(0x03F3, struct.pack("<IIiII", number, 0, 0, identity, 0)))
        for kind, text in texts:
            parts.append(record(0x0F9F, struct.pack("<I", kind)))
            parts.append(record(0x0FA0, text.encode("utf-16-le")))
    return record(0x0FF0, *parts, instance=instance, container=True)


def make_ppt(path: Path, saves: Sequence[dict[int, bytes]], *, locked: bool = False) -> Path:
    """Each save adds records by number; number 1 is the document's own."""
    data, before = b"", 0
    for save in saves:
        places = {}
        for number, content in save.items():
            places[number] = len(data)
            data += content
        entries = b"".join(struct.pack("<II", number | 1 << 20, place) for number, place in places.items())
        directory = len(data)
        data += record(0x1772, entries)
        edit = len(data)
        data += record(0x0FF5, struct.pack("<IHBBIIIIHH", 0, 0, 0, 3, before, directory, 1, 0, 0, 0))
        before = edit
    user = struct.pack("<HHIIII", 0, 0x0FF6, 20, 20, 0xF3D1C4DF if locked else 0xE391C05F, before)
    return make_ole(path, {"PowerPoint Document": data, "Current User": user})
