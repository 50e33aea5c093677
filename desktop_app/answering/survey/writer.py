"""The language model's hand in an answer about whole documents: short texts, one after another, each checked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from desktop_app.answering import noted
from desktop_app.answering.calibration import Calibration
from desktop_app.answering.events import Sentence, Source, Support, Usage
from desktop_app.answering.notebook import Notebook
from desktop_app.answering.reader import Reader
from desktop_app.answering.units import UnitKind, split_answer
from desktop_app.answering.verify import Verifier
from desktop_app.llm import protocol as llm
from desktop_app.services import LanguageModel, Library
from indexer.errors import ErrorCode, FootnoteError
from indexer.types import Hit

_LEASE = 60.0  # seconds for which indexing makes room, renewed with every text
_NONE = frozenset({ErrorCode.MODEL_MISSING, ErrorCode.MODEL_DAMAGED})


@dataclass
class Writer:
    """Writes while `ready`: a model is there, nobody has stopped it, and its time is not used up (`until`, on
    `clock`)."""

    book: Notebook
    library: Library
    model: LanguageModel
    reader: Reader
    calibration: Calibration
    clock: Callable[[], float]
    stopped: threading.Event
    idle: threading.Event
    until: float = 0.0
    _open: bool = field(default=False, init=False)

    @property
    def ready(self) -> bool:
        return self._open and not self.stopped.is_set() and self.clock() < self.until

    @contextmanager
    def at_work(self, seconds: float) -> Iterator[None]:
        """Have the model for at most so many seconds from when it is loaded; without one nothing is written."""
        while not self.reader.turn.acquire(timeout=0.1):
            if self.stopped.is_set():
                yield
                return
        try:
            self._load()
            self.until = self.clock() + seconds
            yield
        finally:
            if self._open:
                noted.lease(self.library, self.book, 0)
            self._open = False
            self.reader.turn.release()

    def _load(self) -> None:
        try:
            noted.lease(self.library, self.book, _LEASE)
            ready = self.reader.ready()
        except FootnoteError as error:
            if error.problem.code not in _NONE:
                raise
            self.book.note("No language model is installed: the documents' own sentences were used.")
            return
        self.book.model = ready.traced
        self.book.seconds["load"] = ready.load_seconds
        self._open = True

    def write(self, system: str, user: str, most_tokens: int) -> str:
        """What the model says; cut short, or empty, where it was stopped."""
        messages = (llm.Message("system", system), llm.Message("user", user))
        noted.lease(self.library, self.book, _LEASE)
        self.book.messages = (*self.book.messages, *messages)
        said: list[str] = []
        generation = self.model.generate(llm.Generate(messages, max_tokens=most_tokens, temperature=0.0))
        self.idle.clear()
        try:
            for part in generation:
                if isinstance(part, llm.Token):
                    self.book.mark_first_token()
                    said.append(part.text)
                elif isinstance(part, llm.Finished):
                    used = self.book.usage
                    self.book.usage = Usage(
                        used.prompt_tokens + part.prompt_tokens, used.completion_tokens + part.completion_tokens
                    )
                    if part.reason == "length":
                        said = [_whole_sentences("".join(said))]
                if self.stopped.is_set() and not isinstance(part, llm.Finished):
                    self.model.cancel()
        finally:
            self.idle.set()
        return "".join(said).strip()

    def check(self, question: str, text: str, hits: Sequence[Hit]) -> list[tuple[Sentence, list[Source]]]:
        """The sentences of `text` that the hits bear out at least in part, each with the sources that it cites."""
        verifier = Verifier(question, hits, partial(noted.embed, self.library, self.book), self.calibration)
        kept = []
        for unit in split_answer(text):
            if unit.kind is not UnitKind.SENTENCE:
                continue
            sentence, _ = verifier.check(unit)
            if sentence.claim and sentence.support is not Support.UNSUPPORTED:
                kept.append((sentence, [one for one in verifier.sources if one.n in sentence.citations]))
        return kept


def _whole_sentences(text: str) -> str:
    """Without the sentence that was cut off."""
    cut = max(text.rfind(sign) for sign in (". ", "! ", "? "))
    return text[: cut + 1] if cut >= 0 else text
