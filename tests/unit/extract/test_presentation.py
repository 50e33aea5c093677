from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract.registry import extract
from indexer.places import place_of
from indexer.types import Extracted, Page
from tests.support.make_documents import make_zip_bomb
from tests.support.make_office import add_relation, make_pptx, rewrite, swap_slides

LIMIT = 10_000_000


def read(path: Path) -> Extracted:
    return extract(path, max_bytes=LIMIT)


def refused(path: Path) -> ErrorCode:
    with pytest.raises(KnownError) as caught:
        read(path)
    return caught.value.problem.code


def headings(page: Page) -> list[tuple[int, str, str]]:
    return [(h.level, h.text, page.text[h.start :].strip().split("\n")[0]) for h in page.headings if h.text]


def test_a_page_a_slide(tmp_path: Path) -> None:
    document = read(make_pptx(tmp_path / "a.pptx", title="Geography", author="B. Jones"))
    assert (document.title, document.author, document.kind) == ("Geography", "B. Jones", "presentation")
    first, second, third = document.pages
    assert first.text == (
        "Rivers of the north\n\nThe Eider is short\nThe Elbe is long\nInside a group\n\n"
        "Notes\nSay that the Eider was a border."
    )
    assert headings(first) == [(1, "Rivers of the north", "Rivers of the north"), (2, "Notes", "Notes")]
    assert second.text == (
        "Lengths\n\nRiver | Length\nEider | 188 km\nElbe | 1094 km\n\nRain a year\n\n | Rain\n1901 | 700\n1902 | 650.5"
    )
    assert headings(second)[1:] == [(9, "River | Length", "Eider | 188 km"), (9, "| Rain", "1901 | 700")]
    assert third.text == "Seen by nobody in the room" and headings(third) == []
    assert [place_of(document.kind, page.number, page.label, 1, 0) for page in document.pages] == [
        "slide 1",
        "slide 2",
        "slide 3",
    ]


def test_slides_come_in_the_order_of_the_presentation(tmp_path: Path) -> None:
    pages = read(swap_slides(make_pptx(tmp_path / "a.pptx"))).pages
    assert [page.text.split("\n")[0] for page in pages] == [
        "Lengths",
        "Seen by nobody in the room",
        "Rivers of the north",
    ]


def test_without_a_list_of_slides_their_names_give_the_order(tmp_path: Path) -> None:
    path = rewrite(make_pptx(tmp_path / "a.pptx"), {"ppt/presentation.xml": b"<p/>"})
    assert [page.text.split("\n")[0] for page in read(path).pages][:2] == ["Rivers of the north", "Lengths"]


def test_diagrams_comments_and_what_the_master_says_are_read_once(tmp_path: Path) -> None:
    path = make_pptx(tmp_path / "a.pptx")
    frame = (
        b'<p:graphicFrame><a:graphic><a:graphicData><dgm:relIds xmlns:dgm="d" r:dm="rId77" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></a:graphicData></a:graphic>'
        b"</p:graphicFrame></p:spTree>"
    )
    diagram = (
        b'<d:m xmlns:d="d" xmlns:a="a"><d:ptLst><d:pt><d:t><a:p><a:r><a:t>Source</a:t></a:r></a:p></d:t></d:pt>'
        b'<d:pt type="parTrans"><d:t><a:p><a:r><a:t>arrow</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:m>'
    )
    master = b"<p:sp><p:txBody><a:p><a:r><a:t>Survey office</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>"
    rels = "ppt/slides/_rels/slide1.xml.rels"
    rewrite(
        path,
        {
            "ppt/slides/slide1.xml": lambda data: data.replace(b"</p:spTree>", frame),
            "ppt/diagrams/data1.xml": diagram,
            "ppt/comments/comment1.xml": b'<c:l xmlns:c="c"><c:cm><c:text>Is this so?</c:text></c:cm></c:l>',
            "ppt/slideMasters/slideMaster1.xml": lambda data: data.replace(b"</p:spTree>", master),
            rels: partial(add_relation, identity="rId77", kind="diagramData", target="../diagrams/data1.xml"),
        },
    )
    rewrite(path, {rels: partial(add_relation, identity="rId78", kind="comments", target="../comments/comment1.xml")})
    first, *others = read(path).pages
    assert "Inside a group\nSource\nSurvey office\n\nNotes\n" in first.text and "arrow" not in first.text
    assert first.text.endswith("\n\nComments\nIs this so?")
    assert not any("Survey office" in page.text for page in others)


def test_a_broken_slide_does_not_hide_the_others(tmp_path: Path) -> None:
    path = rewrite(make_pptx(tmp_path / "a.pptx"), {"ppt/slides/slide1.xml": b"", "docProps/core.xml": b"<no"})
    first, second, _ = read(path).pages
    assert first.text.startswith("Notes") and second.text.startswith("Lengths")


def test_nothing_but_broken_slides_is_corrupt(tmp_path: Path) -> None:
    broken = {f"ppt/slides/slide{n}.xml": b"junk" for n in (1, 2, 3)}
    assert refused(rewrite(make_pptx(tmp_path / "a.pptx"), broken)) is ErrorCode.CORRUPT


def test_a_truncated_file_is_corrupt(tmp_path: Path) -> None:
    path = make_pptx(tmp_path / "a.pptx")
    path.write_bytes(path.read_bytes()[:20_000])
    assert refused(path) is ErrorCode.CORRUPT


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = make_zip_bomb(tmp_path / "a.pptx")
    path.write_bytes(path.read_bytes().replace(b"word/document.xml", b"ppt/doc_ument.xml"))
    assert refused(path) is ErrorCode.TOO_LARGE


def test_an_encrypted_one_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le"))
    assert refused(path) is ErrorCode.ENCRYPTED


def test_text_that_is_called_a_presentation_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    path.write_text("Only notes for a talk.")
    assert read(path).kind == "text"
