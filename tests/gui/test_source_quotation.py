"""Quotations for the eye, and offsets that survive the way into a text widget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from desktop_app.ui.quotation import find_words, position_in_widget, readable, same_words, with_plain_breaks


def test_words_broken_over_lines_are_joined() -> None:
    assert (
        readable("a binary clas\ufffesification\r\nproblem\u00ad.\x00  So.") == "a binary classification problem. So."
    )


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb\n\nc", "😀 a\u2028b\u2029c\fd", "x\ufffey\u00ad", "\ufdd0\ufdd1"])
def test_a_widget_counts_as_we_say(qapp: QApplication, text: str) -> None:
    del qapp
    check(text)


@given(st.text(alphabet=st.sampled_from(list("ab \r\n\u2028\u2029\f\v\x85😀é\ufffe\ufdd0\t")), max_size=40))
def test_a_widget_counts_as_we_say_for_any_text(text: str) -> None:
    check(text)


def check(text: str) -> None:
    document = QTextDocument()
    document.setPlainText(with_plain_breaks(text))
    cursor = QTextCursor(document)
    for offset, char in enumerate(text):
        if not char.isalnum() and char != "😀":
            continue
        cursor.setPosition(position_in_widget(text, offset))
        cursor.setPosition(position_in_widget(text, offset + 1), QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == char


def test_the_same_words_in_other_spacing() -> None:
    assert same_words("ninety\r\n(90) days", "ninety (90)  days")
    assert not same_words("ninety days", "thirty days")


def test_words_are_found_nearest_to_where_they_were() -> None:
    text = "ninety days. And then, ninety\ndays again."
    assert find_words(text, "ninety days") == (0, 11)
    assert find_words(text, "ninety days", near=30) == (23, 11)
    assert find_words(text, "thirty") is None
    assert find_words(text, "…") is None
