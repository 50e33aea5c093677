"""The answer as a widget: footnotes by mouse and keyboard, hover, safety, size."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Support
from desktop_app.ui.answer_view import AnswerView, Pointed
from desktop_app.ui.theme import Theme
from tests.support.fake_answers import make_sentences, make_source

TEXT = "It is ninety days. It was signed in Paris. The side letter says thirty."
SENTENCES = make_sentences(
    TEXT,
    ("It is ninety days.", Support.SUPPORTED, (1,)),
    ("It was signed in Paris.", Support.UNSUPPORTED, ()),
    ("The side letter says thirty.", Support.PARTIAL, (2, 3)),
)
SOURCES = (
    make_source(1, "terminate on ninety (90) days’ notice"),
    make_source(2, "reduced to <b>thirty</b> days", page=None, path="/library/Side letter.docx"),
    make_source(3, "pilot phase", page=14),
)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> AnswerView:
    made = AnswerView(theme)
    qtbot.addWidget(made)
    made.setFixedWidth(480)
    made.show()
    made.set_answer(TEXT, SENTENCES, SOURCES)
    return made


def middle(view: AnswerView, chip: int) -> QPoint:
    return view.chip_rect(view.chips[chip]).center().toPoint()


def test_a_click_on_a_footnote_opens_it(qtbot: QtBot, view: AnswerView) -> None:
    opened: list[int] = []
    view.footnote_opened.connect(opened.append)
    for chip in range(3):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, chip))
    assert opened == [1, 2, 3]


def test_pressing_here_and_letting_go_there_opens_nothing(qtbot: QtBot, view: AnswerView) -> None:
    opened: list[int] = []
    view.footnote_opened.connect(opened.append)
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 0))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, view.height() - 3))
    assert opened == []


def test_tab_goes_from_footnote_to_footnote_and_out(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    before, view, behind = QLineEdit(), AnswerView(theme), QLineEdit()
    for part in (before, view, behind):
        layout.addWidget(part)
    window.resize(480, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.set_answer(TEXT, SENTENCES, SOURCES)
    opened: list[int] = []
    view.footnote_opened.connect(opened.append)
    before.setFocus()
    for expected in ([1], [1, 2], [1, 2, 3]):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is view
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert opened == expected
    assert view.accessibleDescription() == "Footnote 3: Acme-MSA-2024, page 14. pilot phase"
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert window.focusWidget() is behind
    qtbot.keyClick(behind, Qt.Key.Key_Backtab)
    assert window.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert opened == [1, 2, 3, 3]


def test_the_focused_footnote_is_seen(qtbot: QtBot, view: AnswerView) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    plain = view.grab().toImage()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus)
    focused = view.grab().toImage()
    rect = view.chip_rect(view.chips[0]).toRect().adjusted(-4, -2, 4, 2)
    changed = sum(
        plain.pixel(x, y) != focused.pixel(x, y)
        for x in range(max(0, rect.left()), rect.right())
        for y in range(max(0, rect.top()), rect.bottom())
    )
    assert changed > 30


def test_a_footnote_that_is_pointed_at_is_told_of_once(qtbot: QtBot, view: AnswerView) -> None:
    told: list[Pointed | None] = []
    view.pointed.connect(told.append)
    for at in (middle(view, 0), middle(view, 0) + QPoint(1, 0), middle(view, 1), QPoint(2, view.height() - 2)):
        qtbot.mouseMove(view.viewport(), at)
    assert told == [Pointed(SOURCES[0], 0, None, False), Pointed(SOURCES[1], 1, None, False), None]
    assert view.hover_text(middle(view, 0)) == ""  # its card is the place for that


def test_hovering_a_doubtful_sentence_tells_what_is_missing(view: AnswerView) -> None:
    cursor = QTextCursor(view.document())
    cursor.setPosition(view.spans[1].start + 4)
    text = view.hover_text(view.cursorRect(cursor).center())
    assert "Not supported" in text
    assert "30 days" in text


def test_nothing_is_ever_loaded(view: AnswerView) -> None:
    for kind in range(1, 5):
        assert view.loadResource(kind, QUrl("file:///etc/hostname")) is None
    view.set_answer("![x](file:///etc/hostname) ![y](https://example.org/y.png)")
    view.grab()
    assert view.toPlainText() == "[picture: x] [picture: y]"


def test_an_https_link_is_handed_on_and_not_opened(qtbot: QtBot, view: AnswerView) -> None:
    view.set_answer("Look at [this page](https://example.org/a) now.")
    clicked: list[str] = []
    view.link_clicked.connect(clicked.append)
    cursor = QTextCursor(view.document())
    cursor.setPosition(12)
    at = view.cursorRect(cursor).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert clicked == ["https://example.org/a"]
    assert not view.openLinks()
    assert not view.openExternalLinks()


def test_other_links_do_nothing(view: AnswerView) -> None:
    clicked: list[str] = []
    view.link_clicked.connect(clicked.append)
    for address in ("file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "http://example.org", "x:y"):
        view.anchorClicked.emit(QUrl(address))
    assert clicked == []


def test_copied_text_has_no_invisible_characters(view: AnswerView) -> None:
    view.selectAll()
    text = view.createMimeDataFromSelection().text()
    assert "\u2060" not in text
    assert text.startswith("It is ninety days.1 It was signed in Paris.")


def test_the_widget_is_as_tall_as_its_text(view: AnswerView) -> None:
    short = view.height()
    view.set_answer(TEXT * 20)
    assert view.height() > 5 * short
    assert view.verticalScrollBar().maximum() == 0
    view.set_answer(TEXT, SENTENCES, SOURCES)
    assert view.height() == short


def test_a_selection_survives_new_text(view: AnswerView) -> None:
    view.set_answer("Some words that come in.")
    cursor = view.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(10, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.set_answer("Some words that come in. And more of them.")
    assert view.textCursor().selectedText() == "words"


def test_a_switched_theme_redraws_the_answer(view: AnswerView, theme: Theme) -> None:
    theme.set_mode("dark")
    cursor = QTextCursor(view.document())
    cursor.setPosition(view.chips[0].position + 1)
    assert cursor.charFormat().foreground().color() == theme.colour("accent")
    assert view.palette().text().color() == theme.colour("ink")
    assert [chip.n for chip in view.chips] == [1, 2, 3]
    theme.set_mode("light")


def test_a_large_answer_is_drawn_in_time(view: AnswerView) -> None:
    sentence = "The **supplier** shall deliver `part` {} within thirty days of the order. "
    text = "".join(sentence.format(n) + ("\n\n" if n % 8 == 7 else "") for n in range(400))
    checks = make_sentences(
        text,
        *(
            (f"The **supplier** shall deliver `part` {n} within thirty days of the order.", Support.SUPPORTED, (1,))
            for n in range(400)
        ),
    )
    began = time.perf_counter()
    view.set_answer(text, checks, SOURCES)
    assert len(view.chips) == 400
    assert time.perf_counter() - began < 1  # 30,000 characters; measured 0.04 s
