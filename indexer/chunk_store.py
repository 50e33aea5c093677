"""The text of documents and the chunks cut from it, in the catalogue.

A chunk is a span of stored text, so its text is exact by construction. A document's chunks are replaced in one
transaction; chunks whose content is unchanged keep their id, and with it their vector and keyword entry.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from indexer.database import Database
from indexer.keywords import KEYWORDS_VERSION, Entry, Fts5Keywords
from indexer.places import CELL_SEPARATOR
from indexer.protocol import ChunkList, GetChunks, IndexedChunk
from indexer.search import ChunkRow
from indexer.types import ChunkSpan, Heading, Page

_BLOCK = 32_768  # characters of text a row
_HEAD = 250  # characters of a page's beginning that a hit knows


@dataclass(frozen=True)
class Replaced:
    """What replacing a document's chunks did; the vectors of `removed` chunk ids are to be deleted."""

    kept: int
    added: int
    removed: tuple[int, ...]


@dataclass(frozen=True)
class Waiting:
    """A chunk whose vector is still to come."""

    chunk_id: int
    document_id: int
    content_hash: str
    title: str
    heading: str
    text: str


class ChunkStore:
    """Texts and chunks of all documents (`search.ChunkReader`)."""

    def __init__(self, database: Database, keywords: Fts5Keywords) -> None:
        self._database = database
        self._keywords = keywords

    def replace(
        self, connection: sqlite3.Connection, document_id: int, title: str, pages: Sequence[Page],
        chunks: Sequence[ChunkSpan],
    ) -> Replaced:  # fmt: skip
        """Give a document new text and chunks, within the caller's transaction; its row must still hold the old
        title."""
        old = {entry.chunk_id: entry for entry in self._entries(connection, document_id)}
        by_hash: dict[bytes, list[int]] = defaultdict(list)
        for row in connection.execute("SELECT id, hash FROM chunks WHERE document_id = ? ORDER BY id", (document_id,)):
            by_hash[row["hash"]].append(row["id"])
        self._write_pages(connection, document_id, pages)
        unindex: list[Entry] = []
        index: list[Entry] = []
        kept = 0
        for chunk in chunks:
            place = (chunk.page or 0, chunk.start, chunk.length, chunk.heading)
            same = by_hash.get(digest := bytes.fromhex(chunk.content_hash))
            if same:
                chunk_id, kept = same.pop(0), kept + 1
                connection.execute(
                    "UPDATE chunks SET page = ?, start = ?, length = ?, heading = ? WHERE id = ?", (*place, chunk_id)
                )
            else:
                chunk_id = connection.execute(
                    "INSERT INTO chunks (page, start, length, heading, document_id, hash) VALUES (?, ?, ?, ?, ?, ?)",
                    (*place, document_id, digest),
                ).lastrowid or 0  # fmt: skip
            entry = Entry(chunk_id, title, chunk.heading, chunk.text)
            if entry != old.get(chunk_id):
                index.append(entry)
                if chunk_id in old:
                    unindex.append(old[chunk_id])
        removed = tuple(chunk_id for ids in by_hash.values() for chunk_id in ids)
        self._keywords.remove(connection, [*unindex, *(old[chunk_id] for chunk_id in removed)])
        self._keywords.add(connection, index)
        connection.executemany("DELETE FROM chunks WHERE id = ?", ((chunk_id,) for chunk_id in removed))
        return Replaced(kept, len(chunks) - kept, removed)

    def remove(self, connection: sqlite3.Connection, document_id: int) -> tuple[int, ...]:
        """Delete a document's text and chunks; returns the ids of the chunks."""
        return self.replace(connection, document_id, "", (), ()).removed

    def rebuild_keywords(self, connection: sqlite3.Connection) -> None:
        """Build the keyword index anew when it was made by another version of it."""
        row = connection.execute("SELECT value FROM meta WHERE name = 'keywords'").fetchone()
        if row is not None and row[0] == KEYWORDS_VERSION:
            return
        self._keywords.clear(connection)
        for (document_id,) in connection.execute("SELECT id FROM documents").fetchall():
            self._keywords.add(connection, self._entries(connection, document_id))
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('keywords', ?)", (KEYWORDS_VERSION,))

    def pages(self, document_id: int, page: int | None = None) -> tuple[Page, ...]:
        """The stored text of a document, or of one page of it."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT * FROM texts WHERE document_id = ? AND (? IS NULL OR page = ?) ORDER BY page, start",
                (document_id, page, page),
            ).fetchall()
        result: dict[int, Page] = {}
        for row in rows:
            if row["start"] == 0:
                headings = tuple(Heading(*values) for values in json.loads(row["headings"]))
                result[row["page"]] = Page(row["page"] or None, row["label"], _text(row["body"]), headings)
            else:
                first = result[row["page"]]
                result[row["page"]] = Page(first.number, first.label, first.text + _text(row["body"]), first.headings)
        return tuple(result.values())

    def listed(self, query: GetChunks) -> ChunkList:
        """The chunks of a document, in the order of its text; none of one that is not there."""
        with self._database.read() as connection:
            total, embedded = connection.execute(
                "SELECT count(*), coalesce(sum(embedded), 0) FROM chunks WHERE document_id = ?", (query.document_id,)
            ).fetchone()
            rows = connection.execute(
                "SELECT * FROM chunks WHERE document_id = ? ORDER BY page, start, id LIMIT ? OFFSET ?",
                (query.document_id, query.limit, query.offset),
            ).fetchall()
        chunks = (
            IndexedChunk(
                row["id"], row["page"] or None, row["start"], row["length"], row["heading"], bool(row["embedded"])
            )
            for row in rows
        )
        return ChunkList(tuple(chunks), total, embedded)

    def waiting(self, limit: int) -> list[Waiting]:
        """Chunks without a vector, those of the documents first that were changed or opened last."""
        found: list[Waiting] = []
        with self._database.read() as connection:
            # Documents first: sorting all waiting chunks for each block of them would be quadratic.
            for (document_id,) in connection.execute(
                "SELECT d.id FROM documents d JOIN (SELECT DISTINCT document_id FROM chunks WHERE embedded = 0) w "
                "ON w.document_id = d.id ORDER BY max(d.mtime_ns, d.opened_ns) DESC, d.id LIMIT ?",
                (limit,),
            ):
                found += self._waiting_of(connection, document_id, limit - len(found))
                if len(found) >= limit:
                    break
        return found

    def waiting_of(self, document_id: int) -> list[Waiting]:
        """The chunks of one document that have no vector."""
        with self._database.read() as connection:
            return self._waiting_of(connection, document_id, -1)

    @staticmethod
    def _waiting_of(connection: sqlite3.Connection, document_id: int, limit: int) -> list[Waiting]:
        rows = connection.execute(
            "SELECT c.*, d.title FROM chunks c JOIN documents d ON d.id = c.document_id "
            "WHERE c.embedded = 0 AND c.document_id = ? ORDER BY c.id LIMIT ?",
            (document_id, limit),
        ).fetchall()
        reader = _SpanReader(connection)
        return [
            Waiting(row["id"], row["document_id"], row["hash"].hex(), row["title"], row["heading"], reader.text(row))
            for row in rows
        ]

    def twins(self, hashes: Iterable[str]) -> dict[str, int]:
        """For content that has a vector already: hash → the id of a chunk that has it."""
        found: dict[str, int] = {}
        with self._database.read() as connection:
            for content_hash in set(hashes):
                row = connection.execute(
                    "SELECT id FROM chunks WHERE hash = ? AND embedded = 1 LIMIT 1", (bytes.fromhex(content_hash),)
                ).fetchone()
                if row is not None:
                    found[content_hash] = row["id"]
        return found

    def mark_embedded(self, chunk_ids: Iterable[int]) -> None:
        """Their vectors are in the store; a document all of whose chunks have one becomes `indexed`."""
        ids = json.dumps(list(chunk_ids))
        with self._database.write() as connection:
            connection.execute("UPDATE chunks SET embedded = 1 WHERE id IN (SELECT value FROM json_each(?))", (ids,))
            connection.execute(
                "UPDATE documents SET state = 'indexed' WHERE state = 'keyword-ready' AND id IN "
                "(SELECT document_id FROM chunks WHERE id IN (SELECT value FROM json_each(?))) AND NOT EXISTS "
                "(SELECT 1 FROM chunks c WHERE c.document_id = documents.id AND c.embedded = 0)",
                (ids,),
            )

    def unmark_embedded(self, chunk_ids: Collection[int], *, answered: bool = False) -> None:
        """The vectors of these chunks are to be made anew. With `answered` other vectors answer for them until then,
        and their documents keep their state."""
        ids = json.dumps(list(chunk_ids))
        with self._database.write() as connection:
            connection.execute("UPDATE chunks SET embedded = 0 WHERE id IN (SELECT value FROM json_each(?))", (ids,))
            if answered:
                return
            connection.execute(
                "UPDATE documents SET state = 'keyword-ready' WHERE state = 'indexed' AND EXISTS "
                "(SELECT 1 FROM chunks c WHERE c.document_id = documents.id AND c.embedded = 0)"
            )

    def embedded_ids(self) -> set[int]:
        with self._database.read() as connection:
            return {row[0] for row in connection.execute("SELECT id FROM chunks WHERE embedded = 1")}

    def any_waiting(self) -> bool:
        """Whether a chunk has no vector."""
        with self._database.read() as connection:
            return connection.execute("SELECT 1 FROM chunks WHERE embedded = 0 LIMIT 1").fetchone() is not None

    def ids(self) -> set[int]:
        """All live chunks."""
        with self._database.read() as connection:
            return {row[0] for row in connection.execute("SELECT id FROM chunks")}

    def counts(self) -> tuple[int, int]:
        """Chunks in all, and those that have a vector."""
        with self._database.read() as connection:
            total, waiting = connection.execute(
                "SELECT (SELECT count(*) FROM chunks), (SELECT count(*) FROM chunks WHERE embedded = 0)"
            ).fetchone()
        return total, total - waiting

    def hits(self, chunk_ids: Sequence[int]) -> dict[int, ChunkRow]:
        """The rows of live chunks by id; ids without one are absent."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT c.*, d.path, d.title, d.kind, d.mtime_ns, f.online, t.label FROM chunks c "
                "JOIN documents d ON d.id = c.document_id JOIN folders f ON f.id = d.folder_id "
                "LEFT JOIN texts t ON t.document_id = c.document_id AND t.page = c.page AND t.start = 0 "
                "WHERE c.id IN (SELECT value FROM json_each(?))",
                (json.dumps([int(chunk_id) for chunk_id in chunk_ids]),),
            ).fetchall()
            reader = _SpanReader(connection)
            return {
                row["id"]: ChunkRow(
                    chunk_id=row["id"], document_id=row["document_id"], path=row["path"], title=row["title"],
                    kind=row["kind"], page=row["page"] or None, page_label=row["label"], start=row["start"],
                    length=row["length"], heading=row["heading"], text=reader.text(row),
                    content_hash=row["hash"].hex(), offline=not row["online"], modified=row["mtime_ns"] / 1e9,
                    head=reader.head(row), **reader.position(row),
                )
                for row in rows
            }  # fmt: skip

    def openings(self, document_ids: Collection[int], each: int) -> list[int]:
        """The first `each` chunks of each of these documents, those of a document together and in order."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id FROM (SELECT id, document_id, row_number() OVER (PARTITION BY document_id "
                "ORDER BY page, start, id) AS place FROM chunks WHERE document_id IN (SELECT value FROM json_each(?))) "
                "WHERE place <= ? ORDER BY document_id, place",
                (json.dumps(list(document_ids)), each),
            ).fetchall()
        return [row[0] for row in rows]

    @staticmethod
    def _entries(connection: sqlite3.Connection, document_id: int) -> list[Entry]:
        reader = _SpanReader(connection)
        rows = connection.execute(
            "SELECT c.*, d.title FROM chunks c JOIN documents d ON d.id = c.document_id WHERE c.document_id = ?",
            (document_id,),
        ).fetchall()
        return [Entry(row["id"], row["title"], row["heading"], reader.text(row)) for row in rows]

    @staticmethod
    def _write_pages(connection: sqlite3.Connection, document_id: int, pages: Sequence[Page]) -> None:
        connection.execute("DELETE FROM texts WHERE document_id = ?", (document_id,))
        for page in pages:
            headings = json.dumps([(heading.start, heading.level, heading.text) for heading in page.headings])
            line = 1
            for start in range(0, max(1, len(page.text)), _BLOCK):
                block = page.text[start : start + _BLOCK]
                body = zlib.compress(block.encode("utf-8", "surrogatepass"), 1)
                connection.execute(
                    "INSERT INTO texts (document_id, page, start, length, label, headings, body, line) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        document_id, page.number or 0, start, len(block), page.label, "[]" if start else headings, body,
                        line,
                    ),
                )  # fmt: skip
                line += block.count("\n")


def _text(body: bytes) -> str:
    return zlib.decompress(body).decode("utf-8", "surrogatepass")


class _SpanReader:
    """Texts of spans, each block unpacked once while neighbours are read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._blocks: dict[tuple[int, int, int], tuple[str, int]] = {}

    def text(self, row: sqlite3.Row) -> str:
        """The text of a row with document_id, page, start and length."""
        start, end = row["start"], row["start"] + row["length"]
        first = start - start % _BLOCK
        places = range(first, max(end, first + 1), _BLOCK)
        blocks = [self._block(row["document_id"], row["page"], at)[0] for at in places]
        return "".join(blocks)[start - first : end - first]

    def position(self, row: sqlite3.Row) -> dict[str, int | None]:
        """The line of its page where a span starts, and in a table row the cells before it; None: not counted."""
        offset = row["start"] % _BLOCK
        text, line = self._block(row["document_id"], row["page"], row["start"] - offset)
        if not line:
            return {"line": None, "cell": None}
        begun = text.rfind("\n", 0, offset) + 1
        return {"line": line + text.count("\n", 0, offset), "cell": text.count(CELL_SEPARATOR, begun, offset)}

    def head(self, row: sqlite3.Row) -> str:
        """How its page begins."""
        return self._block(row["document_id"], row["page"], 0)[0][:_HEAD] if row["page"] else ""

    def _block(self, document_id: int, page: int, start: int) -> tuple[str, int]:
        key = (document_id, page, start)
        if key not in self._blocks:
            if len(self._blocks) > 64:
                self._blocks.clear()
            found = self._connection.execute(
                "SELECT body, line FROM texts WHERE document_id = ? AND page = ? AND start = ?", key
            ).fetchone()
            self._blocks[key] = (_text(found["body"]), found["line"]) if found else ("", 0)
        return self._blocks[key]
