"""Measuring a library: every question asked and judged, with the models and settings that are in use or named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_app.measuring.closed_book import ClosedBook
from desktop_app.measuring.question import Question
from desktop_app.measuring.report import Evaluation
from desktop_app.measuring.trial import Trial, ask
from desktop_app.models.catalogue import ModelEntry
from desktop_app.services import Answers
from indexer.config import Settings
from indexer.errors import ErrorCode, known


class Installed(Protocol):
    """What of a `models.ModelStore` is used."""

    def entry(self, name: str) -> ModelEntry: ...
    def installed(self, name: str) -> Path | None: ...


@dataclass(frozen=True)
class NamedModel:
    """Implements `answering.service.ModelChoice`: always the model `name`, whatever the settings say."""

    models: Installed
    name: str

    def language_model(self) -> tuple[ModelEntry, Path]:
        path = self.models.installed(self.name)
        if path is None:
            raise known(
                ErrorCode.MODEL_MISSING,
                f"The model {self.name} is not installed.",
                f"`footnote models get {self.name}` fetches it.",
            )
        return self.models.entry(self.name), path


@dataclass
class Measurement:
    """Ask `questions` one after another. `trials` grows meanwhile, so that what is there can be shown at any time.
    `memory` asks the model without documents, too; None where that is not wanted."""

    questions: Sequence[Question]
    answers: Answers
    model: str
    settings: Settings
    scope: Sequence[Path] = ()
    memory: ClosedBook | None = None
    now: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        self.trials: list[Trial] = []
        self._began = self.now()

    def run(self) -> Iterator[Trial]:
        """Each trial as it is done. Raises KnownError where the model without documents can't be asked."""
        for question in self.questions:
            trial = ask(question, self.answers, self.scope, self.memory)
            self.trials.append(trial)
            yield trial

    @property
    def evaluation(self) -> Evaluation:
        settings = {
            "embedder": self.settings.embedder,
            "wait_seconds": f"{self.settings.wait_seconds:g}",
            "scope": ", ".join(map(str, self.scope)),
        }
        return Evaluation(self._began, self.model, settings, tuple(self.trials))
