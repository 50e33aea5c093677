"""The composition root: real services from a home folder, for the command line and the window alike."""

from __future__ import annotations

from pathlib import Path

from desktop_app.history import History
from desktop_app.supervisor import Supervised
from indexer import protocol
from indexer.channel import own_command, private_folder
from indexer.client import IndexerClient


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
