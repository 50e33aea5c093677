"""What answers cost: seconds, tokens, energy; kept as numbers without a word of what was asked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum

from indexer.database import Database

_MILLION = 1e6


@dataclass(frozen=True)
class Cost:
    """What one answer took; `trace` is its trace's id. `measured`: the energy was measured, not estimated."""

    trace: str
    created: float
    model: str
    seconds: float
    prompt_tokens: int
    completion_tokens: int
    cpu_seconds: float
    watt_hours: float
    measured: bool


@dataclass(frozen=True)
class CloudPrice:
    """A price for a million tokens read and written, in `currency`, as a person set it."""

    read: float
    written: float
    currency: str

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        return (prompt_tokens * self.read + completion_tokens * self.written) / _MILLION


class Period(StrEnum):
    """How totals are grouped; the value is the form of a period's name."""

    DAY = "%Y-%m-%d"
    MONTH = "%Y-%m"


@dataclass(frozen=True)
class Total:
    """What the answers of a period took together; `period` is "2026-11-25" or "2026-11", in local time. `measured` is
    how many of the `answers` had their energy measured."""

    period: str
    answers: int
    seconds: float
    prompt_tokens: int
    completion_tokens: int
    watt_hours: float
    measured: int


class Costs:
    """The costs in the history's database. Any thread may call it; methods raise KnownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, cost: Cost) -> None:
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO costs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    cost.trace, cost.created, cost.model, cost.seconds, cost.prompt_tokens, cost.completion_tokens,
                    cost.cpu_seconds, cost.watt_hours, cost.measured,
                ),
            )  # fmt: skip

    def of(self, trace: str) -> Cost | None:
        """What the answer of a trace took; None where that was not kept."""
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM costs WHERE trace = ?", (trace,)).fetchone()
        if row is None:
            return None
        return Cost(**{**dict(row), "measured": bool(row["measured"])})

    def totals(self, period: Period, since: float = 0.0) -> tuple[Total, ...]:
        """What was spent since a time (seconds since the epoch), by period, oldest first; periods without an answer
        are left out."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT created, seconds, prompt_tokens, completion_tokens, watt_hours, measured FROM costs"
                " WHERE created >= ? ORDER BY created",
                (since,),
            ).fetchall()
        totals: dict[str, Total] = {}
        for created, seconds, read, written, watt_hours, measured in rows:
            name = time.strftime(period.value, time.localtime(created))
            so_far = totals.get(name, Total(name, 0, 0.0, 0, 0, 0.0, 0))
            totals[name] = Total(
                name,
                so_far.answers + 1,
                so_far.seconds + seconds,
                so_far.prompt_tokens + read,
                so_far.completion_tokens + written,
                so_far.watt_hours + watt_hours,
                so_far.measured + measured,
            )
        return tuple(totals.values())

    def forget(self) -> None:
        """Begin to count anew."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM costs")
