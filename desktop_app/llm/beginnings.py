"""What a model made of the beginning that its prompts share, kept in a file: reading it anew at every start would cost
seconds before the first answer. It holds nothing of anybody's documents."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path

from indexer.machine import processor_name

_log = logging.getLogger(__name__)
_SUFFIX = ".beginning"
_KEPT = 2  # files: of the model in use, and of one that is compared with it
_DIGEST = 32  # bytes of sha256 before the content: what is damaged must not reach native code


class KeptBeginnings:
    """Files in `folder`, which is there; without one nothing is kept. What can't be read or written is done without.
    `version` names whatever else decides about the content, such as the library that made it."""

    def __init__(self, folder: Path | None, version: str) -> None:
        self._folder = folder
        self._version = version

    def read(self, model: Path, context: int, tokens: Sequence[int]) -> bytes | None:
        """What was kept for these tokens of this model; None where nothing sound was."""
        if self._folder is None:
            return None
        try:
            data = self._place(self._folder, model, context, tokens).read_bytes()
        except OSError:
            return None
        digest, state = data[:_DIGEST], data[_DIGEST:]
        return state if hashlib.sha256(state).digest() == digest else None

    def write(self, model: Path, context: int, tokens: Sequence[int], state: bytes) -> None:
        if self._folder is None:
            return
        try:
            place = self._place(self._folder, model, context, tokens)
            temporary = place.with_suffix(".tmp")  # one process serves a home, so nobody else writes it
            try:
                temporary.write_bytes(hashlib.sha256(state).digest() + state)
                temporary.replace(place)
            finally:
                temporary.unlink(missing_ok=True)
            newest = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
            for old in newest[_KEPT:]:
                old.unlink()
        except OSError as error:
            _log.warning("What the model read first can't be kept in %s: %s", self._folder, error)

    def _place(self, folder: Path, model: Path, context: int, tokens: Sequence[int]) -> Path:
        file = model.stat()
        about = [self._version, str(model), file.st_size, file.st_mtime_ns, context, processor_name(), list(tokens)]
        return folder / (hashlib.sha256(json.dumps(about).encode()).hexdigest()[:24] + _SUFFIX)
