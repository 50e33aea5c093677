"""Numbered steps that bring a SQLite database to the present; `PRAGMA user_version` counts those taken.

To change a schema, append a step to the tuple of that database (never edit one that was released) and add a test
that stops one step before it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence

from indexer.errors import ErrorCode, known


def migrate(connection: sqlite3.Connection, steps: Sequence[str], name: str) -> None:
    """Take every step not yet taken, each in one transaction. Raises KnownError(NEWER_LIBRARY)."""
    (taken,) = connection.execute("PRAGMA user_version").fetchone()
    if taken > len(steps):
        raise known(
            ErrorCode.NEWER_LIBRARY,
            f"{name} was written by a newer Footnote.",
            "Update Footnote, or choose another library with --home.",
        )
    for number, step in enumerate(steps[taken:], taken + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{step}\nPRAGMA user_version = {number};\nCOMMIT;")


def _lies_in(row: str) -> str:
    """The folder of a document's path, its separator at the end: all that is left of the last name is cut away."""
    return f"rtrim({row}.path, replace({row}.path, '{os.sep}', ''))"


_COUNT_NEW = (
    f"INSERT INTO folder_counts VALUES (new.folder_id, {_lies_in('new')}, new.state, 1) "
    "ON CONFLICT DO UPDATE SET documents = documents + 1;"
)
_THE_OLD = f"WHERE folder_id = old.folder_id AND path = {_lies_in('old')} AND state = old.state"
_COUNT_OLD = (
    f"UPDATE folder_counts SET documents = documents - 1 {_THE_OLD}; "
    f"DELETE FROM folder_counts {_THE_OLD} AND documents = 0;"
)

CATALOG_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE folders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path TEXT NOT NULL UNIQUE,
        is_file INTEGER NOT NULL,
        online INTEGER NOT NULL DEFAULT 1,
        device TEXT NOT NULL DEFAULT ''   -- device and inode of the root: an empty mount point is not an empty folder
    );

    CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        folder_id INTEGER NOT NULL REFERENCES folders (id),
        path TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        author TEXT NOT NULL DEFAULT '',
        created TEXT NOT NULL DEFAULT '',
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        inode INTEGER NOT NULL,
        sha256 TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL,
        problem_code TEXT,
        problem_message TEXT NOT NULL DEFAULT '',
        problem_action TEXT NOT NULL DEFAULT '',
        problem_detail TEXT NOT NULL DEFAULT '',
        retryable INTEGER NOT NULL DEFAULT 0,
        extractor TEXT NOT NULL DEFAULT '',
        chunker TEXT NOT NULL DEFAULT '',
        pages INTEGER NOT NULL DEFAULT 0,
        chunks INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX documents_by_folder ON documents (folder_id);
    CREATE INDEX documents_by_state ON documents (state);
    CREATE INDEX documents_by_size ON documents (size);

    -- The text of a page in blocks, so that a span of a long text costs no more than its block.
    CREATE TABLE texts (
        document_id INTEGER NOT NULL REFERENCES documents (id),
        page INTEGER NOT NULL,            -- 0 where the format has no pages
        start INTEGER NOT NULL,           -- characters
        length INTEGER NOT NULL,
        label TEXT,
        headings TEXT NOT NULL DEFAULT '[]',
        body BLOB NOT NULL,               -- zlib of UTF-8
        PRIMARY KEY (document_id, page, start)
    ) WITHOUT ROWID;

    -- AUTOINCREMENT: an id is never used twice, so a vector left over by a crash can't become another chunk's.
    CREATE TABLE chunks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents (id),
        page INTEGER NOT NULL,
        start INTEGER NOT NULL,
        length INTEGER NOT NULL,
        heading TEXT NOT NULL,
        hash BLOB NOT NULL,
        embedded INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX chunks_by_document ON chunks (document_id);
    CREATE INDEX chunks_by_hash ON chunks (hash);
    CREATE INDEX chunks_to_embed ON chunks (document_id) WHERE embedded = 0;

    -- Contentless: the text is in `texts` already. Deleting takes the old values, see keywords.py.
    CREATE VIRTUAL TABLE keywords USING fts5 (
        heading, body, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
    );
    """,
    # Lines are what footnotes into texts and tables name; counted per block, so that none is read for another.
    """
    ALTER TABLE texts ADD COLUMN line INTEGER NOT NULL DEFAULT 0;  -- of the block's first character; 0: not counted
    ALTER TABLE documents ADD COLUMN opened_ns INTEGER NOT NULL DEFAULT 0;  -- last opened, as far as known
    """,
    """
    CREATE TABLE excluded (path TEXT PRIMARY KEY) WITHOUT ROWID;  -- documents that are left out by name
    DROP INDEX documents_by_folder;
    CREATE INDEX documents_by_folder ON documents (folder_id, state);  -- counts them without reading a row
    """,
    # With rows of some kilobytes a table WITHOUT ROWID leaves half of its pages empty: 592 bytes a chunk, now 393.
    """
    CREATE TABLE packed (
        document_id INTEGER NOT NULL REFERENCES documents (id),
        page INTEGER NOT NULL,
        start INTEGER NOT NULL,
        length INTEGER NOT NULL,
        label TEXT,
        headings TEXT NOT NULL DEFAULT '[]',
        body BLOB NOT NULL,
        line INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (document_id, page, start)
    );
    INSERT INTO packed SELECT document_id, page, start, length, label, headings, body, line FROM texts;
    DROP TABLE texts;
    ALTER TABLE packed RENAME TO texts;
    """,
    # The next of 100,000 documents to read, without sorting them each time.
    """
    DROP INDEX documents_by_state;
    CREATE INDEX documents_by_state ON documents (state, max(mtime_ns, opened_ns));
    """,
    # What answers can have a problem too: the few that do are found without looking at all the others.
    """
    CREATE INDEX documents_with_problem ON documents (problem_code) WHERE problem_code IS NOT NULL;
    """,
    # What documents are called, for questions that name one. Triggers note whose names are to be written anew.
    """
    CREATE VIRTUAL TABLE names USING fts5 (
        own, opening, short, periods UNINDEXED, opening_periods UNINDEXED, tokenize = 'unicode61 remove_diacritics 0'
    );
    CREATE VIRTUAL TABLE names_terms USING fts5vocab ('names', 'row');
    CREATE TABLE unnamed (document_id INTEGER PRIMARY KEY);
    CREATE TRIGGER document_renamed AFTER UPDATE OF path, title, author, created, sha256, chunker ON documents
    BEGIN
        INSERT OR IGNORE INTO unnamed VALUES (new.id);
    END;
    CREATE TRIGGER document_gone AFTER DELETE ON documents
    BEGIN
        DELETE FROM names WHERE rowid = old.id;
        DELETE FROM unnamed WHERE document_id = old.id;
    END;
    """,
    # How many documents each folder holds in each state, so that a tree of them never reads 100,000 rows.
    f"""
    CREATE TABLE folder_counts (
        folder_id INTEGER NOT NULL,
        path TEXT NOT NULL,               -- of the folder that the documents lie in, a separator at its end
        state TEXT NOT NULL,
        documents INTEGER NOT NULL,
        PRIMARY KEY (folder_id, path, state)
    ) WITHOUT ROWID;
    INSERT INTO folder_counts
        SELECT d.folder_id, {_lies_in("d")}, d.state, count(*) FROM documents d GROUP BY 1, 2, 3;
    CREATE TRIGGER document_counted AFTER INSERT ON documents BEGIN {_COUNT_NEW} END;
    CREATE TRIGGER document_uncounted AFTER DELETE ON documents BEGIN {_COUNT_OLD} END;
    CREATE TRIGGER document_recounted AFTER UPDATE OF folder_id, path, state ON documents
    WHEN new.folder_id != old.folder_id OR new.path != old.path OR new.state != old.state
    BEGIN {_COUNT_OLD} {_COUNT_NEW} END;
    """,
    # Half of a hash tells chunks apart as well, in half the space.
    """
    UPDATE chunks SET hash = substr(hash, 1, 16);
    """,
)
