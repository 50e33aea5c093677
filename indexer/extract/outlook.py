"""Outlook messages (MSG): an OLE container of numbered properties.

olefile opens the container; the properties are read here, because what is needed of them is little: the text, which
may be compressed rich text, who wrote when to whom, and attachments, which may be messages themselves.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import PurePosixPath

import olefile

from indexer.extract import html, mail_header, mime, ole, rtf
from indexer.extract.message import Attachment, Message
from indexer.extract.source import Source
from indexer.types import Heading

_BODY, _HTML, _RICH, _SUBJECT, _HEADERS = 0x1000, 0x1013, 0x1009, 0x0037, 0x007D
_SENDER_NAMES, _SENDER_ADDRESSES = (0x0C1A, 0x0042), (0x5D01, 0x0C1F, 0x5D02, 0x0065)
_RECIPIENT_NAME, _RECIPIENT_ADDRESSES, _RECIPIENT_KIND = 0x3001, (0x39FE, 0x3003), 0x0C15
_TIMES = (0x0039, 0x0E06, 0x3007)  # sent, received, created
_CODEPAGES = (0x3FFD, 0x3FDE)
_DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _HIDDEN, _FLAGS = 0x3701, 0x3707, 0x3704, 0x3001, 0x7FFE, 0x3714
_IN_THE_TEXT = 4
# What a contact consists of; a message has none of these.
_CONTACT = {
    0x3A17: "Job title",
    0x3A18: "Department",
    0x3A16: "Company",
    0x3A08: "Business phone",
    0x3A09: "Home phone",
    0x3A1C: "Mobile phone",
    0x3A24: "Business fax",
    0x3A15: "Address",
}
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_ENTRY = struct.Struct("<HHI8s")
_NO_TIME = datetime(1601, 1, 1, tzinfo=UTC)
# What the compression of rich text takes as known (MS-OXRTFCP).
_KNOWN_TEXT = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u"
    rb"\tab\tx"
)
_LARGEST_RICH = 64 << 20


def read(source: Source) -> Message:
    """The message. Raises KnownError(CORRUPT)."""
    with ole.reading(source, "Outlook message") as storage:
        return _Storage(storage, ()).message()


class _Storage:
    """A folder of the container: a message, a recipient or an attachment."""

    def __init__(self, ole: olefile.OleFileIO, path: tuple[str, ...], codepage: str = "") -> None:
        self._ole = ole
        self._path = path
        self._fixed = self._fixed_properties()
        self._codepage = codepage or self._stated_codepage()

    def _stream(self, name: str) -> bytes | None:
        path = [*self._path, name]
        if not self._ole.exists(path) or self._ole.get_type(path) != olefile.STGTY_STREAM:
            return None
        data: bytes = self._ole.openstream(path).read()
        return data

    def _fixed_properties(self) -> dict[int, bytes]:
        """Numbers and times by their tag, 8 bytes each."""
        data = self._stream("__properties_version1.0") or b""
        is_message = not self._path or self._path[-1].startswith("__substg1.0_3701")
        start = (24 if self._path else 32) if is_message else 8
        body = data[start : start + (len(data) - start) // _ENTRY.size * _ENTRY.size] if len(data) > start else b""
        return {tag: value for _, tag, _, value in _ENTRY.iter_unpack(body)}

    def _stated_codepage(self) -> str:
        for tag in _CODEPAGES:
            number = self._number(tag)
            if number:
                return rtf.code_page(number)
        return "cp1252"

    def _number(self, tag: int) -> int:
        return int.from_bytes(self._fixed.get(tag, b"")[:4], "little")

    def data(self, tag: int) -> bytes | None:
        return self._stream(f"__substg1.0_{tag:04X}0102")

    def text(self, *tags: int) -> str:
        """The first of these properties that says something."""
        for tag in tags:
            wide = self._stream(f"__substg1.0_{tag:04X}001F")
            narrow = self._stream(f"__substg1.0_{tag:04X}001E") if wide is None else None
            text = wide.decode("utf-16-le", "replace") if wide is not None else self._decoded(narrow or b"")
            if text := text.replace("\x00", "").strip():
                return text
        return ""

    def _decoded(self, data: bytes) -> str:
        return data.decode(self._codepage, "replace")

    def _time(self) -> str:
        for tag in _TIMES:
            ticks = int.from_bytes(self._fixed.get(tag, b""), "little")
            if ticks and ticks < 1 << 62:
                return f"{_NO_TIME + timedelta(microseconds=ticks // 10):%Y-%m-%d %H:%M} UTC"
        return ""

    def message(self) -> Message:
        text, headings = self._body()
        sender = _address(self.text(*_SENDER_NAMES), self._address(_SENDER_ADDRESSES))
        time = self._time()
        lines = {"From": sender, **self._recipients(), "Date": time, "Subject": self.text(_SUBJECT)}
        created = time[:10]
        if not time and (headers := self.text(_HEADERS)):
            lines["Date"] = mail_header.header_of(headers, "Date")
            created = mail_header.iso_date(lines["Date"])
        lines |= {name: self.text(tag) for tag, name in _CONTACT.items()}
        shown = tuple((name, " ".join(value.split())) for name, value in lines.items() if value)
        attachments = tuple(self._attachments())
        return Message(shown, " ".join(lines["Subject"].split()), sender, created, text, headings, attachments)

    def _body(self) -> tuple[str, tuple[Heading, ...]]:
        if text := self.text(_BODY):
            return text.replace("\r\n", "\n").replace("\r", "\n"), ()
        page = (self.data(_HTML) or b"").rstrip(b"\x00")
        if markup := mime.text_of(page, self._codepage) if page else self.text(_HTML):
            text, headings = html.text_of(markup)
            return text.rstrip(), headings
        rich = self.data(_RICH)
        return (rtf.text_of(unpacked(rich)), ()) if rich else ("", ())

    def _address(self, tags: tuple[int, ...]) -> str:
        """An address of the internet; Exchange's own say nothing to a person."""
        return next((value for tag in tags if "@" in (value := self.text(tag))), "")

    def _folders(self, prefix: str) -> Iterator[_Storage]:
        depth = len(self._path)
        entries = self._ole.listdir(streams=False, storages=True)
        for entry in sorted(tuple(entry) for entry in entries if tuple(entry[:depth]) == self._path):
            if len(entry) == depth + 1 and entry[-1].startswith(prefix):
                yield _Storage(self._ole, entry, self._codepage)

    def _recipients(self) -> dict[str, str]:
        found: dict[str, list[str]] = {"To": [], "Cc": [], "Bcc": []}
        for item in self._folders("__recip_version1.0_"):
            kind = _KINDS.get(item._number(_RECIPIENT_KIND) & 0xF, "To")
            found[kind].append(_address(item.text(_RECIPIENT_NAME), item._address(_RECIPIENT_ADDRESSES)))
        return {kind: ", ".join(filter(None, names)) for kind, names in found.items()}

    def _attachments(self) -> Iterator[Attachment]:
        for item in self._folders("__attach_version1.0_"):
            if item._number(_HIDDEN) & 1 or item._number(_FLAGS) & _IN_THE_TEXT:  # the message's own looks
                continue
            name = item.text(_LONG_NAME, _SHORT_NAME, _SHOWN_NAME) or "unnamed"
            name = PurePosixPath(" ".join(name.replace("\\", "/").split())).name[-120:] or "unnamed"
            inner = (*item._path, f"__substg1.0_{_DATA:04X}000D")
            if self._ole.exists([*inner, "__properties_version1.0"]):
                yield Attachment(name, partial(self._inner, inner))
            else:
                yield Attachment(name, partial(_content, item))

    def _inner(self, path: tuple[str, ...]) -> Message:
        return _Storage(self._ole, path).message()


def _content(item: _Storage) -> bytes:
    return item.data(_DATA) or b""


def _address(name: str, address: str) -> str:
    name = name.strip("'\"")
    return f"{name} <{address}>" if name and address and name != address else name or address


def unpacked(data: bytes) -> bytes:
    """Compressed rich text (MS-OXRTFCP) as rich text; as much as there is where it is cut off."""
    size, kind = int.from_bytes(data[4:8], "little"), data[8:12]
    if kind == b"MELA":
        return data[16 : 16 + size]
    window = bytearray(_KNOWN_TEXT.ljust(4096, b"\x00"))
    out = bytearray()
    write, position = len(_KNOWN_TEXT), 16
    while position < len(data) and len(out) < min(size, _LARGEST_RICH):
        control = data[position]
        position += 1
        for bit in range(8):
            if control >> bit & 1:
                reference = int.from_bytes(data[position : position + 2], "big")
                position += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == write or position > len(data):
                    return bytes(out)
                piece = bytearray()
                for offset in range(length):
                    byte = window[(start + offset) % 4096]
                    window[(write + offset) % 4096] = byte
                    piece.append(byte)
                write = (write + length) % 4096
                out += piece
            elif position < len(data):
                window[write] = data[position]
                out.append(data[position])
                write = (write + 1) % 4096
                position += 1
    return re.sub(rb"\x00+\Z", b"", bytes(out))
