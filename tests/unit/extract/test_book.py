from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract.registry import extract
from indexer.places import place_of
from indexer.types import Extracted

LIMIT = 50_000_000
NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Old {0}</text></navLabel>'
    '<content src="text/c%201.xhtml#a"/></navPoint></navMap></ncx>'
)
NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
    '<nav epub:type="toc"><ol><li><a href="text/c%201.xhtml">On <i>Clay</i></a></li>'
    '<li><a href="text/c3.xhtml">Sand</a></li></ol></nav>'
    '<nav epub:type="landmarks"><a href="text/c%201.xhtml">Start</a></nav></body></html>'
)


def make_epub(path: Path, chapters: Mapping[str, str], *, nav: str = NAV, ncx: str = "", encryption: str = "") -> Path:
    """A book of these files of a folder `text`, in this order."""
    items = "".join(
        f'<item id="i{n}" href="text/{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>' if nav else ""
    items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if ncx else ""
    spine = ('<itemref idref="nav"/>' if nav else "") + "".join(
        f'<itemref idref="i{n}"/>' for n in range(len(chapters))
    )
    parts = {
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/a.opf"/></rootfiles></container>',
        "OPS/a.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>Soils</dc:title><dc:creator>Ann</dc:creator><dc:creator>Bo</dc:creator>"
        f"<dc:date>2024-03-05T10:00:00Z</dc:date></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        **({"OPS/nav.xhtml": nav} if nav else {}),
        **({"OPS/toc.ncx": ncx} if ncx else {}),
        **({"META-INF/encryption.xml": encryption} if encryption else {}),
        **{f"OPS/text/{name}": content for name, content in chapters.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def page(body: str) -> str:
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'


def read(path: Path) -> Extracted:
    return extract(path, max_bytes=LIMIT)


def places(got: Extracted) -> list[str]:
    return [place_of(got.kind, item.number, item.label) for item in got.pages]


CHAPTERS = {
    "c 1.xhtml": page("<h1>On Clay</h1><p>Clay is soft.<a id='x'/></p><h2>Grey</h2><p>Often.</p>"),
    "c2.xhtml": page("<p>It goes on.</p>"),
    "cover.xhtml": page("<img src='a.png'/>"),
    "c3.xhtml": page("<h3>Grains</h3><p>Sand is coarse.</p>"),
}


def test_chapters_are_pages_called_as_the_table_of_contents_does(tmp_path: Path) -> None:
    got = read(make_epub(tmp_path / "a.epub", CHAPTERS))
    assert (got.kind, got.title, got.author, got.created) == ("book", "Soils", "Ann, Bo", "2024-03-05")
    assert places(got) == ["On Clay", "On Clay", "Sand"]  # the second file continues the first chapter
    assert [item.number for item in got.pages] == [1, 2, 4]
    assert got.pages[0].text == "On Clay\n\nClay is soft.\n\nGrey\n\nOften.\n\n"
    assert [[(item.level, item.text) for item in found.headings] for found in got.pages] == [
        [(1, ""), (1, "On Clay"), (2, "Grey")],
        [(1, "On Clay")],
        [(1, "Sand"), (4, "Grains")],
    ]


def test_titles_of_older_books_and_of_books_without_a_table(tmp_path: Path) -> None:
    got = read(make_epub(tmp_path / "a.epub", CHAPTERS, nav="", ncx=NCX.format("Clay")))
    assert places(got) == ["Old Clay", "Old Clay", "Grains"]
    bare = {"one.xhtml": page("<p>No title.</p>"), "two.xhtml": page("<h2>Loam</h2><p>Mixed.</p>")}
    assert places(read(make_epub(tmp_path / "b.epub", bare, nav=""))) == ["chapter 1", "Loam"]


def test_other_encodings_and_broken_chapters(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="windows-1251"?>'
    path = make_epub(tmp_path / "a.epub", {"a.xhtml": page("<p>One.</p>")}, nav="")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["OPS/text/a.xhtml"] = (head + "<html><body><p>Глина мягкая.</p></body></html>").encode("cp1251")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "Глина мягкая." in read(path).pages[0].text


PROTECTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:EncryptionMethod Algorithm="{}"/><e:CipherData><e:CipherReference URI="{}"/></e:CipherData>'
    "</e:EncryptedData></encryption>"
)


@pytest.mark.parametrize(
    ("method", "part", "protected"),
    [
        ("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OPS/text/c%201.xhtml", True),
        ("http://www.idpf.org/2008/embedding", "OPS/text/c3.xhtml", False),
        ("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OPS/fonts/a.otf", False),
    ],
)
def test_protected_books_say_so(tmp_path: Path, method: str, part: str, protected: bool) -> None:
    path = make_epub(tmp_path / "a.epub", CHAPTERS, encryption=PROTECTED.format(method, part))
    if not protected:
        assert len(read(path).pages) == 3
        return
    with pytest.raises(KnownError) as caught:
        read(path)
    assert caught.value.problem.code is ErrorCode.ENCRYPTED and "a.epub" in caught.value.problem.message


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.mobi", b"x" * 60 + b"BOOKMOBI" + bytes(90), ErrorCode.UNSUPPORTED),
        ("a.azw3", b"x" * 60 + b"BOOKMOBI" + bytes(90), ErrorCode.UNSUPPORTED),
        ("a.chm", b"ITSF" + bytes(90), ErrorCode.UNSUPPORTED),
        ("a.epub", b"PK\x03\x04" + bytes(90), ErrorCode.CORRUPT),
        ("a.epub", b"\x00" * 90, ErrorCode.CORRUPT),
    ],
)
def test_what_is_not_read_has_a_remedy(tmp_path: Path, name: str, content: bytes, code: ErrorCode) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KnownError) as caught:
        read(tmp_path / name)
    assert caught.value.problem.code is code and caught.value.problem.action


def test_a_book_without_reading_order_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        read(make_epub(tmp_path / "a.epub", {}, nav=""))
    assert caught.value.problem.code is ErrorCode.CORRUPT


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        read(make_epub(tmp_path / "a.epub", {"a.xhtml": " " * 90_000_000}, nav=""))
    assert caught.value.problem.code is ErrorCode.TOO_LARGE


def test_fiction_book(tmp_path: Path) -> None:
    (tmp_path / "a.fb2").write_text(
        '<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
        "<author><first-name>Ann</first-name><last-name>Bee</last-name><email>a@b</email></author>"
        '<book-title>Soils</book-title><date value="2024-03-05">spring</date></title-info></description><body>'
        "<title><p>Soils</p><p>A book</p></title><section><title><p>Clay</p></title><p>Clay is <b>soft</b>.</p>"
        "<section><title><p>Grey</p></title><p>Often.</p></section></section><section><p>No title.</p></section></body>"
        f'<binary id="a">{"89ab" * 9000}</binary></FictionBook>'
    )
    got = read(tmp_path / "a.fb2")
    assert (got.kind, got.title, got.author, got.created) == ("book", "Soils", "Ann Bee", "2024-03-05")
    assert places(got) == ["Soils A book", "Clay", "chapter 3"]
    assert got.pages[1].text == "Clay\n\nClay is soft.\nGrey\n\nOften."
    assert [(item.level, item.text) for item in got.pages[1].headings] == [(1, "Clay"), (2, "Grey")]
