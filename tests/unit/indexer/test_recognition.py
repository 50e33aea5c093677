"""What waits for text recognition is tried again when that comes or goes; what was read is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.errors import ErrorCode, Problem
from indexer.extract import ocr
from indexer.extract.registry import extractor_version
from indexer.pipeline import Pipeline
from indexer.reading import Job, Prepared
from indexer.types import DocumentState, Extracted, Page
from tests.support.cut import ParagraphCutter
from tests.support.known_file import add_file


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "catalog.db")
    made.add_root(Path("/docs"), is_file=False, device="")
    return made


def add(catalog: Catalog, name: str, kind: str) -> int:
    return add_file(catalog, f"/docs/{name}", kind)


def fail(catalog: Catalog, document_id: int, code: ErrorCode) -> None:
    known = catalog.known(document_id)
    assert known is not None
    problem = Problem(code, "It is a picture.", "Wait.")
    Pipeline(catalog, ParagraphCutter()).keep(Prepared(Job(known, Path("/docs")), problem=problem))


def read(catalog: Catalog, document_id: int, kind: str) -> None:
    extracted = Extracted("", "", "", kind, (Page(1, None, "Words."),), extractor_version(kind))
    cutter = ParagraphCutter()
    catalog.store(document_id, "00", cutter.version, extracted, cutter.chunk(extracted))


def states(catalog: Catalog, *ids: int) -> list[DocumentState | None]:
    return [known.state if (known := catalog.known(document_id)) else None for document_id in ids]


def test_what_needs_recognition_is_tried_again_once_it_is_there(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    scan, picture, text, damaged = (
        add(catalog, name, kind)
        for name, kind in (("a.pdf", "pdf"), ("b.png", "image"), ("c.pdf", "pdf"), ("d.pdf", "pdf"))
    )
    fail(catalog, scan, ErrorCode.NEEDS_OCR)
    fail(catalog, picture, ErrorCode.NEEDS_OCR)
    read(catalog, text, "pdf")
    fail(catalog, damaged, ErrorCode.CORRUPT)
    before = states(catalog, scan, picture, text, damaged)
    catalog.reread_outdated(extractor_version)
    assert states(catalog, scan, picture, text, damaged) == before, "nothing has changed"
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    catalog.reread_outdated(extractor_version)
    assert states(catalog, scan, picture) == [DocumentState.PENDING] * 2
    assert states(catalog, text, damaged) == before[2:]


def test_what_was_recognized_stays_when_recognition_goes(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    scan, picture, waiting = (add(catalog, f"{n}.pdf", "pdf") for n in range(3))
    read(catalog, scan, "scan")
    read(catalog, picture, "image")
    fail(catalog, waiting, ErrorCode.NEEDS_OCR)
    before = states(catalog, scan, picture)
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    catalog.reread_outdated(extractor_version)
    assert states(catalog, scan, picture) == before
    assert states(catalog, waiting) == [DocumentState.PENDING], "its row is to say what adds recognition"
