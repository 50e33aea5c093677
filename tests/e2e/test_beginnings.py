"""What prompts begin with is read once, kept across other chats and restarts, and changes no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.llm import protocol as m
from desktop_app.llm.client import LlmClient
from indexer.config import Settings, models_folder
from tests.support.live import kill_service

pytestmark = pytest.mark.e2e
CONTEXT = 1024
BEGINNING = (
    m.Message("system", "You answer in one or two short, complete sentences, from what you are given. " * 4),
    m.Message("user", "The harbour has nine berths.\n\nHow many berths are there?"),
    m.Message("assistant", "There are nine berths."),
)
QUESTION = m.Generate((*BEGINNING, m.Message("user", "The maps were drawn by Ida.\n\nWho drew them?")), max_tokens=24)
OTHER = m.Generate((m.Message("user", "Tell me everything about rivers. " * 8),), max_tokens=4)


@pytest.fixture(scope="module")
def model() -> Path:
    found = sorted((models_folder(Settings()) / "smollm2-135m-instruct").glob("*.gguf"))
    if not found:
        pytest.skip("`footnote models get smollm2-135m-instruct` fetches the model")
    return found[0]


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[[], LlmClient]]:
    """A client of a process that starts anew."""
    clients: list[LlmClient] = []

    def connect() -> LlmClient:
        kill_service(tmp_path, "llm")
        clients.append(LlmClient(tmp_path))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()
    kill_service(tmp_path, "llm")


def answer(client: LlmClient, request: m.Generate) -> tuple[m.Prefilled, str]:
    events = list(client.generate(request))
    assert isinstance(events[0], m.Prefilled)
    return events[0], "".join(event.text for event in events if isinstance(event, m.Token))


def kept(home: Path) -> list[Path]:
    return list((home / "run").glob("*.beginning"))


def test_it_is_not_read_again_after_other_chats_nor_after_a_restart(
    model: Path, connect: Callable[[], LlmClient], tmp_path: Path
) -> None:
    plain = connect()
    assert plain.load(model, CONTEXT).beginning == 0
    read, expected = answer(plain, QUESTION)
    assert read.reused == 0 and expected
    assert kept(tmp_path) == []
    for _ in range(2):
        client = connect()
        loaded = client.load(model, CONTEXT, BEGINNING)
        assert 64 < loaded.beginning < read.tokens
        assert client.load(model, CONTEXT, BEGINNING).seconds == 0.0
        for other in (None, OTHER, QUESTION):
            if other is not None:
                answer(client, other)
            again, text = answer(client, QUESTION)
            assert again.reused >= loaded.beginning
            assert text == expected, "what is kept is what would be read"
        assert len(kept(tmp_path)) == 1


def test_a_file_that_is_damaged_is_made_anew(model: Path, connect: Callable[[], LlmClient], tmp_path: Path) -> None:
    client = connect()
    client.load(model, CONTEXT, BEGINNING)
    _, expected = answer(client, QUESTION)
    (file,) = kept(tmp_path)
    sound = file.read_bytes()
    file.write_bytes(sound[: len(sound) // 2] + b"\0" * (len(sound) // 2))
    client = connect()
    client.load(model, CONTEXT, BEGINNING)
    assert answer(client, QUESTION)[1] == expected
    assert file.read_bytes() == sound


def test_another_clients_chats_are_not_affected(model: Path, connect: Callable[[], LlmClient], tmp_path: Path) -> None:
    first = connect()
    first.load(model, CONTEXT, BEGINNING)
    second = LlmClient(tmp_path)
    assert second.load(model, CONTEXT).beginning == 0
    _, alone = answer(second, OTHER)
    answer(first, QUESTION)
    assert answer(second, OTHER)[1] == alone
    second.close()
