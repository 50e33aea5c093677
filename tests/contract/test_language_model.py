"""What every `LanguageModel` promises: the fake, and the client over a fake engine and over the real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.llm import protocol as m
from desktop_app.llm.client import LlmClient
from desktop_app.llm.service import LlmService
from desktop_app.services import LanguageModel
from indexer.channel import service_address
from indexer.config import Settings, models_folder
from indexer.errors import ErrorCode, KnownError
from tests.support.fake_engine import FakeEngine
from tests.support.fake_llm import FakeLanguageModel

CHAT = (m.Message("system", "Be brief."), m.Message("user", "Say yes for ever."))
ASK = m.Generate(CHAT, max_tokens=20, prefix="yes yes yes yes")


@pytest.fixture(params=["fake", "client", pytest.param("real", marks=pytest.mark.e2e)])
def model(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LanguageModel]:
    if request.param == "fake":
        yield FakeLanguageModel("yes " * 40)
    elif request.param == "client":
        service = LlmService(service_address(tmp_path, "llm"), FakeEngine(answer="yes " * 40))
        client = LlmClient(tmp_path)
        yield client
        client.close()
        service.close()
    else:
        client = LlmClient(tmp_path)
        yield client
        client.shutdown()
        client.close()


@pytest.fixture
def path(request: pytest.FixtureRequest) -> Path:
    if "real" not in request.node.callspec.id:
        return Path("/models/model.gguf")
    found = sorted((models_folder(Settings()) / "smollm2-135m-instruct").glob("*.gguf"))
    if not found:
        pytest.skip("the model smollm2-135m-instruct is not installed")
    return found[0]


def test_an_answer_is_prefilled_then_tokens_then_finished(model: LanguageModel, path: Path) -> None:
    loaded = model.load(path, 1024)
    assert (loaded.path, loaded.context_length) == (str(path), 1024)
    first, *tokens, last = model.generate(ASK)
    assert isinstance(first, m.Prefilled)
    assert tokens
    assert all(isinstance(token, m.Token) and token.text for token in tokens)
    assert isinstance(last, m.Finished)
    assert 0 < last.completion_tokens <= ASK.max_tokens
    assert last.prompt_tokens == first.tokens > 0


def test_cancel_ends_an_answer_that_says_so(model: LanguageModel, path: Path) -> None:
    model.load(path, 1024)
    events = []
    for event in model.generate(replace(ASK, max_tokens=900)):
        events.append(event)
        if len(events) == 2:
            model.cancel()
    assert isinstance(events[-1], m.Finished)
    # A fake may have said everything before it heard of it.
    assert events[-1].reason in ("cancelled", "stop")
    assert isinstance(list(model.generate(ASK))[-1], m.Finished), "it can be asked again"


def test_an_answer_may_be_dropped(model: LanguageModel, path: Path) -> None:
    model.load(path, 1024)
    answer = model.generate(replace(ASK, max_tokens=900))
    next(answer)
    answer.close()  # type: ignore[attr-defined]
    assert isinstance(list(model.generate(ASK))[-1], m.Finished)


def test_scores_tell_how_an_answer_begins(model: LanguageModel, path: Path) -> None:
    model.load(path, 1024)
    request = m.Score(CHAT, ("yes", "Forty-two"), prefix="yes yes yes ")
    scores = model.score(request)
    likely, unlikely = scores.log_probabilities
    assert unlikely < likely <= 0
    assert scores.prefilled.tokens > 0
    assert model.score(request).log_probabilities == scores.log_probabilities
    longer = model.score(replace(request, options=("yes", "yes yes"))).log_probabilities
    assert longer[1] <= longer[0]


def test_scoring_leaves_answers_as_they_were(model: LanguageModel, path: Path) -> None:
    model.load(path, 1024)
    before = [event for event in model.generate(ASK) if isinstance(event, m.Token)]
    model.score(m.Score(CHAT, ("yes yes yes", "Forty-two"), prefix=ASK.prefix))
    assert [event for event in model.generate(ASK) if isinstance(event, m.Token)] == before


def test_one_count_a_text(model: LanguageModel, path: Path) -> None:
    model.load(path, 1024)
    short, long, empty = model.count_tokens(["one", "one two three four five six", ""])
    assert 0 == empty < short < long
    assert model.count_tokens([]) == ()


def test_speeds_are_positive(model: LanguageModel, path: Path) -> None:
    model.load(path, 1024)
    measured = model.measure(32)
    assert measured.prefill > 0
    assert measured.decode > 0


def test_nothing_works_before_a_model_is_loaded(model: LanguageModel, path: Path) -> None:
    assert path
    score = m.Score(CHAT, ("yes",))
    for call in (
        lambda: list(model.generate(ASK)),
        lambda: model.score(score),
        lambda: model.count_tokens(["x"]),
        model.measure,
    ):
        with pytest.raises(KnownError) as caught:
            call()
        assert caught.value.problem.code is ErrorCode.BAD_REQUEST
