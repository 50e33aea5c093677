"""The indexer service: what clients ask, answered beside the job loop. Queries outrank indexing.

Requests that take long run on a few threads of their own, so that one client's search never waits for another's.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from indexer import filters
from indexer import protocol as p
from indexer.catalog import Catalog
from indexer.channel import Session
from indexer.chunking import Chunker
from indexer.compiling import first_speed
from indexer.config import LiveSettings, Settings, library_folder, models_folder
from indexer.embedder_loader import EmbedderLoader
from indexer.embedding import Embedder
from indexer.errors import ErrorCode, KnownError, known, problem_of
from indexer.extract.sandbox import Sandbox
from indexer.foresight import Estimates, Pending, Sources
from indexer.ignore import Rules
from indexer.inventory import Inventory
from indexer.machine import Remembered, ThisMachine
from indexer.neighbour import ESTIMATING, Neighbour
from indexer.pipeline import Pipeline
from indexer.publisher import Publisher
from indexer.rates import Rates
from indexer.reading import ReadingPool
from indexer.runs import Runs
from indexer.scan import device_of
from indexer.search import Searcher
from indexer.survey import Surveyor
from indexer.types import DocumentProblem, DocumentState
from indexer.vectors import VectorTables, library_chunker
from indexer.waiters import Waiter, interrupted
from indexer.walk import left_out
from indexer.worker import Worker

_log = logging.getLogger(__name__)

_PUBLISH_SECONDS = 0.25
_WAIT_FOR_EMBEDDER = 60.0
_MOST_READERS = 4  # more only wait for the one writer


class IndexerService:
    """Composition root of the indexer: catalogue, store, embedder, worker and the answers to requests."""

    def __init__(self, home: Path, settings: Settings) -> None:
        self._live = LiveSettings(home, settings)
        self._library = library_folder(home)
        self.catalog = Catalog(self._library / "catalog.db")
        self._models = models_folder(settings)
        self._pipeline = Pipeline(self.catalog, self._cutter())
        self._searcher = Searcher(self.catalog.keywords, self.catalog.chunks, self.catalog.names)
        self._loader = EmbedderLoader(self._model, self._library, lambda: self._live().threads, self._embedder_ready)
        uri = settings.vectors or str(self._library / "vectors.lance")
        self._tables = VectorTables(self.catalog, self._pipeline, self._searcher, uri, self._loader.load)
        rates = Rates(self.catalog, lambda: first_speed(self._model()))
        pending = Pending(self.catalog, lambda: self._loader.embedder is not None or self._loader.coming)
        self.worker = Worker(
            self.catalog, self._pipeline, partial(ReadingPool, self._readers, Sandbox, self._max_bytes),
            partial(ReadingPool, lambda: 1, Sandbox.recognizing, self._max_bytes),
            changed=lambda document: self._publisher.document_changed(document),
            folders_changed=lambda: self._publisher.folders_changed(),
            disk_bytes=self._disk_bytes,
            embedder_coming=lambda: self._loader.coming, want_embedder=lambda: self._loader.want(),
            remake_store=self._tables.remake, complete=self._tables.complete, settings=self._live,
            neighbour=Neighbour(self._live, Remembered(ThisMachine())),
            runs=Runs(pending, self.catalog, rates),
        )  # fmt: skip
        self._estimates = Estimates(
            self.catalog, rates, self.worker.runs.expect,
            Sources(
                self._embedder_within, self._cutter, self._ignore_rules, self._disk_bytes, self._hold_for_estimate,
                self._max_bytes, self._readers,
            ),
        )  # fmt: skip
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="request")
        self._publisher = Publisher(self.worker.progress, self.worker.stopping)
        self.leave_when_alone = False  # somebody broke off what it waited for
        self._handlers: dict[type, Callable[[Any], Any]] = {
            p.ListFolders: lambda _: p.FolderList(self.catalog.counts.folders()),
            p.ListSubfolders: self.catalog.counts.subfolders,
            p.GetStatus: lambda _: self.status(),
            p.ListDocuments: self.catalog.list_documents,
            p.GetText: self._text,
            p.GetChunks: lambda message: self.catalog.chunks.listed(message),
            p.Lease: self._lease,
            p.Typing: self._typing,
            p.SetPaused: self._set_paused,
            p.Retry: self._retry,
            p.NoteOpened: self._note_opened,
        }
        self._slow: dict[type, Callable[[Any], Any]] = {
            p.Search: self._search,
            p.Survey: Surveyor(self.catalog).answer,
            p.Embed: self._embed,
            p.AddFolders: self._add,
            p.RemoveFolders: self._remove,
            p.Exclude: self._exclude,
            p.EstimateFolders: self._estimates.answer,
        }

    def start(self) -> None:
        self._loader.start()
        self._publisher.start()

    def close(self) -> None:
        """After the worker's loop has ended."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.catalog.close()

    # Requests

    def handle(self, session: Session, conversation: int, message: Any) -> None:
        """Answer one request (a `channel.Handler`)."""
        kind = type(message)
        if kind in self._handlers:
            session.reply(conversation, self._handlers[kind](message))
        elif kind in self._slow:
            self._pool.submit(self._answer, session, conversation, message)
        elif kind is p.Subscribe:
            self._publisher.subscribe(session, conversation)
        elif kind is p.Shutdown:
            session.reply(conversation, p.Done())  # first: afterwards the process may be gone before it is sent
            if message.if_alone:
                self.leave_when_alone = True
            else:
                self.worker.stop()
        elif kind is p.Sync:
            self.leave_when_alone = False
            waiter = self.worker.sync()
            threading.Thread(target=self._wait, args=(session, conversation, waiter), name="sync", daemon=True).start()
        else:
            raise known(ErrorCode.BAD_MESSAGE, f"{kind.__name__} is not a request.", "Report this as a bug.")

    def _answer(self, session: Session, conversation: int, message: Any) -> None:
        try:
            session.reply(conversation, self._slow[type(message)](message))
        except Exception as error:  # the border: whatever went wrong becomes the answer
            session.reply(conversation, problem_of(error))

    def _wait(self, session: Session, conversation: int, waiter: Waiter) -> None:
        while not waiter.done.wait(_PUBLISH_SECONDS):
            if self.worker.stopping.is_set():
                session.reply(conversation, interrupted())
                return
            if not session.reply(conversation, self.worker.progress(), last=False):
                self.worker.forsake(waiter)
                return
        session.reply(conversation, waiter.report or waiter.problem or interrupted())

    def _add(self, message: p.AddFolders) -> p.FolderList:
        for text in message.paths:
            path = Path(text)
            if not path.exists():
                raise known(ErrorCode.MISSING, f"{path} is not there.", "Check the spelling, or plug its drive in.")
        paths = [Path(text).resolve() for text in message.paths]
        for path in paths:
            self.catalog.add_root(path, is_file=path.is_file(), device="" if path.is_file() else device_of(path))
        self._publisher.folders_changed()
        self.worker.scan_soon()
        for path in paths:
            for root in self.catalog.roots():
                if path.is_relative_to(root.path) and (error := left_out(root.path, path, self._ignore_rules())):
                    raise error  # the others were added all the same
        return p.FolderList(self.catalog.counts.folders())

    def _remove(self, message: p.RemoveFolders) -> p.FolderList:
        roots = {str(root.path): root for root in self.catalog.roots()}
        wanted = [text if text in roots else str(Path(text).resolve()) for text in message.paths]
        for text in wanted:
            if text not in roots:
                raise known(ErrorCode.MISSING, f"{text} is not in the library.", "`footnote folders` lists what is.")
        for text in wanted:
            self._pipeline.drop_vectors(self.catalog.remove_root(roots[text]))
        self.worker.purge_soon()
        self._publisher.folders_changed()
        self._publisher.document_changed(None)
        self.worker.scan_soon()
        return p.FolderList(self.catalog.counts.folders())

    def _exclude(self, message: p.Exclude) -> p.Done:
        self._pipeline.drop_vectors(Inventory(self.catalog).exclude(message.document_ids))
        self.worker.purge_soon()
        self._publisher.folders_changed()
        self._publisher.document_changed(None)
        return p.Done()

    def status(self) -> p.StatusReport:
        total, embedded = self.catalog.chunks.counts()
        problems = self.catalog.problems()
        trouble = self.worker.trouble or self._loader.problem
        if trouble is not None:
            first = DocumentProblem(str(self._library), trouble.code, trouble.message, trouble.action)
            problems = (first, *problems)
        return p.StatusReport(
            documents=self.catalog.counts.by_state(), chunks=total, chunks_embedded=embedded,
            disk_bytes=self._disk_bytes(), embedder=self._live().embedder,
            embedder_ready=self._loader.embedder is not None, problems=problems, progress=self.worker.progress(),
            paused=self.worker.paused, watch=self.worker.watcher.sentence, pid=os.getpid(),
            last_run=self.worker.runs.last,
        )  # fmt: skip

    def _text(self, message: p.GetText) -> p.DocumentText:
        document = self.catalog.document(message.document_id)
        if document is None:
            raise known(ErrorCode.MISSING, "This document is no longer in the library.", "Ask again.")
        return p.DocumentText(document, self.catalog.chunks.pages(message.document_id, message.page))

    def _search(self, message: p.Search) -> p.SearchReply:
        started = time.perf_counter()
        if message.wait and self.catalog.chunks.counts()[0]:  # else there is nothing that vectors could find
            self._loader.wait(_WAIT_FOR_EMBEDDER)
        query, ids = self._limited(message)
        vectors = self._loader.embedder is not None and self._pipeline.store is not None
        try:
            hits, evidence = self._searcher.search(query, message.k, message.evidence, ids, vectors)
        except KnownError as error:
            if not vectors or error.problem.code is not ErrorCode.LIBRARY_DAMAGED:
                raise
            _log.warning("The vectors are damaged and made anew: %s", error)
            self.worker.rebuild_vectors()
            vectors = False
            hits, evidence = self._searcher.search(query, message.k, message.evidence, ids, vectors)
        coverage = self.catalog.coverage(ids)
        return p.SearchReply(hits, evidence, coverage, vectors, 1000 * (time.perf_counter() - started))

    def _limited(self, message: p.Search) -> tuple[str, set[int] | None]:
        """The words of a question, and the documents that its scope and the filters in it leave; None: all."""
        parsed = filters.parse(message.query)
        ids = self.catalog.ids_in_scope(message.scope) if message.scope else None
        if parsed.filters:
            left = filters.limit(parsed.filters, self.catalog.names.listed(), message.collections)
            ids = left if ids is None else ids & left
        return parsed.text, ids

    def _embed(self, message: p.Embed) -> p.Vectors:
        self._loader.wait(_WAIT_FOR_EMBEDDER)
        if (embedder := self._loader.embedder) is None:
            return p.Vectors(())
        vectors = embedder.embed_queries(message.texts)
        return p.Vectors(tuple(tuple(map(float, vector)) for vector in vectors))

    # The settings as they are now

    def _model(self) -> Path:
        return self._models / self._live().embedder

    def _cutter(self) -> Chunker:
        return library_chunker(self._library, self._model())

    def _max_bytes(self) -> int:
        return self._live().max_file_mb << 20

    def _readers(self) -> int:
        return min(_MOST_READERS, self._live().threads or os.cpu_count() or 1)

    def _ignore_rules(self) -> Rules:
        return Rules(self._live().ignore, Inventory(self.catalog).excluded())

    def _embedder_within(self, seconds: float) -> Embedder | None:
        self._loader.wait(seconds)
        return self._loader.embedder

    def _hold_for_estimate(self, seconds: float) -> None:
        self.worker.hold(seconds, ESTIMATING)

    def _lease(self, message: p.Lease) -> p.Done:
        self.worker.hold(message.seconds)
        return p.Done()

    def _typing(self, _: p.Typing) -> p.Done:
        self.worker.neighbour.typing()
        return p.Done()

    def _set_paused(self, message: p.SetPaused) -> p.Done:
        self.worker.set_paused(message.paused)
        return p.Done()

    def _note_opened(self, message: p.NoteOpened) -> p.Done:
        self.catalog.note_opened(message.document_id)
        return p.Done()

    def _retry(self, message: p.Retry) -> p.Done:
        self.worker.retry(message.document_ids, message.password)
        return p.Done()

    # What becomes known on other threads

    def _embedder_ready(self, embedder: Embedder, model: Path) -> None:
        """On the loader's thread: the model is there, the first one or another in its place."""
        if self._pipeline.embedder is None:
            self._use(embedder, model)
            self.worker.wake()
        else:
            self.worker.between_steps(partial(self._use, embedder, model)).result()

    def _use(self, embedder: Embedder, model: Path) -> None:
        self._pipeline.cutter = self._cutter()
        self._tables.ready(embedder, model)

    def _disk_bytes(self) -> int:
        total = 0
        for file in self._library.rglob("*"):
            try:
                total += file.stat().st_size if file.is_file() else 0
            except OSError:  # a version of the store that was tidied away meanwhile
                continue
        return total

    def is_busy(self) -> bool:
        """Whether there is anything left to do before the service may end."""
        states = self.catalog.counts.by_state()
        work = states[DocumentState.PENDING] + (states[DocumentState.KEYWORD_READY] if self._loader.embedder else 0)
        return not self.worker.paused and (work > 0 or not self.worker.is_idle)
