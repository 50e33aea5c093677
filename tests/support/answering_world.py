"""The answering service with everything around it, as fakes."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_app.answering.calibration import AnswerableWeights, EvidenceWeights, load_calibration
from desktop_app.answering.events import Event
from desktop_app.answering.service import AnswerService
from desktop_app.history import History
from desktop_app.models.catalogue import ModelEntry, ModelFile, Task
from indexer.config import Settings
from indexer.errors import ErrorCode, known
from tests.support.fake_library import FakeLibrary
from tests.support.fake_llm import FakeLanguageModel

QUESTION = "What is the notice period with Acme?"
SAID = "The notice period is 90 days. It was signed in 1999."
DOCUMENTS = {
    "/d/acme.pdf": [
        "Acme Ltd and Bob Dole signed the contract on 3 March 2024. The notice period is ninety (90) days, in writing.",
        "The pilot phase with Acme ends after thirty days.",
    ],
    "/d/fruit.txt": "Bananas are yellow and grow in bunches.",
}
# The fake's vectors are no embedder's: the weights that were fitted to one would not fit them.
UNASKED = AnswerableWeights(9.0, 0.0, 0.0, 0.0, 0.0, 0.0, stated=0.0, threshold=0.5)  # always answerable
CALIBRATION = dataclasses.replace(
    load_calibration(),
    evidence=EvidenceWeights(bias=-3.0, similarity=5.0, coverage=3.0, threshold=0.3),
    answerable={"": UNASKED},
)
# The model's word alone decides.
ASKED = dataclasses.replace(
    CALIBRATION, answerable={"": UNASKED, "tiny": dataclasses.replace(UNASKED, bias=0.0, stated=1.0)}
)


class Choice:
    def __init__(self, path: Path, *, installed: bool = True) -> None:
        self.path, self.installed = path, installed

    def language_model(self, name: str = "") -> tuple[ModelEntry, Path]:
        if not self.installed:
            raise known(ErrorCode.MODEL_MISSING, "No language model is installed yet.", "Get one.")
        files = (ModelFile("m.gguf", 1, "ab" * 32),)
        entry = ModelEntry(name or "tiny", "Tiny", Task.LANGUAGE_MODEL, "MIT", 1, 4096, 1, 1, 1, 1, "", files=files)
        return entry, self.path


class World:
    """The service with everything around it."""

    def __init__(self, folder: Path) -> None:
        self.library = FakeLibrary(DOCUMENTS)
        self.model = FakeLanguageModel(SAID)
        self.history = History(folder / "history.db")
        self.choice = Choice(folder / "m.gguf")
        self.settings = Settings()
        self.calibration = CALIBRATION
        self.clock: Callable[[], float] = time.perf_counter

    @property
    def service(self) -> AnswerService:
        return AnswerService(
            self.library, self.model, self.history, self.choice, lambda: self.settings, clock=self.clock,
            calibration=self.calibration,
        )  # fmt: skip

    def ask(self, question: str = QUESTION, **options: Any) -> list[Event]:
        return list(self.service.ask(question, **options))


def kinds(events: list[Event]) -> list[str]:
    """The names of the events, repeats left out."""
    names = [type(event).__name__ for event in events]
    return [name for name, before in zip(names, ["", *names], strict=False) if name != before]
