"""How fast the embedder is here: loading, chunks a second in float32 and bfloat16, a query, a query while documents
are embedded, memory. Prints one JSON object.

    python -m tests.bench.bench_embedding --model MODEL_FOLDER [--threads N]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import psutil

from indexer.config import Settings, models_folder
from indexer.embedding import BATCH_SECONDS, TransformerEmbedder, embedder_id

PASSAGE = """The tenant pays the rent by the third working day of each month into the account that the landlord names.
    What heating and water cost is settled once a year against the advance payments; the landlord sends the bill
    within twelve months after the end of the year, and lets the tenant see the receipts. """
CHUNKS, QUERIES = 48, 20


def chunk(number: int) -> str:
    return f"Section {number}. " + PASSAGE * 3


def milliseconds(values: list[float]) -> dict[str, float]:
    return {"median": round(1000 * float(np.median(values)), 1), "worst": round(1000 * max(values), 1)}


def measure(model: Path, threads: int, precision: str | None) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        embedder = TransformerEmbedder(model, threads, Path(folder))
        loaded = time.perf_counter() - began
        if precision not in (None, embedder.precision):
            verdicts = Path(folder) / "precision.json"
            verdicts.write_text(json.dumps(dict.fromkeys(json.loads(verdicts.read_text()), precision)))
            embedder = TransformerEmbedder(model, threads, Path(folder))
    texts = [chunk(n) for n in range(CHUNKS)]
    embedder.embed_documents(texts[:16])
    began = time.perf_counter()
    embedder.embed_documents(texts)
    per_second = CHUNKS / (time.perf_counter() - began)
    idle = [timed(embedder, n) for n in range(QUERIES)]
    stop = threading.Event()

    def index() -> None:
        while not stop.is_set():
            embedder.embed_documents(texts)

    worker = threading.Thread(target=index)
    worker.start()
    busy = []
    for number in range(QUERIES):
        time.sleep(BATCH_SECONDS / 3)  # so that a batch of documents gets in between
        busy.append(timed(embedder, number))
    stop.set()
    worker.join()
    return {
        "precision": embedder.precision,
        "load_seconds": round(loaded, 2),
        "chunks_per_second": round(per_second, 1),
        "tokens_per_second": round(embedder.tokens_per_second),
        "query_ms": milliseconds(idle),
        "query_ms_while_indexing": milliseconds(busy),
        "rss_mb": psutil.Process().memory_info().rss >> 20,
    }


def timed(embedder: TransformerEmbedder, number: int) -> float:
    began = time.perf_counter()
    embedder.embed_query(f"When does the tenant pay rent number {number}?")
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed and memory of the embedder.")
    parser.add_argument("--model", type=Path, default=models_folder(Settings()) / Settings().embedder)
    parser.add_argument("--threads", type=int, default=0)
    chosen = parser.parse_args()
    print(
        json.dumps(
            {
                "embedder": embedder_id(chosen.model),
                "threads": chosen.threads,
                "chosen": measure(chosen.model, chosen.threads, None),
                "float32": measure(chosen.model, chosen.threads, "float32"),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
