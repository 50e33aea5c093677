"""Conversations exported: nothing of the text is lost, every note leads to its source, every file is valid."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate

from desktop_app.answering.events import Answer, Support
from desktop_app.export import Exported, as_docx, as_html, as_markdown, exported
from desktop_app.export.blocks import Kind, blocks
from desktop_app.export.conversation import clean
from desktop_app.ui.export_words import export_words
from tests.support.fake_answers import make_answer, make_evidence, make_sentences, make_source

WORDS = export_words(QDate(2025, 11, 25))
TEXT = (
    "The term ends on **31 March 2027**. Notice is six months.\n\n"
    "1. Write a letter.\n2. Send it <registered> & keep a copy.\n\n"
    "| Year | Fee |\n|---|---|\n| 2024 | £4,100 |\n\nIt may be `sent_by_mail`."
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def answer() -> Answer:
    sentences = make_sentences(
        TEXT,
        ("The term ends on **31 March 2027**.", Support.SUPPORTED, (2,)),
        ("Notice is six months.", Support.PARTIAL, (1, 2)),
        ("It may be `sent_by_mail`.", Support.UNSUPPORTED, ()),
    )
    sources = (make_source(1, "Notice: six months."), make_source(2, "until 31 March 2027"), make_source(3, "unused"))
    return make_answer(TEXT, sentences, sources)


def declined() -> Answer:
    return make_answer(
        "Your documents do not say.", declined=True, reason="1,204 documents were searched.",
        question="Who won?", evidence=make_evidence("Nobody won anything."),
    )  # fmt: skip


@pytest.fixture
def conversation() -> Exported:
    return exported("Leaving Northgate", [answer(), declined(), answer()], WORDS)


def test_notes_are_numbered_in_the_order_of_the_text_through_the_whole(conversation: Exported) -> None:
    first, second, third = conversation.turns
    assert [(note.number, note.quote) for note in first.notes] == [
        (1, "until 31 March 2027"),
        (2, "Notice: six months."),
    ]
    assert (second.declined, second.notes, [note.quote for note in second.nearest]) == (
        True,
        (),
        ["Nobody won anything."],
    )
    assert [note.number for note in third.notes] == [3, 4]
    assert first.found == "1 sentence supported, 1 partly, 1 not"


def test_markdown_has_footnotes_that_are_defined_once(conversation: Exported) -> None:
    text = as_markdown(conversation)
    assert "The term ends on **31 March 2027**.[^1] Notice is six months.[^2]\u2009[^1] [partly supported]" in text
    defined = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert defined == ["1", "2", "3", "4"]
    assert set(re.findall(r"\[\^(\d+)\]", text)) == set(defined)
    assert "[^2]: “Notice: six months.” Acme-MSA-2024 · p. 12, `/library/Acme-MSA-2024.pdf`" in text


def test_html_escapes_what_documents_and_models_say(conversation: Exported) -> None:
    page = as_html(conversation)
    assert "Send it &lt;registered&gt; &amp; keep a copy." in page
    assert "<strong>31 March 2027</strong>" in page
    assert "<code>sent_by_mail</code>" in page
    assert "<td>£4,100</td>" in page
    assert '<ol start="1">' in page
    targets = set(re.findall(r'href="#(note-\d+)"', page))
    assert targets == set(re.findall(r'id="(note-\d+)"', page)) == {"note-1", "note-2", "note-3", "note-4"}
    ElementTree.fromstring(page.partition("\n")[2].replace('<meta charset="utf-8">', ""))


def test_the_word_document_opens_and_holds_real_footnotes(conversation: Exported) -> None:
    file = as_docx(conversation)
    opened = docx.Document(io.BytesIO(file))
    lines = [paragraph.text for paragraph in opened.paragraphs]
    assert "Leaving Northgate" in lines
    assert "Send it <registered> & keep a copy." in lines
    assert [paragraph.style.name for paragraph in opened.paragraphs[:3]] == ["Title", "About", "Heading 1"]
    assert opened.tables[0].cell(1, 1).text == "£4,100"
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    cited = [each.get(f"{_W}id") for each in parts["word/document.xml"].iter(f"{_W}footnoteReference")]
    notes = {each.get(f"{_W}id"): each for each in parts["word/footnotes.xml"].iter(f"{_W}footnote")}
    assert cited == ["1", "2", "3", "4"]
    assert set(cited) <= set(notes)
    assert "until 31 March 2027" in "".join(notes["1"].itertext())
    used = {each.get(f"{_W}val") for each in parts["word/document.xml"].iter(f"{_W}numId")}
    assert used <= {each.get(f"{_W}numId") for each in parts["word/numbering.xml"].iter(f"{_W}num")}
    styled = {each.get(f"{_W}val") for each in parts["word/document.xml"].iter(f"{_W}pStyle")}
    assert styled <= {each.get(f"{_W}styleId") for each in parts["word/styles.xml"].iter(f"{_W}style")}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# Head\ntext\nmore", [Kind.HEADING, Kind.TEXT]),
        ("- one\n  goes on\n- two", [Kind.BULLET, Kind.BULLET]),
        ("```py\na = 1\nb = 2\n```\nafter", [Kind.CODE, Kind.CODE, Kind.TEXT]),
        ("a | b\nis no table", [Kind.TEXT]),
        ("| a |\n|---|\n| b |", [Kind.TABLE]),
        ("2 * 3 * 4 is snake_case_name", [Kind.TEXT]),
    ],
)
def test_blocks(text: str, kinds: list[Kind]) -> None:
    assert [block.kind for block in blocks(text)] == kinds


def test_emphasis_is_nested_and_signs_within_words_are_text() -> None:
    (block,) = blocks("**bold *and italic***, 2 * 3 * 4, snake_case_name, [link](https://a.b)")
    said = "".join(run.text for run in block.runs)
    assert said == "bold and italic, 2 * 3 * 4, snake_case_name, link"
    assert [run.text for run in block.runs if run.italic] == ["and italic"]


@given(st.text(max_size=200), st.text(max_size=40))
@settings(max_examples=60)
def test_any_text_makes_valid_files(text: str, title: str) -> None:
    spoken = make_answer(text, make_sentences(text), (), question=title)
    conversation = exported(title, [spoken], WORDS)
    with zipfile.ZipFile(io.BytesIO(as_docx(conversation))) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    letters = [char for char in clean(text) if char.isalpha()]
    shown = "".join(run.text for block in blocks(clean(text)) for run in block.runs)
    if "](" not in text and "|" not in text and "```" not in text and "~~~" not in text:
        assert [char for char in shown if char.isalpha()] == letters
    as_html(conversation).encode()
    as_markdown(conversation).encode()
