from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract import formats, ocr, registry
from indexer.extract.registry import extract, extractor_version, kind_of, open_document
from indexer.extract.source import stated_title
from tests.support.make_documents import make_docx, make_png

LIMIT = 1_000_000


def refused(path: Path, max_bytes: int = LIMIT) -> ErrorCode:
    with pytest.raises(KnownError) as caught:
        extract(path, max_bytes=max_bytes)
    problem = caught.value.problem
    assert path.name in problem.message and problem.message.endswith(".") and problem.action.endswith(".")
    return problem.code


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.pdf", "pdf"),
        ("A.PDF", "pdf"),
        ("a.docx", "docx"),
        ("a.htm", "html"),
        ("a.md", "markdown"),
        ("a.csv", "text"),
        ("a.py", "code"),
        ("Makefile", "code"),
        ("README", "text"),
        ("perlgit.pod", "text"),
        ("Letter to Mr. Smith", "text"),
        ("minutes.2024", "text"),
        ("a.pptx", "presentation"),
        ("a.jpg", "image"),
        ("a.eml", "mail"),
        ("a.exe", None),
        ("a.so", None),
        ("a.zip", "archive"),
        ("a.mp4", None),
        (".hidden.txt", None),
        ("~$open.docx", None),
        ("a.txt~", None),
    ],
)
def test_kind_by_name(name: str, kind: str | None) -> None:
    assert kind_of(Path("/folder") / name) == kind


def test_versions_are_those_of_the_modules() -> None:
    for kind in formats.READABLE:
        assert extractor_version(kind) == f"{kind}/{importlib.import_module(f'indexer.extract.{kind}').VERSION}"
    assert extractor_version(formats.SCAN) == f"scan/{ocr.VERSION}"
    assert extractor_version("archive") == "archive/0"


def test_a_file_that_waits_for_recognition_has_a_version_that_changes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    without = extractor_version("pdf", needs_ocr=True)
    assert without.startswith("pdf/") and extractor_version("pdf") == without.removesuffix("+ocr/0")
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    assert extractor_version("pdf", needs_ocr=True) != without
    assert extractor_version("pdf") == without.removesuffix("+ocr/0"), "what has text is not read again"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        (" On\x00 Clay ", "On Clay"),
        ("Microsoft Word - On Clay", "On Clay"),
        ("Microsoft Word - report_v2 (final).doc", ""),
        ("untitled", ""),
        ("Document1", ""),
        ("paper.dvi", ""),
        ("0001437749-22-003247", ""),
        ("1984", "1984"),
        ("1914–1918", "1914–1918"),
        ("Minutes 2024-03-05", "Minutes 2024-03-05"),
        ("Using make.py", "Using make.py"),
        ("Slide rules of the 1950s", "Slide rules of the 1950s"),
    ],
)
def test_titles_that_say_nothing_are_left_out(stated: str, title: str) -> None:
    assert stated_title(stated) == title


def test_missing_empty_and_large(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.txt") is ErrorCode.MISSING
    file = tmp_path / "a.txt"
    file.write_text("")
    assert refused(file) is ErrorCode.EMPTY
    file.write_text(" \r\n\t")
    assert refused(file) is ErrorCode.NO_TEXT
    file.write_text("some words")
    assert refused(file, 5) is ErrorCode.TOO_LARGE


def test_too_much_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "TEXT_CHARACTERS", 5)
    (tmp_path / "a.txt").write_text("some words")
    assert refused(tmp_path / "a.txt") is ErrorCode.TOO_LARGE


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions bind no root and no Windows")
def test_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("words")
    file.chmod(0)
    assert refused(file) is ErrorCode.UNREADABLE


def test_an_error_of_the_disk_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("words")

    def fails(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fails)
    assert refused(file) is ErrorCode.UNREADABLE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert refused(tmp_path / "pipe.txt") is ErrorCode.UNSUPPORTED
    assert refused(tmp_path) is ErrorCode.UNSUPPORTED


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("some words")
    pages = open_document(file, max_bytes=LIMIT).pages
    assert next(pages).text == "some words"
    file.write_text("other words")
    with pytest.raises(KnownError) as caught:
        next(pages)
    assert caught.value.problem.code is ErrorCode.CHANGED_WHILE_READ
    assert caught.value.problem.retryable


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a.zip", b"PK\x03\x04" + bytes(60)),
        ("a.gz.txt", b"\x1f\x8b\x08" + bytes(60)),
        ("a.txt", b"\x7fELF" + bytes(400)),
    ],
)
def test_formats_without_a_reader(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) is ErrorCode.UNSUPPORTED


def test_nobody_is_told_to_split_a_large_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    assert refused(tmp_path / "a.zip", 5) is ErrorCode.UNSUPPORTED


def test_pictures_need_ocr_whatever_they_are_called(tmp_path: Path) -> None:
    for name in ("a.png", "a.txt", "a.docx"):
        (tmp_path / name).write_bytes(make_png())
        assert refused(tmp_path / name) is ErrorCode.NEEDS_OCR


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.doc", b"<html><body>Hello there</body></html>", "html"),
        ("a.txt", b"<html><body>Hello there</body></html>", "text"),
        ("a.md", b"<!doctype html><p>Hello there", "markdown"),
        ("a.docx", b"Just some words.", "text"),
        ("a.bmp.txt", b"BMW is a maker of cars.", "text"),
    ],
)
def test_misnamed_files_are_read_as_what_they_are(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert extract(tmp_path / name, max_bytes=LIMIT).kind == kind


def test_a_document_of_unknown_suffix_is_recognised(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx").rename(tmp_path / "a.backup")
    assert kind_of(path) is None
    assert extract(path, max_bytes=LIMIT).kind == "docx"
