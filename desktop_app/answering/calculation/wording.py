"""A calculation put into words: the result, the formula with a footnote behind each figure, and the judgement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from desktop_app.answering.calculation.formula import Solved, terms
from desktop_app.answering.calculation.measures import Rule, measures
from desktop_app.answering.calculation.periods import Period
from desktop_app.answering.calculation.question import Change, Judgement, Task
from desktop_app.answering.calculation.statements import Operand
from desktop_app.answering.events import Sentence, Source, Support
from indexer.places import place_of

_SCALES = {10**3: "thousand", 10**6: "million", 10**9: "billion"}
_POINTS = "percentage points"


@dataclass(frozen=True)
class Calculation:
    """An answer that was calculated; as in `events.Answer`. `formula` is its formula in one line, empty where the
    figure stands in the document as it is."""

    text: str
    formula: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Values:
    """What was calculated: `result` by the whole formula, and the measure itself at each period."""

    result: Solved
    by_period: tuple[tuple[Period, Decimal], ...]


class _Writer:
    """Collects the text with the sentences and sources in it."""

    def __init__(self) -> None:
        self.text = ""
        self.sentences: list[Sentence] = []
        self.sources: list[Source] = []

    def plain(self, text: str) -> None:
        self.text += text

    def claim(self, text: str, citations: Sequence[int], *, counts: bool = True) -> None:
        numbers = tuple(dict.fromkeys(citations))
        self.sentences.append(Sentence(text, len(self.text), len(text), Support.SUPPORTED, 1.0, numbers, claim=counts))
        self.text += text

    def cite(self, operand: Operand) -> int:
        """The number of the source that holds a figure: its row."""
        start, end = operand.row.start, operand.row.end
        for source in self.sources:
            if (source.page, source.start) == (operand.page.number, start):
                return source.n
        document, page = operand.document, operand.page
        self.sources.append(
            Source(
                n=len(self.sources) + 1,
                document_id=document.id,
                path=document.path,
                title=document.title,
                page=page.number,
                page_label=page.label,
                start=start,
                length=end - start,
                quote=page.text[start:end],
                place=_place(operand, start),
            )
        )
        return self.sources[-1].n


def _by_rows(task: Task, operands: Sequence[Operand]) -> str:
    """What the document calls it, for what the question named in its own words; empty for other measures."""
    if not all(term.words for term in terms(task.node)):
        return ""
    labels = list(dict.fromkeys(operand.row.label.rstrip(" :") for operand in operands))
    return labels[0] if len(labels) == 1 else f"share of {labels[0]} in {labels[1]}" if len(labels) == 2 else ""


def _place(operand: Operand, start: int) -> str:
    document, page = operand.document, operand.page
    line = page.text.count("\n", 0, start) + 1
    return place_of(document.kind, page.number, page.label, line)


def put_into_words(task: Task, named: str, values: Values) -> Calculation:
    """The answer to `task`; `named` is what the question calls the document's subject, or empty."""
    operands = [piece for piece in values.result.pieces if isinstance(piece, Operand)]
    task = replace(task, name=_by_rows(task, operands) or task.name)
    show = _Amounts(task, operands)
    writer = _Writer()
    citations = [writer.cite(operand) for operand in operands]
    verdict, reason = _verdict(task, values)
    if verdict:
        writer.plain(f"{verdict}. ")
    writer.claim(_result(task, named, values, show), citations)
    formula = ""
    if len(values.result.pieces) > 1:
        writer.plain("\n\n= ")
        began = len(writer.text)
        for piece in values.result.pieces:
            if isinstance(piece, Operand):
                writer.claim(piece.digits, [writer.cite(piece)], counts=False)
            else:
                writer.plain(str(piece))
        writer.plain(f" = {show.outcome(values.result.value)}")
        formula = writer.text[began:]
    if reason:
        writer.plain("\n\n")
        writer.plain(reason)
    return Calculation(writer.text, formula, tuple(writer.sentences), tuple(writer.sources))


def _result(task: Task, named: str, values: Values, show: _Amounts) -> str:
    labelled = task.kind == "amount"  # the row speaks for itself
    subject = (
        f"{named}{'’' if named.endswith('s') else '’s'} {task.name}"
        if named
        else task.name
        if labelled
        else f"The {task.name}"
    )
    subject = subject[0].upper() + subject[1:]
    first, before = values.by_period[0]
    last, after = values.by_period[-1]
    value = values.result.value
    if task.change is Change.NONE:
        return f"{subject} in {last} {_was(task.name)} {show.value(value)}."
    if task.change is Change.AVERAGE:
        return f"{subject} averaged {show.value(value)} over the years {first} to {last}."
    span = f"from {show.as_given(before)} in {first} to {show.as_given(after)} in {last}"
    if task.change is Change.CAGR:
        return f"{subject} grew by {show.outcome(value)} a year (compound annual growth), {span}."
    if not value:
        return f"{subject} did not change between {first} and {last}: {show.value(after)}."
    verb = "rose" if value > 0 else "fell"
    return f"{subject} {verb} by {show.outcome(abs(value))}, {span}."


def _was(name: str) -> str:
    """ "Were" for what is many: "net sales", but "cost of sales"."""
    head = re.split(r" (?:of|per|as|on|attributable|from|less|plus|minus) |, ", name)[0]
    return "were" if head.endswith("s") and not head.endswith(("ss", "us", "is")) else "was"


def _verdict(task: Task, values: Values) -> tuple[str, str]:
    """ "Yes" or "No" and why, for a question that asks for it."""
    value = values.result.value
    if task.judgement is Judgement.RISE:
        return ("Yes" if value > 0 else "No"), ""
    if task.judgement is Judgement.FALL:
        return ("Yes" if value < 0 else "No"), ""
    rule = _rule(task)
    if rule is None:
        return "", ""
    reason = rule.why[0].upper() + rule.why[1:]
    return ("Yes" if value >= Decimal(str(rule.least)) else "No"), f"{reason}."


def _rule(task: Task) -> Rule | None:
    measure = measures().get(task.measure)
    if measure is None:
        return None
    return {Judgement.HEALTHY: measure.healthy, Judgement.INTENSIVE: measure.intensive}.get(
        task.judgement or Judgement.RISE
    )


class _Amounts:
    """Writes values in the unit and with the decimals that the question wants, else as the documents do."""

    def __init__(self, task: Task, operands: Sequence[Operand]) -> None:
        self._task, self._operands = task, operands
        self._scale = next((one.scale for one in operands if one.scale and not one.percent), 1)
        self._currency = next((one.row.currency for one in operands if one.row.currency), "")
        self._places = max((one.cell.decimals for one in operands), default=0)

    def value(self, value: Decimal) -> str:
        """A value of the measure."""
        kind = self._task.kind
        if kind == "percent":
            return f"{rounded(value * 100, self._decimals(1))} %"
        if kind == "ratio":
            return rounded(value, self._decimals(2))
        if kind in ("days", "times"):
            return f"{rounded(value, self._decimals(2))} {kind}"
        if kind == "share":
            return self._money(value, self._decimals(2), 1)
        unit = self._task.unit or self._scale
        finer = 0 if unit < self._scale else self._places if unit == self._scale else 1 if unit < 10**9 else 2
        return self._money(value / unit, self._decimals(finer), unit)

    def as_given(self, value: Decimal) -> str:
        """A value on the way to the result: the question's wish for decimals is not about it."""
        return _Amounts(replace(self._task, decimals=None), self._operands).value(value)

    def outcome(self, value: Decimal) -> str:
        """The result of the whole formula, which may be a change of the measure."""
        change = self._task.change
        if change in (Change.GROWTH, Change.CAGR):
            return f"{rounded(value * 100, self._decimals(1))} %"
        if change is Change.DIFFERENCE and self._task.kind == "percent":
            return f"{rounded(value * 100, self._decimals(1))} {_POINTS}"
        return self.value(value)

    def _decimals(self, usual: int) -> int:
        return usual if self._task.decimals is None else self._task.decimals

    def _money(self, amount: Decimal, decimals: int, unit: int) -> str:
        sign = "−" if amount < 0 else ""
        scale = f" {_SCALES[unit]}" if unit in _SCALES else ""
        return f"{sign}{self._currency}{rounded(abs(amount), decimals)}{scale}"


def rounded(value: Decimal, decimals: int) -> str:
    """Half away from zero, as people round; with thousands separated."""
    shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{shown:,f}".replace("-", "−")
