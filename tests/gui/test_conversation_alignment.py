"""Sentences of the raw answer are found in the rendered text, whatever Markdown took out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.answer_alignment import align


def found(raw: str, rendered: str, sentence: str) -> str | None:
    start = raw.index(sentence)
    span = align(raw, rendered).span(start, start + len(sentence))
    return rendered[span[0] : span[1]] if span else None


@pytest.mark.parametrize(
    ("raw", "rendered", "sentence", "expected"),
    [
        ("One. Two.", "One. Two.", "Two.", "Two"),
        ("**One** is. *Two* is.", "One is. Two is.", "*Two* is.", "Two is"),
        ("1. One\n2. Two", "One\u2029Two", "Two", "Two"),
        ("2. In 2. place\n", "In 2. place", "In 2. place", "In 2. place"),
        ("See [here](https://example.org/here). End.", "See here. End.", "End.", "End"),
        ("See [next](https://next.example/n). next one.", "See next. next one.", "next one.", "next one"),
        ("AT&amp;T pays. &copy; 5", "AT&T pays. © 5", "AT&amp;T pays.", "AT&T pays"),
        ("&eacute;t&eacute; ends.", "été ends.", "ends.", "ends"),
        ("```python\nx = 1\n```\nDone.", "x = 1\u2029Done.", "Done.", "Done"),
        ("![cat](a.png) A cat.", "[picture: cat] A cat.", "A cat.", "A cat"),
        ("un**believ**able. So.", "unbelievable. So.", "un**believ**able.", "unbelievable"),
        ("[1]: https://example.org one\n\nText one.", "Text one.", "Text one.", "Text one"),
        ("> - quoted 1) item", "quoted 1) item", "quoted 1) item", "quoted 1) item"),
        ("😀 Smile. 🎉 Party.", "😀 Smile. 🎉 Party.", "🎉 Party.", "Party"),
    ],
)
def test_a_sentence_is_found(raw: str, rendered: str, sentence: str, expected: str) -> None:
    assert found(raw, rendered, sentence) == expected


def test_what_was_not_rendered_has_no_place() -> None:
    raw = "Seen.\n\n[note]: https://example.org unseen"
    start = raw.index("[note]")
    assert align(raw, "Seen.").span(start, len(raw)) is None


def test_words_that_only_the_rendering_has_do_not_lose_the_thread() -> None:
    raw = "Alpha beta. Gamma delta. Epsilon."
    assert found(raw, "Alpha inserted words beta. Gamma delta. Epsilon.", "Gamma delta.") == "Gamma delta"


@given(st.lists(st.from_regex(r"[a-z]{1,8}( [a-z0-9]{1,8}){0,5}\.", fullmatch=True), min_size=1, max_size=12))
def test_plain_text_is_aligned_letter_by_letter(sentences: list[str]) -> None:
    text = " ".join(sentences)
    alignment = align(text, text)
    assert alignment.raw == alignment.rendered
    assert len(alignment.raw) == sum(char.isalnum() for char in text)


@given(st.text(), st.text())
def test_any_two_texts_can_be_aligned(raw: str, rendered: str) -> None:
    alignment = align(raw, rendered)
    assert list(alignment.raw) == sorted(alignment.raw)
    assert list(alignment.rendered) == sorted(set(alignment.rendered))
