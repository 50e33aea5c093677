from __future__ import annotations

import dataclasses
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from indexer import boundaries
from indexer.chunking import Chunker, content_hash, embedded_text
from indexer.errors import ErrorCode, KnownError
from indexer.types import Extracted, Heading, Page

PROSE = "The lighthouse keeper wrote down the weather every evening. Nobody read it until the storm of 1901. "


def document(*pages: str | Page, kind: str = "text", title: str = "") -> Extracted:
    made = tuple(page if isinstance(page, Page) else Page(n, None, page) for n, page in enumerate(pages, 1))
    return Extracted(title, "", "", kind, made, f"{kind}/1")


@pytest.fixture(scope="module")
def tokenizer_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tokenizer that counts words and punctuation marks."""
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.enable_truncation(16)
    path = tmp_path_factory.mktemp("embedder") / "tokenizer.json"
    tokenizer.save(str(path))
    return path


@pytest.fixture(scope="module", params=["characters", "tokens"])
def chunker(request: pytest.FixtureRequest, tokenizer_file: Path) -> Chunker:
    return Chunker(tokenizer_file if request.param == "tokens" else None)


texts = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            ["\r\n", "\n\n", PROSE, "👩‍🔬🇨🇭 ", "e\u0301", "\ufffe", "x" * 3000, "漢字。" * 50, "a,b;", "- item\n"]
        ),
        st.sampled_from([PROSE * 12, "| a | b |\n" * 60, "word " * 300]),
    ),
    max_size=8,
).map("".join)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    text = draw(texts)
    spots = st.integers(0, len(text) + 3)
    headings = draw(
        st.lists(st.builds(Heading, spots, st.integers(1, 9), st.sampled_from(["", "A", "B b"])), max_size=4)
    )
    return Page(draw(st.integers(1, 3)), None, text, tuple(headings))


@settings(max_examples=150, deadline=None)
@given(st.lists(pages(), max_size=3), st.sampled_from(["pdf", "text", "markdown", "code"]))
def test_spans_are_exact_and_cover_every_page(made: list[Page], kind: str) -> None:
    numbered = tuple(dataclasses.replace(page, number=n) for n, page in enumerate(made, 1))
    extracted = Extracted("", "", "", kind, numbered, "x/1")
    chunker = Chunker()
    chunks = chunker.chunk(extracted)
    covered: dict[int | None, set[int]] = {page.number: set() for page in numbered}
    by_number = {page.number: page.text for page in numbered}
    for chunk in chunks:
        assert chunk.text == by_number[chunk.page][chunk.start : chunk.start + chunk.length]
        assert chunk.text.strip() == chunk.text != ""
        assert chunk.length <= 2400
        covered[chunk.page].update(range(chunk.start, chunk.start + chunk.length))
    for page in numbered:
        missing = {page.text[at] for at in range(len(page.text)) if at not in covered[page.number]}
        assert all(character.isspace() or character in "\ufffe\ufeff\u200b\u00ad\x00" for character in missing)
    assert chunks == Chunker().chunk(extracted)
    order = [(chunk.page, chunk.start) for chunk in chunks]
    assert order == sorted(order, key=lambda key: (key[0] or 0, key[1]))


def test_chunks_fill_their_capacity_and_overlap(chunker: Chunker) -> None:
    chunks = chunker.chunk(document(PROSE * 60))
    assert len(chunks) > 3
    assert all(400 < chunk.length < 1500 for chunk in chunks[:-1])
    repeating = sum(b.start < a.start + a.length for a, b in pairwise(chunks))
    assert repeating > len(chunks) / 2


def test_what_ends_with_a_line_is_in_one_chunk_alone(chunker: Chunker) -> None:
    paragraphs = [f"Ledger {n}. " + PROSE * (1 + n % 20) for n in range(40)]
    chunks = chunker.chunk(document("\n\n".join(paragraphs)))
    after = [b.text[a.start + a.length - b.start :] for a, b in pairwise(chunks) if b.start < a.start + a.length]
    assert after and not any(text.lstrip(" ").startswith("\n") for text in after)


def test_a_long_word_does_not_make_a_long_chunk(chunker: Chunker) -> None:
    assert all(chunk.length <= 2400 for chunk in chunker.chunk(document("x" * 100_000)))


def test_a_wrapped_paragraph_is_cut_between_sentences(chunker: Chunker) -> None:
    lines = (
        "Each of the nine harbours kept a ledger of its own",
        "in which the clerk entered what the boats",
        "landed.",
    )
    chunks = chunker.chunk(document(("\r\n".join(lines) + "\r\n") * 40, kind="pdf"))
    assert len(chunks) > 2
    assert all(chunk.text.endswith(".") and chunk.text.startswith("Each") for chunk in chunks)


def test_rows_of_numbers_are_not_joined(chunker: Chunker) -> None:
    rows = "".join(f"Net revenue of region {n} in thousands 1,{n:03d} 2,{n:03d}\r\n" for n in range(100))
    for chunk in chunker.chunk(document(rows, kind="pdf")):
        assert chunk.text.startswith("Net") and chunk.text[-1].isdigit()


def test_headings_make_a_path_that_crosses_pages() -> None:
    first = Page(1, None, "Geology\n" + PROSE * 5, (Heading(0, 1, "Geology"),))
    second = Page(2, None, PROSE * 5 + "Rivers\n" + PROSE * 5, (Heading(len(PROSE) * 5, 2, "Rivers"),))
    third = Page(3, None, "Law\n" + PROSE * 5, (Heading(0, 1, "Law"),))
    found = [(chunk.page, chunk.heading) for chunk in Chunker().chunk(document(first, second, third))]
    assert found == [(1, "Geology"), (2, "Geology"), (2, "Geology › Rivers"), (3, "Law")]


def test_small_sections_share_a_chunk_and_the_headings_above_both() -> None:
    text = "Tools\nHammer\nTo hit.\nSaw\nTo cut.\n"
    headings = (Heading(0, 1, "Tools"), Heading(6, 2, "Hammer"), Heading(21, 2, "Saw"))
    (chunk,) = Chunker().chunk(document(Page(None, None, text, headings)))
    assert chunk.heading == "Tools"
    assert "Hammer" in chunk.text and "Saw" in chunk.text


def test_rows_of_a_table_know_its_header_until_the_table_ends() -> None:
    header, rows = "Year | Rain\n", "".join(f"{1800 + n} | {n * 7} mm\n" for n in range(200))
    end = len(header) + len(rows)
    headings = (Heading(len(header), 9, "Year | Rain"), Heading(end, 9, ""))
    chunks = Chunker().chunk(document(Page(None, None, header + rows + PROSE * 10, headings)))
    inside = [chunk for chunk in chunks if chunk.start >= len(header) and chunk.start + chunk.length <= end]
    assert len(inside) > 2
    assert {chunk.heading for chunk in inside} == {"Year | Rain"}
    assert chunks[-1].heading == ""


def test_a_wide_header_is_embedded_whole_and_leaves_its_rows_their_room(chunker: Chunker) -> None:
    header = " | ".join(f"Column {n} in thousands" for n in range(15))
    rows = "".join(" | ".join(str(n * k) for k in range(15)) + "\n" for n in range(300))
    headings = (Heading(0, 1, "Figures"), Heading(len(header) + 1, 9, header), Heading(len(header + rows) + 1, 9, ""))
    chunks = chunker.chunk(document(Page(None, None, f"{header}\n{rows}", headings), title="Report " * 40))
    inside = [chunk for chunk in chunks if chunk.start > len(header)]
    assert len(inside) > 3
    for chunk in inside:
        assert chunk.heading == f"Figures › {header}"
        assert f" › {header}\n" in embedded_text("Report " * 40, chunk.heading, chunk.text)
        assert all(row.count(" | ") == 14 for row in chunk.text.splitlines())  # no row is parted
        assert chunk.length < 800
    assert sum(chunk.length for chunk in inside) / len(inside) > 250


def test_rows_of_one_length_are_not_taken_for_wrapped_prose(chunker: Chunker) -> None:
    header = "Date,Payee,Category,Amount\n"
    rows = "".join(f"2023-{1 + n // 28:02}-{1 + n % 28:02},Payee number {n:03},repairs,{n}.50\n" for n in range(300))
    headings = (Heading(len(header), 9, "Date | Payee | Category | Amount"),)
    chunks = chunker.chunk(document(Page(None, None, header + rows, headings), kind="text"))
    assert len(chunks) > 10
    parted = [row for chunk in chunks for row in chunk.text.splitlines() if row.count(",") != 3]
    assert parted == []


def test_the_hash_depends_on_what_is_embedded_only(chunker: Chunker) -> None:
    (here,) = chunker.chunk(document("", PROSE))
    (there,) = chunker.chunk(document(PROSE, kind="pdf"))
    assert here.page != there.page
    assert here.content_hash == there.content_hash == content_hash("", "", PROSE)
    (titled,) = chunker.chunk(document(PROSE, title="Ledger"))
    assert titled.content_hash == content_hash("Ledger", "", titled.text) != here.content_hash


def test_embedded_text_is_searchable_and_names_its_context_once() -> None:
    assert embedded_text("", "", "a ﬁne\r\nday") == "a fine day"
    assert embedded_text("Ledger", "Ledger › May", "x") == "Ledger › May\nx"
    assert embedded_text("Ledger", "May", "x") == "Ledger › May\nx"
    long = embedded_text("Title " * 50, "Heading " * 50, "x").splitlines()[0]
    assert len(long) < 150 and long.startswith("Title") and long.endswith("Heading")


def test_the_version_tells_how_it_was_cut(tokenizer_file: Path, tmp_path: Path) -> None:
    by_tokens, by_characters = Chunker(tokenizer_file), Chunker()
    assert by_tokens.version == Chunker(tokenizer_file).version != by_characters.version
    other = tmp_path / "tokenizer.json"
    other.write_text(tokenizer_file.read_text().replace("16", "32"))
    assert Chunker(other).version != by_tokens.version


def numbered(count: int, kind: str) -> str:
    """Text of `count` lines or sentences, no two alike."""
    words = ("harbour", "ledger", "storm", "clerk", "evening", "barrel", "keeper", "winter", "rope", "letter")
    chosen = random.Random(count)
    lines = (
        f"{' '.join(chosen.choices(words, k=chosen.randint(3, 18)))} {number} {chosen.choice(words)}"
        for number in range(count)
    )
    if kind == "rows":
        return "".join(line.replace(" ", " | ") + "\n" for line in lines)
    if kind == "code":
        return "".join(f"{'    ' * (number % 3)}{line.replace(' ', '_')}()\n" for number, line in enumerate(lines))
    if kind == "chinese":
        return "".join("".join(chr(0x4E00 + sum(map(ord, word))) for word in line.split()) + "。" for line in lines)
    return {"lines": "\n", "blank lines": "\n\n", "one paragraph": " "}[kind].join(
        line.capitalize() + "." for line in lines
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(["rows", "code", "chinese", "lines", "blank lines", "one paragraph"]),
    st.sampled_from(["text", "markdown"]),
    st.floats(0, 1),
    st.integers(0, 120),
    st.sampled_from(["", "A line that somebody put in.\n", "Two.\nMore, with a few words.\n", "x"]),
)
def test_an_edit_costs_the_chunks_around_it(kind: str, family: str, spot: float, gone: int, new: str) -> None:
    before = numbered(500, kind)
    at = int(spot * len(before))
    after = before[:at] + new + before[at + gone :]
    chunker = Chunker()
    known = {chunk.content_hash for chunk in chunker.chunk(document(before, kind=family))}
    assert len(known) > 8
    assert len({chunk.content_hash for chunk in chunker.chunk(document(after, kind=family))} - known) <= 5


def test_an_edit_in_a_glossary_costs_the_chunks_around_it() -> None:
    def glossary(entries: list[str]) -> Extracted:
        text, headings = "", []
        for entry in entries:
            headings.append(Heading(len(text), 2, entry.split()[0]))
            text += f"{entry}\n\n"
        return document(Page(None, None, text, tuple(headings)), title="Glossary")

    entries = [f"Term{n} {line}" for n, line in enumerate(numbered(1_000, "lines").splitlines())]
    known = {chunk.content_hash for chunk in Chunker().chunk(glossary(entries))}
    for at in range(0, 1_000, 90):
        edited = [*entries[:at], "Another is defined here.", *entries[at + 1 :]]
        assert len({chunk.content_hash for chunk in Chunker().chunk(glossary(edited))} - known) <= 5


def test_a_text_of_equal_lines_is_cut_well(chunker: Chunker) -> None:
    chunks = chunker.chunk(document("The same line again and again, without end.\n" * 2_000, kind="code"))
    assert sum(chunk.length for chunk in chunks) / len(chunks) > 400
    assert len({chunk.content_hash for chunk in chunks}) < 10


@given(st.lists(pages(), min_size=1, max_size=3), st.sampled_from([0, 10**9]))
def test_few_and_many_places_are_weighed_alike(made: list[Page], few: int) -> None:
    extracted = document(*made)
    usual = Chunker().chunk(extracted)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(boundaries, "_FEW", few)
        assert Chunker().chunk(extracted) == usual


def test_a_damaged_tokenizer_is_a_known_problem(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text("{")
    with pytest.raises(KnownError) as caught:
        Chunker(path)
    assert caught.value.problem.code is ErrorCode.MODEL_DAMAGED
