"""Services that are made when they are first asked: what they load, messages and models and sockets, takes longer
than a window to be drawn, and nobody asks before it stands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from desktop_app.services import Answers, Checks, Library, Models

if TYPE_CHECKING:
    from desktop_app.answering.check_events import CheckEvent
    from desktop_app.answering.events import Event
    from desktop_app.models import ModelProgress
    from desktop_app.models.store import ModelRow
    from indexer import protocol as p
    from indexer import types as t

S = TypeVar("S")


class _Deferred(Generic[S]):
    """`make` is called once, on the first thread that asks; others wait for it."""

    def __init__(self, make: Callable[[], S]) -> None:
        self._make = make
        self._made: S | None = None
        self._lock = threading.Lock()

    def load(self) -> S:
        """Make the service now, unless it is made."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


class DeferredAnswers(_Deferred[Answers]):
    """Implements `services.Answers`."""

    def ask(
        self,
        question: str,
        *,
        conversation: int | None = None,
        scope: Sequence[Path] = (),
        as_written: bool = False,
        effort: int = 1,
        model: str = "",
    ) -> Iterator[Event]:
        """See `services.Answers.ask`."""
        return self.load().ask(
            question, conversation=conversation, scope=scope, as_written=as_written, effort=effort, model=model
        )  # fmt: skip

    def stop(self) -> None:
        """See `services.Answers.stop`. Called from the window's thread: where nothing was made, nothing is stopped."""
        if self._made is not None:
            self._made.stop()


class DeferredChecks(_Deferred[Checks]):
    """Implements `services.Checks`."""

    def check(self, text: str, *, against: Sequence[Path] = (), scope: Sequence[Path] = ()) -> Iterator[CheckEvent]:
        """See `services.Checks.check`."""
        return self.load().check(text, against=against, scope=scope)

    def check_file(
        self, path: Path, *, against: Sequence[Path] = (), scope: Sequence[Path] = ()
    ) -> Iterator[CheckEvent]:
        """See `services.Checks.check_file`."""
        return self.load().check_file(path, against=against, scope=scope)


class DeferredModels(_Deferred[Models]):
    """Implements `services.Models`."""

    def rows(self) -> tuple[ModelRow, ...]:
        return self.load().rows()

    def get(
        self,
        name_or_path: str | Path,
        progress: Callable[[ModelProgress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Path:
        return self.load().get(name_or_path, progress, cancel)

    def use(self, name: str) -> Any:
        return self.load().use(name)

    def remove(self, name: str) -> int:
        return self.load().remove(name)

    def discard(self, name: str) -> None:
        self.load().discard(name)


class DeferredLibrary(_Deferred[Library]):
    """Implements `services.Library`; see there, and `indexer.client.IndexerClient`, for what each method does."""

    def add_folders(self, paths: Sequence[Path]) -> tuple[t.Folder, ...]:
        return self.load().add_folders(paths)

    def remove_folders(self, paths: Sequence[Path]) -> tuple[t.Folder, ...]:
        return self.load().remove_folders(paths)

    def folders(self) -> tuple[t.Folder, ...]:
        return self.load().folders()

    def subfolders(self, parents: Sequence[str]) -> tuple[t.Subfolder, ...]:
        return self.load().subfolders(parents)

    def sync(self) -> Iterator[t.Progress | p.IndexReport]:
        return self.load().sync()

    def status(self) -> p.StatusReport:
        return self.load().status()

    def documents(self, query: p.ListDocuments) -> p.DocumentList:
        return self.load().documents(query)

    def search(self, query: p.Search) -> p.SearchReply:
        return self.load().search(query)

    def survey(self, query: p.Survey) -> p.SurveyReply:
        return self.load().survey(query)

    def text(self, document_id: int, page: int | None = None) -> p.DocumentText:
        return self.load().text(document_id, page)

    def chunks(self, query: p.GetChunks) -> p.ChunkList:
        return self.load().chunks(query)

    def embed(self, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        return self.load().embed(texts)

    def lease(self, seconds: float) -> None:
        self.load().lease(seconds)

    def estimate(self, paths: Sequence[Path], seconds: float = 20.0) -> p.Estimate:
        return self.load().estimate(paths, seconds)

    def typing(self) -> None:
        self.load().typing()

    def note_opened(self, document_id: int) -> None:
        self.load().note_opened(document_id)

    def exclude(self, document_ids: Sequence[int]) -> None:
        self.load().exclude(document_ids)

    def set_paused(self, paused: bool) -> None:
        self.load().set_paused(paused)

    def retry(self, document_ids: Sequence[int] = (), password: str = "") -> None:
        self.load().retry(document_ids, password)

    def changes(self) -> Iterator[t.Progress | p.DocumentsChanged | p.FoldersChanged]:
        return self.load().changes()

    def close(self) -> None:
        """Where nothing was made, nothing is closed. Blocks while another thread makes it."""
        with self._lock:
            if self._made is not None:
                self._made.close()
