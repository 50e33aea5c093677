"""A stand-in for `desktop_app.llm.engine.LlamaEngine` that needs no model: a word is a token."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from desktop_app.llm import protocol as m
from indexer.errors import ErrorCode, known


@dataclass
class FakeEngine:
    """Answers every chat with `answer`, a word a token. While `gate` is clear it waits before the next word, still
    cancellable; `reached` is set when it got there. `failure` is raised instead of an answer. `calls` records what it
    was asked, `threads` which threads asked."""

    answer: str = "The library keeps four thousand maps."
    failure: Exception | None = None
    loaded: m.Loaded | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)
    calls: list[object] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    closed: bool = False

    def __post_init__(self) -> None:
        self.gate.set()

    def _called(self, call: object) -> None:
        self.calls.append(call)
        self.threads.add(threading.get_ident())

    def load(self, request: m.Load) -> m.Loaded:
        self._called(request)
        if not request.path.endswith(".gguf"):
            raise known(ErrorCode.MODEL_MISSING, f"The model file {request.path} is not there.", "Fetch it.")
        if self.loaded is not None and self.loaded.path == request.path:
            return replace(self.loaded, seconds=0.0)
        self.loaded = m.Loaded(request.path, "fake", request.context_length, 0.1)
        return self.loaded

    def generate(
        self, request: m.Generate, emit: Callable[[m.Prefilled | m.Token], object], cancelled: Callable[[], bool]
    ) -> m.Finished:
        self._called(request)
        if self.failure is not None:
            raise self.failure
        prompt = sum(len(message.content.split()) for message in request.messages)
        emit(m.Prefilled(prompt, 0, 0.0))
        words = self.answer.split(" ")[: request.max_tokens]
        for n, word in enumerate(words):
            self.reached.set()
            while not self.gate.wait(0.002) and not cancelled():
                pass
            if cancelled():
                return m.Finished("cancelled", prompt, n, 0.0, 0.0)
            emit(m.Token(word if n == 0 else f" {word}"))
        return m.Finished("stop", prompt, len(words), 0.0, 0.0)

    def score(self, request: m.Score, cancelled: Callable[[], bool]) -> m.Scores | None:
        """Certain of the options that `answer` begins with."""
        self._called(request)
        self.reached.set()
        while not self.gate.wait(0.002) and not cancelled():
            pass
        if cancelled():
            return None
        prompt = sum(len(message.content.split()) for message in request.messages)
        chances = tuple(0.0 if self.answer.startswith(option) else -10.0 for option in request.options)
        return m.Scores(chances, m.Prefilled(prompt, 0, 0.0))

    def count_tokens(self, texts: Sequence[str]) -> tuple[int, ...]:
        self._called(tuple(texts))
        return tuple(len(text.split()) for text in texts)

    def measure(self, tokens: int, cancelled: Callable[[], bool]) -> m.Measured | None:
        self._called(tokens)
        self.reached.set()
        while not self.gate.wait(0.002) and not cancelled():
            pass
        return None if cancelled() else m.Measured(100.0, 20.0)

    def close(self) -> None:
        self.closed = True
