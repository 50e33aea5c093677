from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.embedder_loader import EmbedderLoader
from indexer.embedding import Embedder
from tests.support.fake_embedder import FakeEmbedder


class Loader(EmbedderLoader):
    """Loads a fake, and notes that it did."""

    loaded = 0

    def load(self, model: Path) -> Embedder:  # noqa: ARG002
        self.loaded += 1
        return FakeEmbedder()


@pytest.fixture
def ready() -> Iterator[threading.Event]:
    yield threading.Event()


def test_it_is_loaded_only_when_it_is_wanted(tmp_path: Path, ready: threading.Event) -> None:
    loader = Loader(tmp_path, tmp_path, 1, ready.set)
    loader.start()
    assert loader.coming and not ready.wait(0.05) and loader.loaded == 0
    loader.want()
    assert ready.wait(10)
    loader.want()
    loader.wait(10)
    assert (loader.loaded, loader.coming, loader.embedder is None) == (1, False, False)


def test_who_waits_wants_it(tmp_path: Path, ready: threading.Event) -> None:
    loader = Loader(tmp_path, tmp_path, 1, ready.set)
    loader.start()
    loader.wait(10)
    assert loader.embedder is not None
