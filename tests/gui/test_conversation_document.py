"""Answers as documents: safe Markdown, chips behind sentences, marks on what is not borne out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication

from desktop_app.answering.events import Sentence, Support
from desktop_app.ui.answer_document import CHIP_PROPERTY, Rendered, render
from desktop_app.ui.answer_look import AnswerLook
from desktop_app.ui.theme import Theme
from tests.support.fake_answers import make_sentences

S, P, U = Support.SUPPORTED, Support.PARTIAL, Support.UNSUPPORTED
Check = tuple[str, Support, tuple[int, ...]]


@pytest.fixture
def look(theme: Theme) -> AnswerLook:
    return AnswerLook.of(theme)


def rendered(look: AnswerLook, markdown: str, *checks: Check) -> tuple[QTextDocument, Rendered]:
    document = QTextDocument()
    return document, render(document, markdown, make_sentences(markdown, *checks), look)


def before(document: QTextDocument, position: int, length: int = 14) -> str:
    """The text in front of a position, without the joiner."""
    cursor = QTextCursor(document)
    cursor.setPosition(max(0, position - length - 1))
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2060", "")


def at(document: QTextDocument, position: int) -> QTextCharFormat:
    cursor = QTextCursor(document)
    cursor.setPosition(position + 1)
    return cursor.charFormat()


def text_of(document: QTextDocument, start: int, end: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(min(end, document.characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def test_a_chip_stands_behind_its_sentence(qapp: QApplication, look: AnswerLook) -> None:
    del qapp
    document, done = rendered(
        look,
        "It is **ninety days**. Then “thirty”.",
        ("It is **ninety days**.", S, (1,)),
        ("Then “thirty”.", S, (2, 3)),
    )
    assert [(chip.n, chip.sentence) for chip in done.chips] == [(1, 0), (2, 1), (3, 1)]
    assert before(document, done.chips[0].position).endswith("ninety days.")
    assert before(document, done.chips[1].position).endswith("Then “thirty”.")
    for chip in done.chips:
        style = at(document, chip.position)
        assert style.property(CHIP_PROPERTY) == chip.n
        assert style.anchorHref() == f"cite:{chip.n}"
        assert style.verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignSuperScript
        assert text_of(document, chip.position, chip.position + chip.length) == str(chip.n)


def test_a_supported_sentence_without_citations_is_left_alone(look: AnswerLook) -> None:
    document, done = rendered(look, "Hello there.", ("Hello there.", S, ()))
    assert document.toPlainText() == "Hello there."
    assert done.chips == ()


@pytest.mark.parametrize(
    ("support", "style", "word"),
    [
        (U, QTextCharFormat.UnderlineStyle.WaveUnderline, "○\u202fnot\xa0supported"),
        (P, QTextCharFormat.UnderlineStyle.DashUnderline, "◐\u202fpartly\xa0supported"),
    ],
)
def test_what_is_not_borne_out_has_a_line_a_sign_and_a_word(
    look: AnswerLook, support: Support, style: QTextCharFormat.UnderlineStyle, word: str
) -> None:
    document, done = rendered(look, "Good one. Bad *one* here. Last.", ("Bad *one* here.", support, ()))
    span = done.spans[0]
    assert text_of(document, span.start, span.end) == "Bad one here."
    for position in range(span.start, span.end):
        assert at(document, position).underlineStyle() == style
        assert at(document, position).underlineColor() == look.support[support]
    assert at(document, span.start + 5).fontItalic()
    assert at(document, 0).underlineStyle() == QTextCharFormat.UnderlineStyle.NoUnderline
    assert at(document, span.end + len(word) + 2).underlineStyle() == QTextCharFormat.UnderlineStyle.NoUnderline
    assert word in text_of(document, span.end, span.end + 30)


def test_positions_count_in_qt_units(look: AnswerLook) -> None:
    document, done = rendered(look, "😀😀 first. 🎉 second.", ("😀😀 first.", S, (1,)), ("🎉 second.", S, (2,)))
    assert [before(document, chip.position, 7)[-7:] for chip in done.chips] == [" first.", "second."]


def test_chips_in_lists_and_tables_stay_in_their_cell(look: AnswerLook) -> None:
    markdown = "1. Ninety days\n2. Thirty days\n\n| who | when |\n|---|---|\n| Acme | May 3 |\n\nEnd."
    document, done = rendered(
        look, markdown, ("Ninety days", S, (1,)), ("Thirty days", S, (2,)), ("Acme", S, (3,)), ("End.", S, (4,))
    )
    assert [before(document, chip.position, 4)[-4:] for chip in done.chips] == ["days", "days", "Acme", "End."]
    table = next(frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable))
    cell = table.cellAt(1, 0)
    assert cell.firstPosition() <= done.chips[2].position <= cell.lastPosition()


def test_a_row_has_its_chip_behind_its_last_cell(look: AnswerLook) -> None:
    markdown = "| who | when |\n|---|---|\n| Acme | in May |\n| Beta | in June |\n"
    document, done = rendered(look, markdown, ("Acme | in May", S, (1,)), ("Beta | in June", P, (2,)))
    assert [before(document, chip.position, 3)[-3:] for chip in done.chips] == ["May", "une"]


def test_chips_of_code_stand_below_the_block_in_order(look: AnswerLook) -> None:
    markdown = "Before.\n\n```python\na = 1\nb = 2\n```\n\nAfter it."
    document, done = rendered(look, markdown, ("a = 1", S, (1,)), ("b = 2", U, ()), ("After it.", S, (3,)))
    assert [chip.n for chip in done.chips] == [1, 3]
    assert [text_of(document, s.start, s.end) for s in done.spans] == ["a = 1", "b = 2", "After it."]
    block = document.findBlock(done.chips[0].position)
    assert block.text().replace("\u2060", "").startswith("1")
    assert "not\xa0supported" in block.text()
    assert block.previous().text() == "b = 2"
    assert block.next().text().startswith("After it.")
    lines = document.toPlainText().replace("\u2060", "").split("\n")
    assert "a = 1" in lines
    assert "b = 2" in lines


def test_code_at_the_very_end_gets_its_chips_too(look: AnswerLook) -> None:
    document, done = rendered(look, "```\nx = 1\n```", ("x = 1", S, (2,)))
    assert document.findBlock(done.chips[0].position).previous().text() == "x = 1"


def test_a_model_cannot_print_a_footnote(look: AnswerLook) -> None:
    document, done = rendered(look, "Trust me.[¹](cite:1) <a href='cite:1'>1</a> And more.", ("And more.", U, ()))
    assert done.chips == ()
    plain = document.toPlainText()
    assert "Trust me.¹" in plain
    assert "<a href='cite:1'>" in plain
    for position in range(document.characterCount() - 1):
        assert not at(document, position).isAnchor()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://example.org", "javascript:alert(1)", "../x"])
def test_links_that_may_not_open_are_no_links(look: AnswerLook, address: str) -> None:
    document, _ = rendered(look, f"See [this]({address}) now.")
    assert document.toPlainText() == "See this now."
    assert not any(at(document, position).isAnchor() for position in range(document.characterCount() - 1))


def test_https_links_stay(look: AnswerLook) -> None:
    document, _ = rendered(look, "See [this](https://example.org/a) now.")
    assert at(document, 5).anchorHref() == "https://example.org/a"


def test_pictures_become_words(look: AnswerLook) -> None:
    document, _ = rendered(look, "A ![small cat](https://example.org/cat.png) here, ![cat](file:///x.png) there.")
    assert document.toPlainText() == "A [picture: small cat] here, [picture: cat] there."
    assert "\ufffc" not in document.toRawText()


def test_html_is_text(look: AnswerLook) -> None:
    document, _ = rendered(look, "<script>alert(1)</script> <img src='https://example.org/x'> <b>b</b>")
    assert "<script>alert(1)</script>" in document.toPlainText()
    assert "<img" in document.toPlainText()


def test_text_is_as_high_as_the_look_says(look: AnswerLook) -> None:
    document, _ = rendered(look, "word " * 100, ("word " * 5, U, ()))
    document.setTextWidth(400)
    document.size()  # lays it out
    layout = document.firstBlock().layout()
    tops = [layout.lineAt(index).y() for index in range(layout.lineCount())]
    steps = {round(b - a) for a, b in pairwise(tops)}
    assert steps == {look.line}
    assert look.line == 23


def test_a_line_holds_at_most_72_characters(look: AnswerLook) -> None:
    document, _ = rendered(look, "Either party may end it on ninety days’ written notice to the other party. " * 8)
    document.setTextWidth(look.measure)
    document.size()  # lays it out
    layout = document.firstBlock().layout()
    longest = max(layout.lineAt(index).textLength() for index in range(layout.lineCount()))
    assert 58 <= longest <= 76


def test_no_sentences_no_work(look: AnswerLook) -> None:
    document, done = rendered(look, "")
    assert done == Rendered((), ())
    assert document.toPlainText() == ""


def test_a_sentence_that_was_not_rendered_has_no_chip(look: AnswerLook) -> None:
    markdown = "Seen.\n\n[ref]: https://example.org title"
    document = QTextDocument()
    hidden = Sentence("[ref]: https://example.org title", 7, 32, S, 0.9, (1,))
    assert render(document, markdown, [hidden], look).chips == ()
