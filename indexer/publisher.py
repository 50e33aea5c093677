"""Tells clients what changes, a few times a second at most however much it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from indexer import protocol as p
from indexer.channel import Session
from indexer.types import Progress

_SECONDS = 0.25
_MOST_NAMED = 200  # more changed documents than this are not named one by one


class Publisher:
    """`progress` is asked while there are subscribers, until `stopping` is set. Thread-safe."""

    def __init__(self, progress: Callable[[], Progress], stopping: threading.Event) -> None:
        self._progress = progress
        self._stopping = stopping
        self._lock = threading.Lock()
        self._subscribers: dict[tuple[Session, int], None] = {}
        self._ids: set[int] = set()
        self._many = self._folders = False
        self._thread = threading.Thread(target=self._run, name="publish", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def subscribe(self, session: Session, conversation: int) -> None:
        """This conversation hears of everything for as long as the session lasts; of the progress at once."""
        with self._lock:
            self._subscribers[session, conversation] = None
        session.reply(conversation, self._progress(), last=False)

    def document_changed(self, document_id: int | None) -> None:
        """None: of many documents."""
        with self._lock:
            if document_id is None:
                self._many = True
            else:
                self._ids.add(document_id)

    def folders_changed(self) -> None:
        with self._lock:
            self._folders = True

    def _run(self) -> None:
        before: Progress | None = None
        while not self._stopping.wait(_SECONDS):
            with self._lock:
                self._subscribers = {key: None for key in self._subscribers if not key[0].closed.is_set()}
                subscribers = list(self._subscribers)
                messages = self._changes()
            if not subscribers:
                continue
            progress = self._progress()
            if progress != before:
                messages.append(progress)
                before = progress
            for session, conversation in subscribers:
                for message in messages:
                    session.reply(conversation, message, last=False)

    def _changes(self) -> list[Any]:
        ids, self._ids = self._ids, set()
        many, self._many = self._many, False
        folders, self._folders = self._folders, False
        messages: list[Any] = []
        if ids or many:
            messages.append(p.DocumentsChanged(() if many or len(ids) > _MOST_NAMED else tuple(sorted(ids))))
        if folders or ids or many:
            messages.append(p.FoldersChanged())
        return messages
