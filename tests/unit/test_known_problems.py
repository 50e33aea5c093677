"""What the processes say of particular problems is known to the window, so that it can be said in other languages."""

from __future__ import annotations

import ast
import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import desktop_app
import indexer
from desktop_app.supervisor import crash_loop, explain_death
from desktop_app.ui import known_problems, known_sentences
from desktop_app.ui.known_problems import MESSAGES, REMEDIES
from indexer import filters, runstate
from indexer.config import Settings
from indexer.errors import ErrorCode, KnownError, Problem
from indexer.ignore import Rules
from indexer.walk import left_out

ROOTS = [Path(str(package.__file__)).parent for package in (desktop_app, indexer)]
WITHOUT_WINDOW = {"cli", "measuring"}
QUOTED = {"MISSING", "LEFT_OUT", "NO_PERMISSION", "BAD_SETTING", "BAD_REQUEST"}  # their code alone says too little
INTERNAL = (  # only a mistake of Footnote's own brings these
    "The request to the language model",
    "The language model process can't answer",
    "No language model is loaded",
    "1 is a reranker",
)


def literal(node: ast.expr) -> str | None:
    """A text, with 1 for each value in it; None for what is put together elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in node.values)
    return None


def sentences() -> Iterator[tuple[str, str]]:
    """Messages and actions of the problems that are made in place."""
    for root in ROOTS:
        for path in sorted(root.rglob("*.py")):
            if WITHOUT_WINDOW & {*path.relative_to(root).parts}:
                continue
            source = path.read_text("utf-8")
            if not any(f"ErrorCode.{code}," in source for code in QUOTED):
                continue
            for call in ast.walk(ast.parse(source)):
                if not isinstance(call, ast.Call) or len(call.args) < 3 or not isinstance(call.args[0], ast.Attribute):
                    continue
                message, action = literal(call.args[1]), literal(call.args[2])
                if call.args[0].attr in QUOTED and message and action and not message.startswith(INTERNAL):
                    yield message, action


def test_every_problem_whose_code_says_too_little_is_known() -> None:
    found = list(sentences())
    assert len(found) > 15
    assert [message for message, _ in found if MESSAGES.said(message) is None] == []


def problem_of(call: Callable[[], object]) -> Problem:
    with pytest.raises(KnownError) as caught:
        call()
    return caught.value.problem


LISTED = (filters.Listed(1, "/d/Contracts/offer.pdf", "", "pdf", ("Contracts",), "", 0.0),)


def limited(question: str) -> Callable[[], object]:
    return lambda: filters.limit(filters.parse(question).filters, LISTED)


@pytest.mark.parametrize(
    "call",
    [
        limited("@ofer what?"),
        limited("@xyz what?"),
        limited("in:Contrakts what?"),
        limited("in:zzz what?"),
        limited("type:qqq what?"),
        limited("after:soon what?"),
        lambda: Settings(threads=-1),
        lambda: Settings(text_percent=1),
        lambda: Settings(theme="pink"),
    ],
)
def test_what_is_put_together_is_known(call: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    assert_known(problem_of(call), monkeypatch)


def assert_known(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MESSAGES.said(problem.message)
    assert REMEDIES.said(problem.action)
    # With words that only mark, nothing but what stands between the values is said.
    monkeypatch.setattr(known_sentences, "tr", lambda text, **values: f"«{text.format(**values)}»")
    assert str(MESSAGES.said(problem.message)).startswith("«")
    monkeypatch.undo()


def test_what_is_left_out_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.log\n")
    (tmp_path / "x.log").touch()
    (tmp_path / "x.tmp").touch()
    rules = Rules(("*.tmp",))
    for name in (".git", "x.log", "x.tmp"):
        error = left_out(tmp_path, tmp_path / name, rules)
        assert error is not None
        assert_known(error.problem, monkeypatch)


@pytest.mark.parametrize("service", ["llm", "indexer"])
@pytest.mark.parametrize("code", [-signal.SIGKILL, None, -signal.SIGSEGV, -signal.SIGILL, -signal.SIGTERM, 7])
def test_why_a_process_ended_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: str, code: int | None
) -> None:
    for folder in ("run", "logs"):
        (tmp_path / folder).mkdir()
    state = {"pid": 2**31 - 2, "created": 1.0, "started": 2.0, "deaths": [2.0, 2.0, 2.0]}
    (tmp_path / "run" / f"{service}.json").write_text(json.dumps(state))
    monkeypatch.setattr(runstate, "exit_code", lambda _pid, _patience: code)
    monkeypatch.setattr(runstate, "deaths_within", lambda *_: 3)
    for problem in (explain_death(tmp_path, service), crash_loop(tmp_path, service)):
        assert problem is not None
        assert problem.code is ErrorCode.PROCESS_DIED
        assert MESSAGES.said(problem.message)
        if "doctor" not in problem.action:  # the command is shown by itself
            assert REMEDIES.said(problem.action)


def test_the_process_is_named_in_the_same_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_sentences, "tr", lambda text, **values: f"«{text.format(**values)}»")
    assert MESSAGES.said("The indexer process ended with exit code 7.") == (
        "««The indexer process» ended with exit code 7.»"
    )
    assert known_problems.MESSAGES.said("It rained.") is None
