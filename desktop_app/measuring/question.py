"""Questions with known answers, and the file that holds them: an object a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import ErrorCode, KnownError, known


@dataclass(frozen=True)
class Gold:
    """Where the answer is: a file's path or name, and its page (from 1) where it has pages."""

    doc: str
    page: int | None = None


@dataclass(frozen=True)
class Question:
    """`answers` are right answers, any of which will do; `gold` is where they stand, as far as known. A question that
    is not `answerable` is rightly declined. `scope` are the folders or files that it is about; empty: all."""

    id: str
    question: str
    answers: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    answerable: bool = True
    scope: tuple[str, ...] = ()


def load_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a JSON lines file. Raises KnownError that names the line which is not as it must be."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise known(
            ErrorCode.BAD_REQUEST, f"{path} can't be read ({error}).", "Give a file of JSON lines in UTF-8."
        ) from error
    questions = tuple(_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip())
    if not questions:
        raise known(ErrorCode.BAD_REQUEST, f"{path} holds no questions.", _REMEDY)
    return questions


def save_questions(path: Path, questions: Sequence[Question]) -> None:
    """Write a file that `load_questions` reads. Raises KnownError(NO_PERMISSION)."""
    text = "".join(json.dumps(to_json(question), ensure_ascii=False) + "\n" for question in questions)
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise known(
            ErrorCode.NO_PERMISSION, f"{path} can't be written ({error}).", "Choose a place that you may write to."
        ) from error


def to_json(question: Question) -> dict[str, Any]:
    gold = [{"doc": one.doc} | ({"page": one.page} if one.page else {}) for one in question.gold]
    return {
        "id": question.id,
        "question": question.question,
        "answers": list(question.answers),
        "gold": gold,
        "answerable": question.answerable,
    } | ({"scope": list(question.scope)} if question.scope else {})


_REMEDY = 'Each line is an object such as {"question": "When …?", "answers": ["On 3 May 2024."]}.'


def _question(path: Path, number: int, line: str) -> Question:
    try:
        return _from_plain(json.loads(line), number)
    except (ValueError, TypeError) as error:
        raise _wrong(path, number, str(error)) from error


def _from_plain(plain: Any, number: int) -> Question:
    """Raises ValueError, TypeError. Fields that this program has no use for are let go."""
    if not isinstance(plain, dict) or not isinstance(plain.get("question"), str) or not plain["question"].strip():
        raise ValueError("it lacks a question")
    answers, answerable = plain.get("answers", []), plain.get("answerable", True)
    if not isinstance(answers, list) or not all(isinstance(answer, str | int | float) for answer in answers):
        raise TypeError("answers must be a list of texts")
    if not isinstance(answerable, bool):
        raise TypeError("answerable must be true or false")
    if answerable and not any(str(answer).strip() for answer in answers):
        raise ValueError("an answerable question needs answers")
    return Question(
        str(plain.get("id", number)),
        plain["question"],
        tuple(str(answer) for answer in answers),
        tuple(_gold(one) for one in plain.get("gold") or []),
        answerable,
        _scope(plain.get("scope") or []),
    )


def _scope(plain: Any) -> tuple[str, ...]:
    if not isinstance(plain, list) or not all(isinstance(place, str) for place in plain):
        raise TypeError("scope must be a list of paths")
    return tuple(plain)


def _gold(plain: Any) -> Gold:
    if not isinstance(plain, dict) or not isinstance(plain.get("doc"), str):
        raise TypeError("gold must be a list of objects with a doc")
    page = plain.get("page")
    if page is not None and (not isinstance(page, int) or page < 1):
        raise ValueError("a page is a number from 1")
    return Gold(plain["doc"], page)


def _wrong(path: Path, number: int, what: str) -> KnownError:
    return known(ErrorCode.BAD_REQUEST, f"Line {number} of {path} can't be used: {what}.", _REMEDY)
