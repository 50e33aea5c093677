"""SQLite as Footnote uses it: one writer at a time, readers that never wait, errors that name the remedy."""

from __future__ import annotations

import contextlib
import os
import queue
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.errors import ErrorCode, KnownError, known
from indexer.migrations import migrate

_MOST_IDLE_READERS = 8
_PAGE = 8192  # bytes; pages of 4096 stay a quarter empty under packed texts of about a kilobyte and a half
_LOG_PAGES = 500  # the log stays at 4 MB
_FREE_SHARE = 0.05  # of the pages; fewer free ones are soon used again
_FREED_AT_ONCE = 500  # pages; somebody who wants to write waits for no more


def explain(error: sqlite3.Error, path: Path) -> KnownError:
    """The `KnownError` behind a SQLite error."""
    text = str(error)
    if "disk is full" in text or "disk I/O error" in text:
        return known(
            ErrorCode.DISK_FULL,
            f"The disk that holds {path} is full or failing.",
            "Free some space; Footnote then goes on by itself.",
            retryable=True,
            detail=text,
        )
    if "readonly" in text or "unable to open" in text:
        return known(
            ErrorCode.NO_PERMISSION,
            f"Footnote can't write to {path}.",
            "Make the file and its folder writable for you.",
            detail=text,
        )
    if "locked" in text:
        return known(
            ErrorCode.LIBRARY_LOCKED,
            f"Another program holds {path}.",
            "Close it, then try again.",
            retryable=True,
            detail=text,
        )
    return known(
        ErrorCode.LIBRARY_DAMAGED,
        f"{path} is damaged.",
        "Run `footnote doctor --repair`: it keeps the file aside and builds what can be built anew.",
        detail=text,
    )


class Database:
    """A SQLite file in WAL mode, readable by this user alone, brought to the present by `steps`.

    Raises KnownError from the constructor and from both context managers (see `explain`).
    """

    def __init__(self, path: Path, steps: Sequence[str]) -> None:
        self.path = path
        self._write_lock = threading.RLock()
        self._writing: int | None = None  # the thread that is within a transaction
        self._readers: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        try:
            self._writer = self._connect()
            migrate(self._writer, steps, path.name)
        except sqlite3.Error as error:
            raise explain(error, path) from error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=30)
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA page_size = {_PAGE}")  # this and the next count for a new file only
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        connection.execute("PRAGMA synchronous = NORMAL")  # WAL: safe against a killed process
        connection.execute("PRAGMA secure_delete = ON")  # deleted text leaves no trace in free pages
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -16000")
        return connection

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction of the single writer: committed whole, or rolled back on any exception. Nests."""
        with self._write_lock:
            if self._writer.in_transaction:
                yield self._writer
                return
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                self._writing = threading.get_ident()
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException as error:
                self._roll_back()
                if isinstance(error, sqlite3.Error):
                    raise explain(error, self.path) from error
                raise
            finally:
                self._writing = None

    @property
    def is_writing(self) -> bool:
        """Whether this thread is within a transaction."""
        return self._writing == threading.get_ident()

    def _roll_back(self) -> None:
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the database for as long as it is held. Within `write` on the same thread
        it is the writer's, which sees what was written."""
        if self.is_writing:
            yield self._writer
            return
        try:
            connection = self._readers.get_nowait()
        except queue.Empty:
            connection = self._connect()
        try:
            connection.execute("BEGIN")
            yield connection
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if self._readers.qsize() < _MOST_IDLE_READERS:
                self._readers.put(connection)
            else:
                connection.close()

    def disk_bytes(self) -> int:
        """What the database takes on disk, its log included."""
        names = (self.path, self.path.with_name(self.path.name + "-wal"))
        return sum(path.stat().st_size for path in names if path.exists())

    @property
    def can_shrink(self) -> bool:
        """Whether a good part of the file is free, and can be given back to the disk."""
        with self.read() as connection:
            (mode,) = connection.execute("PRAGMA auto_vacuum").fetchone()
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
        return bool(mode) and free > _FREE_SHARE * pages

    def shrink(self) -> None:
        """Give free pages back to the disk."""
        while self.can_shrink:
            with self.write() as connection:
                connection.execute(f"PRAGMA incremental_vacuum({_FREED_AT_ONCE})").fetchall()

    def checkpoint(self) -> bool:
        """Move the log's content into the database and empty the log. False when a reader held a part of it."""
        with self._write_lock:
            busy, _, _ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        with self._write_lock, contextlib.suppress(sqlite3.Error):
            while not self._readers.empty():
                self._readers.get_nowait().close()
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._writer.close()
