"""How long a hybrid search with evidence takes at some thousand chunks, part by part: the real catalogue, the real
LanceDB table and the real embedder, on text made of random words with the frequencies of a language (Zipf). Every
second question names a document and a year. Prints one JSON object.

    python -m tests.bench.bench_search [--chunks 5000] [--model MODEL_FOLDER] [--threads N]
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from indexer.catalog import Catalog, Fingerprint
from indexer.config import Settings, models_folder
from indexer.embedding import Vector
from indexer.inventory import Inventory
from indexer.moves import Plan, Target
from indexer.search import Searcher
from indexer.store import LanceStore
from indexer.torch_embedder import TransformerEmbedder
from indexer.types import ChunkSpan, Extracted, Page
from indexer.walk import Found

QUERIES = 40
VOCABULARY = 20_000
PAGES = 10  # of a document


class Stopwatch:
    """Wraps methods of an object and sums the time spent in them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def watch(self, target: Any, method: str, name: str) -> None:
        original: Callable[..., Any] = getattr(target, method)

        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return original(*arguments, **named)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began

        setattr(target, method, timed)


def invented_words(count: int, chance: np.random.Generator) -> list[str]:
    syllables = [c + v for c in "bdfghklmnprstvw" for v in "aeiou"]
    return ["".join(chance.choice(syllables, chance.integers(2, 5))) for _ in range(count)]


def invented_chunk(words: Sequence[str], chance: np.random.Generator) -> str:
    """About 170 words in sentences of 8 to 25."""
    sentences = []
    for _ in range(10):
        picked = (chance.zipf(1.2, int(chance.integers(8, 26))) - 1) % len(words)
        sentences.append(" ".join(words[index] for index in picked).capitalize() + ".")
    return " ".join(sentences)


def build(count: int, folder: Path, embedder: TransformerEmbedder) -> tuple[Catalog, LanceStore, list[str], float]:
    """Documents of PAGES pages with two chunks each; also the words that they are named by."""
    chance = np.random.default_rng(1)
    words = invented_words(VOCABULARY, chance)
    catalog = Catalog(folder / "catalog.db")
    catalog.add_root(Path("/d"), is_file=False, device="")
    targets = [
        Target(1, Found(f"/d/{words[-1 - number // 5]}_{2015 + number % 5}.pdf", "pdf", Fingerprint(1, 2, 3)))
        for number in range(math.ceil(count / (2 * PAGES)))
    ]
    Inventory(catalog).apply(Plan(added=targets))
    (root,) = catalog.roots()
    store = LanceStore(str(folder / "vectors"), embedder.id, embedder.dimension)
    added = 0.0
    for known in sorted(catalog.documents_of(root).values(), key=lambda known: known.id):
        pages, spans = [], []
        for page in range(1, PAGES + 1):
            texts = [invented_chunk(words, chance) for _ in range(2)]
            pages.append(Page(page, None, "\n".join(texts)))
            starts = (0, len(texts[0]) + 1)
            spans += [
                ChunkSpan(page, start, len(text), "", text, sha256(text.encode()).hexdigest())
                for start, text in zip(starts, texts, strict=True)
            ]
        catalog.store(known.id, "", "bench", Extracted("", "", "", "pdf", tuple(pages), "bench"), spans)
        ids = [chunk.chunk_id for chunk in catalog.chunks.waiting_of(known.id)]
        vectors: Vector = chance.normal(size=(len(ids), embedder.dimension)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        began = time.perf_counter()
        store.add(ids, [known.id] * len(ids), vectors)
        added += time.perf_counter() - began
    store.upkeep()
    return catalog, store, words, added


def summary(values: Collection[float]) -> dict[str, float]:
    return {
        name: round(1000 * float(np.percentile(list(values), at)), 1)
        for name, at in (("median", 50), ("p95", 95), ("worst", 100))
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of a hybrid search with evidence.")
    parser.add_argument("--chunks", type=int, default=5_000)
    parser.add_argument("--model", type=Path, default=models_folder(Settings()) / Settings().embedder)
    parser.add_argument("--threads", type=int, default=0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        embedder = TransformerEmbedder(chosen.model, lambda: chosen.threads)
        catalog, store, vocabulary, added = build(chosen.chunks, Path(folder), embedder)
        searcher = Searcher(catalog.keywords, catalog.chunks, catalog.names)
        searcher.use_vectors(embedder, store)
        watch = Stopwatch()
        for target, method, name in (
            (catalog.keywords, "search", "keywords"), (catalog.keywords, "rarity", "rarity"),
            (catalog.chunks, "hits", "rows"), (catalog.names, "find", "names"), (catalog.names, "names", "names"),
            (embedder, "embed_query", "query vector"), (store, "search", "vectors"), (store, "get", "other vectors"),
            (embedder, "embed_documents", "evidence vectors"),
        ):  # fmt: skip
            watch.watch(target, method, name)
        chance = np.random.default_rng(2)
        times, evidence_times, cpu_times = [], [], []
        for number in range(QUERIES + 5):
            words = invented_chunk(vocabulary, chance).split()
            query = "What is " + " ".join(words[int(at)] for at in chance.integers(len(words), size=6)) + "?"
            if number % 2:
                query += f" In the report of {vocabulary[-1 - number].capitalize()} for 2017."
            began = time.perf_counter()
            searcher.search(query, 10)
            without = time.perf_counter() - began
            if number == 5:
                watch.seconds.clear()
            began, cpu_began = time.perf_counter(), time.process_time()
            searcher.search(query, 10, 5)
            if number >= 5:
                times.append(time.perf_counter() - began)
                cpu_times.append(time.process_time() - cpu_began)
                evidence_times.append(max(0.0, times[-1] - without))
    parts = {name: round(1000 * spent / (2 * QUERIES), 1) for name, spent in watch.seconds.items()}
    parts["evidence vectors"] = round(2 * parts.get("evidence vectors", 0.0), 1)
    print(
        json.dumps(
            {
                "chunks": chosen.chunks,
                "precision": embedder.precision,
                "add_rows_per_second": round(chosen.chunks / added),
                "search_ms": summary(times),
                "cpu_ms": summary(cpu_times),  # tells more where other programs run beside
                "of_it_evidence_ms": summary(evidence_times),
                "mean_ms_by_part": parts,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
