from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from indexer import runstate

NOBODY = 2**31 - 2  # no system gives this pid


def leave_behind(home: Path, pid: int = NOBODY, deaths: tuple[float, ...] = ()) -> None:
    (home / "run").mkdir(exist_ok=True)
    state = {"pid": pid, "created": 1.0, "started": 2.0, "deaths": deaths}
    (home / "run" / "llm.json").write_text(json.dumps(state))


def serve(home: Path, body: str) -> subprocess.Popen[bytes]:
    """A process that runs `body` inside `running`, its stderr in the log as `connect_or_start` has it."""
    log = runstate.log_path(home, "llm")
    log.parent.mkdir(exist_ok=True)
    code = (
        "import faulthandler, os, signal, sys, time\nfrom pathlib import Path\nfrom indexer.runstate import running\n"
        f"with running(Path({str(home)!r}), 'llm'):\n    {body}\n"
    )
    with log.open("ab") as stderr:
        return subprocess.Popen([sys.executable, "-c", code], stderr=stderr)


def test_a_running_service_is_no_death(tmp_path: Path) -> None:
    runstate.begin(tmp_path, "llm")
    state = runstate.read(tmp_path, "llm")
    assert state is not None
    assert (state.pid, state.alive, state.deaths) == (os.getpid(), True, ())
    assert runstate.find_death(tmp_path, "llm", patience=0.0) is None


def test_a_service_that_never_ran_or_ended_well_is_no_death(tmp_path: Path) -> None:
    assert runstate.find_death(tmp_path, "llm") is None
    runstate.begin(tmp_path, "llm")
    runstate.end(tmp_path, "llm")
    assert runstate.find_death(tmp_path, "llm") is None
    assert runstate.deaths_within(tmp_path, "llm", 60) == 0


def test_a_state_without_its_process_is_a_death(tmp_path: Path) -> None:
    leave_behind(tmp_path)
    assert runstate.find_death(tmp_path, "llm") == runstate.Death(NOBODY, None, "")


def test_a_pid_that_another_process_got_since_does_not_hide_a_death(tmp_path: Path) -> None:
    leave_behind(tmp_path, pid=os.getpid())
    death = runstate.find_death(tmp_path, "llm")
    assert death is not None
    assert death.pid == os.getpid()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', "null"])
def test_a_state_that_makes_no_sense_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "llm.json").write_text(text)
    assert runstate.read(tmp_path, "llm") is None


def test_the_log_of_a_death_is_that_of_its_process(tmp_path: Path) -> None:
    leave_behind(tmp_path)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "llm.log").write_text(
        f"--- llm: process 17, then\nof another\n--- llm: process {NOBODY}, now\nits last words\n"
    )
    death = runstate.find_death(tmp_path, "llm")
    assert death is not None
    assert death.log == "its last words"


def test_deaths_are_counted_over_starts_and_forgotten_after_a_while(tmp_path: Path) -> None:
    now = time.time()
    leave_behind(tmp_path, deaths=(now - 100.0, now - 10.0))
    assert runstate.deaths_within(tmp_path, "llm", 60) == 2
    assert runstate.deaths_within(tmp_path, "llm", 600) == 3
    state = runstate.begin(tmp_path, "llm")
    assert len(state.deaths) == 3
    assert runstate.deaths_within(tmp_path, "llm", 60) == 2


@pytest.mark.parametrize("body", ["pass", "raise SystemExit(0)", "sys.exit()"])
def test_leaving_as_it_should_leaves_nothing(tmp_path: Path, body: str) -> None:
    assert serve(tmp_path, body).wait(30) == 0
    assert runstate.read(tmp_path, "llm") is None


@pytest.mark.parametrize(
    ("body", "code", "last_words"),
    [
        ("raise RuntimeError('of its own')", 1, "RuntimeError: of its own"),
        ("sys.exit(3)", 3, ""),
        ("os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL, ""),
        ("os.close(2); faulthandler._sigsegv()", -signal.SIGSEGV, "Segmentation fault"),
    ],
)
def test_leaving_otherwise_is_a_death_with_last_words(tmp_path: Path, body: str, code: int, last_words: str) -> None:
    process = serve(tmp_path, body)
    assert process.wait(30) == code
    death = runstate.find_death(tmp_path, "llm")
    assert death is not None
    assert death.pid == process.pid
    assert last_words in death.log


def test_a_process_that_is_just_going_is_waited_for(tmp_path: Path) -> None:
    process = serve(tmp_path, "time.sleep(60)")
    while (state := runstate.read(tmp_path, "llm")) is None:
        time.sleep(0.01)
    assert state.alive
    assert psutil.Process(process.pid).is_running()
    process.kill()
    assert runstate.find_death(tmp_path, "llm", patience=10.0) is not None
    process.wait(10)


def test_a_log_that_grew_long_keeps_its_end(tmp_path: Path) -> None:
    log = runstate.log_path(tmp_path, "llm")
    log.parent.mkdir()
    log.write_bytes(b"x" * 2_000_000 + b"the end\n")
    assert serve(tmp_path, "pass").wait(30) == 0
    assert log.stat().st_size < 70_000
    assert b"the end\n--- llm: process" in log.read_bytes()
