"""Draws the PDF and DOCX documents of the sample library from `sample_sources/`: the same bytes every time.

A source begins with `key: value` lines and goes on in a small part of Markdown: `#` and `##` headings, paragraphs,
`| cell | cell |` tables whose first row is the header, and `<<page>>` for a new page.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.shared import Pt
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

SOURCES = Path(__file__).resolve().parent / "sample_sources"
LIBRARY = SOURCES.parent.parent / "assets" / "sample_library"
TEXT_WIDTH = A4[0] - 50 * mm


@dataclass(frozen=True)
class Block:
    """A piece of a document: `kind` is title, heading, paragraph, table or page; `rows` belongs to a table."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Source:
    title: str
    author: str
    date: datetime.date
    target: str
    blocks: tuple[Block, ...]


def read_source(path: Path) -> Source:
    head, _, body = path.read_text("utf-8").partition("\n\n")
    values = dict(line.split(": ", 1) for line in head.splitlines())
    blocks = tuple(_blocks(body))
    date = datetime.date.fromisoformat(values["date"])
    return Source(values["title"], values["author"], date, values["target"], blocks)


def _blocks(body: str) -> Iterator[Block]:
    for part in filter(None, (part.strip() for part in body.split("\n\n"))):
        if part == "<<page>>":
            yield Block("page")
        elif part.startswith("## "):
            yield Block("heading", part[3:])
        elif part.startswith("# "):
            yield Block("title", part[2:])
        elif part.startswith("|"):
            rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in part.splitlines())
            yield Block("table", rows=tuple(rows))
        else:
            yield Block("paragraph", part)


class OutlinedHeading(Paragraph):  # type: ignore[misc]
    """A heading that is also a bookmark of the PDF's outline."""

    def __init__(self, text: str, style: ParagraphStyle, level: int) -> None:
        super().__init__(escape(text), style)
        self._title = text
        self._level = level

    def draw(self) -> None:
        key = f"{self.canv.getPageNumber()}-{self._title}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self._title, key, self._level)
        super().draw()


def pdf_bytes(source: Source) -> bytes:
    styles = getSampleStyleSheet()
    body = ParagraphStyle(
        "body", parent=styles["BodyText"], fontName="Times-Roman", fontSize=11, leading=15, spaceAfter=6
    )
    cell = ParagraphStyle("cell", parent=body, fontSize=10, leading=12, spaceAfter=0)
    number = ParagraphStyle("number", parent=cell, alignment=2)

    def flowable(block: Block) -> Any:
        match block.kind:
            case "title":
                return OutlinedHeading(block.text, styles["Title"], 0)
            case "heading":
                return OutlinedHeading(block.text, styles["Heading2"], 1)
            case "page":
                return PageBreak()
            case "table":
                return _pdf_table(block.rows, cell, number)
            case _:
                return Paragraph(escape(block.text), body)

    def furniture(canvas: Any, _: Any) -> None:
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(25 * mm, A4[1] - 15 * mm, source.title)
        canvas.drawRightString(A4[0] - 25 * mm, 12 * mm, f"Page {canvas.getPageNumber()}")

    story = [item for block in source.blocks for item in (flowable(block), Spacer(1, 2 * mm))]
    output = io.BytesIO()
    document = SimpleDocTemplate(
        output, pagesize=A4, title=source.title, author=source.author, invariant=1, lang="en-GB",
        leftMargin=25 * mm, rightMargin=25 * mm, topMargin=25 * mm, bottomMargin=22 * mm,
    )  # fmt: skip
    document.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return output.getvalue()


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace("-", "").isdigit()


def _pdf_table(rows: tuple[tuple[str, ...], ...], cell: ParagraphStyle, number: ParagraphStyle) -> Table:
    first, *others = [1 / len(rows[0])] * len(rows[0])
    widths = [0.6, 0.2, 0.2] if all(_is_number(text) for text in rows[1][1:]) else [first, *others]
    content = [[Paragraph(escape(text), number if _is_number(text) else cell) for text in row] for row in rows]
    rules = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, colors.grey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return Table(content, colWidths=[TEXT_WIDTH * width for width in widths], style=rules, repeatRows=1)


def docx_bytes(source: Source) -> bytes:
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    for block in source.blocks:
        match block.kind:
            case "title":
                document.add_heading(block.text, 0)
            case "heading":
                document.add_heading(block.text, 1)
            case "page":
                document.add_page_break()
            case "table":
                table = document.add_table(len(block.rows), len(block.rows[0]), "Light Grid")
                for row, texts in zip(table.rows, block.rows, strict=True):
                    for place, text in zip(row.cells, texts, strict=True):
                        place.text = text
            case _:
                document.add_paragraph(block.text)
    properties = document.core_properties
    properties.title, properties.author, properties.language = source.title, source.author, "en-GB"
    properties.created = properties.modified = datetime.datetime.combine(source.date, datetime.time(12))
    written = io.BytesIO()
    document.save(written)
    return _with_fixed_times(written.getvalue())


def _with_fixed_times(archive: bytes) -> bytes:
    """The same zip file with the same time on every member, so that the same source gives the same bytes."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return output.getvalue()


def render(source: Source) -> bytes:
    """The document, in the format of its target's suffix."""
    return pdf_bytes(source) if source.target.endswith(".pdf") else docx_bytes(source)


def main() -> None:
    for path in sorted(SOURCES.glob("*.md")):
        source = read_source(path)
        target = LIBRARY / source.target
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(source))
        print(target.relative_to(LIBRARY.parent.parent))


if __name__ == "__main__":
    main()
