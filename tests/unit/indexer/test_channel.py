from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Client as connect_to
from pathlib import Path
from typing import Any

import pytest

from indexer import protocol as p
from indexer.channel import Address, Client, Server, Session, connect_or_start, service_address
from indexer.codec import Registry
from indexer.config import private_folder
from indexer.errors import ErrorCode, KnownError, known
from indexer.types import Activity, Progress

PROGRESS = Progress(Activity("idle", ""), 0, 0, 0, 0, 0.0, None)


def handler(session: Session, conversation: int, message: Any) -> None:
    if isinstance(message, p.Embed):
        session.reply(conversation, p.Vectors(tuple((float(len(text)),) for text in message.texts)))
    elif isinstance(message, p.Sync):
        for _ in range(3):
            session.reply(conversation, PROGRESS, last=False)
        session.reply(conversation, p.Done())
    elif isinstance(message, p.Retry):
        raise known(ErrorCode.MISSING, "Nothing there.", "Look again.")
    elif isinstance(message, p.Shutdown):
        session.close()
    else:
        raise ZeroDivisionError("oops")


@pytest.fixture
def address(own_home: Path) -> Address:
    return service_address(own_home, "indexer")


@pytest.fixture
def client(address: Address) -> Iterator[Client]:
    server = Server(address, p.REGISTRY, handler)
    connected = Client.connect(address, p.REGISTRY)
    yield connected
    connected.close()
    server.close()


def test_requests_from_many_threads_get_their_own_answers(client: Client) -> None:
    wrong = []

    def ask(number: int) -> None:
        for _ in range(20):
            if client.request(p.Embed(("x" * number,)), 10).vectors != ((float(number),),):
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not wrong


def test_a_stream_ends_with_its_last_message(client: Client) -> None:
    assert list(client.stream(p.Sync(), 10)) == [PROGRESS] * 3 + [p.Done()]


def test_a_problem_is_raised_and_the_connection_goes_on(client: Client) -> None:
    with pytest.raises(KnownError, match="Nothing there"):
        client.request(p.Retry(), 10)
    assert client.request(p.Embed(()), 10) == p.Vectors(())


def test_a_mistake_of_the_server_is_told_as_one(client: Client) -> None:
    with pytest.raises(KnownError) as caught:
        client.request(p.GetStatus(), 10)
    assert caught.value.problem.code is ErrorCode.BUG
    assert "ZeroDivisionError" in caught.value.problem.detail


def test_a_server_that_hangs_up_is_a_known_problem(client: Client) -> None:
    with pytest.raises(KnownError) as caught:
        client.request(p.Shutdown(), 10)
    assert caught.value.problem.code is ErrorCode.PROCESS_DIED
    assert client.closed.wait(5)


def test_another_version_is_turned_away(address: Address) -> None:
    server = Server(address, Registry(99, (p.Done,)), handler)
    try:
        with pytest.raises(KnownError) as caught:
            Client.connect(address, p.REGISTRY)
        assert caught.value.problem.code is ErrorCode.VERSION_MISMATCH
    finally:
        server.close()


def test_without_the_key_nobody_gets_in(address: Address) -> None:
    server = Server(address, p.REGISTRY, handler)
    try:
        with pytest.raises(OSError):
            Client.connect(Address(address.location, b"guess"), p.REGISTRY)
        honest = Client.connect(address, p.REGISTRY)
        assert honest.request(p.Embed(()), 10) == p.Vectors(())
        honest.close()
    finally:
        server.close()


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_the_socket_and_the_key_are_private(address: Address, own_home: Path) -> None:
    assert stat.S_IMODE(Path(address.location).parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((own_home / "channel.key").stat().st_mode) == 0o600
    loose = own_home / "loose"
    loose.mkdir(mode=0o755)
    assert stat.S_IMODE(private_folder(loose).stat().st_mode) == 0o700


def test_a_service_that_does_not_come_up_is_explained(address: Address, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no room on this shelf')"]
    with pytest.raises(KnownError) as caught:
        connect_or_start(address, p.REGISTRY, command, log=tmp_path / "log", timeout=20)
    assert caught.value.problem.code is ErrorCode.PROCESS_DIED
    assert "no room on this shelf" in caught.value.problem.detail


def test_a_home_that_cannot_be_written_is_explained(address: Address, tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(KnownError) as caught:
        connect_or_start(address, p.REGISTRY, ["true"], log=tmp_path / "logs" / "indexer.log", timeout=5)
    assert caught.value.problem.code is ErrorCode.NO_PERMISSION
    assert str(tmp_path) in caught.value.problem.message


def test_a_client_that_stops_halfway_keeps_nobody_out(address: Address) -> None:
    server = Server(address, p.REGISTRY, handler)
    silent = connect_to(address.location)
    try:
        client = Client.connect(address, p.REGISTRY)
        assert client.request(p.Embed(()), 10) == p.Vectors(())
        client.close()
    finally:
        silent.close()
        server.close()
