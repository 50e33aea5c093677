"""`FakeLibrary`: the indexer service in memory, for tests of everything that stands on it."""

from __future__ import annotations

import hashlib
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop_app.answering.text import sentence_spans, stems
from indexer import protocol as p
from indexer import types as t
from indexer.errors import ErrorCode, FootnoteError, known
from tests.support.fake_matching import (
    asked_for,
    cosine,
    covered,
    date_of,
    hashed_vector,
    headings,
    in_scope,
    mentions,
    rarity_of,
)

Change = t.Progress | p.DocumentsChanged | p.FoldersChanged
_CHUNK = 900  # characters, cut at sentence ends
_KINDS = {
    ".pdf": "pdf", ".docx": "docx", ".md": "markdown", ".html": "html", ".py": "code", ".pptx": "presentation",
    ".xlsx": "spreadsheet", ".odt": "opendocument", ".rtf": "rtf", ".epub": "book", ".eml": "mail",
    ".ipynb": "notebook", ".png": "image",
}  # fmt: skip
_IDLE = t.Progress(t.Activity("idle", "Everything is up to date"), 0, 0, 0, 0, 0.0, None)


@dataclass
class FakeDocument:
    document: t.Document
    pages: tuple[t.Page, ...]
    hits: list[t.Hit] = field(default_factory=list)


class FakeLibrary:
    """A `Library` of `{path: text or list of pages}`. A text is a document without pages.

    `calls` records every call as (name, arguments). `fail_next(name, error)` makes the next call of that name raise.
    `push(change)` reaches every open `changes()`; `close()` ends them. With `vectors=False` no embedder is there.
    """

    def __init__(self, documents: Mapping[str, str | Sequence[str]] | None = None, *, vectors: bool = True) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.vectors = vectors
        self.paused = False
        self.estimates: p.Estimate | None = None
        self.leases: list[float] = []
        self.sync_steps: list[t.Progress] = []
        self.progress = _IDLE
        self.closed = False
        self._lock = threading.RLock()
        self._failures: dict[str, FootnoteError] = {}
        self._listeners: list[queue.SimpleQueue[Change | None]] = []
        self._folders: dict[str, tuple[int, bool, bool]] = {}  # path → id, is_file, online
        self._documents: dict[int, FakeDocument] = {}
        self._next_document = 1
        self._next_chunk = 1
        for path, text in (documents or {}).items():
            self.put(path, text)

    # What tests arrange

    def put(
        self,
        path: str,
        text: str | Sequence[str] = "",
        *,
        state: t.DocumentState = t.DocumentState.INDEXED,
        title: str | None = None,
        problem: tuple[str, str, str] | None = None,
        retryable: bool = False,
        size: int | None = None,
        modified: float = 1_700_000_000.0,
        kind: str = "",
        labels: Sequence[str] = (),
    ) -> t.Document:
        """Add or replace a document; `problem` is (code, message, action), `labels` what its pages are called, `kind`
        another one than its name says. Its parent becomes a folder, unless a folder above it is there."""
        with self._lock:
            folder_id = self._folder_of(path)
            old = next((d.document for d in self._documents.values() if d.document.path == path), None)
            number = old.id if old else self._next_document
            self._next_document += old is None
            texts = (text,) if isinstance(text, str) else tuple(text)
            paged = not isinstance(text, str)
            called = dict(enumerate(labels, 1))
            pages = tuple(
                t.Page(n if paged else None, called.get(n), body, headings(body)) for n, body in enumerate(texts, 1)
            )
            document = t.Document(
                id=number,
                folder_id=folder_id,
                path=path,
                title=title if title is not None else Path(path).stem.replace("_", " "),
                kind=kind or _KINDS.get(Path(path).suffix.lower(), "text"),
                size=sum(len(body.encode()) for body in texts) if size is None else size,
                modified=modified,
                state=state,
                pages=len(pages) if paged else 0,
                chunks=0,
                problem_code=problem[0] if problem else None,
                problem_message=problem[1] if problem else "",
                problem_action=problem[2] if problem else "",
                retryable=retryable,
            )
            searchable = state in (t.DocumentState.INDEXED, t.DocumentState.KEYWORD_READY, t.DocumentState.OFFLINE)
            hits = [hit for page in pages for hit in self._chunks(document, page)] if searchable else []
            document = replace(document, chunks=len(hits))
            self._documents[number] = FakeDocument(document, pages, hits)
            return document

    def set_state(self, path: str, state: t.DocumentState) -> None:
        with self._lock:
            for kept in self._documents.values():
                if kept.document.path == path:
                    kept.document = replace(kept.document, state=state)

    def fail_next(self, name: str, error: FootnoteError) -> None:
        self._failures[name] = error

    def push(self, change: Change) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.put(change)

    def calls_of(self, name: str) -> list[Any]:
        return [arguments for called, arguments in self.calls if called == name]

    # The Library protocol

    def add_folders(self, paths: Sequence[Path]) -> tuple[t.Folder, ...]:
        self._called("add_folders", tuple(paths))
        for path in paths:
            self._folders.setdefault(str(path), (len(self._folders) + 1, path.is_file(), True))
        self.push(p.FoldersChanged())
        return self._folder_list()

    def remove_folders(self, paths: Sequence[Path]) -> tuple[t.Folder, ...]:
        self._called("remove_folders", tuple(paths))
        with self._lock:
            for path in paths:
                removed = self._folders.pop(str(path), None)
                for number, kept in list(self._documents.items()):
                    if removed and kept.document.folder_id == removed[0]:
                        del self._documents[number]
        self.push(p.FoldersChanged())
        return self._folder_list()

    def folders(self) -> tuple[t.Folder, ...]:
        self._called("folders")
        return self._folder_list()

    def subfolders(self, parents: Sequence[str]) -> tuple[t.Subfolder, ...]:
        self._called("subfolders", tuple(parents))
        found = []
        with self._lock:
            for parent in parents:
                names = {path.parts[0] for path in self._below(parent) if len(path.parts) > 1}
                for path in (str(Path(parent, name)) for name in sorted(names)):
                    found.append(t.Subfolder(path, parent, self._counts(path), self._has_folders(path)))
        return tuple(found)

    def sync(self) -> Iterator[t.Progress | p.IndexReport]:
        self._called("sync")
        yield from self.sync_steps or (_IDLE,)
        with self._lock:
            chunks = sum(len(kept.hits) for kept in self._documents.values())
            counts = self._counts()
            indexed, failed = counts[t.DocumentState.INDEXED.value], counts[t.DocumentState.FAILED.value]
            skipped = counts[t.DocumentState.SKIPPED.value]
        yield p.IndexReport(
            t.DocumentCounts(indexed, 0, 0, 0, failed, skipped), t.ChunkCounts(chunks, 0, 0), 0.1, 0.05, None, 4096
        )

    def status(self) -> p.StatusReport:
        self._called("status")
        with self._lock:
            chunks = sum(len(kept.hits) for kept in self._documents.values())
            problems = tuple(
                t.DocumentProblem(d.path, d.problem_code, d.problem_message, d.problem_action)
                for d in (kept.document for kept in self._documents.values())
                if d.problem_code is not None
            )
            return p.StatusReport(
                documents=self._counts(),
                chunks=chunks,
                chunks_embedded=chunks if self.vectors else 0,
                disk_bytes=4096,
                embedder="fake",
                embedder_ready=self.vectors,
                problems=problems,
                progress=self.progress,
                paused=self.paused,
                watch="2 folders are watched for changes.",
                pid=1,
            )

    def documents(self, query: p.ListDocuments) -> p.DocumentList:
        self._called("documents", query)
        with self._lock:
            every = [kept.document for kept in self._documents.values()]
        wanted = query.text.casefold()
        found = [
            d
            for d in every
            if (not query.below or in_scope(d.path, (query.below,)))
            and (not query.state or d.state.value == query.state)
            and (wanted in d.path.casefold() or wanted in d.title.casefold())
        ]
        keys = {
            "name": lambda d: Path(d.path).name.casefold(),
            "state": lambda d: d.state.value,
            "size": lambda d: d.size,
            "modified": lambda d: d.modified,
            "kind": lambda d: d.kind,
            "pages": lambda d: d.pages,
            "chunks": lambda d: d.chunks,
        }
        if query.sort not in keys:
            raise known(ErrorCode.BAD_REQUEST, f"Documents can't be sorted by {query.sort}.", "Sort by name.")
        found.sort(key=lambda d: (Path(d.path).name.casefold(), d.id))
        found.sort(key=keys[query.sort], reverse=query.descending)
        return p.DocumentList(tuple(found[query.offset : query.offset + query.limit]), len(found))

    def search(self, query: p.Search) -> p.SearchReply:
        self._called("search", query)
        began = time.perf_counter()
        with self._lock:
            pool = [hit for kept in self._documents.values() for hit in kept.hits if in_scope(hit.path, query.scope)]
            coverage = self._coverage(query.scope)
        rarity = rarity_of([hit.text for hit in pool])
        vector = hashed_vector(query.query)
        scored = []
        for hit in pool:
            cover = covered(query.query, hit.text, rarity)
            similarity = cosine(vector, hashed_vector(hit.text)) if self.vectors else None
            score = cover + (similarity or 0.0)
            if cover > 0 or (similarity or 0.0) > 0.15:
                scored.append((score, cover, similarity, hit))
        scored.sort(key=lambda row: (-row[0], row[3].chunk_id))
        hits = tuple(
            replace(
                hit,
                rank=rank,
                score=score,
                similarity=similarity,
                keyword_rank=rank if cover > 0 else None,
                vector_rank=rank if self.vectors else None,
            )
            for rank, (score, cover, similarity, hit) in enumerate(scored[: query.k], 1)
        )
        return p.SearchReply(
            hits,
            self._evidence(query, hits, rarity),
            coverage,
            self.vectors,
            (time.perf_counter() - began) * 1000,
        )

    def survey(self, query: p.Survey) -> p.SurveyReply:
        """By stems: an expression is mentioned where one passage holds all its words."""
        self._called("survey", query)
        with self._lock:
            kept = [one for one in self._documents.values() if in_scope(one.document.path, query.scope)]
        candidates = [one for one in kept if asked_for(one.document, query)]
        found = []
        for one in candidates:
            holding = [[hit for hit in one.hits if mentions(hit.text, group)] for group in query.mentions]
            named = not query.named or any(
                set(stems(word)) & set(stems(f"{Path(one.document.path).stem.replace('-', ' ')} {one.document.title}"))
                for word in query.named
            )
            stands = not query.states or one.document.state.value in query.states
            if all(holding) and named and stands:
                best = holding[0][0] if holding else next(iter(one.hits), None)
                passages = {hit.chunk_id for group in holding for hit in group}
                found.append(p.Surveyed(one.document, len(passages), best, date_of(one.document)))
        sort = {"size": lambda s: s.document.size, "modified": lambda s: s.document.modified}.get(query.sort)
        found.sort(key=lambda s: (-s.passages, s.document.path))
        if sort:
            found.sort(key=sort, reverse=query.descending)
        unread = [one.document for one in candidates if not one.hits]
        return p.SurveyReply(
            documents=tuple(found[: query.limit]),
            total=len(found),
            passages=sum(one.passages for one in found),
            in_scope=len(candidates),
            read=len(candidates) - len(unread),
            unread=tuple(p.Unread(one.path, one.state, one.problem_message or "not read yet") for one in unread),
            milliseconds=0.1,
        )

    def chunks(self, query: p.GetChunks) -> p.ChunkList:
        self._called("chunks", query)
        with self._lock:
            hits = list(self._documents[query.document_id].hits)
        listed = [p.IndexedChunk(h.chunk_id, h.page, h.start, h.length, h.heading, True) for h in hits]
        return p.ChunkList(tuple(listed[query.offset : query.offset + query.limit]), len(listed), len(listed))

    def text(self, document_id: int, page: int | None = None) -> p.DocumentText:
        self._called("text", (document_id, page))
        with self._lock:
            kept = self._documents.get(document_id)
        if kept is None:
            raise known(ErrorCode.MISSING, "This document is not in the library.", "Refresh the list.")
        pages = kept.pages if page is None else tuple(one for one in kept.pages if one.number == page)
        return p.DocumentText(kept.document, pages)

    def embed(self, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        self._called("embed", tuple(texts))
        return tuple(hashed_vector(text) for text in texts) if self.vectors else ()

    def lease(self, seconds: float) -> None:
        self._called("lease", seconds)
        self.leases.append(seconds)

    def estimate(self, paths: Sequence[Path], seconds: float = 20.0) -> p.Estimate:
        self._called("estimate", (tuple(paths), seconds))
        return self.estimates or p.Estimate(12, 3_400_000, 0, 1, p.Span(20.0, 30.0, 45.0), 480, 2_000_000, 5, 0.4)

    def typing(self) -> None:
        self._called("typing")

    def note_opened(self, document_id: int) -> None:
        self._called("note_opened", document_id)

    def exclude(self, document_ids: Sequence[int]) -> None:
        self._called("exclude", tuple(document_ids))
        with self._lock:
            for document_id in document_ids:
                self._documents.pop(document_id, None)

    def set_paused(self, paused: bool) -> None:
        self._called("set_paused", paused)
        self.paused = paused

    def retry(self, document_ids: Sequence[int] = (), password: str = "") -> None:
        self._called("retry", (tuple(document_ids), password))

    def changes(self) -> Iterator[Change]:
        self._called("changes")
        listener: queue.SimpleQueue[Change | None] = queue.SimpleQueue()
        with self._lock:
            if self.closed:
                return
            self._listeners.append(listener)
        while (change := listener.get()) is not None:
            yield change

    def close(self) -> None:
        self._called("close")
        with self._lock:
            self.closed = True
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener.put(None)

    # Inside

    def _called(self, name: str, arguments: Any = ()) -> None:
        with self._lock:
            self.calls.append((name, arguments))
            failure = self._failures.pop(name, None)
        if failure is not None:
            raise failure

    def _folder_of(self, path: str) -> int:
        for folder, (number, _, _) in self._folders.items():
            if in_scope(path, (folder,)):
                return number
        number = len(self._folders) + 1
        self._folders[str(Path(path).parent)] = (number, False, True)
        return number

    def _folder_list(self) -> tuple[t.Folder, ...]:
        with self._lock:
            return tuple(
                t.Folder(number, path, is_file, online, self._counts(path), self._has_folders(path))
                for path, (number, is_file, online) in self._folders.items()
            )

    def _has_folders(self, folder: str) -> bool:
        return any(len(path.parts) > 1 for path in self._below(folder))

    def _below(self, folder: str) -> list[Path]:
        """The documents in a folder, told from there."""
        paths = [Path(kept.document.path) for kept in self._documents.values()]
        return [path.relative_to(folder) for path in paths if in_scope(str(path), (folder,)) and str(path) != folder]

    def _counts(self, folder: str = "") -> dict[str, int]:
        counts = {state.value: 0 for state in t.DocumentState}
        for kept in self._documents.values():
            if not folder or in_scope(kept.document.path, (folder,)):
                counts[kept.document.state.value] += 1
        return counts

    def _coverage(self, scope: tuple[str, ...]) -> t.Coverage:
        states = [kept.document.state for kept in self._documents.values() if in_scope(kept.document.path, scope)]
        return t.Coverage(
            searched=sum(s in (t.DocumentState.INDEXED, t.DocumentState.KEYWORD_READY) for s in states),
            pending=states.count(t.DocumentState.PENDING),
            vectors_pending=states.count(t.DocumentState.KEYWORD_READY),
            failed=states.count(t.DocumentState.FAILED),
            offline=states.count(t.DocumentState.OFFLINE),
        )

    def _chunks(self, document: t.Document, page: t.Page) -> Iterator[t.Hit]:
        spans = sentence_spans(page.text)
        first = 0
        while first < len(spans):
            last = first
            while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= _CHUNK:
                last += 1
            start, end = spans[first][0], spans[last][1]
            text = page.text[start:end]
            yield t.Hit(
                rank=0,
                chunk_id=self._next_chunk,
                document_id=document.id,
                path=document.path,
                title=document.title,
                kind=document.kind,
                page=page.number,
                page_label=page.label,
                start=start,
                length=end - start,
                heading="",
                text=text,
                content_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
                score=0.0,
                similarity=None,
                keyword_rank=None,
                vector_rank=None,
                offline=document.state is t.DocumentState.OFFLINE,
            )
            self._next_chunk += 1
            first = last + 1

    def _evidence(
        self, query: p.Search, hits: tuple[t.Hit, ...], rarity: dict[str, float]
    ) -> tuple[t.EvidenceSentence, ...]:
        vector = hashed_vector(query.query)
        found = []
        for hit in hits:
            for start, end in sentence_spans(hit.text):
                text = hit.text[start:end]
                cover = covered(query.query, text, rarity)
                similarity = cosine(vector, hashed_vector(text)) if self.vectors else None
                found.append(
                    t.EvidenceSentence(
                        hit.document_id,
                        hit.path,
                        hit.title,
                        hit.page,
                        hit.page_label,
                        hit.start + start,
                        end - start,
                        text,
                        cover + (similarity or 0.0),
                        similarity,
                        cover,
                    )
                )
        found.sort(key=lambda sentence: -sentence.score)
        return tuple(found[: query.evidence])
