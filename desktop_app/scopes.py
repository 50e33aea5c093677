"""What each conversation asks: the whole library, or these folders and files only."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path

from indexer.database import Database
from indexer.errors import ErrorCode, known

Scope = tuple[Path, ...]  # empty: the whole library


class Scopes:
    """Kept with the conversations in history's database. Any thread may call it; methods raise KnownError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._chosen: dict[int, Scope] = {}
        self._writing = threading.Lock()

    def choose(self, conversation: int, scope: Scope) -> None:
        """From now on the scope is this; done at once. `keep` then writes it, which may take a moment."""
        self._chosen[conversation] = scope

    def keep(self, conversation: int) -> None:
        """Write what was chosen last, in whatever order calls arrive. A conversation that is gone needs none."""
        with self._writing, self._database.write() as connection:
            scope = json.dumps([str(path) for path in self._chosen[conversation]])
            connection.execute("UPDATE conversations SET scope = ? WHERE id = ?", (scope, conversation))

    def of(self, conversation: int) -> Scope:
        """The scope of a conversation. Raises KnownError(LIBRARY_DAMAGED)."""
        if conversation in self._chosen:
            return self._chosen[conversation]
        with self._database.read() as connection:
            row = connection.execute("SELECT scope FROM conversations WHERE id = ?", (conversation,)).fetchone()
        return read_scope(row["scope"]) if row is not None else ()


def read_scope(record: str) -> Scope:
    """Paths as they are kept. Raises KnownError(LIBRARY_DAMAGED)."""
    try:
        plain = json.loads(record)
    except ValueError:
        plain = None
    if not isinstance(plain, list) or not all(isinstance(path, str) for path in plain):
        raise known(
            ErrorCode.LIBRARY_DAMAGED,
            "Which folders and files were chosen can't be read: the history is damaged.",
            "Restore the history from a backup; your documents are safe.",
            detail=record,
        )
    return tuple(map(Path, plain))


def in_library(path: Path, folders: Sequence[Path]) -> bool:
    """Whether it is one of the library's folders and files, or lies in one, or holds one."""
    return any(path.is_relative_to(folder) or folder.is_relative_to(path) for folder in folders)
