"""What the window and the command line call: the indexer service as typed, blocking methods.

Every method raises `FootnoteError`; a connection that was lost is opened again (starting the service anew) on the
next call. All methods may be called from any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from indexer import protocol as p
from indexer import types as t
from indexer.channel import Client, connect_or_start, own_command, service_address


class IndexerClient:
    """A client of the indexer service of the library at `home`; the first use starts the service."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._client: Client | None = None

    def _connected(self) -> Client:
        with self._lock:
            if self._client is None or self._client.closed.is_set():
                self._client = connect_or_start(
                    service_address(self._home, "indexer"),
                    p.REGISTRY,
                    [*own_command("indexer"), "--home", str(self._home)],
                    log=self._home / "logs" / "indexer.log",
                    environment={"MALLOC_ARENA_MAX": "2"},
                )
            return self._client

    def _ask(self, message: Any, timeout: float | None = 120.0) -> Any:
        return self._connected().request(message, timeout)

    def add_folders(self, paths: Sequence[Path]) -> tuple[t.Folder, ...]:
        """Watch folders or single files. Raises KnownError(MISSING) for a path that is not there."""
        message = p.AddFolders(tuple(str(path.absolute()) for path in paths))
        return cast(p.FolderList, self._ask(message)).folders

    def remove_folders(self, paths: Sequence[Path]) -> tuple[t.Folder, ...]:
        message = p.RemoveFolders(tuple(str(path.absolute()) for path in paths))
        return cast(p.FolderList, self._ask(message, None)).folders

    def folders(self) -> tuple[t.Folder, ...]:
        return cast(p.FolderList, self._ask(p.ListFolders())).folders

    def sync(self) -> Iterator[t.Progress | p.IndexReport]:
        """Bring the index up to date: progress, then the report."""
        yield from self._connected().stream(p.Sync())

    def status(self) -> p.StatusReport:
        return cast(p.StatusReport, self._ask(p.GetStatus()))

    def documents(self, query: p.ListDocuments) -> p.DocumentList:
        return cast(p.DocumentList, self._ask(query))

    def search(self, query: p.Search) -> p.SearchReply:
        return cast(p.SearchReply, self._ask(query))

    def text(self, document_id: int, page: int | None = None) -> p.DocumentText:
        return cast(p.DocumentText, self._ask(p.GetText(document_id, page)))

    def embed(self, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        """Unit vectors, one a text; empty when no embedder is installed."""
        return cast(p.Vectors, self._ask(p.Embed(tuple(texts)))).vectors

    def lease(self, seconds: float) -> None:
        """Ask indexing to yield its cores for `seconds` (0: take them back)."""
        self._ask(p.Lease(seconds))

    def set_paused(self, paused: bool) -> None:
        self._ask(p.SetPaused(paused))

    def retry(self, document_ids: Sequence[int] = (), password: str = "") -> None:
        self._ask(p.Retry(tuple(document_ids), password))

    def changes(self) -> Iterator[t.Progress | p.DocumentsChanged | p.FoldersChanged]:
        """Everything that changes, as long as the connection lasts; then KnownError(PROCESS_DIED)."""
        yield from self._connected().stream(p.Subscribe())

    def shutdown(self) -> None:
        self._ask(p.Shutdown())

    def close(self) -> None:
        """Hang up; the service ends by itself when it is idle and alone."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None
