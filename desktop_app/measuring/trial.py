"""One question asked: what was found, what was answered, and whether that was right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_app.answering.events import Answer, Answered, Declined, Evidence, Failed, Support
from desktop_app.measuring.judge import declines, judge
from desktop_app.measuring.question import Question
from desktop_app.services import Answers
from indexer.errors import Problem
from indexer.types import Hit

Alone = Callable[[str], str]  # what the model says to a question without any document


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    DECLINED = "declined"
    FAILED = "failed"
    SEARCHED = "searched"  # no answer was wanted


@dataclass(frozen=True)
class Trial:
    """What became of a question. `outcome` of one that is not answerable is declined or wrong. Ranks count from 1
    among the passages found; None: not among them; `documents` and `pages` tell how many gold ones are known.
    `found_seconds` is until passages were there, `seconds` until the answer was whole and checked, `first_word` until
    its first word (None where no model was asked). `alone` and `alone_answer` are of the model without documents,
    empty where it was not asked."""

    id: str
    question: str
    answerable: bool
    outcome: Outcome
    rule: str
    answer: str
    documents: int
    pages: int
    document_rank: int | None
    page_rank: int | None
    document_cited: bool
    claims: int
    supported: int
    found_seconds: float
    seconds: float
    first_word: float | None
    tokens_read: int
    tokens_written: int
    trace: str
    alone: str = ""
    alone_answer: str = ""


def ask(
    question: Question, answers: Answers, scope: Sequence[Path] = (), alone: Alone | None = None, model: str = ""
) -> Trial:
    """Ask a question as a person would, and judge what comes. Raises KnownError from `alone` only: an answer that
    failed is an outcome. KeyboardInterrupt stops the answer and goes on."""
    hits: tuple[Hit, ...] = ()
    places = [Path(place) for place in question.scope] or scope
    answer: Answer | None = None
    problem: Problem | None = None
    found_ms = 0.0
    try:
        for event in answers.ask(question.question, scope=places, model=model):
            if isinstance(event, Evidence):
                hits, found_ms = event.hits, event.milliseconds
            elif isinstance(event, Answered | Declined):
                answer = event.answer
            elif isinstance(event, Failed):
                problem = event.problem
    except KeyboardInterrupt:
        answers.stop()
        raise
    said = alone(question.question) if alone is not None else ""
    outcome, rule = _outcome(question, answer, problem)
    return Trial(
        id=question.id,
        question=question.question,
        answerable=question.answerable,
        outcome=outcome,
        rule=rule,
        answer=str(problem) if problem else answer.answer if answer else "",
        documents=len({base(gold.doc) for gold in question.gold}),
        pages=sum(gold.page is not None for gold in question.gold),
        document_rank=_rank(hits, lambda hit: any(_same_document(hit.path, gold.doc) for gold in question.gold)),
        page_rank=_rank(
            hits,
            lambda hit: any(
                gold.page is not None and gold.page == hit.page and _same_document(hit.path, gold.doc)
                for gold in question.gold
            ),
        ),
        document_cited=answer is not None and _cites(answer, question),
        claims=sum(sentence.claim for sentence in answer.sentences) if answer else 0,
        supported=sum(one.claim and one.support is Support.SUPPORTED for one in answer.sentences) if answer else 0,
        found_seconds=found_ms / 1000,
        seconds=answer.milliseconds.total / 1000 if answer else 0.0,
        first_word=answer.milliseconds.first_token / 1000 if answer and answer.milliseconds.first_token else None,
        tokens_read=answer.usage.prompt_tokens if answer else 0,
        tokens_written=answer.usage.completion_tokens if answer else 0,
        trace=answer.trace if answer else "",
        alone=outcome_of(question, said).value if alone is not None else "",
        alone_answer=said,
    )


def outcome_of(question: Question, said: str) -> Outcome:
    """What a text is as an answer to a question."""
    if question.answerable and judge(question.question, question.answers, said).right:
        return Outcome.RIGHT
    return Outcome.DECLINED if declines(said) else Outcome.WRONG


def _outcome(question: Question, answer: Answer | None, problem: Problem | None) -> tuple[Outcome, str]:
    if problem is not None:
        return Outcome.FAILED, problem.code
    if answer is None:
        return Outcome.SEARCHED, "searched"
    if answer.declined:
        return Outcome.DECLINED, "declined"
    verdict = judge(question.question, question.answers, answer.answer)
    return outcome_of(question, answer.answer), verdict.rule


def _cites(answer: Answer, question: Question) -> bool:
    return any(_same_document(source.path, gold.doc) for source in answer.sources for gold in question.gold)


def _rank(hits: Sequence[Hit], is_gold: Callable[[Hit], bool]) -> int | None:
    return next((rank for rank, hit in enumerate(hits, 1) if is_gold(hit)), None)


def base(path: str) -> str:
    """A file's name without its folders, in one Unicode form."""
    return unicodedata.normalize("NFC", re.split(r"[\\/]", path)[-1])


def _same_document(path: str, doc: str) -> bool:
    """Whether a path is meant by `doc`: the file's name, or as many folders with it as `doc` names."""
    wanted = [unicodedata.normalize("NFC", part) for part in re.split(r"[\\/]", doc) if part]
    parts = [unicodedata.normalize("NFC", part) for part in re.split(r"[\\/]", path) if part]
    return bool(wanted) and parts[-len(wanted) :] == wanted
