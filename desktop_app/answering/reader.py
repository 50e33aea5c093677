"""The language model, loaded and with its speed known, ready to read a prompt."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.answering.budget import measured_speed
from desktop_app.answering.trace import TracedModel
from desktop_app.history import History
from desktop_app.llm.protocol import Message, Prefilled
from desktop_app.models.catalogue import speed_key
from desktop_app.services import LanguageModel

if TYPE_CHECKING:
    from desktop_app.answering.service import ModelChoice

_CONTEXT_LENGTH = 4096  # tokens; a longer one only takes memory: waits are far shorter
_LEAST_SPEED = 1.0


@dataclass(frozen=True)
class ReadyModel:
    """`speed` is the measured prefill in tokens per second; `beginning` tokens of each prompt were read before."""

    traced: TracedModel
    context_length: int
    speed: float
    load_seconds: float
    beginning: int


class Reader:
    """Loads the chosen model, or the one of that `name`, and keeps what real reads tell of its speed."""

    def __init__(self, model: LanguageModel, history: History, choice: ModelChoice, name: str = "") -> None:
        self._model = model
        self._history = history
        self._choice = choice
        self._name = name
        self.turn = threading.Lock()  # whose answer the model is making

    def of(self, name: str) -> Reader:
        """The same for the model of this name, for one answer; whose turn it is holds for both."""
        if not name:
            return self
        other = Reader(self._model, self._history, self._choice, name)
        other.turn = self.turn
        return other

    def chosen(self) -> tuple[TracedModel, int]:
        """The model to use and its context length, without loading it. Raises KnownError(MODEL_MISSING)."""
        entry, path = self._choice.language_model(self._name)
        sha256 = entry.files[0].sha256 if entry.files else ""
        traced = TracedModel(entry.name, str(path), path.stat().st_size if path.exists() else 0, sha256)
        return traced, min(entry.context or _CONTEXT_LENGTH, _CONTEXT_LENGTH)

    def ready(self, beginning: tuple[Message, ...] = ()) -> ReadyModel:
        """Load it, and what its prompts begin with, unless they are loaded; measure it once if it never read anything
        here. Raises FootnoteError."""
        traced, wanted = self.chosen()
        loaded = self._model.load(Path(traced.path), wanted, beginning)
        speed = self._history.speed(_key(traced))
        if speed is None:
            speed = max(self._model.measure().prefill, _LEAST_SPEED)
            self._history.record_speed(_key(traced), speed)
        return ReadyModel(traced, loaded.context_length, speed, loaded.seconds, loaded.beginning)

    def learn(self, model: TracedModel, read: Prefilled) -> None:
        """Keep the speed of a real read."""
        speed = measured_speed(read.tokens, read.reused, read.seconds)
        if speed is not None:
            self._history.record_speed(_key(model), speed)


def _key(model: TracedModel) -> str:
    """What the speed of this model is kept under."""
    return speed_key(model.sha256, model.path, model.size)
