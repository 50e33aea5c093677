"""A question to the tables in scope, answered with the figure, the query and the cells that it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from desktop_app.answering.events import Event, Receipt, Surveying
from desktop_app.answering.spots import Spot, spot_on
from desktop_app.answering.survey.draft import Draft, clean, counted
from desktop_app.answering.survey.listing import spoken
from desktop_app.answering.survey.tables.cells import CURRENCIES, Column, Kind, shown
from desktop_app.answering.survey.tables.load import Table, tables_of
from desktop_app.answering.survey.tables.plan import Function, Plan, adds_up, may_ask_tables, plan
from desktop_app.answering.survey.tables.query import Result, extreme_rows, run
from desktop_app.answering.text import STOP_WORDS, words
from indexer.protocol import DocumentText, Survey, SurveyReply
from indexer.types import Document

_SHEETS = Survey(kinds=("spreadsheet",), suffixes=(".csv", ".tsv", ".ods"), limit=20)
_FEW_SHEETS = 8
_OTHERS = Survey(kinds=("docx", "html", "markdown", "opendocument", "presentation", "rtf"), limit=8)
_MOST_SPOTS, _MOST_SPOTS_A_GROUP = 3, 1
_SPOT_LENGTH = 1500  # characters that one footnote marks
_MOST_GROUPS = 40
_MOST_NAMED = 5
_LABEL_CELLS = 3
_MORE_DIGITS = 2  # of an average, beyond those of the cells
_CENTS = 2
_LED = {
    Function.SUM: "The total", Function.AVERAGE: "The average", Function.HIGHEST: "The highest",
    Function.LOWEST: "The lowest",
}  # fmt: skip
_TIME_LED = {Function.HIGHEST: "The latest", Function.LOWEST: "The earliest"}
_SAID = {">=": "at least ", ">": "over ", "<=": "at most ", "<": "under "}


def answer_from_tables(
    question: str,
    ask: Callable[[Survey], SurveyReply],
    text: Callable[[int], DocumentText],
    today: date,
    draft: Draft,
) -> Iterator[Event | Receipt]:
    """Nothing but progress, and no receipt, where no table answers for certain."""
    if not may_ask_tables(question):
        return
    plans: list[Plan] = []
    for find in (_sheets, _others):
        documents = find(question, ask)
        for number, document in enumerate(documents, 1):
            yield Surveying(number, len(documents), "tables")
            plans += [one for table in _tables(document, text) if (one := plan(question, table, today)) is not None]
        if any(one.certainty == 1.0 for one in plans):
            break
    best = max((one.certainty for one in plans), default=0.0)
    chosen = [one for one in plans if one.certainty == best]
    if len(chosen) != 1:
        return
    (one,) = chosen
    result = run(one)
    if not any(group.rows for group in result.groups):
        return
    yield from _told(one, result, draft)
    rows = len(one.table.rows)
    yield Receipt(rows, rows, "rows", where=one.table.name, sql=result.sql)


def _sheets(question: str, ask: Callable[[Survey], SurveyReply]) -> list[Document]:
    """The sheets and files of values that share words with the question, a row's words being those of its header, too;
    all of them where they are few."""
    reply = ask(replace(_SHEETS, mentions=_mentions(question)))
    if not reply.total and reply.in_scope <= _FEW_SHEETS:
        reply = ask(_SHEETS)
    return [one.document for one in reply.documents if one.document.chunks]


def _others(question: str, ask: Callable[[Survey], SurveyReply]) -> list[Document]:
    """Of the documents that may hold tables among their text, those that share most words with a question that adds
    up: only such a one is worth the time before its evidence."""
    wanted = _mentions(question)
    if not wanted or not adds_up(question):
        return []
    return [one.document for one in ask(replace(_OTHERS, mentions=wanted)).documents]


def _mentions(question: str) -> tuple[tuple[str, ...], ...]:
    """Any of the content words."""
    named = tuple(dict.fromkeys(word for word in words(question) if len(word) > 2 and word not in STOP_WORDS))
    return (named,) if named else ()


def _tables(document: Document, text: Callable[[int], DocumentText]) -> Iterator[Table]:
    found = text(document.id)
    yield from tables_of(found.document, found.pages)


def _told(one: Plan, result: Result, draft: Draft) -> Iterator[Event]:
    column = one.table.columns[one.column] if one.column is not None else None
    if one.by is not None:
        yield from _grouped(one, result, column, draft)
        return
    (group,) = result.groups
    tops = extreme_rows(one, group)
    spots = _spots(one.table, tops or group.rows)
    what = f"{_led(one, column)}{conditions(one)}"
    of_all = f"{len(group.rows):,} of {counted(len(one.table.rows), 'row')}"
    if column is None:
        verb = "is" if len(group.rows) == 1 else "are"
        told = f"There {verb} {counted(len(group.rows), 'row')}{conditions(one)}, of {len(one.table.rows):,} in all."
    elif one.function is Function.SUM and len(group.rows) == 1:
        told = f"{clean(column.name)}{conditions(one)} is **{_figure(group.value, replace(column, decimals=0))}**."
    elif tops and column is not None:
        names = [name for row in tops[:_MOST_NAMED] if (name := _label(one.table, row, one.column))]
        more = f" and {len(tops) - _MOST_NAMED:,} more" if len(tops) > _MOST_NAMED else ""
        rows = f": {'; '.join(names)}{more}" if names else ""
        told = f"{what} is **{_figure(group.value, replace(column, decimals=0))}**{rows}."
    else:
        told = f"{what} is **{_figure(_rounded(group.value, one, column), column)}**, from {of_all}."
    yield from draft.fact(told, spots)
    if column is not None and not tops and group.counted < len(group.rows):
        missing = counted(len(group.rows) - group.counted, "row")
        yield from draft.fact(f" {missing} without such a value did not count.")


def _grouped(one: Plan, result: Result, column: Column | None, draft: Draft) -> Iterator[Event]:
    assert one.by is not None
    groups = [group for group in result.groups if group.rows and group.name]
    groups.sort(key=lambda group: (not isinstance(group.value, Decimal), -_number(group.value), group.name))
    by = clean(one.table.header[one.by])
    title = f"{_led(one, column)}{conditions(one)} by {by}" if column is not None else f"Rows{conditions(one)} by {by}"
    yield from draft.plain(f"{title}:\n\n| {by} | {_heading(one, column)} | Rows |\n|---|---|---|\n")
    for group in groups[:_MOST_GROUPS]:
        value = _rounded(group.value, one, column) if column else group.value
        figure = f"{len(group.rows):,}" if column is None else _figure(value, column)
        line = f"| {clean(group.name)} | {figure} | {len(group.rows):,} |\n"
        yield from draft.fact(line, _spots(one.table, group.rows)[:_MOST_SPOTS_A_GROUP])
    if len(groups) > _MOST_GROUPS:
        yield from draft.plain(f"\n… and {len(groups) - _MOST_GROUPS:,} more.")


def _number(value: Decimal | str | None) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _heading(one: Plan, column: Column | None) -> str:
    return "Count" if column is None else _led(one, column).removeprefix("The ").capitalize()


def _led(one: Plan, column: Column | None) -> str:
    """ "The total of Amount"."""
    if column is None:
        return "The number of rows"
    led = (_TIME_LED if column.kind is Kind.DATE else _LED)[one.function]
    joint = " of" if one.function is Function.SUM else ""
    return f"{led}{joint} {clean(column.name)}"


def conditions(one: Plan) -> str:
    """ " where Category is Travel and Date is from 2024"."""
    said: dict[tuple[int, str], list[str]] = {}
    limits: dict[int, dict[str, str]] = {}
    for condition in one.filters:
        column, value = one.table.columns[condition.column], condition.value
        if column.kind is Kind.DATE and isinstance(value, str):
            limits.setdefault(condition.column, {})[condition.operator] = value
        else:
            text = shown(value, replace(column, decimals=0)) if isinstance(value, Decimal) else clean(value)
            said.setdefault((condition.column, condition.operator), []).append(text)
    parts = [
        f"{clean(one.table.header[number])} is {_SAID.get(operator, '')}{' or '.join(values)}"
        for (number, operator), values in said.items()
    ]
    parts += [
        f"{clean(one.table.header[number])} is {spoken(ends.get('>=', ''), ends.get('<', ''))}"
        for number, ends in limits.items()
    ]
    return f" where {' and '.join(parts)}" if parts else ""


def _rounded(value: Decimal | str | None, one: Plan, column: Column) -> Decimal | str | None:
    """An average has no end: it is given with two more digits than the cells have."""
    if one.function is not Function.AVERAGE or not isinstance(value, Decimal):
        return value
    decimals = max(_CENTS, column.decimals) if column.unit in CURRENCIES else column.decimals + _MORE_DIGITS
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def _figure(value: Decimal | str | None, column: Column) -> str:
    if not isinstance(value, Decimal):
        return clean(value) if value else "nothing"
    exponent = value.as_tuple().exponent
    decimals = max(column.decimals, -exponent if isinstance(exponent, int) else 0)
    return shown(value, replace(column, decimals=decimals))


def _label(table: Table, row: int, measured: int | None) -> str:
    """What a row is called: its first text, where that is no other row's, else its first cells."""
    for column in table.columns:
        if column.kind is Kind.TEXT and isinstance(value := column.values[row], str):
            if column.values.count(value) == 1:
                return clean(value, 80)
            break
    cells = [cell for number, cell in enumerate(table.rows[row].cells) if cell and number != measured]
    return clean(", ".join(cells[:_LABEL_CELLS]), 80)


def _spots(table: Table, rows: Sequence[int]) -> list[Spot]:
    """Rows that stand together are one footnote; the first few stretches are cited."""
    spots: list[tuple[int, int]] = []
    last = None
    for row in rows:
        start, end = table.rows[row].start, table.rows[row].end
        if spots and last == row - 1 and end - spots[-1][0] <= _SPOT_LENGTH:
            spots[-1] = (spots[-1][0], end)
        else:
            spots.append((start, end))
        last = row
    return [spot_on(table.document, table.page, start, end) for start, end in spots[:_MOST_SPOTS]]
