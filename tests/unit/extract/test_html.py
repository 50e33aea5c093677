from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract.registry import extract
from indexer.types import Extracted, Page


def read(path: Path, html: str | bytes) -> Extracted:
    file = path / "a.html"
    file.write_bytes(html.encode() if isinstance(html, str) else html)
    return extract(file, max_bytes=50_000_000)


def page(path: Path, html: str | bytes) -> Page:
    return read(path, html).pages[0]


def test_blocks_stand_on_lines_and_nothing_unseen_is_read(tmp_path: Path) -> None:
    html = """<!doctype html><html><head><title> On
        Clay </title><meta name=author content="A. Smith">
        <meta property="article:published_time" content="2024-05-06T1">
        <style>p{}</style></head><body><!-- c --><script>var x = "<p>no</p>"</script>
        <h1>Clay</h1><p>First <b>bold</b>ly,
           folded.<br>Broken</p><p>Second</p><ul><li>one<li>two</ul><pre>a
  b</pre><p>end</p><template>no</template></body></html>"""
    document = read(tmp_path, html)
    assert (document.title, document.author, document.created) == ("On Clay", "A. Smith", "2024-05-06")
    assert document.pages[0].text.strip() == (
        "Clay\n\nFirst boldly, folded.\nBroken\n\nSecond\n\none\ntwo\n\na\n  b\n\nend"
    )


def test_headings_have_exact_starts(tmp_path: Path) -> None:
    found = page(tmp_path, "<p>x</p><h1>One <i>two</i></h1><p>y</p><h3> Three</h3><h2></h2>z")
    assert [(h.level, h.text) for h in found.headings] == [(1, "One two"), (3, "Three")]
    for heading in found.headings:
        assert found.text[heading.start :].startswith(heading.text)


def test_data_tables_are_rows_and_their_header_stands_above(tmp_path: Path) -> None:
    html = (
        "<p>Before</p><table><tr><th>Year<th>Rain</tr><tr><td>1901<td><p>700</p> mm</tr>"
        "<tr><td>1902<td></tr></table><p>After</p>"
    )
    found = page(tmp_path, html)
    assert found.text.strip() == "Before\n\nYear | Rain\n1901 | 700 mm\n1902 | \n\nAfter"
    assert [(h.level, h.text) for h in found.headings] == [(9, "Year | Rain"), (9, "")]
    assert found.text[found.headings[0].start :].startswith("1901")
    assert found.text[found.headings[1].start :].strip() == "After"


def test_layout_tables_are_blocks(tmp_path: Path) -> None:
    html = "<table><tr><td><h2>Menu</h2><ul><li>a</ul><td><p>Text</p><table><tr><td>1<td>2</tr></table></tr></table>"
    assert page(tmp_path, html).text.strip() == "Menu\n\na\n\nText\n\n1 | 2"


def test_a_page_nested_thousands_deep_is_read(tmp_path: Path) -> None:
    assert page(tmp_path, "<div>" * 20_000 + "deep" + "</div>" * 20_000).text.strip() == "deep"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">', "iso8859-2"),
        (b'<meta charset="no-such-thing">', "utf-8"),
        (b"", "utf-16"),
    ],
)
def test_the_declared_encoding_is_used(tmp_path: Path, head: bytes, encoding: str) -> None:
    word = {"cp1251": "Привет", "iso8859-2": "žluťoučký", "utf-8": "žluť", "utf-16": "žluť"}[encoding]
    html = (head.decode() + f"<html><body><p>{word}</p>").encode(encoding)
    assert page(tmp_path, html).text.strip() == word


def test_a_page_of_scripts_only_holds_no_text(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, "<html><script>let a</script><body></body></html>")
    assert caught.value.problem.code is ErrorCode.NO_TEXT
