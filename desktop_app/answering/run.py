"""One question on its way: search, decide, read, check, keep."""

from __future__ import annotations

import hashlib
import json
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

from desktop_app.answering import decline, events, prompt
from desktop_app.answering.budget import ANSWER_TOKENS, plan
from desktop_app.answering.calibration import Calibration
from desktop_app.answering.events import Answer, Answered, Declined, Event, Failed, Milliseconds, Reading, Usage
from desktop_app.answering.excerpts import Excerpt, choose_excerpts
from desktop_app.answering.followup import resolve
from desktop_app.answering.passages import merge_hits
from desktop_app.answering.reader import Reader, ReadyModel
from desktop_app.answering.trace import Trace, TracedModel, traced_hit
from desktop_app.answering.units import AnswerSplitter, Unit
from desktop_app.answering.verify import Verifier
from desktop_app.history import History, new_trace_id
from desktop_app.llm import protocol as llm
from desktop_app.services import LanguageModel, Library
from indexer.codec import to_plain
from indexer.errors import ErrorCode, FootnoteError, Problem
from indexer.protocol import Search, SearchReply
from indexer.types import Coverage

_HITS = 10
_EVIDENCE = 5
_LEASE = 30.0  # seconds of silence from the model after which indexing goes on
_RENEW = 10.0
_LEAST_PASSAGE_TOKENS = 150
_NOTHING_SEARCHED = Coverage(0, 0, 0, 0, 0)


@dataclass(eq=False)
class Run:
    """The making of one answer. `stopped` may be set from any thread; `idle` is clear while the model works."""

    question: str
    conversation: int | None
    scope: tuple[str, ...]
    library: Library
    model: LanguageModel
    history: History
    reader: Reader
    wait_seconds: float
    calibration: Calibration
    clock: Callable[[], float]
    now: Callable[[], float]
    stopped: threading.Event = field(default_factory=threading.Event)
    idle: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.idle.set()
        self._trace = new_trace_id()
        self._created = self.now()
        self._began = self.clock()
        self._query = self.question
        self._before: tuple[Answer, ...] = ()
        self._reply: SearchReply | None = None
        self._evidence: decline.Evidence | None = None
        self._ready: ReadyModel | None = None
        self._traced_model: TracedModel | None = None
        self._excerpts: list[Excerpt] = []
        self._messages: tuple[llm.Message, ...] = ()
        self._parameters: dict[str, float] = {}
        self._seconds: dict[str, float] = {}
        self._notes: list[str] = []
        self._usage = Usage(0, 0)
        self._evidence_ms = 0.0
        self._first_token_ms: float | None = None
        self._sentences: list[events.Sentence] = []
        self._verifier: Verifier | None = None
        self._splitter = AnswerSplitter()
        self._leased: float | None = None
        self._kept = False

    @property
    def generating(self) -> bool:
        return not self.idle.is_set()

    def events(self) -> Iterator[Event]:
        """Evidence, …; whatever goes wrong is a Failed at the end."""
        try:
            yield from self._steps()
        except FootnoteError as error:
            yield self._failed(error.problem)
        except Exception as error:
            yield self._failed(
                Problem(
                    ErrorCode.BUG,
                    f"Footnote made a mistake while answering ({type(error).__name__}).",
                    "Ask again; if it comes back, report it with its detail.",
                    retryable=True,
                    detail=traceback.format_exc(),
                )
            )
        except GeneratorExit:
            self._keep_closed()
            raise

    def _steps(self) -> Iterator[Event]:
        if not self.question.strip():
            raise FootnoteError(Problem(ErrorCode.BAD_REQUEST, "The question is empty.", "Write a question."))
        if self.conversation is not None:
            self._before = self.history.answers(self.conversation)
        self._query = resolve(self.question, self._before)
        reply = yield from self._search()
        self._evidence = decline.weigh_evidence(self._query, reply, self.calibration.evidence)
        if self.stopped.is_set():
            yield self._finish()
        elif not self._evidence.enough:
            yield self._decline(asked_model=False)
        else:
            yield from self._answer(reply)

    def _search(self) -> Generator[Event, None, SearchReply]:
        """Evidence at once, by keywords alone while the embedder still loads; then again with vectors."""
        for wait in (False, True):
            self._reply = reply = self.library.search(Search(self._query, _HITS, _EVIDENCE, self.scope, wait))
            if wait and not reply.vectors:
                return reply  # no embedder is installed: what was shown stands
            milliseconds = self._elapsed_ms()
            self._evidence_ms = self._evidence_ms or milliseconds
            yield events.Evidence(self._query, reply.evidence, reply.hits, reply.coverage, milliseconds)
            if reply.vectors or self.stopped.is_set():
                break
        self._seconds["search"] = self.clock() - self._began
        return reply

    # The model's part

    def _answer(self, reply: SearchReply) -> Iterator[Event]:
        self._traced_model, _ = self.reader.chosen()
        while not self.reader.turn.acquire(timeout=0.1):
            if self.stopped.is_set():
                yield self._finish()
                return
        try:
            self._lease(_LEASE)
            yield from self._read_and_check(reply)
        finally:
            self.idle.set()
            self._release()
            self.reader.turn.release()
        yield self._finish()

    def _read_and_check(self, reply: SearchReply) -> Iterator[Event]:
        self._ready = ready = self.reader.ready()
        self._traced_model = ready.traced
        self._seconds["load"] = ready.load_seconds
        budget = plan(ready.speed, self.wait_seconds, ready.context_length)
        tokens = self._compose(reply, budget.prompt)
        wait = budget.seconds(tokens)
        self._lease(_LEASE + 2 * wait)
        yield Reading(len(self._excerpts), tokens, wait)
        if self.stopped.is_set():
            return
        self._verifier = Verifier(self.question, reply.hits, self._embed, self.calibration)
        self._parameters = {"max_tokens": ANSWER_TOKENS, "temperature": 0.0, "budget": budget.prompt}
        request = llm.Generate(self._messages, max_tokens=ANSWER_TOKENS, temperature=0.0)
        yield from self._stream(request)

    def _compose(self, reply: SearchReply, budget: int) -> int:
        """Choose what the model reads; returns the prompt's tokens, without what the chat template adds."""
        frame = prompt.messages(self.question, (), self._before)
        fixed = sum(self.model.count_tokens([message.content for message in frame]))
        passages = merge_hits(reply.hits)
        room = max(budget - fixed, _LEAST_PASSAGE_TOKENS)
        self._excerpts = choose_excerpts(passages, reply.evidence, self._query, room, self.model.count_tokens)
        self._messages = prompt.messages(self.question, self._excerpts, self._before)
        return sum(self.model.count_tokens([message.content for message in self._messages]))

    def _stream(self, request: llm.Generate) -> Iterator[Event]:
        held = ""
        generation = self.model.generate(request)
        self.idle.clear()
        try:
            for part in generation:
                if isinstance(part, llm.Prefilled):
                    self._seconds["prefill"] = part.seconds
                    self._parameters |= {"prompt_tokens": part.tokens, "reused_tokens": part.reused}
                    self._learn(part)
                elif isinstance(part, llm.Token):
                    self._first_token_ms = self._first_token_ms or self._elapsed_ms()
                    self._renew()
                    held += part.text
                    if not _may_be_refusal(held):
                        yield events.Token(held)
                        yield from self._checked(self._splitter.feed(held))
                        held = ""
                else:
                    self._usage = Usage(part.prompt_tokens, part.completion_tokens)
                    self._seconds["decode"] = part.decode_seconds
                    if part.reason == "length":
                        self._notes.append("The answer was cut at its greatest length.")
                if self.stopped.is_set() and not isinstance(part, llm.Finished):
                    self.model.cancel()
        finally:
            self.idle.set()
            close = getattr(generation, "close", None)
            if close is not None:
                close()
        if held and not decline.says_not_found(held):
            yield events.Token(held)
        units = self._splitter.feed(held) if held else []
        if not decline.says_not_found(self._splitter.text):
            yield from self._checked(units + self._splitter.finish())

    def _checked(self, units: Sequence[Unit]) -> Iterator[Event]:
        for unit in units:
            assert self._verifier is not None
            sentence, sources = self._verifier.check(unit)
            self._sentences.append(sentence)
            yield events.Verified(len(self._sentences) - 1, sentence, sources)

    def _embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Vectors for the check; without them it goes on by words alone."""
        try:
            return self.library.embed(texts)
        except FootnoteError as error:
            self._notes.append(f"Sentences were checked by words alone: {error.problem.message}")
            return ()

    def _learn(self, read: llm.Prefilled) -> None:
        assert self._traced_model is not None
        self.reader.learn(self._traced_model, read)

    # The indexer yields its cores meanwhile

    def _lease(self, seconds: float) -> None:
        try:
            self.library.lease(seconds)
            self._leased = self.clock()
        except FootnoteError as error:
            self._notes.append(f"Indexing did not make room for the answer: {error.problem.message}")

    def _renew(self) -> None:
        if self._leased is not None and self.clock() - self._leased > _RENEW:
            self._lease(_LEASE)

    def _release(self) -> None:
        if self._leased is not None:
            self._leased = None
            self._lease(0)

    # The end

    def _finish(self) -> Event:
        text = self._splitter.text
        stopped = self.stopped.is_set()
        if not stopped and (not text.strip() or decline.says_not_found(text)):
            return self._decline(asked_model=True)
        answer = self._record(text, declined=False, reason="", stopped=stopped)
        self._keep(answer, "stopped" if stopped else "answered")
        return Answered(answer)

    def _decline(self, *, asked_model: bool) -> Event:
        coverage = self._reply.coverage if self._reply else _NOTHING_SEARCHED
        reason = decline.why_declined(coverage, asked_model=asked_model)
        self._sentences = []
        self._verifier = None
        answer = self._record(decline.DECLINED_ANSWER, declined=True, reason=reason, stopped=False)
        self._keep(answer, "declined")
        return Declined(answer)

    def _failed(self, problem: Problem) -> Failed:
        if not self._kept:
            try:
                self.history.add_trace(self._traced("failed", self._splitter.text, problem))
            except FootnoteError as error:
                return Failed(_with_detail(problem, f"Its trace could not be kept either: {error.problem}"))
        return Failed(problem)

    def _keep_closed(self) -> None:
        """The iterator was closed before the end: what was said so far is checked and kept."""
        self.stopped.set()
        if not self._kept and self._splitter.text:
            for _ in self._checked(self._splitter.finish()):
                pass
            self._finish()

    def _record(self, text: str, *, declined: bool, reason: str, stopped: bool) -> Answer:
        return Answer(
            question=self.question,
            answer=text,
            declined=declined,
            reason=reason,
            sentences=tuple(self._sentences),
            sources=tuple(self._verifier.sources) if self._verifier else (),
            evidence=self._reply.evidence if self._reply else (),
            coverage=self._reply.coverage if self._reply else _NOTHING_SEARCHED,
            model=self._traced_model.name if self._traced_model else "",
            usage=self._usage,
            milliseconds=Milliseconds(self._evidence_ms, self._first_token_ms, self._elapsed_ms()),
            trace=self._trace,
            stopped=stopped,
        )

    def _keep(self, answer: Answer, outcome: str) -> None:
        self._kept = True
        self.history.add_trace(self._traced(outcome, answer.answer))
        if self.conversation is not None:
            self.history.add_answer(self.conversation, answer)

    def _traced(self, outcome: str, answer: str, problem: Problem | None = None) -> Trace:
        reply = self._reply
        used = {hit.chunk_id for excerpt in self._excerpts for hit in excerpt.passage.hits}
        chat = json.dumps(to_plain(self._messages), ensure_ascii=False).encode("utf-8", "replace")
        return Trace(
            id=self._trace,
            created=self._created,
            conversation=self.conversation,
            question=self.question,
            query=self._query,
            scope=self.scope,
            coverage=reply.coverage if reply else None,
            hits=tuple(traced_hit(hit, used=hit.chunk_id in used) for hit in reply.hits) if reply else (),
            evidence_score=self._evidence.score if self._evidence else None,
            evidence_threshold=self.calibration.evidence.threshold if self._evidence else None,
            model=self._traced_model,
            prompt=self._messages,
            prompt_hash=hashlib.sha256(chat).hexdigest() if self._messages else "",
            parameters=self._parameters,
            seconds=self._seconds,
            usage=self._usage,
            milliseconds=Milliseconds(self._evidence_ms, self._first_token_ms, self._elapsed_ms()),
            outcome=outcome,
            answer=answer,
            verdicts=tuple(self._sentences),
            problem=problem,
            notes=tuple(self._notes),
        )

    def _elapsed_ms(self) -> float:
        return (self.clock() - self._began) * 1000


def _may_be_refusal(text: str) -> bool:
    """Whether an answer that begins like this may yet be the agreed refusal, which is not shown as an answer."""
    start = text.strip().casefold()
    return prompt.NOT_FOUND.casefold().rstrip(".").startswith(start.rstrip("."))


def _with_detail(problem: Problem, more: str) -> Problem:
    return Problem(
        problem.code, problem.message, problem.action, problem.retryable, f"{problem.detail}\n{more}".strip()
    )
