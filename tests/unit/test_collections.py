"""Collections: named sets of paths, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from desktop_app.collection_store import Collection, Collections
from desktop_app.history import History
from indexer.client import Connection, IndexerClient
from indexer.errors import ErrorCode, KnownError
from indexer.protocol import Search, Survey
from indexer.types import NamedPlaces

A, B, C = Path("/d/A"), Path("/d/B.txt"), Path("/d/C")


@pytest.fixture
def collections(tmp_path: Path) -> Iterator[Collections]:
    history = History(tmp_path / "history.db")
    yield history.collections
    history.close()


def test_paths_are_gathered_under_a_name_each_once(collections: Collections) -> None:
    collections.add("Tax", (A, B))
    collections.add("  tax ", (B, C))
    collections.add("Acme & Co", (C,))
    assert collections.all() == (Collection("Acme & Co", (C,)), Collection("Tax", (A, B, C)))


def test_a_collection_is_renamed_and_deleted(collections: Collections) -> None:
    collections.add("Tax", (A,))
    collections.rename("Tax", "TAX")
    collections.rename("TAX", "Taxes 2024")
    assert collections.all() == (Collection("Taxes 2024", (A,)),)
    collections.delete("Taxes 2024")
    collections.delete("Taxes 2024")
    assert collections.all() == ()


def test_the_library_is_told_of_collections_where_in_names_something(
    collections: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    collections.add("Tax", (A, B))
    asked: list[Search | Survey] = []
    client = IndexerClient(cast(Connection, None), collections.named)
    monkeypatch.setattr(client, "_ask", asked.append)
    client.search(Search("fees in:Tax"))
    client.search(Search("fees"))
    client.survey(Survey(filters="in:tax"))
    tax = (NamedPlaces("Tax", (str(A), str(B))),)
    assert [message.collections for message in asked] == [tax, (), tax]


def test_a_place_is_taken_out_and_put_back_where_it_stood(collections: Collections) -> None:
    collections.add("Tax", (A, B, C))
    collections.take_out("tax", (B,))
    assert collections.all() == (Collection("Tax", (A, C)),)
    collections.put("Tax", (A, B, C))
    assert collections.all() == (Collection("Tax", (A, B, C)),)
    collections.take_out("Tax", (A, B, C, Path("/d/other")))
    assert collections.all() == (), "an empty one would ask for nothing"
    collections.take_out("Tax", (A,))
    assert collections.all() == ()


def test_a_name_that_is_taken_is_refused(collections: Collections) -> None:
    collections.add("Tax", (A,))
    collections.add("Work", (B,))
    with pytest.raises(KnownError, match="called Tax already") as caught:
        collections.rename("Work", "tax")
    assert caught.value.problem.code is ErrorCode.BAD_REQUEST
    with pytest.raises(KnownError) as caught:
        collections.rename("Gone", "New")
    assert caught.value.problem.code is ErrorCode.MISSING


@pytest.mark.parametrize("name", ["", "  ", 'the "best"', "“x”"])
def test_a_name_that_could_not_be_written_is_refused(collections: Collections, name: str) -> None:
    with pytest.raises(KnownError) as caught:
        collections.add(name, (A,))
    assert caught.value.problem.code is ErrorCode.BAD_REQUEST
    assert collections.all() == ()
