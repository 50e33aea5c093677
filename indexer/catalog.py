"""The catalogue: which folders a person added, which documents they hold, and where each stands. SQLite; the truth."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from indexer.chunk_store import ChunkStore, Replaced
from indexer.database import Database
from indexer.errors import ErrorCode, Problem
from indexer.folder_counts import FolderCounts
from indexer.keywords import Fts5Keywords
from indexer.known import AT_OR_BELOW, SELECT_KNOWN, Fingerprint, Known, Root, bounds, known_of
from indexer.migrations import CATALOG_STEPS
from indexer.name_index import NameIndex
from indexer.protocol import DocumentList, ListDocuments
from indexer.types import ChunkSpan, Coverage, Document, DocumentProblem, DocumentState, Extracted

__all__ = ["Catalog", "Fingerprint", "Known", "Root"]

HOLDS_NONE = frozenset(
    {ErrorCode.EMPTY, ErrorCode.NO_TEXT, ErrorCode.TOO_LARGE}
)  # what was read of it before no longer answers

# Not a failure of the file or of ours: there is nothing to read, or not yet a way to read it.
_SKIPS = {*HOLDS_NONE, ErrorCode.UNSUPPORTED, ErrorCode.NEEDS_OCR}

_PROBLEM = "problem_code = ?, problem_message = ?, problem_action = ?, problem_detail = ?, retryable = ?"

# A document of an offline folder keeps its own state and is shown as offline.
_SHOWN_STATE = "CASE WHEN f.online THEN d.state ELSE 'offline' END"

_SORT = {
    "name": "d.path COLLATE NOCASE",
    "state": f"{_SHOWN_STATE}, d.path",
    "size": "d.size", "modified": "d.mtime_ns", "kind": "d.kind, d.path", "pages": "d.pages", "chunks": "d.chunks",
}  # fmt: skip


class Catalog:
    """Folders and documents; their text is in `chunks`, their words in `keywords`, all in one file."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path, CATALOG_STEPS)
        self.keywords = Fts5Keywords(self.database)
        self.chunks = ChunkStore(self.database, self.keywords)
        self.names = NameIndex(self.database)
        self.counts = FolderCounts(self.database)
        with self.database.write() as connection:
            self.chunks.rebuild_keywords(connection)
            self.names.renew(connection)

    def close(self) -> None:
        self.database.close()

    def purge(self) -> bool:
        """Overwrite what was deleted. Rows are zeroed as they go (`secure_delete`), but the keyword index only marks
        words as deleted until its parts are merged, and the log holds pages as they were. False while a reader keeps
        the log: to be tried again."""
        with self.database.write() as connection:
            self.keywords.purge(connection)
            self.names.purge(connection)
        return self.database.checkpoint()

    # Small facts about the library

    def get_meta(self, name: str, default: str = "") -> str:
        with self.database.read() as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def set_meta(self, name: str, value: str) -> None:
        with self.database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # Folders

    def roots(self) -> list[Root]:
        with self.database.read() as connection:
            rows = connection.execute("SELECT * FROM folders ORDER BY path").fetchall()
        return [Root(r["id"], Path(r["path"]), bool(r["is_file"]), bool(r["online"]), r["device"]) for r in rows]

    def add_root(self, path: Path, *, is_file: bool, device: str) -> None:
        """Add a root. One inside another root changes nothing; roots inside it become part of it, with all that
        is known of them, so that no document ever belongs to two. What was excluded there is let in again."""
        with self.database.write() as connection:
            connection.execute(f"DELETE FROM excluded WHERE {AT_OR_BELOW}", bounds(path))
            rows = connection.execute("SELECT id, path, is_file FROM folders").fetchall()
            for row in rows:
                if row["path"] == str(path) or (not row["is_file"] and path.is_relative_to(row["path"])):
                    return
            root = connection.execute(
                "INSERT INTO folders (path, is_file, device) VALUES (?, ?, ?)", (str(path), is_file, device)
            ).lastrowid
            for row in rows:
                if not is_file and Path(row["path"]).is_relative_to(path):
                    connection.execute("UPDATE documents SET folder_id = ? WHERE folder_id = ?", (root, row["id"]))
                    connection.execute("DELETE FROM folders WHERE id = ?", (row["id"],))

    def set_online(self, root: Root, online: bool, device: str) -> None:
        with self.database.write() as connection:
            connection.execute("UPDATE folders SET online = ?, device = ? WHERE id = ?", (online, device, root.id))

    def remove_root(self, root: Root) -> list[int]:
        """Forget a root and delete all that is known of its documents; returns the chunk ids that had vectors."""
        removed: list[int] = []
        with self.database.write() as connection:
            for known in self._select(connection, "folder_id = ?", (root.id,)):
                removed.extend(self._delete(connection, known.id))
            connection.execute("DELETE FROM folders WHERE id = ?", (root.id,))
            connection.execute(f"DELETE FROM excluded WHERE {AT_OR_BELOW}", bounds(root.path))
        return removed

    # Documents

    def documents_of(self, root: Root, below: Path | None = None) -> dict[str, Known]:
        """Path → document, of a root or of what is at or below one path of it."""
        with self.database.read() as connection:
            if below is None:
                found = self._select(connection, "folder_id = ?", (root.id,))
            else:
                found = self._select(connection, f"+folder_id = ? AND ({AT_OR_BELOW})", (root.id, *bounds(below)))
        return {known.path: known for known in found}

    def has_documents(self, root: Root) -> bool:
        with self.database.read() as connection:
            row = connection.execute("SELECT 1 FROM documents WHERE folder_id = ? LIMIT 1", (root.id,)).fetchone()
        return row is not None

    def root_of(self, known: Known) -> Path | None:
        """The root that a document belongs to, None when it was removed."""
        with self.database.read() as connection:
            row = connection.execute("SELECT path FROM folders WHERE id = ?", (known.folder_id,)).fetchone()
        return Path(row[0]) if row else None

    def document(self, document_id: int) -> Document | None:
        with self.database.read() as connection:
            rows = connection.execute(f"{_ROW} WHERE d.id = ?", (document_id,)).fetchall()
        return _document(rows[0]) if rows else None

    def known(self, document_id: int) -> Known | None:
        with self.database.read() as connection:
            found = self._select(connection, "id = ?", (document_id,))
        return found[0] if found else None

    def kind(self, document_id: int) -> str:
        with self.database.read() as connection:
            row = connection.execute("SELECT kind FROM documents WHERE id = ?", (document_id,)).fetchone()
        return str(row[0]) if row else ""

    def set_fingerprint(self, document_id: int, fingerprint: Fingerprint) -> None:
        """The file was touched; its content is the same."""
        with self.database.write() as connection:
            connection.execute(
                "UPDATE documents SET size = ?, mtime_ns = ?, inode = ? WHERE id = ?",
                (fingerprint.size, fingerprint.mtime_ns, fingerprint.inode, document_id),
            )

    def set_pending(self, document_id: int, fingerprint: Fingerprint | None = None) -> None:
        """It is to be read (again). What was known of it answers until then."""
        with self.database.write() as connection:
            connection.execute("UPDATE documents SET state = 'pending' WHERE id = ?", (document_id,))
            if fingerprint is not None:
                self.set_fingerprint(document_id, fingerprint)

    def note_opened(self, document_id: int) -> None:
        with self.database.write() as connection:
            connection.execute("UPDATE documents SET opened_ns = ? WHERE id = ?", (time.time_ns(), document_id))

    def retry_failed(self) -> None:
        with self.database.write() as connection:
            connection.execute("UPDATE documents SET state = 'pending' WHERE state IN ('failed', 'skipped')")

    def remove_document(self, document_id: int) -> tuple[int, ...]:
        with self.database.write() as connection:
            return self._delete(connection, document_id)

    def store(
        self, document_id: int, sha256: str, chunker: str, extracted: Extracted, chunks: Sequence[ChunkSpan],
        remark: Problem | None = None,
    ) -> Replaced:  # fmt: skip
        """A document was read: text, chunks and keywords change in one transaction. `remark`: what is missing of it."""
        with self.database.write() as connection:
            replaced = self.chunks.replace(connection, document_id, extracted.title, extracted.pages, chunks)
            waiting = connection.execute(
                "SELECT 1 FROM chunks WHERE document_id = ? AND embedded = 0 LIMIT 1", (document_id,)
            ).fetchone()
            connection.execute(
                "UPDATE documents SET kind = ?, title = ?, author = ?, created = ?, sha256 = ?, extractor = ?, "
                f"chunker = ?, pages = ?, chunks = ?, state = ?, {_PROBLEM} WHERE id = ?",
                (
                    extracted.kind, extracted.title, extracted.author, extracted.created, sha256,
                    extracted.extractor, chunker, sum(page.number is not None for page in extracted.pages),
                    len(chunks), "keyword-ready" if waiting else "indexed", *_columns(remark), document_id,
                ),
            )  # fmt: skip
            self.names.refresh(connection)
        return replaced

    def fail(self, document_id: int, problem: Problem, *, sha256: str = "", extractor: str = "") -> tuple[int, ...]:
        """A document can't be read as it is now: its row says why. Text that was read before stays and answers,
        unless the file is now known to hold none. Returns the ids of the chunks that went."""
        state = DocumentState.SKIPPED if problem.code in _SKIPS else DocumentState.FAILED
        removed: tuple[int, ...] = ()
        with self.database.write() as connection:
            if problem.code in HOLDS_NONE:
                removed = self.chunks.remove(connection, document_id)
                connection.execute("UPDATE documents SET chunks = 0, pages = 0 WHERE id = ?", (document_id,))
            connection.execute(
                f"UPDATE documents SET state = ?, {_PROBLEM}, sha256 = ?, extractor = ? WHERE id = ?",
                (state, *_columns(problem), sha256, extractor, document_id),
            )
        return removed

    def set_remark(self, document_id: int, remark: Problem, extractor: str) -> None:
        """What was read of it answers as before; its row says what is missing."""
        with self.database.write() as connection:
            connection.execute(
                f"UPDATE documents SET {_PROBLEM}, extractor = ? WHERE id = ?",
                (*_columns(remark), extractor, document_id),
            )

    def remark(self, document_id: int) -> Problem | None:
        """What its row says that is missing or wrong."""
        with self.database.read() as connection:
            row = connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None or row["problem_code"] is None:
            return None
        code, message, action = ErrorCode(row["problem_code"]), row["problem_message"], row["problem_action"]
        return Problem(code, message, action, bool(row["retryable"]), row["problem_detail"])

    def restore_state(self, document_id: int) -> None:
        """It turned out to be unchanged: `indexed` or `keyword-ready` again."""
        with self.database.write() as connection:
            connection.execute(
                "UPDATE documents SET state = CASE WHEN EXISTS (SELECT 1 FROM chunks c WHERE c.document_id = "
                "documents.id AND c.embedded = 0) THEN 'keyword-ready' ELSE 'indexed' END WHERE id = ?",
                (document_id,),
            )

    def next_pending(self, skip: Collection[int] = ()) -> Known | None:
        """Of the documents that are to be read and can be reached now, the one changed or opened last."""
        with self.database.read() as connection:
            found = self._select(
                connection,
                "state = 'pending' AND id NOT IN (SELECT value FROM json_each(?)) "
                "AND +folder_id IN (SELECT id FROM folders WHERE online) "
                "ORDER BY max(mtime_ns, opened_ns) DESC LIMIT 1",
                (json.dumps(list(skip)),),
            )
        return found[0] if found else None

    def largest_pending(self, share: float, skip: Collection[int] = ()) -> Known | None:
        """Of the documents that are to be read and can be reached now, the largest, where it holds at least this share
        of the bytes of all that are to be read."""
        with self.database.read() as connection:
            found = self._select(
                connection,
                "state = 'pending' AND id NOT IN (SELECT value FROM json_each(?)) "
                "AND +folder_id IN (SELECT id FROM folders WHERE online) "
                "AND size >= ? * (SELECT sum(size) FROM documents WHERE state = 'pending') "
                "ORDER BY size DESC LIMIT 1",
                (json.dumps(list(skip)), share),
            )
        return found[0] if found else None

    def next_to_recognize(self, skip: Collection[int] = ()) -> Known | None:
        """Of the documents with pictures of text that can be reached now, the one changed or opened last; those of
        which nothing could be read go first."""
        with self.database.read() as connection:
            found = self._select(
                connection,
                "problem_code = 'needs-ocr' AND state != 'pending' AND id NOT IN (SELECT value FROM json_each(?)) "
                "AND +folder_id IN (SELECT id FROM folders WHERE online) "
                "ORDER BY state = 'skipped' DESC, max(mtime_ns, opened_ns) DESC LIMIT 1",
                (json.dumps(list(skip)),),
            )
        return found[0] if found else None

    def stale_chunker(self, chunker: str) -> Known | None:
        """A document whose stored text is to be cut anew, because the chunker changed."""
        with self.database.read() as connection:
            found = self._select(
                connection, "chunker NOT IN (?, '') AND state IN ('keyword-ready', 'indexed') LIMIT 1", (chunker,)
            )
        return found[0] if found else None

    def extracted(self, known: Known) -> Extracted:
        """What was read of a document, from the catalogue."""
        with self.database.read() as connection:
            row = connection.execute(
                "SELECT title, author, created, kind FROM documents WHERE id = ?", (known.id,)
            ).fetchone()
        pages = self.chunks.pages(known.id)
        return Extracted(row["title"], row["author"], row["created"], row["kind"], pages, known.extractor)

    # What a person and a search see

    def list_documents(self, query: ListDocuments) -> DocumentList:
        where = (
            "(? = '' OR instr(lower(d.path || ' ' || d.title), lower(?)) > 0) "
            f"AND (? = '' OR {_SHOWN_STATE} = ? OR (? = 'problem' AND d.problem_code IS NOT NULL))"
        )
        parameters: tuple[str, ...] = (query.text, query.text, query.state, query.state, query.state)
        if query.below:  # `+`: looking at every row in turn is quicker than fetching most of them by their paths
            where += " AND (+d.path = ? OR (+d.path >= ? AND +d.path < ?))"
            parameters += bounds(Path(query.below))
        order = _SORT.get(query.sort, _SORT["name"]) + (" DESC" if query.descending else " ASC")
        with self.database.read() as connection:
            (total,) = connection.execute(
                f"SELECT count(*) FROM documents d JOIN folders f ON f.id = d.folder_id WHERE {where}", parameters
            ).fetchone()
            rows = connection.execute(
                f"{_ROW} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", (*parameters, query.limit, query.offset)
            ).fetchall()
        return DocumentList(tuple(map(_document, rows)), total)

    def problems(self, limit: int = 200) -> tuple[DocumentProblem, ...]:
        """What could not be read, first those documents of which nothing was."""
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT path, problem_code, problem_message, problem_action FROM documents "
                "WHERE problem_code IS NOT NULL AND state != 'pending' "
                "ORDER BY state IN ('keyword-ready', 'indexed'), path LIMIT ?",
                (limit,),
            ).fetchall()
        return tuple(DocumentProblem(*row) for row in rows)

    def ids_in_scope(self, scope: Iterable[str]) -> set[int]:
        """The documents at or below any of these paths."""
        ids: set[int] = set()
        with self.database.read() as connection:
            for path in scope:
                prefix = path.rstrip("/\\")
                rows = connection.execute(
                    "SELECT id FROM documents WHERE path = ? OR substr(path, 1, ?) IN (?, ?)",
                    (path, len(prefix) + 1, prefix + "/", prefix + "\\"),
                )
                ids.update(row[0] for row in rows)
        return ids

    def coverage(self, ids: Collection[int] | None) -> Coverage:
        """What a search can see now, in the whole library or among `ids`."""
        scope = None if ids is None else json.dumps(list(ids))
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT d.state, f.online, d.chunks > 0 AS has_text, count(*) AS n FROM documents d "
                "JOIN folders f ON f.id = d.folder_id "
                "WHERE ? IS NULL OR d.id IN (SELECT value FROM json_each(?)) GROUP BY d.state, f.online, has_text",
                (scope, scope),
            ).fetchall()

        def total(*states: str) -> int:
            return sum(row["n"] for row in rows if row["state"] in states)

        return Coverage(
            searched=sum(row["n"] for row in rows if row["has_text"]),
            pending=total("pending"),
            vectors_pending=total("keyword-ready"),
            failed=total("failed", "skipped"),
            offline=sum(row["n"] for row in rows if not row["online"]),
        )

    def _delete(self, connection: sqlite3.Connection, document_id: int) -> tuple[int, ...]:
        removed = self.chunks.remove(connection, document_id)
        connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        return removed

    @staticmethod
    def _select(connection: sqlite3.Connection, where: str, parameters: Sequence[object]) -> list[Known]:
        return [known_of(row) for row in connection.execute(f"{SELECT_KNOWN} WHERE {where}", parameters)]


_ROW = (
    f"SELECT d.*, {_SHOWN_STATE} AS shown_state FROM documents d JOIN folders f ON f.id = d.folder_id"  # one row a file
)


def _columns(problem: Problem | None) -> tuple[str | bool | None, ...]:
    """The values of `_PROBLEM`."""
    if problem is None:
        return None, "", "", "", False
    return problem.code, problem.message, problem.action, problem.detail, problem.retryable


def _document(row: sqlite3.Row) -> Document:
    return Document(
        id=row["id"], folder_id=row["folder_id"], path=row["path"], title=row["title"], kind=row["kind"],
        size=row["size"], modified=row["mtime_ns"] / 1e9, state=DocumentState(row["shown_state"]),
        pages=row["pages"], chunks=row["chunks"], problem_code=row["problem_code"],
        problem_message=row["problem_message"], problem_action=row["problem_action"], retryable=bool(row["retryable"]),
        author=row["author"], created=row["created"],
    )  # fmt: skip
