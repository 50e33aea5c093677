from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract import sheet
from indexer.extract.registry import extract
from indexer.places import place_of
from indexer.types import Extracted, Page
from tests.support.make_opendocument import make_opendocument

LIMIT = 10_000_000


def read(path: Path) -> Extracted:
    return extract(path, max_bytes=LIMIT)


def refused(path: Path) -> ErrorCode:
    with pytest.raises(KnownError) as caught:
        read(path)
    return caught.value.problem.code


def headings(page: Page) -> list[tuple[int, str, str]]:
    return [(h.level, h.text, page.text[h.start :].strip().split("\n")[0]) for h in page.headings if h.text]


def place(page: Page, words: str) -> str:
    before = page.text[: page.text.index(words)]
    row = before.rpartition("\n")[2]
    return place_of("spreadsheet", page.number, page.label, before.count("\n") + 1, row.count(" | "))


_TEXT = """
  <text:tracked-changes><text:changed-region><text:p>deleted</text:p></text:changed-region></text:tracked-changes>
  <text:p text:style-name="P1">Weather</text:p>
  <text:h text:outline-level="2">Rain<text:line-break/>and snow</text:h>
  <text:p>Two<text:s text:c="2"/>spaces,
    one <text:span>span</text:span>.<text:note><text:note-citation>1</text:note-citation><text:note-body>
    <text:p>Measured by hand.</text:p></text:note-body></text:note><office:annotation><dc:creator>B. Jones</dc:creator>
    <text:p>Is this so?</text:p></office:annotation></text:p>
  <text:list><text:list-item><text:p>First</text:p><text:list><text:list-item><text:p>Inner</text:p></text:list-item>
  </text:list></text:list-item></text:list>
  <text:p>Beside <draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box><svg:title>A map</svg:title>
  </draw:frame>it</text:p><text:p/><text:p/><text:p/>
  <table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>
  <table:table-cell><text:p>Rain</text:p></table:table-cell></table:table-row></table:table-header-rows>
  <table:table-row><table:table-cell><text:p>1901</text:p></table:table-cell><table:table-cell><text:p>700</text:p>
  <text:p>mm</text:p></table:table-cell></table:table-row></table:table>
  <text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>
  <text:section><text:p>After the table.</text:p></text:section>"""
_MASTER = """<style:master-page style:name="Standard"><style:header><text:p>Confidential</text:p></style:header>
  <style:header-left style:display="false"><text:p>unused</text:p></style:header-left>
  <style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page>"""
_STYLES = '<style:style style:name="P1" style:parent-style-name="Title"/>'
_OBJECT = '<o:d xmlns:o="o"><o:body><o:chart><o:title><o:p>Rain a year</o:p></o:title></o:chart></o:body></o:d>'


def _text(path: Path, *, flat: bool = False) -> Path:
    others = {"Object 1/content.xml": _OBJECT}
    return make_opendocument(path, _TEXT, title="Almanac", styles=_STYLES, masters=_MASTER, others=others, flat=flat)


def test_a_text_with_all_that_stands_in_it(tmp_path: Path) -> None:
    document = read(_text(tmp_path / "a.odt"))
    assert (document.title, document.author, document.created) == ("Almanac", "B. Jones", "2024-05-01")
    assert document.kind == "opendocument"
    (page,) = document.pages
    assert page.number is None and place_of(document.kind, page.number, page.label, 1, 0) == ""
    assert page.text == (
        "Weather\n\nRain\nand snow\n\nTwo  spaces, one span.\nFirst\nInner\nBeside it\nIn a box\nA map\n\n"
        "Year | Rain\n1901 | 700 mm\n\nRain a year\nAfter the table.\n\nMeasured by hand.\nIs this so?\nConfidential"
    )
    assert headings(page) == [
        (1, "Weather", "Weather"),
        (2, "Rain and snow", "Rain"),
        (9, "Year | Rain", "1901 | 700 mm"),
    ]
    ends = [page.text[h.start :].strip().split("\n")[0] for h in page.headings if not h.text]
    assert ends == ["Rain a year", "Measured by hand."]


def test_flat_xml_is_the_same_text(tmp_path: Path) -> None:
    flat = read(_text(tmp_path / "a.fodt", flat=True))
    assert flat.pages[0].text == read(_text(tmp_path / "a.odt")).pages[0].text.replace("Rain a year\n", "")
    assert (flat.title, flat.kind) == ("Almanac", "opendocument")
    misnamed = (tmp_path / "a.fodt").rename(tmp_path / "a.xml")
    assert read(misnamed).kind == "opendocument"


_SLIDES = """
  <presentation:footer-decl presentation:name="f1">Survey office</presentation:footer-decl>
  <draw:page draw:master-page-name="M" presentation:use-footer-name="f1">
  <draw:frame presentation:class="outline"><draw:text-box><text:list><text:list-item><text:p>The Eider is short</text:p>
  </text:list-item></text:list></draw:text-box></draw:frame>
  <draw:frame presentation:class="title"><draw:text-box><text:p>Rivers</text:p></draw:text-box></draw:frame>
  <draw:g><draw:custom-shape><text:p>Inside a group</text:p></draw:custom-shape></draw:g>
  <draw:frame presentation:class="page-number"><draw:text-box><text:p>1</text:p></draw:text-box></draw:frame>
  <office:annotation><dc:creator>B. Jones</dc:creator><text:p>Is this so?</text:p></office:annotation>
  <presentation:notes><draw:frame presentation:class="notes"><draw:text-box><text:p>It was a border.</text:p>
  </draw:text-box></draw:frame></presentation:notes></draw:page>
  <draw:page draw:master-page-name="M" presentation:use-footer-name="f1">
  <draw:frame><table:table><table:table-row><table:table-cell><text:p>River</text:p></table:table-cell><table:table-cell>
  <text:p>Length</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Elbe</text:p>
  </table:table-cell><table:table-cell><text:p>1094 km</text:p></table:table-cell></table:table-row></table:table>
  </draw:frame></draw:page>"""
_SLIDE_MASTER = """<style:master-page style:name="M">
  <draw:frame presentation:class="title"><draw:text-box><text:p>Click to edit</text:p></draw:text-box></draw:frame>
  <draw:frame presentation:class="footer"><draw:text-box><text:p>Kiel</text:p></draw:text-box></draw:frame>
  </style:master-page>"""


@pytest.mark.parametrize(("name", "flat"), [("a.odp", False), ("a.fodp", True)])
def test_a_page_a_slide(tmp_path: Path, name: str, flat: bool) -> None:
    path = make_opendocument(tmp_path / name, _SLIDES, kind="presentation", masters=_SLIDE_MASTER, flat=flat)
    document = read(path)
    assert (document.title, document.kind) == ("Rivers", "presentation")
    first, second = document.pages
    assert first.text == (
        "Rivers\n\nThe Eider is short\nInside a group\nSurvey office\nKiel\n\nNotes\nIt was a border.\n\n"
        "Comments\nIs this so?"
    )
    assert headings(first) == [(1, "Rivers", "Rivers"), (2, "Notes", "Notes"), (2, "Comments", "Comments")]
    assert second.text == "River | Length\nElbe | 1094 km"
    assert headings(second) == [(9, "River | Length", "Elbe | 1094 km")]
    assert place_of(document.kind, second.number, second.label, 1, 0) == "slide 2"


def test_a_drawing_has_pages(tmp_path: Path) -> None:
    document = read(make_opendocument(tmp_path / "a.odg", _SLIDES, kind="drawing"))
    assert [place_of(document.kind, page.number, page.label) for page in document.pages] == ["p. 1", "p. 2"]


_SHEETS = """
  <table:table table:name="Budget"><table:shapes><draw:frame><draw:text-box><text:p>Adrift</text:p></draw:text-box>
  </draw:frame></table:shapes><table:table-column table:number-columns-repeated="16384"/>
  <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/>
  </table:table-row>
  <table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>Item</text:p>
  </table:table-cell><table:table-cell office:value-type="string" table:number-columns-repeated="2">
  <text:p>Cost</text:p></table:table-cell></table:table-row>
  <table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell office:value-type="string">
  <text:p>Rent</text:p><text:p>and heating</text:p></table:table-cell>
  <table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25,00 %</text:p></table:table-cell>
  <table:table-cell table:number-columns-repeated="3"/>
  <table:table-cell office:value-type="date" office:date-value="2024-05-01"><text:p>01.05.24</text:p></table:table-cell>
  <table:table-cell table:number-columns-repeated="16377"/></table:table-row>
  <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>
  </table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p>
  </table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="8">
  <text:p>beyond</text:p></table:table-cell></table:table-row></table:table>
  <table:table table:name="Sheet2" table:display="false"><table:table-row><table:table-cell office:value-type="boolean"
  office:boolean-value="true"><office:annotation><text:p>Sure?</text:p></office:annotation><text:p>WAHR</text:p>
  </table:table-cell></table:table-row></table:table>"""


@pytest.mark.parametrize(("name", "flat"), [("a.ods", False), ("a.fods", True)])
def test_a_place_in_a_sheet_is_its_cell_whatever_is_repeated(tmp_path: Path, name: str, flat: bool) -> None:
    path = make_opendocument(tmp_path / name, _SHEETS, kind="spreadsheet", title="Plan", masters=_MASTER, flat=flat)
    document = read(path)
    assert (document.title, document.author, document.kind) == ("Plan", "B. Jones", "spreadsheet")
    budget, second, drawn, around = document.pages
    rent = " | Rent and heating | 25.00% |  |  |  | 2024-05-01"
    assert budget.text.rstrip("7").rstrip("\n") == f"\n\n | Item | Cost | Cost\n{rent}\n{rent}"
    assert [place(budget, words) for words in ("Item", "25.00%", "2024", "7")] == [
        "Budget!B3",
        "Budget!C4",
        "Budget!G4",
        "Budget!A1048576",
    ]
    assert headings(budget)[1:] == [(9, "| Item | Cost | Cost", rent.strip())]
    assert (second.number, second.label, second.text) == (2, "Sheet2", "TRUE [Sure?]")
    assert (drawn.number, drawn.label, drawn.text) == (3, "Text boxes", "Adrift")
    assert (around.number, around.text) == (4, "Confidential")


@pytest.mark.parametrize(
    ("kind", "value", "shown", "text"),
    [
        ("float", "0.30000000000000004", "0,3", "0.3"),
        ("float", "1234.5", "1.234,50", "1234.50"),
        ("float", "1234567", "1,234,567", "1234567"),
        ("float", "1234", "01234", "01234"),
        ("float", "-0.5", "-0,50", "-0.50"),
        ("float", "0", "0.00", "0.00"),
        ("float", "1234.5", "1.23E+03", "1234.5"),
        ("float", "2.5", "2 1/2", "2.5"),
        ("float", "12.4", "12,4 kg", "12.4 kg"),
        ("float", "nonsense", "12", "12"),
        ("currency", "-1599.99", "-1.599,99 €", "-1599.99 €"),
        ("currency", "1599.99", "$1,599.99", "$1599.99"),
        ("percentage", "0.0725", "7.3%", "7.3%"),
        ("percentage", "0.0725", "", "7.25%"),
        ("date", "2024-05-01T14:30:00", "?", "2024-05-01 14:30"),
        ("date", "2024-05-01T00:00:00", "?", "2024-05-01"),
        ("date", "1960-01-01T00:00:09.99648", "?", "1960-01-01 00:00:10"),
        ("time", "PT18H15M00S", "?", "18:15"),
        ("time", "PT36H00M05.5S", "?", "36:00:05"),
    ],
)
def test_values_are_shown_alike_in_every_country(tmp_path: Path, kind: str, value: str, shown: str, text: str) -> None:
    name = {"date": "date-value", "time": "time-value"}.get(kind, "value")
    cell = f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"><text:p>{shown}</text:p>'
    row = f'<table:table table:name="A"><table:table-row>{cell}</table:table-cell></table:table-row></table:table>'
    assert read(make_opendocument(tmp_path / "a.ods", row, kind="spreadsheet")).pages[0].text == text


def test_a_sheet_that_repeats_a_value_everywhere_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "TEXT_CHARACTERS", 1_000_000)
    body = """<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576"><table:table-cell
      office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>
      </table:table-row></table:table>"""
    assert refused(make_opendocument(tmp_path / "a.ods", body, kind="spreadsheet")) is ErrorCode.TOO_LARGE


def test_an_encrypted_document_says_so(tmp_path: Path) -> None:
    manifest = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    path = make_opendocument(tmp_path / "a.odt", "", others={"META-INF/manifest.xml": manifest, "content.xml": "\x8f"})
    assert refused(path) is ErrorCode.ENCRYPTED


def test_what_is_damaged_says_so(tmp_path: Path) -> None:
    cut = make_opendocument(tmp_path / "cut.odt", _TEXT)
    cut.write_bytes(cut.read_bytes()[:900])
    assert refused(cut) is ErrorCode.CORRUPT
    assert refused(make_opendocument(tmp_path / "a.odt", "", others={"content.xml": ""})) is ErrorCode.CORRUPT
    flat = tmp_path / "a.fodt"
    flat.write_text('<office:document xmlns:office="o"><nothing/></office:document>')
    assert refused(flat) is ErrorCode.CORRUPT


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path = make_opendocument(tmp_path / "a.fodt", "<text:p>Before &e11; &f; after</text:p>", flat=True)
    doctype = f'<!DOCTYPE d [<!ENTITY e0 "boom"><!ENTITY f SYSTEM "file:///etc/passwd">{lines}]>\n<office:document '
    path.write_text(path.read_text().replace("<office:document ", doctype, 1))
    text = extract(path.rename(tmp_path / "b.fodt"), max_bytes=LIMIT).pages[0].text
    assert text.startswith("Before") and "root:" not in text and len(text) < 100
