"""The source pane: the document of a footnote at its passage, whatever became of the file."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop_app import reveal
from desktop_app.answering.events import Source
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.passage import passage_of
from desktop_app.ui.services import Services
from desktop_app.ui.source_pane import SourcePane
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode, known
from indexer.types import Document, DocumentState, EvidenceSentence
from tests.gui.test_source_pdf import lines_pdf, page_text, span
from tests.support.fake_library import FakeLibrary
from tests.support.make_documents import make_pdf

TEXT = "First line.\r\nIt ends on ninety days’ notice 😀.\nThen thirty days for the pilot.\n"
Put = Callable[..., Document]


@pytest.fixture
def pane(qtbot: QtBot, services: Services, bridge: Bridge, theme: Theme) -> SourcePane:
    made = SourcePane(services, bridge, theme)
    qtbot.addWidget(made)
    made.resize(480, 640)
    made.show()
    return made


@pytest.fixture
def put(library: FakeLibrary) -> Put:
    """Put a real file into the library as it is now."""

    def put(path: Path, text: str | list[str]) -> Document:
        stat = path.stat()
        return library.put(str(path), text, size=stat.st_size, modified=stat.st_mtime)

    return put


@pytest.fixture
def pdf(tmp_path: Path, put: Put) -> Document:
    path = lines_pdf(tmp_path / "contract.pdf", pages=4)
    return put(path, [page_text(path, page) for page in range(4)])


@pytest.fixture
def note(tmp_path: Path, put: Put) -> Document:
    path = tmp_path / "note.md"
    path.write_bytes(TEXT.encode())
    return put(path, TEXT)


def source(document: Document, text: str, words: str, page: int | None = None, n: int = 1) -> Source:
    start = text.index(words)
    return Source(n, document.id, document.path, document.title, page, None, start, len(words), words)


def pdf_source(document: Document, page: int, start: str, end: str, n: int = 1) -> Source:
    begin, length, quote = span(page_text(Path(document.path), page - 1), start, end)
    return Source(n, document.id, document.path, document.title, page, None, begin, length, quote)


def shows(pane: SourcePane, part: object) -> Callable[[], bool]:
    return lambda: pane.body.currentWidget() is part


def test_a_pdf_opens_at_the_passage(qtbot: QtBot, pane: SourcePane, pdf: Document) -> None:
    pane.show_source(pdf_source(pdf, 3, "ninety (90)", "written notice"))
    qtbot.waitUntil(shows(pane, pane.pdf))
    assert pane.header.title.whole() == "contract"
    assert pane.header.page.text() == "3 / 4"
    assert len(pane.pdf.marked_rects()) == 2
    assert pane.note.isHidden()
    assert "ninety (90)" in pane.pdf.accessibleName()


def test_the_header_follows_the_page_that_is_read(qtbot: QtBot, pane: SourcePane, pdf: Document) -> None:
    pane.show_source(pdf_source(pdf, 1, "ninety (90)", "written notice"))
    qtbot.waitUntil(shows(pane, pane.pdf))
    pane.pdf.go_to(3)
    assert pane.header.page.text() == "4 / 4"


def test_citations_are_stepped_through(qtbot: QtBot, pane: SourcePane, pdf: Document, note: Document) -> None:
    one = pdf_source(pdf, 1, "ninety (90)", "written notice", 1)
    two = pdf_source(pdf, 2, "registered", "letter", 2)
    three = source(note, TEXT, "thirty days", n=3)
    pane.show_source(two, (one, two, three))
    assert pane.foot.where.text() == "2 of 3"
    qtbot.waitUntil(shows(pane, pane.pdf))
    assert pane.header.page.text() == "2 / 4"
    qtbot.mouseClick(pane.foot.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.prose.marked_text() == "thirty days"
    assert not pane.foot.next.isEnabled()
    pane.step(1)
    assert pane.foot.where.text() == "3 of 3"
    pane.step(-1)
    pane.step(-1)
    qtbot.waitUntil(lambda: pane.header.page.text() == "1 / 4")
    assert pane.passage == passage_of(one)
    assert not pane.foot.previous.isEnabled()


def test_text_is_marked_at_its_exact_span(qtbot: QtBot, pane: SourcePane, note: Document) -> None:
    pane.show_source(source(note, TEXT, "ninety days’ notice 😀"))
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.prose.marked_text() == "ninety days’ notice 😀"
    assert pane.prose.toPlainText() == " ".join(TEXT.split())
    assert pane.foot.percent.text() == "100 %"


def test_a_mark_over_paragraphs_leaves_gaps_and_line_ends_alone(
    qtbot: QtBot, pane: SourcePane, tmp_path: Path, put: Put
) -> None:
    body = "# Heading 😀  \n\n  Some words.\nMore words.\n\nAfter."
    path = tmp_path / "gaps.md"
    path.write_text(body)
    document = put(path, body)
    pane.show_source(source(document, body, "Heading 😀  \n\n  Some words.\nMore"))
    qtbot.waitUntil(shows(pane, pane.prose))
    pieces = [selection.cursor.selectedText() for selection in pane.prose.extraSelections()]
    assert pieces == ["Heading 😀", "Some words. More"]


def test_an_evidence_sentence_opens_as_well(qtbot: QtBot, pane: SourcePane, note: Document) -> None:
    words = "Then thirty days for the pilot."
    start = TEXT.index(words)
    pane.show_source(
        EvidenceSentence(note.id, note.path, note.title, None, None, start, len(words), words, 1.0, None, 1.0)
    )
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.prose.marked_text() == words


def test_a_document_opens_without_a_passage(qtbot: QtBot, pane: SourcePane, pdf: Document, note: Document) -> None:
    pane.show_source(note)
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.prose.marked_text() == ""
    pane.show_source(pdf)
    qtbot.waitUntil(shows(pane, pane.pdf))
    assert pane.header.page.text() == "1 / 4"
    assert pane.note.isHidden()


def test_code_has_line_numbers_and_is_never_run(
    qtbot: QtBot, pane: SourcePane, tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    monkeypatch.setattr(reveal, "reveal", lambda _: False)
    path = tmp_path / "tool.py"
    body = "".join(f"def f{n}():\n    return {n}\n\n" for n in range(200))
    path.write_text(body)
    document = put(path, body)
    pane.show_source(source(document, body, "def f150():\n    return 150"))
    qtbot.waitUntil(shows(pane, pane.code))
    assert pane.code.marked_text() == "def f150():\n    return 150"
    cursor = pane.code.textCursor()
    assert cursor.blockNumber() == 450
    assert pane.code.viewport().rect().contains(pane.code.cursorRect(cursor).center())
    assert pane.code.numbers_width() > 20
    qtbot.mouseClick(pane.header.open, Qt.MouseButton.LeftButton)
    pane.open_externally()
    assert opened == []
    qtbot.mouseClick(pane.header.folder, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened == [str(tmp_path)])


def test_open_and_show_in_folder(
    qtbot: QtBot, pane: SourcePane, pdf: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    pane.show_source(pdf)
    qtbot.waitUntil(shows(pane, pane.pdf))
    qtbot.mouseClick(pane.header.open, Qt.MouseButton.LeftButton)
    chosen: list[Path] = []
    monkeypatch.setattr(reveal, "reveal", lambda path: chosen.append(path) or False)
    qtbot.mouseClick(pane.header.folder, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened == [pdf.path, str(Path(pdf.path).parent)])
    monkeypatch.setattr(reveal, "reveal", lambda path: chosen.append(path) or True)
    qtbot.mouseClick(pane.header.folder, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: chosen == [Path(pdf.path)] * 2)
    assert len(opened) == 2  # the file manager shows it


def test_a_missing_file_shows_the_text_that_was_read(qtbot: QtBot, pane: SourcePane, pdf: Document) -> None:
    target = pdf_source(pdf, 3, "ninety (90)", "written notice")
    Path(pdf.path).unlink()
    pane.show_source(target)
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.prose.marked_text().split() == target.quote.split()
    assert "not where it was" in pane.note_text.text()
    assert not pane.header.open.isEnabled()


def test_a_changed_file_says_so_and_finds_the_passage_again(
    qtbot: QtBot, pane: SourcePane, pdf: Document, note: Document
) -> None:
    target = pdf_source(pdf, 2, "ninety (90)", "written notice")
    lines = ["One.", "ninety (90)", "days written notice"]
    make_pdf(Path(pdf.path), [["New."], ["Old."], ["Old."], lines])
    os.utime(pdf.path, (1, 1))
    pane.show_source(target)
    qtbot.waitUntil(shows(pane, pane.pdf))
    assert pane.note_text.text() == "This file has changed since the answer."
    assert pane.header.stale.isVisible()
    assert pane.header.page.text() == "4 / 4"
    assert pane.pdf.marked_rects()
    make_pdf(Path(pdf.path), [["New."], ["Quite other words."]])
    pane.show_source(target)
    qtbot.waitUntil(lambda: "not in it any more" in pane.note_text.text())
    assert pane.pdf.marked_rects() == []
    qtbot.mouseClick(pane.show_kept, Qt.MouseButton.LeftButton)
    assert pane.prose.marked_text().split() == target.quote.split()
    assert "as it was when the answer was made" in pane.note_text.text()
    os.utime(note.path, (1, 1))
    pane.show_source(source(note, TEXT, "thirty days"))
    qtbot.waitUntil(lambda: pane.note_text.text() == "This file has changed since the answer.")
    assert pane.prose.marked_text() == "thirty days"


def test_a_locked_pdf_shows_its_stored_text(qtbot: QtBot, pane: SourcePane, tmp_path: Path, put: Put) -> None:
    path = make_pdf(tmp_path / "locked.pdf", [["Hidden words."]], password="secret")
    document = put(path, ["First page.", "It ends on ninety days’ notice."])
    pane.show_source(source(document, "It ends on ninety days’ notice.", "ninety days", page=2))
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.prose.marked_text() == "ninety days"
    assert "Page 1" in pane.prose.toPlainText()
    assert "locked with a password" in pane.note_text.text()


def test_a_damaged_pdf_shows_its_stored_text(qtbot: QtBot, pane: SourcePane, tmp_path: Path, put: Put) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.4 nothing")
    document = put(path, ["It ends on ninety days’ notice."])
    pane.show_source(source(document, "It ends on ninety days’ notice.", "ninety days", page=1))
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.prose.marked_text() == "ninety days"
    assert "can’t be drawn" in pane.note_text.text()


def test_a_document_that_left_the_library_shows_the_passage_that_was_kept(
    qtbot: QtBot, pane: SourcePane, library: FakeLibrary, note: Document
) -> None:
    target = source(note, TEXT, "ninety days’ notice")
    Path(note.path).unlink()
    library.fail_next("text", known(ErrorCode.MISSING, "It is gone.", "Look again."))
    pane.show_source(target)
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.prose.toPlainText() == pane.prose.marked_text() == "ninety days’ notice"
    assert "no longer in your library" in pane.note_text.text()


def test_only_the_last_one_asked_for_is_shown(qtbot: QtBot, pane: SourcePane, pdf: Document, note: Document) -> None:
    for _ in range(5):
        pane.show_source(pdf_source(pdf, 3, "ninety (90)", "written notice"))
        pane.show_source(source(note, TEXT, "thirty days"))
    qtbot.waitUntil(shows(pane, pane.prose))
    assert pane.header.title.whole() == "note"
    assert pane.prose.marked_text() == "thirty days"


def test_clearing_lets_go_of_the_file(qtbot: QtBot, pane: SourcePane, pdf: Document) -> None:
    pane.show_source(pdf)
    qtbot.waitUntil(shows(pane, pane.pdf))
    pane.clear()
    assert pane.body.currentWidget() is pane.body.hint
    assert pane.pdf.pages.count == 0
    assert pane.passage is None
    with qtbot.waitSignal(pane.closed):
        qtbot.mouseClick(pane.header.close_button, Qt.MouseButton.LeftButton)


def test_a_long_text_is_shown_around_its_passage(qtbot: QtBot, pane: SourcePane, tmp_path: Path, put: Put) -> None:
    body = "".join(f"Line {n} of a long text that goes on and on.\n" for n in range(20_000))
    path = tmp_path / "long.txt"
    path.write_text(body)
    document = put(path, body)
    pane.show_source(source(document, body, "Line 15000 of"))
    qtbot.waitUntil(lambda: pane.prose.whole and pane.prose.marked_text() == "Line 15000 of")
    assert len(pane.prose.toPlainText()) < 250_000
    cursor = pane.prose.textCursor()
    assert pane.prose.viewport().rect().contains(pane.prose.cursorRect(cursor).center())
    qtbot.mouseClick(pane.show_all, Qt.MouseButton.LeftButton)
    assert not pane.prose.whole  # the window goes on meanwhile
    qtbot.waitUntil(lambda: pane.prose.whole)
    assert pane.prose.toPlainText() == body
    assert pane.prose.viewport().rect().contains(pane.prose.cursorRect().center())
    assert pane.prose.marked_text() == "Line 15000 of"
    assert pane.note.isHidden()


def shown_text(pane: SourcePane) -> str:
    return pane.prose.toPlainText()


@pytest.mark.parametrize(
    ("name", "labels", "heads"),
    [
        ("talk.pptx", (), ("Slide 1", "Slide 2")),
        ("novel.epub", ("Preface", ""), ("Preface", "Chapter 2")),
        ("letter.eml", ("message", "report.pdf, p. 3"), ("message", "report.pdf, p. 3")),
        ("study.ipynb", (), ("Cell 1", "Cell 2")),
    ],
)
def test_pages_are_named_in_the_words_of_their_format(
    pane: SourcePane, library: FakeLibrary, tmp_path: Path, qtbot: QtBot, name: str, labels: tuple[str, ...],
    heads: tuple[str, str],
) -> None:  # fmt: skip
    path = tmp_path / name
    path.write_bytes(b"x")
    stat = path.stat()
    pages = ["What comes first.", "The pilot ends in May."]
    document = library.put(str(path), pages, size=stat.st_size, modified=stat.st_mtime, labels=labels)
    pane.show_source(replace(source(document, pages[1], "ends in May", 2), place="where it stands"))
    qtbot.waitUntil(lambda: pane.prose.marked_text() == "ends in May")
    lines = shown_text(pane).splitlines()
    assert [line for line in lines if line in heads] == list(heads)
    assert pane.header.page.text() == "where it stands"
    assert not pane.note.isVisible()


def test_a_sheet_is_shown_with_the_numbers_of_its_rows(
    pane: SourcePane, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(b"x")
    stat = path.stat()
    sheets = ["Item | Cost\nRoof | 1200", "Item | Cost\nPaint | 90\nHeating | 410"]
    document = library.put(str(path), sheets, size=stat.st_size, modified=stat.st_mtime, labels=("Plan", "Spent"))
    pane.show_source(replace(source(document, sheets[1], "Paint | 90", 2), place="Spent!A2"))
    qtbot.waitUntil(lambda: pane.code.marked_text() == "Paint       90")
    assert pane.code.toPlainText() == "Item      Cost\nPaint       90\nHeating    410"
    assert pane.header.page.text() == "Spent!A2"


def test_a_scan_is_shown_as_the_text_that_was_recognised(
    pane: SourcePane, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    path = lines_pdf(tmp_path / "scan.pdf", pages=2)
    stat = path.stat()
    pages = ["The f1rst page.", "Rent is due on the third."]
    document = library.put(str(path), pages, size=stat.st_size, modified=stat.st_mtime, kind="scan")
    pane.show_source(source(document, pages[1], "due on the third", 2))
    qtbot.waitUntil(lambda: pane.prose.marked_text() == "due on the third")
    assert shown_text(pane).startswith("Page 1\n")
    assert "recognised in a picture" in pane.note_text.text()


def test_of_a_large_document_the_pages_around_the_passage_are_shown(
    pane: SourcePane, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    pages = [f"Message {number} of the box." for number in range(1, 31)]
    document = library.put(str(tmp_path / "box.mbox"), pages, size=600_000_000, kind="mail", labels=["message"] * 30)
    pane.show_source(source(document, pages[19], "Message 20", 20))
    qtbot.waitUntil(lambda: pane.prose.marked_text() == "Message 20")
    assert "Message 18" in shown_text(pane)
    assert "Message 17" not in shown_text(pane)


def test_a_document_on_a_drive_that_is_away_says_so(
    pane: SourcePane, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    document = library.put(str(tmp_path / "gone" / "a.txt"), TEXT, state=DocumentState.OFFLINE)
    shown: list[int] = []
    pane.document_shown.connect(shown.append)
    pane.show_source(source(document, TEXT, "thirty days"))
    qtbot.waitUntil(lambda: pane.prose.marked_text() == "thirty days")
    assert pane.note_text.text().startswith("Offline: its drive or folder is not connected.")
    assert shown == [document.id]
