from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from desktop_app.llm import protocol as m
from desktop_app.supervisor import Supervised, crash_loop, explain_death
from indexer import runstate
from indexer.errors import ErrorCode, KnownError

NOBODY = 2**31 - 2


def died(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int | None = None,
    log: str = "",
    service: str = "llm",
    deaths: tuple[float, ...] = (),
) -> None:
    """Leave behind what a dead service leaves behind."""
    for folder in ("run", "logs"):
        (home / folder).mkdir(exist_ok=True)
    state = {"pid": NOBODY, "created": 1.0, "started": 2.0, "deaths": deaths}
    (home / "run" / f"{service}.json").write_text(json.dumps(state))
    (home / "logs" / f"{service}.log").write_text(f"--- {service}: process {NOBODY}, now\n{log}\n")
    monkeypatch.setattr(runstate, "exit_code", lambda _pid, _patience: code)


@pytest.mark.parametrize(
    ("code", "log", "sentence"),
    [
        (-signal.SIGKILL, "", "was ended by the system, most likely because memory ran out"),
        (None, "", "was ended from outside, most likely by the system because memory ran out"),
        (-signal.SIGSEGV, "", "crashed (SIGSEGV)"),
        (None, "Fatal Python error: Segmentation fault\n\nThread 0x1:", "crashed (SIGSEGV)"),
        (None, "ggml.c:12: GGML_ASSERT(x) failed", "crashed (SIGABRT)"),
        (-signal.SIGILL, "", "crashed: it was built for another kind of processor (SIGILL)"),
        (None, "Fatal Python error: Bus error", "crashed: a file it was reading was cut short"),
        (-signal.SIGTERM, "", "was ended by another program (SIGTERM)"),
        (-63, "", "crashed (SIGRTMAX-1)" if hasattr(signal, "SIGRTMAX") else "crashed (signal 63)"),
        (7, "", "ended with exit code 7"),
        (None, "Traceback (most recent call last):\n  x\nKeyError: 1", "ended with an error of its own"),
    ],
)
def test_a_death_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int | None, log: str, sentence: str
) -> None:
    if code == -63 and -code not in [int(number) for number in signal.Signals]:
        sentence = "crashed (signal 63)"
    died(tmp_path, monkeypatch, code, log)
    problem = explain_death(tmp_path, "llm")
    assert problem is not None
    assert problem.code is ErrorCode.PROCESS_DIED
    assert problem.message.startswith(f"The language model process {sentence}")
    assert problem.message.endswith(".")
    assert problem.retryable
    assert problem.detail == log.strip()


def test_want_of_memory_has_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    died(tmp_path, monkeypatch, -signal.SIGKILL)
    problem = explain_death(tmp_path, "llm")
    assert problem is not None
    assert "choose a smaller model with `footnote models use`" in problem.action


def test_the_indexer_is_explained_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    died(tmp_path, monkeypatch, -signal.SIGSEGV, service="indexer")
    problem = explain_death(tmp_path, "indexer")
    assert problem is not None
    assert problem.message == "The indexer process crashed (SIGSEGV)."


def test_no_death_is_not_explained(tmp_path: Path) -> None:
    assert explain_death(tmp_path, "llm") is None
    runstate.begin(tmp_path, "llm")
    assert explain_death(tmp_path, "llm", patience=0.0) is None


def test_three_deaths_within_a_minute_stop_new_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    died(tmp_path, monkeypatch, -signal.SIGSEGV, deaths=(now - 30, now - 10))
    problem = crash_loop(tmp_path, "llm")
    assert problem is not None
    assert "died 3 times within a minute" in problem.message
    assert problem.message.endswith("The last time it crashed (SIGSEGV).")
    assert problem.action.startswith("Wait a minute")


def test_old_deaths_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    died(tmp_path, monkeypatch, -signal.SIGSEGV, deaths=(now - 70, now - 10))
    assert crash_loop(tmp_path, "llm") is None


def test_a_service_that_runs_again_may_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    died(tmp_path, monkeypatch, deaths=(now - 3, now - 2, now - 1))
    runstate.begin(tmp_path, "llm")
    assert crash_loop(tmp_path, "llm") is None


def test_a_crash_loop_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    died(tmp_path, monkeypatch, deaths=(now - 2, now - 1))
    witness = tmp_path / "started"
    supervised = Supervised(tmp_path, "llm", m.REGISTRY, ["touch", str(witness)], lambda _: None)
    with pytest.raises(KnownError, match="died 3 times within a minute"):
        supervised.client()
    assert not witness.exists()
    assert supervised.current() is None


def test_another_problem_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    died(tmp_path, monkeypatch, -os.EX_SOFTWARE)
    supervised = Supervised(tmp_path, "llm", m.REGISTRY, ["false"], lambda _: None)
    error = KnownError(runstate_problem())
    assert supervised.explain(error) is error


def runstate_problem() -> object:
    from indexer.errors import Problem

    return Problem(ErrorCode.MODEL_MISSING, "It is not there.", "Fetch it.")
