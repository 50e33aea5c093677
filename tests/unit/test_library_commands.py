from __future__ import annotations

import argparse
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.cli import library as commands
from desktop_app.cli.batch import questions
from desktop_app.cli.main import parser
from indexer.errors import KnownError
from indexer.protocol import Estimate, ListDocuments, Span
from indexer.types import Activity, DocumentState, PastRun, Progress
from tests.support.fake_library import FakeLibrary


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def options(*paths: str, json: bool = False, yes: bool = False, seconds: int = 20) -> argparse.Namespace:
    return argparse.Namespace(paths=paths, json=json, yes=yes, seconds=seconds)


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary({"/docs/a.txt": "The slate roof.", "/docs/b.txt": "The compost heap."})


def removed(library: FakeLibrary) -> bool:
    return bool(library.calls_of("remove_folders"))


@pytest.mark.parametrize(
    ("answer", "done"), [("y\n", True), ("Yes\n", True), ("\n", False), ("no\n", False), ("", False)]
)
def test_remove_asks_on_a_terminal(
    library: FakeLibrary, answer: str, done: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    commands.remove(library, options("/docs"))
    assert removed(library) == done
    said = capsys.readouterr().err
    assert "2 documents" in said
    assert "files themselves stay" in said
    assert ("Nothing was removed." in said) != done


def test_in_limits_every_question() -> None:
    chosen = parser().parse_args(["ask", "What are the fees?", "--in", "My folder", "--in", "Tax"])
    assert [item.text for item in questions(chosen)] == ['What are the fees? in:"My folder" in:"Tax"']
    with pytest.raises(SystemExit):
        parser().parse_args(["search", "fees", "--in", 'a "b"'])


@pytest.mark.parametrize("chosen", [options("/docs", yes=True), options("/docs", json=True)])
def test_remove_does_not_ask_who_said_yes_or_reads_json(
    library: FakeLibrary, chosen: argparse.Namespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("no\n"))
    commands.remove(library, chosen)
    assert removed(library)


def test_remove_takes_a_script_at_its_word(library: FakeLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    commands.remove(library, options("/docs"))
    assert removed(library)


def test_the_estimate_is_one_paragraph_or_one_object(
    library: FakeLibrary, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    library.estimates = Estimate(1200, 34_000_000, 1, 3, Span(100.0, 200.0, 7300.0), 4800, 12_000_000, 25, 9.7)
    commands.estimate(library, options("/docs"))
    said = " ".join(capsys.readouterr().out.split())
    assert said == (
        "1,200 files (34.0 MB) would take about 3 min 20 s to index, most likely between 1 min 40 s and 2 h 1 min, "
        "and 12.0 MB of disk for about 4,800 chunks. 1 file is up to date already. 3 files can't be read yet. "
        "25 files tried in 9.7 s."
    )
    commands.estimate(library, options("/docs", json=True, seconds=7))
    assert json.loads(capsys.readouterr().out) == {
        "files": 1200,
        "bytes": 34_000_000,
        "known": 1,
        "unread": 3,
        "predicted": {
            "seconds": {"low": 100.0, "mid": 200.0, "high": 7300.0},
            "disk_bytes": 12_000_000,
            "chunks": 4800,
        },
        "sampled": {"files": 25, "seconds": 9.7},
    }
    assert library.calls_of("estimate") == [((Path("/docs"),), 20.0), ((Path("/docs"),), 7.0)]


def test_nothing_to_index_is_said_so(library: FakeLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    library.estimates = Estimate(0, 0, 2, 0, Span(0.0, 0.0, 0.0), 0, 0, 0, 0.1)
    commands.estimate(library, options("/docs"))
    assert capsys.readouterr().out == "Nothing to index. 2 files are up to date already.\n"


def test_status_tells_why_it_waits_and_how_the_prediction_holds(
    library: FakeLibrary, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library.progress = Progress(
        Activity("waiting", "Waiting while you type."),
        1,
        2,
        5,
        10,
        20.0,
        None,
        predicted_seconds=90.0,
        elapsed_seconds=30.0,
    )
    report = replace(library.status(), last_run=PastRun(125.0, 140.0, 1_700_000_000.0))
    monkeypatch.setattr(library, "status", lambda: report)
    commands.status(library, options())
    said = capsys.readouterr().out
    assert "Waiting while you type. 30 s so far, 1 min 30 s predicted." in said
    assert "Last run   2 min 20 s; 2 min 5 s were predicted" in said
    commands.status(library, options(json=True))
    plain = json.loads(capsys.readouterr().out)
    assert plain["progress"]["activity"] == {"phase": "waiting", "sentence": "Waiting while you type."}
    assert (plain["progress"]["predicted_seconds"], plain["progress"]["elapsed_seconds"]) == (90.0, 30.0)
    assert plain["last_run"]["predicted_seconds"] == 125.0


def test_pause_and_resume_say_what_holds_now(library: FakeLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    commands.pause(library, options())
    assert library.paused
    assert "still answers" in capsys.readouterr().out
    commands.resume(library, options(json=True))
    assert not library.paused
    assert json.loads(capsys.readouterr().out) == {"paused": False}


@pytest.fixture
def troubled() -> FakeLibrary:
    """Two files that failed and one that was left out, besides one that was read."""
    library = FakeLibrary({"/docs/a.txt": "The slate roof."})
    for path, state in (("/docs/b.pdf", "failed"), ("/docs/big.txt", "skipped"), ("/mail/c.pdf", "failed")):
        library.put(path, state=DocumentState(state), problem=("corrupt", "It is damaged.", "Save it anew."))
    return library


def retried(library: FakeLibrary, *paths: str, password: bool = False, as_json: bool = True) -> object:
    commands.retry(library, argparse.Namespace(paths=paths, json=as_json, password=password))
    ((ids, given),) = library.calls_of("retry")
    known = {document.id: document.path for document in library.documents(ListDocuments()).documents}
    return sorted(known[one] for one in ids), given


def test_retry_reads_again_what_failed(troubled: FakeLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    assert retried(troubled) == (["/docs/b.pdf", "/mail/c.pdf"], "")
    assert json.loads(capsys.readouterr().out) == {"retried": ["/docs/b.pdf", "/mail/c.pdf"]}


def test_retry_of_a_place_takes_what_was_left_out_there_too(
    troubled: FakeLibrary, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: "sesame")
    assert retried(troubled, "/docs", password=True, as_json=False) == (["/docs/b.pdf", "/docs/big.txt"], "sesame")
    assert "2 files will be read again" in capsys.readouterr().out


def test_retry_names_a_place_where_nothing_is_wrong(
    troubled: FakeLibrary, library: FakeLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KnownError, match=r"Nothing at /docs/a\.txt"):
        commands.retry(troubled, argparse.Namespace(paths=("/docs/b.pdf", "/docs/a.txt"), json=False, password=False))
    assert not troubled.calls_of("retry")
    commands.retry(library, argparse.Namespace(paths=(), json=False, password=False))
    assert "Nothing failed" in capsys.readouterr().out
    assert not library.calls_of("retry")
