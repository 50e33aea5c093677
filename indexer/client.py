"""What the window and the command line call: the indexer service as typed, blocking methods.

Every method raises `FootnoteError`. All methods may be called from any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, cast

from indexer import protocol as p
from indexer import types as t
from indexer.channel import Client
from indexer.errors import KnownError
from indexer.filters import parse


class Connection(Protocol):
    """A connection to the service that is opened, and opened again, as needed (`desktop_app.supervisor`)."""

    def client(self) -> Client: ...

    def explain(self, error: KnownError) -> KnownError:
        """`error`, with the reason where the service's process has died."""
        ...

    def close(self) -> None: ...


class IndexerClient:
    """A client of the indexer service; a connection that was lost is opened again on the next call."""

    def __init__(
        self, connection: Connection, collections: Callable[[], tuple[t.NamedPlaces, ...]] = lambda: ()
    ) -> None:
        """`collections` are asked for when `in:` names something: it may be one of them."""
        self._connection = connection
        self._collections = collections

    def _ask(self, message: Any, timeout: float | None = 120.0) -> Any:
        try:
            return self._connection.client().request(message, timeout)
        except KnownError as error:
            raise self._connection.explain(error) from error

    def _named_in(self, text: str) -> tuple[t.NamedPlaces, ...]:
        return self._collections() if parse(text).filters.folders else ()

    def _stream(self, message: Any) -> Iterator[Any]:
        try:
            yield from self._connection.client().stream(message)
        except KnownError as error:
            raise self._connection.explain(error) from error

    def add_folders(self, paths: Sequence[Path]) -> tuple[t.Folder, ...]:
        """Watch folders or single files. Raises KnownError(MISSING) for a path that is not there."""
        message = p.AddFolders(tuple(str(path.absolute()) for path in paths))
        return cast(p.FolderList, self._ask(message)).folders

    def remove_folders(self, paths: Sequence[Path]) -> tuple[t.Folder, ...]:
        message = p.RemoveFolders(tuple(str(path.absolute()) for path in paths))
        return cast(p.FolderList, self._ask(message, None)).folders

    def folders(self) -> tuple[t.Folder, ...]:
        return cast(p.FolderList, self._ask(p.ListFolders())).folders

    def subfolders(self, parents: Sequence[str]) -> tuple[t.Subfolder, ...]:
        """The folders that hold documents, directly in each of these folders of the library."""
        return cast(p.SubfolderList, self._ask(p.ListSubfolders(tuple(parents)))).subfolders

    def sync(self) -> Iterator[t.Progress | p.IndexReport]:
        """Bring the index up to date: progress, then the report."""
        yield from self._stream(p.Sync())

    def status(self) -> p.StatusReport:
        return cast(p.StatusReport, self._ask(p.GetStatus()))

    def documents(self, query: p.ListDocuments) -> p.DocumentList:
        return cast(p.DocumentList, self._ask(query))

    def search(self, query: p.Search) -> p.SearchReply:
        return cast(p.SearchReply, self._ask(replace(query, collections=self._named_in(query.query))))

    def survey(self, query: p.Survey) -> p.SurveyReply:
        """Every document that fits, counted over all of them."""
        return cast(p.SurveyReply, self._ask(replace(query, collections=self._named_in(query.filters))))

    def text(self, document_id: int, page: int | None = None) -> p.DocumentText:
        return cast(p.DocumentText, self._ask(p.GetText(document_id, page)))

    def chunks(self, query: p.GetChunks) -> p.ChunkList:
        return cast(p.ChunkList, self._ask(query))

    def embed(self, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        """Unit vectors, one a text; empty when no embedder is installed."""
        return cast(p.Vectors, self._ask(p.Embed(tuple(texts)))).vectors

    def lease(self, seconds: float) -> None:
        """Ask indexing to yield its cores for `seconds` (0: take them back)."""
        self._ask(p.Lease(seconds))

    def estimate(self, paths: Sequence[Path], seconds: float = 20.0) -> p.Estimate:
        """What indexing these folders or files would take; a sample of them is tried for at most `seconds`. Raises
        KnownError(MISSING) for a path that is not there."""
        message = p.EstimateFolders(tuple(str(path.absolute()) for path in paths), seconds)
        return cast(p.Estimate, self._ask(message))

    def typing(self) -> None:
        """The person is typing: indexing yields for a moment."""
        self._ask(p.Typing())

    def note_opened(self, document_id: int) -> None:
        """The person opened this document; it goes first in what is still to be done."""
        self._ask(p.NoteOpened(document_id))

    def exclude(self, document_ids: Sequence[int]) -> None:
        """Leave these documents out from now on, and delete what is known of them."""
        self._ask(p.Exclude(tuple(document_ids)))

    def set_paused(self, paused: bool) -> None:
        self._ask(p.SetPaused(paused))

    def retry(self, document_ids: Sequence[int] = (), password: str = "") -> None:
        self._ask(p.Retry(tuple(document_ids), password))

    def changes(self) -> Iterator[t.Progress | p.DocumentsChanged | p.FoldersChanged]:
        """Everything that changes, as long as the connection lasts; then KnownError(PROCESS_DIED)."""
        yield from self._stream(p.Subscribe())

    def shutdown(self, *, if_alone: bool = False) -> None:
        """End the service; with `if_alone` as soon as no client is connected, even if there is work left."""
        self._ask(p.Shutdown(if_alone))

    def close(self) -> None:
        """Hang up; the service ends by itself when it is idle and alone."""
        self._connection.close()
