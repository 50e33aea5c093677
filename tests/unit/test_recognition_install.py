"""Installing text recognition: what pip is asked for, and what is said when it fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from desktop_app import recognition
from indexer.errors import ErrorCode, KnownError
from indexer.extract import ocr


class FakePip:
    """Ends with `code` and says `said`; with `finds` recognition is there afterwards."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int = 0, said: str = "", finds: bool = True) -> None:
        self._patch, self._code, self._said, self._finds = monkeypatch, code, said, finds
        self.asked: list[str] = []
        self.constraints = ""

    def __call__(self, arguments: Sequence[str], log: Path, pause: Callable[[float], object]) -> int:
        self.asked = list(arguments)
        pause(0.0)
        (given,) = (each for each in arguments if each.startswith("--constraint="))
        self.constraints = Path(given.partition("=")[2]).read_text("utf-8")
        log.write_text(self._said, "utf-8")
        self._patch.setattr(ocr, "is_installed", lambda: self._finds)
        return self._code


def test_what_the_metadata_asks_for_is_installed_and_nothing_else_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    pip = FakePip(monkeypatch)
    recognition.install(threading.Event(), pip)
    assert any(each.startswith("rapidocr") for each in pip.asked)
    assert not any("pytest" in each for each in pip.asked)
    assert any(line.startswith("numpy==") for line in pip.constraints.splitlines())


@pytest.mark.parametrize(("code", "finds"), [(1, False), (0, False)])
def test_pips_own_words_are_the_detail(monkeypatch: pytest.MonkeyPatch, code: int, finds: bool) -> None:
    pip = FakePip(monkeypatch, code, "ERROR: no such host", finds)
    with pytest.raises(KnownError) as caught:
        recognition.install(threading.Event(), pip)
    assert caught.value.problem.code is ErrorCode.NO_SOURCE
    assert "no such host" in caught.value.problem.detail


def test_a_stopped_installation_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(KnownError) as caught:
        recognition.install(cancel, FakePip(monkeypatch, code=-15, finds=False))
    assert caught.value.problem.code is ErrorCode.CANCELLED


def test_it_is_offered_only_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    assert recognition.can_install()
    monkeypatch.setattr(recognition, "requirements", lambda: ())
    assert not recognition.can_install()
    monkeypatch.undo()
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    assert not recognition.can_install()
