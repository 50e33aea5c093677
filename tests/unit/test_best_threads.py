from __future__ import annotations

import time

import pytest

from indexer.compiling import _best_count
from indexer.embedding import Vector
from tests.support.fake_embedder import FakeEmbedder


class SlowEmbedder(FakeEmbedder):
    def __init__(self, seconds: float) -> None:
        super().__init__(8)
        self._seconds = seconds

    def embed_documents(self, texts: list[str], *, urgent: bool = False) -> Vector:  # type: ignore[override]
        time.sleep(self._seconds)
        return super().embed_documents(texts, urgent=urgent)


@pytest.mark.parametrize("fastest", [2, 4])
def test_the_number_of_threads_is_the_one_that_takes_least(fastest: int) -> None:
    def make(count: int) -> SlowEmbedder:
        return SlowEmbedder(0.0 if count == fastest else 0.05)

    assert _best_count([2, 4], make, ["a text"]) == fastest


def test_nothing_is_tried_where_there_is_no_choice() -> None:
    assert _best_count([2], lambda _: pytest.fail("nothing to compare it with"), ["a text"]) == 0
