"""The names of all documents, in the catalogue: found by the words of a question, few at a time.

Triggers note which documents were renamed or read anew (`unnamed`), within the transaction that did it; `refresh`
writes their names in the same one. Words are kept as stems, so that a lookup needs no tokenizer of SQLite's.
"""

from __future__ import annotations

import json
import math
import sqlite3
import zlib
from collections.abc import Collection, Sequence
from pathlib import PurePath

from indexer.database import Database
from indexer.filters import Listed
from indexer.naming import OPENING, DocumentNames, folders_of, names_from
from indexer.periods import Periods

NAMES_VERSION = "1"  # of the words in the table; another one writes it anew

# CROSS JOIN keeps `unnamed` first: SQLite began with all documents instead of the few that changed, at every one read.
CHANGED = """
    SELECT d.id, d.path, d.title, d.author, d.created, f.path AS root, t.body FROM unnamed u
    CROSS JOIN documents d ON d.id = u.document_id JOIN folders f ON f.id = d.folder_id
    LEFT JOIN texts t ON t.document_id = d.id AND t.start = 0
        AND t.page = (SELECT min(page) FROM texts WHERE document_id = d.id)
    WHERE d.chunks > 0
"""


class NameIndex:
    """Which documents go by a name (`search.DocumentIndex`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def renew(self, connection: sqlite3.Connection) -> None:
        """Bring the table to the present, as far as transactions of the past or another version left it behind."""
        row = connection.execute("SELECT value FROM meta WHERE name = 'names'").fetchone()
        if row is None or row[0] != NAMES_VERSION:
            connection.execute("INSERT OR IGNORE INTO unnamed SELECT id FROM documents WHERE chunks > 0")
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('names', ?)", (NAMES_VERSION,))
        self.refresh(connection)

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Write the names of the documents that changed, within the caller's transaction."""
        rows = connection.execute(CHANGED).fetchall()
        connection.execute("DELETE FROM names WHERE rowid IN (SELECT document_id FROM unnamed)")
        connection.executemany(
            "INSERT INTO names (rowid, own, opening, short, periods, opening_periods) VALUES (?, ?, ?, ?, ?, ?)",
            (_columns(row) for row in rows),
        )
        connection.execute("DELETE FROM unnamed")

    def purge(self, connection: sqlite3.Connection) -> None:
        """Write the index anew without what was deleted from it."""
        connection.execute("INSERT INTO names (names) VALUES ('optimize')")

    def rarity(self, forms: Collection[str]) -> dict[str, float]:
        """How much each form tells one document from others, from 0 (in all, or in none) to 1 (in one of many)."""
        with self._database.read() as connection:
            (total,) = connection.execute("SELECT count(*) FROM names_docsize").fetchone()
            rows = connection.execute(
                "SELECT term, doc FROM names_terms WHERE term IN (SELECT value FROM json_each(?))",
                (json.dumps(list(forms)),),
            ).fetchall()
        return {row["term"]: math.log((total + 1) / (row["doc"] + 0.5)) / math.log(total + 2) for row in rows}

    def find(self, forms: Sequence[str], limit: int, document_ids: Collection[int] | None = None) -> list[int]:
        """The documents whose names hold most of `forms`, best first, at most `limit`; only of `document_ids` unless
        None."""
        match = " OR ".join(f'"{form}"' for form in forms if form.isalnum())
        if not match:
            return []
        scope, parameters = "", [match]
        if document_ids is not None:
            scope = "AND +rowid IN (SELECT value FROM json_each(?))"
            parameters.append(json.dumps(list(document_ids)))
        with self._database.read() as connection:
            rows = connection.execute(
                f"SELECT rowid FROM names WHERE names MATCH ? {scope} ORDER BY bm25(names, 3.0, 1.0, 2.0) LIMIT ?",
                (*parameters, limit),
            ).fetchall()
        return [row[0] for row in rows]

    def names(self, document_ids: Collection[int]) -> dict[int, DocumentNames]:
        """What these documents are called; one without text is absent."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT rowid, * FROM names WHERE rowid IN (SELECT value FROM json_each(?))",
                (json.dumps(list(document_ids)),),
            ).fetchall()
        return {
            row["rowid"]: DocumentNames(
                row["rowid"], frozenset(row["own"].split()), frozenset(row["opening"].split()),
                frozenset(row["short"].split()), _unpacked(row["periods"]), _unpacked(row["opening_periods"]),
            )
            for row in rows
        }  # fmt: skip

    def listed(self) -> list[Listed]:
        """All documents as filters see them."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT d.id, d.path, d.title, d.kind, d.created, d.mtime_ns, f.path AS root FROM documents d "
                "JOIN folders f ON f.id = d.folder_id"
            ).fetchall()
        return [
            Listed(
                row["id"], row["path"], row["title"], row["kind"], folders_of(row["path"], row["root"]),
                row["created"], row["mtime_ns"] / 1e9,
            )
            for row in rows
        ]  # fmt: skip


def _columns(row: sqlite3.Row) -> tuple[int, str, str, str, str, str]:
    file, folder = PurePath(row["path"]).stem, " ".join(folders_of(row["path"], row["root"]))
    opening = zlib.decompress(row["body"]).decode("utf-8", "surrogatepass")[:OPENING] if row["body"] else ""
    made = names_from(row["id"], file, folder, row["title"], row["author"], row["created"], opening)
    return (
        row["id"], " ".join(sorted(made.own)), " ".join(sorted(made.opening)), " ".join(sorted(made.short)),
        _packed(made.periods), _packed(made.opening_periods),
    )  # fmt: skip


def _packed(periods: Periods) -> str:
    return json.dumps([sorted(periods.years), sorted(periods.quarters)])


def _unpacked(text: str) -> Periods:
    years, quarters = json.loads(text)
    return Periods(frozenset(years), frozenset(quarters))
