"""Keeps in history what a person thinks of the answers of the conversation that is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.judgements import Judgement
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.services import Services
from desktop_app.ui.translation import tr
from indexer.errors import Problem

if TYPE_CHECKING:
    from desktop_app.ui.message_view import TurnView


class Judging(QObject):
    """`conversation` tells which one is shown. `known` are its judgements by the answers' traces."""

    def __init__(
        self, services: Services, bridge: Bridge, conversation: Callable[[], int | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._judgements = services.history.judgements
        self._bridge = bridge
        self._conversation = conversation
        self.known: dict[str, Judgement] = {}

    def attach(self, turn: TurnView) -> None:
        """Keep what is thought of this turn's answer from now on."""
        turn.judged.connect(partial(self._judged, turn))

    def show(self, turn: TurnView) -> None:
        """Show what was thought of a turn from history."""
        if turn.answer is not None:
            turn.show_judgement(self.known.get(turn.answer.trace))

    def _judged(self, turn: TurnView, judgement: Judgement | None) -> None:
        conversation = self._conversation()
        if turn.answer is None or conversation is None:
            return
        trace = turn.answer.trace
        before = self.known.pop(trace, None)
        if judgement is None:
            work: Callable[[], None] = partial(self._judgements.remove, trace)
        else:
            self.known[trace] = judgement
            work = partial(self._judgements.put, conversation, judgement)
        turn.show_judgement(judgement)
        self._bridge.run(work, lambda _: None, partial(self._not_kept, turn, trace, before), turn)

    def _not_kept(self, turn: TurnView, trace: str, before: Judgement | None, problem: Problem) -> None:
        if before is None:
            self.known.pop(trace, None)
        else:
            self.known[trace] = before
        turn.show_judgement(before)
        turn.correction.say(tr("This could not be kept. {problem}", problem=in_full(problem)))
