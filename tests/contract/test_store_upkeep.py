"""What LanceDB keeps of a store in its files: the index, old versions, and what was deleted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import lancedb
import numpy as np
import pytest
from lancedb.index import IvfFlat

from indexer import store as store_module
from indexer.store import LanceStore, Vector, table_name
from tests.support.unit_vectors import DIMENSION, filled, unit_vectors


@pytest.mark.e2e
def test_the_index_comes_at_its_size_and_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "INDEX_ROWS", 300)
    store = LanceStore(str(tmp_path), "toy", DIMENSION)
    vectors = unit_vectors(1_300)
    store.add(range(300), range(300), vectors[:300])
    assert store.needs_upkeep()
    assert store.upkeep().indexed_rows == 300
    assert not store.needs_upkeep()
    assert store.search(vectors[5], 1)[0][0] == 5
    store.add(range(300, 1_300), range(300, 1_300), vectors[300:])
    assert store.search(vectors[1_299], 1)[0][0] == 1_299  # not indexed yet, found all the same
    assert store.needs_upkeep()
    assert store.upkeep().indexed_rows == 1_300
    assert [chunk for chunk, _ in store.search(vectors[1_299], 3, [7])] == [7]


@pytest.mark.e2e
def test_vectors_of_an_odd_dimension_are_indexed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "INDEX_ROWS", 300)
    store = LanceStore(str(tmp_path), "toy", 15)
    vectors = unit_vectors(300)[:, :15]
    store.add(range(300), range(300), vectors)
    assert store.upkeep().indexed_rows == 300
    assert not store.needs_upkeep()
    assert store.search(vectors[5], 1)[0][0] == 5


@pytest.mark.e2e
def test_an_index_of_another_kind_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "INDEX_ROWS", 300)
    store = LanceStore(str(tmp_path), "toy", DIMENSION)
    vectors = unit_vectors(400)
    store.add(range(400), range(400), vectors)
    table = lancedb.connect(str(tmp_path)).open_table(table_name("toy"))
    table.create_index("vector", config=IvfFlat(distance_type="cosine"), name="vector_400")
    before = LanceStore(str(tmp_path), "toy", DIMENSION)
    assert before.needs_upkeep()
    assert before.upkeep().indexed_rows == 400
    assert not before.needs_upkeep()
    found = before.search(vectors[5], 3)
    assert [round(cosine, 3) for _, cosine in found] == [
        round(float(vectors[chunk] @ vectors[5]), 3) for chunk, _ in found
    ]


@pytest.mark.e2e
def test_old_versions_are_asked_to_go_once_they_have_aged(tmp_path: Path) -> None:
    now = 0.0
    store = LanceStore(str(tmp_path), "toy", DIMENSION, clock=lambda: now)
    filled(store)
    store.upkeep()
    assert not store.needs_upkeep()
    now = 12 * 60.0
    assert store.needs_upkeep()
    store.upkeep()
    now = 1e6
    assert not store.needs_upkeep()


def files_with(folder: Path, vector: Vector) -> list[str]:
    raw = vector.astype(np.float16).tobytes()
    return [file.name for file in folder.rglob("*") if file.is_file() and raw in file.read_bytes()]


@pytest.mark.e2e
@pytest.mark.parametrize("index_rows", [300, 999, 10_000])
@pytest.mark.parametrize("gone", [1, 2, 590])
def test_what_was_purged_is_in_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index_rows: int, gone: int
) -> None:
    monkeypatch.setattr(store_module, "INDEX_ROWS", index_rows)
    store = LanceStore(str(tmp_path), "toy", DIMENSION)
    vectors = unit_vectors(1_000)
    for first in range(0, 1_000, 250):
        store.add(range(first, first + 250), range(first, first + 250), vectors[first : first + 250])
    store.upkeep()
    assert files_with(tmp_path, vectors[400])
    store.delete_documents(range(400, 400 + gone))
    store.upkeep()
    assert files_with(tmp_path, vectors[400])  # in the old version at the least
    store.purge()
    assert files_with(tmp_path, vectors[400]) == []
    assert files_with(tmp_path, vectors[399])
    assert store.chunk_ids() == set(range(1_000)) - set(range(400, 400 + gone))
    assert store.search(vectors[399], 1)[0][0] == 399
    assert LanceStore(str(tmp_path), "toy", DIMENSION).search(vectors[10], 1)[0][0] == 10


@pytest.mark.e2e
def test_no_search_fails_beside_a_purge(tmp_path: Path) -> None:
    store = LanceStore(str(tmp_path), "toy", DIMENSION)
    vectors = filled(store)
    failures: list[Exception] = []
    searches = 0
    done = threading.Event()

    def search() -> None:
        nonlocal searches
        try:
            while not done.is_set():
                assert store.search(vectors[9], 1)[0][0] == 9
                searches += 1
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=search) for _ in range(2)]
    for reader in readers:
        reader.start()
    for round_ in range(10):
        store.add(range(1_000, 1_020), [500] * 20, unit_vectors(20, seed=round_ + 1))
        store.delete_documents([500])
        store.purge()
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert searches > 0
    assert store.count() == 60


@pytest.mark.e2e
def test_a_purge_waits_for_the_search_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LanceStore(str(tmp_path), "toy", DIMENSION)
    vectors = filled(store)
    inside, go_on = threading.Event(), threading.Event()

    def slow_filters(*_: object) -> Iterator[str]:
        inside.set()
        go_on.wait(10)
        yield "chunk_id = 3"

    monkeypatch.setattr(store_module, "_filters", slow_filters)
    found: list[dict[int, Vector]] = []
    reader = threading.Thread(target=lambda: found.append(store.get([3])))
    purger = threading.Thread(target=store.purge)
    reader.start()
    assert inside.wait(10)
    purger.start()
    purger.join(0.5)
    assert purger.is_alive()
    go_on.set()
    reader.join()
    purger.join()
    assert np.abs(found[0][3] - vectors[3]).max() < 1e-3


@pytest.mark.e2e
def test_disk_stays_bounded_over_many_small_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "OLD_VERSIONS", timedelta(milliseconds=1))
    store = LanceStore(str(tmp_path), "toy", DIMENSION)
    vectors = filled(store)
    store.upkeep()

    def size() -> int:
        return sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file())

    small = size()
    for edit in range(150):
        store.delete_chunks([1_000 + edit - 1])
        store.add([1_000 + edit], [1], vectors[edit % 60][None, :])
        if store.needs_upkeep():
            store.upkeep()
    store.upkeep()
    assert store.count() == 61
    assert size() < small + 10_000
    assert sum(1 for file in tmp_path.rglob("*") if file.is_file()) < 20
