"""A `VectorStore` in memory: the same promises as LanceDB's, in a few lines of numpy."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from indexer.errors import BugError, ErrorCode, Problem
from indexer.store import UpkeepReport, Vector


class FakeStore:
    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self.rows: dict[int, tuple[int, Vector]] = {}
        self.commits = 0

    def add(self, chunk_ids: Sequence[int], document_ids: Sequence[int], vectors: Vector) -> None:
        if not len(chunk_ids):
            return
        self._check(vectors, (len(chunk_ids), self.dimension))
        halved = vectors.astype(np.float16).astype(np.float32)
        self.rows.update({c: (d, v) for c, d, v in zip(chunk_ids, document_ids, halved, strict=True)})
        self.commits += 1

    def delete_chunks(self, chunk_ids: Collection[int]) -> None:
        for chunk in chunk_ids:
            self.rows.pop(chunk, None)
        self.commits += 1

    def delete_documents(self, document_ids: Collection[int]) -> None:
        gone = set(document_ids)
        self.delete_chunks([chunk for chunk, (document, _) in self.rows.items() if document in gone])

    def get(self, chunk_ids: Collection[int]) -> dict[int, Vector]:
        return {chunk: self.rows[chunk][1] for chunk in chunk_ids if chunk in self.rows}

    def search(self, vector: Vector, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        self._check(vector[None, :], (1, self.dimension))
        found = [
            (chunk, float(row @ vector / (np.linalg.norm(row) * np.linalg.norm(vector))))
            for chunk, (document, row) in self.rows.items()
            if document_ids is None or document in document_ids
        ]
        return sorted(found, key=lambda item: (-item[1], item[0]))[: max(0, k)]

    def count(self) -> int:
        return len(self.rows)

    def chunk_ids(self) -> set[int]:
        return set(self.rows)

    def upkeep(self) -> UpkeepReport:
        self.commits = 0
        return UpkeepReport(len(self.rows), 1, 1, 0, 0.0)

    def purge(self) -> None:
        self.commits = 0

    def drop_others(self) -> tuple[str, ...]:
        return ()

    def needs_upkeep(self) -> bool:
        return self.commits >= 20

    def _check(self, rows: Vector, shape: tuple[int, int]) -> None:
        if rows.shape != shape or not np.isfinite(rows).all() or not np.any(rows, axis=1).all():
            raise BugError(Problem(ErrorCode.BUG, "The vector store was given something wrong.", "Report it."))
