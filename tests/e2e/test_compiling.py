"""The form of an embedder that OpenVINO runs: made once, checked, made anew or done without where it is no good."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer import compiling
from indexer.compiling import compiled, first_speed, forget
from indexer.config import Settings, models_folder
from indexer.embedder_loader import EmbedderLoader
from indexer.embedding import embedder_id
from indexer.errors import ErrorCode, KnownError
from indexer.openvino_embedder import CompiledEmbedder
from indexer.torch_embedder import TransformerEmbedder
from tests.support.live import needs_embedder

pytestmark = [pytest.mark.e2e, needs_embedder]
INSTALLED = models_folder(Settings()) / Settings().embedder
SENTENCE = "The slate roof of the boathouse was renewed in 2019."
TEXTS = [SENTENCE, "", "word " * 400, "Wer hat das Dach erneuert?"]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """An installed model and its compiled form, in a folder of their own."""
    form = compiled(INSTALLED)
    assert form is not None
    shutil.copytree(INSTALLED, tmp_path / INSTALLED.name)
    shutil.copytree(form, tmp_path / form.parent.name / form.name)
    return tmp_path / INSTALLED.name


def loader(model: Path) -> EmbedderLoader:
    return EmbedderLoader(lambda: model, model.parent, lambda: 1, lambda *_: None)


@pytest.mark.timeout(compiling._SECONDS)  # beside whatever else runs: the child steps back for it
def test_it_is_made_once_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / INSTALLED.name
    shutil.copytree(INSTALLED, model)
    form = compiled(model)
    assert form is not None and form.parent.parent == tmp_path
    before = {path: path.stat().st_mtime_ns for path in form.iterdir()}
    monkeypatch.setattr(compiling, "_compile_in_child", lambda *_: pytest.fail("it is there"))
    assert compiled(model) == form
    assert before == {path: path.stat().st_mtime_ns for path in form.iterdir()}
    assert not list(form.parent.glob(".new-*"))
    speed = first_speed(model)
    assert speed is not None and speed > 0
    exact = TransformerEmbedder(model).embed_documents(TEXTS)
    assert np.min(np.sum(exact * CompiledEmbedder(model, form).embed_documents(TEXTS), axis=1)) > 0.97


def test_it_is_what_the_service_runs_without_pytorch(model: Path) -> None:
    assert isinstance(loader(model).load(model), CompiledEmbedder)


def test_neither_pytorch_nor_what_counts_users_is_loaded_with_it(model: Path) -> None:
    code = (
        "import sys, pathlib; from indexer.compiling import compiled; "
        "from indexer.openvino_embedder import CompiledEmbedder\n"
        "model = pathlib.Path(sys.argv[1]); CompiledEmbedder(model, compiled(model)).embed_query('roof')\n"
        "unwanted = ('torch', 'openvino_telemetry')\n"
        "print([name for name, module in sys.modules.items() if module and name.startswith(unwanted)])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(model)], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_how_many_cores_it_takes_is_that_of_the_moment(model: Path) -> None:
    form, wanted = compiled(model), 1
    assert form is not None
    embedder = CompiledEmbedder(model, form, lambda: wanted)
    one = embedder.embed_query(SENTENCE)
    wanted = 2
    assert float(one @ embedder.embed_query(SENTENCE)) > 0.999


def test_it_knows_from_the_start_how_fast_it_was_when_it_was_made(model: Path) -> None:
    form = compiled(model)
    assert form is not None
    (form / "characters-per-second").write_text("38000")
    assert loader(model).load(model).tokens_per_second == pytest.approx(10_000)
    (form / "characters-per-second").unlink()
    assert loader(model).load(model).tokens_per_second == CompiledEmbedder(model, form).tokens_per_second


def test_it_runs_on_as_many_threads_as_were_fastest_unless_a_person_says_otherwise(model: Path) -> None:
    form = compiled(model)
    assert form is not None
    (form / "threads").write_text("3")
    for wanted, used in ((0, 3), (1, 1)):
        made = EmbedderLoader(lambda: model, model.parent, lambda wanted=wanted: wanted, lambda *_: None)
        embedder = made.load(model)
        assert isinstance(embedder, CompiledEmbedder)
        assert embedder._threads() == used


@pytest.mark.parametrize("damage", ["graph", "weights", "about"])
def test_a_damaged_one_is_done_without_and_made_anew(model: Path, damage: str, caplog: Any) -> None:
    form = compiled(model)
    assert form is not None
    file = form / {"graph": "model.xml", "weights": "model.bin", "about": "about.json"}[damage]
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(KnownError) as caught:
        CompiledEmbedder(model, form).embed_query(SENTENCE)
    assert caught.value.problem.code is ErrorCode.MODEL_DAMAGED
    assert isinstance(loader(model).load(model), TransformerEmbedder)
    assert "damaged" in caplog.text and not form.exists()


def test_one_that_points_elsewhere_is_not_used_nor_made_again(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    forget(model)
    monkeypatch.setattr(sys.modules["indexer.compiling"], "AGREES_FROM", 1.1)
    monkeypatch.setattr("indexer.offline.refuse_network", lambda: None)  # of this process it can't be taken back
    monkeypatch.setattr("indexer.machine.step_back", lambda: None)
    left = tmp_path / ".compiled" / ".new-killed"
    left.mkdir()
    os.utime(left, (1.0, 1.0))
    place = tmp_path / ".compiled" / f"{embedder_id(model)}-{compiling.version()}-{compiling._MADE}"
    assert compiling.main([str(model), str(place)]) == 0
    assert not left.exists(), "what a killed child left"
    assert (place / "unusable").read_text().startswith("its vectors point elsewhere")
    monkeypatch.setattr(compiling, "_compile_in_child", lambda *_: pytest.fail("it was tried"))
    assert compiled(model) is None
    assert first_speed(model) is None
    assert isinstance(loader(model).load(model), TransformerEmbedder)


@pytest.mark.timeout(compiling._SECONDS)
def test_8_bits_that_point_elsewhere_are_not_used(model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(compiling, "_EIGHT_BITS_AGREE", (1.1, 1.1))
    made = tmp_path / "made"
    made.mkdir()
    assert compiling._compile(model, made) == ""
    assert not (made / "eight-bits").exists()
    exact = TransformerEmbedder(model).embed_documents(TEXTS)
    assert np.min(np.sum(exact * CompiledEmbedder(model, made).embed_documents(TEXTS), axis=1)) > 0.999


def test_without_openvino_pytorch_runs_it(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "version", lambda: None)
    assert isinstance(loader(model).load(model), TransformerEmbedder)


def test_a_model_that_is_damaged_itself_is_explained(model: Path) -> None:
    (model / "model.safetensors").write_bytes((INSTALLED / "model.safetensors").read_bytes()[:1_000_000])
    with pytest.raises(KnownError) as caught:
        loader(model).load(model)
    assert caught.value.problem.code is ErrorCode.MODEL_DAMAGED


def test_only_a_models_own_forms_are_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / ".compiled"
    for name in ("toy-0123abcd-2026.1.0-2", "toy-0123abcd-2025.4.0", "toy-large-0123abcd-2026.1.0-2"):
        (folder / name).mkdir(parents=True)
        (folder / name / "model.bin").write_bytes(b"1234")
    assert forget(tmp_path / "toy") == 8
    assert [place.name for place in folder.iterdir()] == ["toy-large-0123abcd-2026.1.0-2"]
    assert forget(tmp_path / "never") == 0
