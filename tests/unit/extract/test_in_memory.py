"""What lies in a container is read as a file would be, without being one."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract.registry import extract, open_source
from indexer.extract.source import Source
from tests.support.make_documents import make_docx, make_pdf, make_png

LIMIT = 10_000_000


def _make(path: Path) -> Path:
    if path.suffix == ".pdf":
        return make_pdf(path, (("Granite weathers.",), ("Clay stays.",)))
    if path.suffix == ".docx":
        return make_docx(path, ((1, "Clay"), (0, "Granite weathers into it.")))
    path.write_text("<html><body><h1>Clay</h1><p>Granite weathers into it.</p></body></html>")
    return path


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.md", "a.txt", "a.py", "pdf without suffix"])
def test_content_in_memory_reads_as_a_file_does(tmp_path: Path, name: str) -> None:
    file = _make(tmp_path / name)
    if name == "pdf without suffix":
        file.write_bytes(_make(tmp_path / "a.pdf").read_bytes())
    as_file = extract(file, max_bytes=LIMIT)
    data = file.read_bytes()
    file.unlink()
    reading = open_source(Source.within(name, data))
    assert (reading.kind, reading.title, tuple(reading.pages)) == (as_file.kind, as_file.title, as_file.pages)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("plan.dwg", b"AC1027\x00\x01\x02" * 100, ErrorCode.UNSUPPORTED),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj", ErrorCode.CORRUPT),
        ("photo.txt", make_png(), ErrorCode.NEEDS_OCR),
        ("all.zip", b"PK\x03\x04" + bytes(40), ErrorCode.UNSUPPORTED),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ErrorCode.UNSUPPORTED),
    ],
)
def test_what_cant_be_read_is_named_as_its_container_calls_it(name: str, data: bytes, code: ErrorCode) -> None:
    with pytest.raises(KnownError) as caught:
        tuple(open_source(Source.within(name, data)).pages)
    assert caught.value.problem.code is code
    assert caught.value.problem.message.startswith(name)
