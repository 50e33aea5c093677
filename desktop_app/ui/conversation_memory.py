"""What is kept of conversations: begun, read and written in the background, and what each is limited to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.judgements import Judgement
from desktop_app.scopes import Scope
from desktop_app.ui.bridge import Bridge
from indexer.errors import Problem

if TYPE_CHECKING:
    from desktop_app.answering.events import Answer
    from desktop_app.history import History

_Failed = Callable[[Problem], object]


@dataclass(frozen=True)
class Kept:
    """A conversation as history has it: its answers, oldest first, what the person thought of them by their traces,
    and what its questions are limited to."""

    answers: tuple[Answer, ...]
    judgements: dict[str, Judgement]
    scope: Scope


class ConversationMemory(QObject):
    """History for one view: every call returns at once, and what comes of it is told in the view's thread."""

    def __init__(self, history: History, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._bridge = bridge

    def begin(self, question: str, begun: Callable[[int], object], failed: _Failed) -> None:
        """A conversation that begins with `question`; `begun` gets its id."""
        self._bridge.run(lambda: self._history.create(question).id, begun, failed, self)

    def read(self, conversation: int, done: Callable[[Kept], object], failed: _Failed) -> None:
        self._bridge.run(partial(self._read, conversation), done, failed, self)

    def questions(self, done: Callable[[Sequence[str]], object], failed: _Failed) -> None:
        """What was asked in all conversations, oldest first."""
        self._bridge.run(self._history.questions, done, failed, self)

    def keep_scope(self, conversation: int, scope: Scope) -> None:
        """From now on the conversation is limited to `scope`: known at once, written soon."""
        scopes = self._history.scopes
        scopes.choose(conversation, scope)
        self._bridge.run(partial(scopes.keep, conversation), lambda _: None, None, self)

    def _read(self, conversation: int) -> Kept:
        history = self._history
        return Kept(history.answers(conversation), history.judgements.of(conversation), history.scopes.of(conversation))
