"""`FakeAnswers`: the answering service under a test's hand, event by event; and the events to feed it with."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_app.answering.events import (
    Answer,
    Answered,
    Declined,
    Event,
    Evidence,
    Failed,
    Milliseconds,
    Sentence,
    Source,
    Support,
    Usage,
)
from indexer.types import Coverage, EvidenceSentence

COVERAGE = Coverage(searched=1204, pending=0, vectors_pending=0, failed=0, offline=0)


class Keeps(Protocol):
    """What of a history the fake uses."""

    def add_answer(self, conversation: int, answer: Answer) -> None: ...


@dataclass(frozen=True)
class Asked:
    question: str
    conversation: int | None
    scope: tuple[Path, ...]
    as_written: bool = False
    effort: int = 1
    model: str = ""


class FakeAnswers:
    """An `Answers` whose events a test pushes.

    `script(*events)` is played at once to the next question; without one, `ask` waits for `push(*events)`. A last
    event (Answered, Declined, Failed) ends the stream, as `end()` does without one. `on_stop` is pushed by `stop`.
    With a `history`, finished answers are kept there, as the real service does.
    """

    def __init__(self, history: Keeps | None = None) -> None:
        self.asked: list[Asked] = []
        self.stops = 0
        self.on_stop: tuple[Event, ...] = ()
        self._history = history
        self._scripts: queue.SimpleQueue[tuple[Event, ...]] = queue.SimpleQueue()
        self._pushed: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._lock = threading.Lock()

    def script(self, *events: Event) -> None:
        self._scripts.put(events)

    def push(self, *events: Event) -> None:
        for event in events:
            self._pushed.put(event)

    def end(self) -> None:
        """End the stream that waits."""
        self._pushed.put(None)

    def ask(
        self,
        question: str,
        *,
        conversation: int | None = None,
        scope: Sequence[Path] = (),
        as_written: bool = False,
        effort: int = 1,
        model: str = "",
    ) -> Iterator[Event]:
        with self._lock:
            self.asked.append(Asked(question, conversation, tuple(scope), as_written, effort, model))
        for event in self._events():
            if isinstance(event, Answered | Declined) and self._history is not None and conversation is not None:
                self._history.add_answer(conversation, event.answer)
            yield event

    def stop(self) -> None:
        with self._lock:
            self.stops += 1
        self.push(*self.on_stop)

    def _events(self) -> Iterator[Event]:
        try:
            yield from self._scripts.get_nowait()
            return
        except queue.Empty:
            pass
        while (event := self._pushed.get()) is not None:
            yield event
            if isinstance(event, Answered | Declined | Failed):
                return


def make_source(n: int, quote: str, *, path: str = "/library/Acme-MSA-2024.pdf", page: int | None = 12) -> Source:
    """Footnote `n`, a quotation from the start of a page."""
    return Source(n, n, path, Path(path).stem, page, None, 0, len(quote), quote)


def make_evidence(
    *quotes: str,
    query: str = "What notice period did we agree with Acme?",
    coverage: Coverage = COVERAGE,
    path: str = "/library/Acme-MSA-2024.pdf",
) -> Evidence:
    """An Evidence event of these sentences, each on its own page."""
    sentences = tuple(
        EvidenceSentence(n, path, Path(path).stem, 11 + n, None, 0, len(quote), quote, 1.0 - n / 10, 0.7, 0.9)
        for n, quote in enumerate(quotes, 1)
    )
    return Evidence(query, sentences, (), coverage, 214.0)


def make_sentences(text: str, *checks: tuple[str, Support, tuple[int, ...]]) -> tuple[Sentence, ...]:
    """Checked sentences of `text`: what each says, its support and its citations, in order."""
    sentences = []
    at = 0
    for said, support, citations in checks:
        at = text.index(said, at)
        missing = () if support is Support.SUPPORTED else ("30 days",)
        sentences.append(Sentence(said, at, len(said), support, 0.9, citations, missing))
        at += len(said)
    return tuple(sentences)


def make_answer(
    text: str,
    sentences: Sequence[Sentence] = (),
    sources: Sequence[Source] = (),
    *,
    question: str = "What notice period did we agree with Acme?",
    evidence: Evidence | None = None,
    declined: bool = False,
    reason: str = "",
    stopped: bool = False,
    trace: str = "t-0001",
) -> Answer:
    return Answer(
        question=question,
        answer=text,
        declined=declined,
        reason=reason,
        sentences=tuple(sentences),
        sources=tuple(sources),
        evidence=evidence.sentences if evidence else (),
        coverage=evidence.coverage if evidence else COVERAGE,
        model="" if declined else "Qwen2.5-Coder-1.5B",
        usage=Usage(0, 0) if declined else Usage(612, 48),
        milliseconds=Milliseconds(214.0, None if declined else 2900.0, 240.0 if declined else 6100.0),
        trace=trace,
        stopped=stopped,
    )
