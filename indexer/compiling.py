"""Makes of an embedder the form that OpenVINO runs, once a machine and version, in a child process: that loads PyTorch,
which the service then never needs. Where it can't be done, or points elsewhere, PyTorch runs the model.

Compiled forms lie beside the models, in `.compiled/<embedder's id>-<version of OpenVINO>`. One with the file
`unusable` says why there is none; `characters-per-second` is how fast it was here, for predictions in a new library.

    python -m indexer.compiling MODEL FOLDER
"""

from __future__ import annotations

import importlib.metadata
import logging
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from indexer.channel import own_command
from indexer.embedding import AGREES_FROM, Embedder, embedder_id
from indexer.errors import KnownError

_log = logging.getLogger(__name__)
_FOLDER = ".compiled"
_UNUSABLE = "unusable"
_SPEED = "characters-per-second"
_SECONDS = 300.0
_LEAST_SPEED = 1.0  # of PyTorch's in float32


def compiled(model: Path) -> Path | None:
    """The folder with the compiled form of the embedder in `model`, made now where there is none; None where PyTorch
    has to run it. Takes some ten seconds the first time. Raises KnownError(MODEL_MISSING)."""
    if (place := _place(model)) is None:
        return None
    if not place.is_dir() and os.access(model.parent, os.W_OK):
        _compile_in_child(model, place)
    return place if place.is_dir() and not (place / _UNUSABLE).exists() else None


def first_speed(model: Path) -> float | None:
    """Characters that the compiled form of the embedder in `model` took in a second when it was made; None where there
    is none."""
    try:
        place = _place(model)
        return None if place is None else float((place / _SPEED).read_text("utf-8"))
    except (KnownError, OSError, ValueError):
        return None


def _place(model: Path) -> Path | None:
    """Where the compiled form is, or would be; None without OpenVINO. Raises KnownError(MODEL_MISSING)."""
    name, of_openvino = embedder_id(model), version()
    return None if of_openvino is None else model.parent / _FOLDER / f"{name}-{of_openvino}"


def version() -> str | None:
    """OpenVINO's; None where it is not installed."""
    try:
        return importlib.metadata.version("openvino")
    except importlib.metadata.PackageNotFoundError:
        return None


def forget(model: Path, but: Path | None = None) -> int:
    """Delete the compiled forms of the model in this folder, which may be gone itself. Returns the bytes freed."""
    freed = 0
    # Its name, eight digits of its content, a version: not what another model's name goes on with.
    own = re.compile(re.escape(model.name.lower()) + r"-[0-9a-f]{8}-[\d.]+\Z")
    for place in (model.parent / _FOLDER).glob("*"):
        if own.match(place.name) and place != but:
            freed += sum(file.stat().st_size for file in place.iterdir())
            shutil.rmtree(place, ignore_errors=True)
    return freed


def _compile_in_child(model: Path, place: Path) -> None:
    command = [*own_command("indexer.compiling"), str(model), str(place)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
        failure = "" if done.returncode == 0 else done.stderr[-2000:]
    except subprocess.TimeoutExpired:
        failure = f"It took more than {_SECONDS:g} s."
    if failure and not place.is_dir():
        # The next start tries again: it may have been for lack of memory or disk.
        _log.warning("%s runs in PyTorch: it was not compiled. %s", model.name, failure)


def main(arguments: list[str]) -> int:
    """The child. Exit codes: 0 done (perhaps with the word that it is unusable), 1 for any failure."""
    from indexer.machine import step_back
    from indexer.offline import refuse_network

    refuse_network()
    step_back()
    model, place = Path(arguments[0]), Path(arguments[1])
    place.parent.mkdir(exist_ok=True)
    for left in place.parent.glob(".new-*"):  # by a child that was killed
        if time.time() - left.stat().st_mtime > _SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".new-") as working:
        new = Path(working) / "new"
        new.mkdir()
        if why := _compile(model, new):
            shutil.rmtree(new)
            new.mkdir()
            (new / _UNUSABLE).write_text(why, "utf-8")
        forget(model, but=place)
        if not place.exists():  # else another process was sooner
            new.replace(place)
    return 0


def _compile(model: Path, folder: Path) -> str:
    """Write the compiled form into `folder`. Returns why it can't be used; empty where it can."""
    from indexer.openvino_embedder import MODEL, About, CompiledEmbedder, save_graph
    from indexer.torch_embedder import load_model

    torch, transformer = load_model(model)
    tokenizer = transformer.tokenizer
    if tokenizer.pad_token_id is None:
        return "its tokenizer has no token to fill up with"
    About(
        dimension=int(transformer.get_embedding_dimension()),
        longest=int(transformer.max_seq_length or 512),
        query_prompt=transformer.prompts.get("query", ""),
        document_prompt=transformer.prompts.get("document", ""),
        padding=int(tokenizer.pad_token_id),
        padding_token=str(tokenizer.pad_token),
    ).write(folder)

    class Graph(torch.nn.Module):  # type: ignore[misc,name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.transformer({"input_ids": input_ids, "attention_mask": attention_mask})["sentence_embedding"]

    example = tokenizer(["A short text.", "A text that is somewhat longer."], padding=True, return_tensors="pt")
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            save_graph(Graph(), {name: example[name] for name in ("input_ids", "attention_mask")}, folder / MODEL)
        return _compare(transformer, CompiledEmbedder(model, folder), folder / _SPEED)
    except Exception as error:  # what can't be converted says so in many ways
        return f"{type(error).__name__}: {error}"


def _compare(transformer: Any, made: Embedder, speed: Path) -> str:
    """Why `made` is no good in place of `transformer`, which computes in float32; empty where it is, and then its
    speed is noted."""
    from indexer.torch_embedder import probe_texts

    longest = int(transformer.max_seq_length or 512)
    for tokens in (1, 10, 100, 2 * longest):
        texts = probe_texts(tokens)
        for encode, embed in (
            (transformer.encode_document, made.embed_documents),
            (transformer.encode_query, made.embed_queries),
        ):
            exact = np.asarray(encode(texts, show_progress_bar=False), np.float32)
            exact /= np.linalg.norm(exact, axis=1, keepdims=True)
            if (least := float(np.min(np.sum(exact * embed(texts), axis=1)))) < AGREES_FROM:
                return f"its vectors point elsewhere (cosine {least:.4f})"
    texts = probe_texts(longest // 2)
    exact_seconds, seconds = _best_of([lambda: transformer.encode_document(texts), lambda: made.embed_documents(texts)])
    if exact_seconds < _LEAST_SPEED * seconds:
        return f"it takes {seconds / exact_seconds:.2f} times as long as PyTorch"
    speed.write_text(f"{sum(map(len, texts)) / seconds:.0f}", "utf-8")
    return ""


def _best_of(works: list[Callable[[], object]]) -> list[float]:
    """The least seconds of each, in turns."""
    best = [math.inf] * len(works)
    for _ in range(4):
        for number, work in enumerate(works):
            began = time.perf_counter()
            work()
            best[number] = min(best[number], time.perf_counter() - began)
    return best


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)  # threads of PyTorch may still run; all is written
