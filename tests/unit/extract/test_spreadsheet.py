from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from indexer.chunking import Chunker
from indexer.errors import ErrorCode, KnownError
from indexer.extract import sheet
from indexer.extract.registry import extract
from indexer.places import place_of
from indexer.types import Extracted, Page
from tests.support.make_documents import make_zip_bomb
from tests.support.make_office import add_relation, make_xls, make_xlsx, rewrite

LIMIT = 100_000_000


def read(path: Path) -> Extracted:
    return extract(path, max_bytes=LIMIT)


def refused(path: Path) -> ErrorCode:
    with pytest.raises(KnownError) as caught:
        read(path)
    return caught.value.problem.code


def place(page: Page, words: str) -> str:
    """The cell that a reader of `words` is sent to."""
    before = page.text[: page.text.index(words)]
    row = before.rpartition("\n")[2]
    return place_of("spreadsheet", page.number, page.label, before.count("\n") + 1, row.count(" | "))


def headings(page: Page) -> list[tuple[int, str, str]]:
    return [(h.level, h.text, page.text[h.start :].split("\n")[0]) for h in page.headings if h.text]


def test_a_place_in_the_text_is_a_cell_of_the_sheet(tmp_path: Path) -> None:
    rows = {
        1: ["Plan for the year"],
        3: [None, "Item", "Cost", "Share", "Due"],
        4: [None, "Rent\nand heating", (1200.5, "#,##0.00"), (0.25, "0%"), date(2024, 5, 1)],
        9: [None, None, "late | by far", 0.1 + 0.2, datetime(2024, 5, 1, 14, 30)],
    }
    document = read(
        make_xlsx(tmp_path / "a.xlsx", {"Budget": rows, "Sheet2": {2: [True, "=1+1"]}}, title="Plan", hidden="Sheet2")
    )
    assert (document.title, document.kind) == ("Plan", "spreadsheet")
    budget, second = document.pages
    assert budget.text.split("\n") == [
        "Plan for the year",
        "",
        " | Item | Cost | Share | Due",
        " | Rent and heating | 1200.50 | 25% | 2024-05-01",
        *[""] * 4,
        " |  | late|by far | 0.3 | 2024-05-01 14:30:00",
    ]
    assert [place(budget, words) for words in ("Plan for", "Rent", "25%", "by far", "14:30")] == [
        "Budget!A1",
        "Budget!B4",
        "Budget!D4",
        "Budget!C9",
        "Budget!E9",
    ]
    assert headings(budget) == [
        (1, "Budget", "Plan for the year"),
        (9, "| Item | Cost | Share | Due", " | Rent and heating | 1200.50 | 25% | 2024-05-01"),
    ]
    assert (second.number, second.label, second.text) == (2, "Sheet2", "\nTRUE")
    assert headings(second) == []


def test_stored_values_of_formulas_errors_and_texts_of_all_kinds(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", {"Data": {1: ["x"]}})
    cells = (
        '<row r="2"><c r="A2"><f>B2*2</f><v>84</v></c><c r="B2" t="str"><v>from a formula</v></c>'
        '<c r="D2" t="e"><v>#DIV/0!</v></c><c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>'
        '<c r="F2" t="s"><v>99</v></c><c r="G2" t="d"><v>2024-05-01T00:00:00</v></c><c r="H2" s="77"><v>1</v></c>'
        '<c r="I2" t="s"><v>0</v></c></row>'
        '<row><c><v>next</v></c></row><row r="2"><c r="B1"><v>again</v></c></row></sheetData>'
    )
    strings = b"<sst><si><r><t>sha</t></r><r><t>red</t></r><rPh><t>said</t></rPh></si></sst>"
    added: dict[str, Callable[[bytes], bytes]] = {
        "xl/worksheets/sheet1.xml": lambda data: data.replace(b"</sheetData>", cells.encode())
    }
    rewrite(path, {"xl/sharedStrings.xml": strings, **added})
    (page,) = read(path).pages
    assert page.text.split("\n") == [
        "x",
        "84 | from a formula |  | #DIV/0! | inline |  | 2024-05-01 | 1 | shared",
        "next",
        " | again",
    ]


def test_each_table_of_a_sheet_has_its_own_header(tmp_path: Path) -> None:
    rows = {
        1: ["River", "Length"],
        2: ["Eider", 188],
        4: ["Lake", "Depth"],
        5: ["Plöner See", 58],
        7: ["only", "words"],
        8: ["more", "words"],
    }
    (page,) = read(make_xlsx(tmp_path / "a.xlsx", {"Sheet1": rows})).pages
    assert headings(page) == [(9, "River | Length", "Eider | 188"), (9, "Lake | Depth", "Plöner See | 58")]


def test_a_chunk_of_later_rows_knows_its_columns(tmp_path: Path) -> None:
    rows: dict[int, list[object]] = {1: ["Station", 2023, 2024]}
    rows |= {n: [f"Station number {n}", n * 1.5, n * 2.5] for n in range(2, 400)}
    chunks = Chunker().chunk(read(make_xlsx(tmp_path / "a.xlsx", {"Rain": rows})))
    assert len(chunks) > 3
    assert {chunk.heading for chunk in chunks[1:]} == {"Rain › Station | 2023 | 2024"}


def test_comments_and_drawings_stand_at_their_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = 700
    book.active["B2"].comment = Comment("Counted twice", "B. Jones")
    book.active.oddHeader.left.text = "Survey of &A"
    book.save(path := tmp_path / "a.xlsx")
    drawing = (
        b'<d:wsDr xmlns:d="d" xmlns:a="a"><d:oneCellAnchor><d:from><d:col>3</d:col><d:row>5</d:row></d:from>'
        b"<d:sp><d:txBody><a:p><a:r><a:t>See the map</a:t></a:r></a:p></d:txBody></d:sp></d:oneCellAnchor></d:wsDr>"
    )
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    relation = partial(add_relation, identity="rId77", kind="drawing", target="../drawings/drawing1.xml")
    page, around = read(rewrite(path, {"xl/drawings/drawing1.xml": drawing, rels: relation})).pages
    assert page.text.split("\n") == ["", " | 700 [Counted twice]", "", "", "", " |  |  | See the map"]
    assert place(page, "See the map") == "Sheet!D6"
    assert (around.number, around.label, around.text) == (2, "Headers and footers", "Survey of")


def test_a_million_formatted_rows_without_values_are_nothing(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", {"Data": {1: ["x"]}})
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(2, 50_000))
    last = b'<row r="1048576"><c r="B1048576"><v>7</v></c></row><row r="1048577"><c><v>beyond</v></c></row></sheetData>'
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda data: data.replace(b"</sheetData>", empty + last)})
    (page,) = read(path).pages
    assert page.text == "x" + "\n" * 1_048_575 + " | 7"
    assert place(page, "7") == "Data!B1048576"


def test_text_beyond_the_limit_is_not_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "TEXT_CHARACTERS", 100)
    assert refused(make_xlsx(tmp_path / "a.xlsx", {"Data": {1: ["x"], 200: ["y"]}})) is ErrorCode.TOO_LARGE


def test_broken_parts_beside_the_cells_do_not_matter(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", {"Data": {1: [0.5, "here"]}})
    rewrite(path, {"xl/styles.xml": b"<broken", "docProps/core.xml": b"", "xl/workbook.xml": b"<w/>"})
    (page,) = read(path).pages
    assert (page.label, page.text) == ("Sheet1", "0.5 | here")


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", {"Data": {1: ["x", 1]}})
    sheet = (
        b'<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>a&f;b</t></is></c></row></sheetData></worksheet>'
    )
    text = read(rewrite(path, {"xl/worksheets/sheet1.xml": sheet})).pages[0].text
    assert text.startswith("a") and "root:" not in text


def test_what_can_not_be_read_says_why(tmp_path: Path) -> None:
    bomb = make_zip_bomb(tmp_path / "bomb.xlsx")
    bomb.write_bytes(bomb.read_bytes().replace(b"word/document.xml", b"xl/doc__ument.xml"))
    assert refused(bomb) is ErrorCode.TOO_LARGE
    cut = make_xlsx(tmp_path / "cut.xlsx", {"Data": {1: ["x"]}})
    cut.write_bytes(cut.read_bytes()[:3000])
    assert refused(cut) is ErrorCode.CORRUPT
    none = tmp_path / "none.xlsx"
    with zipfile.ZipFile(none, "w") as archive:
        archive.writestr("xl/theme.xml", "<t/>")
    assert refused(none) is ErrorCode.CORRUPT
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(ole + bytes(2000) + "EncryptedPackage".encode("utf-16-le"))
    assert refused(locked) is ErrorCode.ENCRYPTED
    broken = tmp_path / "broken.xls"
    broken.write_bytes(ole + bytes(5000))
    assert refused(broken) is ErrorCode.CORRUPT
    memo = tmp_path / "memo.xls"
    memo.write_bytes(ole + bytes(2000) + "WordDocument\0".encode("utf-16-le"))
    assert refused(memo.rename(tmp_path / "memo.bin.doc")) is ErrorCode.CORRUPT


def test_text_that_is_called_a_spreadsheet_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("River\tLength\nEider\t188\n")
    assert read(path).kind == "text"


def test_a_workbook_of_an_old_office_version(tmp_path: Path) -> None:
    cells = [(1, 1, "River"), (1, 2, "Length"), (2, 1, "Eider"), (2, 2, 188.0), (5, 2, 0.1 + 0.2)]
    document = read(make_xls(tmp_path / "a.xls", {"Rivers": cells, "Empty": []}))
    first, second = document.pages
    assert first.text.split("\n") == ["", " | River | Length", " | Eider | 188", "", "", " |  | 0.3"]
    assert [place(first, words) for words in ("River", "188", "0.3")] == ["Rivers!B2", "Rivers!C3", "Rivers!C6"]
    assert headings(first)[1:] == [(9, "| River | Length", " | Eider | 188")]
    assert (second.number, second.label, second.text) == (2, "Empty", "")


def test_an_old_workbook_without_a_cell_is_not_said_to_be_empty(tmp_path: Path) -> None:
    assert refused(make_xls(tmp_path / "a.xls", {"Drawn": []})) is ErrorCode.UNSUPPORTED
