"""`footnote eval` over scripted answers: the table, what is kept, what changed, and Ctrl-C."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_app.answering.events import Answered, Declined
from desktop_app.cli import evaluating
from desktop_app.cli.main import main, parser
from desktop_app.history import History
from desktop_app.judgements import judgement_of
from desktop_app.measuring.question import load_questions
from indexer.errors import KnownError
from tests.support.fake_answers import FakeAnswers, make_answer
from tests.support.fake_llm import FakeLanguageModel

QUESTIONS = [
    {"id": "a", "question": "When does it end?", "answers": ["In May."]},
    {"id": "b", "question": "Who won the cup?", "answerable": False},
]


class Entry:
    name = "qwen"


class Models:
    def language_model(self, _name: str = "") -> tuple[Entry, Path]:
        return Entry(), Path("model.gguf")


@dataclass
class Services:
    """What of a `Composition` the command uses."""

    home: Path
    history: History
    answers: FakeAnswers
    models: Models
    language_model: FakeLanguageModel


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    history = History(tmp_path / "history.db")
    yield Services(tmp_path, history, FakeAnswers(), Models(), FakeLanguageModel("In May."))
    history.close()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    return str(path)


def options(*arguments: str) -> Namespace:
    return parser().parse_args(["eval", *arguments])


def script(services: Services, *texts: str) -> None:
    """An answer each; empty is declined."""
    for text in texts:
        answer = make_answer(text or "No.", declined=not text)
        services.answers.script(Answered(answer) if text else Declined(answer))


def measured(services: Services, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert evaluating.evaluate(services, options("--json", *arguments)) == 0  # type: ignore[arg-type]
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_the_table(services: Services, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    script(services, "It ends in May.", "")
    assert evaluating.evaluate(services, options(file, "--closed-book")) == 0  # type: ignore[arg-type]
    out, err = capsys.readouterr()
    assert out.startswith("2 questions, qwen\n")
    rows = {line[:34].strip(): line[34:].split() for line in out.splitlines()[1:]}
    assert rows["right"] == ["1.00", "0.34", "to", "1.00", "2", "of", "2"]
    assert rows["not answerable: declined"][-3:] == ["1", "of", "1"]
    assert rows["without documents: right"][-3:] == ["1", "of", "1"]
    assert "Kept as measurement 1" in err


def test_one_measurement_after_another(services: Services, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    script(services, "It ends in June.", "")
    before = measured(services, capsys, file, "--save", str(services.home / "before.json"))
    assert (before["number"], before["questions"], before["change"]) == (1, 2, None)
    for old in ("1", "last", str(services.home / "before.json")):
        script(services, "It ends in May.", "")
        after = measured(services, capsys, file, "--compare", old)
        expected = {"better": ["a"], "worse": [], "chance": 1.0, "more_than_chance": False}
        assert after["change"] | expected == after["change"] or old == "last"
    assert after["shares"]["answerable: right"]["count"] == 1


def test_what_changed_is_said_in_words(services: Services, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    script(services, "It ends in June.", "", "It ends in May.", "Brazil.")
    measured(services, capsys, file)
    assert evaluating.evaluate(services, options(file, "--compare", "last")) == 0  # type: ignore[arg-type]
    said = " ".join(capsys.readouterr().out.split())
    assert "1 became right and 1 stopped being right: this may be chance (p = 1.00). Better: a. Worse: b." in said
    assert "before 0.50" in said


def test_ctrl_c_shows_what_was_asked_so_far_and_keeps_nothing(
    services: Services, file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    script(services, "It ends in May.")
    ask, calls = services.answers.ask, iter([False, True])

    def interrupted(question: str, **more: Any) -> Iterator[object]:
        if next(calls):
            raise KeyboardInterrupt
        return ask(question, **more)

    monkeypatch.setattr(services.answers, "ask", interrupted)
    assert evaluating.evaluate(services, options(file)) == 130  # type: ignore[arg-type]
    out, err = capsys.readouterr()
    assert out.startswith("1 question, qwen")
    assert "Stopped after 1 of 2 questions." in err
    assert services.answers.stops == 1
    with pytest.raises(KnownError):
        evaluating.evaluate(services, options(file, "--compare", "last"))  # type: ignore[arg-type]


def test_one_s_own_questions(services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KnownError) as raised:
        evaluating.evaluate(services, options())  # type: ignore[arg-type]
    assert "window" in raised.value.problem.action
    conversation = services.history.create().id
    services.history.judgements.put(conversation, judgement_of(make_answer("In May.", trace="t"), good=True))
    script(services, "It was agreed for May.")
    assert measured(services, capsys, "--mine")["shares"]["answerable: right"]["count"] == 1


def test_export_and_list(services: Services, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    conversation = services.history.create().id
    judged = judgement_of(make_answer("In May.", trace="t"), good=False, correction="In June.")
    services.history.judgements.put(conversation, judged)
    script(services, "", "")
    measured(services, capsys, file)
    home, target = str(services.home), services.home / "mine.jsonl"
    assert main(["eval", "--export", str(target), "--home", home]) == 0
    assert load_questions(target)[0].answers == ("In June.",)
    capsys.readouterr()
    assert main(["eval", "--list", "--json", "--home", home]) == 0
    (row,) = json.loads(capsys.readouterr().out)["evaluations"]
    assert (row["id"], row["model"], row["questions"]) == (1, "qwen", 2)
    assert main(["eval", "--forget", "7", "--home", home]) == 1
    assert main(["eval", "--forget", "1", "--json", "--home", home]) == 0
    assert main(["eval", "--forget", "all", "--json", "--home", home]) == 0
    assert [json.loads(line)["forgotten"] for line in capsys.readouterr().out.splitlines()] == [1, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        ["x.jsonl", "--mine"],
        ["--list", "--export", "y"],
        ["--limit", "0"],
        ["--forget", "x"],
        ["x.jsonl", "--search-only", "--closed-book"],
    ],
)
def test_what_does_not_go_together_is_usage(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["eval", *wrong])
    assert raised.value.code == 2
