"""A file that is read for the moment, without adding it to the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from indexer.config import Settings
from indexer.errors import ErrorCode, known
from indexer.extract.sandbox import Sandbox
from indexer.normalise import joined_lines
from indexer.types import Cut


class LooseFiles:
    """Reads what the indexer can read, with its readers and their limits."""

    def __init__(self, settings: Callable[[], Settings] = Settings) -> None:
        self._settings = settings

    def cut(self, path: Path) -> Cut:
        """Its text and its chunks, which are counted in characters. Raises KnownError: what a document can fail with
        (see `extract.registry.open_document`), MISSING too."""
        if not path.exists():
            raise known(ErrorCode.MISSING, f"{path} is not there.", "Check the spelling, or plug its drive in.")
        with Sandbox() as sandbox:
            return sandbox.cut(path, max_bytes=self._settings().max_file_mb << 20, tokenizer=None)

    def text(self, path: Path) -> str:
        """Its text alone, pages behind one another, words whole that a line's end had cut. Raises as `cut`."""
        return "\n\n".join(joined_lines(page.text) for page in self.cut(path).extracted.pages)
