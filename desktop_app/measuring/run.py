"""Measuring a library: every question asked and judged, with the models and settings that are in use or named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.measuring.closed_book import ClosedBook
from desktop_app.measuring.question import Question
from desktop_app.measuring.report import Evaluation
from desktop_app.measuring.trial import Trial, ask
from desktop_app.services import Answers
from indexer.config import Settings


@dataclass
class Measurement:
    """Ask `questions` one after another, of the model of that name. `trials` grows meanwhile, so that what is there
    can be shown at any time. `memory` asks the model without documents, too; None where that is not wanted."""

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
            trial = ask(question, self.answers, self.scope, self.memory, self.model)
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
