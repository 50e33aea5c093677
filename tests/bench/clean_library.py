"""Whether a library equals one made from nothing of the same files: the same chunks, each with its vector."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.catalog import Catalog
from indexer.config import library_folder
from indexer.embedding import Vector
from indexer.store import LanceStore

# What half precision and another batch can change. In 8 bits that comes close: texts of `bench_kill` reached 0.9990.
_SAME_FROM = 0.999

Place = tuple[str, int, int, int, str, str]  # path, page, start, length, hash, text


@dataclass(frozen=True)
class Contents:
    """Everything a search could find: chunks with how often each is there, documents with their state, and a vector
    for each content. `faults` are what is wrong with the library by itself."""

    chunks: Counter[Place]
    documents: dict[str, str]
    vectors: dict[str, Vector]
    faults: tuple[str, ...]


def contents(home: Path, embedder_id: str) -> Contents:
    """With no service running."""
    catalog = Catalog(library_folder(home) / "catalog.db")
    store = LanceStore(str(library_folder(home) / "vectors.lance"), embedder_id, 384)
    try:
        with catalog.database.write() as connection:  # raises where the index is not sound
            connection.execute("INSERT INTO keywords (keywords) VALUES ('integrity-check')")
        with catalog.database.read() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM chunks")]
            documents = dict(connection.execute("SELECT path, state FROM documents").fetchall())
            (damage,) = connection.execute("PRAGMA integrity_check").fetchone()
        marked, stored = catalog.chunks.embedded_ids(), store.chunk_ids()
        rows = catalog.chunks.hits(ids)
        found = store.get(stored)
        faults = []
        if damage != "ok":
            faults.append(f"the catalogue is damaged: {damage}")
        if store.count() != len(stored):
            faults.append(f"{store.count() - len(stored)} vectors are there twice")
        if extra := stored - set(ids):
            faults.append(f"{len(extra)} vectors without a chunk")
        if lost := set(ids) - stored:
            faults.append(f"{len(lost)} chunks without a vector")
        if marked != set(ids):
            faults.append(f"{len(set(ids) - marked)} chunks not marked as embedded")
        by_hash: dict[str, Vector] = {}
        for chunk_id, row in rows.items():
            vector = found.get(chunk_id)
            if vector is not None and not same(by_hash.setdefault(row.content_hash, vector), vector):
                faults.append(f"chunk {chunk_id} has another vector than its twin")
        for word in ("topic", "paragraph"):
            hits = {hit for hit, *_ in catalog.keywords.search(word, len(ids) + 1)}
            if dangling := hits - set(ids):
                faults.append(f"{len(dangling)} keyword entries without a chunk")
        chunks = Counter(
            (row.path, row.page or 0, row.start, row.length, row.content_hash, row.text) for row in rows.values()
        )
        return Contents(chunks, documents, by_hash, tuple(faults))
    finally:
        catalog.close()


def cosine(one: Vector, other: Vector) -> float:
    return float(np.dot(one, other) / (np.linalg.norm(one) * np.linalg.norm(other)))


def same(one: Vector, other: Vector) -> bool:
    return cosine(one, other) >= _SAME_FROM


def differences(found: Contents, clean: Contents) -> list[str]:
    """Sentences; none when both are equal."""
    result = list(found.faults) + [f"clean library: {fault}" for fault in clean.faults]
    if missing := clean.chunks - found.chunks:
        result.append(f"{missing.total()} chunks missing, e.g. {next(iter(missing))[:4]}")
    if extra := found.chunks - clean.chunks:
        result.append(f"{extra.total()} chunks too many, e.g. {next(iter(extra))[:4]}")
    if found.documents != clean.documents:
        otherwise = {p: s for p, s in found.documents.items() if clean.documents.get(p) != s}
        result.append(f"documents stand otherwise: {dict(list(otherwise.items())[:3])} of {len(otherwise)}")
    if wrong := [key for key, vector in _shared(found, clean) if not same(vector, clean.vectors[key])]:
        least = min(cosine(found.vectors[key], clean.vectors[key]) for key in wrong)
        elsewhere = sum(_nearest(found.vectors[key], clean) != key for key in wrong)
        result.append(f"{len(wrong)} vectors differ, cosine {least:.4f} at least, {elsewhere} are another text's")
    return result


def alike(found: Contents, clean: Contents) -> str:
    """What both have, where they are equal."""
    least = min((cosine(vector, clean.vectors[key]) for key, vector in _shared(found, clean)), default=1.0)
    return f"equal: {len(found.documents)} documents, {found.chunks.total()} chunks, cosine {least:.4f} at least"


def _shared(found: Contents, clean: Contents) -> list[tuple[str, Vector]]:
    """The vectors found for contents that the clean library has, too."""
    return [(key, vector) for key, vector in found.vectors.items() if key in clean.vectors]


def _nearest(vector: Vector, clean: Contents) -> str:
    """Whose vector in the clean library is nearest."""
    return max(clean.vectors, key=lambda key: cosine(vector, clean.vectors[key]))
