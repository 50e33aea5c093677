"""Files of questions: read strictly, written so that they can be read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.answering.decline import WITHDRAWN_ANSWER
from desktop_app.judgements import Judgement, Place
from desktop_app.measuring.mine import questions_from
from desktop_app.measuring.question import Gold, Question, load_questions, save_questions
from indexer.errors import ErrorCode, KnownError

FULL = Question("a", "When?", ("In May.", "2024-05-03"), (Gold("x.pdf", 3), Gold("sub/y.md")), True, ("/a/b",))


def written(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_what_was_saved_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    questions = (FULL, Question("b", "Who won?", answerable=False))
    save_questions(path, questions)
    assert load_questions(path) == questions


def test_only_a_question_and_an_answer_are_needed(tmp_path: Path) -> None:
    path = written(tmp_path, {"question": "When?", "answers": ["May", 7], "note": "mine", "gold": None}, "", "  ")
    assert load_questions(path) == (Question("1", "When?", ("May", "7")),)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "Line 2"),
        ("[]", "lacks a question"),
        ({"question": " "}, "lacks a question"),
        ({"question": "When?"}, "needs answers"),
        ({"question": "When?", "answers": "May"}, "list of texts"),
        ({"question": "When?", "answers": ["May"], "answerable": "no"}, "true or false"),
        ({"question": "When?", "answers": ["May"], "gold": ["x.pdf"]}, "objects with a doc"),
        ({"question": "When?", "answers": ["May"], "gold": [{"doc": "x", "page": 0}]}, "from 1"),
        ({"question": "When?", "answers": ["May"], "scope": "/a"}, "list of paths"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: object, what: str) -> None:
    path = written(tmp_path, {"question": "Why?", "answers": ["So."]}, line)
    with pytest.raises(KnownError) as raised:
        load_questions(path)
    assert raised.value.problem.code is ErrorCode.BAD_REQUEST
    assert "Line 2" in raised.value.problem.message
    assert what in raised.value.problem.message
    assert raised.value.problem.action


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00"])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "q.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnownError):
        load_questions(path)


def test_a_file_that_can_not_be_written_is_a_known_problem(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as raised:
        save_questions(tmp_path / "no" / "q.jsonl", [FULL])
    assert raised.value.problem.code is ErrorCode.NO_PERMISSION


# What a person judged


def judged(trace: str = "t", question: str = "When?", **more: object) -> Judgement:
    values: dict[str, object] = {
        "answer": "In May.", "declined": False, "cited": (Place("/x.pdf", 3),), "good": True
    } | more  # fmt: skip
    return Judgement(trace, question, **values)  # type: ignore[arg-type]


def test_a_good_answer_is_a_known_one() -> None:
    assert questions_from([judged()]) == (Question("t", "When?", ("In May.",), (Gold("/x.pdf", 3),)),)


def test_a_correction_is_the_known_answer_and_what_the_wrong_one_cited_is_no_gold() -> None:
    assert questions_from([judged(good=False, correction="In June.")]) == (Question("t", "When?", ("In June.",)),)


@pytest.mark.parametrize("judgement", [judged(good=False, not_there=True), judged(declined=True)])
def test_what_is_not_there_is_to_be_declined(judgement: Judgement) -> None:
    assert questions_from([judgement]) == (Question("t", "When?", answerable=False),)


WITHDRAWN = judged(answer=WITHDRAWN_ANSWER, declined=True)


@pytest.mark.parametrize("judgement", [judged(good=False), WITHDRAWN, replace(WITHDRAWN, good=False)])
def test_what_says_nothing_of_the_documents_tells_nothing(judgement: Judgement) -> None:
    assert questions_from([judgement]) == ()


def test_of_one_question_the_latest_counts() -> None:
    judgements = [judged("a"), judged("b", "Who?"), judged("c", "when? ", good=False, correction="In July.")]
    assert [question.id for question in questions_from(judgements)] == ["b", "c"]
