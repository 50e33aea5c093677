"""Small real presentations and spreadsheets for tests: made by the libraries that people's documents come from, or by
hand where those can't make anything odd enough."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pptx
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm


def make_pptx(path: Path, *, title: str = "", author: str = "") -> Path:
    """Three slides: a title with bullets, a group and notes; a table and a chart; a hidden one."""
    deck = pptx.Presentation()
    deck.core_properties.title = title
    deck.core_properties.author = author
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Rivers of the north"
    first.placeholders[1].text = "The Eider is short\nThe Elbe is long"
    group = first.shapes.add_group_shape()
    group.shapes.add_textbox(Cm(1), Cm(1), Cm(5), Cm(1)).text_frame.text = "Inside a group"
    first.notes_slide.notes_text_frame.text = "Say that the Eider was a border."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Lengths"
    table = second.shapes.add_table(3, 2, Cm(1), Cm(4), Cm(10), Cm(3)).table
    for y, row in enumerate((("River", "Length"), ("Eider", "188 km"), ("Elbe", "1094 km"))):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell
    data = CategoryChartData()
    data.categories = ["1901", "1902"]
    data.add_series("Rain", (700, 650.5))
    chart = second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(8), Cm(10), Cm(6), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Rain a year"
    third = deck.slides.add_slide(deck.slide_layouts[6])
    third.shapes.add_textbox(Cm(1), Cm(1), Cm(5), Cm(1)).text_frame.text = "Seen by nobody in the room"
    third._element.set("show", "0")
    deck.save(str(path))
    return path


def swap_slides(path: Path) -> Path:
    """The first slide becomes the last, its part keeps its name."""
    deck = pptx.Presentation(str(path))
    listed = deck.slides._sldIdLst
    listed.append(listed[0])
    deck.save(str(path))
    return path


def rewrite(path: Path, changes: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> Path:
    """The package at `path` with parts replaced, edited, added, or (None) taken out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        if change is None:
            del parts[name]
        else:
            parts[name] = change if isinstance(change, bytes) else change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def add_relation(rels: bytes, identity: str, kind: str, target: str) -> bytes:
    """A relations part with one more."""
    root = etree.fromstring(rels)
    etree.SubElement(root, root[0].tag, {"Id": identity, "Type": f"http://x/{kind}", "Target": target})
    return etree.tostring(root)


Row = Sequence[tuple[object, str] | object]


def make_xlsx(path: Path, sheets: Mapping[str, Mapping[int, Row]], *, title: str = "", hidden: str = "") -> Path:
    """A sheet is its rows by number; a cell is a value, or (value, format code); None leaves it out. `hidden` names
    the sheet that isn't shown."""
    book = openpyxl.Workbook()
    book.properties.title = title
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        if name == hidden:
            sheet.sheet_state = "hidden"
        for number, row in rows.items():
            for column, cell in enumerate(row, 1):
                value, code = cell if isinstance(cell, tuple) else (cell, "")
                if value is not None:
                    written = sheet.cell(number, column, value)
                    if code:
                        written.number_format = code
    book.save(path)
    return path


def make_xls(path: Path, sheets: Mapping[str, Sequence[tuple[int, int, str | float]]]) -> Path:
    """A workbook of Excel 95 in an OLE container; a cell is (row, column, value), both from 0."""
    at = 12 + sum(11 + len(name) for name in sheets) + 4  # where the first sheet starts
    bodies = [_biff_sheet(cells) for cells in sheets.values()]
    stream = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 0))
    for name, body in zip(sheets, bodies, strict=True):
        stream += _record(0x0085, struct.pack("<IHB", at, 0, len(name)) + name.encode())
        at += len(body)
    stream += _record(0x000A, b"")
    path.write_bytes(_ole("Book", stream + b"".join(bodies)))
    return path


def _biff_sheet(cells: Sequence[tuple[int, int, str | float]]) -> bytes:
    body = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0))
    for row, column, value in cells:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            body += _record(0x0204, place + struct.pack("<H", len(value)) + value.encode("latin-1"))
        else:
            body += _record(0x0203, place + struct.pack("<d", value))
    return body + _record(0x000A, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _ole(name: str, stream: bytes) -> bytes:
    """An OLE container with one stream: header, allocation table, directory, then the stream's sectors."""
    stream = stream.ljust(4096, b"\x00")  # shorter ones would need a table of their own
    stream = stream.ljust(-(-len(stream) // 512) * 512, b"\x00")
    count = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    header = header.ljust(512, b"\xff")

    def entry(called: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = f"{called}\0".encode("utf-16-le")
        links = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return (
            text.ljust(64, b"\x00") + struct.pack("<H", len(text)) + links + bytes(36) + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    return header + table + directory.ljust(512, b"\x00") + stream
