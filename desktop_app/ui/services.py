"""Everything behind the window, in one value that views are constructed with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from desktop_app.history import History
from desktop_app.models import ModelProgress, ModelRow
from desktop_app.services import Answers, Checks, Library
from indexer.config import Settings, load_settings, save_settings


class Models(Protocol):
    """What the window asks of a `models.ModelStore`. Methods raise `FootnoteError`."""

    def rows(self) -> tuple[ModelRow, ...]: ...
    def get(
        self,
        name_or_path: str | Path,
        progress: Callable[[ModelProgress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Path: ...
    def use(self, name: str) -> Any: ...
    def remove(self, name: str) -> int: ...
    def discard(self, name: str) -> None: ...


@dataclass(frozen=True)
class Services:
    """The services of the library at `home`. They block: call them through `ui.bridge` only."""

    home: Path
    library: Library
    answers: Answers
    history: History
    models: Models
    checks: Checks

    def load_settings(self) -> Settings:
        """Raises KnownError(BAD_SETTING)."""
        return load_settings(self.home)

    def save_settings(self, settings: Settings) -> None:
        """Raises OSError where the home can't be written."""
        save_settings(self.home, settings)
