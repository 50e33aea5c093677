"""Each conversation's scope: kept, whatever order its writes come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.history import History
from desktop_app.scopes import Scopes, in_library
from indexer.errors import ErrorCode, KnownError

CONTRACTS = (Path("/d/Contracts"), Path("/d/Ä & b.txt"))


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path / "history.db")
    yield history
    history.close()


def test_a_scope_is_kept_with_its_conversation(history: History) -> None:
    one, other = history.create("one").id, history.create("other").id
    history.scopes.choose(one, CONTRACTS)
    history.scopes.keep(one)
    again = Scopes(history.database)
    assert again.of(one) == CONTRACTS
    assert again.of(other) == ()
    assert again.of(99) == ()


def test_what_was_chosen_last_is_kept(history: History) -> None:
    one = history.create("one").id
    history.scopes.choose(one, CONTRACTS)
    history.scopes.choose(one, ())
    assert history.scopes.of(one) == (), "at once, before it is written"
    history.scopes.keep(one)
    history.scopes.keep(one)
    assert Scopes(history.database).of(one) == ()


def test_a_deleted_conversation_needs_no_scope(history: History) -> None:
    one = history.create("one").id
    history.scopes.choose(one, CONTRACTS)
    history.delete(one)
    history.scopes.keep(one)
    assert history.conversations() == ()


@pytest.mark.parametrize("record", ["", "{}", "[1]", "[", "null"])
def test_a_damaged_scope_is_a_known_problem(history: History, record: str) -> None:
    one = history.create("one").id
    with history.database.write() as connection:
        connection.execute("UPDATE conversations SET scope = ?", (record,))
    with pytest.raises(KnownError) as caught:
        history.scopes.of(one)
    assert caught.value.problem.code is ErrorCode.LIBRARY_DAMAGED


@given(st.lists(st.text("ab", min_size=1, max_size=2), min_size=1, max_size=3))
def test_what_lies_in_a_folder_or_holds_one_is_in_the_library(parts: list[str]) -> None:
    path = Path("/d", *parts)
    assert in_library(path, [Path("/d")])
    assert in_library(Path("/d"), [path])
    assert not in_library(path, [])
    assert not in_library(path.with_name(path.name + "c"), [path])
