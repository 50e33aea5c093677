"""The promises of a `VectorStore`, kept by the fake and by LanceDB; then what only a store on disk can break."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from indexer import store as store_module
from indexer.errors import BugError, ErrorCode, KnownError
from indexer.store import LanceStore, VectorStore, table_name
from tests.support.fake_store import FakeStore
from tests.support.unit_vectors import DIMENSION, filled, unit_vectors


@pytest.fixture(params=["fake", pytest.param("lance", marks=pytest.mark.e2e)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VectorStore:
    if request.param == "fake":
        return FakeStore(DIMENSION)
    return LanceStore(str(tmp_path), "toy", DIMENSION)


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    assert store.search(unit_vectors(1)[0], 5) == []
    assert store.get([1, 2]) == {}
    assert store.count() == 0
    assert store.chunk_ids() == set()


def test_search_is_the_exact_cosine_order(store: VectorStore) -> None:
    vectors = filled(store)
    query = unit_vectors(1, seed=9)[0]
    cosines = vectors @ query
    found = store.search(query, 10)
    assert [chunk for chunk, _ in found] == list(np.argsort(-cosines)[:10])
    assert [cosine for _, cosine in found] == pytest.approx(sorted(cosines, reverse=True)[:10], abs=2e-3)


def test_the_length_of_the_query_does_not_matter(store: VectorStore) -> None:
    vectors = filled(store)
    assert store.search(7 * vectors[3], 1)[0] == (3, pytest.approx(1.0, abs=1e-3))


def test_more_than_there_is_and_nothing_at_all(store: VectorStore) -> None:
    vectors = filled(store, 5)
    assert len(store.search(vectors[0], 50)) == 5
    assert store.search(vectors[0], 0) == []


@pytest.mark.parametrize("scope", [[2], [0, 1, 2, 3], [0, 2, 4, 9], [3, 3, 10_000]])
def test_scope_is_applied_before_the_best_are_taken(store: VectorStore, scope: list[int]) -> None:
    vectors = filled(store)
    inside = [chunk for chunk in range(60) if chunk // 6 in scope]
    query = unit_vectors(1, seed=5)[0]
    best = sorted(inside, key=lambda chunk: -float(vectors[chunk] @ query))[:4]
    assert [chunk for chunk, _ in store.search(query, 4, scope)] == best


def test_an_empty_scope_holds_nothing(store: VectorStore) -> None:
    vectors = filled(store)
    assert store.search(vectors[0], 5, []) == []


def test_vectors_come_back_for_reuse(store: VectorStore) -> None:
    vectors = filled(store)
    found = store.get([5, 1, 999])
    assert set(found) == {1, 5}
    assert found[5].dtype == np.float32
    assert np.abs(found[5] - vectors[5]).max() < 1e-3


def test_adding_again_replaces(store: VectorStore) -> None:
    vectors = filled(store)
    store.add([3], [70], vectors[10:11])
    assert store.count() == 60
    assert [chunk for chunk, _ in store.search(vectors[10], 2)] == [3, 10]
    assert [chunk for chunk, _ in store.search(vectors[10], 9, [70])] == [3]


def test_a_chunk_twice_in_one_batch_counts_once(store: VectorStore) -> None:
    vectors = unit_vectors(2)
    store.add([4, 4], [1, 1], vectors)
    assert store.count() == 1
    assert np.abs(store.get([4])[4] - vectors[1]).max() < 1e-3


def test_deleting_by_chunk_and_by_document(store: VectorStore) -> None:
    filled(store)
    store.delete_chunks([0, 1, 12_345])
    store.delete_documents([3, 8])
    store.delete_chunks([])
    assert store.chunk_ids() == set(range(2, 60)) - set(range(18, 24)) - set(range(48, 54))
    assert store.count() == len(store.chunk_ids())


def test_adding_nothing_is_nothing(store: VectorStore) -> None:
    store.add([], [], np.zeros((0, DIMENSION), np.float32))
    assert store.count() == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0])
def test_what_has_no_direction_is_refused(store: VectorStore, bad: float) -> None:
    vectors = filled(store)
    with pytest.raises(BugError):
        store.add([99], [9], np.full((1, DIMENSION), bad, np.float32))
    with pytest.raises(BugError):
        store.search(np.full(DIMENSION, bad, np.float32), 3)
    assert store.count() == len(vectors)


def test_a_vector_of_another_dimension_is_refused(store: VectorStore) -> None:
    with pytest.raises(BugError):
        store.add([1], [1], np.ones((1, DIMENSION + 1), np.float32))


def test_upkeep_is_asked_for_after_many_commits_and_changes_no_answer(store: VectorStore) -> None:
    vectors = unit_vectors(40)
    assert not store.needs_upkeep()
    for chunk in range(40):
        store.add([chunk], [chunk], vectors[chunk : chunk + 1])
    before = store.search(vectors[7], 5)
    assert store.needs_upkeep()
    assert store.upkeep().rows == 40
    assert not store.needs_upkeep()
    assert store.search(vectors[7], 5) == before


def test_a_purge_changes_no_answer(store: VectorStore) -> None:
    vectors = filled(store)
    store.delete_documents([2, 3])
    before = store.search(vectors[7], 5)
    store.purge()
    assert store.search(vectors[7], 5) == before
    assert store.count() == 48
    assert not store.needs_upkeep()


# What only the store on disk can get wrong.


@pytest.mark.e2e
def test_it_is_all_there_when_opened_again(tmp_path: Path) -> None:
    vectors = filled(LanceStore(str(tmp_path), "toy", DIMENSION))
    again = LanceStore(str(tmp_path), "toy", DIMENSION)
    assert again.search(vectors[8], 1)[0][0] == 8


@pytest.mark.e2e
def test_embedders_do_not_mix(tmp_path: Path) -> None:
    first = LanceStore(str(tmp_path), "toy", DIMENSION)
    filled(first)
    second = LanceStore(str(tmp_path), "Toy 2/x", DIMENSION)
    assert second.count() == 0
    assert second.drop_others() == ("vectors-toy",)
    assert LanceStore(str(tmp_path), "toy", DIMENSION).count() == 0


@pytest.mark.e2e
def test_another_dimension_under_the_same_name_is_refused_and_can_be_rebuilt(tmp_path: Path) -> None:
    filled(LanceStore(str(tmp_path), "toy", DIMENSION))
    with pytest.raises(KnownError) as caught:
        LanceStore(str(tmp_path), "toy", 8)
    assert caught.value.problem.code is ErrorCode.LIBRARY_DAMAGED
    assert LanceStore.rebuild(str(tmp_path), "toy", 8).count() == 0


@pytest.mark.e2e
@pytest.mark.parametrize("part", ["data", "_versions"])
def test_a_damaged_table_is_explained_and_rebuilt(tmp_path: Path, part: str) -> None:
    vectors = filled(LanceStore(str(tmp_path), "toy", DIMENSION))
    for file in (tmp_path / "vectors-toy.lance" / part).iterdir():
        file.write_bytes(b"\0" * 40)
    with pytest.raises(KnownError) as caught:
        LanceStore(str(tmp_path), "toy", DIMENSION).search(vectors[0], 3)
    assert caught.value.problem.code is ErrorCode.LIBRARY_DAMAGED
    assert str(tmp_path) in caught.value.problem.message
    rebuilt = LanceStore.rebuild(str(tmp_path), "toy", DIMENSION)
    filled(rebuilt)
    assert rebuilt.search(vectors[0], 1)[0][0] == 0


@pytest.mark.e2e
def test_a_file_where_the_table_should_be_can_be_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "vectors-toy.lance").write_text("x")
    with pytest.raises(KnownError):
        LanceStore(str(tmp_path), "toy", DIMENSION)
    assert LanceStore.rebuild(str(tmp_path), "toy", DIMENSION).count() == 0


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("lance error: LanceError(IO): No space left on device (os error 28), src/x.rs:258:9", ErrorCode.DISK_FULL),
        ("Permission denied (os error 13)", ErrorCode.NO_PERMISSION),
        ("Generic LocalFileSystem error: failed to fill whole buffer", ErrorCode.LIBRARY_DAMAGED),
    ],
)
def test_errors_of_the_store_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: ErrorCode
) -> None:
    store = LanceStore(str(tmp_path), "toy", DIMENSION)

    def broken(*_: object) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(store._table, "merge_insert", broken)
    with pytest.raises(KnownError) as caught:
        filled(store)
    assert caught.value.problem.code is code
    assert caught.value.problem.detail == text


@pytest.mark.e2e
def test_long_scopes_are_split_and_still_exact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "FILTER_PARTS", 3)
    store = LanceStore(str(tmp_path), "toy", DIMENSION)
    vectors = unit_vectors(200)
    store.add(range(200), range(200), vectors)
    scope = [document for document in range(200) if document % 3]
    query = unit_vectors(1, seed=3)[0]
    best = sorted(scope, key=lambda chunk: -float(vectors[chunk] @ query))[:10]
    assert [chunk for chunk, _ in store.search(query, 10, scope)] == best
    assert set(store.get(scope)) == set(scope)
    store.delete_documents(scope)
    assert store.chunk_ids() == set(range(0, 200, 3))


@pytest.mark.e2e
def test_searches_run_beside_the_writer(tmp_path: Path) -> None:
    store = LanceStore(str(tmp_path), "toy", DIMENSION)
    vectors = filled(store)
    failures: list[Exception] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                assert store.search(vectors[9], 1)[0][0] == 9
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=search) for _ in range(2)]
    for reader in readers:
        reader.start()
    for round_ in range(15):
        more = unit_vectors(20, seed=round_ + 1)
        store.add(range(1_000, 1_020), [500] * 20, more)
        store.delete_documents([500])
        if round_ % 5 == 4:
            store.upkeep()
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert store.count() == 60


def test_names_of_tables_tell_embedders_apart() -> None:
    assert table_name("all-minilm-l6-v2") == "vectors-all-minilm-l6-v2"
    names = {table_name(name) for name in ("a b", "a/b", "A-B", "a-b", "../a-b")}
    assert len(names) == 5
    assert all(name.replace("-", "").replace(".", "").isalnum() for name in names)
