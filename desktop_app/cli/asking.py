"""`footnote ask`: the events of an answer as text with footnotes, or as one JSON object."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_app.answering.events import (
    Answer,
    Answered,
    Declined,
    Event,
    Evidence,
    Failed,
    Reading,
    Receipt,
    Source,
    Support,
    Surveying,
    Token,
)
from desktop_app.answering.record import answer_to_json
from desktop_app.cli import output as out
from desktop_app.cli.batch import questions
from desktop_app.services import Answers
from indexer.errors import KnownError, Problem
from indexer.types import EvidenceSentence

_SIGNS = {Support.SUPPORTED: "", Support.PARTIAL: " (partly supported)", Support.UNSUPPORTED: " (NOT supported)"}

_FAILED_SHOWN = 5


def ask(answers: Answers, options: argparse.Namespace) -> int:
    """Returns the exit code: 1 when a question could not be dealt with."""
    scope = [Path(os.path.abspath(path)) for path in options.scope or ()]  # noqa: PTH100 - it need not exist any more
    code = 0
    for item in questions(options):
        answer, problem = _follow(
            answers, item.text, scope, options.model or "", quiet=options.json or bool(options.batch)
        )
        if problem is not None:
            code = 1
            if not options.batch:
                raise KnownError(problem)
            out.print_problem(problem, debug=options.debug)
            out.print_json({"id": item.id, "error": {"code": problem.code, "message": str(problem)}})
        elif answer is not None and options.batch:
            out.print_json({"id": item.id, **answer_to_json(answer)})
        elif answer is not None and options.json:
            out.print_json(answer_to_json(answer))
        elif answer is not None:
            print_answer(answer)
    return code


def _follow(
    answers: Answers, question: str, scope: list[Path], model: str, *, quiet: bool
) -> tuple[Answer | None, Problem | None]:
    evidence: Evidence | None = None  # comes again, better, where the embedder was still loading
    try:
        for event in answers.ask(question, scope=scope, model=model):
            if isinstance(event, Failed):
                return None, event.problem
            if isinstance(event, Answered | Declined):
                return event.answer, None
            if isinstance(event, Evidence):
                evidence = event
            elif not quiet:
                _show(evidence)
                evidence = None
                _show(event)
    except KeyboardInterrupt:
        answers.stop()
        raise
    return None, None


def _show(event: Event | None) -> None:
    """What happens meanwhile goes to stderr: the checked answer alone is the result."""
    if isinstance(event, Evidence):
        for sentence in event.sentences[:1]:
            out.print_note(out.wrapped(f"“{sentence.text}” — {_place(sentence)}", "  "))
    elif isinstance(event, Reading):
        wait = f", about {out.in_seconds(event.seconds)}" if event.seconds else ""
        out.print_note(f"Reading {out.plural(event.passages, 'passage')}{wait} …")
    elif isinstance(event, Surveying):
        of = f"{event.done:,} of {out.plural(event.total, event.what.removesuffix('s'))}"
        out.print_note(f"Reading {of if event.total else f'all {event.what}'} …")
    elif isinstance(event, Token) and sys.stderr.isatty():
        sys.stderr.write(event.text)
        sys.stderr.flush()


def _place(source: Source | EvidenceSentence) -> str:
    return (Path(source.path).name or source.title) + (f", {source.place}" if source.place else "")


def print_sources(sources: Sequence[Source]) -> None:
    """Each footnote with file, place and quote; above rows of a table its header."""
    for source in sources:
        out.print_line(out.styled(f"[{source.n}] {_place(source)}", out.BOLD))
        if source.columns:
            out.print_line(out.styled(out.wrapped(out.shortened(source.columns, 300), "    "), out.DIM))
        out.print_line(out.wrapped(f"“{out.shortened(source.quote, 300)}”", "    "))


def print_answer(answer: Answer) -> None:
    """The answer with its footnotes; below, each with file, page and quote."""
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    if answer.declined:
        out.print_line(out.wrapped(answer.answer))
        if answer.reason and answer.reason not in answer.answer:
            out.print_line(out.wrapped(answer.reason))
        for sentence in answer.evidence[:3]:
            out.print_line(out.wrapped(f"Nearest: “{out.shortened(sentence.text, 200)}” — {_place(sentence)}", "  "))
    else:
        out.print_line(_with_footnotes(answer))
        out.print_line()
        print_sources(answer.sources)
        if answer.receipt is not None:
            _print_receipt(answer.receipt)
        out.print_note(_summary(answer))
    out.print_line()


def _print_receipt(receipt: Receipt) -> None:
    where = f" of {receipt.where}" if receipt.where else ""
    read = f"Read {receipt.read:,} of {out.plural(receipt.total, receipt.what.removesuffix('s'))}{where}."
    out.print_line(out.styled(read, out.BOLD))
    for one in receipt.failed[:_FAILED_SHOWN]:
        out.print_line(out.wrapped(f"Not read: {Path(one.path).name} – {one.reason}", "    "))
    if len(receipt.failed) > _FAILED_SHOWN:
        out.print_line(f"    and {len(receipt.failed) - _FAILED_SHOWN} more: `footnote status` lists them")
    if receipt.sql:
        out.print_line(out.wrapped(f"Query: {receipt.sql}", "    "))


def _with_footnotes(answer: Answer) -> str:
    """The answer's own text and line breaks, with `[n]` after each checked sentence."""
    parts, at = [], 0
    for sentence in answer.sentences:
        end = sentence.start + sentence.length
        marks = "".join(f"[{n}]" for n in sentence.citations)
        parts += [answer.answer[at:end], f" {marks}" if marks else "", _SIGNS[sentence.support]]
        at = end
    return "".join(parts) + answer.answer[at:]


def _summary(answer: Answer) -> str:
    claims = [sentence for sentence in answer.sentences if sentence.claim]
    supported = sum(sentence.support is Support.SUPPORTED for sentence in claims)
    usage, took = answer.usage, out.in_seconds(answer.milliseconds.total / 1000)
    by_model = (
        f"{usage.prompt_tokens:,} tokens read, {usage.completion_tokens:,} written by {answer.model} · "
        if answer.model
        else ""
    )
    return (
        f"{supported} of {out.plural(len(claims), 'sentence')} supported · {took} · {by_model}"
        f"footnote trace show {answer.trace}"
    )
