"""The service's logic over a real channel, with a fake engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.llm import protocol as m
from desktop_app.llm.service import LlmService
from indexer.channel import Address, Client, service_address
from indexer.errors import ErrorCode, KnownError
from tests.support.fake_engine import FakeEngine

LOAD = m.Load("/models/a.gguf")
ASK = m.Generate((m.Message("user", "How many maps?"),))
SCORE = m.Score(ASK.messages, ("Four", "Five"))
WAIT = 5.0


@pytest.fixture
def address(tmp_path: Path) -> Address:
    return service_address(tmp_path, "llm")


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def service(address: Address, engine: FakeEngine) -> Iterator[LlmService]:
    service = LlmService(address, engine)
    yield service
    engine.gate.set()
    assert service.close()


@pytest.fixture
def client(service: LlmService, address: Address) -> Iterator[Client]:
    assert service
    client = Client.connect(address, m.REGISTRY)
    yield client
    client.close()


@pytest.fixture
def other(service: LlmService, address: Address) -> Iterator[Client]:
    assert service
    client = Client.connect(address, m.REGISTRY)
    yield client
    client.close()


def text_of(events: list[Any]) -> str:
    return "".join(event.text for event in events if isinstance(event, m.Token))


class Background:
    """Reads an answer on a thread of its own."""

    def __init__(self, client: Client, request: Any) -> None:
        self.events: list[Any] = []
        self.problem: KnownError | None = None
        self._thread = threading.Thread(target=self._read, args=(client, request))
        self._thread.start()

    def _read(self, client: Client, request: Any) -> None:
        try:
            for event in client.stream(request, WAIT):
                self.events.append(event)
        except KnownError as error:
            self.problem = error

    def result(self) -> list[Any]:
        self._thread.join(WAIT)
        assert not self._thread.is_alive()
        return self.events


def test_an_answer_streams(client: Client, engine: FakeEngine) -> None:
    assert client.request(LOAD, WAIT) == m.Loaded("/models/a.gguf", "fake", 4096, 0.1)
    events = list(client.stream(ASK, WAIT))
    assert isinstance(events[0], m.Prefilled)
    assert text_of(events) == engine.answer
    assert events[-1] == m.Finished("stop", 3, 6, 0.0, 0.0)


def test_one_thread_owns_the_engine(client: Client, other: Client, engine: FakeEngine) -> None:
    for one in (client, other):
        one.request(LOAD, WAIT)
        one.request(m.CountTokens(("a b",)), WAIT)
        list(one.stream(ASK, WAIT))
    assert len(engine.threads) == 1
    assert threading.get_ident() not in engine.threads


def test_without_a_model_there_is_a_problem(client: Client) -> None:
    for request in (ASK, SCORE, m.CountTokens(("a",)), m.Measure()):
        with pytest.raises(KnownError) as caught:
            client.request(request, WAIT)
        assert caught.value.problem.code is ErrorCode.BAD_REQUEST


def test_a_load_that_fails_leaves_no_model_chosen(client: Client) -> None:
    client.request(LOAD, WAIT)
    with pytest.raises(KnownError) as caught:
        client.request(m.Load("/models/nothing"), WAIT)
    assert caught.value.problem.code is ErrorCode.MODEL_MISSING
    with pytest.raises(KnownError, match="No language model was chosen"):
        client.request(ASK, WAIT)


@pytest.mark.parametrize(
    "request_",
    [
        m.Generate(()),
        m.Generate((m.Message("tool", "x"),)),
        m.Generate(ASK.messages, max_tokens=0),
        m.Generate(ASK.messages, temperature=-1.0),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(client: Client, engine: FakeEngine, request_: m.Generate) -> None:
    client.request(LOAD, WAIT)
    with pytest.raises(KnownError) as caught:
        client.request(request_, WAIT)
    assert caught.value.problem.code is ErrorCode.BAD_REQUEST
    assert engine.calls == [LOAD]


def test_an_answer_sent_as_a_request_is_refused(client: Client) -> None:
    with pytest.raises(KnownError) as caught:
        client.request(m.Token("x"), WAIT)
    assert caught.value.problem.code is ErrorCode.BAD_REQUEST


def test_cancel_is_heard_while_generating(client: Client, engine: FakeEngine) -> None:
    client.request(LOAD, WAIT)
    engine.gate.clear()
    answer = Background(client, ASK)
    assert engine.reached.wait(WAIT)
    assert client.request(m.Cancel(), WAIT) == m.Done()
    assert answer.result()[-1].reason == "cancelled"
    engine.gate.set()
    assert list(client.stream(ASK, WAIT))[-1].reason == "stop"


def test_cancel_ends_only_the_asking_clients_answers(
    service: LlmService, client: Client, other: Client, engine: FakeEngine
) -> None:
    for one in (client, other):
        one.request(LOAD, WAIT)
    engine.gate.clear()
    running = Background(client, ASK)
    assert engine.reached.wait(WAIT)
    waiting = Background(other, ASK)
    while not service._waiting:
        time.sleep(0.001)
    other.request(m.Cancel(), WAIT)
    engine.gate.set()
    assert running.result()[-1].reason == "stop"
    assert waiting.result() == [m.Finished("cancelled", 0, 0, 0.0, 0.0)]


def test_options_are_scored(client: Client, engine: FakeEngine) -> None:
    client.request(LOAD, WAIT)
    engine.answer = "Four thousand maps."
    assert client.request(SCORE, WAIT).log_probabilities == (0.0, -10.0)


@pytest.mark.parametrize("request_", [m.Score((), ("Four",)), m.Score(ASK.messages, ())])
def test_a_score_of_nothing_is_refused(client: Client, request_: m.Score) -> None:
    client.request(LOAD, WAIT)
    with pytest.raises(KnownError) as caught:
        client.request(request_, WAIT)
    assert caught.value.problem.code is ErrorCode.BAD_REQUEST


def test_speeds_are_measured(client: Client) -> None:
    client.request(LOAD, WAIT)
    assert client.request(m.Measure(64), WAIT) == m.Measured(100.0, 20.0)


@pytest.mark.parametrize("request_", [m.Measure(64), SCORE])
def test_what_is_measured_or_scored_can_be_cancelled(client: Client, engine: FakeEngine, request_: object) -> None:
    client.request(LOAD, WAIT)
    engine.gate.clear()
    engine.reached.clear()
    working = Background(client, request_)
    assert engine.reached.wait(WAIT)
    client.request(m.Cancel(), WAIT)
    assert working.result() == []
    assert working.problem is not None
    assert working.problem.problem.code is ErrorCode.CANCELLED


def test_a_client_that_hangs_up_cancels(client: Client, other: Client, engine: FakeEngine) -> None:
    for one in (client, other):
        one.request(LOAD, WAIT)
    engine.gate.clear()
    Background(client, ASK)
    assert engine.reached.wait(WAIT)
    client.close()
    # The engine is held at the gate for everybody; only the hang-up lets this load be answered.
    assert other.request(LOAD, WAIT).seconds == 0.0


def test_state_is_answered_while_generating(client: Client, engine: FakeEngine) -> None:
    assert client.request(m.GetState(), WAIT).path == ""
    client.request(LOAD, WAIT)
    engine.gate.clear()
    answer = Background(client, ASK)
    assert engine.reached.wait(WAIT)
    state = client.request(m.GetState(), WAIT)
    assert (state.path, state.busy) == ("/models/a.gguf", True)
    assert state.rss_bytes > 1_000_000
    engine.gate.set()
    answer.result()


def test_each_client_keeps_its_own_model(client: Client, other: Client, engine: FakeEngine) -> None:
    client.request(LOAD, WAIT)
    other.request(m.Load("/models/b.gguf"), WAIT)
    list(client.stream(ASK, WAIT))
    assert engine.loaded is not None
    assert engine.loaded.path == "/models/a.gguf"


def test_a_failure_of_the_engine_is_answered_and_the_service_goes_on(client: Client, engine: FakeEngine) -> None:
    client.request(LOAD, WAIT)
    for failure, code in (
        (RuntimeError("llama_decode returned -3"), ErrorCode.BUG),
        (MemoryError(), ErrorCode.NOT_ENOUGH_MEMORY),
    ):
        engine.failure = failure
        with pytest.raises(KnownError) as caught:
            list(client.stream(ASK, WAIT))
        assert caught.value.problem.code is code
    engine.failure = None
    assert list(client.stream(ASK, WAIT))[-1].reason == "stop"


def test_shutdown_is_answered_then_done(client: Client, service: LlmService) -> None:
    assert client.request(m.Shutdown(), WAIT) == m.Done()
    assert service.finished.wait(WAIT)


def test_closing_cancels_and_frees_the_model(address: Address, engine: FakeEngine) -> None:
    service = LlmService(address, engine)
    client = Client.connect(address, m.REGISTRY)
    client.request(LOAD, WAIT)
    engine.gate.clear()
    answer = Background(client, ASK)
    assert engine.reached.wait(WAIT)
    assert service.close(WAIT)
    assert answer.result()[-1].reason == "cancelled"
    assert engine.closed
    client.close()


def test_idle_only_when_alone_and_without_work(address: Address, engine: FakeEngine) -> None:
    service = LlmService(address, engine)
    client = Client.connect(address, m.REGISTRY)
    client.request(LOAD, WAIT)
    assert service.idle_seconds() == 0.0
    client.close()
    while service.idle_seconds() == 0.0:
        time.sleep(0.001)
    assert service.idle_seconds() < WAIT
    service.close()
