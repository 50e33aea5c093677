"""Vectors for tests of a store: few numbers each, all of length one."""

from __future__ import annotations

import numpy as np

from indexer.store import Vector, VectorStore

DIMENSION = 16


def unit_vectors(count: int, seed: int = 0) -> Vector:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def filled(store: VectorStore, count: int = 60) -> Vector:
    """Chunks 0…count-1, six a document."""
    vectors = unit_vectors(count)
    store.add(range(count), [chunk // 6 for chunk in range(count)], vectors)
    return vectors
