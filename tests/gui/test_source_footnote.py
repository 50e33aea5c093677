"""The main job, in one go: ask, click a footnote, and see its words marked on the drawn page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Answered, Source, Support
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from tests.gui.test_source_pdf import LINES, lines_pdf, page_text, span, word_rect
from tests.support.fake_answers import FakeAnswers, make_answer, make_sentences
from tests.support.fake_library import FakeLibrary

SAID = "Either party can leave with ninety days’ notice. The letter is to be registered."
PAGE = 2  # from 0


@pytest.fixture
def answers(services: Services, library: FakeLibrary, tmp_path: Path) -> FakeAnswers:
    """An answer whose two sentences cite two places on the third page of a real PDF."""
    path = lines_pdf(tmp_path / "contract.pdf", pages=4)
    stat = path.stat()
    pages = [page_text(path, page) for page in range(4)]
    document = library.put(str(path), pages, size=stat.st_size, modified=stat.st_mtime)
    sources = []
    for n, (first, last) in enumerate((("ninety (90)", "written notice"), ("registered", "letter")), 1):
        start, length, quote = span(pages[PAGE], first, last)
        sources.append(Source(n, document.id, document.path, "", PAGE + 1, None, start, length, quote))
    one, two = (f"{sentence}." for sentence in SAID.rstrip(".").split(". "))
    checked = make_sentences(SAID, (one, Support.SUPPORTED, (1,)), (two, Support.SUPPORTED, (2,)))
    made = FakeAnswers(services.history)
    made.push(Answered(make_answer(SAID, checked, sources, question="How do we leave?")))
    return made


@pytest.fixture
def window(
    qtbot: QtBot, services: Services, answers: FakeAnswers, bridge: Bridge, theme: Theme
) -> Iterator[MainWindow]:
    made = MainWindow(replace(services, answers=answers), bridge, theme)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    with qtbot.waitSignal(made.watch.folders_changed):
        made.start()
    yield made
    answers.end()
    made.close()


def marked_share(window: MainWindow, picture: QImage, line: int, words: str, page: int = PAGE) -> float:
    """The share of the picture that is marked where, by the font's own widths, these words stand."""
    pdf = window.source.pdf
    place = pdf.page_rect(page)
    scale = place.width() / pdf.pages.size(page).width()
    rect = word_rect(line, words)
    box = QRectF(place.topLeft() + rect.topLeft() * scale, rect.size() * scale).toRect()
    seen = [picture.pixelColor(x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())]
    return sum(colour.blue() < colour.red() - 8 for colour in seen) / len(seen)


def test_a_click_on_a_footnote_marks_its_words_on_the_drawn_page(qtbot: QtBot, window: MainWindow) -> None:
    window.conversation.ask("How do we leave?")
    qtbot.waitUntil(lambda: bool(window.conversation.turns and window.conversation.turns[0].text.chips))
    text = window.conversation.turns[0].text
    chip = text.chip_rect(text.chips[0]).center().toPoint()
    qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=chip)
    pdf = window.source.pdf
    qtbot.waitUntil(lambda: window.source.body.currentWidget() is pdf and bool(pdf.marked_rects()))
    qtbot.waitUntil(lambda: not window.source._marking.isActive())
    qtbot.waitUntil(lambda: pdf.pages.image(PAGE) is not None and pdf.pages.idle)
    view = QRectF(pdf.viewport().rect())
    assert all(view.contains(rect) for rect in pdf.marked_rects())
    picture = pdf.viewport().grab().toImage()
    for line, words in ((1, "ninety (90)"), (2, "days written notice")):
        assert marked_share(window, picture, line, words) > 0.5, words  # the rest is the ink of the letters
    assert marked_share(window, picture, 3, "registered letter") > 0.3  # the other source, in a quieter tone
    for line, words in ((0, LINES[0]), (1, "Either party may"), (2, "Notices must be"), (3, "sent by")):
        assert marked_share(window, picture, line, words) == 0, words
    qtbot.mouseClick(window.source.foot.next, Qt.MouseButton.LeftButton)
    assert window.source.foot.where.text() == "2 of 2"
    qtbot.waitUntil(lambda: len(pdf.marked_rects()) == 1)
