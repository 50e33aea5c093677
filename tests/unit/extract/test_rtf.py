from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract import outlook, rtf
from indexer.extract.registry import extract
from indexer.places import place_of

LIMIT = 50_000_000


def text_of(body: str | bytes, head: str = r"{\rtf1\ansi\ansicpg1252 ") -> str:
    body = body.encode("ascii") if isinstance(body, str) else body
    return rtf.text_of(head.encode("ascii") + body + b"}")


def test_title_headings_and_what_stands_aside(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text(
        r"{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\outlinelevel1 Mine;}}"
        r"{\info{\title On Clay}{\author Ann}{\creatim\yr2024\mo3\dy5\hr1}}"
        r"{\header Page header}\pard\s1 Soils\par\pard Granite weathers{\footnote Slowly.}.\par"
        r"\pard\s2 Clay\par\pard It is soft.\par}"
    )
    got = extract(tmp_path / "a.rtf", max_bytes=LIMIT)
    assert (got.kind, got.title, got.author, got.created) == ("rtf", "On Clay", "Ann", "2024-03-05")
    page = got.pages[0]
    assert page.text == "Soils\n\nGranite weathers.\nClay\n\nIt is soft.\n\nPage header\n\nSlowly."
    assert [(page.text[item.start :][:5], item.level, item.text) for item in page.headings] == [
        ("Soils", 1, "Soils"),
        ("Clay\n", 2, "Clay"),
        ("\n\nPag", 1, ""),
        ("\n\nSlo", 1, ""),
    ]
    assert place_of(got.kind, page.number, page.label) == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"a\b b\b0  c{\i d}\par e", "ab cd\ne"),
        (r"\'e4\'f6 \'80", "äö €"),
        (r"{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset128 MS;}}\f0 \'c4\'e0 \f1 \'93\'fa\'96\'7b", "Да 日本"),
        (r"{\fonttbl{\f0\fcharset128 MS;}}\f0 \'96 one", "– one"),  # no Japanese, whatever the font says
        (r"\u8364?\uc0\u945\u-10179\u-8704 \uc2\u946xy.", "€α😀β."),
        (r"{\upr{\*\x hidden}{old}{\*\ud new}}", "new"),
        (r"seen {\v hidden}{\deleted gone}\v more\v0  seen", "seen  seen"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}} {\*\unknown no}yes", "link yes"),
        (r"{\b\*\cs7 kept}", "kept"),  # not at the start of a group the mark is none
        ("one\\\ntwo", "one\ntwo"),
        (r"a\~b\_c\{d\}\\ \ldblquote e\rdblquote\emdash", "a\xa0b\u2011c{d}\\ “e”—"),
        (r"a}} b", "a"),
        (r"{\pict\pngblip 89ab}c{\object{\*\objdata 00}{\result d}}", "cd"),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt Box.\par}}{\shprslt Box.}}", "Box."),
    ],
)  # fmt: skip
def test_control_words(body: str, expected: str) -> None:
    assert text_of(body) == expected


@pytest.mark.parametrize(("number", "text"), [(1250, "ľ"), (65001, "\ufffd"), (10000, "æ"), (77, "¾")])
def test_code_pages(number: int, text: str) -> None:
    assert text_of(r"\'be", rf"{{\rtf1\ansi\ansicpg{number} ") == text


def test_binary_data_is_skipped_whatever_it_holds() -> None:
    assert text_of(b"a{\\pict\\bin6 }}{{\\\\x}b") == "ab"
    assert text_of(b"a\\bin3 }}}b") == "ab"


def test_rows_are_lines_and_the_first_stands_above_the_others(tmp_path: Path) -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl {}\cell {}\cell\row"
    body = "".join(row.format(*cells) for cells in [("Soil", "Age"), ("Clay", r"5\par Ma"), ("Sand", "{}")])
    (tmp_path / "a.rtf").write_text(r"{\rtf1 Before\par " + body + r"\pard After\par}")
    page = extract(tmp_path / "a.rtf", max_bytes=LIMIT).pages[0]
    assert page.text == "Before\n\nSoil | Age\nClay | 5 Ma\nSand | \n\nAfter"
    assert [(page.text[item.start :][:4], item.level, item.text) for item in page.headings] == [
        ("Clay", 9, "Soil | Age"),
        ("\nAft", 9, ""),
    ]


def test_large_pictures_cost_little() -> None:
    body = b"a{\\pict\\pngblip " + b"\n".join([b"89ab" * 32] * 60_000) + b"}b"
    started = time.perf_counter()
    assert text_of(body) == "ab"
    assert time.perf_counter() - started < 1


def test_what_is_cut_off_is_read_as_far_as_it_goes() -> None:
    assert text_of(r"a{\b b{\i c") == "abc"
    assert text_of("{" * 20_000 + "a" + "}" * 20_000 + "b") == "ab"
    assert rtf.text_of(b"{\\rtf1 a\\'") == "a"


def test_what_is_no_rich_text(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text("just words")
    assert extract(tmp_path / "a.rtf", max_bytes=LIMIT).kind == "text"
    (tmp_path / "a.rtf").write_bytes(b"\x00\x01" * 900)
    with pytest.raises(KnownError) as caught:
        extract(tmp_path / "a.rtf", max_bytes=LIMIT)
    assert caught.value.problem.code is ErrorCode.CORRUPT


def test_compressed_rich_text_of_outlook() -> None:
    """The example of the specification (MS-OXRTFCP 3.1.1)."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af3206865" "6c090020627705b06c647d0a800fa0"
    )  # fmt: skip
    assert outlook.unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert outlook.unpacked(packed[:30]).startswith(b"{\\rtf1\\ansi\\ansicpg125")
