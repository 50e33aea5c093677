"""From a question to a calculated answer, or to none: then the language model reads as usual."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation, localcontext

from desktop_app.answering.calculation.formula import Solved, combine, put_to, solve
from desktop_app.answering.calculation.question import Change, Task, understand
from desktop_app.answering.calculation.statements import Operand, Statements
from desktop_app.answering.calculation.subject import Candidate, candidates, explained, names
from desktop_app.answering.calculation.wording import Calculation, Values, put_into_words
from desktop_app.services import Library
from indexer.protocol import SearchReply

_MOST_NAMED = 4  # documents of one name that are read through
_MOST_FOUND = 3  # documents that only the search suggests
_MOST_PAGES = 3000
_DIGITS = 28


@dataclass(frozen=True)
class Outcome:
    """`calculation` is None where nothing could be calculated; `note` says why, for the trace, and is empty where
    the question asked for nothing of the kind."""

    calculation: Calculation | None
    note: str = ""


def calculate(question: str, reply: SearchReply, library: Library, scope: Sequence[str] = ()) -> Outcome:
    """Calculate what `question` asks for from the documents that it is about, within the folders and files of `scope`
    (empty: all). Raises FootnoteError."""
    task = understand(question)
    if task is None:
        return Outcome(None)
    capitalised = {word for name in names(question) for word in name.casefold().replace("&", " ").split()}
    if not capitalised.issuperset(task.unexplained):
        return Outcome(None, f"Nothing was calculated: it is not clear what “{' '.join(task.unexplained)}” asks for.")
    found = candidates(question, task.periods, reply, library, scope)
    named = bool(found) and bool(found[0].named)
    results: list[Calculation] = []
    for candidate in found[: _MOST_NAMED if named else _MOST_FOUND]:
        values = _from_document(task, candidate, library, capitalised)
        if values is not None:
            results.append(put_into_words(task, candidate.named, values))
            if named:
                break
    if not results:
        return Outcome(None, f"Nothing was calculated: no document gives all figures for {task.name}.")
    if len({one.text for one in results}) > 1:
        return Outcome(None, f"Nothing was calculated: documents differ about {task.name}.")
    return Outcome(results[0])


def _from_document(task: Task, candidate: Candidate, library: Library, capitalised: Collection[str]) -> Values | None:
    if candidate.document.pages > _MOST_PAGES:
        return None
    reply = library.text(candidate.document.id)
    if not reply.pages:
        return None
    opening = " ".join(page.text for page in reply.pages[:2])
    named = set(candidate.named.casefold().split())
    if set(task.unexplained) - named - explained(task.unexplained, candidate.document, opening):
        return None
    own = named | explained(capitalised, candidate.document, opening)
    return evaluate(task, Statements(reply.document, reply.pages, candidate.quarter, own, candidate.year))


def evaluate(task: Task, statements: Statements) -> Values | None:
    """The values of a task from one document; None where a figure is missing or they don't go together."""
    with localcontext(Context(prec=_DIGITS)):
        by_period = [(period, solve(put_to(task.node, period), statements.look_up)) for period in task.periods]
        solved = [(period, one) for period, one in by_period if one is not None]
        if len(solved) < len(by_period):
            return None
        result = _combined(task, [one for _, one in solved])
    if result is None or not _go_together(task, result):
        return None
    return Values(result, tuple((period, one.value) for period, one in solved))


def _combined(task: Task, values: Sequence[Solved]) -> Solved | None:
    """The change, growth or average of a measure's values; the one value itself where nothing more is asked."""
    first, last = values[0], values[-1]
    if task.change is Change.NONE:
        return last
    if task.change is Change.DIFFERENCE:
        return _apply("−", last, first)
    if task.change is Change.AVERAGE:
        total: Solved | None = first
        for value in values[1:]:
            total = _apply("+", total, value)
        return _apply("÷", total, _number(len(values)))
    if first.value <= 0:
        return None  # growth from nothing, or from a loss, says nothing
    if task.change is Change.GROWTH:
        return _apply("÷", _apply("−", last, first), first)
    years = task.periods[-1].year - task.periods[0].year
    quotient = _apply("÷", last, first)
    if quotient is None or quotient.value <= 0 or years < 1:
        return None
    try:
        yearly = quotient.value ** (Decimal(1) / years) - 1
    except InvalidOperation:
        return None
    return Solved(yearly, ("(", *quotient.pieces, f")^(1 ÷ {years}) − 1"), 1)


def _apply(sign: str, left: Solved | None, right: Solved | None) -> Solved | None:
    return None if left is None or right is None else combine(sign, left, right)


def _number(value: int) -> Solved:
    return Solved(Decimal(value), (str(value),))


def _go_together(task: Task, result: Solved) -> bool:
    """Whether the figures are counted alike, and in something that can be told."""
    operands = [piece for piece in result.pieces if isinstance(piece, Operand)]
    amounts = [one for one in operands if not one.percent]
    if not operands or len({one.scale for one in amounts}) > 1:
        return False
    if task.kind == "money" and task.change not in (Change.GROWTH, Change.CAGR):
        return all(one.scale is not None for one in amounts)
    return True
