"""A problem is told in the reader's language, and what the process said stays within reach."""

from __future__ import annotations

import pytest

from desktop_app.ui import problem_words
from desktop_app.ui.problem_words import SENTENCES, AsWritten, command_in, in_full, original, problem_of, tip, words_of
from indexer.errors import ErrorCode, Problem
from indexer.types import Document, DocumentState

LOCKED = Problem(ErrorCode.ENCRYPTED, "tax.pdf is encrypted.", "Enter its password.")


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that only marks what it was given."""

    def tr(text: str, **values: object) -> str:
        return f"«{text.format(**values) if values else text}»"

    monkeypatch.setattr(problem_words, "tr", tr)


def test_every_code_has_a_pair_of_sentences() -> None:
    assert SENTENCES.keys() == set(ErrorCode)
    assert all(message and action for message, action in SENTENCES.values())


def test_in_english_a_problem_speaks_for_itself() -> None:
    assert words_of(LOCKED, "tax.pdf") == ("tax.pdf is encrypted.", "Enter its password.")
    assert original(LOCKED) == ""
    assert tip(LOCKED) == "tax.pdf is encrypted.\nEnter its password."


@pytest.mark.usefixtures("marked")
def test_in_another_language_its_code_does_and_the_english_is_kept() -> None:
    message, action = (f"«{words}»" for words in SENTENCES[ErrorCode.ENCRYPTED])
    assert words_of(LOCKED) == (message, action)
    assert words_of(LOCKED, "tax.pdf")[0] == f"«tax.pdf: {message}»"
    assert tip(LOCKED).splitlines() == [message, action, str(LOCKED)]


@pytest.mark.usefixtures("marked")
def test_what_only_the_process_knows_is_kept() -> None:
    setting = Problem(ErrorCode.BAD_SETTING, "There is no {setting} “them”.", "Did you mean “theme”?")
    assert setting.message in words_of(setting)[0]
    scan = Problem(ErrorCode.NEEDS_OCR, "a.pdf is a scan.", "Install it with `apt install x`.")
    assert command_in(words_of(scan)[1]) == "apt install x"


@pytest.mark.usefixtures("marked")
def test_what_the_window_made_itself_is_shown_as_it_is() -> None:
    offer = AsWritten(ErrorCode.MODEL_MISSING, "Es gibt noch kein Modell.", "Qwen passt.")
    assert in_full(offer) == "Es gibt noch kein Modell. Qwen passt."
    assert original(offer) == ""


@pytest.mark.usefixtures("marked")
def test_a_code_of_a_newer_indexer_is_told_in_its_own_words() -> None:
    failed = DocumentState.FAILED
    document = Document(1, 1, "/a.x", "", "", 1, 0.0, failed, 0, 0, "too-new", "It is from the future.", "Wait.", False)
    problem = problem_of(document)
    assert problem is not None
    assert in_full(problem) == "It is from the future. Wait."
