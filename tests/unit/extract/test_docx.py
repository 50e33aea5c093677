from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract.registry import extract
from indexer.types import Extracted
from tests.support.make_documents import WORDS, make_docx, make_docx_from_xml, make_zip_bomb

LIMIT = 10_000_000


def read(path: Path) -> Extracted:
    return extract(path, max_bytes=LIMIT)


def refused(path: Path) -> ErrorCode:
    with pytest.raises(KnownError) as caught:
        read(path)
    return caught.value.problem.code


def test_headings_tables_and_properties(tmp_path: Path) -> None:
    table = [["Year", "Rain"], ["1901", "700 mm"], ["1902", "650 mm"]]
    blocks = [(1, "Weather"), (0, WORDS), (2, "Rain"), table, (0, "After the table.")]
    path = make_docx(tmp_path / "a.docx", blocks, title="Almanac", author="B. Jones", header="Confidential")
    document = read(path)
    assert (document.title, document.author, document.kind) == ("Almanac", "B. Jones", "docx")
    (page,) = document.pages
    assert page.number is None
    assert "Year | Rain\n1901 | 700 mm\n1902 | 650 mm\n" in page.text
    assert "Confidential" in page.text
    named = [(h.level, h.text, page.text[h.start :].split("\n")[0]) for h in page.headings if h.text]
    assert named == [(1, "Weather", "Weather"), (2, "Rain", "Rain"), (9, "Year | Rain", "1901 | 700 mm")]
    ends = [page.text[h.start :].strip().split("\n")[0] for h in page.headings if not h.text]
    assert ends == ["After the table.", "Confidential"]


def test_the_title_falls_back_to_the_first_heading(tmp_path: Path) -> None:
    assert read(make_docx(tmp_path / "a.docx", [(1, "Weather"), (0, WORDS)])).title == "Weather"


def test_what_is_shown_is_read_and_what_is_deleted_is_not(tmp_path: Path) -> None:
    body = """
      <w:p><w:r><w:t>Plain</w:t></w:r><w:ins><w:r><w:t> inserted</w:t></w:r></w:ins>
        <w:del><w:r><w:delText> deleted</w:delText></w:r></w:del><w:r><w:tab/><w:t>tabbed</w:t></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>
        <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown</w:t></w:r></w:p>
      <w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>
      <w:p><w:r><w:instrText>PAGEREF x</w:instrText><w:t>Field</w:t></w:r>
        <w:r><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:r></w:p>
      <w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Outlined</w:t></w:r></w:p>
      <w:tbl><w:tr><w:tc><w:p><w:r><w:t>outer</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p>
        </w:tc></w:tr></w:tbl></w:tc><w:tc><w:p><w:r><w:t>two</w:t></w:r></w:p><w:p><w:r><w:t>lines</w:t></w:r></w:p>
        </w:tc></w:tr></w:tbl>"""
    notes = '<n xmlns:w="x"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></n>'
    (page,) = read(make_docx_from_xml(tmp_path / "a.docx", body, others={"word/footnotes.xml": notes})).pages
    assert page.text.split("\n\n") == [
        "Plain inserted\ttabbed shown\nIn a control\nField\nIn a box\nOutlined",
        "outer inner | two lines",
        "A note.",
    ]
    assert (page.headings[0].level, page.headings[0].text) == (2, "Outlined")


def test_a_broken_part_that_is_not_the_text_does_not_matter(tmp_path: Path) -> None:
    path = make_docx_from_xml(
        tmp_path / "a.docx",
        "<w:p><w:r><w:t>Still here</w:t></w:r></w:p>",
        others={"word/styles.xml": "", "docProps/core.xml": "<no", "word/footnotes.xml": "junk"},
    )
    assert read(path).pages[0].text == "Still here"


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    xml = (
        f'<!DOCTYPE d [<!ENTITY e0 "boom"><!ENTITY f SYSTEM "file:///etc/passwd">{lines}]>'
        '<w:document xmlns:w="w"><w:body><w:p><w:r>'
        "<w:t>Before &e11; &f; after</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", xml)
    text = read(path).pages[0].text
    assert text.startswith("Before") and "root:" not in text and len(text) < 100


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    assert refused(make_zip_bomb(tmp_path / "a.docx")) is ErrorCode.TOO_LARGE


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_file_is_corrupt(tmp_path: Path, keep: float) -> None:
    data = make_docx(tmp_path / "a.docx").read_bytes()
    path = tmp_path / "cut.docx"
    path.write_bytes(data[: int(len(data) * keep)])
    assert refused(path) is ErrorCode.CORRUPT


def test_an_encrypted_document_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le"))
    assert refused(path) is ErrorCode.ENCRYPTED


def test_no_text(tmp_path: Path) -> None:
    assert refused(make_docx(tmp_path / "a.docx", [(0, " ")])) is ErrorCode.NO_TEXT


def test_what_is_imported_in_another_format_is_read_where_it_stands(tmp_path: Path) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="page" Type="x/aFChunk" Target="/word/page.html"/>'
        '<Relationship Id="program" Type="x/aFChunk" Target="/word/setup.exe"/></Relationships>'
    )
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    path = make_docx_from_xml(
        tmp_path / "a.docx",
        f'<w:p><w:r><w:t>Before</w:t></w:r></w:p><w:altChunk {space} r:id="page"/><w:altChunk {space} r:id="program"/>'
        f'<w:altChunk {space} r:id="nowhere"/><w:p><w:r><w:t>After</w:t></w:r></w:p>',
        others={
            "word/_rels/document.xml.rels": relations,
            "word/page.html": "<html><body><p>Imported <b>words</b></p></body></html>",
            "word/setup.exe": "MZ\x00\x01\x02\x00\x00",
        },
    )
    assert read(path).pages[0].text.split() == ["Before", "Imported", "words", "After"]
