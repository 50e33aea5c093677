"""Collections: named sets of folders and files, to be asked as one. The documents in them are never touched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.scopes import Scope, read_scope
from indexer.database import Database
from indexer.errors import ErrorCode, known
from indexer.types import NamedPlaces


@dataclass(frozen=True)
class Collection:
    """A name, alone of its kind whatever its case, and what belongs to it, in the order in which it was added."""

    name: str
    paths: Scope


class Collections:
    """Kept in history's database. Any thread may call it; methods raise KnownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Collection, ...]:
        """In the order of their names."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT name, paths FROM collections ORDER BY name").fetchall()
        return tuple(Collection(row["name"], read_scope(row["paths"])) for row in rows)

    def named(self) -> tuple[NamedPlaces, ...]:
        """As the library wants to know them, to find what `in:` names."""
        return tuple(NamedPlaces(one.name, tuple(map(str, one.paths))) for one in self.all())

    def add(self, name: str, paths: Sequence[Path]) -> None:
        """Add paths to a collection, each once, making it if there is none of that name."""
        name = _checked(name)
        with self._database.write() as connection:
            row = connection.execute("SELECT paths FROM collections WHERE name = ?", (name,)).fetchone()
            held = read_scope(row["paths"]) if row is not None else ()
            self.put(name, (*held, *paths))

    def take_out(self, name: str, paths: Sequence[Path]) -> None:
        """Forget that these belong to it; with the last of them the collection goes, for an empty one would ask for
        nothing."""
        with self._database.write() as connection:
            row = connection.execute("SELECT paths FROM collections WHERE name = ?", (name,)).fetchone()
            left = [path for path in read_scope(row["paths"]) if path not in paths] if row is not None else []
            if left:
                self.put(name, left)
            else:
                self.delete(name)

    def put(self, name: str, paths: Sequence[Path]) -> None:
        """Have the collection hold just these, in this order, making it if there is none of that name."""
        record = json.dumps([str(path) for path in dict.fromkeys(paths)])
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO collections (name, paths) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET paths = excluded.paths",
                (name, record),
            )

    def rename(self, name: str, new: str) -> None:
        """Raises KnownError(BAD_REQUEST) where another collection has the new name, MISSING where there is none."""
        new = _checked(new)
        with self._database.write() as connection:
            taken = connection.execute("SELECT name FROM collections WHERE name = ?", (new,)).fetchone()
            if taken is not None and taken["name"].lower() != name.lower():
                raise known(
                    ErrorCode.BAD_REQUEST,
                    f"There is a collection called {taken['name']} already.",
                    "Choose another name, or add the documents to that one.",
                )
            if connection.execute("UPDATE collections SET name = ? WHERE name = ?", (new, name)).rowcount == 0:
                raise known(ErrorCode.MISSING, f"There is no collection called {name} any more.", "Make it anew.")

    def delete(self, name: str) -> None:
        """Forget a collection; its documents stay. One that is gone already is none the worse."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM collections WHERE name = ?", (name,))


def _checked(name: str) -> str:
    """A name without odd spaces; quotation marks would end it where it is written in a question."""
    name = " ".join(name.split())
    if not name or any(mark in name for mark in '"“”'):
        raise known(
            ErrorCode.BAD_REQUEST,
            "A collection needs a name without quotation marks.",
            "Write another name.",
        )
    return name
