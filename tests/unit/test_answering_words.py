"""What the answering process writes of an answer is told in the reader's language; in English it stays as it was."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from desktop_app.answering import decline
from desktop_app.answering.decline import Cause
from desktop_app.answering.events import Unreadable
from desktop_app.ui import answering_words, known_sentences
from desktop_app.ui.answering_words import answer_text, note, unread, why_declined
from indexer.errors import ErrorCode
from indexer.types import Coverage
from tests.support.fake_answers import make_answer


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that only marks what it was given."""
    monkeypatch.setattr(known_sentences, "tr", lambda text, **values: f"«{text.format(**values)}»")


@pytest.mark.parametrize("cause", Cause)
def test_in_english_it_is_what_the_process_wrote(cause: Cause) -> None:
    for searched, *waiting in product((0, 1, 1204), (0, 1, 3), (0, 2), (0, 1, 2), (0, 1, 12)):
        coverage = Coverage(searched, *waiting)
        reason = decline.why_declined(coverage, cause)
        answer = make_answer(decline.DECLINED_ANSWER, declined=True, reason=reason)
        assert why_declined(replace(answer, coverage=coverage)) == reason


def test_another_reason_is_told_as_it_is_and_none_by_what_was_searched() -> None:
    answer = make_answer(decline.DECLINED_ANSWER, declined=True, reason="It rained.")
    assert why_declined(answer) == "It rained."
    silent = replace(answer, reason="", coverage=Coverage(10, 3, 0, 0, 1))
    assert why_declined(silent) == "10 of 14 documents searched. 3 still to be read, 1 offline."


@pytest.mark.parametrize("cause", Cause)
def test_only_that_there_is_none_is_translated(cause: Cause, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering_words, "tr", lambda text: f"«{text}»")
    assert answer_text(make_answer(cause.answer)) == f"«{cause.answer}»"
    assert answer_text(make_answer("It ended.")) == "It ended."


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "said",
    [
        *(f"No answer: {cause.value}." for cause in Cause),
        "Nothing was calculated: it is not clear what “yield {net}” asks for.",
        "Nothing was calculated: no document gives all figures for gross margin.",
        "Sentences were checked by words alone: The model is not there.",
    ],
)
def test_notes_are_known(said: str) -> None:
    assert note(said) == f"«{said}»"


@pytest.mark.usefixtures("marked")
def test_why_a_document_was_not_read() -> None:
    assert unread(Unreadable("/d/a.md", "holds no text")) == "«holds no text»"
    assert unread(Unreadable("/d/a.pdf", "a.pdf is damaged.", ErrorCode.CORRUPT)) == "a.pdf is damaged."
    assert unread(Unreadable("/d/a.pdf", "It is too old.", "a code of tomorrow")) == "It is too old."
