"""Small real documents for tests: made by the libraries that people's documents come from, or by hand where those
can't make anything odd enough."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import docx
import pypdf
from reportlab.lib.pagesizes import A5
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WORDS = "Granite weathers into clay where rain and roots have had a few thousand years for it."


def make_pdf(
    path: Path,
    pages: Sequence[Sequence[str]] = ((WORDS,),),
    *,
    title: str = "",
    author: str = "",
    outline: Sequence[tuple[int, int, str]] = (),
    labels: bool = False,
    password: str = "",
    picture: bool = False,
) -> Path:
    """A page is a sequence of lines. `outline` holds (page index, level from 0, title). `labels` numbers the first
    page i and the others from 1. `picture` puts an image on every page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A5, invariant=True)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for index, lines in enumerate(pages):
        if picture:
            canvas.drawImage(ImageReader(io.BytesIO(make_png())), 20, 20, 380, 500)
        text = canvas.beginText(40, 540)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        canvas.bookmarkPage(f"page-{index}")
        for page, level, name in outline:
            if page == index:
                canvas.addOutlineEntry(name, f"page-{index}", level)
        canvas.showPage()
    canvas.save()
    if not (labels or password):
        path.write_bytes(buffer.getvalue())
        return path
    writer = pypdf.PdfWriter(clone_from=buffer)
    if labels:
        writer.set_page_label(0, 0, style="/r")
        writer.set_page_label(1, len(pages) - 1, style="/D")
    if password:
        writer.encrypt(password, algorithm="AES-256")
    with path.open("wb") as file:
        writer.write(file)
    return path


def make_mapped_pdf(path: Path, shown: str, characters: dict[str, str]) -> Path:
    """One line `shown` in a font whose character map says that it means something else: `characters` maps a shown
    letter to what it stands for. Any Unicode text without shipping a font."""
    rows = [f"<{ord(code):02X}> <{meaning.encode('utf-16-be').hex()}>" for code, meaning in characters.items()]
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(rows)} beginbfchar\n" + "\n".join(rows) + "\nendbfchar endcmap end end"
    )
    content = f"BT /F1 12 Tf 40 500 Td ({shown}) Tj ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    return _write_objects(
        path,
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            font,
            f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        ],
    )


def make_pdf_with_broken_page(path: Path) -> Path:
    """Three pages; what should be the second is a number."""
    content = "BT /F1 12 Tf 40 500 Td (This page is whole and can be read.) Tj ET"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 6 0 R /Resources << /Font << /F1 "
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    return _write_objects(
        path,
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
            page,
            "42",
            page,
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ],
    )


def _write_objects(path: Path, objects: Sequence[str]) -> Path:
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(data)
    return path


def make_png(width: int = 80, height: int = 100) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + bytes([120] * width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def make_docx(
    path: Path,
    blocks: Sequence[tuple[int, str] | Sequence[Sequence[str]]] = ((0, WORDS),),
    *,
    title: str = "",
    author: str = "",
    header: str = "",
) -> Path:
    """A block is (heading level or 0, text) or a table of rows of cells."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for block in blocks:
        first, second = block[0], block[1] if len(block) > 1 else None
        if isinstance(first, int):
            assert isinstance(second, str)
            if first:
                document.add_heading(second, first)
            else:
                document.add_paragraph(second)
            continue
        rows = [list(row) for row in block if not isinstance(row, (int, str))]
        table = document.add_table(len(rows), len(rows[0]))
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                table.cell(y, x).text = cell
    document.save(str(path))
    return path


def make_docx_from_xml(path: Path, body: str, *, others: dict[str, str] | None = None) -> Path:
    """A Word document with this XML in its body (prefix `w`), and other parts by name."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for name, xml in (others or {}).items():
            archive.writestr(name, xml)
    return path


def make_zip_bomb(path: Path, megabytes: int = 100) -> Path:
    """A Word document whose main part unpacks to so many megabytes of spaces."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(megabytes):
            part.write(b" " * 1_000_000)
    return path
