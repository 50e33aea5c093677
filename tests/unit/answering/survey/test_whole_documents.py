"""Summaries and comparisons: what is read, what is picked, what the model may add, and what happens without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.calibration import load_calibration
from desktop_app.answering.events import Answered, Event, Support, Surveying
from desktop_app.answering.service import AnswerService
from desktop_app.answering.survey.resolve import named_documents
from desktop_app.answering.survey.sections import central_sentences, chosen, parts_of, prose_spans, sentence_of
from desktop_app.history import History
from desktop_app.llm import protocol as llm
from desktop_app.models.catalogue import ModelEntry, ModelFile, Task
from indexer.config import Settings
from indexer.errors import ErrorCode, Problem, known
from indexer.types import Heading, Page
from tests.support.fake_library import FakeLibrary
from tests.support.fake_llm import FakeLanguageModel

LEASE = (
    "The lease of the riverside flat runs for three years from June 2023. "
    "Either party may end the lease with three months of written notice. "
    "The tenant pays a deposit of 2,400 pounds for the riverside flat."
)
CLEANING = (
    "The stairs are cleaned twice a week by a firm of the village. "
    "Either party may end the cleaning contract with one month of written notice."
)
RULES = [
    f"Rule {number}\n" + f"Every member of house {number} must sweep the stairs of the house each week. " * 12
    for number in range(4)
]


@dataclass
class Choice:
    path: Path
    installed: bool = True

    def language_model(self, name: str = "") -> tuple[ModelEntry, Path]:
        if not self.installed:
            raise known(ErrorCode.MODEL_MISSING, "No language model is installed yet.", "Get one.")
        files = (ModelFile("m.gguf", 1, "ab" * 32),)
        entry = ModelEntry(name or "tiny", "Tiny", Task.LANGUAGE_MODEL, "MIT", 1, 4096, 1, 1, 1, 1, "", files=files)
        return entry, self.path


@dataclass
class World:
    folder: Path
    says: list[str | Problem | Callable[[llm.Generate], str]] = field(default_factory=lambda: ["Nothing of note."])
    installed: bool = True

    def __post_init__(self) -> None:
        self.library = FakeLibrary({"/d/riverside-lease.txt": LEASE, "/d/cleaning-contract.txt": CLEANING})
        self.history = History(self.folder / "history.db")

    def service(self) -> AnswerService:
        self.model = FakeLanguageModel(*self.says)
        choice = Choice(self.folder / "m.gguf", self.installed)
        return AnswerService(
            self.library, self.model, self.history, choice, Settings, calibration=load_calibration()
        )  # fmt: skip

    def ask(self, question: str, **options: Any) -> list[Event]:
        return list(self.service().ask(question, **options))

    def answer(self, question: str, **options: Any) -> Any:
        event = self.ask(question, **options)[-1]
        assert isinstance(event, Answered), event
        return event.answer


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.history.close()


def test_the_model_summarises_and_every_sentence_is_checked(world: World) -> None:
    world.says = ["The lease runs for three years from June 2023. The flat has a swimming pool with 7 lanes."]
    answer = world.answer("Summarise the riverside lease")
    assert answer.answer == "The lease runs for three years from June 2023."
    (sentence,) = answer.sentences
    assert sentence.support is Support.SUPPORTED
    assert LEASE[answer.sources[0].start :].startswith("The lease of the riverside flat runs for three years")
    assert answer.receipt is not None
    assert (answer.receipt.read, answer.receipt.total, answer.receipt.what) == (1, 1, "parts")
    assert answer.usage.completion_tokens > 0
    assert world.library.leases[-1] == 0


def test_what_the_document_does_not_bear_out_gives_way_to_its_own_words(world: World) -> None:
    world.says = ["The flat has a swimming pool with 7 lanes."]
    answer = world.answer("What is riverside-lease.txt about?")
    assert "pool" not in answer.answer
    assert "Either party may end the lease with three months of written notice." in answer.answer
    assert all(one.support is Support.SUPPORTED and one.citations for one in answer.sentences)


def test_without_a_model_the_document_speaks_for_itself(world: World) -> None:
    world.installed = False
    answer = world.answer("Summarise this document", scope=[Path("/d/riverside-lease.txt")])
    assert "The lease of the riverside flat runs for three years" in answer.answer
    assert answer.model == ""
    trace = world.history.trace(answer.trace)
    assert trace is not None
    assert any("No language model" in note for note in trace.notes)


def test_a_long_document_is_told_part_by_part(world: World) -> None:
    world.library.put("/d/rules.pdf", RULES)
    world.installed = False
    events = world.ask("Give me an overview of the rules")
    assert isinstance(events[-1], Answered)
    answer = events[-1].answer
    assert answer.answer.count("\n- ") == 4
    assert {source.page for source in answer.sources} == {1, 2, 3, 4}
    steps = [event for event in events if isinstance(event, Surveying)]
    assert [(step.done, step.total) for step in steps if step.what == "parts"][-1] == (4, 4)


def test_stopping_ends_the_writing_and_keeps_what_was_said(world: World) -> None:
    world.library.put("/d/rules.pdf", RULES)
    service = world.service()
    events: list[Event] = []
    for event in service.ask("Give me an overview of the rules"):
        events.append(event)
        if isinstance(event, Surveying) and event.done == 1:
            service.stop()
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.stopped
    assert events[-1].answer.answer
    assert events[-1].answer.answer.count("\n- ") < 4


def test_every_document_in_a_line(world: World) -> None:
    world.library.put("/d/costs.csv", "Item,Price\nTea,2\nCoffee,3\n")
    answer = world.answer("Summarise all documents")
    assert answer.answer.splitlines()[0] == "3 documents, each in its own words:"
    assert "- **costs.csv**: 2 rows of Item, Price" in answer.answer
    assert (answer.receipt.read, answer.receipt.total) == (3, 3)
    assert not world.model.requests


@pytest.mark.parametrize("question", ["Summarise the treaty of Rome", "Summarise this document"])
def test_an_unknown_document_makes_an_ordinary_question(world: World, question: str) -> None:
    events = world.ask(question)
    assert not any(isinstance(event, Surveying) for event in events)
    assert world.library.calls_of("search")


def test_a_comparison_is_a_row_a_document_and_a_conclusion(world: World) -> None:
    world.says = ["Either party may end the lease with three months of notice, the cleaning contract with one month."]
    answer = world.answer("Compare the written notice in the riverside lease and the cleaning contract")
    header, _, *rows = answer.answer.splitlines()
    assert header == "| Document | What it says |"
    assert rows[0].startswith("| **riverside-lease.txt** | Either party may end the lease with three months")
    assert rows[1].startswith("| **cleaning-contract.txt** | Either party may end the cleaning contract with one month")
    assert rows[-1].startswith("Either party may end the lease with three months of notice, the cleaning")
    assert {source.path for source in answer.sources} == {"/d/riverside-lease.txt", "/d/cleaning-contract.txt"}
    assert (answer.receipt.read, answer.receipt.total) == (2, 2)


def test_a_comparison_across_documents_names_those_that_say_nothing(world: World) -> None:
    world.installed = False
    world.library.put("/d/lease-contract.txt", LEASE)
    answer = world.answer("Compare the deposit across all contracts")
    assert (
        "| **lease-contract.txt** | The tenant pays a deposit of 2,400 pounds for the riverside flat. |"
        in answer.answer
    )
    assert "| **cleaning-contract.txt** | nothing found on this |" in answer.answer


def test_a_comparison_of_what_is_no_document_is_an_ordinary_question(world: World) -> None:
    events = world.ask("What is the difference between Russia and Siberia?")
    assert not any(isinstance(event, Surveying) for event in events)


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("the annual report 2024", ["annual-report-2024.pdf"]),
        ("the annual report 2019", []),
        ("annual report", ["annual-report-2023.pdf", "annual-report-2024.pdf"]),
        ("the service contract", ["service-agreement.pdf"]),
        ("annual-report-2023.pdf", ["annual-report-2023.pdf"]),
        ("die Hausordnung", ["hausordnung.txt"]),
        ("the treaty of Rome", []),
        ("the document", []),
    ],
)
def test_what_people_call_documents(target: str, names: list[str]) -> None:
    library = FakeLibrary(
        {
            f"/d/{name}": "Some text of it."
            for name in ("annual-report-2024.pdf", "annual-report-2023.pdf", "service-agreement.pdf", "hausordnung.txt")
        }
    )
    assert sorted(Path(one.path).name for one in named_documents(target, library.survey)) == names


def test_parts_are_cut_at_headings() -> None:
    text = "Alpha\n" + "a b c. " * 100 + "\nBeta\n" + "d e f. " * 100
    at = text.index("Beta")
    page = Page(None, None, text, (Heading(0, 1, "Alpha"), Heading(at, 1, "Beta"), Heading(at + 5, 9, "A | B")))
    parts = parts_of([page], 10)
    assert [(part.heading, part.start) for part in parts] == [("Alpha", 0), ("Beta", at)]
    assert "".join(part.text for part in parts) == text


def test_titles_numbers_and_running_lines_are_no_part_of_a_sentence() -> None:
    text = "House rules Page 2\n3. Stairs\n3.1 The stairs are swept.\n3.2 Bicycles stay outside.\n- Dogs are led."
    said = [text[start:end] for start, end in prose_spans(text, frozenset({"House rules Page 0"}))]
    assert said == ["The stairs are swept.", "Bicycles stay outside.", "Dogs are led."]


def test_a_wrapped_line_is_no_title() -> None:
    text = "Boilers\nThe boiler of Beacon House, of the year\n1994, has to be renewed in\nMay or June."
    assert [text[start:end] for start, end in prose_spans(text)] == [text.removeprefix("Boilers\n")]


def test_tables_and_fields_are_not_quoted() -> None:
    fields, table = "title: A\nauthor: B\ndate: C and more of this.", "A\nB c\nD e f\nG h i j k l."
    text = f"{fields}\n\nItem | Price and cost of the thing\n\n{table}"
    parts = parts_of([Page(None, None, text)], 3)
    assert [sentence_of(parts, one) for one in central_sentences(parts)] == []


def test_what_was_said_is_not_said_again() -> None:
    boiler = "The boiler of the old house was renewed by the firm in spring."
    text = f"{boiler} {boiler} Dogs bark at night in the yard of the neighbours."
    parts = parts_of([Page(None, None, text)], 3)
    picked = [sentence_of(parts, one) for one in chosen(parts, central_sentences(parts), 2)]
    assert picked[-1].startswith("Dogs bark")


@given(st.lists(st.text(alphabet="aB1 .\n|-#:,é", max_size=300), max_size=4))
def test_any_text_has_parts_that_cover_it(texts: list[str]) -> None:
    pages = [Page(number, None, text) for number, text in enumerate(texts, 1)]
    parts = parts_of(pages, 3)
    for page in pages:
        covered = "".join(part.text for part in parts if part.page is page)
        assert covered.split() == page.text.split()
    for one in central_sentences(parts):
        assert parts[one.part].text[one.start : one.end].strip()


def test_a_model_that_dies_fails_the_answer(world: World) -> None:
    world.says = [Problem(ErrorCode.PROCESS_DIED, "It died.", "Ask again.")]
    events = world.ask("Summarise the riverside lease")
    assert type(events[-1]).__name__ == "Failed"
