"""`FakeModels`: a model store in memory, whose downloads advance when a test says so, and keep what they have."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_app.models import ModelProgress
from desktop_app.models.store import ModelRow
from indexer.errors import ErrorCode, FootnoteError, known


def model_row(name: str = "qwen-1.5b", **values: object) -> ModelRow:
    """A row of the catalogue, a language model unless told otherwise."""
    row = ModelRow(
        name=name,
        title="Qwen2.5 Coder 1.5B Instruct",
        task="language-model",
        licence="Apache-2.0",
        bytes=1_117_320_768,
        ram_bytes=2_000_000_000,
        context=32_768,
        parameters=1_540_000_000,
        installed=False,
        in_use=False,
        recommended=True,
        fits="Fits: it needs 1.9 GB of this machine's 15.6 GB.",
        sources=("a model hub", "the package index"),
        note="Recommended from 8 GB of memory.",
        path="",
        problem="",
        personal=False,
        for_tests=False,
    )
    return replace(row, **values)  # type: ignore[arg-type]


EMBEDDER = model_row(
    "all-minilm-l6-v2",
    title="all-MiniLM-L6-v2",
    task="embedder",
    bytes=91_567_913,
    ram_bytes=620_000_000,
    context=256,
    note="English, 384 dimensions. Small and quick; the default.",
    fits="Fits: it needs 0.6 GB of this machine's 15.6 GB.",
)


class FakeModels:
    """`get` blocks until `finish` is called, or its cancel is set; `step` reports progress meanwhile."""

    def __init__(self, *rows: ModelRow) -> None:
        self._rows = {row.name: row for row in rows or (model_row(), EMBEDDER)}
        self.used: list[str] = []
        self.removed: list[str] = []
        self.fetching: dict[str, Callable[[ModelProgress], None] | None] = {}
        self.discarded: list[str] = []
        self._done = threading.Event()
        self.failure: FootnoteError | None = None

    def rows(self) -> tuple[ModelRow, ...]:
        return tuple(self._rows.values())

    def get(
        self,
        name_or_path: str | Path,
        progress: Callable[[ModelProgress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Path:
        name = str(name_or_path)
        self.fetching[name] = progress
        while not self._done.wait(0.005):
            if cancel is not None and cancel.is_set():
                raise known(ErrorCode.CANCELLED, "It was stopped.", "Get it again to go on.", retryable=True)
        if self.failure is not None:
            raise self.failure
        if name in self._rows:
            self._rows[name] = replace(self._rows[name], installed=True, in_use=True, path=f"/models/{name}")
        return Path("/models") / name

    def step(self, name: str, done: int, total: int, stage: str = "Fetching part 3 of 22") -> None:
        report = self.fetching[name]
        assert report is not None
        if name in self._rows:
            self._rows[name] = replace(self._rows[name], fetched_bytes=done)
        report(ModelProgress(name, done, total, stage))

    def finish(self, failure: FootnoteError | None = None) -> None:
        """Let every `get` end, well or with `failure`."""
        self.failure = failure
        self._done.set()

    def use(self, name: str) -> None:
        self.used.append(name)
        task = self._rows[name].task
        for other, row in self._rows.items():
            if row.task == task:
                self._rows[other] = replace(row, in_use=other == name)

    def discard(self, name: str) -> None:
        self.discarded.append(name)
        if name in self._rows:  # else it was an import
            self._rows[name] = replace(self._rows[name], fetched_bytes=0)

    def remove(self, name: str) -> int:
        self.removed.append(name)
        self._rows[name] = replace(self._rows[name], installed=False, in_use=False, path="")
        return self._rows[name].bytes
