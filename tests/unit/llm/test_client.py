"""The client against a service in this process, with a fake engine: nothing is started."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.llm import protocol as m
from desktop_app.llm.client import LlmClient
from desktop_app.llm.service import LlmService
from desktop_app.services import LanguageModel
from indexer.channel import service_address
from indexer.errors import ErrorCode, KnownError
from tests.support.fake_engine import FakeEngine

MODEL = Path("/models/a.gguf")
ASK = m.Generate((m.Message("user", "How many maps?"),))

Start = Callable[[FakeEngine], LlmService]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    services: list[LlmService] = []

    def start(engine: FakeEngine) -> LlmService:
        services.append(LlmService(service_address(tmp_path, "llm"), engine))
        return services[-1]

    yield start
    for service in services:
        service.close()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[LlmClient]:
    client = LlmClient(tmp_path)
    yield client
    client.close()


def text_of(events: list[m.Prefilled | m.Token | m.Finished]) -> str:
    return "".join(event.text for event in events if isinstance(event, m.Token))


def test_it_is_a_language_model(start: Start, client: LlmClient) -> None:
    engine = FakeEngine()
    start(engine)
    model: LanguageModel = client
    assert model.load(MODEL, 2048).context_length == 2048
    assert text_of(list(model.generate(ASK))) == engine.answer
    assert model.count_tokens(["one two", ""]) == (2, 0)
    assert model.measure(64) == m.Measured(100.0, 20.0)
    assert client.state().path == str(MODEL)


def test_closing_the_iterator_cancels(start: Start, client: LlmClient) -> None:
    engine = FakeEngine()
    start(engine)
    client.load(MODEL, 2048)
    engine.gate.clear()
    answer = client.generate(ASK)
    next(answer)
    answer.close()  # type: ignore[attr-defined]
    # The engine is held at the gate, so only the cancellation lets another request through.
    assert client.count_tokens(["a"]) == (1,)


def test_cancel_from_another_thread(start: Start, client: LlmClient) -> None:
    engine = FakeEngine()
    start(engine)
    client.load(MODEL, 2048)
    engine.gate.clear()
    canceller = threading.Thread(target=lambda: (engine.reached.wait(5), client.cancel()))
    canceller.start()
    events = list(client.generate(ASK))
    canceller.join()
    assert isinstance(events[-1], m.Finished)
    assert events[-1].reason == "cancelled"


def test_cancel_starts_nothing(client: LlmClient, tmp_path: Path) -> None:
    client.cancel()
    assert not (tmp_path / "logs").exists()


def test_a_new_process_gets_the_model_before_the_question(start: Start, client: LlmClient) -> None:
    first, second = FakeEngine(), FakeEngine()
    service = start(first)
    client.load(MODEL, 2048)
    service.close()
    start(second)
    assert text_of(list(client.generate(ASK))) == second.answer
    assert second.calls[0] == m.Load(str(MODEL), 2048)
    assert second.calls[-1] == ASK


def test_a_model_that_could_not_be_loaded_is_not_tried_again(start: Start, client: LlmClient) -> None:
    engine = FakeEngine()
    service = start(engine)
    client.load(MODEL, 2048)
    with pytest.raises(KnownError) as caught:
        client.load(Path("/models/nothing"), 2048)
    assert caught.value.problem.code is ErrorCode.MODEL_MISSING
    service.close()
    start(engine)
    with pytest.raises(KnownError, match="No language model was chosen"):
        list(client.generate(ASK))


def test_a_death_in_the_middle_of_an_answer_is_explained(start: Start, client: LlmClient, tmp_path: Path) -> None:
    engine = FakeEngine()
    service = start(engine)
    client.load(MODEL, 2048)
    engine.gate.clear()
    answer = client.generate(ASK)
    assert isinstance(next(answer), m.Prefilled)
    (tmp_path / "run").mkdir()
    state = {"pid": 2**31 - 2, "created": 1.0, "started": 2.0, "deaths": []}
    (tmp_path / "run" / "llm.json").write_text(json.dumps(state))
    service._server.close()
    with pytest.raises(KnownError, match="most likely by the system because memory ran out") as caught:
        next(answer)
    assert caught.value.problem.code is ErrorCode.PROCESS_DIED
    start(FakeEngine(answer="Again."))
    assert text_of(list(client.generate(ASK))) == "Again."


def test_a_process_that_was_just_ending_is_asked_anew(start: Start, client: LlmClient) -> None:
    service = start(FakeEngine())
    client.load(MODEL, 2048)
    # Between "it decided to end" and "it hung up".
    service._closing = True
    next_service: list[LlmService] = []
    connected = client._process._client
    assert connected is not None
    original = connected.close

    def close() -> None:
        connected.close = original  # type: ignore[method-assign]
        original()
        service.close()
        next_service.append(start(FakeEngine(answer="Anew.")))

    connected.close = close  # type: ignore[method-assign]
    assert text_of(list(client.generate(ASK))) == "Anew."
    assert next_service
