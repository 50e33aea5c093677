from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract.registry import extract, kind_of
from indexer.places import place_of
from tests.support.make_documents import make_pdf


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_the_preview_gives_the_pages(tmp_path: Path) -> None:
    preview = make_pdf(tmp_path / "preview.pdf", [["The first page"], ["The second page"]]).read_bytes()
    path = packed(tmp_path / "a.pages", {"QuickLook/Preview.pdf": preview, "index.xml": b"<a/>"})
    read = extract(path, max_bytes=1_000_000)
    assert [page.text.strip() for page in read.pages] == ["The first page", "The second page"]
    assert (read.kind, kind_of(path), place_of(read.kind, 2, None)) == ("iwork", "iwork", "p. 2")


def test_without_a_preview_the_paragraphs_of_the_index(tmp_path: Path) -> None:
    xml = b'<d xmlns:sf="urn:x"><sf:p>One <sf:span>two</sf:span></sf:p><sf:style>no</sf:style><sf:p>Three</sf:p></d>'
    read = extract(packed(tmp_path / "a.key", {"index.apxl": xml}), max_bytes=1_000_000)
    assert read.pages[0].text == "One two\nThree"


def test_the_newer_binary_form_is_told_what_helps(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.numbers", {"Index/Document.iwa": b"\x00\x01", "preview.jpg": b"\xff\xd8\xff"})
    with pytest.raises(KnownError) as caught:
        extract(path, max_bytes=1_000_000)
    assert caught.value.problem.code == ErrorCode.UNSUPPORTED and "PDF" in caught.value.problem.action
