"""`footnote check`: what it prints, and which lines of a batch it accepts."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_app.answering.checking import CheckService
from desktop_app.cli.checking import check
from desktop_app.cli.main import main
from indexer.errors import KnownError
from tests.support.fake_library import FakeLibrary

RENT = "The rent of the shop is 900 euros a month."


def options(**given: Any) -> argparse.Namespace:
    every: dict[str, Any] = {"file": None, "batch": None, "against": None, "scope": None, "json": False}
    return argparse.Namespace(**(every | given))


@pytest.fixture
def checks() -> CheckService:
    return CheckService(FakeLibrary({"/docs/lease.txt": RENT}))


def test_a_person_reads_marks_footnotes_and_what_is_missing(
    checks: CheckService, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{RENT} The rent of the shop is 950 euros a month."))
    check(checks, options(file="-"))
    said = capsys.readouterr()
    first, second, *_ = said.out.splitlines()
    assert first == f"✓ {RENT} [1]"
    assert second.startswith(("~", "✗"))
    assert "not in the sources: 950 euros" in said.out
    assert "[1] lease.txt" in said.out
    assert "1 supported" in said.err
    assert "1 document" in said.err


def test_a_script_reads_one_object(
    checks: CheckService, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(RENT))
    check(checks, options(file="-", json=True))
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"sentences", "sources"}
    (sentence,) = printed["sentences"]
    assert set(sentence) == {"text", "support", "score", "citations", "missing"}
    assert sentence["support"] == "supported"
    assert 0 <= sentence["score"] <= 1
    (source,) = printed["sources"]
    assert set(source) == {"n", "path", "title", "page", "start", "length", "quote"}


def test_a_batch_keeps_its_ids_and_contexts(
    checks: CheckService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [
        {"id": 7, "text": RENT},
        {"id": "b", "text": "The soup needs salt.", "context": "The soup needs salt, say\u2028 the cooks."},
        {"id": "c", "text": RENT, "context": ["The soup needs salt.", "So does the bread."]},
    ]
    batch.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n", "utf-8")
    check(checks, options(batch=str(batch)))
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in printed] == [7, "b", "c"]
    assert [row["sentences"][0]["support"] for row in printed] == ["supported", "supported", "unsupported"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": 1}', "Line 1"),
        ('{"text": "x"}', "lacks an id"),
        ('{"id": 1, "text": "x", "context": [1]}', "context in Line 1"),
        ("[1]", "not an object"),
        ("{", "not JSON"),
    ],
)
def test_a_wrong_line_is_named(checks: CheckService, tmp_path: Path, line: str, words: str) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(line, "utf-8")
    with pytest.raises(KnownError) as raised:
        check(checks, options(batch=str(batch)))
    assert words in str(raised.value)


def test_it_takes_either_a_file_or_a_batch(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["check"], ["check", "a.txt", "--batch", "b.jsonl"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    assert "either a FILE or --batch FILE" in capsys.readouterr().err
