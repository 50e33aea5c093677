"""What a Word 97–2003 file holds: its characters in order, and how they and their paragraphs are formatted.

After MS-DOC: the file information block (FIB) names where the tables lie; the piece table says where in the stream
each stretch of text is; pages of 512 bytes (FKP) hold the properties of paragraphs and of runs of characters.
"""

from __future__ import annotations

import bisect
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD_97 = 0x00C1
_LENGTHS_97, _LENGTHS_6 = 0x4C, 0x34  # of the text and what belongs to it, as counts of characters
_PIECES, _CHARACTERS, _PARAGRAPHS = 33, 12, 13  # numbers of tables in the FIB
_TABLES = 0x9A
_PAGE = 512
_NARROW = 0x40000000
_IN_TABLE, _ROW_END, _HIDDEN, _DELETED = 0x2416, 0x2417, 0x083C, 0x0800
_VARIABLE = 6
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_LONG_TABLE, _TABS = 0xD608, 0xC615  # of which the length of the operand is told in a way of their own


@dataclass(frozen=True)
class Format:
    """Of a stretch of bytes from `start` to `end`: the paragraph's style, and what its properties switch on."""

    start: int
    end: int
    style: int
    on: frozenset[int]

    @property
    def in_table(self) -> bool:
        return _IN_TABLE in self.on

    @property
    def row_end(self) -> bool:
        return _ROW_END in self.on

    @property
    def unseen(self) -> bool:
        """Hidden, or deleted with changes tracked: no reader of the document sees it."""
        return not self.on.isdisjoint((_HIDDEN, _DELETED))


_Properties = Callable[[bytes, int, int], tuple[int, bytes]]  # of run `index` of `runs` on a page: style and codes
_PLAIN = Format(0, 0, 0, frozenset())


class Formats:
    """The formats of a stream by the place of a byte."""

    def __init__(self, formats: Sequence[Format]) -> None:
        self._formats = sorted(formats, key=lambda one: one.start)
        self._starts = [one.start for one in self._formats]
        self.any_unseen = any(one.unseen for one in formats)

    def at(self, place: int) -> Format:
        index = bisect.bisect_right(self._starts, place) - 1
        found = self._formats[index] if index >= 0 else _PLAIN
        return found if place < found.end else _PLAIN


@dataclass(frozen=True)
class Pieces:
    """`text` in reading order with the byte in the stream that each character comes from; `lengths` of the main text,
    then of footnotes, headers, macros, comments, endnotes, text boxes and those of headers."""

    text: str
    places: Sequence[int]
    lengths: tuple[int, ...]
    paragraphs: Formats
    characters: Formats

    @property
    def parts(self) -> Iterator[tuple[int, int]]:
        """(start, end) of the main text and of each that belongs to it."""
        start = 0
        for length in self.lengths:
            end = min(start + max(length, 0), len(self.text))
            yield start, end
            start = end


def is_encrypted(document: bytes) -> bool:
    return bool(struct.unpack_from("<H", document, 0x0A)[0] & 0x0100)


def table_stream(document: bytes) -> str:
    """The name of the stream that holds the tables."""
    return "1Table" if struct.unpack_from("<H", document, 0x0A)[0] & 0x0200 else "0Table"


def read_pieces(document: bytes, tables: bytes | None) -> Pieces:
    """`document` is the stream WordDocument. Raises ValueError, IndexError or struct.error where it is damaged."""
    (version,) = struct.unpack_from("<H", document, 0x02)
    if version < _WORD_97 or tables is None:
        return _old(document)
    text, places = _joined(document, _piece_table(_table(document, tables, _PIECES)))
    lengths = struct.unpack_from("<8i", document, _LENGTHS_97)
    paragraphs = Formats(list(_formats(document, _table(document, tables, _PARAGRAPHS), _paragraph)))
    characters = Formats(list(_formats(document, _table(document, tables, _CHARACTERS), _run)))
    return Pieces(text, places, lengths, paragraphs, characters)


def _old(document: bytes) -> Pieces:
    """Word 6 and 95, saved whole: the text is one stretch of 8-bit characters."""
    start, end = struct.unpack_from("<II", document, 0x18)
    text = document[start:end].decode("cp1252", "replace")
    lengths = struct.unpack_from("<8i", document, _LENGTHS_6)
    return Pieces(text, range(start, start + len(text)), lengths, Formats(()), Formats(()))


def _table(document: bytes, tables: bytes, number: int) -> bytes:
    start, length = struct.unpack_from("<II", document, _TABLES + 8 * number)
    return tables[start : start + length]


def _piece_table(data: bytes) -> bytes:
    """The piece table, behind the properties that pieces share."""
    at = 0
    while data[at] == 1:
        at += 3 + struct.unpack_from("<H", data, at + 1)[0]
    if data[at] != 2:
        raise ValueError("there is no piece table")
    (length,) = struct.unpack_from("<I", data, at + 1)
    return data[at + 5 : at + 5 + length]


def _joined(document: bytes, table: bytes) -> tuple[str, list[int]]:
    count = (len(table) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table)
    text: list[str] = []
    places: list[int] = []
    for number in range(count):
        length = starts[number + 1] - starts[number]
        (where,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        width = 1 if where & _NARROW else 2
        start = (where & ~_NARROW) // 2 if width == 1 else where
        length = min(length, max(0, len(document) - start) // width)
        data = document[start : start + width * length]
        piece = data.decode("cp1252", "replace") if width == 1 else _wide(data)
        text.append(piece)
        places.extend(range(start, start + width * len(piece), width))
    return "".join(text), places


def _wide(data: bytes) -> str:
    """A character for each two bytes, as the file counts; pairs of surrogates are joined when the text is written."""
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data)))


def _formats(document: bytes, table: bytes, properties: _Properties) -> Iterator[Format]:
    """Of all pages that a table of them names."""
    count = (len(table) - 4) // 8
    for (number,) in struct.iter_unpack("<I", table[4 * (count + 1) : 4 * (count + 1) + 4 * count]):
        page = document[_PAGE * number : _PAGE * (number + 1)]
        if len(page) < _PAGE:
            continue
        runs = page[-1]
        bounds = struct.unpack_from(f"<{runs + 1}I", page)
        for index, (start, end) in enumerate(pairwise(bounds)):
            style, sprms = properties(page, runs, index)
            yield Format(start, end, style, frozenset(_switched_on(sprms)))


def _paragraph(page: bytes, runs: int, index: int) -> tuple[int, bytes]:
    at = 2 * page[4 * (runs + 1) + 13 * index]
    if not at:
        return 0, b""
    start, size = (at + 1, 2 * page[at] - 1) if page[at] else (at + 2, 2 * page[at + 1])
    data = page[start : start + size]
    return (int.from_bytes(data[:2], "little"), data[2:]) if len(data) > 1 else (0, b"")


def _run(page: bytes, runs: int, index: int) -> tuple[int, bytes]:
    at = 2 * page[4 * (runs + 1) + index]
    return 0, page[at + 1 : at + 1 + page[at]] if at else b""


def _switched_on(data: bytes) -> Iterator[int]:
    """The codes of single properties whose operand is 1; what is cut off is left out."""
    at = 0
    while at + 2 < len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        size = code >> 13
        if size == _VARIABLE:
            at += data[at] + 1 if code not in (_LONG_TABLE, _TABS) else _odd_length(code, data, at)
            continue
        if _OPERANDS[size] == 1 and data[at] == 1:
            yield code
        at += _OPERANDS[size]


def _odd_length(code: int, data: bytes, at: int) -> int:
    if code == _LONG_TABLE:
        return int.from_bytes(data[at : at + 2], "little") + 1
    return data[at] + 1 if data[at] != 255 else len(data)
