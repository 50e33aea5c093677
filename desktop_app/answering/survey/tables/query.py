"""A plan run as SQL over a table in memory. The only place that makes and runs queries over tables.

Numbers are kept as decimal texts and added by functions of our own, so that nothing is lost to floating point.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal, localcontext

from desktop_app.answering.survey.tables.cells import Kind
from desktop_app.answering.survey.tables.load import Table
from desktop_app.answering.survey.tables.plan import Filter, Function, Plan

_DIGITS = 60


@dataclass(frozen=True)
class Group:
    """A result: of the group `name` (empty: of all), over `rows` (their numbers), of which `counted` had a value."""

    name: str
    value: Decimal | str | None
    rows: tuple[int, ...]
    counted: int


@dataclass(frozen=True)
class Result:
    """`sql` is the query as it was run."""

    sql: str
    groups: tuple[Group, ...]


class _Exact:
    """What the aggregates share: the decimal texts that they were given."""

    def __init__(self) -> None:
        self.values: list[Decimal] = []

    def step(self, text: str | None) -> None:
        if text is not None:
            self.values.append(Decimal(text))


class _Sum(_Exact):
    def finalize(self) -> str | None:
        with localcontext() as context:
            context.prec = _DIGITS
            return format(sum(self.values, Decimal(0)), "f") if self.values else None


class _Average(_Exact):
    def finalize(self) -> str | None:
        with localcontext() as context:
            context.prec = _DIGITS
            return format(sum(self.values, Decimal(0)) / len(self.values), "f") if self.values else None


class _Highest(_Exact):
    def finalize(self) -> str | None:
        return format(max(self.values), "f") if self.values else None


class _Lowest(_Exact):
    def finalize(self) -> str | None:
        return format(min(self.values), "f") if self.values else None


def run(plan: Plan) -> Result:
    """The plan's figure, or one for each group in the order of the table."""
    with closing(sqlite3.connect(":memory:")) as connection:
        _fill(connection, plan.table)
        column = plan.table.columns[plan.column] if plan.column is not None else None
        if column is None or column.kind is Kind.NUMBER:
            for name, aggregate in (("SUM", _Sum), ("AVG", _Average), ("MAX", _Highest), ("MIN", _Lowest)):
                connection.create_aggregate(name, 1, aggregate)  # type: ignore[arg-type]  # finalize may give None
        where, values = _where(plan)
        name = plan.table.name
        target = (
            f"{plan.function}({_quoted(plan.table.header[plan.column])})" if plan.column is not None else "COUNT(*)"
        )
        by = _quoted(plan.table.header[plan.by]) if plan.by is not None else ""
        sql = f"SELECT {by + ', ' if by else ''}{target} FROM {_quoted(name)}{where}{' GROUP BY ' + by if by else ''}"
        found = connection.execute(sql, values).fetchall()
        measured = _quoted(plan.table.header[plan.column]) if plan.column is not None else "row_number"
        used = connection.execute(
            f"SELECT row_number, {by or chr(39) * 2}, {measured} IS NOT NULL FROM {_quoted(name)}{where}", values
        ).fetchall()
    groups = []
    for *key, value in found:
        own = [row for row in used if not by or row[1] == key[0]]
        decimal = Decimal(str(value)) if value is not None and (column is None or column.kind is Kind.NUMBER) else value
        groups.append(
            Group(str(key[0] or "") if key else "", decimal, tuple(r[0] for r in own), sum(r[2] for r in own))
        )
    return Result(_told(sql, values), tuple(groups))


def extreme_rows(plan: Plan, group: Group) -> tuple[int, ...]:
    """The rows in which the highest or lowest value stands."""
    if plan.column is None or plan.function not in (Function.HIGHEST, Function.LOWEST):
        return ()
    values = plan.table.columns[plan.column].values
    return tuple(row for row in group.rows if values[row] == group.value)


def _fill(connection: sqlite3.Connection, table: Table) -> None:
    names = ", ".join(f"{_quoted(name)} TEXT" for name in table.header)
    connection.execute(f"CREATE TABLE {_quoted(table.name)} (row_number INTEGER PRIMARY KEY, {names})")
    places = ", ".join("?" * (len(table.header) + 1))
    columns = table.columns
    connection.executemany(
        f"INSERT INTO {_quoted(table.name)} VALUES ({places})",
        (
            (number, *(_plain(column.values[number]) for column in columns))
            for number in range(len(table.rows))
        ),
    )  # fmt: skip


def _plain(value: Decimal | str | None) -> str | None:
    return format(value, "f") if isinstance(value, Decimal) else value


def _where(plan: Plan) -> tuple[str, list[str | float]]:
    """The conditions; several values of one column are alternatives."""
    groups: dict[tuple[int, str], list[Filter]] = {}
    for one in plan.filters:
        groups.setdefault((one.column, one.operator), []).append(one)
    parts: list[str] = []
    values: list[str | float] = []
    for (column, operator), filters in groups.items():
        name = _quoted(plan.table.header[column])
        if operator == "=" and len(filters) > 1:
            parts.append(f"{name} IN ({', '.join('?' * len(filters))})")
        elif isinstance(filters[0].value, Decimal):
            parts.append(f"CAST({name} AS REAL) {operator} ?")
        else:
            parts.append(f"{name} {operator} ?")
        values += [float(one.value) if isinstance(one.value, Decimal) else one.value for one in filters]
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def _told(sql: str, values: list[str | float]) -> str:
    """The query with its values in their places."""
    parts = sql.split("?")
    told = [f"'{value}'" if isinstance(value, str) else f"{value:g}" for value in values]
    return "".join(part + value for part, value in zip(parts, [*told, ""], strict=False)) if values else sql
