"""A stand-in for `desktop_app.llm.client.LlmClient`: scripted answers, streamed word by word, no process."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_app.llm import protocol as m
from indexer.errors import ErrorCode, KnownError, Problem, known

Answer = str | Problem | Callable[[m.Generate], str]

_WORD = re.compile(r"\s*\S+\s*$|\s*\S+")


class FakeLanguageModel:
    """Implements `desktop_app.services.LanguageModel`.

    `answers` are given in turn, the last one for ever after: a text, a `Problem` that is raised, or a function of the
    request. `requests` records every `Generate`. While `gate` is clear, the stream waits before its next word, and
    `reached` is set; `cancel` ends it either way. `fails_after` (words, problem) raises in the middle of an answer, as
    when the process dies. A token is a word. `scores` is called with every `Score`, and gives the log-probabilities;
    without it, options that the next answer begins with are certain.
    """

    def __init__(
        self, *answers: Answer, context_length: int = 4096, fails_after: tuple[int, Problem] | None = None
    ) -> None:
        self._answers = list(answers) or ["I do not know."]
        self._longest_context = context_length
        self._cancelled = threading.Event()
        self.fails_after = fails_after
        self.requests: list[m.Generate] = []
        self.scores: Callable[[m.Score], Sequence[float]] = self._from_answer
        self.scored: list[m.Score] = []
        self.loads: list[Path] = []
        self.load_problem: Problem | None = None
        self.loaded: m.Loaded | None = None
        self.speed = m.Measured(prefill=100.0, decode=20.0)
        self.gate = threading.Event()
        self.gate.set()
        self.reached = threading.Event()
        self.closed = False

    def load(self, path: Path, context_length: int, beginning: tuple[m.Message, ...] = ()) -> m.Loaded:
        self.loads.append(path)
        if self.load_problem is not None:
            raise KnownError(self.load_problem)
        context = min(context_length, self._longest_context)
        self.loaded = m.Loaded(str(path), "A fake model", context, 0.0)
        self.loaded = replace(self.loaded, beginning=sum(self.count_tokens([one.content for one in beginning])))
        return self.loaded

    def generate(self, request: m.Generate) -> Iterator[m.Prefilled | m.Token | m.Finished]:
        context = self._ready().context_length
        self.requests.append(request)
        self._cancelled.clear()
        prompt = sum(self.count_tokens([message.content for message in request.messages]))
        if prompt + request.max_tokens > context:
            raise known(ErrorCode.PROMPT_TOO_LONG, "The question is too long.", "Ask a shorter one.")
        text = self._next_answer(request)
        yield m.Prefilled(prompt, 0, prompt / self.speed.prefill)
        yield from self._words(text, prompt, request)

    def _words(self, text: str, prompt: int, request: m.Generate) -> Iterator[m.Token | m.Finished]:
        stops = [at for stop in request.stop if (at := text.find(stop)) >= 0]
        words = _WORD.findall(text[: min(stops)] if stops else text)
        for said, word in enumerate(words):
            self.reached.set()
            while not self.gate.wait(0.002) and not self._cancelled.is_set():
                pass
            reason = "cancelled" if self._cancelled.is_set() else "length" if said == request.max_tokens else ""
            if reason:
                yield m.Finished(reason, prompt, said, prompt / self.speed.prefill, said / self.speed.decode)
                return
            if self.fails_after is not None and said == self.fails_after[0]:
                raise KnownError(self.fails_after[1])
            yield m.Token(word)
        yield m.Finished("stop", prompt, len(words), prompt / self.speed.prefill, len(words) / self.speed.decode)

    def score(self, request: m.Score) -> m.Scores:
        self._ready()
        self.scored.append(request)
        prompt = sum(self.count_tokens([message.content for message in request.messages]))
        return m.Scores(tuple(self.scores(request)), m.Prefilled(prompt, 0, prompt / self.speed.prefill))

    def _from_answer(self, request: m.Score) -> list[float]:
        answer = self._answers[0]
        said = answer if isinstance(answer, str) else ""
        return [0.0 if said.startswith(option) else -10.0 for option in request.options]

    def cancel(self) -> None:
        self._cancelled.set()

    def count_tokens(self, texts: Sequence[str]) -> tuple[int, ...]:
        self._ready()
        return tuple(len(text.split()) for text in texts)

    def measure(self, tokens: int = 256) -> m.Measured:
        self._ready()
        assert tokens > 0
        return self.speed

    def close(self) -> None:
        self.closed = True

    def _ready(self) -> m.Loaded:
        if self.loaded is None:
            raise known(ErrorCode.BAD_REQUEST, "No language model was chosen.", "Choose one.")
        return self.loaded

    def _next_answer(self, request: m.Generate) -> str:
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Problem):
            raise KnownError(answer)
        return answer if isinstance(answer, str) else answer(request)
