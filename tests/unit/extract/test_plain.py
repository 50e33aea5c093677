"""Text, Markdown and source code."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract.registry import extract
from indexer.types import Extracted, Page


def read(path: Path, name: str, content: str | bytes) -> Extracted:
    file = path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return extract(file, max_bytes=10_000_000)


def outline(page: Page) -> list[tuple[int, str, str]]:
    """Level, text and the line that each heading stands on; ends of definitions left out."""
    return [(h.level, h.text, page.text[h.start :].splitlines()[0]) for h in page.headings if h.text]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso8859-1"]
)
def test_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Ein Müller fährt über die Brücke.\r\nDas kostet ihn fünf Kreuzer, und er ärgert sich darüber sehr.\r\n" * 3
    assert read(tmp_path, "a.txt", text.encode(encoding)).pages[0].text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Старый смотритель маяка записывал погоду каждый вечер, и никто этого не читал. ", "cp1251"),
        ("Старый смотритель маяка записывал погоду каждый вечер, и никто этого не читал. ", "koi8-r"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy. Starý mlynář jede přes most. ", "cp1250"),
        ("Zażółć gęślą jaźń. Pójdźże, kiń tę chmurność w głąb flaszy. ", "cp1250"),
        ("Árvíztűrő tükörfúrógép, a molnár átment a hídon tegnap. ", "iso8859-2"),
        ("Le garçon a mangé près de l’hôtel à l’été dernier, où ça coûte très cher. ", "cp1252"),
        ("The café’s naïve “owner” said no — twice. ", "cp1252"),
        ("Ο παλιός φαροφύλακας έγραφε τον καιρό κάθε βράδυ. ", "cp1253"),
        ("老灯塔看守人每天晚上都记下天气,直到风暴来临才有人读。", "gb18030"),
        ("古い灯台守は毎晩天気を書き留めた。嵐が来るまで誰も読まなかった。", "euc_jp"),
    ],
)
def test_other_encodings_are_guessed(tmp_path: Path, text: str, encoding: str) -> None:
    assert read(tmp_path, "a.txt", (text * 4).encode(encoding)).pages[0].text == text * 4


def test_a_damaged_byte_in_utf8_stays_utf8(tmp_path: Path) -> None:
    read_text = read(tmp_path, "a.log", "größer ".encode() * 200 + b"\xff" + "größer ".encode()).pages[0].text
    assert read_text == "größer " * 200 + "\ufffd" + "größer "


def test_binary_junk_is_unsupported(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, "a.txt", bytes(range(256)) * 40)
    assert caught.value.problem.code is ErrorCode.UNSUPPORTED


def test_rows_of_a_csv_stand_under_their_header(tmp_path: Path) -> None:
    (page,) = read(tmp_path, "a.csv", 'Year;"Rain; mm"\r\n1901;700\r\n1902;650\r\n').pages
    assert outline(page) == [(9, "Year | Rain; mm", "1901;700")]
    assert not read(tmp_path, "b.csv", "1901,700\n1902,650\n").pages[0].headings


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.rst", "Top\n===\n\nx\n\nSub\n---\ny\n", [(1, "Top", "Top"), (2, "Sub", "Sub")]),
        ("a.adoc", "= Top\n\nx\n\n== Sub\ny\n", [(1, "Top", "= Top"), (2, "Sub", "== Sub")]),
        ("a.org", "* Top\n** Sub\n", [(1, "Top", "* Top"), (2, "Sub", "** Sub")]),
        (
            "a.tex",
            "\\section{On {\\em Clay}}\nx\n\\subsection*{Rain}\n",
            [(2, "On Clay", "\\section{On {\\em Clay}}"), (3, "Rain", "\\subsection*{Rain}")],
        ),
        ("a.txt", "= not a heading\n", []),
    ],
)
def test_headings_of_markup(tmp_path: Path, name: str, text: str, expected: list[tuple[int, str, str]]) -> None:
    assert outline(read(tmp_path, name, text).pages[0]) == expected


def test_markdown_is_kept_raw(tmp_path: Path) -> None:
    text = (
        "---\r\ntitle: 'On Clay'\r\nauthor: A. Smith\r\ndate: 2024-05-06\r\n# no: heading\r\n---\r\n"
        "# One #\r\n\r\n```sh\r\n# no heading\r\n```\r\n#hashtag\r\n\r\nTwo\r\n---\r\n\r\n"
        "- item\r\n---\r\n### Three *x*\r\n"
    )
    document = read(tmp_path, "a.md", text)
    assert (document.title, document.author, document.created) == ("On Clay", "A. Smith", "2024-05-06")
    assert document.pages[0].text == text
    assert outline(document.pages[0]) == [(1, "One", "# One #"), (2, "Two", "Two"), (3, "Three *x*", "### Three *x*")]


def test_the_title_of_markdown_is_its_first_heading_if_it_is_the_highest(tmp_path: Path) -> None:
    assert read(tmp_path, "a.md", "intro\n\n# Clay\n").title == "Clay"
    assert read(tmp_path, "b.md", "## Clay\n\n# Rain\n").title == ""


PYTHON = '''\
"""Doc."""
import os


@decorated
class Foo:
    """Doc."""

    def bar(self) -> None:
        def inner():
            pass

    size = 3


async def baz():
    return 1


LAST = 2
'''


def test_python_definitions_are_headings_that_end(tmp_path: Path) -> None:
    (page,) = read(tmp_path, "a.py", PYTHON).pages
    assert outline(page) == [
        (1, "class Foo", "@decorated"),
        (2, "def bar", "    def bar(self) -> None:"),
        (3, "def inner", "        def inner():"),
        (1, "def baz", "async def baz():"),
    ]
    ends = {(h.level, page.text[h.start :].strip().split("\n")[0]) for h in page.headings if not h.text}
    assert (2, "size = 3") in ends
    assert (1, "LAST = 2") in ends


def test_python_that_does_not_parse_still_has_definitions(tmp_path: Path) -> None:
    (page,) = read(tmp_path, "a.py", "class Old:\n    def run(self):\n        print 'x'\n").pages
    assert outline(page) == [(1, "class Old", "class Old:"), (2, "def run", "    def run(self):")]


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("a.js", "export default class A {\n  x() {}\n}\nasync function go(a) {\n}\n", ["class A", "function go"]),
        ("a.rs", "pub struct P;\nimpl P {\n    pub fn new() -> P {\n    }\n}\n", ["struct P", "impl P", "fn new"]),
        ("a.go", "func (s *Server) Run(a int) error {\n\tif x {\n\t}\n}\n", ["func (s *Server) Run"]),
        ("a.c", "static int add(int a, int b)\n{\n  return mul(a);\n}\nint x = add(1, 2);\n", ["add"]),
        ("A.java", "public class A {\n    public int size() {\n        return 1;\n    }\n}\n", ["class A", "size"]),
        ("a.sh", "build() {\n  make all\n}\n", ["build"]),
        ("a.sql", "CREATE TABLE IF NOT EXISTS rain (\n  mm int);\n", ["CREATE TABLE IF NOT EXISTS rain"]),
    ],
)
def test_definitions_of_other_languages(tmp_path: Path, name: str, code: str, expected: list[str]) -> None:
    document = read(tmp_path, name, code)
    assert document.kind == "code"
    assert [text for _, text, _ in outline(document.pages[0])] == expected
