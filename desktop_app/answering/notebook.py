"""What one answer gathers on its way, and the two records that come of it: the answer and its trace."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from desktop_app.answering.decline import Evidence
from desktop_app.answering.events import Answer, Milliseconds, Receipt, Sentence, Source, Usage
from desktop_app.answering.excerpts import Excerpt
from desktop_app.answering.trace import Trace, TracedModel, traced_hit
from desktop_app.history import new_trace_id
from desktop_app.llm.protocol import Message
from indexer.codec import to_plain
from indexer.errors import Problem
from indexer.filters import Parsed, parse
from indexer.protocol import SearchReply
from indexer.types import Coverage

_NOTHING_SEARCHED = Coverage(0, 0, 0, 0, 0)


@dataclass
class Notebook:
    """Filled in as an answer is made. `created` is in seconds since the epoch, `clock` counts seconds from anywhere;
    `as_written` questions are not resolved against their conversation; `seconds`, `parameters` and `notes` are as in
    `Trace`."""

    question: str
    conversation: int | None
    scope: tuple[str, ...]
    created: float
    clock: Callable[[], float]
    threshold: float
    as_written: bool = False
    id: str = field(default_factory=new_trace_id)
    query: str = ""
    reply: SearchReply | None = None
    evidence: Evidence | None = None
    model: TracedModel | None = None
    excerpts: list[Excerpt] = field(default_factory=list)
    messages: tuple[Message, ...] = ()
    parameters: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    sentences: list[Sentence] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    receipt: Receipt | None = None
    formula: str = ""
    kept: bool = False

    def __post_init__(self) -> None:
        self._began = self.clock()
        self._evidence_ms = 0.0
        self._first_token_ms: float | None = None

    @cached_property
    def words(self) -> Parsed:
        """The question without its filters ("in:Work"), which only the search is told."""
        return parse(self.question)

    @property
    def elapsed_ms(self) -> float:
        return (self.clock() - self._began) * 1000

    @property
    def coverage(self) -> Coverage:
        if self.receipt is not None and self.receipt.what == "documents":
            missing = self.receipt.total - self.receipt.read
            return Coverage(self.receipt.read, 0, 0, missing, 0)
        return self.reply.coverage if self.reply else _NOTHING_SEARCHED

    def mark_evidence(self) -> float:
        """Evidence is there now; the first time counts. Milliseconds since the question."""
        now = self.elapsed_ms
        self._evidence_ms = self._evidence_ms or now
        return now

    def mark_first_token(self) -> None:
        if self._first_token_ms is None:
            self._first_token_ms = self.elapsed_ms

    def note(self, what: str) -> None:
        if what not in self.notes:
            self.notes.append(what)

    def answer(self, text: str, *, declined: bool = False, reason: str = "", stopped: bool = False) -> Answer:
        """The finished record; a declined answer has nothing that was checked."""
        return Answer(
            question=self.question,
            answer=text,
            declined=declined,
            reason=reason,
            sentences=() if declined else tuple(self.sentences),
            sources=() if declined else tuple(self.sources),
            evidence=self.reply.evidence if self.reply else (),
            coverage=self.coverage,
            model=self.model.name if self.model else "",
            usage=self.usage,
            milliseconds=self._milliseconds(),
            trace=self.id,
            stopped=stopped,
            formula="" if declined else self.formula,
            query=self.query,
            receipt=self.receipt,
        )

    def trace(self, outcome: str, said: str, problem: Problem | None = None) -> Trace:
        """How it came about; `said` are the model's words, also those of an answer that was then declined."""
        used = {hit.chunk_id for excerpt in self.excerpts for hit in excerpt.passage.hits}
        return Trace(
            id=self.id,
            created=self.created,
            conversation=self.conversation,
            question=self.question,
            query=self.query,
            scope=self.scope,
            coverage=self.reply.coverage if self.reply else None,
            hits=tuple(traced_hit(hit, used=hit.chunk_id in used) for hit in self.reply.hits) if self.reply else (),
            evidence_score=self.evidence.score if self.evidence else None,
            evidence_threshold=self.threshold if self.evidence else None,
            model=self.model,
            prompt=self.messages,
            prompt_hash=_hash(self.messages),
            parameters=self.parameters,
            seconds=self.seconds,
            usage=self.usage,
            milliseconds=self._milliseconds(),
            outcome=outcome,
            answer=said,
            verdicts=tuple(self.sentences),
            problem=problem,
            notes=tuple(self.notes),
        )

    def _milliseconds(self) -> Milliseconds:
        return Milliseconds(self._evidence_ms, self._first_token_ms, self.elapsed_ms)


def _hash(messages: tuple[Message, ...]) -> str:
    """The sha256 of the messages as JSON; empty where there are none."""
    if not messages:
        return ""
    return hashlib.sha256(json.dumps(to_plain(messages), ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
