"""The sheets of OpenDocument spreadsheets, row by row: what is repeated a million times is a number in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import IO, Any

from indexer.extract.number_format import clock, plain
from indexer.extract.opendocument_text import plain_text
from indexer.extract.package import attribute, children, elements, forget, local, streamed
from indexer.extract.sheet import COLUMNS, ROWS, Cell, SheetText
from indexer.types import Page

_EMPTY = Cell("")
_DECIMALS = 10
_AROUND_NUMBER = re.compile(r"([^\d]*)\d.*?([^\d]*)", re.DOTALL)
_NO_UNIT = "-−–+()[]., \xa0"
_TIME = re.compile(r"(-?)PT(\d{1,6})H(\d{1,3})M(\d{1,3})(?:[.,]\d+)?S")


def pages(path: Path, content: IO[bytes]) -> Iterator[Page]:
    """A page a sheet. `content` is the XML that holds them; a last page has the texts that are drawn on a sheet without
    standing at a cell. Raises KnownError(TOO_LARGE)."""
    drawn: list[str] = []
    sheet, number, row, depth = SheetText(path, ""), 0, 0, 0
    for event, node in streamed(content, ("start", "end"), ("table", "table-row", "shapes")):
        name = local(node)
        if name == "table":
            depth += 1 if event == "start" else -1
            if depth == 1 and event == "start":
                sheet, number, row = SheetText(path, attribute(node, "name")), number + 1, 0
            elif depth == 0:
                yield sheet.page(number)
                forget(node)
        elif event == "end" and depth == 1:
            if name == "shapes":
                drawn += [line for line in plain_text(node).split("\n") if line.strip()]
                continue
            cells = list(_cells(node))
            repeated = min(_repeated(node, "rows"), ROWS - row)
            for _ in range(repeated if cells else 0):
                row += 1
                sheet.row(row, cells)
            row += 0 if cells else repeated
            forget(node)
    if drawn:
        yield Page(number + 1, "Text boxes", "\n".join(drawn))


def _cells(row: Any) -> Iterator[Cell]:
    """The cells from column A to the last that says something."""
    at, empty = 0, 0
    for node in elements(row):
        if local(node) not in ("table-cell", "covered-table-cell"):
            continue
        repeated = min(_repeated(node, "columns"), COLUMNS - at - empty)
        cell = _cell(node) if len(node) or node.attrib else _EMPTY
        if not cell.text:
            empty += repeated
            continue
        yield from [_EMPTY] * empty
        yield from [cell] * repeated
        at, empty = at + empty + repeated, 0


def _repeated(node: Any, what: str) -> int:
    count = attribute(node, f"number-{what}-repeated")
    return min(int(count[:8]), ROWS) if count.isdecimal() else 1


def _cell(node: Any) -> Cell:
    if all(isinstance(child.tag, str) and child.tag.endswith("}p") and not len(child) for child in node):
        return _value(node, " ".join(" ".join((child.text or "").split()) for child in node))
    shown = " ".join(_of(child) for child in children(node, "p"))
    beside = [text for child in elements(node) if local(child) not in ("p", "h") and (text := _of(child))]
    value = _value(node, shown)
    if not beside:
        return value
    return Cell(f"{value.text} [{' '.join(beside)}]" if value.text else " ".join(beside), value.figure)


def _of(node: Any) -> str:
    return " ".join(plain_text(node).split())


def _value(node: Any, shown: str) -> Cell:
    """`shown` is how the application that wrote the file wrote the value, in the words of its country."""
    kind = attribute(node, "value-type")
    if "error" in node.attrib.values():
        return Cell(shown)
    if kind in ("float", "currency", "percentage"):
        return Cell(_number(attribute(node, "value"), shown, kind == "percentage"), figure=True)
    if kind == "date":
        return Cell(_moment(attribute(node, "date-value")), figure=True)
    if kind == "time" and (time := _TIME.match(attribute(node, "time-value"))):
        seconds = int(time[2]) * 3600 + int(time[3]) * 60 + int(time[4])
        return Cell(time[1] + clock(seconds, with_seconds=bool(seconds % 60)), figure=True)
    if kind == "boolean":
        return Cell(attribute(node, "boolean-value").upper(), figure=True)
    return Cell(shown or attribute(node, "string-value"))


def _moment(stated: str) -> str:
    """A date, with its time unless that is midnight."""
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return stated
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    date = moment.date().isoformat()
    return f"{date} {clock(seconds, with_seconds=bool(seconds % 60))}" if seconds else date


def _number(value: str, shown: str, percent: bool) -> str:
    """The value with as many decimals, and with the unit, that are shown."""
    try:
        number = float(value)
        exact = Decimal(f"{number:.15g}").scaleb(2 if percent else 0)
    except (ValueError, ArithmeticError):
        return shown
    digits = re.sub(r"\D", "", shown)
    around = _AROUND_NUMBER.fullmatch(shown)
    for decimals in range(_DECIMALS if abs(number) < 1e15 else 0):
        rounded = f"{abs(exact).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
        if around and _same_digits(rounded.replace(".", ""), digits):
            prefix, suffix = around[1].strip(_NO_UNIT), around[2].strip(_NO_UNIT)
            whole, point, fraction = rounded.partition(".")
            sign = "-" if number < 0 and rounded.strip("0.") else ""
            gap = " " if suffix[:1].isalpha() or "€" in suffix else ""
            return f"{sign}{prefix}{whole.zfill(len(digits) - decimals)}{point}{fraction}{gap}{suffix}"
    return plain(float(exact)) + ("%" if percent else "")


def _same_digits(number: str, shown: str) -> bool:
    """Whether a number is shown with these digits, perhaps with zeros before them."""
    return number == shown or (
        number.strip("0") != "" and shown.endswith(number) and not shown[: -len(number)].strip("0")
    )
