"""A span of a page's text must select the same text in QtPdf, which shows and highlights it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument

from indexer.extract.registry import extract
from tests.support.make_documents import WORDS, make_mapped_pdf, make_pdf


@pytest.fixture(scope="module", autouse=True)
def application() -> QGuiApplication:
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication([])


def selected(path: Path, start: int, length: int) -> str:
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    text = document.getSelectionAtIndex(0, start, length).text()
    document.close()
    return text


def character_index(text: str, offset: int) -> int:
    """PDFium counts a character outside the Basic Multilingual Plane as two."""
    return len(text[:offset].encode("utf-16-le")) // 2


def assert_selectable(path: Path, text: str) -> None:
    for start in range(len(text) - 3):
        index = character_index(text, start)
        length = character_index(text, start + 3) - index
        assert selected(path, index, length) == text[start : start + 3]


def test_every_span_selects_its_text(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[WORDS, "Second line, with (parentheses).", "Third."]])
    text = extract(path, max_bytes=1 << 20).pages[0].text
    assert "\r\n" in text
    for start in range(0, len(text), 7):
        for length in (1, 5, 40):
            assert selected(path, start, length) == text[start : start + length]


def test_characters_beyond_the_basic_plane_count_two(tmp_path: Path) -> None:
    path = make_mapped_pdf(tmp_path / "a.pdf", "aAbBc" * 6, {"A": "😀", "B": "𠮟", "a": "a", "b": "b", "c": "c"})
    text = extract(path, max_bytes=1 << 20).pages[0].text
    assert text == "a😀b𠮟c" * 6
    assert_selectable(path, text)


def test_a_ligature_is_as_long_as_in_the_viewer(tmp_path: Path) -> None:
    path = make_mapped_pdf(tmp_path / "a.pdf", "xAy" * 8, {"A": "ffi", "x": "x", "y": "y"})
    text = extract(path, max_bytes=1 << 20).pages[0].text
    assert text == "xffiy" * 8
    assert selected(path, 5, 5) == text[5:10]
