"""Pages of real PDFs: drawn, and marked exactly where the words stand."""

from __future__ import annotations

import threading
from pathlib import Path

import pypdfium2
import pytest
import shiboken6
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from desktop_app.ui import pdf_text
from desktop_app.ui.pdf_pages import PdfError, PdfPages, read_pdf
from desktop_app.ui.pdf_view import Highlight, PdfView
from desktop_app.ui.theme import Theme
from tests.support.make_documents import make_pdf

FONT, SIZE, LEFT = "Helvetica", 11, 40
LINES = (
    "This agreement is made between the parties named below.",
    "Either party may terminate this agreement on ninety (90)",
    "days written notice to the other party. Notices must be",
    "sent by registered letter.",
)


def lines_pdf(path: Path, pages: int = 1, size: tuple[float, float] = A5) -> Path:
    """A PDF whose words stand at places that this test knows without any PDF reader."""
    canvas = Canvas(str(path), pagesize=size, invariant=True)
    for _ in range(pages):
        canvas.setFont(FONT, SIZE)
        for index, line in enumerate(LINES):
            canvas.drawString(LEFT, baseline(index, size), line)
        canvas.showPage()
    canvas.save()
    return path


def baseline(line: int, size: tuple[float, float] = A5) -> float:
    return size[1] - 80 - 20 * line


def word_rect(line: int, words: str, size: tuple[float, float] = A5) -> QRectF:
    """Where the x-height of `words` stands, in points from the top left, by the font's own widths."""
    before = LINES[line][: LINES[line].index(words)]
    left = LEFT + stringWidth(before, FONT, SIZE)
    width = stringWidth(words, FONT, SIZE)
    top = size[1] - baseline(line, size) - 0.5 * SIZE
    return QRectF(left + 1, top, width - 2, 0.45 * SIZE)


def page_text(path: Path, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return str(document[page].get_textpage().get_text_range())
    finally:
        document.close()


@pytest.fixture
def pages(qtbot: QtBot) -> PdfPages:
    del qtbot
    return PdfPages()


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> PdfView:
    made = PdfView(theme)
    qtbot.addWidget(made)
    made.resize(460, 640)
    made.show()
    return made


def span(text: str, start: str, end: str) -> tuple[int, int, str]:
    begin = text.index(start)
    stop = text.index(end, begin) + len(end)
    return begin, stop - begin, text[begin:stop]


def test_the_rectangles_cover_exactly_the_words(pages: PdfPages, tmp_path: Path) -> None:
    path = lines_pdf(tmp_path / "a.pdf")
    assert pages.open(read_pdf(str(path))) is None
    start, length, quote = span(page_text(path), "terminate this", "written notice")
    rects = pages.text.rectangles(0, start, length, quote)
    assert rects == pages.text.rectangles(0, start, length)  # by the span alone
    assert len(rects) == 2
    assert rects[0].contains(word_rect(1, "terminate this agreement on ninety (90)"))
    assert rects[1].contains(word_rect(2, "days written notice"))
    for rect in rects:
        assert not rect.intersects(word_rect(1, "Either party may"))
        assert not rect.intersects(word_rect(2, "to the other party."))
        assert not rect.intersects(word_rect(0, LINES[0]))
        assert not rect.intersects(word_rect(3, LINES[3]))


def test_other_words_at_the_span_are_found_again(pages: PdfPages, tmp_path: Path) -> None:
    path = lines_pdf(tmp_path / "a.pdf")
    pages.open(read_pdf(str(path)))
    rects = pages.text.rectangles(0, 0, 17, "registered letter")
    assert len(rects) == 1
    assert rects[0].contains(word_rect(3, "registered letter"))
    assert pages.text.rectangles(0, 0, 17, "never written here") == []
    assert pages.text.rectangles(5, 0, 17) == []
    assert pages.text.rectangles(0, 0, 0) == []


def test_the_page_that_says_it_is_found(pages: PdfPages, tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [["First page."], ["Second page."], ["Third page says ninety."]])
    pages.open(read_pdf(str(path)))
    assert pages.text.page_with("Third page says", 0) == 2
    assert pages.text.page_with("nowhere", 1) is None


def test_the_marker_lies_on_the_drawn_words(qtbot: QtBot, view: PdfView, tmp_path: Path, theme: Theme) -> None:
    path = lines_pdf(tmp_path / "a.pdf")
    assert view.open(read_pdf(str(path))) is None
    start, length, quote = span(page_text(path), "ninety (90)", "written notice")
    rects = tuple(view.pages.text.rectangles(0, start, length, quote))
    view.set_highlights(Highlight(0, rects))
    qtbot.waitUntil(lambda: view.pages.image(0) is not None)
    qtbot.waitUntil(lambda: view.pages.image(0).width() > 400)  # type: ignore[union-attr]
    picture = view.viewport().grab().toImage()
    page = view.page_rect(0)
    scale = page.width() / A5[0]

    def colours(words: QRectF) -> tuple[float, int]:
        """The share of marked and the number of dark pixels in the box of some words."""
        box = QRectF(page.topLeft() + words.topLeft() * scale, words.size() * scale).toRect()
        seen = [
            picture.pixelColor(x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())
        ]
        marked = sum(c.blue() < c.red() - 20 for c in seen)
        return marked / len(seen), sum(c.lightness() < 100 for c in seen)

    for line, words in ((1, "ninety (90)"), (2, "days written notice")):
        share, dark = colours(word_rect(line, words))
        assert share > 0.5  # the rest is the ink of the letters
        assert dark > 20  # which shows through
    for line, words in ((1, "Either party may terminate"), (2, "to the other party."), (3, "registered letter")):
        assert colours(word_rect(line, words))[0] == 0
    assert QColor(theme.tokens.marker).isValid()


def test_the_passage_is_scrolled_into_the_upper_part(qtbot: QtBot, view: PdfView, tmp_path: Path) -> None:
    path = lines_pdf(tmp_path / "a.pdf", pages=30)
    view.open(read_pdf(str(path)))
    start, length, quote = span(page_text(path, 20), "ninety (90)", "written notice")
    pages_seen: list[int] = []
    view.page_changed.connect(pages_seen.append)
    view.set_highlights(Highlight(20, tuple(view.pages.text.rectangles(20, start, length, quote))))
    marked = view.marked_rects()
    assert 0 <= marked[0].top() <= view.viewport().height() / 2
    assert view.page == 20
    assert pages_seen[-1] == 20
    qtbot.waitUntil(lambda: view.pages.image(20) is not None)
    assert view.pages.image(0) is None  # only what is seen is drawn


def test_pages_of_many_sizes_keep_the_place(qtbot: QtBot, view: PdfView, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "sizes.pdf"), invariant=True)
    for page in range(12):
        canvas.setPageSize((400, 500) if page % 2 else (600, 300))
        canvas.drawString(40, 250, f"page {page}")
        canvas.showPage()
    canvas.save()
    view.open(read_pdf(str(tmp_path / "sizes.pdf")))
    view.go_to(9)
    qtbot.waitUntil(lambda: view.pages.size(10).height() == 300)
    assert abs(view.page_rect(9).top()) <= 24
    assert view.pages.size(9).width() == 400


def test_zoom_keeps_the_place_and_the_marks(qtbot: QtBot, view: PdfView, tmp_path: Path) -> None:
    path = lines_pdf(tmp_path / "a.pdf", pages=5)
    view.open(read_pdf(str(path)))
    start, length, quote = span(page_text(path, 2), "ninety (90)", "written notice")
    view.set_highlights(Highlight(2, tuple(view.pages.text.rectangles(2, start, length, quote))))
    before = view.marked_rects()[0]
    view.setFocus()
    fitted = view.percent
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.percent == 80 > fitted
    assert not view.fits_width
    after = view.marked_rects()[0]
    assert after.width() == pytest.approx((before.width() - 4) * 80 / fitted + 4, abs=1)
    assert view.page == 2
    view.resize(500, 640)
    assert view.percent == 80
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.fits_width


def in_view(view: PdfView, words: QRectF) -> QRectF:
    """Where some words of the first page are drawn, in the viewport's coordinates."""
    page = view.page_rect(0)
    scale = page.width() / view.pages.size(0).width()
    return QRectF(page.topLeft() + words.topLeft() * scale, words.size() * scale)


def cite(view: PdfView, path: Path, start: str, end: str) -> None:
    words = span(page_text(path), start, end)
    view.set_highlights(Highlight(0, tuple(view.pages.text.rectangles(0, *words))))


def test_a_page_too_small_to_read_is_enlarged_to_its_passage(view: PdfView, tmp_path: Path) -> None:
    path = lines_pdf(tmp_path / "a.pdf", size=A4)
    view.resize(330, 640)
    view.open(read_pdf(str(path)))
    fitted = view.percent
    assert fitted < 40
    cite(view, path, "ninety (90)", "written notice")
    room = QRectF(view.viewport().rect())
    whole = in_view(view, word_rect(1, LINES[1], A4)).united(in_view(view, word_rect(2, LINES[2], A4)))
    assert room.contains(whole)  # the whole lines, not the marked words alone
    assert widest_line(view).width() > room.width() - 30  # and their neighbours
    assert room.contains(widest_line(view).adjusted(0, 0, 0, -1))
    assert all(room.contains(rect) for rect in view.marked_rects())
    assert view.percent > 1.5 * fitted
    view.resize(420, 640)  # the size follows the view, and the passage stays in it
    wider = QRectF(view.viewport().rect())
    assert widest_line(view).width() > wider.width() - 40
    assert all(wider.contains(rect) for rect in view.marked_rects())
    view.resize(900, 640)
    assert view.fits_width
    assert view.percent > 75


def widest_line(view: PdfView) -> QRectF:
    return max((in_view(view, word_rect(line, words, A4)) for line, words in enumerate(LINES)), key=QRectF.width)


def test_short_lines_are_not_enlarged_beyond_measure(view: PdfView, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "short.pdf"), pagesize=A4, invariant=True)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(LEFT, 700, "A registered letter.")
    canvas.save()
    view.resize(330, 640)
    view.open(read_pdf(str(tmp_path / "short.pdf")))
    cite(view, tmp_path / "short.pdf", "registered", "letter")
    assert view.percent == 125
    assert all(QRectF(view.viewport().rect()).contains(rect) for rect in view.marked_rects())


def test_a_size_that_was_chosen_stays(qtbot: QtBot, view: PdfView, tmp_path: Path) -> None:
    path = lines_pdf(tmp_path / "a.pdf", size=A4)
    view.resize(330, 640)
    view.open(read_pdf(str(path)))
    view.set_percent(None)
    cite(view, path, "ninety (90)", "written notice")
    assert view.fits_width
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    chosen = view.percent
    view.open(read_pdf(str(path)))
    cite(view, path, "registered", "letter")
    view.resize(420, 640)
    assert view.percent == chosen
    assert all(QRectF(view.viewport().rect()).contains(rect) for rect in view.marked_rects())
    view.fit_passage()
    assert not view.fits_width
    assert widest_line(view).width() > view.viewport().width() - 40


def test_the_lines_are_as_wide_as_their_column_and_no_wider(view: PdfView, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "columns.pdf"), pagesize=A4, invariant=True)
    canvas.setFont(FONT, SIZE)
    for left, words in ((40, "The rent is due monthly."), (330, "Another column of the page.")):
        canvas.drawString(left, 700, words)
    wider = "Every month begins with its first day."
    canvas.drawString(40, 700 - 1.2 * SIZE, wider)
    canvas.save()
    view.open(read_pdf(str(tmp_path / "columns.pdf")))
    text = view.pages.text
    rent = text.rectangles(0, *span(text.of_page(0), "rent", "due"))
    lines = text.whole_lines(0, rent)
    assert lines.left() == pytest.approx(40, abs=2)
    assert lines.right() == pytest.approx(40 + stringWidth(wider, FONT, SIZE), abs=2)
    assert lines.height() == pytest.approx(rent[0].height(), abs=SIZE / 2)


def test_a_page_of_characters_set_one_by_one_is_looked_at_by_its_lines(
    view: PdfView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = Canvas(str(tmp_path / "apart.pdf"), pagesize=A4, invariant=True)
    canvas.setFont(FONT, SIZE)
    line = "The rent is due monthly and paid in advance."
    for number in range(20):
        for place, character in enumerate(line):
            left = 40 + stringWidth(line[:place], FONT, SIZE)
            canvas.drawString(left, 780 - 2 * SIZE * number, character)
    canvas.save()
    view.open(read_pdf(str(tmp_path / "apart.pdf")))
    text = view.pages.text
    runs = len(text._document.getAllText(0).bounds())
    assert runs > 500
    rent = text.rectangles(0, *span(text.of_page(0), "rent", "due"))
    compared: list[QRectF] = []
    same_line = pdf_text._same_line
    monkeypatch.setattr(pdf_text, "_same_line", lambda one, other: compared.append(one) or same_line(one, other))
    lines = text.whole_lines(0, rent)
    assert lines.width() == pytest.approx(stringWidth(line, FONT, SIZE), abs=3)
    assert len(compared) < 3 * runs, "each run with each other stopped the window for half a minute"


def test_other_citations_are_marked_more_lightly(qtbot: QtBot, view: PdfView, tmp_path: Path) -> None:
    path = lines_pdf(tmp_path / "a.pdf")
    view.open(read_pdf(str(path)))
    text = page_text(path)
    one = Highlight(0, tuple(view.pages.text.rectangles(0, *span(text, "ninety", "(90)"))))
    two = Highlight(0, tuple(view.pages.text.rectangles(0, *span(text, "registered", "letter"))))
    view.set_highlights(one, [one, two])
    qtbot.waitUntil(lambda: view.pages.image(0) is not None)
    picture = view.viewport().grab().toImage()

    def ground(highlight: Highlight) -> QColor:
        rect = view._on_screen(highlight)[0]
        corner = rect.topLeft() + QPointF(3, 1)
        return picture.pixelColor(corner.toPoint())

    assert ground(one).blue() < ground(two).blue() < 255


def test_what_cannot_be_opened_is_named(pages: PdfPages, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    assert pages.open(read_pdf(str(tmp_path / "broken.pdf"))) is PdfError.UNREADABLE
    assert pages.open(read_pdf(str(tmp_path / "missing.pdf"))) is PdfError.UNREADABLE
    locked = make_pdf(tmp_path / "locked.pdf", password="secret")
    assert pages.open(read_pdf(str(locked))) is PdfError.PASSWORD
    assert pages.count == 0


def test_a_picture_of_a_closed_file_is_never_shown(qtbot: QtBot, pages: PdfPages, tmp_path: Path) -> None:
    one, two = lines_pdf(tmp_path / "one.pdf"), make_pdf(tmp_path / "two.pdf", [["Other."]])
    pages.open(read_pdf(str(one)))
    pages.want([(0, QSize(1400, 2000))])
    pages.open(read_pdf(str(two)))
    ready: list[int] = []
    pages.image_ready.connect(ready.append)
    pages.want([(0, QSize(140, 200))])
    qtbot.waitUntil(lambda: ready == [0])
    image = pages.image(0)
    assert image is not None
    assert image.size() == QSize(140, 200)


def test_pages_are_drawn_after_a_file_was_closed_while_drawing(qtbot: QtBot, pages: PdfPages, tmp_path: Path) -> None:
    path = lines_pdf(tmp_path / "one.pdf")
    ready: list[int] = []
    pages.image_ready.connect(ready.append)
    for _ in range(20):
        pages.open(read_pdf(str(path)))
        pages.want([(0, QSize(700, 1000))])
        pages.close()
    assert ready == []
    pages.open(read_pdf(str(path)))
    pages.want([(0, QSize(140, 200))])
    qtbot.waitUntil(lambda: ready == [0])


def test_nothing_waits_for_a_picture_when_none_is_drawn(qtbot: QtBot, pages: PdfPages, tmp_path: Path) -> None:
    called: list[str] = []
    pages.when_idle("show", lambda: called.append("at once"))
    assert called == ["at once"]
    pages.open(read_pdf(str(lines_pdf(tmp_path / "one.pdf"))))
    pages.want([(0, QSize(1400, 2000))])
    pages.when_idle("show", lambda: called.append("never"))
    pages.when_idle("pointer", lambda: called.append("nor this"))
    pages.when_idle("move", lambda: called.append("and this"))
    pages.when_idle("show", lambda: called.append("behind"))
    pages.forget("pointer")
    assert called == ["at once"]
    qtbot.waitUntil(lambda: called == ["at once", "and this", "behind"])
    assert pages.image(0) is not None


def test_pictures_are_kept_within_bounds(
    qtbot: QtBot, pages: PdfPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.ui.pdf_pages._CACHE_BYTES", 300 * 400 * 4 * 2)
    pages.open(read_pdf(str(lines_pdf(tmp_path / "a.pdf", pages=6))))
    ready: list[int] = []
    pages.image_ready.connect(ready.append)
    pages.want([(page, QSize(300, 400)) for page in range(5)])
    qtbot.waitUntil(lambda: len(ready) == 5)
    assert [page for page in range(6) if pages.image(page) is not None] == [3, 4]


def test_a_document_that_was_closed_is_freed_on_another_thread(qtbot: QtBot, tmp_path: Path) -> None:
    pages = PdfPages()
    read = read_pdf(str(lines_pdf(tmp_path / "a.pdf", pages=6)))
    pages.open(read)
    pages.want([(0, QSize(50, 50))])
    qtbot.waitUntil(lambda: pages.image(0) is not None)
    freed_on: list[int] = []
    read.document.destroyed.connect(lambda: freed_on.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)
    pages.close()
    qtbot.waitUntil(lambda: not shiboken6.isValid(read.document) and bool(freed_on))
    assert freed_on != [threading.get_ident()]
    assert pages.count == 0
    assert pages.open(read_pdf(str(tmp_path / "a.pdf"))) is None
    assert pages.count == 6
