"""Makes of an embedder the form that OpenVINO runs, once a machine and version, in a child process: that loads PyTorch,
which the service then never needs. Where it can't be done, or points elsewhere, PyTorch runs the model.

Its linear layers compute in 8 bits where that is faster here and its vectors point nearly where they did.

Compiled forms lie beside the models, in `.compiled/<embedder's id>-<version of OpenVINO>-<how it is made>`. One with
the file `unusable` says why there is none; `characters-per-second` is how fast it was here, for predictions in a new
library, and `threads` on how many it was fastest, where a core runs several.

    python -m indexer.compiling MODEL FOLDER
"""

from __future__ import annotations

import importlib.metadata
import logging
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from indexer.channel import own_command
from indexer.embedding import AGREES_FROM, Embedder, embedder_id
from indexer.errors import KnownError

_log = logging.getLogger(__name__)
_FOLDER = ".compiled"
_UNUSABLE = "unusable"
_SPEED = "characters-per-second"
_THREADS = "threads"
_EIGHT_BITS = "eight-bits"
_MADE = 2  # counts up when forms are made differently
_SECONDS = 300.0
_LEAST_SPEED = 1.0  # of PyTorch's in float32
_EIGHT_BITS_AGREE = (0.99, 0.97)  # with float32: cosine on average, and the least
_EXAMPLES = (1, 10, 100, 500)  # tokens
_OTHER_EXAMPLES = (8, 40, 120, 250)
# Not what the ranges of 8 bits were taken from.
_OTHER_TEXT = """Minutes of 12 March 2025 | Seaview Roofing | £74,900.00 | 16 cm | 8 % | (1,204)
def read(path: str, *, limit: int = 0) -> list[str]: return [line.rstrip() for line in open(path)][:limit]
From: Ines Dahl <ines@example.org> Subject: Re: the beds behind house 3; see https://example.org/a?b=1#c
Die Miete ist bis zum dritten Werktag zu zahlen, sonst fallen Zinsen an; Wohnfläche 84 m². La réunion est reportée.
"""


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
    return _noted(model, _SPEED)


def best_threads(model: Path) -> int:
    """On how many threads the compiled form of the embedder in `model` was fastest when it was made; 0 where that was
    not to be asked."""
    return int(_noted(model, _THREADS) or 0)


def _noted(model: Path, name: str) -> float | None:
    try:
        place = _place(model)
        return None if place is None else float((place / name).read_text("utf-8"))
    except (KnownError, OSError, ValueError):
        return None


def _place(model: Path) -> Path | None:
    """Where the compiled form is, or would be; None without OpenVINO. Raises KnownError(MODEL_MISSING)."""
    name, of_openvino = embedder_id(model), version()
    return None if of_openvino is None else model.parent / _FOLDER / f"{name}-{of_openvino}-{_MADE}"


def version() -> str | None:
    """OpenVINO's; None where it is not installed."""
    try:
        return importlib.metadata.version("openvino")
    except importlib.metadata.PackageNotFoundError:
        return None


def forget(model: Path, but: Path | None = None) -> int:
    """Delete the compiled forms of the model in this folder, which may be gone itself. Returns the bytes freed."""
    freed = 0
    # Its name, eight digits of its content, versions: not what another model's name goes on with.
    own = re.compile(re.escape(model.name.lower()) + r"-[0-9a-f]{8}-[\d.]+(?:-\d+)?\Z")
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
    from indexer.openvino_embedder import MODEL, About, save_graph
    from indexer.torch_embedder import load_model, probe_texts

    torch, transformer = load_model(model)
    tokenizer = transformer.tokenizer
    if tokenizer.pad_token_id is None:
        return "its tokenizer has no token to fill up with"
    about = About(
        dimension=int(transformer.get_embedding_dimension()),
        longest=int(transformer.max_seq_length or 512),
        query_prompt=transformer.prompts.get("query", ""),
        document_prompt=transformer.prompts.get("document", ""),
        padding=int(tokenizer.pad_token_id),
        padding_token=str(tokenizer.pad_token),
    )
    about.write(folder)

    class Graph(torch.nn.Module):  # type: ignore[misc,name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.transformer({"input_ids": input_ids, "attention_mask": attention_mask})["sentence_embedding"]

    def inputs(texts: list[str], kind: str) -> dict[str, Any]:
        found = tokenizer(texts, padding=True, truncation=True, max_length=about.longest, return_tensors=kind)
        return {name: found[name] for name in ("input_ids", "attention_mask")}

    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            save_graph(Graph(), inputs(["A short text.", "A text that is somewhat longer."], "pt"), folder / MODEL)
        if why := _differs(transformer, model, folder):
            return why
        eight_bits = folder / _EIGHT_BITS
        eight_bits.mkdir()
        about.write(eight_bits)
        examples = (inputs([text], "np") for tokens in _EXAMPLES for text in probe_texts(tokens))
        why, pays = _race(transformer, model, folder, _save_eight_bits(folder, eight_bits, examples))
        if pays:
            for file in eight_bits.iterdir():
                file.replace(folder / file.name)
        shutil.rmtree(eight_bits)
        return why
    except Exception as error:  # what can't be converted says so in many ways
        return f"{type(error).__name__}: {error}"


def _save_eight_bits(exact: Path, folder: Path, examples: Iterable[dict[str, Any]]) -> Path | None:
    """The `folder` into which the form in `exact` was written with layers in 8 bits; None where none can be."""
    from indexer.openvino_embedder import MODEL
    from indexer.quantising import save_quantised

    try:
        return folder if save_quantised(exact / MODEL, folder / MODEL, examples) else None
    except Exception as error:  # like the above; the form that there is remains
        _log.warning("No layers in 8 bits: %s: %s", type(error).__name__, error)
        return None


def _differs(transformer: Any, model: Path, folder: Path) -> str:
    """Why the form in `folder` is no good in place of `transformer`, which computes in float32; empty where it is."""
    from indexer.openvino_embedder import CompiledEmbedder
    from indexer.torch_embedder import probe_texts

    made = CompiledEmbedder(model, folder)
    for tokens in (1, 10, 100, 2 * int(transformer.max_seq_length or 512)):
        texts = probe_texts(tokens)
        for encode, embed in (
            (transformer.encode_document, made.embed_documents),
            (transformer.encode_query, made.embed_queries),
        ):
            if (least := float(np.min(_cosines(encode, embed, texts)))) < AGREES_FROM:
                return f"its vectors point elsewhere (cosine {least:.4f})"
    return ""


def _race(transformer: Any, model: Path, folder: Path, eight_bits: Path | None) -> tuple[str, bool]:
    """Why the form in `folder` is not to be used, empty where it is; and whether its form in `eight_bits` shall take
    its place. The speed of the one to be used is noted in `folder`, and its best number of threads."""
    from indexer.openvino_embedder import CompiledEmbedder
    from indexer.torch_embedder import PAYS_FROM, probe_texts

    half = int(transformer.max_seq_length or 512) // 2
    texts = [*probe_texts(half), *probe_texts(half, _OTHER_TEXT)]  # 5 and 2.6 characters a token
    made = CompiledEmbedder(model, folder)
    works: list[Callable[[], object]] = [
        lambda: transformer.encode_document(texts),
        lambda: made.embed_documents(texts),
    ]
    if eight_bits is not None:
        quantised = CompiledEmbedder(model, eight_bits)
        others = [text for tokens in _OTHER_EXAMPLES for text in probe_texts(tokens, _OTHER_TEXT)]
        cosines = _cosines(transformer.encode_document, quantised.embed_documents, others)
        if np.mean(cosines) >= _EIGHT_BITS_AGREE[0] and np.min(cosines) >= _EIGHT_BITS_AGREE[1]:
            works.append(lambda: quantised.embed_documents(texts))
    taken = _in_turns(works)
    best = [min(seconds) for seconds in taken]
    pays = len(best) > 2 and best[1] >= PAYS_FROM * best[2]
    chosen = 2 if pays else 1
    if best[0] < _LEAST_SPEED * best[chosen]:
        return f"it takes {best[chosen] / best[0]:.2f} times as long as PyTorch", False
    (folder / _SPEED).write_text(f"{sum(map(len, texts)) / statistics.median(taken[chosen]):.0f}", "utf-8")
    form = eight_bits if pays and eight_bits is not None else folder
    if best_count := _best_count(_thread_counts(), lambda count: CompiledEmbedder(model, form, lambda: count), texts):
        (folder / _THREADS).write_text(str(best_count), "utf-8")
    return "", pays


def _thread_counts() -> list[int]:
    """Those that may be best: one a core, or as many as the cores run at once."""
    return sorted({psutil.cpu_count(logical=False) or 1, psutil.cpu_count() or 1})


def _best_count(counts: list[int], make: Callable[[int], Embedder], texts: list[str]) -> int:
    """The number of threads on which the embedder that `make` gives for it is fastest; 0 where there is no choice."""
    if len(counts) < 2:
        return 0
    taken = _in_turns([partial(make(count).embed_documents, texts) for count in counts])
    seconds = [min(times) for times in taken]
    return counts[seconds.index(min(seconds))]


def _cosines(encode: Callable[..., Any], embed: Callable[[list[str]], Any], texts: list[str]) -> Any:
    """[texts]; `encode` gives vectors that need not be of unit length."""
    exact = np.asarray(encode(texts, show_progress_bar=False), np.float32)
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    return np.sum(exact * embed(texts), axis=1)


def _in_turns(works: list[Callable[[], object]]) -> list[list[float]]:
    """The seconds of each, five times; what comes first, and prepares itself, does not count."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(6):
        for work, seconds in zip(works, taken, strict=True):
            began = time.perf_counter()
            work()
            if turn:
                seconds.append(time.perf_counter() - began)
    return taken


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)  # threads of PyTorch may still run; all is written
