"""The check of sentences: verdicts, footnotes and exact quotes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.answering.events import Sentence, Source, Support
from desktop_app.answering.excerpts import Excerpt
from desktop_app.answering.passages import merge_hits
from desktop_app.answering.spans import SpanIndex
from desktop_app.answering.text import stems
from desktop_app.answering.units import split_answer
from desktop_app.answering.verify import Embed, Verifier
from indexer.types import Hit
from tests.support.fake_library import FakeLibrary
from tests.support.fake_matching import hashed_vector

CONTRACT = (
    "This agreement is between Acme Ltd and Bob Dole. It was signed on 3 March 2024.\n\n"
    "Either party may terminate on ninety (90) days’ written notice. The yearly fee is $1.2 million. "
    "Acme shall not sell the software to third parties. “Time is of the essence,” says clause 9."
)
FRUIT = "Bananas are yellow and grow in bunches. Sales of bananas increased by 3.7% in 2023, to 1,577 tonnes."


def hits_of(*texts: str, gap: int = 100) -> list[Hit]:
    """A hit a text, each on a page of its own document, `gap` characters into the page."""
    return [
        Hit(
            n,
            n,
            n,
            f"/d/{n}.pdf",
            f"Document {n}",
            "pdf",
            n,
            None,
            gap,
            len(text),
            "",
            text,
            "",
            1.0,
            None,
            1,
            1,
            False,
        )
        for n, text in enumerate(texts, 1)
    ]


def embed(texts: Sequence[str]) -> list[tuple[float, ...]]:
    return [hashed_vector(text) for text in texts]


def check(
    answer: str, *texts: str, question: str = "", embedder: Embed | None = embed
) -> tuple[list[Sentence], list[Source]]:
    verifier = Verifier(question, hits_of(*(texts or (CONTRACT, FRUIT))), embedder)
    return [verifier.check(unit)[0] for unit in split_answer(answer)], verifier.sources


@pytest.mark.parametrize(
    "answer",
    [
        "Either party may terminate on 90 days' written notice.",
        "The agreement with Acme Ltd was signed on March 3, 2024.",
        "The yearly fee is $1,200,000.",
        "Bananas are yellow.",
        "Sales of bananas increased by 3.7 percent in 2023.",
        "Acme may not sell the software to third parties.",
        "“Time is of the essence” is said in clause 9.",
    ],
)
@pytest.mark.parametrize("embedder", [embed, None], ids=["vectors", "words"])
def test_what_the_sources_say_is_supported(answer: str, embedder: Embed | None) -> None:
    (sentence,), sources = check(answer, embedder=embedder)
    assert sentence.support is Support.SUPPORTED
    assert sentence.missing == ()
    assert sentence.citations == (1,)
    assert len(sources) == 1


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("Either party may terminate on 60 days' written notice.", "60 days"),
        ("The agreement was signed on 4 March 2024 by Acme Ltd.", "4 March 2024"),
        ("The yearly fee is $1.3 million.", "$1.3 million"),
        ("The agreement is between Acme Ltd and Alice Smith.", "Alice Smith"),
        ("Clause 9 says “time does not matter”.", "time does not matter"),
        ("Sales of bananas increased by 4.7% in 2023.", "4.7%"),
    ],
)
def test_a_wrong_fact_is_named_and_never_supported(answer: str, missing: str) -> None:
    (sentence,), _ = check(answer)
    assert sentence.support is not Support.SUPPORTED
    assert missing in sentence.missing


@pytest.mark.parametrize("answer", ["The yearly fee is $1.3 million.", "Bananas are yellow since 1999."])
def test_a_sentence_without_one_right_figure_is_unsupported(answer: str) -> None:
    (sentence,), _ = check(answer)
    assert sentence.support is Support.UNSUPPORTED


def test_a_sentence_with_one_right_figure_of_two_is_partly_supported() -> None:
    (sentence,), _ = check("The yearly fee is $1.2 million and notice is 60 days.")
    assert sentence.support is Support.PARTIAL
    assert sentence.missing == ("60 days",)


@pytest.mark.parametrize(
    "answer", ["Acme may sell the software to third parties.", "Sales of bananas decreased by 3.7% in 2023."]
)
def test_the_opposite_is_not_supported(answer: str) -> None:
    (sentence,), _ = check(answer)
    assert sentence.support is not Support.SUPPORTED


@pytest.mark.parametrize("answer", ["Elephants swim across wide rivers at night.", "Paris is the capital of France."])
def test_what_the_sources_do_not_hold_is_unsupported_and_cites_nothing(answer: str) -> None:
    (sentence,), sources = check(answer)
    assert sentence.support is Support.UNSUPPORTED
    assert sentence.citations == ()
    assert sources == []


def test_the_quote_is_the_sentence_that_says_it() -> None:
    _, (source,) = check("The yearly fee is $1.2 million.")
    assert source.quote == "The yearly fee is $1.2 million."
    assert source.start == 100 + CONTRACT.index(source.quote)
    assert (source.path, source.page) == ("/d/1.pdf", 1)


def test_a_sentence_from_two_documents_cites_both() -> None:
    (sentence,), sources = check("The yearly fee is $1.2 million and sales of bananas increased by 3.7% in 2023.")
    assert sentence.support is Support.SUPPORTED
    assert sentence.citations == (1, 2)
    assert {source.path for source in sources} == {"/d/1.pdf", "/d/2.pdf"}


def test_the_same_passage_keeps_its_number() -> None:
    sentences, sources = check("The yearly fee is $1.2 million. Bananas are yellow. The fee is $1.2 million yearly.")
    assert [sentence.citations for sentence in sentences] == [(1,), (2,), (1,)]
    assert [source.n for source in sources] == [1, 2]


def test_a_lead_in_claims_nothing() -> None:
    sentences, _ = check("Here is what the contract says:\n- The yearly fee is $1.2 million.")
    assert [sentence.claim for sentence in sentences] == [False, True]
    assert sentences[0].support is Support.SUPPORTED
    assert sentences[0].citations == ()


def test_saying_that_something_is_not_there_claims_nothing() -> None:
    sentences, _ = check("The yearly fee is $1.2 million. The passages do not say when it is due.")
    assert [sentence.claim for sentence in sentences] == [True, False]


def test_a_lead_in_with_a_fact_claims_it() -> None:
    (sentence,), _ = check("Here are the 17 clauses:")
    assert sentence.claim
    assert "17" in sentence.missing


def test_a_short_answer_is_read_with_its_question() -> None:
    (sentence,), (source,) = check("Yellow.", question="Which colour are bananas?")
    assert sentence.support is Support.SUPPORTED
    assert source.quote.startswith("Bananas are yellow")


def test_a_wrong_short_answer_is_not_supported() -> None:
    (sentence,), _ = check("Purple.", question="Which colour are bananas?")
    assert sentence.support is not Support.SUPPORTED


def test_a_name_may_come_from_the_question_when_some_document_knows_it() -> None:
    (sentence,), _ = check("Acme sold 1,577 tonnes of bananas in 2023.", question="What did Acme sell in 2023?")
    assert sentence.missing == ()


def test_a_name_that_only_the_question_knows_is_missing() -> None:
    (sentence,), _ = check("Sales of Zorblatt bananas increased by 3.7%.", question="Did sales of Zorblatt grow?")
    assert sentence.missing == ("Zorblatt",)
    assert sentence.support is not Support.SUPPORTED


def test_a_bare_yes_is_partly_supported_at_most() -> None:
    (sentence,), _ = check("Yes.", question="Are bananas yellow and do they grow in bunches?")
    assert sentence.support is not Support.SUPPORTED


def test_figures_of_a_table_count_in_its_scale() -> None:
    table = "Income statement (in millions)\nNet revenue 1,577 1,402\nOperating income 310 288"
    (sentence,), _ = check("Net revenue was $1,577 million.", table)
    assert sentence.missing == ()


def test_the_title_of_a_document_counts() -> None:
    hit = hits_of("Sales of bananas increased by 3.7%.")[0]
    titled = Hit(**{**hit.__dict__, "title": "Annual report 2024"})
    verifier = Verifier("", [titled])
    (unit,) = split_answer("In 2024 sales of bananas increased by 3.7%.")
    assert verifier.check(unit)[0].missing == ()


def test_rows_of_a_table_and_code_are_checked() -> None:
    code = "Install it like this:\n\npip install footnote\nfootnote add documents"
    answer = "| fee | notice |\n|---|---|\n| $1.2 million | 90 days |\n\n```\npip install footnote\n```"
    sentences, _ = check(answer, CONTRACT, code)
    assert [sentence.support for sentence in sentences] == [Support.SUPPORTED, Support.SUPPORTED]


def test_overlapping_hits_are_one_text() -> None:
    text = CONTRACT
    first, second = hits_of(text[:120], text[60:])
    hits = [first, Hit(**{**second.__dict__, "document_id": 1, "page": 1, "path": first.path, "start": 160})]
    verifier = Verifier("", hits)
    (unit,) = split_answer("It was signed on 3 March 2024.")
    _, (source,) = verifier.check(unit)
    assert source.quote == "It was signed on 3 March 2024."
    assert source.start == 100 + text.index(source.quote)


def test_without_an_embedder_it_goes_on_by_words() -> None:
    (sentence,), _ = check("Bananas are yellow.", embedder=lambda _: ())
    assert sentence.support is Support.SUPPORTED


def test_no_hits_support_nothing() -> None:
    (sentence,) = (Verifier("", []).check(unit)[0] for unit in split_answer("Bananas are yellow."))
    assert sentence.support is Support.UNSUPPORTED


def test_a_sentence_takes_few_milliseconds() -> None:
    text = " ".join(f"Sentence {n} tells of item {n % 7} and its price of {n} euros in Rome." for n in range(60))
    verifier = Verifier("What is the price?", hits_of(*[text[:4000]] * 3))
    units = split_answer("The price of item 3 is 17 euros in Rome. Item 5 was sold by Bob Dole on 3 March 2024.")
    verifier.check(units[0])
    began = time.process_time()
    verifier.check(units[1])
    assert time.process_time() - began < 0.05


PIECES = ["Bananas are yellow. ", "It cost $5. ", "\r\n", "Dr. Zoë ", "3 March 2024", "…", "🙂", "“no” "]
DOCUMENT = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@settings(deadline=None)
@given(st.text(max_size=120) | DOCUMENT, st.lists(DOCUMENT, max_size=3), st.text(max_size=30))
def test_any_text_can_be_checked_and_every_quote_is_exact(answer: str, documents: list[str], question: str) -> None:
    library = FakeLibrary({f"/d/{n}.txt": text for n, text in enumerate(documents)})
    hits = [hit for kept in library._documents.values() for hit in kept.hits]
    verifier = Verifier(question, hits, library.embed)
    for unit in split_answer(answer):
        sentence, new = verifier.check(unit)
        assert answer[sentence.start : sentence.start + sentence.length] == sentence.text
        assert 0 <= sentence.score <= 1
        assert {source.n for source in new} <= set(sentence.citations)
        assert (sentence.support is Support.UNSUPPORTED) <= (sentence.citations == ())
    for number, source in enumerate(verifier.sources, 1):
        (page,) = library.text(source.document_id).pages
        assert source.n == number
        assert source.quote == page.text[source.start : source.start + source.length]


def test_words_count_that_stand_together_and_not_those_scattered_over_a_passage() -> None:
    text = (
        "The mill burned down in spring. Wool was dear that year. The bridge was built of stone. Nobody asked why. "
        "Rain fell for weeks. The mayor was a tall man."
    )
    index = SpanIndex(merge_hits(hits_of(text)))
    near = index.together(dict.fromkeys(stems("bridge stone"), 1.0), {0})
    far = index.together(dict.fromkeys(stems("mill mayor"), 1.0), {0})
    half = index.together(dict.fromkeys(stems("bridge stone mayor"), 1.0), {0})
    assert (near, far, half) == (1.0, 0.0, pytest.approx(1 / 3))
    assert index.together({"mayor": 1.0}, {0}) == 1.0
    assert index.together({"mayor": 1.0}, set()) == 0.0


def test_each_missing_name_makes_a_sentence_less_likely() -> None:
    verifier = Verifier("", hits_of(CONTRACT))
    claims = ("Acme Ltd", "Acme Ltd and Alice Smith", "Alice Smith and Carol Jones of Delta")
    scores = [
        verifier.check(unit)[0].score
        for names in claims
        for unit in split_answer(f"The agreement with {names} was signed on 3 March 2024.")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_what_was_read_is_cited_before_what_says_the_same() -> None:
    told = "The quarterly dividend of Harbour Works was 55 cents in 2022."
    again = f"Stock performance of the year. {told}"
    hits = hits_of(again, told, "The boathouse was painted in 2022.")
    passages = merge_hits(hits)
    (unit,) = split_answer("Harbour Works paid a quarterly dividend of 55 cents in 2022.")

    def cited(read: str, *excerpts: Excerpt) -> int | None:
        sentence, sources = Verifier("", hits, embed, read=excerpts).check(unit)
        assert sentence.support is Support.SUPPORTED, read
        return sources[0].page

    assert cited("nothing") == 1
    assert cited("the second", Excerpt(passages[1], 0, told)) == 2
    assert cited("what bears nothing out", Excerpt(passages[2], 0, passages[2].text)) == 1


COVER = (
    "Building insurance: summary\r\nPage 2\r\n"
    "What is insured\r\nThe three houses.\r\nFire 250 each\r\nAnother flat none 60,000 at most\r\n"
    "The yearly premium is 12,150 pounds, and members pay it in advance.\r\n"
    "Page 3\r\nWhat is not insured\r\nThe contents of the flats, which members insure themselves.\r\n"
    "Damage that develops slowly, such as rot, rust or a covering that has reached the end of its life.\r\n"
)


@pytest.mark.parametrize(
    ("said", "support"),
    [
        ("Damage that develops slowly, such as rot or rust, is insured.", Support.PARTIAL),
        ("Damage that develops slowly, such as rot or rust, is not insured.", Support.SUPPORTED),
        ("The yearly premium is 12,150 pounds, and members pay it in advance.", Support.SUPPORTED),
        ("A covering had reached the end of its life.", Support.SUPPORTED),
    ],
)
def test_what_stands_under_a_denial_is_denied(said: str, support: Support) -> None:
    (sentence,), _ = check(said, COVER)
    assert sentence.support is support


@pytest.mark.parametrize(
    ("text", "of", "heading"),
    [
        ("# Fees\n\n## What is not due\n\nA fee for pets. A fee for cars.", "A fee for cars.", "## What is not due"),
        ("The fee was raised.\nNot covered\nGlass, signs and fences.\nWater.", "Water.", "Not covered"),
        ("You do not pay for:\n- the lift;\n- the yard.", "- the yard.", "You do not pay for:"),
        ("The survey went\nnorth and found\nno trace of it. It was late.", "It was late.", "Fees"),
        ("It was late.", "It was late.", "Fees"),
        ("Not covered\nGlass and fences.\nA claim\nReport it soon.", "A claim\nReport it soon.", "A claim"),
    ],
)
def test_what_a_sentence_stands_under(text: str, of: str, heading: str) -> None:
    (hit,) = hits_of(text)
    index = SpanIndex(merge_hits([replace(hit, heading="Members › Fees")]))
    numbers = {index.text(window): window.first for window in index.windows if window.width == 1}
    assert index.heading(next(number for said, number in numbers.items() if said.endswith(of))) == heading


def test_the_header_of_a_table_is_no_heading() -> None:
    (hit,) = hits_of("1 | Pump\n2 | Valve")
    index = SpanIndex(merge_hits([replace(hit, heading="Parts › No | What")]))
    assert index.heading(0) == ""


def test_a_name_in_code_is_cited_where_it_stands() -> None:
    code = 'def monthly_dues(flat):\n    """The dues of a flat for a month, before any late fee."""'
    prose = "The monthly dues are paid by the fifth working day of the month."
    sentences, sources = check("The function `monthly_dues` works out the dues of a month.", prose, code)
    assert sources[0].document_id == 2
    sentences, _ = check("The function `yearly_dues` works out the dues of a month.", prose, code)
    assert sentences[0].missing == ("yearly_dues",)
