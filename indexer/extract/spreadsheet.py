"""Spreadsheets: a page a sheet, a line a row.

Modern workbooks are read part by part, as Word documents are: what a number means is in its format (a percentage, a
date, a currency), which python-calamine doesn't give, and which openpyxl gives only where it can read every style. The
binary formats are left to `binary_sheets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indexer.extract import binary_sheets
from indexer.extract.drawing import LEFT_OUT, chart_title, diagram_text, framed, paragraphs
from indexer.extract.number_format import BUILT_IN, shown
from indexer.extract.package import (
    Package,
    attribute,
    below,
    descend,
    elements,
    forget,
    local,
    opened,
    reading,
    reference,
    streamed,
)
from indexer.extract.sheet import Cell, SheetText
from indexer.extract.source import Reading, Source, unsupported
from indexer.types import Page

VERSION = 1

_WHAT, _INSTEAD = "spreadsheet", "CSV"
_SHEET = re.compile(r"xl/worksheets/sheet\d*\.xml")
_DRAWING = re.compile(r"xl/drawings/drawing\d*\.xml")
_COLUMN = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_PRINTED = re.compile(r'&"[^"]*"|&K[\dA-F+-]{5,6}|&\d+|&[A-Za-z]')  # fonts, page numbers and dates in a header
_AROUND = "Headers and footers"
_EMPTY = Cell("")


@dataclass(frozen=True)
class _Workbook:
    """`sheets` are (name, part); `strings` is the part of the shared ones; `formats` are the codes of the cell styles
    by their index."""

    sheets: list[tuple[str, str]]
    strings: str
    formats: list[str]
    since_1904: bool


def extract(source: Source) -> Reading:
    """Values as they are shown, comments and text boxes beside the cell where they stand, hidden sheets too. A last
    page holds what is printed around the sheets. Raises KnownError(CORRUPT, ENCRYPTED or TOO_LARGE), then or while
    iterating."""
    if source.start.startswith(b"PK"):
        with opened(source, _WHAT, _INSTEAD) as package:
            properties = package.properties()
            if "xl/workbook.bin" not in package:
                book = _workbook(package)
                if not book.sheets:
                    raise ValueError("there is no sheet")
                return Reading(*properties, "spreadsheet", len(book.sheets), _pages(source, book))
            drawn = [line for part in package.names(_DRAWING) for line in _drawn(package, part)]
    else:
        properties, drawn = ("", "", ""), []
    with reading(source, _WHAT):
        sheets = binary_sheets.opened(source)
    return Reading(*properties, "spreadsheet", sheets.count, _binary_pages(source, sheets, drawn))


def _binary_pages(source: Source, sheets: binary_sheets.Sheets, drawn: list[str]) -> Iterator[Page]:
    any_text = bool(drawn)
    with reading(source, _WHAT):
        for page in sheets.pages():
            any_text = any_text or bool(page.text)
            yield page
    if drawn:
        yield Page(sheets.count + 1, "Text boxes", "\n".join(drawn))
    if not any_text:
        raise unsupported(
            source.path,
            "has no text in its cells, and what is drawn on the sheets of this old format can't be read",
            "If it shows text, save it as XLSX and add that.",
        )


def _pages(source: Source, book: _Workbook) -> Iterator[Page]:
    around: dict[str, None] = {}
    with opened(source, _WHAT, _INSTEAD) as package:
        strings = _strings(package, book.strings)
        for number, (name, part) in enumerate(book.sheets, 1):
            text = SheetText(source.path, name, _beside(package, part))
            for node in _nodes(package, part):
                if local(node) == "row":
                    text.row(_row_number(node), list(_cells(node, strings, book)))
                else:
                    around |= dict.fromkeys(_printed(node))
            yield text.page(number)
    if around:
        yield Page(len(book.sheets) + 1, _AROUND, "\n".join(around))


def _workbook(package: Package) -> _Workbook:
    (main, *_) = [*package.related("", "officeDocument"), "xl/workbook.xml"]
    root = package.tree(main)
    relations = package.relations(main)
    sheets = [
        (attribute(node, "name"), relations[key][1])
        for node in descend(root, "sheet", left_out=LEFT_OUT)
        if (key := reference(node)) in relations
    ]
    if not sheets:
        sheets = [(f"Sheet{number}", part) for number, part in enumerate(package.names(_SHEET), 1)]
    properties = below(root, "workbookPr")
    since_1904 = properties is not None and attribute(properties, "date1904") in ("1", "true")
    styles = next(iter(package.related(main, "styles")), "xl/styles.xml")
    strings = next(iter(package.related(main, "sharedStrings")), "xl/sharedStrings.xml")
    return _Workbook(sheets, strings, _formats(package.tree(styles)), since_1904)


def _formats(styles: Any) -> list[str]:
    own = {attribute(node, "numFmtId"): attribute(node, "formatCode") for node in _of(styles, "numFmts")}
    found: list[str] = []
    for style in _of(styles, "cellXfs"):
        number = attribute(style, "numFmtId")
        built_in = BUILT_IN.get(int(number), "") if number.isdecimal() else ""
        found.append(own.get(number, built_in))
    return found


def _of(root: Any, name: str) -> Iterator[Any]:
    container = below(root, name)
    return elements(container) if container is not None else iter(())


def _strings(package: Package, name: str) -> list[str]:
    """The texts that cells refer to by their index."""
    if name not in package:
        return []
    found: list[str] = []
    with package.stream(name) as file:
        for _, node in streamed(file, ("end",), ("si",)):
            found.append(_text(node))
            forget(node)
    return found


def _text(item: Any) -> str:
    """The runs of a string, without what says how it is pronounced."""
    return "".join(node.text or "" for node in descend(item, "t", left_out=frozenset({"rPh"})))


def _nodes(package: Package, part: str) -> Iterator[Any]:
    """The rows of a sheet, and what is printed above and below it, one by one."""
    if part not in package:
        return
    with package.stream(part) as file:
        for _, node in streamed(file, ("end",), ("row", "headerFooter")):
            yield node
            forget(node)


def _row_number(row: Any) -> int:
    number = row.get("r", "")
    return int(number) if number.isdecimal() and len(number) < 8 else 0


def _cells(row: Any, strings: list[str], book: _Workbook) -> Iterator[Cell]:
    """The cells of a row from column A, empty ones where there are none."""
    at = 0
    for node in elements(row):
        if not len(node) and node.get("r"):  # formatted, but empty: by far the most in some sheets
            continue
        place = _COLUMN.fullmatch(node.get("r", ""))
        column = max(_column(place[1]), at) if place else at
        cell = _cell(node, strings, book)
        if not cell.text:
            at = at if place else at + 1
            continue
        yield from [_EMPTY] * (column - at)
        yield cell
        at = column + 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(node: Any, strings: list[str], book: _Workbook) -> Cell:
    kind = node.get("t", "n")
    if kind == "inlineStr":
        return Cell(_text(node))
    text = next((child.text or "" for child in node if isinstance(child.tag, str) and child.tag.endswith("v")), "")
    if not text:
        return _EMPTY
    if kind == "s":
        return Cell(strings[int(text)] if text.isdecimal() and int(text) < len(strings) else "")
    if kind == "b":
        return Cell("TRUE" if text == "1" else "FALSE", figure=True)
    if kind == "d":
        return Cell(text.removesuffix("Z").removesuffix("T00:00:00").replace("T", " "), figure=True)
    if kind != "n":
        return Cell(text)  # what a formula gave, or the name of an error
    try:
        number = float(text)
    except ValueError:
        return Cell(text)
    style = node.get("s", "")
    code = book.formats[int(style)] if style.isdecimal() and int(style) < len(book.formats) else ""
    return Cell(shown(number, code, since_1904=book.since_1904), figure=True)


def _beside(package: Package, part: str) -> dict[int, dict[int, str]]:
    """Comments and what is drawn on a sheet, by the cell where it stands."""
    found: dict[int, dict[int, list[str]]] = {}
    spoken: set[str] = set()
    for kind, name in (("threadedComment", "threadedComment"), ("comments", "comment")):
        for comments in package.related(part, kind):
            said = list(descend(package.tree(comments), name, left_out=LEFT_OUT))
            for node in said:
                place = _COLUMN.fullmatch(attribute(node, "ref"))
                if place and (kind == "threadedComment" or place[0] not in spoken):
                    found.setdefault(int(place[2]), {}).setdefault(_column(place[1]), []).append(_text(node).strip())
            spoken |= {attribute(node, "ref") for node in said}  # repeated for older applications
    for drawing in package.related(part, "drawing"):
        for anchor in elements(package.tree(drawing)):
            row, column = (_number(below(anchor, "from", name)) for name in ("row", "col"))
            for line in _shown_in(package, drawing, anchor):
                found.setdefault(row + 1, {}).setdefault(column, []).append(line)
    return {
        row: {column: " ".join(lines) for column, lines in columns.items() if any(lines)}
        for row, columns in found.items()
    }


def _drawn(package: Package, drawing: str) -> Iterator[str]:
    return _shown_in(package, drawing, package.tree(drawing))


def _shown_in(package: Package, drawing: str, node: Any) -> Iterator[str]:
    """The text of shapes, diagrams and the titles of charts; what charts plot is on the sheets."""
    yield from paragraphs(node)
    for frame in descend(node, "graphicFrame", left_out=LEFT_OUT):
        word, content = framed(package, drawing, frame)
        if word == "chart" and (title := chart_title(content)):
            yield title
        elif word == "diagram":
            yield from diagram_text(content)


def _number(node: Any) -> int:
    text = (node.text or "").strip() if node is not None else ""
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _printed(header_footer: Any) -> Iterator[str]:
    for node in elements(header_footer):
        text = " ".join(_PRINTED.sub(" ", (node.text or "").replace("&&", "\0")).replace("\0", "&").split())
        if text:
            yield text
