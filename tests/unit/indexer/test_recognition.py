"""What waits for text recognition is tried again when that comes or goes; what was read is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.errors import ErrorCode, Problem
from indexer.extract import ocr
from indexer.extract.registry import extractor_version
from indexer.inventory import Inventory
from indexer.pipeline import Outcome, Pipeline
from indexer.protocol import ListDocuments
from indexer.reading import Job, Prepared
from indexer.types import Cut, DocumentState, Extracted, Page
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


def reread_outdated(catalog: Catalog) -> None:
    Inventory(catalog).reread_outdated(extractor_version)


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
    reread_outdated(catalog)
    assert states(catalog, scan, picture, text, damaged) == before, "nothing has changed"
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    reread_outdated(catalog)
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
    reread_outdated(catalog)
    assert states(catalog, scan, picture) == before
    assert states(catalog, waiting) == [DocumentState.PENDING], "its row is to say what adds recognition"


# A document of which some pages are pictures

MIXED = (Page(1, None, "Words."), Page(2, None, "", unrecognized=True))


def keep(
    catalog: Catalog, document_id: int, pages: tuple[Page, ...] = (), *, recognizing: bool = False,
    problem: Problem | None = None,
) -> Outcome:  # fmt: skip
    """What a reader gave becomes part of the library."""
    known = catalog.known(document_id)
    assert known is not None
    extracted = Extracted("", "", "", "pdf", pages, extractor_version("pdf"))
    cutter = ParagraphCutter()
    cut = Cut(extracted, tuple(cutter.chunk(extracted)), cutter.version)
    job = Job(known, Path("/docs"), recognizing=recognizing)
    return Pipeline(catalog, cutter).keep(Prepared(job, known.fingerprint, "00", cut, problem)).outcome


def next_to_recognize(catalog: Catalog) -> int | None:
    known = catalog.next_to_recognize()
    return known.id if known else None


@pytest.fixture
def mixed(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    document_id = add(catalog, "mixed.pdf", "pdf")
    assert keep(catalog, document_id, MIXED) is Outcome.INDEXED
    return document_id


def test_pages_that_are_pictures_are_a_remark_on_a_document_that_answers(catalog: Catalog, mixed: int) -> None:
    document = catalog.document(mixed)
    assert document is not None
    assert document.state == "keyword-ready"
    assert document.problem_message == "1 of 2 pages of mixed.pdf is a picture; the other pages can be searched."
    catalog.chunks.mark_embedded(catalog.chunks.ids())
    assert states(catalog, mixed) == [DocumentState.INDEXED]
    assert [problem.code for problem in catalog.problems()] == ["needs-ocr"]
    assert catalog.list_documents(ListDocuments(state="indexed")).total == 1
    assert catalog.coverage(None).failed == 0
    assert next_to_recognize(catalog) == mixed


def test_a_remark_does_not_hide_what_could_not_be_read_at_all(catalog: Catalog, mixed: int) -> None:
    scan, damaged = add(catalog, "scan.pdf", "pdf"), add(catalog, "zzz.pdf", "pdf")
    fail(catalog, scan, ErrorCode.NEEDS_OCR)
    fail(catalog, damaged, ErrorCode.CORRUPT)
    assert [problem.code for problem in catalog.problems(2)] == ["needs-ocr", "corrupt"]
    assert [Path(problem.path).name for problem in catalog.problems()][-1] == "mixed.pdf"
    assert next_to_recognize(catalog) == scan, "it answers nothing yet"
    catalog.set_pending(mixed)
    assert len(catalog.problems()) == 2, "what is being read again is nobody's concern"


def test_what_was_recognized_is_added_and_the_remark_goes(catalog: Catalog, mixed: int) -> None:
    before = catalog.chunks.ids()
    catalog.chunks.mark_embedded(before)
    pages = (MIXED[0], Page(2, None, "Recognized."))
    assert keep(catalog, mixed, pages, recognizing=True) is Outcome.COMPLETED
    assert before < catalog.chunks.ids() and catalog.chunks.embedded_ids() == before
    assert catalog.problems() == () and next_to_recognize(catalog) is None
    reread_outdated(catalog)
    assert states(catalog, mixed) == [DocumentState.KEYWORD_READY]


def test_recognition_that_fails_takes_nothing_away(catalog: Catalog, mixed: int) -> None:
    problem = Problem(ErrorCode.TIMEOUT, "It took too long.", "Save it again.")
    assert keep(catalog, mixed, recognizing=True, problem=problem) is Outcome.COMPLETED
    assert states(catalog, mixed) == [DocumentState.KEYWORD_READY]
    assert [problem.code for problem in catalog.problems()] == ["timeout"]
    reread_outdated(catalog)
    assert states(catalog, mixed) == [DocumentState.KEYWORD_READY], "it is not tried at every start"
    assert next_to_recognize(catalog) is None


def test_a_file_that_holds_nothing_any_more_no_longer_answers(catalog: Catalog, mixed: int) -> None:
    problem = Problem(ErrorCode.EMPTY, "It is empty.", "Nothing to do.")
    assert keep(catalog, mixed, recognizing=True, problem=problem) is Outcome.SKIPPED
    assert not catalog.chunks.ids()


def test_a_remark_outlives_another_chunker(catalog: Catalog, mixed: int) -> None:
    pipeline = Pipeline(catalog, type("Other", (ParagraphCutter,), {"version": "paragraphs/2"})())
    document = catalog.stale_chunker("paragraphs/2")
    assert document is not None
    assert pipeline.cut_anew(document, lambda: True) is not None
    assert catalog.stale_chunker("paragraphs/2") is None
    assert [problem.code for problem in catalog.problems()] == ["needs-ocr"]
    assert next_to_recognize(catalog) == mixed
