"""Texts to unit vectors: the only module that imports torch and sentence-transformers, and only when a
`TransformerEmbedder` is made, because that takes seconds and 300 MB.

A model is a local folder; nothing is fetched. One model call runs at a time, in small batches, and whoever is
urgent (a person's query) goes before the next batch of documents.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import platform
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from indexer.errors import ErrorCode, KnownError, known
from indexer.machine import give_back_memory

Vector = npt.NDArray[np.float32]

BATCH_SECONDS = 0.2  # about how long a query may have to wait for the batch that runs
PROBE_SECONDS = 1.0
PAYS_FROM = 1.15  # bfloat16 must be this much faster …
AGREES_FROM = 0.999  # … and point where float32 points (cosine)
_BYTES_A_TOKEN = 3.0  # UTF-8; English 4.3, Chinese 3, source code and tables 2
_START_TOKENS_A_SECOND = 3_000.0
_TELLING_TOKENS = 256  # a smaller batch measures what a call costs, not the speed
_SAMPLE_BYTES = 1 << 16


class Embedder(Protocol):
    """`id` names model and weights, for the vector store; `tokens_per_second` is its measured speed, roughly;
    `tokenizer_path` the `tokenizer.json` that counts its tokens. Thread-safe."""

    @property
    def id(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def tokens_per_second(self) -> float: ...
    @property
    def tokenizer_path(self) -> Path: ...

    def embed_documents(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        """Unit vectors [len(texts), dimension]. Longer texts are cut at the model's limit. With `urgent` it goes
        before what isn't, for the few sentences that a person waits for. Raises KnownError: MODEL_DAMAGED,
        NOT_ENOUGH_MEMORY."""

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        """Unit vectors [len(texts), dimension] of questions; always urgent."""

    def embed_query(self, text: str) -> Vector:
        """Unit vector [dimension] of one question; always urgent."""


def tokenizer_file(model: Path) -> Path:
    """The tokenizer of the model in this folder. Raises KnownError(MODEL_MISSING)."""
    path = model / "tokenizer.json"
    if not path.is_file():
        raise _missing(model)
    return path


def embedder_id(model: Path) -> str:
    """The folder's name and 8 hex digits that change when its files do: configuration whole, weights by size and
    samples of both ends, so that it takes no time. Known before the model loads. Raises KnownError(MODEL_MISSING).
    """
    if not model.is_dir():
        raise _missing(model)
    digest = hashlib.sha256()
    try:
        for path in sorted(model.rglob("*")):
            if path.suffix == ".json" and path.name != "data_config.json":
                digest.update(path.read_bytes())
            elif path.suffix in (".safetensors", ".bin"):
                with path.open("rb") as file:
                    size = file.seek(0, os.SEEK_END)
                    digest.update(size.to_bytes(8))
                    for start in (0, max(0, size - _SAMPLE_BYTES)):
                        file.seek(start)
                        digest.update(file.read(_SAMPLE_BYTES))
    except OSError as error:
        raise _missing(model, str(error)) from error
    return f"{model.name.lower()}-{digest.hexdigest()[:8]}"


class PriorityGate:
    """One at a time; who is urgent enters before who isn't, however long that one has waited."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = False
        self.urgent_waiting = 0

    @contextmanager
    def enter(self, urgent: bool) -> Iterator[None]:
        with self._changed:
            if urgent:
                self.urgent_waiting += 1
                self._changed.wait_for(lambda: not self._busy)
                self.urgent_waiting -= 1
            else:
                self._changed.wait_for(lambda: not self._busy and not self.urgent_waiting)
            self._busy = True
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()


class TransformerEmbedder:
    """The sentence-transformers model in folder `model`, on as many threads as `threads` says at the time (0: one a
    core). A file in `cache_folder` remembers whether bfloat16 pays on this processor; None asks the probe each time.

    Raises KnownError: MODEL_MISSING, MODEL_DAMAGED, NOT_ENOUGH_MEMORY.
    """

    def __init__(self, model: Path, threads: Callable[[], int] = lambda: 0, cache_folder: Path | None = None) -> None:
        self.tokenizer_path = tokenizer_file(model)
        self.id = embedder_id(model)
        self._folder = model
        self._gate = PriorityGate()
        self._speed = _START_TOKENS_A_SECOND
        self._threads = threads
        self._torch, self._model = _load(model)
        self.dimension = int(self._model.get_embedding_dimension())
        self._longest = int(self._model.max_seq_length or 512)
        self.precision = self._choose_precision(cache_folder / "precision.json" if cache_folder else None)

    @property
    def tokens_per_second(self) -> float:
        return self._speed

    def embed_documents(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        return self._embed(self._model.encode_document, texts, urgent)

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        return self._embed(self._model.encode_query, texts, urgent=True)

    def embed_query(self, text: str) -> Vector:
        return np.asarray(self.embed_queries([text])[0], np.float32)

    def _embed(self, encode: Any, texts: Sequence[str], urgent: bool) -> Vector:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        tokens = [self._tokens(text) for text in texts]
        # Texts of one length share a batch, because a batch is padded to its longest. Longest first: what does not
        # fit into memory fails at once.
        waiting = sorted(range(len(texts)), key=lambda row: tokens[row], reverse=True)
        while waiting:
            size = max(1, int(self._speed * BATCH_SECONDS / tokens[waiting[0]]))
            rows, waiting = waiting[:size], waiting[size:]
            with self._gate.enter(urgent):
                began = time.perf_counter()
                vectors[rows] = self._encode(encode, [texts[row] for row in rows])
                seconds = time.perf_counter() - began
            work = len(rows) * tokens[rows[0]]
            if work >= _TELLING_TOKENS:
                self._speed = 0.8 * self._speed + 0.2 * work / max(seconds, 1e-4)
        if not urgent:
            # Each length of text needs blocks of another size, between which the freed ones lie idle: without this
            # the process grew by 200 MB within two thousand texts. It takes 5 ms, a batch some hundred or more.
            give_back_memory()
        return vectors

    def _tokens(self, text: str) -> int:
        """About how many tokens the model will see of `text`."""
        return min(self._longest, 2 + int(len(text.encode("utf-8", "replace")) / _BYTES_A_TOKEN))

    def _encode(self, encode: Any, texts: list[str]) -> Vector:
        threads = self._threads() or os.cpu_count() or 1
        if self._torch.get_num_threads() != threads:  # each thread of Python has a number of its own
            self._torch.set_num_threads(threads)
        encodable = [text.encode("utf-8", "replace").decode() for text in texts]  # no half surrogate pairs
        try:
            raw = encode(encodable, batch_size=len(texts), show_progress_bar=False, convert_to_numpy=True)
        except (RuntimeError, MemoryError) as error:
            raise _load_error(self._folder, error) from error
        vectors = np.asarray(raw, np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # bfloat16 leaves them up to 0.2 % off 1
        if not np.isfinite(lengths).all() or not lengths.all():
            raise _damaged(self._folder, "the model answers with vectors that are not numbers")
        return np.asarray(vectors / lengths, np.float32)

    def _choose_precision(self, verdicts: Path | None) -> str:
        torch = self._torch
        key = f"{_processor()} | {torch.backends.cpu.get_cpu_capability()} | torch {torch.__version__} | {self.id}"
        verdict = _read_verdict(verdicts, key)
        if verdict == "float32":
            return verdict
        exact = self._model
        self._model = copy.deepcopy(exact).to(torch.bfloat16)
        if verdict is None:
            verdict = "bfloat16" if self._pays(exact, self._model) else "float32"
            _write_verdict(verdicts, key, verdict)
        if verdict == "float32":
            self._model = exact
        return verdict

    def _pays(self, exact: Any, candidate: Any) -> bool:
        """Embed four texts of half the greatest length with both, in turns, for about a second."""
        length = int(self._longest / 2 * _BYTES_A_TOKEN)
        texts = [(_PROBE_TEXT[start:] + _PROBE_TEXT * 9)[:length] for start in (0, 50, 100, 150)]
        best: dict[int, float] = {}
        vectors: dict[int, Vector] = {}
        until = time.perf_counter() + PROBE_SECONDS
        turn = 0
        while turn < 4 or time.perf_counter() < until:  # the first turn of each warms up
            which = turn % 2
            began = time.perf_counter()
            vectors[which] = self._encode((exact, candidate)[which].encode_document, texts)
            seconds = time.perf_counter() - began
            if turn >= 2:
                best[which] = min(best.get(which, seconds), seconds)
            elif seconds > PROBE_SECONDS and which == 1:
                return False  # emulated: many times slower, no need to look twice
            turn += 1
        agreement = float(np.min(np.sum(vectors[0] * vectors[1], axis=1)))
        return best[0] >= PAYS_FROM * best[1] and agreement >= AGREES_FROM


_PROBE_TEXT = """A contract between two parties states what each of them owes the other and until when it must be
paid. The weather over the northern sea decides how many boats leave the harbour before dawn, and the old library
keeps letters that nobody has read since they were written in a careful hand. """


def _load(model: Path) -> tuple[Any, Any]:
    """torch and the model in float32. No warning, progress bar or line on stdout comes out of it."""
    # GNU OpenMP reads it when torch loads it. By default its threads spin while they wait for each other, which on a
    # busy machine costs ten times the work itself (measured: 1 chunk a second against 9).
    os.environ.setdefault("GOMP_SPINCOUNT", "300")
    # oneDNN keeps something for each shape of a product in bfloat16, and texts have hundreds of lengths: with the 1,024
    # that it keeps by default, the process grew by 250 MB within a thousand texts, and on.
    for kept in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        os.environ.setdefault(kept, "64")
    os.environ.update(
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        TRANSFORMERS_VERBOSITY="error",
        TOKENIZERS_PARALLELISM="false",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            loaded = SentenceTransformer(str(model), device="cpu", local_files_only=True, trust_remote_code=False)
        except Exception as error:  # what a broken file raises depends on where it is broken, and has no common base
            raise _load_error(model, error) from error
    return torch, loaded.to(torch.float32).eval()


def _load_error(model: Path, error: BaseException) -> KnownError:
    if isinstance(error, MemoryError) or "alloc" in str(error).lower():
        return known(
            ErrorCode.NOT_ENOUGH_MEMORY,
            f"There is not enough free memory for the embedding model {model.name}.",
            "Close other programs and try again; keyword search works without it.",
            retryable=True,
            detail=str(error),
        )
    return _damaged(model, f"{type(error).__name__}: {error}")


def _missing(model: Path, detail: str = "") -> KnownError:
    return known(
        ErrorCode.MODEL_MISSING,
        f"The embedding model {model.name} is not there ({model}).",
        f"Fetch it with: footnote models get {model.name}",
        retryable=True,
        detail=detail,
    )


def _damaged(model: Path, detail: str) -> KnownError:
    return known(
        ErrorCode.MODEL_DAMAGED,
        f"The embedding model {model.name} can't be used; its files in {model} are incomplete or damaged.",
        f"Fetch it again with: footnote models get {model.name}",
        retryable=True,
        detail=detail,
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _read_verdict(verdicts: Path | None, key: str) -> str | None:
    """A file that can't be read says nothing: the probe costs a second."""
    try:
        found = json.loads(verdicts.read_text("utf-8"))[key] if verdicts else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found in ("float32", "bfloat16") else None


def _write_verdict(verdicts: Path | None, key: str, verdict: str) -> None:
    if verdicts is None:
        return
    temporary = verdicts.with_suffix(".tmp")
    try:
        temporary.write_text(json.dumps({key: verdict}), "utf-8")
        temporary.replace(verdicts)
    except OSError:
        temporary.unlink(missing_ok=True)
