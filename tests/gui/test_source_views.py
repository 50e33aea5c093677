"""Searching, selecting, sizing and walking through what the source pane shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.page_strip import CITED
from desktop_app.ui.pdf_view import PdfView
from desktop_app.ui.services import Services
from desktop_app.ui.source_pane import SourcePane
from desktop_app.ui.syntax import colours_of
from desktop_app.ui.theme import Theme
from indexer.types import Document, Heading
from tests.gui.test_source_pane import pdf_source, shows, source
from tests.gui.test_source_pdf import lines_pdf, page_text, word_rect
from tests.support.fake_library import FakeLibrary


@pytest.fixture
def pane(qtbot: QtBot, services: Services, bridge: Bridge, theme: Theme) -> SourcePane:
    made = SourcePane(services, bridge, theme)
    qtbot.addWidget(made)
    made.resize(560, 640)
    made.show()
    return made


@pytest.fixture
def pdf(qtbot: QtBot, pane: SourcePane, library: FakeLibrary, tmp_path: Path) -> Document:
    """A PDF of four pages, shown at a passage of the third, with another one cited on the second."""
    path = lines_pdf(tmp_path / "contract.pdf", pages=4)
    stat = path.stat()
    pages = [page_text(path, page) for page in range(4)]
    document = library.put(str(path), pages, size=stat.st_size, modified=stat.st_mtime)
    one = pdf_source(document, 3, "ninety (90)", "written notice")
    two = pdf_source(document, 2, "registered", "letter", 2)
    pane.show_source(one, (one, two))
    qtbot.waitUntil(shows(pane, pane.pdf))
    qtbot.waitUntil(lambda: pane.pdf.pages.idle)
    return document


def put_text(library: FakeLibrary, path: Path, text: str, **more: object) -> Document:
    path.write_bytes(text.encode())
    stat = path.stat()
    return library.put(str(path), text, size=stat.st_size, modified=stat.st_mtime, **more)  # type: ignore[arg-type]


def mouse(view: PdfView, kind: QEvent.Type, at: QPointF, held: bool = True) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
    place = view.viewport().mapToGlobal(at)
    event = QMouseEvent(kind, at, place, button, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def on_screen(view: PdfView, page: int, line: int, words: str) -> tuple[QPointF, QPointF]:
    """The middle of the left and the right edge of some words of the test page."""
    rect, scale = word_rect(line, words), view.page_rect(page).width() / view.pages.size(page).width()
    origin = view.page_rect(page).topLeft()
    left, right = QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y())
    return origin + left * scale, origin + right * scale


def test_passages_are_gone_through_and_sized_by_keys(qtbot: QtBot, pane: SourcePane, pdf: Document) -> None:
    del pdf
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.header.search.setFocus()
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(pane.header.search, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: pane.foot.where.text() == "2 of 2")
    qtbot.keyClick(pane.header.search, Qt.Key.Key_F8)  # there is no third one
    assert pane.foot.where.text() == "2 of 2"
    qtbot.keyClick(pane.header.search, Qt.Key.Key_F8, shift)
    qtbot.waitUntil(lambda: pane.foot.where.text() == "1 of 2")
    qtbot.waitUntil(lambda: pane.pdf.pages.idle)
    before = pane.pdf.percent
    qtbot.keyClick(pane.header.search, Qt.Key.Key_Plus, control)
    assert pane.pdf.percent > before
    qtbot.keyClick(pane.header.search, Qt.Key.Key_0, control)
    assert pane.pdf.fits_width


def test_a_pdf_is_searched_with_a_count_and_every_place_marked(qtbot: QtBot, pane: SourcePane, pdf: Document) -> None:
    del pdf
    qtbot.mouseClick(pane.header.search, Qt.MouseButton.LeftButton)
    bar = pane.body.find_bar
    assert bar.isVisible()
    qtbot.keyClicks(bar.words, "registered letter")
    qtbot.waitUntil(lambda: bar.said.text() == "3 of 4")  # from the page in view on
    assert pane.pdf.page == 2
    chosen = pane.pdf.search.chosen
    assert chosen is not None
    assert chosen[1][0].contains(word_rect(3, "registered letter"))
    qtbot.keyClick(bar.words, Qt.Key.Key_Return)
    assert bar.said.text() == "4 of 4"
    qtbot.mouseClick(bar.previous, Qt.MouseButton.LeftButton)
    qtbot.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.said.text() == "2 of 4"
    assert chosen != pane.pdf.search.chosen
    bar.words.setText("never written")
    qtbot.waitUntil(lambda: bar.said.text() == "Not in it")
    assert not bar.next.isEnabled()
    qtbot.keyClick(bar.words, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert pane.pdf.search.count == 0


def test_what_was_found_is_marked_on_the_page(qtbot: QtBot, pane: SourcePane, pdf: Document, theme: Theme) -> None:
    del pdf
    view = pane.pdf
    view.search.find("the other party")
    qtbot.waitUntil(lambda: view.search.complete and bool(view.search.on_page(1)) and view.pages.idle)
    view.go_to(1)
    qtbot.waitUntil(lambda: view.pages.image(1) is not None and view.pages.idle)
    picture = view.viewport().grab().toImage()
    left, _ = on_screen(view, 1, 2, "the other party")
    ground = picture.pixelColor((left - QPointF(2, 0)).toPoint())
    asked = QColor(theme.tokens.found)
    assert all(abs(one - other) <= 2 for one, other in zip(ground.getRgb(), asked.getRgb(), strict=True))


def test_words_of_a_page_are_selected_with_the_mouse(qtbot: QtBot, pane: SourcePane, pdf: Document) -> None:
    view = pane.pdf
    start, _ = on_screen(view, 2, 1, "terminate this agreement on ninety (90)")
    _, end = on_screen(view, 2, 2, "days written notice")
    mouse(view, QEvent.Type.MouseButtonPress, start)
    view.pages.want([(0, QSize(1400, 2000))])
    assert not view.pages.idle  # the words come when the picture is drawn, though the pointer moves no more
    mouse(view, QEvent.Type.MouseMove, end)
    words = "terminate this agreement on ninety (90) days written notice"
    qtbot.waitUntil(lambda: view.selected_text == words)
    assert pane.body.selection.isVisible()
    with qtbot.waitSignal(pane.ask_requested) as asked:
        qtbot.mouseClick(pane.body.selection.ask, Qt.MouseButton.LeftButton)
    assert asked.args == ["terminate this agreement on ninety (90) days written notice", pdf.path]
    qtbot.mouseClick(pane.body.selection.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == view.selected_text
    mouse(view, QEvent.Type.MouseButtonPress, QPointF(5, 5))
    assert view.selected_text == ""
    assert not pane.body.selection.isVisible()


def test_a_selection_runs_over_pages_and_from_the_margin(pane: SourcePane, pdf: Document) -> None:
    del pdf
    selection = pane.pdf.selection
    selection.begin(0, QPointF(2, 10_000))  # below the last line
    selection.extend(2, word_rect(0, "agreement").center())
    assert [part.page for part in selection.parts] == [0, 1, 2]
    whole = " ".join(selection.parts[1].text.split())
    assert whole.startswith("This agreement")
    assert whole.endswith("registered letter.")
    selection.word(1, word_rect(1, "terminate").center())
    assert selection.text == "terminate"


def test_the_wheel_with_control_zooms_about_the_pointer(pane: SourcePane, pdf: Document) -> None:
    del pdf
    view = pane.pdf
    at = on_screen(view, 2, 2, "days")[0]
    before = view.percent
    wheel = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, 360), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.percent == pytest.approx(before * 1.1**3)
    assert pane.foot.percent.text() == f"{view.percent:.0f} %"
    after = on_screen(view, 2, 2, "days")[0]
    assert abs(after.x() - at.x()) <= 2
    assert abs(after.y() - at.y()) <= 2
    pane.foot.percent_chosen.emit(150)
    assert view.percent == 150
    pane.foot.fit.click()
    assert view.fits_width
    assert not pane.foot.fit.isEnabled()
    pane.foot.percent_chosen.emit(150)
    pane.foot.passage_fit_chosen.emit()
    assert view.percent == before


def test_the_strip_shows_the_pages_and_goes_to_them(qtbot: QtBot, pane: SourcePane, pdf: Document) -> None:
    del pdf
    strip = pane.body.strip
    assert not strip.isVisible()
    qtbot.mouseClick(pane.foot.strip, Qt.MouseButton.LeftButton)
    assert strip.isVisible()
    model = strip.pages_model
    assert model.rowCount() == 4
    assert [model.index(row).data(CITED) for row in range(4)] == [False, True, True, False]
    assert strip.currentIndex().row() == 2 == pane.pdf.page
    qtbot.waitUntil(lambda: pane.pdf.pages.small_image(0) is not None)
    strip.setCurrentIndex(model.index(0))
    assert pane.pdf.page == 0
    pane.resize(380, 640)  # the page needs the room
    assert not strip.isVisible()
    assert pane.foot.strip.isHidden()
    pane.resize(560, 640)
    assert strip.isVisible()


def test_the_model_of_the_strip_keeps_the_rules(pane: SourcePane, pdf: Document, qtmodeltester: ModelTester) -> None:
    del pdf
    qtmodeltester.check(pane.body.strip.pages_model)
    pane.clear()
    assert pane.body.strip.pages_model.rowCount() == 0


def test_markdown_is_set_and_its_passage_marked_in_a_table(
    qtbot: QtBot, pane: SourcePane, library: FakeLibrary, tmp_path: Path
) -> None:
    text = "# Costs\n\nWhat **the roof** 😀 cost:\n\n| Item | Cost |\n|---|---|\n| Roof | 1200 |\n\nAnd *more*.\n"
    document = put_text(library, tmp_path / "costs.md", text)
    pane.show_source(source(document, text, "| Roof | 1200"))
    qtbot.waitUntil(lambda: pane.prose.marked_text() != "")
    pieces = [selection.cursor.selectedText() for selection in pane.prose.extraSelections()]
    assert pieces == ["Roof", "1200"]
    shown = pane.prose.toPlainText()
    assert "**" not in shown
    assert "|" not in shown
    pane.show_source(source(document, text, "**the roof** 😀 cost"))
    qtbot.waitUntil(lambda: pane.prose.marked_text() == "the roof 😀 cost")
    pane.foot.zoomed.emit(1)
    assert pane.foot.percent.text() == "110 %"
    assert pane.prose.marked_text() == "the roof 😀 cost"


def test_text_is_searched_and_selected_as_pages_are(
    qtbot: QtBot, pane: SourcePane, library: FakeLibrary, tmp_path: Path
) -> None:
    text = "One 😀 fish.\nTwo fish.\nRed FISH.\n"
    document = put_text(library, tmp_path / "fish.txt", text)
    pane.show_source(source(document, text, "Two fish"))
    qtbot.waitUntil(shows(pane, pane.prose))
    pane.open_search()
    pane.body.find_bar.words.setText("fish")
    qtbot.waitUntil(lambda: pane.body.find_bar.said.text() == "1 of 3")
    found = [s.cursor.selectedText() for s in pane.prose.extraSelections()]
    assert found == ["Two fish", "fish", "fish", "FISH"]
    pane.prose.selectAll()
    assert pane.body.selection.isVisible()
    assert pane.prose.selected_text == text


def test_source_code_is_coloured(
    qtbot: QtBot, pane: SourcePane, library: FakeLibrary, tmp_path: Path, theme: Theme
) -> None:
    text = "def dues(flat):\n    return 12  # a month\n"
    document = put_text(library, tmp_path / "dues.py", text)
    pane.show_source(source(document, text, "return 12"))
    qtbot.waitUntil(shows(pane, pane.code))

    def colours(line: int) -> dict[str, str]:
        block = pane.code.document().findBlockByNumber(line)
        return {
            block.text()[each.start : each.start + each.length]: each.format.foreground().color().name()
            for each in block.layout().formats()
        }

    qtbot.waitUntil(lambda: bool(colours(1)))
    tokens = theme.tokens
    assert colours(0)["def"] == tokens.code_word.lower()
    assert colours(0)["dues"] == tokens.code_name.lower()
    assert colours(1)["12"] == tokens.code_number.lower()
    assert colours(1)["# a month"] == tokens.code_comment.lower()
    theme.set_mode("dark")
    qtbot.waitUntil(lambda: colours(0).get("def") == theme.tokens.code_word.lower())


def test_colours_count_as_qt_does_and_unknown_languages_have_none() -> None:
    text = "x = '😀'  # y\n"
    comment = colours_of(text, "a.py")[-1]
    units = text.encode("utf-16-le")
    assert units[comment.start * 2 : comment.end * 2].decode("utf-16-le") == "# y"
    assert colours_of(text, "a.unheard-of") == ()
    assert colours_of("x = 1\n" * 20_000, "a.py") == ()


def test_a_slide_is_a_card_and_a_message_has_its_head_apart(
    qtbot: QtBot, pane: SourcePane, library: FakeLibrary, tmp_path: Path
) -> None:
    mail = "From: Inga\nSubject: The burner\n\nDear Mara,\nit is at its end."
    document = put_text(library, tmp_path / "burner.eml", mail)
    pane.show_source(source(document, mail, "it is at its end"))
    qtbot.waitUntil(lambda: pane.prose.marked_text() == "it is at its end")
    assert len(pane.prose.document().rootFrame().childFrames()) == 1
    path = tmp_path / "talk.pptx"
    path.write_bytes(b"x")
    stat = path.stat()
    slides = ["Agenda\n\nWhat we do", "Costs\n\nThe roof | 1200\nThe wall | 90"]
    document = library.put(str(path), slides, size=stat.st_size, modified=stat.st_mtime)
    pane.show_source(replace(source(document, slides[1], "The wall | 90", 2), place="slide 2"))
    qtbot.waitUntil(lambda: [s.cursor.selectedText() for s in pane.prose.extraSelections()] == ["The wall", "90"])
    assert len(pane.prose.document().rootFrame().childFrames()) == 2  # a frame a slide


def test_headings_of_a_document_are_larger(
    qtbot: QtBot, pane: SourcePane, library: FakeLibrary, tmp_path: Path
) -> None:
    text = "Fees\n\nWhat it costs is written here."
    path = tmp_path / "fees.docx"
    path.write_bytes(b"x")
    stat = path.stat()
    document = library.put(str(path), text, size=stat.st_size, modified=stat.st_mtime)
    kept = library._documents[document.id]
    kept.pages = (replace(kept.pages[0], headings=(Heading(0, 1, "Fees"),)),)
    pane.show_source(source(document, text, "What it costs"))
    qtbot.waitUntil(lambda: pane.prose.marked_text() == "What it costs")
    first = pane.prose.document().firstBlock()
    assert first.text() == "Fees"
    assert first.blockFormat().headingLevel() == 1


def test_a_file_that_was_read_anew_since_the_answer_is_stale(
    qtbot: QtBot, pane: SourcePane, library: FakeLibrary, tmp_path: Path
) -> None:
    old = "It ends on ninety days’ notice."
    document = put_text(library, tmp_path / "note.txt", "Now it ends on sixty days’ notice, or so they say.")
    pane.show_source(source(document, old, "ninety days’ notice"))
    qtbot.waitUntil(lambda: "not in it any more" in pane.note_text.text())
    assert pane.header.stale.isVisible()
    assert pane.show_kept.isVisible()
    pane.show_kept.click()
    assert pane.prose.toPlainText() == pane.prose.marked_text() == "ninety days’ notice"
