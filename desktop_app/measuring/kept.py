"""Measurements that are kept in the history, so that a change can be compared with what was before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.measuring.report import Evaluation
from indexer.codec import from_plain, to_plain
from indexer.database import Database
from indexer.errors import ErrorCode, KnownError, known


@dataclass(frozen=True)
class KeptEvaluation:
    """A row of the list of measurements. `created` is in seconds since the epoch."""

    id: int
    created: float
    model: str
    questions: int


class Evaluations:
    """Those in a history's database. Methods raise KnownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, evaluation: Evaluation) -> int:
        """Keep a measurement; its number."""
        record = json.dumps(to_plain(evaluation), ensure_ascii=False, separators=(",", ":"))
        with self._database.write() as connection:
            cursor = connection.execute(
                "INSERT INTO evaluations (created, model, questions, record) VALUES (?, ?, ?, ?)",
                (evaluation.created, evaluation.model, len(evaluation.trials), record),
            )
        return int(cursor.lastrowid or 0)

    def list(self) -> tuple[KeptEvaluation, ...]:
        """The latest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id, created, model, questions FROM evaluations ORDER BY id DESC"
            ).fetchall()
        return tuple(KeptEvaluation(row["id"], row["created"], row["model"], row["questions"]) for row in rows)

    def get(self, number: int) -> Evaluation:
        """Raises KnownError(MISSING) where there is none of that number."""
        with self._database.read() as connection:
            row = connection.execute("SELECT record FROM evaluations WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise _missing(number)
        return _evaluation(json.loads(row["record"]), f"measurement {number}")

    def forget(self, number: int | None) -> int:
        """Delete a measurement, or all of them (None); how many went. Raises KnownError(MISSING)."""
        with self._database.write() as connection:
            if number is None:
                return connection.execute("DELETE FROM evaluations").rowcount
            if not connection.execute("DELETE FROM evaluations WHERE id = ?", (number,)).rowcount:
                raise _missing(number)
        return 1


def _missing(number: int) -> KnownError:
    return known(
        ErrorCode.MISSING,
        f"There is no measurement {number}.",
        "See `footnote eval --list` for those that are kept.",
    )


def read_evaluation(path: Path) -> Evaluation:
    """A measurement that `footnote eval --save` or `--json` wrote. Raises KnownError."""
    try:
        plain = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise known(
            ErrorCode.BAD_REQUEST, f"{path} can't be read ({error}).", "Give a file that `footnote eval --save` wrote."
        ) from error
    return _evaluation(plain.get("evaluation") if isinstance(plain, dict) else plain, str(path))


def _evaluation(plain: Any, where: str) -> Evaluation:
    try:
        found: Evaluation = from_plain(Evaluation, plain, where)
    except (ValueError, TypeError, KnownError) as error:
        raise known(
            ErrorCode.BAD_REQUEST,
            f"{where} holds no measurement of this version.",
            "Measure again to compare.",
            detail=str(error),
        ) from error
    return found
