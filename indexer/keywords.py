"""The keyword index: SQLite FTS5 over the catalogue's chunks, ranked by BM25.

The index is contentless, so removing a row takes the very values that it was added with; they are derived from the
stored text in one place (`Entry`), and the index is built anew when that derivation changes (`KEYWORDS_VERSION`).
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from indexer.database import Database
from indexer.normalise import searchable
from indexer.query import keyword_query

KEYWORDS_VERSION = "1"
_HEADING_WEIGHT, _BODY_WEIGHT = 2.0, 1.0
_COUNT_UP_TO = 20_000  # a term in more chunks than this is common enough; counting on would cost time


@dataclass(frozen=True)
class Entry:
    """What the index holds of one chunk."""

    chunk_id: int
    title: str
    heading: str
    text: str

    def values(self) -> tuple[int, str, str]:
        return self.chunk_id, searchable(f"{self.title} {self.heading}"), searchable(self.text)


class Fts5Keywords:
    """The keyword side of hybrid search (`search.KeywordIndex`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
        connection.executemany(
            "INSERT INTO keywords (rowid, heading, body) VALUES (?, ?, ?)", (entry.values() for entry in entries)
        )

    def remove(self, connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
        connection.executemany(
            "INSERT INTO keywords (keywords, rowid, heading, body) VALUES ('delete', ?, ?, ?)",
            (entry.values() for entry in entries),
        )

    def clear(self, connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO keywords (keywords) VALUES ('delete-all')")

    def purge(self, connection: sqlite3.Connection) -> None:
        """Write the index anew without what was deleted from it."""
        connection.execute("INSERT INTO keywords (keywords) VALUES ('optimize')")

    def search(self, query: str, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        """The best `k` chunks as (chunk id, BM25, higher is better), only within `document_ids` if given."""
        match = keyword_query(query)
        if not match:
            return []
        scope = ""
        parameters: list[object] = [match]
        if document_ids is not None:
            # The range lets the index skip what is not of these documents; the plus keeps SQLite from matching the
            # expression anew for every row of them.
            of_documents = "FROM chunks WHERE document_id IN (SELECT value FROM json_each(?))"
            scope = (
                f"AND rowid BETWEEN (SELECT min(id) {of_documents}) AND (SELECT max(id) {of_documents}) "
                f"AND +rowid IN (SELECT id {of_documents})"
            )
            parameters += [json.dumps(list(document_ids))] * 3
        sql = (
            f"SELECT rowid, bm25(keywords, {_HEADING_WEIGHT}, {_BODY_WEIGHT}) AS score FROM keywords "
            f"WHERE keywords MATCH ? {scope} ORDER BY score LIMIT ?"
        )
        with self._database.read() as connection:
            rows = connection.execute(sql, (*parameters, k)).fetchall()
        return [(row[0], -row[1]) for row in rows]

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """Inverse document frequency of each term over chunks, ln(1 + (N - n + 0.5) / (n + 0.5)), as in BM25."""
        with self._database.read() as connection:
            (total,) = connection.execute("SELECT count(*) FROM chunks").fetchone()
            result = {}
            for term in terms:
                match = keyword_query(term)
                count = self._count(connection, match) if match else 0
                result[term] = math.log(1 + (max(0, total - count) + 0.5) / (count + 0.5))
        return result

    @staticmethod
    def _count(connection: sqlite3.Connection, match: str) -> int:
        sql = "SELECT count(*) FROM (SELECT 1 FROM keywords WHERE keywords MATCH ? LIMIT ?)"
        (count,) = connection.execute(sql, (match, _COUNT_UP_TO)).fetchone()
        return int(count)
