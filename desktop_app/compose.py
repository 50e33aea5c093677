"""The composition root: real services from a home folder, for the command line and the window alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop_app.answering.checking import CheckService
from desktop_app.answering.service import AnswerService
from desktop_app.energy import EnergyMeter
from desktop_app.history import History
from desktop_app.llm.client import LlmClient
from desktop_app.models import ModelStore
from desktop_app.processes import own_processes
from desktop_app.supervisor import Supervised
from indexer import protocol
from indexer.channel import own_command, private_folder
from indexer.client import IndexerClient
from indexer.config import load_settings


@dataclass(frozen=True)
class Composition:
    """Everything that serves the library at `home`."""

    home: Path
    library: IndexerClient
    language_model: LlmClient
    history: History
    models: ModelStore
    answers: AnswerService
    checks: CheckService

    def close(self) -> None:
        """Hang up; the background processes end by themselves once idle and alone."""
        self.library.close()
        self.language_model.close()
        self.history.close()


def compose(home: Path) -> Composition:
    """Starts no process: the first call of each service does. Raises KnownError for a history that can't be opened."""
    library, history, models, language_model = (
        connect_library(home),
        open_history(home),
        ModelStore(home),
        LlmClient(home),
    )
    answers = AnswerService(
        library,
        language_model,
        history,
        models,
        lambda: load_settings(home),
        meter=partial(EnergyMeter, partial(own_processes, home)),
    )
    return Composition(
        home, library, language_model, history, models, answers, CheckService(library, lambda: load_settings(home))
    )


def connect_library(home: Path) -> IndexerClient:
    """The indexer service of the library at `home`; its process starts with the first call."""
    return IndexerClient(
        Supervised(
            home,
            "indexer",
            protocol.REGISTRY,
            [*own_command("indexer"), "--home", str(home)],
            greet=lambda _: None,
            environment={"MALLOC_ARENA_MAX": "2"},  # keeps LanceDB's memory from fragmenting
        )
    )


def open_history(home: Path) -> History:
    """Raises KnownError(LIBRARY_DAMAGED)."""
    return History(private_folder(home) / "history.db")
