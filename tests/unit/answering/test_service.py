"""The answering service over fakes: the order of events, what is kept, what happens when things go wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.answering.events import Answered, Declined, Evidence, Failed, Reading, Support, Token, Verified
from desktop_app.answering.record import answer_to_json
from desktop_app.answering.service import AnswerService
from desktop_app.costs import Period
from desktop_app.energy import Energy
from desktop_app.llm import protocol as llm
from desktop_app.services import Answers, Library
from indexer import protocol as p
from indexer.config import Settings
from indexer.errors import ErrorCode, KnownError, Problem, known
from tests.support.answering_world import DOCUMENTS, QUESTION, SAID, World, kinds
from tests.support.make_statements import PAGES, PATH


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.history.close()


def test_it_is_what_the_window_asks_for(world: World) -> None:
    answers: Answers = world.service
    library: Library = world.library
    assert answers
    assert library


def test_evidence_then_words_then_checks_then_the_answer(world: World) -> None:
    events = world.ask()
    assert kinds(events) == ["Evidence", "Reading", "Token", "Verified", "Token", "Verified", "Answered"]
    assert isinstance(events[-1], Answered)
    answer = events[-1].answer
    assert "".join(event.text for event in events if isinstance(event, Token)) == answer.answer == SAID
    assert [event.sentence for event in events if isinstance(event, Verified)] == list(answer.sentences)
    assert [one.support for one in answer.sentences] == [Support.SUPPORTED, Support.UNSUPPORTED]
    (source,) = answer.sources
    assert source.quote == "The notice period is ninety (90) days, in writing."
    assert DOCUMENTS["/d/acme.pdf"][0][source.start :].startswith(source.quote)
    assert answer.model == "tiny"
    assert answer.usage.prompt_tokens == len(world.model.requests[0].messages[-1].content.split())
    assert answer.usage.completion_tokens == len(SAID.split())
    assert answer.milliseconds.evidence <= (answer.milliseconds.first_token or 0) <= answer.milliseconds.total


def test_a_sentence_is_checked_while_the_next_is_spoken(world: World) -> None:
    events = world.ask()
    first = next(n for n, event in enumerate(events) if isinstance(event, Verified))
    assert any(isinstance(event, Token) for event in events[first:])


def test_the_json_follows_the_contract(world: World) -> None:
    event = world.ask()[-1]
    assert isinstance(event, Answered)
    plain = answer_to_json(event.answer)
    assert list(plain) == [
        "answer", "declined", "reason", "sentences", "sources", "evidence", "model", "usage", "milliseconds", "trace",
        "formula",
    ]  # fmt: skip
    assert list(plain["sentences"][0]) == ["text", "support", "citations"]
    assert list(plain["sources"][0]) == ["n", "path", "title", "page", "start", "length", "quote"]
    assert list(plain["evidence"][0]) == ["path", "page", "start", "length", "text", "score"]
    assert list(plain["usage"]) == ["prompt_tokens", "completion_tokens"]
    assert list(plain["milliseconds"]) == ["evidence", "first_token", "total"]
    assert plain["sentences"][0] == {
        "text": "The notice period is 90 days.",
        "support": "supported",
        "citations": [1],
    }


def test_the_model_gets_passages_with_their_place_and_the_question_last(world: World) -> None:
    world.ask()
    system, user = world.model.requests[0].messages
    assert (system.role, user.role) == ("system", "user")
    assert '<passage from="acme, page 1">' in user.content
    assert user.content.endswith(f"Question: {QUESTION}")


def test_the_prompt_keeps_to_what_this_machine_reads_in_time(world: World) -> None:
    pages = [f"The notice period of contract {n} with Acme is {n} days. " * 30 for n in range(40)]
    world.library.put("/d/long.pdf", pages)
    world.model.speed = llm.Measured(prefill=50.0, decode=10.0)
    world.settings = Settings(wait_seconds=10.0)
    world.clock = lambda: 0.0  # what the search takes goes off the wait
    service = world.service
    first, second = (next(e for e in list(service.ask(QUESTION)) if isinstance(e, Reading)) for _ in range(2))
    assert 300 < first.prompt_tokens <= 500
    assert first.seconds == pytest.approx(first.prompt_tokens / 50)
    assert second == first, "the first question is answered like every other"


def test_what_a_search_took_is_not_waited_for_again(world: World) -> None:
    pages = [f"The notice period of contract {n} with Acme is {n} days. " * 30 for n in range(40)]
    world.library.put("/d/long.pdf", pages)
    world.model.speed = llm.Measured(prefill=50.0, decode=10.0)
    world.settings = Settings(wait_seconds=12.0)
    late = 0.0
    search = world.library.search

    def slow(query: p.Search) -> p.SearchReply:
        nonlocal late
        late += 3.0
        return search(query)

    def read(clock: Callable[[], float]) -> int:
        service = AnswerService(
            world.library, world.model, world.history, world.choice, lambda: world.settings, clock=clock,
            calibration=world.calibration,
        )  # fmt: skip
        return next(event.prompt_tokens for event in service.ask(QUESTION) if isinstance(event, Reading))

    quick = read(time.perf_counter)
    world.library.search = slow  # type: ignore[method-assign]
    slowly = read(lambda: time.perf_counter() + late)
    assert 100 <= quick - slowly <= 200  # three seconds of fifty tokens, and sentences are not cut


def test_the_speed_is_measured_once_then_learnt_from_real_reads(world: World) -> None:
    world.ask()
    world.model.speed = llm.Measured(prefill=7.0, decode=1.0)
    world.ask()
    assert world.history.speed("ab" * 32) != 7.0
    assert world.history.speed("ab" * 32) is not None


def test_another_model_answers_once(world: World) -> None:
    for name in ("", "other", ""):
        answered = world.ask(model=name)[-1]
        assert isinstance(answered, Answered)
        trace = world.history.trace(answered.answer.trace)
        assert trace is not None and trace.model is not None and trace.model.name == (name or "tiny")


def test_indexing_yields_while_the_model_works_and_goes_on_after(world: World) -> None:
    world.ask()
    assert all(seconds >= 30 for seconds in world.library.leases[:-1])
    assert world.library.leases[-1] == 0


def test_without_a_model_the_evidence_still_comes(world: World) -> None:
    world.choice.installed = False
    events = world.ask()
    assert kinds(events) == ["Evidence", "Failed"]
    assert isinstance(events[-1], Failed)
    assert events[-1].problem.code is ErrorCode.MODEL_MISSING
    assert events[-1].problem.action == "Get one."


def test_evidence_comes_by_keywords_first_while_the_embedder_loads(world: World) -> None:
    search = world.library.search

    def loading(query: p.Search) -> p.SearchReply:
        world.library.vectors = query.wait
        return search(query)

    world.library.search = loading  # type: ignore[method-assign]
    events = world.ask()
    assert [type(event) for event in events[:3]] == [Evidence, Evidence, Reading]


def test_without_an_embedder_evidence_comes_once(world: World) -> None:
    world.library.vectors = False
    events = world.ask()
    assert kinds(events)[:2] == ["Evidence", "Reading"]
    assert sum(isinstance(event, Evidence) for event in events) == 1
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.sentences[0].support is Support.SUPPORTED


@pytest.mark.parametrize("call", ["search", "lease", "embed"])
def test_what_the_library_can_not_do(world: World, call: str) -> None:
    world.library.fail_next(call, known(ErrorCode.PROCESS_DIED, "The indexer ended.", "Try again."))
    events = world.ask()
    if call == "search":
        assert isinstance(events[-1], Failed)
        assert events[-1].problem.code is ErrorCode.PROCESS_DIED
    else:
        assert isinstance(events[-1], Answered)
        trace = world.history.trace(events[-1].answer.trace)
        assert trace is not None
        assert any("The indexer ended." in note for note in trace.notes)


def test_a_model_that_dies_fails_the_answer_and_frees_the_cores(world: World) -> None:
    world.model.fails_after = (8, Problem(ErrorCode.PROCESS_DIED, "The model ended.", "Ask again.", True))
    events = world.ask()
    assert kinds(events) == ["Evidence", "Reading", "Token", "Verified", "Token", "Failed"]
    assert world.library.leases[-1] == 0
    (summary,) = world.history.traces()
    assert summary.outcome == "failed"
    trace = world.history.trace(summary.id)
    assert trace is not None
    assert trace.problem is not None
    assert trace.answer.startswith("The notice period is 90 days.")
    world.model.fails_after = None
    assert isinstance(world.ask()[-1], Answered)


def test_a_mistake_of_ours_is_a_failure_with_its_detail(world: World) -> None:
    world.library.search = lambda _: 1 / 0  # type: ignore[method-assign]
    (failed,) = world.ask()
    assert isinstance(failed, Failed)
    assert failed.problem.code is ErrorCode.BUG
    assert "ZeroDivisionError" in failed.problem.detail


def test_an_empty_question_is_refused(world: World) -> None:
    (failed,) = world.ask("  \n")
    assert isinstance(failed, Failed)
    assert failed.problem.code is ErrorCode.BAD_REQUEST


def test_a_wrong_setting_is_a_failure(world: World) -> None:
    def wrong() -> Settings:
        raise known(ErrorCode.BAD_SETTING, "No.", "Correct it.")

    service = AnswerService(world.library, world.model, world.history, world.choice, wrong)
    (failed,) = service.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert failed.problem.code is ErrorCode.BAD_SETTING


def test_the_scope_reaches_the_search(world: World) -> None:
    world.ask(scope=[Path("/d/fruit.txt")])
    (query,) = {call.scope for call in world.library.calls_of("search")}
    assert query == ("/d/fruit.txt",)


def test_every_answer_leaves_a_trace(world: World) -> None:
    event = world.ask()[-1]
    assert isinstance(event, Answered)
    trace = world.history.trace(event.answer.trace)
    assert trace is not None
    assert trace.conversation is None
    assert trace.outcome == "answered"
    assert trace.model is not None
    assert trace.model.sha256 == "ab" * 32
    assert trace.prompt == world.model.requests[0].messages
    assert len(trace.prompt_hash) == 64
    assert trace.verdicts == event.answer.sentences
    assert trace.hits[0].used
    assert trace.hits[0].content_hash
    assert trace.evidence_score is not None
    assert {"search", "prefill", "decode", "load"} <= trace.seconds.keys()


def test_a_conversation_keeps_its_answers_and_follow_ups_see_them(world: World) -> None:
    conversation = world.history.create().id
    world.ask(conversation=conversation)
    events = world.ask("And who signed it?", conversation=conversation)
    assert isinstance(events[0], Evidence)
    asked = events[0].query
    assert "Acme" in asked
    assert world.model.requests[1].messages[1].content.endswith(f"Question: {asked}")
    kept = world.history.answers(conversation)
    assert [answer.question for answer in kept] == [QUESTION, "And who signed it?"]
    assert [answer.query for answer in kept] == [QUESTION, asked]


def test_what_is_asked_as_written_is_no_follow_up(world: World) -> None:
    conversation = world.history.create().id
    world.ask(conversation=conversation)
    events = list(world.service.ask("And who signed it?", conversation=conversation, as_written=True))
    assert isinstance(events[0], Evidence)
    assert events[0].query == "And who signed it?"


def test_a_conversation_that_is_gone_is_a_failure(world: World) -> None:
    assert isinstance(world.ask(conversation=99)[-1], Failed)


def test_a_question_about_all_documents_is_answered_from_all_of_them_without_a_model(world: World) -> None:
    world.choice.installed = False
    conversation = world.history.create().id
    events = world.ask("Which documents mention the contract?", conversation=conversation)
    assert {"Surveying", "Token", "Verified", "Answered"} == set(kinds(events))
    assert isinstance(events[-1], Answered)
    answer = events[-1].answer
    assert answer.answer.startswith("1 of 2 documents mentions “contract”.")
    assert [source.path for source in answer.sources] == ["/d/acme.pdf"]
    assert answer_to_json(answer)["receipt"] == {
        "read": 2, "of": 2, "what": "documents", "where": "", "failed": [], "sql": "",
    }  # fmt: skip
    assert answer.coverage.searched == 2
    assert world.history.answers(conversation) == (answer,)
    trace = world.history.trace(answer.trace)
    assert trace is not None
    assert trace.outcome == "answered"
    assert not world.library.calls_of("search")


def test_a_stopped_survey_says_so(world: World) -> None:
    service = world.service
    events = []
    for event in service.ask("How many documents are there?"):
        events.append(event)
        service.stop()
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.stopped


def test_what_can_be_calculated_needs_no_model(world: World) -> None:
    world.library.put(PATH, PAGES)
    conversation = world.history.create("Mills").id
    events = world.ask("What was the revenue growth of Harbour Mills in 2022?", conversation=conversation)
    assert [type(event) for event in events if not isinstance(event, Verified)] == [Evidence, Token, Answered]
    assert isinstance(events[-1], Answered)
    answer = events[-1].answer
    assert "".join(event.text for event in events if isinstance(event, Token)) == answer.answer
    assert answer.formula == "(11,000 − 10,000) ÷ 10,000 = 10.0 %"
    assert [event.sentence for event in events if isinstance(event, Verified)] == list(answer.sentences)
    assert [s for event in events if isinstance(event, Verified) for s in event.sources] == list(answer.sources)
    assert (answer.model, answer.usage.prompt_tokens) == ("", 0)
    assert answer_to_json(answer)["formula"] == answer.formula
    assert world.history.answers(conversation) == (answer,)
    trace = world.history.trace(answer.trace)
    assert trace is not None and any("Calculated" in note for note in trace.notes)


def test_a_calculation_that_fails_leaves_the_question_to_the_model(world: World) -> None:
    world.library.put(PATH, PAGES)
    world.library.fail_next("text", KnownError(Problem(ErrorCode.MISSING, "It is gone.", "Ask again.")))
    events = world.ask("What was the revenue of Harbour Mills in 2022?")
    assert any(isinstance(event, Reading) for event in events)
    assert isinstance(events[-1], Answered | Declined)
    trace = world.history.trace(events[-1].answer.trace)
    assert trace is not None and "Nothing was calculated: It is gone." in trace.notes


class CountingMeter:
    def __init__(self, watts: float) -> None:
        self.watts = watts

    def stop(self) -> Energy:
        return Energy(self.watts / 100, 4.0, False)


def test_what_an_answer_cost_is_kept_beside_its_trace(world: World) -> None:
    service = AnswerService(
        world.library, world.model, world.history, world.choice, lambda: world.settings,
        calibration=world.calibration, meter=CountingMeter,
    )  # fmt: skip
    answer = next(event.answer for event in service.ask(QUESTION) if isinstance(event, Answered))
    cost = world.history.costs.of(answer.trace)
    assert cost is not None
    assert (cost.prompt_tokens, cost.completion_tokens) == (answer.usage.prompt_tokens, answer.usage.completion_tokens)
    assert (cost.watt_hours, cost.cpu_seconds, cost.measured) == (0.06, 4.0, False)
    assert cost.model == answer.model
    assert world.ask() and len(world.history.costs.totals(Period.DAY)) == 1  # without a meter nothing is kept
    assert world.history.costs.totals(Period.DAY)[0].answers == 1


def test_a_survey_is_told_the_filters(world: World) -> None:
    world.ask("Which documents mention the contract? in:Work")
    asked, *_ = world.library.calls_of("survey")
    assert (asked.filters, asked.mentions) == ("in:Work", (("contract",),))
