"""Questions about a whole library: every document that fits, told from all of them and never from the best few.

What a document is (its kind, name, date, author, size) is told by the catalogue, what it says by the keyword index.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from indexer import filters
from indexer.catalog import Catalog
from indexer.places import place_of
from indexer.protocol import Survey, Surveyed, SurveyReply, Unread
from indexer.query import keyword_near, stems
from indexer.search import ChunkRow
from indexer.types import Document, DocumentState, Hit

_OPENING = 150  # characters at the start of a document that may say what it is ("Invoice no. 12", "Minutes of …")
_MOST_YEARS = 20
_APART = 100_000  # ids in one statement
_DATE_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-_. ]?(0[1-9]|1[0-2])(?:[-_. ]?(0[1-9]|[12]\d|3[01]))?(?![^\W_]))?(?!\d)"
)
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")

_ROWS = """
    SELECT d.*, f.online, f.path AS root, CASE WHEN f.online THEN d.state ELSE 'offline' END AS shown_state
    FROM documents d JOIN folders f ON f.id = d.folder_id
    WHERE (?1 IS NULL OR d.id IN (SELECT value FROM json_each(?1)))
    AND (?2 = '[]' AND ?3 = '[]' OR d.kind IN (SELECT value FROM json_each(?2))
         OR EXISTS (SELECT 1 FROM json_each(?3) WHERE d.path LIKE '%' || value))
"""
# `bm25` can't be had while rows are grouped. The row of the bare columns is that of the smallest score.
_MATCHES = """
    WITH found AS MATERIALIZED (SELECT rowid AS id, bm25(keywords, 2.0, 1.0) AS score FROM keywords
                                WHERE keywords MATCH ?)
    SELECT c.document_id, count(*) AS passages, min(f.score) AS score, c.id AS chunk
    FROM found f JOIN chunks c ON c.id = f.id GROUP BY c.document_id
"""
_OPENINGS = """
    SELECT c.document_id, c.id, c.start, c.heading FROM chunks c WHERE c.id IN (SELECT value FROM json_each(?))
    AND c.page <= 1 AND c.start < ?
"""
# The row of the bare columns is that of the smallest place.
_FIRST_CHUNKS = """
    SELECT document_id, id, min(page * 100000000000 + start) FROM chunks
    WHERE document_id IN (SELECT value FROM json_each(?)) GROUP BY document_id
"""


@dataclass(frozen=True)
class _Match:
    """How many passages of a document match; the best of them and its score (smaller is better)."""

    passages: int
    chunk: int
    score: float


class Surveyor:
    """Answers `Survey` from the catalogue; any thread may ask."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def answer(self, asked: Survey) -> SurveyReply:
        began = time.perf_counter()
        ids = self._limited(asked)
        scope = None if ids is None else json.dumps(list(ids))
        with self._catalog.database.read() as connection:
            rows = connection.execute(_ROWS, (scope, json.dumps(asked.kinds), json.dumps(asked.suffixes))).fetchall()
            years = _named_years(connection, asked)
            candidates = {row["id"]: row for row in rows if _fits(row, asked, years)}
            matches = self._matches(connection, asked)
            if asked.named:
                named = self._named(connection, asked.named, candidates)
                matches = named if matches is None else {one: match for one, match in matches.items() if one in named}
        found = [
            number
            for number, row in candidates.items()
            if (matches is None or number in matches) and (not asked.states or row["shown_state"] in asked.states)
        ]
        found.sort(key=lambda number: _order(asked, candidates[number], (matches or {}).get(number)))
        listed = found[: asked.limit]
        passages = self._hits(listed, matches or {})
        unread = [row for row in candidates.values() if not row["chunks"]]
        return SurveyReply(
            documents=tuple(
                Surveyed(
                    _document(candidates[number]),
                    (matches or {}).get(number, _Match(0, 0, 0.0)).passages,
                    passages.get(number),
                    document_date(
                        candidates[number]["path"],
                        candidates[number]["created"],
                        years.get(number) or _day(candidates[number]),
                    ),
                )
                for number in listed
            ),
            total=len(found),
            passages=sum((matches or {}).get(number, _Match(0, 0, 0.0)).passages for number in found),
            in_scope=len(candidates),
            read=len(candidates) - len(unread),
            unread=tuple(
                Unread(row["path"], DocumentState(row["shown_state"]), _reason(row), row["problem_code"] or "")
                for row in unread[: asked.limit]
            ),
            milliseconds=1000 * (time.perf_counter() - began),
        )

    def _limited(self, asked: Survey) -> set[int] | None:
        """The documents that scope and filters leave; None: all."""
        ids = self._catalog.ids_in_scope(asked.scope) if asked.scope else None
        written = filters.parse(asked.filters).filters
        if not written:
            return ids
        left = filters.limit(written, self._catalog.names.listed(), asked.collections)
        return left if ids is None else ids & left

    def _matches(self, connection: sqlite3.Connection, asked: Survey) -> dict[int, _Match] | None:
        """Documents in which every group occurs; None where nothing need occur."""
        groups = [" OR ".join(f"({near})" for near in map(keyword_near, group) if near) for group in asked.mentions]
        groups = [group for group in groups if group]
        if not groups:
            return None
        found = _matching(connection, " OR ".join(f"({group})" for group in groups))
        for group in groups if len(groups) > 1 else []:
            holding = _matching(connection, group)
            found = {number: match for number, match in found.items() if number in holding}
        return found

    def _named(
        self, connection: sqlite3.Connection, words: Sequence[str], candidates: dict[int, sqlite3.Row]
    ) -> dict[int, _Match]:
        """Documents that one of the words names: in the path below their folder, the title, or the opening."""
        wanted = frozenset().union(*map(stems, words))
        found = {
            number: _Match(0, 0, 0.0)
            for number, row in candidates.items()
            if wanted & stems(_below(row["path"], row["root"]) + " " + row["title"])
        }
        expression = " OR ".join(f"({near})" for near in map(keyword_near, words) if near)
        if not expression:
            return found
        hits = [
            row[0] for row in connection.execute("SELECT rowid FROM keywords WHERE keywords MATCH ?", (expression,))
        ]
        openings: dict[int, int] = {}
        for first in range(0, len(hits), _APART):
            part = json.dumps(hits[first : first + _APART])
            openings |= {
                row["id"]: row["document_id"]
                for row in connection.execute(_OPENINGS, (part, _OPENING))
                if row["document_id"] in candidates and row["document_id"] not in found
            }
        for number, chunk in self._catalog.chunks.hits(list(openings)).items():
            if wanted & stems(f"{chunk.heading} {chunk.text[: max(0, _OPENING - chunk.start)]}"):
                found[openings[number]] = _Match(0, number, 0.0)
        return found

    def _hits(self, listed: Sequence[int], matches: dict[int, _Match]) -> dict[int, Hit]:
        """The passage that speaks for each document: the best match, or else its first."""
        chunks = {number: matches[number].chunk for number in listed if number in matches and matches[number].chunk}
        others = [number for number in listed if number not in chunks]
        with self._catalog.database.read() as connection:
            for row in connection.execute(_FIRST_CHUNKS, (json.dumps(others),)):
                chunks[row["document_id"]] = row["id"]
        rows = self._catalog.chunks.hits(list(chunks.values()))
        return {
            number: _hit(rank, rows[chunk]) for rank, (number, chunk) in enumerate(chunks.items(), 1) if chunk in rows
        }


def document_date(path: str, created: str, modified: str) -> str:
    """The ISO date, month or year of a document: the one that its name gives, else its own, else its file's."""
    named = _DATE_IN_NAME.search(PurePath(path).stem)
    if named:
        return "-".join(part for part in named.groups() if part)
    own = _ISO.match(created)
    return own[0] if own else modified


def _matching(connection: sqlite3.Connection, expression: str) -> dict[int, _Match]:
    rows = connection.execute(_MATCHES, (expression,))
    return {row["document_id"]: _Match(row["passages"], row["chunk"], row["score"]) for row in rows}


def _named_years(connection: sqlite3.Connection, asked: Survey) -> dict[int, str]:
    """Documents whose opening names a year that is asked for: "Signed on 4 May 2023"."""
    if not (asked.since and asked.before) or asked.by_change:
        return {}
    first, last = int(asked.since[:4]), int(asked.before[:4])
    years = range(first, min(last if asked.before[4:] == "-01-01" else last + 1, first + _MOST_YEARS))
    found: dict[int, str] = {}
    for year in years:
        hits = connection.execute("SELECT rowid FROM keywords WHERE keywords MATCH ?", (f'body : "{year}"',))
        ids = json.dumps([row[0] for row in hits])
        found |= {row["document_id"]: str(year) for row in connection.execute(_OPENINGS, (ids, 1))}
    return found


def _fits(row: sqlite3.Row, asked: Survey, years: dict[int, str]) -> bool:
    """Whether a document is what is asked for, as far as the catalogue tells."""
    return (
        (not asked.author or stems(asked.author) <= stems(row["author"]))
        and asked.least_bytes <= row["size"] <= (asked.most_bytes or row["size"])
        and _is_dated(row, asked, years)
        and all(_in_folder(row, folder) for folder in asked.folders)
    )


def _is_dated(row: sqlite3.Row, asked: Survey, years: dict[int, str]) -> bool:
    if not asked.since and not asked.before:
        return True
    modified = _day(row)
    date = modified if asked.by_change else document_date(row["path"], row["created"], years.get(row["id"], modified))
    # A year or a month fits where a part of it does.
    first, last = date + "-01-01"[len(date) - 4 :], date + "-12-31"[len(date) - 4 :]
    return last >= asked.since and (not asked.before or first < asked.before)


def _in_folder(row: sqlite3.Row, folder: str) -> bool:
    wanted = stems(folder)
    return any(wanted <= stems(part) for part in PurePath(_below(row["path"], row["root"])).parent.parts)


def _below(path: str, root: str) -> str:
    """A path from the folder that was added, its name included."""
    return os.path.relpath(path, os.path.dirname(root))  # noqa: PTH120 - text in, text out, 100,000 times


def _day(row: sqlite3.Row) -> str:
    return datetime.fromtimestamp(row["mtime_ns"] / 1e9, UTC).astimezone().date().isoformat()


def _order(asked: Survey, row: sqlite3.Row, match: _Match | None) -> tuple[float | str, ...]:
    sign = -1 if asked.descending else 1
    name = PurePath(row["path"]).name.casefold()
    if asked.sort == "size":
        return (sign * row["size"], name)
    if asked.sort == "modified":
        return (sign * row["mtime_ns"], name)
    if asked.sort == "pages":
        return (sign * row["pages"], sign * row["chunks"], name)
    return (match.score if match else 0.0, name)


def _reason(row: sqlite3.Row) -> str:
    if row["problem_message"]:
        return str(row["problem_message"])
    if not row["online"]:
        return "its drive is not connected, and it was not read before"
    return "not read yet" if row["state"] == "pending" else "holds no text"


def _document(row: sqlite3.Row) -> Document:
    return Document(
        id=row["id"], folder_id=row["folder_id"], path=row["path"], title=row["title"], kind=row["kind"],
        size=row["size"], modified=row["mtime_ns"] / 1e9, state=DocumentState(row["shown_state"]),
        pages=row["pages"], chunks=row["chunks"], problem_code=row["problem_code"],
        problem_message=row["problem_message"], problem_action=row["problem_action"],
        retryable=bool(row["retryable"]), author=row["author"], created=row["created"],
    )  # fmt: skip


def _hit(rank: int, row: ChunkRow) -> Hit:
    return Hit(
        rank=rank, chunk_id=row.chunk_id, document_id=row.document_id, path=row.path, title=row.title, kind=row.kind,
        page=row.page, page_label=row.page_label, start=row.start, length=row.length, heading=row.heading,
        text=row.text, content_hash=row.content_hash, score=0.0, similarity=None, keyword_rank=rank, vector_rank=None,
        offline=row.offline, line=row.line, cell=row.cell,
        place=place_of(row.kind, row.page, row.page_label, row.line, row.cell),
    )  # fmt: skip
