"""The check of any text: against the library, given files or given contexts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given as given_scores
from hypothesis import strategies as st

from desktop_app.answering.check_events import Begun, Checked, Tally
from desktop_app.answering.checking import CheckService, given, in_the_light_of_each_other
from desktop_app.answering.events import Sentence, Support, Verified
from desktop_app.answering.grounds import GivenGrounds, LibraryGrounds, hits_of_texts
from desktop_app.answering.loose_file import LooseFiles
from desktop_app.answering.units import split_answer
from indexer.errors import ErrorCode, KnownError
from indexer.types import ChunkSpan, Cut, Extracted, Page
from tests.support.fake_library import FakeLibrary

LEASE = "/docs/lease.txt"
RENT = "The rent of the shop is 900 euros a month. It was agreed on 3 March 2024."
NOTICE = "Either party may end the lease with ninety days' written notice."


class FakeFiles(LooseFiles):
    """Files that are nowhere."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self.texts = texts

    def cut(self, path: Path) -> Cut:
        text = self.texts[path.name]
        span = ChunkSpan(None, 0, len(text), "", text, "")
        return Cut(Extracted("", "", "", "text", (Page(None, None, text),), "text/1"), (span,), "1")


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary({LEASE: f"{RENT} {NOTICE}", "/docs/soup.txt": "The soup needs two litres of water and salt."})


def last(events: Sequence[object]) -> Checked:
    assert isinstance(events[-1], Checked)
    return events[-1]


def test_each_sentence_is_checked_against_what_a_search_finds_for_it(library: FakeLibrary) -> None:
    text = "The rent of the shop is 900 euros a month. The soup needs two litres of water. Cheese is made of moonlight."
    events = list(CheckService(library).check(text))
    assert events[0] == Begun(text, 3)
    assert [type(event) for event in events[1:]] == [Verified, Verified, Verified, Checked]
    checked = last(events)
    assert [s.support for s in checked.sentences] == [Support.SUPPORTED, Support.SUPPORTED, Support.UNSUPPORTED]
    assert all(text[s.start : s.start + s.length] == s.text for s in checked.sentences)
    assert [source.path for source in checked.sources] == [LEASE, "/docs/soup.txt"]
    assert [s.citations for s in checked.sentences] == [(1,), (2,), ()]
    assert checked.tally == Tally(2, 0, 1)
    assert checked.coverage is not None
    assert checked.coverage.searched == 2


def test_footnotes_count_through_the_text_and_name_a_passage_once(library: FakeLibrary) -> None:
    sentence = "The rent of the shop is 900 euros a month."
    checked = last(list(CheckService(library).check(" ".join([sentence] * 20))))
    assert len(checked.sentences) == 20
    assert [source.n for source in checked.sources] == [1]
    assert {s.citations for s in checked.sentences} == {(1,)}


def test_what_many_sentences_need_is_embedded_together(library: FakeLibrary) -> None:
    text = " ".join(f"The rent of shop {number} is {number}00 euros a month." for number in range(2, 10))
    list(CheckService(library).check(text))
    assert len(library.calls_of("embed")) == 1


def test_indexing_makes_room_while_a_text_is_checked_and_gets_it_back(library: FakeLibrary) -> None:
    events = CheckService(library).check("The rent is 900 euros.")
    next(events)
    next(events)
    assert library.leases[-1] > 0
    events.close()  # type: ignore[attr-defined]
    assert library.leases[-1] == 0


def test_a_short_sentence_is_searched_with_the_one_before_and_a_pronoun_keeps_its_passages(
    library: FakeLibrary,
) -> None:
    grounds = LibraryGrounds(library)
    units = split_answer("The rent of the shop is 900 euros a month. It was agreed in March.")
    first, second = grounds.hits(units)
    queries = {query.query for query in library.calls_of("search")}
    assert f"{units[0].text} {units[1].text}" in queries
    assert first[0].path == LEASE
    assert LEASE in {hit.path for hit in second}


def test_the_checked_file_itself_proves_nothing(library: FakeLibrary, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The moon is made of cheese.")
    library.put(str(draft.resolve()), "The moon is made of cheese.")
    service = CheckService(library, files=FakeFiles({"draft.txt": "The moon is made of cheese."}))
    (sentence,) = last(list(service.check_file(draft))).sentences
    assert sentence.support is Support.UNSUPPORTED
    (elsewhere,) = last(list(service.check("The moon is made of cheese."))).sentences
    assert elsewhere.support is Support.SUPPORTED


def test_given_files_are_the_only_sources_and_the_library_is_not_searched(library: FakeLibrary) -> None:
    service = CheckService(library, files=FakeFiles({"offer.txt": "The offer stands until 1 May 2025."}))
    text = "The offer stands until 1 May 2025. The rent of the shop is 900 euros a month."
    checked = last(list(service.check(text, against=[Path("/tmp/offer.txt")])))
    assert [s.support for s in checked.sentences] == [Support.SUPPORTED, Support.UNSUPPORTED]
    (source,) = checked.sources
    assert Path(source.path).name == "offer.txt"
    assert source.place == "line 1"
    assert source.document_id < 0
    assert library.calls_of("search") == []
    assert checked.coverage is None


def test_texts_with_contexts_are_checked_in_order_each_against_its_own(library: FakeLibrary) -> None:
    pairs = [(f"The fee is {n} euros.", given([f"In the end the fee is {n + n % 2} euros."])) for n in range(10, 50)]
    results = list(CheckService(library).check_each(pairs))
    assert [checked.text for checked in results] == [text for text, _ in pairs]
    for number, checked in zip(range(10, 50), results, strict=True):
        (sentence,) = checked.sentences
        assert (sentence.support is Support.SUPPORTED) == (number % 2 == 0)
    assert library.calls_of("search") == []
    assert len(library.calls_of("embed")) == 2


def test_a_fact_counts_only_where_the_words_of_the_claim_are() -> None:
    """A long context is cut: a date in another chapter doesn't date this event."""
    filler = "Many other things were said about gardens, weather and the price of wool in those days. " * 90
    context = f"The bridge was opened in 1911 by the mayor. {filler} The mill burned down in 1925."
    grounds = GivenGrounds(hits_of_texts([context]))
    assert len(hits_of_texts([context])) > 1
    checked = last(
        list(CheckService(FakeLibrary()).check_each([("The bridge was opened in 1925 by the mayor.", grounds)]))
    )
    assert checked.sentences[0].support is not Support.SUPPORTED
    assert checked.sentences[0].missing == ("1925",)


def test_pieces_of_a_long_context_are_exact_and_whole() -> None:
    context = "One sentence follows another, and none is lost. " * 400
    hits = hits_of_texts([context])
    assert all(context[hit.start : hit.start + hit.length] == hit.text for hit in hits)
    assert " ".join(hit.text for hit in hits) == context.strip()


def test_several_contexts_are_told_apart(library: FakeLibrary) -> None:
    pairs = [("The soup needs salt. The bread needs rye.", given(["The bread needs rye.", "The soup needs salt."]))]
    (checked,) = CheckService(library).check_each(pairs)
    assert [source.title for source in checked.sources] == ["context 2", "context 1"]


def test_an_empty_context_supports_nothing(library: FakeLibrary) -> None:
    (checked,) = CheckService(library).check_each([("The soup needs salt.", given([]))])
    assert checked.sentences[0].support is Support.UNSUPPORTED


def test_without_an_embedder_words_are_compared_and_it_is_said() -> None:
    library = FakeLibrary({LEASE: RENT}, vectors=False)
    checked = last(list(CheckService(library).check("The rent of the shop is 900 euros a month.")))
    assert checked.sentences[0].support is Support.SUPPORTED
    assert not checked.vectors


def test_nothing_to_check_is_a_clear_problem(library: FakeLibrary) -> None:
    with pytest.raises(KnownError) as raised:
        list(CheckService(library).check(" \n "))
    assert raised.value.problem.code is ErrorCode.BAD_REQUEST


def test_a_file_that_is_not_there_is_named(library: FakeLibrary, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as raised:
        list(CheckService(library).check("The rent is low.", against=[tmp_path / "offer.pdf"]))
    assert raised.value.problem.code is ErrorCode.MISSING
    assert "offer.pdf" in str(raised.value)


@given_scores(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_sentences_lend_each_other_credit_without_changing_order_or_verdicts(scores: list[float]) -> None:
    sentences = [Sentence(f"{n}", n, 1, Support.PARTIAL, score, ()) for n, score in enumerate(scores)]
    shared = in_the_light_of_each_other(sentences)
    assert [one.support for one in shared] == [one.support for one in sentences]
    order = sorted(range(len(scores)), key=lambda n: scores[n])
    assert [shared[n].score for n in order] == sorted(one.score for one in shared)
    assert min(scores) - 0.001 <= min(one.score for one in shared)
    assert max(one.score for one in shared) <= max(scores) + 0.001


def test_a_doubtful_sentence_among_sound_ones_is_less_doubtful_than_among_doubtful_ones() -> None:
    doubtful = Sentence("a", 0, 1, Support.PARTIAL, 0.3, ())
    sound, wrong = (Sentence("b", 1, 1, Support.SUPPORTED, score, ()) for score in (0.9, 0.1))
    greeting = Sentence("Hello,", 2, 6, Support.SUPPORTED, 1.0, (), claim=False)
    among_sound, *_ = in_the_light_of_each_other((doubtful, sound, greeting))
    among_wrong, *_, same = in_the_light_of_each_other((doubtful, wrong, greeting))
    assert among_sound.score > 0.3 > among_wrong.score
    assert same == greeting
    assert in_the_light_of_each_other((doubtful, greeting))[0] == doubtful
