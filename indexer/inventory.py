"""The scan's side of the catalogue: what a walk found is written in few transactions, however much it is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from indexer.catalog import Catalog, Known
from indexer.errors import ErrorCode, Problem
from indexer.extract.registry import kind_of
from indexer.moves import Plan, Target
from indexer.walk import Found

_ROWS = 5_000  # rows written a transaction
_LARGEST = "max_bytes"  # the catalogue's note of how large a file was allowed to be
_REMOVED = 100  # documents deleted a transaction: each takes its text and keywords with it

T = TypeVar("T")


class VersionOf(Protocol):
    """What reads files of a kind now (`extract.registry.extractor_version`)."""

    def __call__(self, kind: str, *, needs_ocr: bool = False) -> str: ...


class Inventory:
    """Writes plans into the catalogue. Whatever was cut short is found again by the next walk."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._database = catalog.database

    def apply(self, plan: Plan) -> list[int]:
        """Returns the ids of the chunks that went; their vectors are to be deleted."""
        removed = self._move(plan)
        for documents in _blocks(plan.removed, _REMOVED):
            removed += self.remove(document.id for document in documents)
        for targets in _blocks(plan.added, _ROWS):
            self._add(targets)
        for changes in _blocks(plan.changed, _ROWS):
            self._change(changes)
        return removed

    def _move(self, plan: Plan) -> list[int]:
        """All at once, because documents may exchange their paths."""
        if not plan.moved:
            return []
        removed: list[int] = []
        taken = {target.found.path for _, target in plan.moved}
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE documents SET path = char(0) || id WHERE id = ?", [(source.id,) for source, _ in plan.moved]
            )
            for document in plan.removed:
                if document.path in taken:
                    removed += self._catalog.remove_document(document.id)
            roots = _roots(connection)
            for source, target in plan.moved:
                if target.root_id in roots:
                    _write_move(connection, source, target)
                else:  # the root was removed meanwhile, and with it what was to move there
                    removed += self._catalog.remove_document(source.id)
            self._catalog.names.refresh(connection)
        return removed

    def remove(self, document_ids: Iterable[int]) -> list[int]:
        removed: list[int] = []
        with self._database.write():
            for document_id in document_ids:
                removed += self._catalog.remove_document(document_id)
        return removed

    def _add(self, targets: Sequence[Target]) -> None:
        with self._database.write() as connection:
            roots = _roots(connection)
            for target in targets:
                if target.root_id in roots:
                    _insert(connection, target.root_id, target.found)

    def _change(self, changes: Iterable[tuple[Known, Found]]) -> None:
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE documents SET state = 'pending', size = ?, mtime_ns = ?, inode = ? WHERE id = ?",
                [(*_numbers(found), document.id) for document, found in changes],
            )

    def close_off(self, documents: Iterable[Known], folder: str) -> None:
        """A folder can't be looked into: its documents stay as they are and answer; their rows say why."""
        problem = Problem(
            ErrorCode.UNREADABLE,
            f"The folder {folder} can't be opened, so this document may have changed unseen.",
            "Give yourself permission to open the folder; Footnote then looks again by itself.",
            retryable=True,
        )
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE documents SET state = 'failed', problem_code = ?, problem_message = ?, problem_action = ?, "
                "problem_detail = '', retryable = 1 WHERE id = ?",
                [(problem.code, problem.message, problem.action, document.id) for document in documents],
            )

    def reread_outdated(self, version_of: VersionOf) -> None:
        """What was read, or could not be read, by another version of its extractor is read again; so is what has
        pictures of text once that can be recognized, or no longer."""
        with self._database.write() as connection:
            rows = connection.execute(
                "SELECT DISTINCT kind, extractor, problem_code IS ? AS needs_ocr FROM documents WHERE extractor != ''",
                (ErrorCode.NEEDS_OCR,),
            ).fetchall()
            for kind, extractor, needs_ocr in rows:
                if extractor != version_of(kind, needs_ocr=bool(needs_ocr)):
                    connection.execute(
                        "UPDATE documents SET state = 'pending' WHERE kind = ? AND extractor = ? "
                        "AND (problem_code IS ?) = ?",
                        (kind, extractor, ErrorCode.NEEDS_OCR, needs_ocr),
                    )

    def reread_beyond(self, max_bytes: int) -> bool:
        """How large a file may be has changed since the last call: what is too large now, and what no longer is, is
        read again. Returns whether it has changed."""
        before = self._catalog.get_meta(_LARGEST, "")
        if before == str(max_bytes):
            return False
        with self._database.write() as connection:
            connection.execute(
                "UPDATE documents SET state = 'pending' WHERE (size <= ? AND state = 'skipped' AND problem_code = ?) "
                "OR (size > ? AND state IN ('indexed', 'keyword-ready'))",
                (max_bytes, ErrorCode.TOO_LARGE, max_bytes),
            )
            self._catalog.set_meta(_LARGEST, str(max_bytes))
        return bool(before)

    # What a person excluded

    def excluded(self) -> set[str]:
        """The paths of documents that are left out by name."""
        with self._database.read() as connection:
            return {row[0] for row in connection.execute("SELECT path FROM excluded")}

    def exclude(self, document_ids: Collection[int]) -> list[int]:
        """Leave these documents out from now on and delete what is known of them; returns the ids of the chunks that
        went. Adding the path again, or removing its folder, takes it back."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO excluded SELECT path FROM documents "
                "WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(document_ids)),),
            )
            return self.remove(document_ids)


def _roots(connection: sqlite3.Connection) -> set[int]:
    """Roots come and go while a walk is under way."""
    return {row[0] for row in connection.execute("SELECT id FROM folders")}


def _numbers(found: Found) -> tuple[int, int, int]:
    return found.fingerprint.size, found.fingerprint.mtime_ns, found.fingerprint.inode


def _insert(connection: sqlite3.Connection, root_id: int, found: Found) -> None:
    problem: tuple[ErrorCode | None, str, str] = (None, "", "")
    if not found.name_is_text:
        problem = (ErrorCode.UNREADABLE, f"The name of {found.path} is not valid text.", "Rename the file.")
    connection.execute(
        "INSERT INTO documents (folder_id, path, kind, size, mtime_ns, inode, state, problem_code, problem_message, "
        "problem_action) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO NOTHING",
        (root_id, found.path, found.kind, *_numbers(found), "pending" if found.name_is_text else "failed", *problem),
    )


def _write_move(connection: sqlite3.Connection, source: Known, target: Target) -> None:
    """All that is known stays, a problem's sentence under the new name. Another kind of file is read anew, and what
    its text then has in common with the old keeps its vectors."""
    path = Path(target.found.path)
    before = Path(source.path)
    connection.execute(
        "UPDATE documents SET folder_id = ?, path = ?, size = ?, mtime_ns = ?, inode = ?, "
        "problem_message = replace(problem_message, ?, ?) WHERE id = ?",
        (target.root_id, target.found.path, *_numbers(target.found), before.name, path.name, source.id),
    )
    if kind_of(before) != target.found.kind:
        connection.execute(
            "UPDATE documents SET kind = ?, state = 'pending', sha256 = '' WHERE id = ?",
            (target.found.kind, source.id),
        )


def _blocks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
