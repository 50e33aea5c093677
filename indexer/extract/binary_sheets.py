"""The binary spreadsheet formats (XLS, XLSB) through python-calamine, the only import of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from indexer.extract.number_format import clock, plain
from indexer.extract.sheet import Cell, SheetText
from indexer.extract.source import Source, locked
from indexer.types import Page

_Value = int | float | str | bool | time | date | datetime | timedelta


class Sheets:
    """An open workbook. `pages` can be iterated once."""

    def __init__(self, path: Path, workbook: CalamineWorkbook) -> None:
        self._path, self._workbook = path, workbook
        self.count = len(workbook.sheet_names)

    def pages(self) -> Iterator[Page]:
        """Sheets in their order. Raises ValueError where one can't be read."""
        with self._workbook as workbook:
            for index, name in enumerate(workbook.sheet_names):
                yield self._page(workbook, index, name)

    def _page(self, workbook: CalamineWorkbook, index: int, name: str) -> Page:
        text = SheetText(self._path, name)
        try:
            sheet = workbook.get_sheet_by_index(index)
        except CalamineError as error:
            raise ValueError(str(error)) from error
        _, column = sheet.start or (0, 0)
        for number, values in enumerate(sheet.iter_rows(), 1):  # from the first row, but from the first used column
            text.row(number, [Cell("")] * column + [_cell(value) for value in values])
        return text.page(index + 1)


def opened(source: Source) -> Sheets:
    """Raises KnownError(ENCRYPTED), and ValueError where it is no workbook."""
    content = source.content()
    try:
        if isinstance(content, Path):
            return Sheets(source.path, CalamineWorkbook.from_path(content))
        return Sheets(source.path, CalamineWorkbook.from_filelike(content))
    except PasswordError as error:
        raise locked(source.path) from error
    except CalamineError as error:
        raise ValueError(str(error)) from error


def _cell(value: _Value) -> Cell:
    if isinstance(value, str):
        return Cell(value)
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", figure=True)
    if isinstance(value, (int, float)):
        return Cell(plain(value), figure=True)
    if isinstance(value, datetime):
        moment = value.time()
        return Cell(value.date().isoformat() + (f" {_clock(moment)}" if moment != time.min else ""), figure=True)
    if isinstance(value, date):
        return Cell(value.isoformat(), figure=True)
    if isinstance(value, time):
        return Cell(_clock(value), figure=True)
    seconds = round(value.total_seconds())
    return Cell(clock(seconds, with_seconds=bool(seconds % 60)), figure=True)


def _clock(value: time) -> str:
    return clock(value.hour * 3600 + value.minute * 60 + value.second, with_seconds=bool(value.second))
