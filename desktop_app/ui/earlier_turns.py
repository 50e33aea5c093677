"""The earlier turns of a conversation from history, built when the reader comes near them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from desktop_app.answering.events import Answer


_BUILT_AHEAD = 6  # turns, when the reader comes near the first one that is built


class EarlierTurns(QObject):
    """Calls `build` with one answer in a turn of the event loop, the latest first, so that scrolling goes on."""

    def __init__(self, build: Callable[[Answer], object], parent: QObject) -> None:
        super().__init__(parent)
        self._build = build
        self._answers: list[Answer] = []
        self._to_build = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._build_one)

    def hold(self, answers: Sequence[Answer]) -> None:
        """Take the answers that are not built yet, oldest first, instead of those held."""
        self._answers = list(answers)

    def build_some(self) -> None:
        self._to_build = min(len(self._answers), _BUILT_AHEAD)
        if self._to_build:
            self._timer.start()

    def _build_one(self) -> None:
        if self._to_build <= 0 or not self._answers:
            self._timer.stop()
            return
        self._to_build -= 1
        self._build(self._answers.pop())
