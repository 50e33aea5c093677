"""One question on its way: search, decide, read, check, keep."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from desktop_app.answering import decline, events, noted, prompt
from desktop_app.answering.answerable import answerable, log_odds, signs
from desktop_app.answering.budget import ANSWER_TOKENS, plan
from desktop_app.answering.calculation.calculator import Outcome, calculate
from desktop_app.answering.calculation.wording import Calculation
from desktop_app.answering.calibration import Calibration
from desktop_app.answering.composing import compose
from desktop_app.answering.decline import Cause
from desktop_app.answering.events import Answer, Answered, Declined, Event, Failed, Reading, Usage
from desktop_app.answering.followup import resolve
from desktop_app.answering.notebook import Notebook
from desktop_app.answering.reader import Reader
from desktop_app.answering.survey.answer import Surroundings, answer_survey
from desktop_app.answering.survey.writer import Writer
from desktop_app.answering.units import AnswerSplitter, Unit
from desktop_app.answering.verify import Verifier
from desktop_app.history import History
from desktop_app.llm import protocol as llm
from desktop_app.services import LanguageModel, Library
from indexer.errors import ErrorCode, FootnoteError, Problem, known
from indexer.protocol import Search, SearchReply

_HITS = 10
_EVIDENCE = 5
_LEASE = 30.0  # seconds of silence from the model after which indexing goes on
_RENEW = 10.0


@dataclass(eq=False)
class Run:
    """The making of one answer; with more `effort` so many times as much is searched and read. `stopped` may be set
    from any thread; `idle` is clear while the model works."""

    book: Notebook
    library: Library
    model: LanguageModel
    history: History
    reader: Reader
    wait_seconds: float
    calibration: Calibration
    clock: Callable[[], float]
    effort: int = 1
    stopped: threading.Event = field(default_factory=threading.Event)
    idle: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.idle.set()
        self._splitter = AnswerSplitter()
        self._verifier: Verifier | None = None
        self._leased: float | None = None
        self._beginning = 0  # tokens of the prompt that were read when the model was loaded

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
        book = self.book
        if not book.question.strip():
            raise known(ErrorCode.BAD_REQUEST, "The question is empty.", "Write a question.")
        book.query = book.words.text
        if book.conversation is not None and not book.as_written:
            book.query = resolve(book.words.text, self.history.answers(book.conversation))
        text = yield from answer_survey(Surroundings(book, self.library, self._writer()))
        if text is not None:
            self._splitter.text = text
            yield self._answered()
            return
        reply = yield from self._search()
        book.evidence = decline.weigh_evidence(book.query, reply, self.calibration.evidence)
        if self.stopped.is_set():
            yield self._finish()
        elif calculation := self._calculated(reply):
            yield from self._tell(calculation)
        elif not book.evidence.enough:
            yield self._decline(Cause.NOTHING_FOUND)
        else:
            yield from self._answer(reply)

    def _writer(self) -> Writer:
        return Writer(
            self.book, self.library, self.model, self.reader, self.calibration, self.clock, self.stopped, self.idle
        )

    def _search(self) -> Generator[Event, None, SearchReply]:
        """Evidence at once, by keywords alone while the embedder still loads; then again with vectors."""
        book = self.book
        for wait in (False, True):
            began = self.clock()
            query = f"{book.query} {book.words.written}".strip()
            reply = self.library.search(Search(query, _HITS * self.effort, _EVIDENCE, book.scope, wait))
            book.seconds["search"] = self.clock() - began
            book.reply = reply
            if wait and not reply.vectors:
                break  # no embedder is installed: what was shown stands
            yield events.Evidence(book.query, reply.evidence, reply.hits, reply.coverage, book.mark_evidence())
            if reply.vectors or self.stopped.is_set():
                break
        return reply

    # What is calculated needs no model

    def _calculated(self, reply: SearchReply) -> Calculation | None:
        """The answer to a question for a figure that can be calculated from the documents' tables."""
        began = self.clock()
        try:
            outcome = calculate(self.book.query, reply, self.library, self.book.scope)
        except FootnoteError as error:
            outcome = Outcome(None, f"Nothing was calculated: {error.problem.message}")
        self.book.seconds["calculate"] = self.clock() - began
        if outcome.note:
            self.book.note(outcome.note)
        return outcome.calculation

    def _tell(self, calculation: Calculation) -> Iterator[Event]:
        book = self.book
        book.note("Calculated from the figures of the documents; no language model was asked.")
        book.sources = list(calculation.sources)
        book.formula = calculation.formula
        book.mark_first_token()
        yield events.Token(calculation.text)
        new = {source.n: source for source in calculation.sources}
        for number, sentence in enumerate(calculation.sentences):
            book.sentences.append(sentence)
            sources = tuple(new.pop(n) for n in sentence.citations if n in new)
            yield events.Verified(number, sentence, sources)
        self._splitter.text = calculation.text
        yield self._answered()

    # The model's part

    def _answer(self, reply: SearchReply) -> Iterator[Event]:
        self.book.model, _ = self.reader.chosen()
        while not self.reader.turn.acquire(timeout=0.1):
            if self.stopped.is_set():
                yield self._finish()
                return
        try:
            self._lease(_LEASE)
            yield from self._read_and_check(reply)
        finally:
            self._release()
            self.reader.turn.release()
        if not self.book.kept:
            yield self._finish()

    def _read_and_check(self, reply: SearchReply) -> Iterator[Event]:
        book = self.book
        chosen, _ = self.reader.chosen()
        asks_first = self.calibration.answerable_for(chosen.name).stated != 0
        beginning = prompt.beginning(asks_first)
        ready = self.reader.ready(beginning)
        book.model, self._beginning = ready.traced, ready.beginning
        book.seconds["load"] = ready.load_seconds
        # A person waits from Enter on; a model that has to be loaded first is another matter.
        wait = self.wait_seconds * self.effort - book.seconds["search"] - book.seconds["calculate"]
        budget = plan(
            ready.speed, wait, ready.context_length, self.effort, asks_first=asks_first, beginning=ready.beginning
        )
        composed = compose(book.query, reply, budget.prompt, self.model.count_tokens)
        book.excerpts, book.messages = composed.excerpts, (*beginning, composed.message)
        book.parameters["examples"] = len(beginning) - 1
        wait = budget.seconds(composed.tokens)
        self._lease(_LEASE + 2 * wait)
        yield Reading(len(book.excerpts), composed.tokens, wait)
        if self.stopped.is_set():
            return
        if not self._is_stated(reply):
            yield self._decline(Cause.NOT_STATED)
            return
        self._verifier = Verifier(
            book.query, reply.hits, partial(noted.embed, self.library, book), self.calibration, read=book.excerpts
        )
        book.sources = self._verifier.sources
        book.parameters |= {"max_tokens": ANSWER_TOKENS, "temperature": 0.0, "budget": budget.prompt}
        begun = prompt.ANSWERING if asks_first else ""
        yield from self._stream(llm.Generate(book.messages, max_tokens=ANSWER_TOKENS, temperature=0.0, prefix=begun))

    def _is_stated(self, reply: SearchReply) -> bool:
        """Whether it is likely enough that the passages answer the question; the model is asked, before it answers,
        where its word was measured."""
        book = self.book
        if not decline.nearness_known(reply):
            return True  # what the weights count on, beside the model's word
        weights = self.calibration.answerable_for(book.model.name if book.model else "")
        stated = 0.0
        if weights.stated:
            asked = llm.Score(book.messages, prompt.STATED, prompt.ASKED)
            self.idle.clear()
            try:
                scores = self.model.score(asked)
            except FootnoteError as error:
                if error.problem.code is not ErrorCode.CANCELLED:
                    raise
                return True  # stopped: there will be no answer to decline
            finally:
                self.idle.set()
            stated = log_odds(scores.log_probabilities)
            book.seconds["score"] = scores.prefilled.seconds
            self._learn(scores.prefilled)
        found = signs(book.query, reply, partial(noted.embed, self.library, book), stated)
        chance = answerable(found, weights)
        book.parameters |= {
            "stated": stated,
            "named": found.named,
            "answerable": chance,
            "answerable_threshold": weights.threshold,
        }
        return chance >= weights.threshold

    def _learn(self, read: llm.Prefilled) -> None:
        if self.book.model is not None:
            self.reader.learn(self.book.model, read)

    def _stream(self, request: llm.Generate) -> Iterator[Event]:
        """Words as they come, each sentence checked when it is complete. What may yet become the agreed refusal is
        held back, and shown only when it did not."""
        held = ""
        generation = self.model.generate(request)
        self.idle.clear()
        try:
            for part in generation:
                if isinstance(part, llm.Token):
                    self.book.mark_first_token()
                    self._renew()
                    held += part.text if self._splitter.text or held else part.text.lstrip()
                    if not _may_be_refusal(held):
                        yield events.Token(held)
                        yield from self._checked(self._splitter.feed(held))
                        held = ""
                else:
                    self._note_usage(part)
                if self.stopped.is_set() and not isinstance(part, llm.Finished):
                    self.model.cancel()
        finally:
            self.idle.set()
            close = getattr(generation, "close", None)
            if close is not None:
                close()
        refused = decline.says_not_found(self._splitter.text + held)
        if held and not refused:
            yield events.Token(held)
        units = self._splitter.feed(held) + self._splitter.finish()
        if not refused:
            yield from self._checked(units)

    def _note_usage(self, part: llm.Prefilled | llm.Finished) -> None:
        book = self.book
        if isinstance(part, llm.Prefilled):
            book.seconds["prefill"] = part.seconds
            book.parameters |= {"prompt_tokens": part.tokens, "reused_tokens": part.reused}
            self._learn(part)
            return
        book.usage = Usage(max(0, part.prompt_tokens - self._beginning), part.completion_tokens)
        book.seconds["decode"] = part.decode_seconds
        if part.reason == "length":
            book.note("The answer was cut at its greatest length.")

    def _checked(self, units: Sequence[Unit]) -> Iterator[Event]:
        for unit in units:
            if self._verifier is not None:
                sentence, sources = self._verifier.check(unit)
                self.book.sentences.append(sentence)
                yield events.Verified(len(self.book.sentences) - 1, sentence, sources)

    # The indexer yields its cores meanwhile

    def _lease(self, seconds: float) -> None:
        if noted.lease(self.library, self.book, seconds):
            self._leased = self.clock() if seconds else None

    def _renew(self) -> None:
        if self._leased is not None and self.clock() - self._leased > _RENEW:
            self._lease(_LEASE)

    def _release(self) -> None:
        if self._leased is not None:
            self._lease(0)

    # The end

    def _finish(self) -> Event:
        text = self._splitter.text
        if not self.stopped.is_set():
            if not text.strip() or decline.says_not_found(text):
                return self._decline(Cause.NOT_SAID)
            if decline.unfounded(self.book.sentences):
                return self._decline(Cause.UNFOUNDED)
            if decline.restates(self.book.query, text):
                return self._decline(Cause.EMPTY)
        return self._answered()

    def _answered(self) -> Answered:
        stopped = self.stopped.is_set()
        answer = self.book.answer(self._splitter.text, stopped=stopped)
        self._keep(answer, "stopped" if stopped else "answered")
        return Answered(answer)

    def _decline(self, cause: Cause) -> Event:
        self.book.note(f"No answer: {cause.value}.")
        reason = decline.why_declined(self.book.coverage, cause)
        answer = self.book.answer(cause.answer, declined=True, reason=reason)
        self._keep(answer, "declined")
        return Declined(answer)

    def _keep(self, answer: Answer, outcome: str) -> None:
        self.book.kept = True
        self.history.add_trace(self.book.trace(outcome, self._splitter.text))
        if self.book.conversation is not None:
            self.history.add_answer(self.book.conversation, answer)

    def _failed(self, problem: Problem) -> Failed:
        if not self.book.kept:
            try:
                self.history.add_trace(self.book.trace("failed", self._splitter.text, problem))
            except FootnoteError as error:
                more = f"{problem.detail}\nIts trace could not be kept either: {error.problem}".strip()
                return Failed(Problem(problem.code, problem.message, problem.action, problem.retryable, more))
        return Failed(problem)

    def _keep_closed(self) -> None:
        """The iterator was closed before the end: what was said so far is checked and kept."""
        self.stopped.set()
        if not self.book.kept and self._splitter.text:
            for _ in self._checked(self._splitter.finish()):
                pass
            self._finish()


def _may_be_refusal(text: str) -> bool:
    """Whether an answer that begins like this may yet be the agreed refusal."""
    start = text.strip().casefold()
    return prompt.NOT_FOUND.casefold().rstrip(".").startswith(start.rstrip("."))
