"""Questions asked of a scripted answering service: outcomes, the table, what changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.answering.events import Answered, Declined, Event, Evidence, Failed, Support
from desktop_app.history import History
from desktop_app.measuring.closed_book import ClosedBook
from desktop_app.measuring.kept import Evaluations, read_evaluation
from desktop_app.measuring.question import Gold, Question
from desktop_app.measuring.report import Evaluation, compare, differences, summarise
from desktop_app.measuring.run import Measurement
from desktop_app.measuring.search_only import SearchOnly
from desktop_app.measuring.trial import Outcome, Trial, ask
from indexer.codec import to_plain
from indexer.config import Settings
from indexer.errors import ErrorCode, KnownError, Problem
from indexer.types import Hit
from tests.support.fake_answers import FakeAnswers, make_answer, make_evidence, make_sentences, make_source
from tests.support.fake_library import FakeLibrary
from tests.support.fake_llm import FakeLanguageModel

QUESTION = Question("q", "When does it end?", ("On 3 May 2024.",), (Gold("Acme.pdf", 12),))
ABSENT = Question("u", "Who won the cup?", answerable=False)
TEXT = "It ends on 3 May 2024. It was agreed in Paris."
SENTENCES = make_sentences(
    TEXT, ("It ends on 3 May 2024.", Support.SUPPORTED, (1,)), ("It was agreed in Paris.", Support.UNSUPPORTED, ())
)
SOURCE = make_source(1, "It ends on 3 May 2024.", path="/library/Acme.pdf")
ANSWER = make_answer(TEXT, SENTENCES, [SOURCE])
BROKEN = Problem(ErrorCode.PROCESS_DIED, "The model ended.", "Ask again.")


def hit(path: str, page: int | None) -> Hit:
    return Hit(1, 1, 1, path, "", "pdf", page, None, 0, 4, "", "text", "hash", 0.5, None, 1, None, False)


def found(*places: tuple[str, int | None]) -> Evidence:
    return replace(make_evidence("text"), hits=tuple(hit(*place) for place in places))


def asked(question: Question, *events: Event) -> Trial:
    answers = FakeAnswers()
    answers.script(*events)
    return ask(question, answers)


def test_a_right_answer_with_its_passages() -> None:
    places = found(("/library/Other.pdf", 12), ("/library/Acme.pdf", 4), ("/library/Acme.pdf", 12))
    trial = asked(QUESTION, places, Answered(ANSWER))
    assert (trial.outcome, trial.rule) == (Outcome.RIGHT, "date")
    assert (trial.document_rank, trial.page_rank, trial.document_cited) == (2, 3, True)
    assert (trial.supported, trial.claims) == (1, 2)
    assert (trial.seconds, trial.first_word, trial.tokens_read, trial.tokens_written) == (6.1, 2.9, 612, 48)


def test_the_second_evidence_counts() -> None:
    """It comes again, better, when the embedder was still loading."""
    trial = asked(QUESTION, found(("/b.pdf", 1)), found(("/library/Acme.pdf", 12)), Answered(ANSWER))
    assert trial.page_rank == 1


@pytest.mark.parametrize(
    ("doc", "is_it"), [("Acme.pdf", True), ("library/Acme.pdf", True), ("cme.pdf", False), ("other/Acme.pdf", False)]
)
def test_a_document_is_named_by_its_file_and_as_many_folders_as_are_given(doc: str, is_it: bool) -> None:
    trial = asked(replace(QUESTION, gold=(Gold(doc),)), found(("/library/Acme.pdf", None)), Answered(ANSWER))
    assert (trial.document_rank == 1) is is_it
    assert trial.page_rank is None
    assert trial.pages == 0


@pytest.mark.parametrize(
    ("question", "event", "outcome"),
    [
        (QUESTION, Answered(make_answer("On 4 May 2024.")), Outcome.WRONG),
        (QUESTION, Declined(make_answer("No.", declined=True)), Outcome.DECLINED),
        (QUESTION, Answered(make_answer("The passages do not say when.")), Outcome.DECLINED),
        (QUESTION, Failed(BROKEN), Outcome.FAILED),
        (ABSENT, Answered(make_answer("Brazil won it.")), Outcome.WRONG),
        (ABSENT, Declined(make_answer("No.", declined=True)), Outcome.DECLINED),
    ],
)
def test_outcomes(question: Question, event: Event, outcome: Outcome) -> None:
    assert asked(question, event).outcome is outcome


def test_a_failed_question_keeps_its_reason_and_what_was_found() -> None:
    trial = asked(QUESTION, found(("/library/Acme.pdf", 12)), Failed(BROKEN))
    assert "The model ended." in trial.answer
    assert trial.page_rank == 1


def test_a_question_may_be_about_some_folders_only() -> None:
    answers = FakeAnswers()
    answers.script(Answered(ANSWER))
    answers.script(Answered(ANSWER))
    ask(replace(QUESTION, scope=("/library/Contracts",)), answers, [Path("/library")])
    ask(QUESTION, answers, [Path("/library")])
    assert [asked.scope for asked in answers.asked] == [(Path("/library/Contracts"),), (Path("/library"),)]


# Search only


def test_search_alone_tells_what_is_found() -> None:
    library = FakeLibrary({"/library/Acme.md": "The lease ends on 3 May 2024.", "/library/b.md": "Nothing."})
    trial = ask(replace(QUESTION, gold=(Gold("Acme.md"),)), SearchOnly(library))
    shares = summarise([trial]).shares
    assert (trial.outcome, trial.document_rank) == (Outcome.SEARCHED, 1)
    assert shares["document in first 1"].count == 1
    assert not any("right" in name or "declined" in name for name in shares)
    library.close()


# The model alone


def test_the_model_without_documents_is_judged_too(tmp_path: Path) -> None:
    model = FakeLanguageModel("It ended on 3 May 2024.", "I do not know.")
    memory = ClosedBook(model, tmp_path / "model.gguf")
    answers = FakeAnswers()
    for _ in range(2):
        answers.script(Declined(make_answer("No.", declined=True)))
    measurement = Measurement([QUESTION, ABSENT], answers, "m", Settings(), memory=memory)
    first, second = measurement.run()
    assert (first.outcome, first.alone, first.alone_answer) == (Outcome.DECLINED, "right", "It ended on 3 May 2024.")
    assert second.alone == "declined"
    assert "passage" not in model.requests[0].messages[-1].content
    assert summarise(measurement.trials).shares["without documents: right"].count == 1


# The table


def trial(name: str, outcome: Outcome, *, answerable: bool = True, **more: object) -> Trial:
    values = to_plain(asked(QUESTION, Answered(ANSWER)))
    values |= {"id": name, "question": name, "outcome": outcome, "answerable": answerable} | more
    return Trial(**values)


def test_the_table_counts_each_kind_of_question_by_itself() -> None:
    trials = [
        trial("a", Outcome.RIGHT, document_rank=1, page_rank=4),
        trial("b", Outcome.WRONG, document_rank=5, page_rank=None),
        trial("c", Outcome.DECLINED, document_rank=None, page_rank=None),
        trial("d", Outcome.DECLINED, answerable=False),
        trial("e", Outcome.WRONG, answerable=False),
    ]
    shares = summarise(trials).shares
    counts = {name: (share.count, share.of) for name, share in shares.items()}
    assert counts["right"] == (2, 5)
    assert [counts[f"answerable: {what}"] for what in ("right", "wrong", "declined")] == [(1, 3), (1, 3), (1, 3)]
    assert counts["not answerable: declined"] == (1, 2)
    assert [counts[f"document in first {most}"] for most in (1, 3, 5, 10)] == [(1, 3), (1, 3), (2, 3), (2, 3)]
    assert [counts[f"page in first {most}"] for most in (3, 5)] == [(0, 3), (1, 3)]
    assert counts["sentences supported"] == (5, 10)
    assert "failed" not in counts
    assert "without documents: right" not in counts


def test_no_trials_no_table() -> None:
    assert summarise([]).shares == {}


def test_what_changed_is_counted_for_the_same_questions_only() -> None:
    before = [trial(name, Outcome.WRONG) for name in "abcdefg"] + [trial("h", Outcome.RIGHT)]
    after = [trial(name, Outcome.RIGHT) for name in "abcdef"] + [trial("h", Outcome.RIGHT), trial("z", Outcome.WRONG)]
    change = compare(before, after)
    assert (change.questions, change.better, change.worse) == (7, tuple("abcdef"), ())
    assert change.more_than_chance
    assert not compare(before[:4], after[:4]).more_than_chance
    assert compare([], after).questions == 0


def test_what_was_changed_between_two_measurements(evaluation: Evaluation) -> None:
    after = replace(evaluation, model="n", settings={"wait_seconds": "10", "scope": ""})
    assert differences(evaluation, after) == {"model": ("m", "n"), "wait_seconds": ("5", "10")}
    assert differences(evaluation, evaluation) == {}


# Kept


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation(1.0, "m", {"wait_seconds": "5"}, (trial("a", Outcome.RIGHT), trial("b", Outcome.FAILED)))


def test_a_measurement_is_kept_and_found_again(tmp_path: Path, evaluation: Evaluation) -> None:
    history = History(tmp_path / "history.db")
    kept = Evaluations(history.database)
    assert [kept.add(evaluation), kept.add(replace(evaluation, model="n"))] == [1, 2]
    assert kept.get(1) == evaluation
    assert [(row.id, row.model, row.questions) for row in kept.list()] == [(2, "n", 2), (1, "m", 2)]
    with pytest.raises(KnownError) as raised:
        kept.get(9)
    assert raised.value.problem.code is ErrorCode.MISSING
    history.close()


def test_a_measurement_in_a_file_is_read_again(tmp_path: Path, evaluation: Evaluation) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"evaluation": to_plain(evaluation)}), "utf-8")
    assert read_evaluation(path) == evaluation


@pytest.mark.parametrize("content", [None, "{", "[]", "{}", '{"evaluation": {"model": "m"}}'])
def test_any_other_file_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "old.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(KnownError) as raised:
        read_evaluation(path)
    assert raised.value.problem.code is ErrorCode.BAD_REQUEST
