"""Sentences with exact spans, and the ones that speak to a question first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indexer.evidence import (
    CANDIDATES,
    FEWEST,
    LONGEST,
    SHARE,
    WINDOW,
    best_sentences,
    by_best_sentence,
    coverage_of,
    sentence_spans,
)
from indexer.query import Query, parse_query
from indexer.types import EvidenceSentence, Hit
from tests.support.fake_embedder import FakeEmbedder


def hit(text: str, *, rank: int = 1, start: int = 0, document: int = 1, page: int | None = 3) -> Hit:
    return Hit(
        rank, 10 * document + rank, document, f"/d/{document}.pdf", f"Document {document}", "pdf", page, "iii",
        start, len(text), "", text, f"hash {text}", 1 / rank, None, rank, None, False,
    )  # fmt: skip


def told(query: Query, hits: list[Hit], limit: int, rarity: dict[str, float], *sides: Any) -> list[EvidenceSentence]:
    return [sentence.told() for sentence in best_sentences(query, hits, rarity, *sides)[:limit]]


def texts(source: str, language: str = "en") -> list[str]:
    return [source[start:end] for start, end in sentence_spans(source, language)]


LEASE = (
    "The lease began on 1 May 2019.\r\nThe monthly rent is\r\n1,200 euro. Dr. Smith keeps the keys. Pets are welcome."
)


def test_sentences_keep_line_breaks_and_abbreviations() -> None:
    assert texts(LEASE) == [
        "The lease began on 1 May 2019.",
        "The monthly rent is\r\n1,200 euro.",
        "Dr. Smith keeps the keys.",
        "Pets are welcome.",
    ]


def test_a_table_is_cut_at_its_lines() -> None:
    table = "\r\n".join(f"Revenue {year} {year * 7} {year * 11}" for year in range(1990, 2023))
    windows = texts(table)
    assert len(windows) > 3
    assert all(len(window) <= WINDOW for window in windows)
    assert [line for window in windows for line in window.split("\r\n")] == table.split("\r\n")


def test_a_long_line_is_cut_between_words_and_a_long_word_stays() -> None:
    line = "word " * 200 + "x" * 500 + " end"
    pieces = texts(line)
    assert " ".join(pieces) == " ".join(line.split(" "))
    assert "x" * 500 in pieces


@given(st.text(alphabet="ab.!? \r\n\t1猫\U0001f600\ud800", max_size=900))
def test_spans_are_in_order_and_lose_only_white_space(text: str) -> None:
    end_before = 0
    for start, end in sentence_spans(text):
        assert start < end <= start + max(LONGEST, len(text))
        assert text[end_before:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        end_before = end
    assert text[end_before:].strip() == ""


def test_the_sentence_that_answers_comes_first_with_its_exact_span() -> None:
    best, *_ = told(parse_query("How much is the monthly rent?"), [hit(LEASE, start=500)], 3, {})
    assert best.text == "The monthly rent is\r\n1,200 euro."
    assert LEASE[best.start - 500 : best.start - 500 + best.length] == best.text
    assert (best.path, best.page, best.page_label, best.similarity) == ("/d/1.pdf", 3, "iii", None)
    assert best.coverage == 1.0


def test_rare_words_weigh_more() -> None:
    source = "The company has a plan for the year. Ytterbium is sold by weight."
    query = parse_query("company plan for ytterbium")
    even, *_ = told(query, [hit(source)], 1, {})
    weighted, *_ = told(query, [hit(source)], 1, {"company": 0.1, "plan": 0.2, "ytterbium": 6.0})
    assert even.text.startswith("The company")
    assert weighted.text.startswith("Ytterbium")


def test_coverage_is_a_share() -> None:
    assert coverage_of(frozenset({"a", "b"}), {"a": 3.0, "c": 1.0}) == 0.75
    assert coverage_of(frozenset(), {}) == 0.0


def test_the_same_sentence_is_told_once() -> None:
    hits = [hit(LEASE), hit(LEASE, rank=2, document=2), hit(LEASE[30:], rank=3, start=30)]
    found = told(parse_query("monthly rent"), hits, 20, {})
    assert len({sentence.text for sentence in found}) == len(found) == 4


def test_where_chunks_overlap_the_whole_sentence_wins() -> None:
    page = "First comes this. The monthly rent is 1,200 euro for the flat. Then comes that."
    cut = page.index("1,200")
    hits = [hit(page[cut:], start=cut), hit(page, rank=2)]
    best, *_ = told(parse_query("1,200 euro flat"), hits, 5, {})
    assert best.text == "The monthly rent is 1,200 euro for the flat."
    assert best.start == page.index("The monthly")


def test_numbers_alone_and_scraps_are_no_evidence() -> None:
    source = "1. 3,4 5,6 7,8 9,1 2,3 4,5 6,7 8,9\n\nRent.\n\nThe rent is due on the first."
    found = told(parse_query("rent"), [hit(source)], 9, {})
    assert [sentence.text for sentence in found] == ["The rent is due on the first."]


def test_rows_of_a_table_bring_its_header() -> None:
    rows = "North | 1,204 units | 3 May\nSouth | 977 units | 4 May"
    there = replace(hit(rows), heading="Sales › Region | Sold | Day")
    (best,) = told(parse_query("units sold in the south"), [there], 1, {})
    assert (best.text, best.columns) == ("South | 977 units | 4 May", "Region | Sold | Day")
    assert rows[best.start :][: best.length] == best.text
    (prose,) = told(parse_query("monthly rent"), [replace(hit(LEASE), heading="A | B | C | D")], 1, {})
    assert prose.columns == ""


def test_meaning_counts_when_there_is_an_embedder() -> None:
    embedder = FakeEmbedder()
    query = parse_query("Where are the keys?")
    found = told(query, [hit(LEASE)], 4, {}, embedder, embedder.embed_query(query.text))
    assert found[0].text == "Dr. Smith keeps the keys."
    assert found[0].similarity == max(sentence.similarity or 0.0 for sentence in found)
    assert ("urgent", 4) in embedder.calls


def test_a_slow_embedder_gets_fewer_sentences() -> None:
    source = " ".join(f"Sentence number {n} is about the matter of rent." for n in range(60))
    query = parse_query("rent")
    for speed, count in ((1e6, CANDIDATES), (1.0, FEWEST)):
        embedder = FakeEmbedder()
        embedder.tokens_per_second = speed
        found = told(query, [hit(source)], 99, {}, embedder, embedder.embed_query("rent"))
        assert len(found) == count


def test_what_one_long_sentence_pads_all_to_counts() -> None:
    short = [f"Sentence number {n} is about the matter of rent." for n in range(11)]
    long = "Rent is a matter " + "of many further words " * 15 + "at last."
    query = parse_query("rent matter")
    embedder = FakeEmbedder()
    embedder.tokens_per_second = 5_000.0  # 350 tokens in the time there is
    counts = []
    for source in (short, [long, *short]):
        chunk = hit(" ".join(source))
        counts.append(len(told(query, [chunk], 99, {}, embedder, embedder.embed_query("rent matter"))))
    assert counts == [11, FEWEST]


def test_nothing_to_quote() -> None:
    assert told(parse_query("rent"), [], 5, {}) == []
    assert told(parse_query("rent"), [hit("\r\n \r\n")], 5, {}) == []
    embedder = FakeEmbedder()
    assert told(parse_query("rent"), [hit("12")], 5, {}, embedder, embedder.embed_query("rent")) == []


def test_a_passage_is_ranked_by_its_best_sentence_too() -> None:
    embedder = FakeEmbedder()
    query = parse_query("Where are the keys?")
    others = replace(hit("The roof was mended. Everybody was glad."), score=0.40)
    mixed = replace(hit(LEASE, rank=2), score=0.38)
    last = replace(hit("7", rank=3), score=0.10)  # without a sentence
    sentences = best_sentences(query, [others, mixed, last], {}, embedder, embedder.embed_query(query.text))
    own = max(sentence.own for sentence in sentences if sentence.hit is mixed)
    ranked = by_best_sentence([others, mixed, last], sentences)
    assert [(one.rank, one.chunk_id) for one in ranked] == [(1, 12), (2, 11), (3, 13)]
    assert ranked[0].score == (1 - SHARE) * 0.38 + SHARE * own
    assert ranked[2].score == (1 - SHARE) * 0.10
    assert min(one.score for one in ranked) >= 0 and max(one.score for one in ranked) <= 1
    assert by_best_sentence([], []) == ()
