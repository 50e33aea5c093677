"""Small real presentations and spreadsheets for tests: made by the libraries that people's documents come from, or by
hand where those can't make anything odd enough."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

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
