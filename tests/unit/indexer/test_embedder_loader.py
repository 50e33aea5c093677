"""When the embedder is loaded, and when another one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from indexer import embedder_loader
from indexer.embedder_loader import EmbedderLoader
from indexer.embedding import Embedder
from indexer.errors import ErrorCode, known
from tests.support.fake_embedder import FakeEmbedder

stepped_back: list[str] = []  # names of threads


class Loader(EmbedderLoader):
    """Loads fakes, and notes which; `set_to` is what the settings say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.set_to = "first"
        self.missing = {"missing"}
        self.loaded: list[str] = []
        self.ready = threading.Event()
        super().__init__(lambda: folder / self.set_to, folder, lambda: 1, self._note)

    def load(self, model: Path) -> Embedder:
        assert stepped_back == ["embedder"], "what computes must not have more priority than indexing has"
        self.loaded.append(model.name)
        if model.name in self.missing:
            raise known(ErrorCode.MODEL_MISSING, f"{model.name} is not there.", "Fetch it.")
        return FakeEmbedder()

    def _note(self, embedder: Embedder, model: Path) -> None:
        assert isinstance(embedder, FakeEmbedder) and model.name == self.loaded[-1]
        self.ready.set()


@pytest.fixture
def loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loader:
    monkeypatch.setattr(embedder_loader, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(embedder_loader, "step_back", lambda: stepped_back.append(threading.current_thread().name))
    stepped_back.clear()
    made = Loader(tmp_path)
    made.start()
    return made


def _eventually(loader: Loader, holds: object) -> None:
    assert callable(holds)
    pause = threading.Event()
    for _ in range(1000):
        if holds():
            return
        pause.wait(0.01)
    pytest.fail(f"not in 10 seconds; loaded: {loader.loaded}")


def test_it_is_loaded_only_when_it_is_wanted(loader: Loader) -> None:
    assert loader.coming and not loader.ready.wait(0.05) and not loader.loaded
    loader.want()
    assert loader.ready.wait(10)
    loader.want()
    loader.wait(10)
    assert (loader.loaded, loader.coming, loader.embedder is None) == (["first"], False, False)


def test_who_waits_wants_it(loader: Loader) -> None:
    loader.wait(10)
    assert loader.embedder is not None


def test_another_one_is_loaded_as_soon_as_it_is_set(loader: Loader) -> None:
    loader.wait(10)
    first = loader.embedder
    loader.set_to = "second"
    _eventually(loader, lambda: loader.embedder is not first)
    assert loader.loaded == ["first", "second"]


def test_one_that_is_not_there_leaves_the_one_before(loader: Loader) -> None:
    loader.wait(10)
    first = loader.embedder
    loader.set_to = "missing"
    _eventually(loader, lambda: loader.problem is not None)
    assert loader.embedder is first and not loader.coming
    loader.set_to = "first"
    _eventually(loader, lambda: loader.problem is None)
    assert loader.embedder is first and loader.loaded == ["first", "missing"], "nothing is loaded again"


def test_one_that_arrives_later_is_loaded_then(loader: Loader) -> None:
    loader.set_to = "missing"
    loader.wait(10)
    assert loader.embedder is None and loader.problem is not None
    loader.missing.clear()
    (loader.folder / "missing").mkdir()
    (loader.folder / "missing" / "model.safetensors").touch()
    _eventually(loader, lambda: loader.embedder is not None)
    assert loader.problem is None
