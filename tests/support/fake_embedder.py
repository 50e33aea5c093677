"""An `Embedder` without a model: a text's vector is the sum of fixed random directions of its word stems, the longer
words more, so that texts that share words are near each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from indexer.embedding import Batch, Vector
from indexer.query import fold_words, stem


class FakeEmbedder:
    def __init__(self, dimension: int = 256) -> None:
        self.id = f"fake-{dimension}"
        self.dimension = dimension
        self.tokens_per_second = 1e6
        self.tokenizer_path = Path("no-tokenizer")
        self.calls: list[tuple[str, int]] = []

    def embed_documents(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        self.calls.append(("urgent" if urgent else "documents", len(texts)))
        return np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), self.dimension)

    def document_batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Four at a time, the longest first."""
        waiting = sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True)
        for start in range(0, len(waiting), 4):
            rows = waiting[start : start + 4]
            yield rows, self.embed_documents([texts[row] for row in rows])

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        self.calls.append(("query", len(texts)))
        return np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), self.dimension)

    def embed_query(self, text: str) -> Vector:
        return np.asarray(self.embed_queries([text])[0], np.float32)

    def _vector(self, text: str) -> Vector:
        total = self._direction("")
        for word in fold_words(text):
            total = total + min(len(word), 6) * self._direction(stem(word))
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def _direction(self, word: str) -> Vector:
        return _direction(word, self.dimension)


@lru_cache(maxsize=10_000)
def _direction(word: str, dimension: int) -> Vector:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
