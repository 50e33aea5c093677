"""Texts to unit vectors: what an embedder promises, and what all of them share.

One model call runs at a time, in small batches, and whoever is urgent (a person's query) goes before the next batch of
documents. The models themselves run in `openvino_embedder` and `torch_embedder`.
"""

from __future__ import annotations

import hashlib
import math
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from indexer.errors import ErrorCode, KnownError, known
from indexer.machine import give_back_memory

Vector = npt.NDArray[np.float32]
Batch = tuple[list[int], Vector]  # which of the texts, and their unit vectors [rows, dimension]

BATCH_SECONDS = 0.2  # about how long a query may have to wait for the batch that runs
AGREES_FROM = 0.999  # cosine, from which a cheaper computation points where float32 points
WIDTH_STEP = 8  # tokens, to a multiple of which a batch may be filled up
_START_TOKENS_A_SECOND = 3_000.0
_TELLING_TOKENS = 256  # a smaller batch measures what a call costs, not the speed
_SAMPLE_BYTES = 1 << 16
_BATCHES_A_TRIM = 4


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

    def document_batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        """The same, never urgent, batch by batch as they are made, so that a caller can end it between two. The more
        texts there are to choose from, the less a batch is filled up."""

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


class BatchingEmbedder(ABC):
    """Implements `Embedder` for the model in a folder over `_encode`. Who loads it calls `_opened` then. Raises
    KnownError(MODEL_MISSING)."""

    dimension: int
    longest: int  # tokens that the model reads of a text
    _tokenizer: Tokenizer  # cuts texts at these and fills nothing up

    def __init__(self, model: Path) -> None:
        self.tokenizer_path = tokenizer_file(model)
        self.id = embedder_id(model)
        self._folder = model
        self._gate = PriorityGate()
        self._speed = _START_TOKENS_A_SECOND
        self._batches_made = 0  # of documents, since freed memory was given back

    def _opened(self, dimension: int, longest: int) -> None:
        """The model is loaded, and these are its measures. What a broken tokenizer raises is passed on."""
        self.dimension, self.longest = dimension, longest
        self._tokenizer = Tokenizer.from_file(str(self.tokenizer_path))
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.no_padding()

    @abstractmethod
    def _encode(self, texts: list[str], *, queries: bool) -> Any:
        """Vectors [len(texts), dimension] of any length but 0. What it raises is explained by `load_error`."""

    @property
    def tokens_per_second(self) -> float:
        return self._speed

    def embed_documents(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        return self._together(len(texts), self._batches(texts, urgent, queries=False))

    def document_batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        return self._batches(texts, urgent=False, queries=False)

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        return self._together(len(texts), self._batches(texts, urgent=True, queries=True))

    def embed_query(self, text: str) -> Vector:
        return np.asarray(self.embed_queries([text])[0], np.float32)

    def _together(self, number: int, batches: Iterable[Batch]) -> Vector:
        vectors = np.empty((number, self.dimension), np.float32)
        for rows, found in batches:
            vectors[rows] = found
        return vectors

    def _batches(self, texts: Sequence[str], urgent: bool, *, queries: bool) -> Iterator[Batch]:
        encodable = [text.encode("utf-8", "replace").decode() for text in texts]  # no half surrogate pairs
        tokens = [len(encoding) for encoding in self._tokenizer.encode_batch_fast(encodable)]
        # Texts of one length share a batch, because a batch is filled up to its longest: by characters, which say
        # little of tokens, a quarter of the work went into that. Longest first: what does not fit into memory fails
        # at once.
        waiting = sorted(range(len(texts)), key=lambda row: tokens[row], reverse=True)
        while waiting:
            width = -(-max(1, tokens[waiting[0]]) // WIDTH_STEP) * WIDTH_STEP
            size = max(1, int(_steady(self._speed * BATCH_SECONDS) / width))
            rows, waiting = waiting[:size], waiting[size:]
            with self._gate.enter(urgent):
                began = time.perf_counter()
                vectors = self._unit_vectors([encodable[row] for row in rows], queries=queries)
                seconds = time.perf_counter() - began
            work = len(rows) * tokens[rows[0]]
            if work >= _TELLING_TOKENS:
                self._speed = 0.8 * self._speed + 0.2 * work / max(seconds, 1e-4)
            self._batches_made += not urgent
            if self._batches_made >= _BATCHES_A_TRIM:
                # Each length of text needs blocks of another size, between which the freed ones lie idle: without
                # this the process grew by 200 MB within two thousand texts. It takes 5 ms, a batch a hundred.
                self._batches_made = 0
                give_back_memory()
            yield rows, vectors

    def _unit_vectors(self, texts: list[str], *, queries: bool) -> Vector:
        try:
            raw = self._encode(texts, queries=queries)
        except (RuntimeError, MemoryError) as error:
            raise load_error(self._folder, error) from error
        vectors = np.asarray(raw, np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # bfloat16 leaves them up to 0.2 % off 1
        if not np.isfinite(lengths).all() or not lengths.all():
            raise _damaged(self._folder, "the model answers with vectors that are not numbers")
        return np.asarray(vectors / lengths, np.float32)


def _steady(tokens: float) -> float:
    """Rounded to one of two values an octave. A speed that is measured anew each time would make batches of one length
    differ in size, and what runs them prepares itself for each shape that it hasn't seen."""
    return float(2 ** (round(2 * math.log2(max(1.0, tokens))) / 2))


def load_error(model: Path, error: BaseException) -> KnownError:
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
