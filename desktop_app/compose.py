"""The composition root: real services from a home folder, for the command line and the window alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.deferred import DeferredLibrary
from desktop_app.history import History
from indexer.config import load_settings, private_folder

if TYPE_CHECKING:
    from desktop_app.answering.checking import CheckService
    from desktop_app.answering.service import AnswerService
    from desktop_app.llm.client import LlmClient
    from desktop_app.models.store import ModelStore
    from indexer.client import IndexerClient
    from indexer.types import NamedPlaces


@dataclass(frozen=True)
class Composition:
    """Everything that serves the library at `home`. All but the history is loaded when it is first asked for: that is
    half a second of a core, which a window that begins has no need of."""

    home: Path
    library: DeferredLibrary
    history: History

    @cached_property
    def models(self) -> ModelStore:
        from desktop_app.models.store import ModelStore

        return ModelStore(self.home)

    @cached_property
    def language_model(self) -> LlmClient:
        from desktop_app.llm.client import LlmClient

        return LlmClient(self.home)

    @cached_property
    def answers(self) -> AnswerService:
        from desktop_app.answering.service import AnswerService
        from desktop_app.energy import EnergyMeter
        from desktop_app.processes import own_processes

        return AnswerService(
            self.library,
            self.language_model,
            self.history,
            self.models,
            partial(load_settings, self.home),
            meter=partial(EnergyMeter, partial(own_processes, self.home)),
        )

    @cached_property
    def checks(self) -> CheckService:
        from desktop_app.answering.checking import CheckService

        return CheckService(self.library, partial(load_settings, self.home))

    def close(self) -> None:
        """Hang up; the background processes end by themselves once idle and alone."""
        self.library.close()
        if "language_model" in vars(self):  # else nobody asked for it
            self.language_model.close()
        self.history.close()


def compose(home: Path) -> Composition:
    """Starts no process: the first call of each service does. Raises KnownError for a history that can't be opened."""
    history = open_history(home)
    connect = partial(connect_library, home, history.collections.named)
    return Composition(home, DeferredLibrary(connect), history)


def connect_library(home: Path, collections: Callable[[], tuple[NamedPlaces, ...]] | None = None) -> IndexerClient:
    """The indexer service of the library at `home`; its process starts with the first call. `collections` are what
    `in:` may name beside folders; by default those of the history, which is then opened for a moment."""
    from desktop_app.supervisor import Supervised
    from indexer import protocol
    from indexer.channel import own_command
    from indexer.client import IndexerClient

    return IndexerClient(
        Supervised(
            home,
            "indexer",
            protocol.REGISTRY,
            [*own_command("indexer"), "--home", str(home)],
            greet=lambda _: None,
            environment={"MALLOC_ARENA_MAX": "2"},  # keeps LanceDB's memory from fragmenting
        ),
        collections or partial(_kept_collections, home),
    )


def _kept_collections(home: Path) -> tuple[NamedPlaces, ...]:
    history = open_history(home)
    try:
        return history.collections.named()
    finally:
        history.close()


def open_history(home: Path) -> History:
    """Raises KnownError(LIBRARY_DAMAGED)."""
    return History(private_folder(home) / "history.db")
