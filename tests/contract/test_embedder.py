"""The promises of an `Embedder`, kept by the fake, by a sentence-transformers model and by
its compiled form; then what only files and
threads can break."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from indexer.compiling import compiled
from indexer.config import Settings, models_folder
from indexer.embedding import Embedder, PriorityGate, embedder_id, tokenizer_file
from indexer.errors import ErrorCode, KnownError
from indexer.openvino_embedder import CompiledEmbedder
from indexer.torch_embedder import TransformerEmbedder
from tests.support.fake_embedder import FakeEmbedder

MODEL = models_folder(Settings()) / "all-minilm-l6-v2"


@pytest.fixture(scope="module")
def transformer() -> TransformerEmbedder:
    if not MODEL.is_dir():
        pytest.skip(f"the embedding model is not at {MODEL}")
    return TransformerEmbedder(MODEL, threads=lambda: 1)


@pytest.fixture(scope="module")
def compiled_model(transformer: TransformerEmbedder) -> CompiledEmbedder:
    del transformer  # it is there
    form = compiled(MODEL)
    assert form is not None, "this machine's model can be compiled"
    return CompiledEmbedder(MODEL, form, threads=lambda: 1)


@pytest.fixture(params=["fake", *(pytest.param(n, marks=pytest.mark.e2e) for n in ("transformer", "compiled_model"))])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "fake":
        return FakeEmbedder()
    found: Embedder = request.getfixturevalue(request.param)
    return found


TEXTS = [
    "The cat sat on the mat.",
    "",
    "Quarterly revenue rose by 12 %.\r\n" * 80,
    "猫はマットの上に座った。",
    "half a pair \ud83d",
]


def test_vectors_are_finite_and_of_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed_documents(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.linalg.norm(embedder.embed_query("Where is the cat?")) == pytest.approx(1.0, abs=1e-5)


def test_the_order_of_texts_and_their_company_do_not_matter(embedder: Embedder) -> None:
    together = embedder.embed_documents(TEXTS)
    for row, text in enumerate(TEXTS):
        alone = embedder.embed_documents([text])[0]
        assert float(together[row] @ alone) > 0.999


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed_documents([]).shape == (0, embedder.dimension)
    assert list(embedder.document_batches([])) == []


def test_batches_are_of_texts_alike_in_length_and_hold_each_once(embedder: Embedder) -> None:
    texts = ["rope and barrel " * words for words in [1, 60, 2, 50, 3, 40] * 12]
    expected = embedder.embed_documents(texts)
    seen: list[int] = []
    lengths: list[int] = []
    for rows, vectors in embedder.document_batches(texts):
        assert np.sum(vectors * expected[rows], axis=1) == pytest.approx(1.0, abs=2e-3)
        seen += rows
        lengths += [len(texts[row]) for row in rows]
    assert sorted(seen) == list(range(len(texts)))
    assert lengths == sorted(lengths, reverse=True)


def test_a_caller_may_end_it_between_two_batches(embedder: Embedder) -> None:
    texts = ["The lighthouse keeper wrote the evening down. " * 5] * 300
    rows, _ = next(iter(embedder.document_batches(texts)))
    assert 0 < len(rows) < len(texts)
    assert embedder.embed_query("lighthouse").shape == (embedder.dimension,)


def test_a_question_is_near_its_answer(embedder: Embedder) -> None:
    documents = embedder.embed_documents(["The cat sat on the mat.", "Revenue rose in the third quarter."])
    query = embedder.embed_query("Where did the cat sit, on which mat?")
    assert documents[0] @ query > documents[1] @ query


def test_many_threads_may_call(embedder: Embedder) -> None:
    expected = embedder.embed_query("tokenizers must not be shared")
    results: list[float] = []

    def ask() -> None:
        for _ in range(3):
            embedder.embed_documents(TEXTS[:2], urgent=True)
            results.append(float(embedder.embed_query("tokenizers must not be shared") @ expected))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 12
    assert min(results) > 0.999


# Precedence


def test_the_urgent_goes_before_those_who_waited_longer() -> None:
    gate = PriorityGate()
    order: list[str] = []
    batches_ask = threading.Barrier(4)

    def batch(name: str) -> None:
        batches_ask.wait()
        with gate.enter(urgent=False):
            order.append(name)

    def query() -> None:
        with gate.enter(urgent=True):
            order.append("query")

    threads = [threading.Thread(target=batch, args=(f"batch {n}",)) for n in range(3)]
    threads.append(threading.Thread(target=query))
    with gate.enter(urgent=False):
        for thread in threads[:3]:
            thread.start()
        batches_ask.wait()
        threads[3].start()
        until = time.monotonic() + 10
        while not gate.urgent_waiting and time.monotonic() < until:
            time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order[0] == "query"
    assert sorted(order[1:]) == ["batch 0", "batch 1", "batch 2"]


def test_an_error_inside_opens_the_gate_again() -> None:
    gate = PriorityGate()
    with pytest.raises(RuntimeError), gate.enter(urgent=True):
        raise RuntimeError
    with gate.enter(urgent=False):
        pass


# Files


def test_a_missing_model_names_the_remedy(tmp_path: Path) -> None:
    for make in (TransformerEmbedder, embedder_id, tokenizer_file):
        with pytest.raises(KnownError) as caught:
            make(tmp_path / "all-minilm-l6-v2")
        assert caught.value.problem.code is ErrorCode.MODEL_MISSING
        assert "footnote models get all-minilm-l6-v2" in caught.value.problem.action


def test_the_id_changes_with_the_files(tmp_path: Path) -> None:
    model = tmp_path / "toy"
    model.mkdir()
    (model / "config.json").write_text("{}")
    (model / "model.safetensors").write_bytes(b"a" * 200_000)
    ids = [embedder_id(model), embedder_id(model)]
    (model / "model.safetensors").write_bytes(b"a" * 199_999 + b"b")
    ids.append(embedder_id(model))
    (model / "config.json").write_text('{"a": 1}')
    ids.append(embedder_id(model))
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    assert all(name.startswith("toy-") for name in ids)


@pytest.mark.e2e
@pytest.mark.parametrize("damage", ["weights cut short", "no weights", "no configuration", "rubbish tokenizer"])
def test_a_damaged_model_is_explained(tmp_path: Path, damage: str) -> None:
    if not MODEL.is_dir():
        pytest.skip(f"the embedding model is not at {MODEL}")
    model = tmp_path / "all-minilm-l6-v2"
    shutil.copytree(MODEL, model)
    if damage == "weights cut short":
        (model / "model.safetensors").write_bytes((MODEL / "model.safetensors").read_bytes()[:1_000_000])
    elif damage == "no weights":
        (model / "model.safetensors").unlink()
    elif damage == "no configuration":
        (model / "config.json").unlink()
    else:
        (model / "tokenizer.json").write_text("rubbish")
    with pytest.raises(KnownError) as caught:
        TransformerEmbedder(model, threads=lambda: 1)
    assert caught.value.problem.code is ErrorCode.MODEL_DAMAGED
    assert "footnote models get all-minilm-l6-v2" in caught.value.problem.action


@pytest.mark.e2e
def test_the_verdict_on_precision_is_kept_and_obeyed(tmp_path: Path) -> None:
    if not MODEL.is_dir():
        pytest.skip(f"the embedding model is not at {MODEL}")
    verdicts = tmp_path / "precision.json"
    chosen = TransformerEmbedder(MODEL, threads=lambda: 1, cache_folder=tmp_path).precision
    kept = json.loads(verdicts.read_text())
    assert list(kept.values()) == [chosen]
    for other in ("float32", "bfloat16"):
        verdicts.write_text(json.dumps(dict.fromkeys(kept, other)))
        assert TransformerEmbedder(MODEL, threads=lambda: 1, cache_folder=tmp_path).precision == other
    verdicts.write_text("not json")
    assert TransformerEmbedder(MODEL, threads=lambda: 1, cache_folder=tmp_path).precision in ("float32", "bfloat16")


@pytest.mark.e2e
def test_loading_and_embedding_print_nothing() -> None:
    if not MODEL.is_dir():
        pytest.skip(f"the embedding model is not at {MODEL}")
    code = (
        "import pathlib, sys; from indexer.torch_embedder import TransformerEmbedder\n"
        "assert 'torch' not in sys.modules\n"
        "TransformerEmbedder(pathlib.Path(sys.argv[1]), lambda: 1).embed_documents(['a ' * 3000])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(MODEL)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("", "")
