"""What a search as you type asks for, and which sentences of a hit it shows and opens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.answering.text import sentence_spans
from desktop_app.ui.emphasis import emphasised
from desktop_app.ui.search_loader import best_sentences, find, result_of, unfinished
from indexer.protocol import Search
from tests.support.fake_library import FakeLibrary

TEXT = (
    "The parties agree on the following. Payment is due within 30 days. Either party may terminate on ninety days’ "
    "notice. Notice is given in writing. Nothing else was said."
)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("notice per", "notice per*"),
        ("notice pe", "notice pe"),
        ("notice period ", "notice period "),
        ("“notice period”", "“notice period”"),
        ("in 2024", "in 2024"),
        ("Kündig", "Kündig*"),
        ("fees in:Contracts", "fees in:Contracts"),
        ("fees @Acme", "fees @Acme"),
        ("term*", "term*"),
    ],
)
def test_the_last_word_may_go_on(typed: str, query: str) -> None:
    assert unfinished(typed) == query


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("payment", "Payment is due within 30 days."),
        ("terminate notice", "Either party may terminate on ninety days’ notice."),
        ("termin*", "Either party may terminate on ninety days’ notice."),
        ("payment notice writing", "Payment is due within 30 days. Either party may terminate on ninety days’ notice. "
                                   "Notice is given in writing."),
        ("zebra", TEXT),
    ],
)  # fmt: skip
def test_the_fewest_sentences_that_hold_the_most_words(query: str, shown: str) -> None:
    spans = sentence_spans(TEXT)
    first, last = best_sentences(TEXT, spans, query)
    assert TEXT[spans[first][0] : spans[last][1]] == shown


def test_the_passage_is_an_exact_span_of_its_page() -> None:
    pages = ["Nothing here.", f"A heading\n\n{TEXT}"]
    library = FakeLibrary({"/d/Acme.pdf": pages, "/d/other.txt": "Payment by cheque."})
    found = find(library, "ninety days’ noti")
    best = found.results[0]
    page = pages[(best.passage.page or 1) - 1]
    assert page[best.passage.start : best.passage.start + best.passage.length] == best.passage.quote
    assert best.passage.quote == "Either party may terminate on ninety days’ notice."
    assert [best.snippet[start : start + length] for start, length in best.marks] == [
        "ninety",
        "days",
        "notice",
        "Notice",
    ]
    assert found.vectors
    library.close()


def test_a_filter_is_no_word_to_mark() -> None:
    library = FakeLibrary({"/d/Contracts/a.txt": "Contracts are kept. Payment is due in May."})
    (found,) = find(library, "payment in:Contracts").results
    assert found.passage.quote == "Payment is due in May."
    library.close()


def test_a_line_is_that_of_the_sentence() -> None:
    library = FakeLibrary({"/d/notes.txt": "Fees are due.\nNothing more.\nThe boiler is old."})
    hit = replace(library.search(Search("boiler")).hits[0], line=10)
    assert result_of(hit, "boiler").passage.place == "line 12"
    assert result_of(hit, "fees").passage.place == "line 10"
    library.close()


def test_what_means_next_to_nothing_is_not_shown() -> None:
    library = FakeLibrary({"/d/a.txt": "Sourdough needs a warm kitchen.", "/d/b.txt": "Payment is due in May."})
    assert [result.passage.path for result in find(library, "payment due").results] == ["/d/b.txt"]
    assert find(library, "quantum").results == ()
    library.close()


def test_a_beginning_marks_every_word_that_begins_so() -> None:
    text = "Terminating the term"
    assert [text[start : start + length] for start, length in emphasised(text, "termin*")] == ["Terminating"]
