"""Vectors in LanceDB: the only module that imports lancedb and pyarrow.

One table an embedder (`vectors-<slug>`), so that a change of embedder builds beside and never mixes. Everything
here is derived from the catalogue and can be rebuilt. LanceDB must have one writing process only: two of them
that merge the same keys lose the promise of one row a key, without an error. The library's lock sees to that.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
import time
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, cast

import lancedb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from lancedb.expr import col
from lancedb.index import BTree, IvfFlat, IvfRq

from indexer.errors import BugError, ErrorCode, Problem, known
from indexer.store_problems import explanation

Vector = npt.NDArray[np.float32]

FORMAT_VERSION = 1
INDEX_ROWS = 20_000  # below it brute force takes less than 30 ms on two cores
REFINE = 10  # times as many as are wanted come out of the index, to be ranked by their true distance
RETRAIN_GROWTH = 4  # partitions are √rows at training; beyond this growth they have become twice too large
PROBES = 20  # partitions searched at least; a narrow scope goes on until it has enough
OLD_VERSIONS = timedelta(minutes=10)  # a search still running on an older version must find its files
MANY_COMMITS = 20
FILTER_PARTS = 2_000  # of one filter expression; the parser of long ones is recursive
_PREFIX = "vectors-"


@dataclass(frozen=True)
class UpkeepReport:
    """What one `upkeep` left: rows, files of rows before and after, rows the vector index holds (0: none yet)."""

    rows: int
    files_before: int
    files_after: int
    indexed_rows: int
    seconds: float


class VectorStore(Protocol):
    """Chunk vectors of one embedder. Every method raises KnownError: LIBRARY_DAMAGED (rebuild it), DISK_FULL,
    NO_PERMISSION; a remote store that doesn't answer is UNREADABLE and retryable."""

    def add(self, chunk_ids: Sequence[int], document_ids: Sequence[int], vectors: Vector) -> None:
        """Write vectors [n, dimension] in one commit; a chunk that is there already is replaced. Refuses what is
        not finite or has no direction (BugError)."""

    def delete_chunks(self, chunk_ids: Collection[int]) -> None:
        """Unknown ids are no error."""

    def delete_documents(self, document_ids: Collection[int]) -> None:
        """Delete every chunk of these documents."""

    def get(self, chunk_ids: Collection[int]) -> dict[int, Vector]:
        """The vectors [dimension] of those chunks that have one, in half precision but as float32."""

    def search(self, vector: Vector, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        """The `k` chunks nearest to `vector` as (chunk id, cosine), best first, each once; only of
        `document_ids` unless None."""

    def count(self) -> int:
        """Chunks with a vector."""

    def chunk_ids(self) -> set[int]:
        """All of them, to reconcile with the catalogue."""

    def upkeep(self) -> UpkeepReport:
        """Merge small files, drop old versions, build or extend the index. For idle time."""

    def needs_upkeep(self) -> bool:
        """Whether `upkeep` would gain something."""

    def purge(self) -> None:
        """Let nothing of what was deleted remain in any file. Takes seconds for 100,000 chunks; searches beside it
        wait for milliseconds."""

    def drop_others(self) -> tuple[str, ...]:
        """Delete the tables of other embedders, once this one is complete; their names."""


class _Readers:
    """Any number of readers at once, or somebody alone, who waits for those who read and goes before who comes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reading = 0
        self._waiting = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting)
            self._reading += 1
        try:
            yield
        finally:
            with self._changed:
                self._reading -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._waiting += 1
            try:
                self._changed.wait_for(lambda: not self._reading)
                yield
            finally:
                self._waiting -= 1
                self._changed.notify_all()


def table_name(embedder_id: str) -> str:
    """`vectors-` and the id as a file name; an id that doesn't survive as it is gets a piece of its hash."""
    slug = re.sub(r"[^a-z0-9.]+", "-", embedder_id.lower()).strip("-.")[:60]
    if slug != embedder_id:
        slug += "-" + hashlib.sha256(embedder_id.encode()).hexdigest()[:8]
    return _PREFIX + slug


class LanceStore:
    """A `VectorStore` in the LanceDB database at `uri`: a local folder, or what LanceDB takes otherwise
    (`s3://`, `gs://`, `az://`, `db://`). `clock` gives seconds, for the age of old versions."""

    def __init__(
        self, uri: str, embedder_id: str, dimension: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._uri = uri
        self._dimension = dimension
        # A bit for each number (RaBitQ, which takes them by eight), refined with the vectors themselves: 99.9 % of the
        # nearest 150 and all of the nearest ten among 197,020, in 16 ms and 62 bytes a row. IVF_FLAT keeps the vectors
        # a second time: 86 ms, 770 bytes.
        self._index = IvfFlat if dimension % 8 else IvfRq
        self._clock = clock
        self._commits = 0
        self._cleanup_due: float | None = None
        self._readers = _Readers()
        self._name = table_name(embedder_id)
        self._schema = _schema(embedder_id, dimension)
        with self._explained():
            if "://" not in uri:
                Path(uri).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._database = lancedb.connect(uri)
            if self._name in self._tables():
                self._table = self._database.open_table(self._name)
            else:
                self._table = self._database.create_table(self._name, schema=self._schema)
            found = {key.decode(): value.decode() for key, value in (self._table.schema.metadata or {}).items()}
        self._refuse_foreign(found, embedder_id)

    @classmethod
    def rebuild(cls, uri: str, embedder_id: str, dimension: int) -> LanceStore:
        """An empty store in place of whatever is there for this embedder, readable or not."""
        name = table_name(embedder_id)
        if "://" in uri:
            lancedb.connect(uri).drop_table(name, ignore_missing=True)
        else:
            place = Path(uri) / f"{name}.lance"
            if place.is_file():
                place.unlink()
            elif place.exists():
                shutil.rmtree(place)
        return cls(uri, embedder_id, dimension)

    def add(self, chunk_ids: Sequence[int], document_ids: Sequence[int], vectors: Vector) -> None:
        if not len(chunk_ids):
            return
        rows = np.asarray(vectors, np.float32)
        self._check(rows, (len(chunk_ids), self._dimension))
        last = {chunk: row for row, chunk in enumerate(chunk_ids)}  # a merge refuses a key that comes twice
        keep = np.fromiter(last.values(), np.int64, len(last))
        flat = pa.array(rows[keep].astype(np.float16).ravel(), pa.float16())
        data = pa.table(
            {
                "chunk_id": np.asarray(chunk_ids, np.int64)[keep],
                "document_id": np.asarray(document_ids, np.int64)[keep],
                "vector": pa.FixedSizeListArray.from_arrays(flat, self._dimension),
            },
            schema=self._schema,
        )
        with self._explained():
            merge = self._table.merge_insert("chunk_id").when_matched_update_all().when_not_matched_insert_all()
            merge.execute(data)
        self._commits += 1

    def delete_chunks(self, chunk_ids: Collection[int]) -> None:
        self._delete("chunk_id", chunk_ids)

    def delete_documents(self, document_ids: Collection[int]) -> None:
        self._delete("document_id", document_ids)

    def get(self, chunk_ids: Collection[int]) -> dict[int, Vector]:
        found: dict[int, Vector] = {}
        with self._explained(), self._readers.reading():
            for where in _filters("chunk_id", chunk_ids):
                rows = self._table.search().where(where).select(["chunk_id", "vector"]).limit(None).to_arrow()
                values = rows["vector"].combine_chunks().values.to_numpy(zero_copy_only=False)
                matrix = values.astype(np.float32).reshape(-1, self._dimension)
                found.update(zip(rows["chunk_id"].to_pylist(), matrix, strict=True))
        return found

    def search(self, vector: Vector, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        if k < 1:
            return []
        query = np.asarray(vector, np.float32)
        self._check(query[None, :], (1, self._dimension))
        best: dict[int, float] = {}
        with self._explained(), self._readers.reading():
            for where in [None] if document_ids is None else _filters("document_id", document_ids):
                asked = self._table.search(query, vector_column_name="vector").distance_type("cosine")
                asked = asked.nprobes(PROBES).maximum_nprobes(0).refine_factor(REFINE)
                asked = asked.select(["chunk_id", "_distance"]).limit(k)
                if where is not None:
                    asked = asked.where(where, prefilter=True)
                rows = asked.to_arrow()
                for chunk, distance in zip(rows["chunk_id"].to_pylist(), rows["_distance"].to_pylist(), strict=True):
                    best.setdefault(chunk, min(1.0, 1.0 - distance))
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:k]

    def count(self) -> int:
        with self._explained(), self._readers.reading():
            return int(self._table.count_rows())

    def chunk_ids(self) -> set[int]:
        with self._explained(), self._readers.reading():
            rows = self._table.search().select(["chunk_id"]).limit(None).to_arrow()
            return set(rows["chunk_id"].to_pylist())

    def needs_upkeep(self) -> bool:
        if self._commits >= MANY_COMMITS or (self._cleanup_due is not None and self._clock() >= self._cleanup_due):
            return True
        with self._explained():
            if self._files() >= MANY_COMMITS:
                return True
            rows = int(self._table.count_rows())
            return rows >= INDEX_ROWS and rows >= RETRAIN_GROWTH * self._trained_rows()

    def upkeep(self) -> UpkeepReport:
        began = time.perf_counter()
        with self._explained():
            before = self._files()
            self._table.optimize(cleanup_older_than=OLD_VERSIONS)
            rows = int(self._table.count_rows())
            trained = self._trained_rows()
            if rows >= INDEX_ROWS and rows >= RETRAIN_GROWTH * trained:
                self._train(rows)
            indexed = sum(index.num_indexed_rows for index in self._table.list_indices() if index.columns == ["vector"])
            after = self._files()
        # The versions just replaced are too young to go: once more when they have aged, if anything was replaced.
        replaced = self._commits or before != after
        self._cleanup_due = self._clock() + OLD_VERSIONS.total_seconds() + 60 if replaced else None
        self._commits = 0
        return UpkeepReport(rows, before, after, indexed, time.perf_counter() - began)

    def purge(self) -> None:
        with self._explained():
            self._table.optimize(cleanup_older_than=OLD_VERSIONS)
            rows = int(self._table.count_rows())
            self._drop_indices()  # one keeps the vectors of rows that are gone
            if self._most_rows_in_files() > rows:  # merging leaves alone what has few deleted rows
                self._table.update(values_sql={"document_id": "document_id"})
            if rows >= INDEX_ROWS:
                self._train(rows)
            with self._readers.alone(), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it warns of others who use the table: there are none
                self._table.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)
        self._commits = 0
        self._cleanup_due = None

    def drop_others(self) -> tuple[str, ...]:
        """Delete the tables of other embedders, once this one is complete; their names."""
        with self._explained():
            others = tuple(name for name in self._tables() if name.startswith(_PREFIX) and name != self._name)
            for name in others:
                self._database.drop_table(name)
        return others

    def _tables(self) -> list[str]:
        names: list[str] = []
        token = None
        while True:
            page = self._database.list_tables(page_token=token)
            names += page.tables
            token = page.page_token
            if not token:
                return names

    def _files(self) -> int:
        statistics = cast("dict[str, Any]", self._table.stats())
        return int(statistics["fragment_stats"]["num_fragments"])

    def _most_rows_in_files(self) -> int:
        """No fewer than the rows and those that are only marked as deleted."""
        fragments = cast("dict[str, Any]", self._table.stats())["fragment_stats"]
        return int(fragments["num_fragments"]) * int(fragments["lengths"]["max"])

    def _trained_rows(self) -> int:
        """How many rows the vector index was trained on, which its name says; 0 without one, or with one of a kind
        that is not made any more."""
        kind = self._index.__name__
        indices = [one for one in self._table.list_indices() if (one.columns, one.index_type) == (["vector"], kind)]
        return max((int(one.name.rpartition("_")[2]) for one in indices), default=0)

    def _train(self, rows: int) -> None:
        self._drop_indices()
        self._table.create_index("vector", config=self._index(distance_type="cosine"), name=f"vector_{rows}")
        self._table.create_index("chunk_id", config=BTree())

    def _drop_indices(self) -> None:
        for index in self._table.list_indices():
            self._table.drop_index(index.name)

    def _delete(self, column: str, ids: Collection[int]) -> None:
        with self._explained():
            for where in _filters(column, ids):
                self._table.delete(where)
                self._commits += 1

    def _check(self, rows: Vector, shape: tuple[int, int]) -> None:
        if rows.shape != shape:
            raise _bug(f"vectors of shape {rows.shape} came where {shape} was expected")
        if not np.isfinite(rows).all() or not np.any(rows, axis=1).all():
            raise _bug("a vector holds NaN or infinity, or is all zeros")

    def _refuse_foreign(self, found: dict[str, str], embedder_id: str) -> None:
        if int(found.get("format", "0")) > FORMAT_VERSION:
            raise known(
                ErrorCode.NEWER_LIBRARY,
                f"The vectors in {self._uri} were written by a newer Footnote.",
                "Update Footnote.",
            )
        if (found.get("embedder"), found.get("dimension")) != (embedder_id, str(self._dimension)):
            raise known(
                ErrorCode.LIBRARY_DAMAGED,
                f"The vectors in {self._uri} do not belong to the embedding model {embedder_id}.",
                "They have to be built again; your documents are not affected.",
                detail=f"found {found}, wanted {embedder_id} with {self._dimension} dimensions",
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (RuntimeError, ValueError, OSError) as error:
            raise explanation(self._uri, error) from error


def _schema(embedder_id: str, dimension: int) -> Any:
    return pa.schema(
        [
            pa.field("chunk_id", pa.int64(), nullable=False),
            pa.field("document_id", pa.int64(), nullable=False),
            pa.field("vector", pa.list_(pa.float16(), dimension), nullable=False),
        ],
        metadata={"format": str(FORMAT_VERSION), "embedder": embedder_id, "dimension": str(dimension)},
    )


def _filters(column: str, ids: Collection[int]) -> Iterator[Any]:
    """Expressions that together let exactly `ids` through. Runs of ids, which the documents of a folder mostly
    are, become ranges; what remains is split, so that no expression grows without bound."""
    ordered = np.unique(np.fromiter((int(i) for i in ids), np.int64, len(ids)))
    if not ordered.size:
        return
    runs = [(int(run[0]), int(run[-1])) for run in np.split(ordered, np.flatnonzero(np.diff(ordered) > 1) + 1)]
    for first in range(0, len(runs), FILTER_PARTS):
        part = runs[first : first + FILTER_PARTS]
        where = col(column).isin([low for low, high in part if low == high])
        for low, high in part:
            if low != high:
                where = where | ((col(column) >= low) & (col(column) <= high))
        yield where


def _bug(reason: str) -> BugError:
    return BugError(
        Problem(
            ErrorCode.BUG,
            f"The vector store was given something wrong: {reason}.",
            "Please report this with the log of the indexer.",
        )
    )
