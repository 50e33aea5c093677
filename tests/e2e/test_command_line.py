"""The command line as a person or a script runs it: real processes, the JSON contract, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop_app.assets import asset
from indexer.config import Settings, models_folder, save_settings
from tests.support.live import check_sound, eventually, kill_service, needs_embedder, service_pid

SMALL_MODEL = "smollm2-135m-instruct"
needs_small_model = pytest.mark.skipif(
    not any((models_folder(Settings()) / SMALL_MODEL).glob("*.gguf")),
    reason=f"the model for tests is not installed: footnote models get {SMALL_MODEL}",
)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(own_home: Path) -> Iterator[Run]:
    def footnote(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "desktop_app", "--home", str(own_home), *arguments],
            capture_output=True, text=True, timeout=110, **more,
        )  # fmt: skip

    yield footnote
    for service in ("indexer", "llm"):
        kill_service(own_home, service)


def said(done: subprocess.CompletedProcess[str]) -> Any:
    """The one JSON object on stdout."""
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    return json.loads(line)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    past = time.time() - 60
    for name in ("notes.md", "letter.txt"):
        (folder / name).write_text(f"# {name}\n\nThe ferry to Skye leaves at 07:40 from pier 3, says {name}.\n")
        os.utime(folder / name, (past, past))
    (folder / "empty.txt").touch()
    return folder


@pytest.mark.e2e
@needs_embedder
def test_the_contract_from_add_to_search(run: Run, papers: Path, tmp_path: Path) -> None:
    (folder,) = said(run("add", str(papers), "--json"))["folders"]
    assert folder["path"] == str(papers)
    report = said(run("index", "--json"))
    assert set(report) == {
        "documents", "chunks", "seconds", "keyword_ready_seconds", "predicted_seconds", "disk_bytes",
    }  # fmt: skip
    assert set(report["documents"]) == {"indexed", "unchanged", "moved", "removed", "failed", "skipped"}
    assert set(report["chunks"]) == {"embedded", "reused", "removed"}
    status = said(run("status", "--json"))
    assert set(status) >= {"documents", "chunks", "disk_bytes", "embedder", "problems"}
    assert status["documents"]["indexed"] == 2
    (problem,) = status["problems"]
    assert set(problem) == {"path", "code", "message", "action"}
    found = said(run("search", "ferry to Skye", "-k", "1", "--json"))
    assert set(found) == {"hits", "milliseconds"}
    (hit,) = found["hits"]
    assert set(hit) == {"rank", "path", "title", "page", "start", "length", "text", "score", "place"}
    text = Path(hit["path"]).read_text()
    assert text[hit["start"] : hit["start"] + hit["length"]] == hit["text"]
    listed = said(run("ask", "Which files mention the ferry?", "--json"))
    assert (listed["receipt"]["read"], listed["receipt"]["of"]) == (2, 3)
    assert [one["path"] for one in listed["receipt"]["failed"]] == [str(papers / "empty.txt")]
    assert {source["path"] for source in listed["sources"]} == {
        str(papers / name) for name in ("notes.md", "letter.txt")
    }
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": 7, "question": "pier"}\n\n{"id": "b", "text": "ferry"}\n')
    lines = [json.loads(line) for line in run("search", "--batch", str(batch)).stdout.splitlines()]
    assert [line["id"] for line in lines] == [7, "b"]
    human = run("search", "ferry")
    assert "notes.md" in human.stdout
    assert "documents searched" in human.stderr
    assert said(run("remove", str(papers), "--json")) == {"folders": []}


@pytest.mark.e2e
def test_indexing_pauses_and_what_failed_is_read_again(run: Run, papers: Path) -> None:
    (papers / "torn.docx").write_bytes(b"PK\x03\x04 this is no document")
    os.utime(papers / "torn.docx", (time.time() - 60,) * 2)
    run("add", str(papers))

    def all_read() -> bool:  # in whatever order
        documents = said(run("status", "--json"))["documents"]
        return bool(documents["failed"] == 1 and documents["pending"] == 0)

    eventually(all_read, 60)
    assert said(run("pause", "--json")) == {"paused": True}
    assert said(run("status", "--json"))["paused"]
    assert said(run("retry", str(papers / "torn.docx"), "--json")) == {"retried": [str(papers / "torn.docx")]}
    assert said(run("status", "--json"))["documents"]["pending"] == 1
    assert said(run("resume", "--json")) == {"paused": False}
    eventually(all_read, 60)
    refused = run("retry", str(papers / "notes.md"))
    assert refused.returncode == 1
    assert "notes.md" in refused.stderr


@pytest.mark.e2e
@needs_embedder
@needs_small_model
def test_ask_and_its_trace(run: Run, papers: Path, own_home: Path) -> None:
    save_settings(own_home, Settings(language_model=SMALL_MODEL))
    run("add", str(papers))
    run("index")
    answer = said(run("ask", "When does the ferry to Skye leave?", "--json"))
    assert set(answer) == {
        "answer", "declined", "reason", "sentences", "sources", "evidence", "model", "usage", "milliseconds", "trace",
        "formula",
    }  # fmt: skip
    assert set(answer["usage"]) == {"prompt_tokens", "completion_tokens"}
    assert set(answer["milliseconds"]) == {"evidence", "first_token", "total"}
    assert answer["evidence"]
    numbers = {source["n"] for source in answer["sources"]}
    for sentence in answer["sentences"]:
        assert sentence["support"] in ("supported", "partial", "unsupported")
        assert set(sentence["citations"]) <= numbers
    for source in answer["sources"]:
        text = Path(source["path"]).read_text()
        assert text[source["start"] : source["start"] + source["length"]] == source["quote"]
    (listed,) = said(run("trace", "list", "--json"))["traces"]
    assert listed["id"] == answer["trace"]
    assert "ferry" in run("trace", "show", answer["trace"]).stdout
    assert said(run("trace", "purge", "--json")) == {"purged": 1}
    assert run("trace", "show", answer["trace"]).returncode == 1


@pytest.mark.e2e
def test_without_a_model_keywords_answer_texts_are_checked_and_the_remedy_is_named(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    bare = {**os.environ, "FOOTNOTE_MODELS": str(tmp_path / "none")}
    run("add", str(papers), env=bare)
    assert said(run("index", "--json", env=bare))["documents"]["failed"] == 0
    assert "07:40" in said(run("search", "ferry", "--json", env=bare))["hits"][0]["text"]
    done = run("ask", "When does the ferry to Skye leave?", env=bare)
    assert done.returncode == 1
    assert "footnote models get" in done.stderr
    assert "Traceback" not in done.stderr
    # A draft against the library; and against a file that the sandbox reads and nobody adds.
    draft, timetable = tmp_path / "draft.md", tmp_path / "timetable.html"
    draft.write_text("The ferry to Skye leaves at 07:40 from pier 3. The moon is made of cheese.")
    timetable.write_text("<p>The ferry to Mull leaves at 09:15.</p>")
    checked = said(run("check", str(draft), "--json", env=bare))
    assert set(checked) == {"sentences", "sources"}
    assert [sentence["support"] for sentence in checked["sentences"]] == ["supported", "unsupported"]
    (source,) = checked["sources"]
    text = Path(source["path"]).read_text()
    assert text[source["start"] : source["start"] + source["length"]] == source["quote"]
    human = run("check", "-", "--against", str(timetable), input="The ferry to Mull leaves at 09:15.", env=bare)
    assert human.stdout.startswith("✓ The ferry to Mull leaves at 09:15. [1]"), human.stderr
    assert "timetable.html" in human.stdout
    assert "1 supported" in human.stderr
    assert "by words alone" in human.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ask"], 2, "either a QUESTION or --batch"),
        (["search", "x", "-k", "0"], 2, "at least 1"),
        (["models", "get"], 2, "takes a name"),
        (["sing"], 2, "invalid choice"),
        (["trace", "show", "nothing"], 1, "trace list"),
        (["check", "nowhere.pdf"], 1, "nowhere.pdf"),
        (["models", "use", "qwen2.5-coder-1.5b-instrukt"], 1, "qwen2.5-coder-1.5b-instruct"),
        (["search", "--batch", "nowhere.jsonl"], 1, "nowhere.jsonl"),
    ],
)
def test_wrong_use_is_one_clear_line(run: Run, arguments: list[str], code: int, words: str) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_wrong_setting_is_named(run: Run, own_home: Path) -> None:
    (own_home / "settings.toml").write_text("version = 1\nthread = 3\n")
    done = run("folders")
    assert done.returncode == 1
    assert "threads" in done.stderr
    assert "settings.toml" in done.stderr


def test_models_and_doctor_report_as_json(run: Run) -> None:
    names = {model["name"] for model in said(run("models", "list", "--json"))["models"]}
    assert {"all-minilm-l6-v2", "qwen2.5-coder-0.5b-instruct", "qwen2.5-coder-1.5b-instruct"} <= names
    findings = said(run("doctor", "--json"))["findings"]
    assert {"cpu", "memory", "disk", "settings"} <= {finding["name"] for finding in findings}
    assert all(finding["verdict"] in ("ok", "warning", "error") for finding in findings)


def test_help_names_every_command(run: Run) -> None:
    text = run("--help").stdout
    for command in (
        "add",
        "remove",
        "folders",
        "index",
        "pause",
        "resume",
        "retry",
        "status",
        "search",
        "ask",
        "check",
        "models",
        "trace",
        "doctor",
    ):
        assert f"  {command} " in text


@pytest.mark.parametrize(
    "module", ["desktop_app.cli.main", "desktop_app.compose", "desktop_app.ui.app", "indexer.client"]
)
def test_what_a_person_waits_for_loads_nothing_heavy(module: str) -> None:
    heavy = ("torch", "llama_cpp", "lancedb", "transformers")
    code = f"import sys, {module}; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_sample_library_is_there() -> None:
    assert sum(path.is_file() for path in asset("sample_library").rglob("*")) >= 12


@pytest.mark.e2e
@needs_embedder
@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT as a terminal does")
def test_ctrl_c_stops_indexing_and_leaves_a_sound_library(run: Run, own_home: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    past = time.time() - 60
    for number in range(200):
        path = docs / f"{number}.txt"
        path.write_text("\n\n".join(f"Paragraph {n} of document {number}." * 20 for n in range(10)))
        os.utime(path, (past, past))
    run("add", str(docs))
    indexing = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", "--home", str(own_home), "index"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # Whoever runs the tests in the background has SIGINT ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    with indexing:
        try:
            eventually(lambda: psutil.Process(indexing.pid).net_connections("unix"), 60)  # it talks to the service
            indexing.send_signal(signal.SIGINT)
            _, errors = indexing.communicate(timeout=30)
        finally:
            indexing.kill()
    assert indexing.returncode == 130, errors
    assert "kept" in errors
    eventually(lambda: service_pid(own_home, "indexer") is None, 30)
    check_sound(own_home)
