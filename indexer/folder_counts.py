"""How many documents every folder holds in each state, however many there are: a row a folder, kept by triggers.

`folder_counts` has the folder that a document lies in, its separator at the end, so that what lies below a folder is
one range of the table's key.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from indexer.database import Database
from indexer.known import bounds
from indexer.protocol import ListSubfolders, SubfolderList
from indexer.types import DocumentState, Folder, Subfolder

# What lies below a folder, gathered by the first name behind the first ?1 characters, which are the folder's own.
_INSIDE = """
    SELECT substr(c.path, ?1 + 1, instr(substr(c.path, ?1 + 1), ?2) - 1) AS name,
           CASE WHEN f.online THEN c.state ELSE 'offline' END AS state,
           sum(c.documents) AS documents, max(length(c.path)) AS longest
    FROM folders f CROSS JOIN folder_counts c ON c.folder_id = f.id WHERE c.path > ?3 AND c.path < ?4 GROUP BY 1, 2
"""
# A document of an offline folder keeps its own state and is counted as offline.
_BY_FOLDER = """
    SELECT f.id, CASE WHEN f.online THEN c.state ELSE 'offline' END AS state, sum(c.documents) AS n
    FROM folders f JOIN folder_counts c ON c.folder_id = f.id GROUP BY 1, 2
"""


class FolderCounts:
    """Reads the counts; any thread may ask."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_state(self) -> dict[str, int]:
        """Every `DocumentState` with its number of documents in the whole library."""
        totals = {state.value: 0 for state in DocumentState}
        with self._database.read() as connection:
            for row in connection.execute(_BY_FOLDER):
                totals[row["state"]] += row["n"]
        return totals

    def folders(self) -> tuple[Folder, ...]:
        """Every root with its documents counted by state."""
        counts: dict[int, dict[str, int]] = {}
        with self._database.read() as connection:
            for row in connection.execute(_BY_FOLDER):
                counts.setdefault(row["id"], {})[row["state"]] = row["n"]
            rows = connection.execute("SELECT * FROM folders ORDER BY path COLLATE NOCASE").fetchall()
            nested = {row["id"] for row in rows if _has_folders(connection, row["id"], Path(row["path"]))}
        return tuple(
            Folder(
                row["id"], row["path"], bool(row["is_file"]), bool(row["online"]), counts.get(row["id"], {}),
                row["id"] in nested,
            )
            for row in rows
        )  # fmt: skip

    def subfolders(self, asked: ListSubfolders) -> SubfolderList:
        """The folders that hold documents, directly in each of these; one that holds none has none."""
        found: list[Subfolder] = []
        with self._database.read() as connection:
            for parent in asked.parents:
                _, first, end = bounds(Path(parent))
                rows = connection.execute(_INSIDE, (len(first), os.sep, first, end))
                found += _gathered(parent, first, rows)
        return SubfolderList(tuple(found))


def _has_folders(connection: sqlite3.Connection, root: int, path: Path) -> bool:
    _, first, end = bounds(path)
    found = connection.execute(
        "SELECT 1 FROM folder_counts WHERE folder_id = ? AND path > ? AND path < ? LIMIT 1", (root, first, end)
    ).fetchone()
    return found is not None


def _gathered(parent: str, first: str, rows: Iterable[sqlite3.Row]) -> list[Subfolder]:
    """The rows of a folder, one a name and a state, as the folders in it. `first` begins all their paths."""
    counts: dict[str, dict[str, int]] = {}
    nested: set[str] = set()
    for name, state, documents, longest in rows:
        states = counts.setdefault(name, {})
        states[state] = states.get(state, 0) + documents
        if longest > len(first) + len(name) + 1:
            nested.add(name)
    return [Subfolder(first + name, parent, states, name in nested) for name, states in counts.items()]
