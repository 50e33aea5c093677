"""One document's figures: which pages hold its primary statements, and which row gives a measure for a period.

A figure is taken from a primary statement (balance sheet, income statement, cash flows) where there is one; from
elsewhere only where all that the document says of it agrees. Else there is none: a wrong figure is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop_app.answering.calculation.cells import Cell
from desktop_app.answering.calculation.formula import Solved, Term, put_to, solve
from desktop_app.answering.calculation.measures import Measure, by_label, measures, normal, rows_of
from desktop_app.answering.calculation.periods import QUARTER, YEAR, Column, Period
from desktop_app.answering.calculation.tables import Row, plain, read_rows
from desktop_app.answering.text import stems
from indexer.types import Document, Page

_TITLES = {
    "balance": re.compile(r"balance sheets?\b|statements? of (?:consolidated )?financial (?:position|condition)", re.I),
    "income": re.compile(
        r"statements? of (?:consolidated )?(?:net )?(?:operations|income|earnings)\b|\bincome statements?\b"
        r"|profit and loss|consolidated results of operations", re.I),
    "cash": re.compile(r"statements? of (?:consolidated )?cash flows?|cash flows? statements?", re.I),
}  # fmt: skip
_ANCHORS: dict[str, tuple[str, ...]] = {
    "balance": ("total_assets", "current_liabilities", "total_liabilities", "equity"),
    "income": ("revenue", "pretax_income", "income_tax", "net_income"),
    "cash": ("operating_cash", "capex", "depreciation"),
}
_NOT_ITS_OWN = re.compile(r"\bparent\b|guarantor|pro forma|schedule i\b|\bregistrant\b|non-gaap|reconcil|segment", re.I)
_HEAD = 900  # characters of a page in which a title stands
_TOP = 300
_LONGEST_TITLE = 110
_SQUEEZED = {
    "balance": re.compile(r"balancesheets?(?!data)"),
    "income": re.compile(r"statements?of(?:operations|income|earnings)|incomestatements"),
    "cash": re.compile(r"statements?ofcashflows?|cashflowsstatements?"),
}  # for titles whose letters or words were torn apart
_ALWAYS = ("total",)  # a label may say it where the question does not
_BEGINNING = 5  # letters of a word that its forms share
_CLOSE = 3  # points behind the surest page, within which a page may be the statement too
_DEEPEST = 6  # formulas within formulas
_TELLING = {
    "balance": ("total assets", "total current assets", "total liabilities"),
    "income": ("income tax", "taxes on income", "before taxes"),
    "cash": ("operating activities", "investing activities", "financing activities", "cash from operations"),
}


@dataclass(frozen=True)
class Operand:
    """A figure of a calculation, and where it stands: `row` and `cell` of page `page` of `document`. `value` is in
    units of one (a percentage as a fraction)."""

    document: Document
    page: Page
    row: Row
    cell: Cell
    period: Period
    value: Decimal
    scale: int | None
    percent: bool

    @property
    def digits(self) -> str:
        shown = self.cell.digits.lstrip("−") if self.value >= 0 else self.cell.digits
        return f"{shown} %" if self.percent else shown

    @property
    def column(self) -> Column | None:
        return self.row.column_of(self.cell)


class Statements:
    """The rows of one document, read as far as they are asked for."""

    def __init__(
        self, document: Document, pages: Sequence[Page], quarter: int = 0, own: Iterable[str] = (), year: int = 0
    ) -> None:
        """`quarter` and `year` are what the document reports on, 0 for a whole year or where that isn't known; `own`
        are words of the question that name the document."""
        self._year = year
        self._own = frozenset(stems(" ".join(own)))
        self.document = document
        self._pages = tuple(pages)
        self._quarter = quarter
        self._folded = tuple(plain(page.text).casefold() for page in pages)
        self._primary: dict[str, list[int]] = {}
        self._by_label: dict[int, Mapping[str, Sequence[Row]]] = {}

    def look_up(self, term: Term, depth: int = 0) -> Solved | None:
        """The figure for a term, or its formula solved; None where neither is clear."""
        if term.period is None or depth > _DEEPEST:
            return None
        if term.words:
            operand = self._in_its_words(term, term.period)
            return Solved(operand.value, (operand,)) if operand is not None else None
        measure = measures()[term.name]
        operand = self._stated(measure, term.period)
        if operand is not None:
            return Solved(operand.value, (operand,))
        for formula in measure.formulas:
            solved = solve(put_to(formula, term.period), lambda inner: self.look_up(inner, depth + 1))
            if solved is not None:
                return solved
        return None

    def _in_its_words(self, term: Term, period: Period) -> Operand | None:
        """The figure of the row whose label says what the question says, where all such rows agree."""
        needed = {stem for stem in stems(" ".join(term.words)) if stem not in self._own}
        allowed = {*stems(term.name), *self._own, *_ALWAYS}
        if not needed:
            return None
        found = []
        for number, text in enumerate(self._folded):
            if not all(stem[:_BEGINNING] in text for stem in needed):
                continue
            for row in read_rows(self._pages[number].text):
                said = set(stems(normal(row.label)))
                if needed <= said <= allowed and (cell := self._cell(row, period)) is not None:
                    # Other rows of the page may count other things, so only a sign in the row itself tells.
                    sign = next((one.currency for one in row.cells if one.currency), "")
                    bare = replace(row, currency=sign, scale=row.scale or 1)
                    found.append(self._operand(number, bare, cell, period, None))
        return _agreed(found, 1.0) if found else None

    def _stated(self, measure: Measure, period: Period) -> Operand | None:
        labels, statement = measure.labels, measure.statement
        for number in self.primary(statement) if statement else ():
            for label in labels:
                for row, cell in self._rows(number, label, period, measure):
                    return self._operand(number, row, cell, period, measure)
        strict = bool(statement) and any(self.primary(one) for one in _TITLES)
        if strict and not measure.notes:
            return None  # a note or a summary may speak of a part of it
        others = {number for one in _TITLES if one != statement for number in self.primary(one)} if statement else set()
        for label in labels:
            found = [
                self._operand(number, row, cell, period, measure)
                for number in self._mentioning(label)
                if number not in others
                for row, cell in self._rows(number, label, period, measure)
            ]
            if found:
                return _agreed(found, 1.0 if strict else 0.5)
        return None

    def _rows(self, number: int, label: str, period: Period, measure: Measure) -> Iterable[tuple[Row, Cell]]:
        for row in self._labelled(number, label):
            if measure.excludes(f"{row.section} {row.label}" if ">" in label else row.label):
                continue
            if (cell := self._cell(row, period)) is not None:
                yield row, cell

    def _cell(self, row: Row, period: Period) -> Cell | None:
        latest = max((column.year for column in row.columns if column and column.months == QUARTER), default=0)
        # The second quarter of fiscal 2024 may end in 2023: the report's own quarter is its newest.
        early = self._quarter and latest and self._year - latest == 1
        cells = [
            cell
            for cell, column in zip(row.cells, row.columns, strict=True)
            if column is not None
            and cell.value is not None
            and self._is_for(replace(column, year=column.year + 1) if early and not column.change else column, period)
        ]
        return cells[0] if len(cells) == 1 else None

    def _labelled(self, number: int, label: str) -> Sequence[Row]:
        if number not in self._by_label:
            self._by_label[number] = by_label(read_rows(self._pages[number].text))
        return rows_of(self._by_label[number], label)

    def _is_for(self, column: Column, period: Period) -> bool:
        if column.is_for(period):
            # In a quarterly report a column that doesn't say how long it is, is not the year.
            return bool(period.quarter) or not self._quarter or column.months == YEAR
        own = period.quarter == self._quarter and period.quarter > 0
        return own and column.months == QUARTER and column.year == period.year and not column.change

    def _mentioning(self, label: str) -> Iterable[int]:
        words = [word for word in re.split(r"[\s*>]+", label) if len(word) > 2]
        for number, text in enumerate(self._folded):
            if all(word in text for word in words):
                yield number

    def _operand(self, number: int, row: Row, cell: Cell, period: Period, measure: Measure | None) -> Operand:
        assert cell.value is not None
        share = row.per_share or (measure is not None and measure.kind == "share")
        percent = cell.percent or (measure is not None and measure.kind == "percent")
        scale = 1 if share or percent else row.scale
        value = cell.value * (scale or 1)
        if percent:
            value /= 100
        if measure is not None and measure.positive:
            value = abs(value)
        return Operand(self.document, self._pages[number], row, cell, period, value, scale, percent)

    def primary(self, statement: str) -> list[int]:
        """The indices of the pages that give this statement first-hand, the surest first."""
        if statement not in self._primary:
            scored = [(self._primacy(number, statement), number) for number in range(len(self._pages))]
            least = max(1, max((score for score, _ in scored), default=0) - _CLOSE)
            best = [number for _, number in sorted((-score, number) for score, number in scored if score >= least)]
            # A statement may go on behind the page that has its title.
            self._primary[statement] = best[:1] + self._going_on(best, statement) + best[1:]
        return self._primary[statement]

    def _going_on(self, best: Sequence[int], statement: str) -> list[int]:
        if statement == "income" or not best or (after := best[0] + 1) >= len(self._pages) or after in best:
            return []
        return [] if any(self._primacy(after, other) for other in _TITLES if other != statement) else [after]

    def _primacy(self, number: int, statement: str) -> int:
        folded = self._folded[number]
        if not any(word in folded for word in _TELLING[statement]):
            return 0
        titles = [
            line
            for line in folded[:_HEAD].splitlines()
            if len(line) < _LONGEST_TITLE and _TITLES[statement].search(line) and not re.search(r"\.{3}|\d\s*$", line)
        ]
        squeezed = re.sub(r"\s+", "", folded[:_TOP])
        titled = bool(titles) or _SQUEEZED[statement].search(squeezed) is not None
        if not titled and sum(word in folded for word in _TELLING[statement]) < 2:
            return 0
        anchors = sum(
            any(any(row.columns) for label in measures()[key].labels for row in self._labelled(number, label))
            for key in _ANCHORS[statement]
        )
        if anchors < (1 if titles else 2 if titled else 3):
            return 0
        score = 2 * anchors + 3 * titled
        score += any("consolidated" in title for title in titles)
        score -= 4 * bool(_NOT_ITS_OWN.search(folded[:_HEAD]))
        return score


def _agreed(found: Sequence[Operand], share: float) -> Operand | None:
    """The first of the figures that more than this share of the mentions give, or all of them."""
    counts = Counter(operand.value for operand in found)
    value, times = counts.most_common(1)[0]
    if times < len(found) and times <= share * len(found):
        return None
    return next(operand for operand in found if operand.value == value)
