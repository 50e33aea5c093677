"""Where a passage stands, in a person's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.places import column_name, columns_above, place_of, place_within
from indexer.types import ChunkSpan, Extracted, Hit, Page
from tests.support.known_file import add_file


@pytest.mark.parametrize(
    ("kind", "page", "label", "line", "cell", "expected"),
    [
        ("pdf", 12, None, 3, 0, "p. 12"),
        ("pdf", 3, "iii", None, None, "p. iii"),
        ("docx", None, None, 7, 0, ""),
        ("presentation", 4, None, 2, 0, "slide 4"),
        ("spreadsheet", 1, "Budget", 12, 1, "Budget!B12"),
        ("spreadsheet", 2, None, None, None, "sheet 2"),
        ("book", 3, "The Whale", 1, 0, "The Whale"),
        ("mail", 2, "report.pdf, p. 3", 1, 0, "report.pdf, p. 3"),
        ("notebook", 5, None, 1, 0, "cell 5"),
        ("code", None, None, 40, 0, "line 40"),
        ("text", None, None, None, None, ""),
    ],
)
def test_every_format_has_its_own_words(
    kind: str, page: int | None, label: str | None, line: int | None, cell: int | None, expected: str
) -> None:
    assert place_of(kind, page, label, line, cell) == expected


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [column_name(cell) for cell in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("text", "heading", "columns"),
    [
        ("2024 | 12", "Report › Sales › Year | Units", "Year | Units"),
        ("2024 | 12\n2025 | 14", "Year | Units", "Year | Units"),
        ("Year  |  Units\n2024 | 12", "Year | Units", ""),  # the text has the row itself
        ("2024,12,EU\n2025,14,US", "Year | Units | Where", "Year | Units | Where"),
        ("Year,Units,Where\n2024,12,EU", "Year | Units | Where", ""),
        ("Year | Units of all kinds | Note\n2024 | 12 | –", "Year | Units of all…", ""),
        ("Prose of the section.", "Report › Year | Units", ""),
        ("2024 | 12", "Year | Units › Later", ""),
        ("2024 | 12", "", ""),
    ],
)
def test_rows_of_a_table_know_its_columns(text: str, heading: str, columns: str) -> None:
    assert columns_above(text, heading) == columns


def _hit(kind: str, text: str, line: int | None, cell: int | None = 0) -> Hit:
    return Hit(
        1, 1, 1, "/a", "", kind, 1, "Budget", 100, len(text), "", text, "", 1.0, None, None, None, False, line, cell
    )


def test_a_span_within_a_hit_has_its_own_line_and_cell() -> None:
    code = replace(_hit("code", "one\ntwo\nthree", 40), page=None)
    assert place_within(code, 100) == "line 40"
    assert place_within(code, 100 + code.text.index("three")) == "line 42"
    sheet = _hit("spreadsheet", "b | c\nd | e | f", 7, 1)
    assert place_within(sheet, 100) == "Budget!B7"
    assert place_within(sheet, 100 + sheet.text.index("c")) == "Budget!C7"
    assert place_within(sheet, 100 + sheet.text.index("f")) == "Budget!C8"
    assert place_within(_hit("pdf", "text", None), 102) == "p. Budget"


def test_empty_cells_at_the_start_of_a_chunk_are_counted() -> None:
    sheet = _hit("spreadsheet", "|  | c | d\n | e", 7)
    assert place_within(sheet, 100 + sheet.text.index("c")) == "Budget!C7"
    assert place_within(sheet, 100 + sheet.text.index("d")) == "Budget!D7"
    assert place_within(sheet, 100 + sheet.text.index("e")) == "Budget!B8"


def test_lines_are_counted_across_blocks_of_stored_text(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.db")
    catalog.add_root(tmp_path, is_file=False, device="")
    document = add_file(catalog, str(tmp_path / "a.py"), "code")
    text = "".join(f"line number {n}\n" for n in range(1, 9001))
    start = text.index("line number 8123\n")
    span = ChunkSpan(None, start, 16, "", text[start : start + 16], "00" * 32)
    catalog.store(document, "x", "c", Extracted("", "", "", "code", (Page(None, None, text),), "code/1"), [span])
    (waiting,) = catalog.chunks.waiting(1)
    chunk_id = waiting.chunk_id
    row = catalog.chunks.hits([chunk_id])[chunk_id]
    assert (row.line, row.cell) == (8123, 0)
    catalog.close()
