"""What the answering service calls: the LLM service as typed, blocking methods (`services.LanguageModel`).

The process is started by the first call, and started anew by the next call after it died; the model that was loaded
is loaded again then. A death while an answer is being made ends that answer with a `KnownError(PROCESS_DIED)` that
says why.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from desktop_app.llm import protocol as m
from desktop_app.supervisor import Supervised
from indexer.channel import Client, own_command
from indexer.errors import ErrorCode, KnownError

# Seconds of silence after which a process that still lives counts as stuck. A prompt may be read for minutes on a
# slow machine, and another client's answer may come first.
_PATIENCE = 900.0
_CANCEL_PATIENCE = 10.0


class LlmClient:
    """A client of the LLM service of the library at `home`. Safe to use from several threads; requests of all clients
    are answered in turn. Methods raise `FootnoteError`."""

    def __init__(self, home: Path, *, idle_seconds: float = 120.0) -> None:
        self._model: m.Load | None = None
        self._process = Supervised(
            home,
            "llm",
            m.REGISTRY,
            [*own_command("desktop_app.llm"), "--home", str(home), "--idle-seconds", str(idle_seconds)],
            self._greet,
        )

    def load(self, path: Path, context_length: int, beginning: tuple[m.Message, ...] = ()) -> m.Loaded:
        """Load a GGUF file and use it from now on, and keep what prompts begin with (see `Load`). Raises KnownError:
        MODEL_MISSING, MODEL_DAMAGED, UNSUPPORTED, NOT_ENOUGH_MEMORY; what was used before is then no longer loaded."""
        self._model = None
        request = m.Load(str(path.absolute()), context_length, beginning)
        loaded = cast(m.Loaded, self._request(request))
        self._model = request
        return loaded

    def generate(self, request: m.Generate) -> Iterator[m.Prefilled | m.Token | m.Finished]:
        """Answer a chat. Closing the iterator ends the generation. Raises KnownError: PROMPT_TOO_LONG, BAD_REQUEST,
        PROCESS_DIED."""
        client = self._process.client()
        ended = False
        try:
            yield from self._answers(client, request)
            ended = True
        except KnownError:
            ended = True
            raise
        finally:
            if not ended:
                self._cancel(client)

    def score(self, request: m.Score) -> m.Scores:
        """How likely each option begins the answer to a chat. Raises KnownError: PROMPT_TOO_LONG, BAD_REQUEST,
        CANCELLED, PROCESS_DIED."""
        return cast(m.Scores, self._request(request))

    def cancel(self) -> None:
        """End what is being generated or scored for this client, prefill included. From any thread."""
        client = self._process.current()
        if client is not None:
            self._cancel(client)

    def count_tokens(self, texts: Sequence[str]) -> tuple[int, ...]:
        """How many tokens each text has as the content of a message."""
        return cast(m.TokenCounts, self._request(m.CountTokens(tuple(texts)))).counts

    def measure(self, tokens: int = 256) -> m.Measured:
        """The loaded model's speed on this machine; takes as long as reading `tokens` tokens."""
        return cast(m.Measured, self._request(m.Measure(tokens)))

    def state(self) -> m.State:
        """What the process is doing; answered at once also while it generates."""
        return cast(m.State, self._request(m.GetState()))

    def shutdown(self) -> None:
        """End the process, for every client; the next call starts it anew."""
        client = self._process.current()
        if client is not None:
            client.request(m.Shutdown(), _CANCEL_PATIENCE)

    def close(self) -> None:
        """Hang up, which cancels; the process ends by itself when it is idle and alone."""
        self._process.close()

    def _greet(self, client: Client) -> None:
        if self._model is not None:
            client.request(self._model, _PATIENCE)

    def _request(self, message: Any) -> Any:
        for answer in self._answers(self._process.client(), message):
            result = answer
        return result

    def _answers(self, client: Client, message: Any) -> Iterator[Any]:
        """The answers to a request. One that met a process which was just ending, as it should, is asked again; a
        death is explained."""
        answered = False
        try:
            for answer in client.stream(message, _PATIENCE):
                answered = True
                yield answer
            return
        except KnownError as error:
            explained = self._process.explain(error)
            ending = error.problem.code is ErrorCode.NOT_RUNNING or (
                error.problem.code is ErrorCode.PROCESS_DIED and explained is error
            )
            if answered or not ending:
                raise explained from error
            client.close()
        yield from self._process.client().stream(message, _PATIENCE)

    def _cancel(self, client: Client) -> None:
        # A process that is gone has nothing left to cancel.
        with contextlib.suppress(KnownError):
            client.request(m.Cancel(), _CANCEL_PATIENCE)
