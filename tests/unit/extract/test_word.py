from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import ErrorCode, FootnoteError, KnownError
from indexer.extract.registry import extract, kind_of
from indexer.types import Heading, Page
from tests.support.make_old_office import HIDDEN, IN_TABLE, ROW_END, Run, make_doc
from tests.support.make_ole import make_ole


def page_of(path: Path) -> Page:
    (page,) = extract(path, max_bytes=1_000_000).pages
    return page


def test_pieces_of_both_widths_in_their_order(tmp_path: Path) -> None:
    path = make_doc(tmp_path / "letter.doc", [("Dear Anna,\rthe “lease”", True), (" ends in Łódź 𐌲.\r", False)])
    assert page_of(path).text == "Dear Anna,\nthe “lease” ends in Łódź 𐌲."
    assert kind_of(path) == "word"


def test_headings_and_tables_by_the_formats_of_paragraphs(tmp_path: Path) -> None:
    rows = (("Item\x07", "Cost\x07", "\x07"), ("Rent\x07", "\x07", "\x07"))
    runs = [Run(6, 1), Run(6)]
    for row in rows:
        runs += [*(Run(len(cell), 0, (IN_TABLE,)) for cell in row[:-1]), Run(1, 0, (IN_TABLE, ROW_END))]
    text = "Costs\rHello\r" + "".join("".join(row) for row in rows) + "The end\r"
    page = page_of(make_doc(tmp_path / "costs.doc", [(text, True)], paragraphs=[*runs, Run(8)]))
    assert page.text == "Costs\n\nHello\n\nItem | Cost\nRent | \n\nThe end"
    assert page.headings[0] == Heading(0, 1, "Costs")
    assert Heading(page.text.index("Rent"), 9, "Item | Cost") in page.headings


def test_without_formats_a_lone_cell_mark_ends_a_row(tmp_path: Path) -> None:
    page = page_of(make_doc(tmp_path / "a.doc", [("Year\x07Sum\x07\x072020\x0712\x07\x07\r", True)]))
    assert page.text == "Year | Sum\n2020 | 12"


def test_what_no_reader_sees_is_left_out(tmp_path: Path) -> None:
    text = "secret\rSee \x13 HYPERLINK \x13 DATE \x14x\x15 \x14the \x13PAGE\x14map\x15\x15 and \x13 EQ a(b) \x15.\r"
    runs = [Run(6, 0, (HIDDEN,)), Run(len(text) - 6)]
    page = page_of(make_doc(tmp_path / "a.doc", [(text, True)], characters=runs))
    assert page.text == "See the map and a(b) ."


def test_a_field_over_several_paragraphs_keeps_them(tmp_path: Path) -> None:
    text = "\x13 TOC \\o \x14One\t1\rTwo\t2\r\x15After\r"
    assert page_of(make_doc(tmp_path / "a.doc", [(text, True)])).text == "One\t1\nTwo\t2\nAfter"


def test_notes_and_headers_follow_under_no_heading(tmp_path: Path) -> None:
    main, note, header = "Body\r", "A note.\r", "Confidential\r"
    path = make_doc(
        tmp_path / "a.doc", [(main + note + header, True)], lengths=[len(main), len(note), len(header)],
        paragraphs=[Run(len(main), 2), Run(len(note)), Run(len(header))],
    )  # fmt: skip
    page = page_of(path)
    assert page.text == "Body\n\nA note.\nConfidential"
    assert [heading.text for heading in page.headings] == ["Body", "", ""]


def test_problems_say_what_is_wrong(tmp_path: Path) -> None:
    locked = make_doc(tmp_path / "locked.doc", [("x\r", True)], encrypted=True)
    empty = make_doc(tmp_path / "empty.doc", [("\r", True)])
    broken = make_ole(tmp_path / "broken.doc", {"WordDocument": b"\xec\xa5\xc1\x00" + bytes(300), "0Table": b"\x07"})
    for path, code in (
        (locked, ErrorCode.ENCRYPTED),
        (empty, ErrorCode.NO_TEXT),
        (broken, ErrorCode.CORRUPT),
    ):
        with pytest.raises(KnownError) as caught:
            extract(path, max_bytes=1_000_000)
        assert caught.value.problem.code == code and path.name in caught.value.problem.message


@settings(max_examples=60, deadline=None)
@given(st.integers(512, 6000), st.binary(min_size=1, max_size=40))
def test_damage_anywhere_is_a_problem_and_no_crash(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    path = make_doc(
        tmp_path_factory.mktemp("doc") / "a.doc",
        [("Heading\rSome text\x07\x07\r", True)],
        paragraphs=[Run(8, 1), Run(12)],
        characters=[Run(20)],
    )
    data = path.read_bytes()
    path.write_bytes(data[:at] + junk + data[at + len(junk) :])
    try:
        extract(path, max_bytes=1_000_000)
    except FootnoteError as error:
        assert isinstance(error, KnownError)
