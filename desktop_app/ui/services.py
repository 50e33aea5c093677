"""Everything behind the window, in one value that views are constructed with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app.history import History
from desktop_app.services import Answers, Checks, Library, Models
from indexer.config import Settings, load_settings, save_settings


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
