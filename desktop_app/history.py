"""What was asked and answered: conversations, answers, their traces, what was thought of them, and how fast this
machine reads.

Unlike the index, none of this can be built anew, so it is migrated and never dropped.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.collection_store import Collections
from desktop_app.costs import Costs
from desktop_app.history_steps import HISTORY_STEPS
from desktop_app.judgements import Judgements
from desktop_app.scopes import Scopes
from indexer.codec import from_plain, to_plain
from indexer.database import Database
from indexer.errors import ErrorCode, KnownError, known

if TYPE_CHECKING:  # a window that begins needs neither
    from desktop_app.answering.events import Answer
    from desktop_app.answering.trace import Trace

_SPEEDS_KEPT = 15  # a model; the median of so few follows a machine that got slower or faster
_TITLE_LENGTH = 60


@dataclass(frozen=True)
class Conversation:
    """A row of the list of conversations. Times are seconds since the epoch; `answers` is how many there are."""

    id: int
    title: str
    created: float
    updated: float
    archived: bool
    pinned: bool
    answers: int


@dataclass(frozen=True)
class TraceSummary:
    """A row of the list of traces. `outcome` is answered, declined, stopped or failed."""

    id: str
    created: float
    conversation: int | None
    question: str
    outcome: str


class History:
    """The history of the library at `path` (a file). Any thread may call it; methods raise KnownError.

    `judgements` are what a person thought of answers, `costs` what these took, `scopes` what conversations are limited
    to, `collections` the named sets for that; what else is kept in its `database` has its own module."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Raises KnownError(LIBRARY_DAMAGED, NEWER_LIBRARY, NO_PERMISSION, DISK_FULL)."""
        self.path = path
        self._now = now
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self.database = Database(path, HISTORY_STEPS)
        except KnownError as error:
            if error.problem.code is ErrorCode.LIBRARY_DAMAGED:
                raise self._damaged(error.problem.detail) from error
            raise
        self.judgements = Judgements(self.database, now)
        self.costs = Costs(self.database)
        self.scopes = Scopes(self.database)
        self.collections = Collections(self.database)

    def close(self) -> None:
        self.database.close()

    # Conversations

    def create(self, title: str = "") -> Conversation:
        """A new conversation; without a title it takes that of its first question."""
        now = self._now()
        with self.database.write() as connection:
            cursor = connection.execute(
                "INSERT INTO conversations (title, created, updated) VALUES (?, ?, ?)", (_title(title), now, now)
            )
        return Conversation(int(cursor.lastrowid or 0), _title(title), now, now, False, False, 0)

    def conversations(self, *, archived: bool = False) -> tuple[Conversation, ...]:
        """Those in use (or the archived ones): pinned first, then the latest first."""
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT c.*, (SELECT count(*) FROM answers a WHERE a.conversation_id = c.id) AS answers"
                " FROM conversations c WHERE archived = ? ORDER BY pinned DESC, updated DESC, id DESC",
                (archived,),
            ).fetchall()
        return tuple(
            Conversation(
                row["id"],
                row["title"],
                row["created"],
                row["updated"],
                bool(row["archived"]),
                bool(row["pinned"]),
                row["answers"],
            )
            for row in rows
        )

    def find(self, text: str) -> frozenset[int]:
        """The conversations in whose title, questions or answers every word of `text` occurs."""
        found: set[int] | None = None
        for word in text.split():
            pattern = "%" + re.sub(r"([%_\\])", r"\\\1", word) + "%"
            with self.database.read() as connection:
                rows = connection.execute(
                    "SELECT id FROM conversations WHERE title LIKE :word ESCAPE '\\' UNION SELECT conversation_id FROM"
                    " answers WHERE question LIKE :word ESCAPE '\\'"
                    " OR json_extract(record, '$.answer') LIKE :word ESCAPE '\\'",
                    {"word": pattern},
                ).fetchall()
            ids = {row[0] for row in rows}
            found = ids if found is None else found & ids
        return frozenset(found or ())

    def rename(self, conversation: int, title: str) -> None:
        self._change("UPDATE conversations SET title = ? WHERE id = ?", _title(title), conversation)

    def archive(self, conversation: int, archived: bool = True) -> None:
        self._change("UPDATE conversations SET archived = ? WHERE id = ?", archived, conversation)

    def pin(self, conversation: int, pinned: bool = True) -> None:
        self._change("UPDATE conversations SET pinned = ? WHERE id = ?", pinned, conversation)

    def delete(self, conversation: int) -> None:
        """Delete a conversation with its answers and their traces."""
        self._change("DELETE FROM conversations WHERE id = ?", conversation)

    def _change(self, statement: str, *values: Any) -> None:
        with self.database.write() as connection:
            if connection.execute(statement, values).rowcount == 0:
                raise known(
                    ErrorCode.MISSING,
                    "This conversation is not there any more.",
                    "Choose another one, or start anew.",
                )

    # Answers

    def add_answer(self, conversation: int, answer: Answer) -> None:
        """Append an answer; the first one names a conversation that has no title yet."""
        now = self._now()
        with self.database.write() as connection:
            self._change(
                "UPDATE conversations SET updated = ?, title = CASE title WHEN '' THEN ? ELSE title END WHERE id = ?",
                now,
                _title(answer.question),
                conversation,
            )
            connection.execute(
                "INSERT INTO answers (conversation_id, created, question, record) VALUES (?, ?, ?, ?)",
                (conversation, now, answer.question, _to_json(answer)),
            )

    def answers(self, conversation: int) -> tuple[Answer, ...]:
        """The answers of a conversation, oldest first."""
        from desktop_app.answering.events import Answer

        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT record FROM answers WHERE conversation_id = ? ORDER BY id", (conversation,)
            ).fetchall()
        return tuple(self._from_json(Answer, row["record"]) for row in rows)

    def answered(self, conversation: int) -> dict[str, float]:
        """When the answers of a conversation were given, by their traces."""
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT json_extract(record, '$.trace') AS trace, created FROM answers WHERE conversation_id = ?",
                (conversation,),
            ).fetchall()
        return {row["trace"]: row["created"] for row in rows}

    def questions(self, limit: int = 200) -> tuple[str, ...]:
        """What was asked last in any conversation, each once, the latest last."""
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT question FROM answers GROUP BY question ORDER BY max(id) DESC LIMIT ?", (limit,)
            ).fetchall()
        return tuple(row["question"] for row in reversed(rows))

    # Traces

    def add_trace(self, trace: Trace) -> None:
        with self.database.write() as connection:
            connection.execute(
                "INSERT INTO traces (id, created, conversation_id, question, outcome, record)"
                " VALUES (?, ?, (SELECT id FROM conversations WHERE id = ?), ?, ?, ?)",
                (trace.id, trace.created, trace.conversation, trace.question, trace.outcome, _to_json(trace)),
            )

    def trace(self, trace_id: str) -> Trace | None:
        """The trace of an answer, None when there is none of that id."""
        from desktop_app.answering.trace import Trace

        with self.database.read() as connection:
            row = connection.execute("SELECT record FROM traces WHERE id = ?", (trace_id,)).fetchone()
        return None if row is None else self._from_json(Trace, row["record"])

    def traces(self, limit: int = 50) -> tuple[TraceSummary, ...]:
        """The latest traces, latest first."""
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT id, created, conversation_id, question, outcome FROM traces ORDER BY created DESC, id LIMIT ?",
                (limit,),
            ).fetchall()
        return tuple(
            TraceSummary(row["id"], row["created"], row["conversation_id"], row["question"], row["outcome"])
            for row in rows
        )

    def export(self, trace_id: str) -> dict[str, Any]:
        """A trace as plain JSON values. Raises KnownError(MISSING) when there is none of that id."""
        trace = self.trace(trace_id)
        if trace is None:
            raise known(
                ErrorCode.MISSING,
                f"There is no trace {trace_id}.",
                "See `footnote trace list` for those that are kept.",
            )
        plain: dict[str, Any] = to_plain(trace)
        return plain

    def purge(self, before: float | None = None) -> int:
        """Delete traces made before a time (seconds since the epoch), or all; the answers stay. How many went."""
        with self.database.write() as connection:
            if before is None:
                return connection.execute("DELETE FROM traces").rowcount
            return connection.execute("DELETE FROM traces WHERE created < ?", (before,)).rowcount

    # How fast this machine reads

    def record_speed(self, model: str, prefill: float) -> None:
        """Keep that `model` (its file's checksum, or path and size) read `prefill` tokens per second."""
        with self.database.write() as connection:
            connection.execute(
                "INSERT INTO measurements (model, measured, prefill) VALUES (?, ?, ?)", (model, self._now(), prefill)
            )
            connection.execute(
                "DELETE FROM measurements WHERE model = ? AND id NOT IN"
                " (SELECT id FROM measurements WHERE model = ? ORDER BY id DESC LIMIT ?)",
                (model, model, _SPEEDS_KEPT),
            )

    def speed(self, model: str) -> float | None:
        """Tokens per second, the median of the latest measurements; None before the first."""
        from statistics import median  # brings fractions and decimals, which a window that begins does without

        with self.database.read() as connection:
            rows = connection.execute("SELECT prefill FROM measurements WHERE model = ?", (model,)).fetchall()
        return median(row["prefill"] for row in rows) if rows else None

    def _from_json(self, kind: type, record: str) -> Any:
        try:
            return from_plain(kind, json.loads(record), "history")
        except (ValueError, KnownError) as error:
            raise self._damaged(str(error)) from error

    def _damaged(self, detail: str) -> KnownError:
        return known(
            ErrorCode.LIBRARY_DAMAGED,
            f"The history of questions and answers, {self.path}, is damaged.",
            "Restore it from a backup, or move it away to start with an empty history; your documents are safe.",
            detail=detail,
        )


def new_trace_id() -> str:
    """Twelve hexadecimal digits."""
    return os.urandom(6).hex()


def _title(text: str) -> str:
    """The first line of a question, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= _TITLE_LENGTH:
        return line
    return line[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _to_json(value: Any) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
