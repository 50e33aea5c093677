"""The words of a list, its footnotes and its receipt, over the library in memory."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_app.answering.events import Receipt, Surveying
from desktop_app.answering.survey.draft import Draft
from desktop_app.answering.survey.inquiry import Listing
from desktop_app.answering.survey.listing import list_documents, spoken
from desktop_app.answering.survey.recognise import recognise
from indexer.types import DocumentState
from tests.support.fake_library import FakeLibrary

TODAY = date(2026, 11, 25)


@pytest.fixture
def library() -> FakeLibrary:
    made = FakeLibrary(
        {
            "/d/lease-2023-02-01.txt": "This is a lease. The deposit is 900 pounds.",
            "/d/cleaning-contract.txt": "The stairs are cleaned twice a week. No *deposit* is taken.",
            "/d/soup.md": "Boil the fish.",
        }
    )
    made.put(
        "/d/secret.xlsx", state=DocumentState.FAILED, problem=("encrypted", "secret.xlsx has a password.", "Give it.")
    )
    return made


def answered(library: FakeLibrary, question: str) -> tuple[Draft, Receipt, list[Surveying]]:
    listing = recognise(question, TODAY)
    assert isinstance(listing, Listing)
    draft = Draft()
    *events, receipt = list_documents(listing, library.survey, draft)
    assert isinstance(receipt, Receipt)
    return draft, receipt, [event for event in events if isinstance(event, Surveying)]


def test_each_document_has_its_passage(library: FakeLibrary) -> None:
    draft, receipt, progress = answered(library, "Which documents mention the deposit?")
    assert draft.text == (
        "2 of 3 documents mention “deposit”.\n\n"
        "- **cleaning-contract.txt**: “No deposit is taken.”\n"
        "- **lease-2023-02-01.txt**: “The deposit is 900 pounds.”\n"
    )
    assert [source.quote for source in draft.sources] == ["No *deposit* is taken.", "The deposit is 900 pounds."]
    assert [sentence.citations for sentence in draft.sentences] == [(), (1,), (2,)]
    for sentence in draft.sentences:
        assert draft.text[sentence.start : sentence.start + sentence.length] == sentence.text
    assert (receipt.read, receipt.total) == (3, 4)
    assert [(one.path, one.reason) for one in receipt.failed] == [("/d/secret.xlsx", "secret.xlsx has a password.")]
    assert (progress[-1].done, progress[-1].total) == (3, 4)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("How many documents are there?", "There are 4 documents."),
        ("How many documents mention the deposit?", "2 of 3 documents mention “deposit”, in 2 passages."),
        ("How many documents mention zebras?", "No document mentions “zebras”."),
        ("Which documents mention fish or zebras?", "1 of 3 documents mentions “fish” or “zebras”."),
        ("Which contracts mention the deposit?", "1 contract mentions “deposit”."),
        ("Which files could not be read?", "1 of 4 documents could not be read."),
        ("Which documents are from 2023?", "There are 4 documents from 2023."),
        ("Which invoices do I have?", "There is no invoice."),
        (
            "What is the largest file?",
            "The largest document is **cleaning-contract.txt** (59 bytes).",
        ),
    ],
)
def test_the_first_sentence(library: FakeLibrary, question: str, first: str) -> None:
    draft, _, _ = answered(library, question)
    assert draft.text.splitlines()[0] == first


def test_where_no_document_is_called_so_the_text_decides(library: FakeLibrary) -> None:
    draft, _, _ = answered(library, "Which invoices mention the deposit?")
    assert draft.text.startswith(
        "2 of 3 documents mention “deposit”. None of them is an invoice by its name, title or first words."
    )


def test_what_is_not_listed_is_counted() -> None:
    library = FakeLibrary({f"/d/{number}.txt": "A fish." for number in range(130)})
    draft, receipt, _ = answered(library, "Which documents mention fish?")
    assert draft.text.count("\n- ") == 100
    assert draft.text.endswith("… and 30 more.")
    assert receipt.read == 130


def test_without_a_known_author_the_name_is_looked_for(library: FakeLibrary) -> None:
    library.put("/d/letter.txt", "Kind regards, Anna Berg")
    draft, _, _ = answered(library, "Which letters were written by Anna Berg?")
    assert "None names Anna Berg as its author" in draft.text
    assert "letter.txt" in draft.text


@pytest.mark.parametrize(
    ("since", "before", "words"),
    [
        ("2023-01-01", "2024-01-01", "from 2023"),
        ("2022-01-01", "2024-01-01", "from 2022 to 2023"),
        ("2024-03-01", "2024-04-01", "from March 2024"),
        ("2024-03-05", "2024-03-06", "on 2024-03-05"),
        ("2024-03-05", "2024-03-08", "from 2024-03-05 to 2024-03-07"),
        ("2024-03-05", "", "since 2024-03-05"),
        ("", "2024-03-05", "before 2024-03-05"),
        ("", "", ""),
    ],
)
def test_periods_in_words(since: str, before: str, words: str) -> None:
    assert spoken(since, before) == words
