"""What a person thought of answers: thumbs up and down, and what would have been right."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.codec import from_plain, to_plain
from indexer.database import Database
from indexer.errors import ErrorCode, KnownError, known

if TYPE_CHECKING:
    from desktop_app.answering.events import Answer


@dataclass(frozen=True)
class Place:
    """A document, and a page of it where it has pages."""

    path: str
    page: int | None


@dataclass(frozen=True)
class Judgement:
    """`good` or bad; of a bad answer perhaps its `correction`, or that the documents do not say (`not_there`). The
    rest is the answer that was judged, as far as a measurement needs it; `trace` is its id and `scope`
    what was asked about, which `Judgements.put` takes from the trace."""

    trace: str
    question: str
    answer: str
    declined: bool
    cited: tuple[Place, ...]
    good: bool
    correction: str = ""
    not_there: bool = False
    scope: tuple[str, ...] = ()


def judgement_of(answer: Answer, *, good: bool, correction: str = "", not_there: bool = False) -> Judgement:
    """What a person thinks of `answer`. The question is the one that was searched for: it stands on its own."""
    cited = dict.fromkeys(Place(source.path, source.page) for source in answer.sources)
    question = answer.query or answer.question
    return Judgement(
        answer.trace, question, answer.answer, answer.declined, tuple(cited), good, correction.strip(), not_there
    )


class Judgements:
    """Those in a history's database. They go with their conversation. Methods raise KnownError."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    def put(self, conversation: int, judgement: Judgement) -> None:
        """Keep a judgement, in the place of an earlier one of the same answer."""
        judgement = replace(judgement, scope=self._scope(judgement.trace))
        record = json.dumps(to_plain(judgement), ensure_ascii=False, separators=(",", ":"))
        with self._database.write() as connection:
            if connection.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,)).fetchone() is None:
                raise known(ErrorCode.MISSING, "This conversation is not there any more.", "Ask again to judge.")
            connection.execute(
                "INSERT OR REPLACE INTO judgements (trace, conversation_id, created, record) VALUES (?, ?, ?, ?)",
                (judgement.trace, conversation, self._now(), record),
            )

    def _scope(self, trace: str) -> tuple[str, ...]:
        """What the answer was asked about; empty where its trace is gone."""
        with self._database.read() as connection:
            row = connection.execute("SELECT record FROM traces WHERE id = ?", (trace,)).fetchone()
        return tuple(json.loads(row["record"]).get("scope", ())) if row is not None else ()

    def remove(self, trace: str) -> None:
        """Take back what was thought of an answer; nothing happens where nothing was."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM judgements WHERE trace = ?", (trace,))

    def of(self, conversation: int) -> dict[str, Judgement]:
        """The judgements of a conversation's answers by the answers' traces."""
        return {one.trace: one for one in self._read("WHERE conversation_id = ?", conversation)}

    def all(self) -> tuple[Judgement, ...]:
        """Every judgement, oldest first."""
        return self._read("")

    def _read(self, where: str, *values: int) -> tuple[Judgement, ...]:
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT record FROM judgements {where} ORDER BY created", values).fetchall()
        try:
            return tuple(from_plain(Judgement, json.loads(row["record"]), "judgement") for row in rows)
        except (ValueError, KnownError) as error:
            raise known(
                ErrorCode.LIBRARY_DAMAGED,
                "What was thought of answers can't be read.",
                "Restore the history from a backup; your documents are safe.",
                detail=str(error),
            ) from error
