"""How fast the embedder is here, as OpenVINO and as PyTorch run it: loading, chunks a second, a query, a query while
documents are embedded, memory; then against `SentenceTransformer.encode` in float32 with its default settings, called
once a file, as most programs do. Both embed the same texts, in turns. Prints one JSON object.

    python -m tests.bench.bench_embedding --model MODEL_FOLDER [--threads N] [--only-plain]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import psutil

from indexer.chunking import Chunker, embedded_text
from indexer.compiling import compiled
from indexer.config import Settings, models_folder
from indexer.embedder_loader import EmbedderLoader
from indexer.embedding import BATCH_SECONDS, Embedder, embedder_id, tokenizer_file
from indexer.torch_embedder import TransformerEmbedder
from indexer.types import Extracted, Page

PASSAGE = """The tenant pays the rent by the third working day of each month into the account that the landlord names.
    What heating and water cost is settled once a year against the advance payments; the landlord sends the bill
    within twelve months after the end of the year, and lets the tenant see the receipts. """
CHUNKS, QUERIES = 48, 20
FILES, TURNS = 16, 3
SIZES = ((64, 16), (256, 16), (256, 64), (256, 256))  # chunks sorted by length, chunks a call
WORDS = ("harbour", "ledger", "storm", "clerk", "evening", "barrel", "keeper", "winter", "rope", "of the", "and in")


def chunk(number: int) -> str:
    return f"Section {number}. " + PASSAGE * 3


def milliseconds(values: list[float]) -> dict[str, float]:
    return {"median": round(1000 * float(np.median(values)), 1), "worst": round(1000 * max(values), 1)}


def load(model: Path, threads: int, runner: str, folder: Path) -> Embedder:
    """What the service would load ("service"), or PyTorch's, in the number type that it finds best or in float32."""
    if runner == "service":
        return EmbedderLoader(lambda: model, folder, lambda: threads, lambda *_: None).load(model)
    embedder = TransformerEmbedder(model, lambda: threads, folder)
    if runner == "float32" != embedder.precision:
        verdicts = folder / "precision.json"
        verdicts.write_text(json.dumps(dict.fromkeys(json.loads(verdicts.read_text()), runner)))
        embedder = TransformerEmbedder(model, lambda: threads, folder)
    return embedder


def measure(model: Path, threads: int, runner: str) -> dict[str, object]:
    compiled(model)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        embedder = load(model, threads, runner, Path(folder))
        loaded = time.perf_counter() - began
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
        "run_by": run_by(embedder),
        "load_seconds": round(loaded, 2),
        "chunks_per_second": round(per_second, 1),
        "tokens_per_second": round(embedder.tokens_per_second),
        "query_ms": milliseconds(idle),
        "query_ms_while_indexing": milliseconds(busy),
        "rss_mb": psutil.Process().memory_info().rss >> 20,
    }


def files(model: Path) -> list[list[str]]:
    """The chunks of each of some files of unlike lengths, as the embedder reads them."""
    chosen = random.Random(1)
    chunker = Chunker(tokenizer_file(model))
    found = []
    for number in range(FILES):
        sentences = [" ".join(chosen.choices(WORDS, k=chosen.randint(4, 30))) for _ in range(chosen.randint(4, 120))]
        page = Page(None, None, "".join(f"{sentence.capitalize()}.\n" for sentence in sentences))
        document = Extracted(f"File {number}", "", "", "text", (page,), "text/1")
        found.append([embedded_text(document.title, made.heading, made.text) for made in chunker.chunk(document)])
    return found


def against_plain(model: Path, threads: int) -> dict[str, object]:
    from sentence_transformers import SentenceTransformer

    by_file = files(model)
    texts = [text for made in by_file for text in made]
    with tempfile.TemporaryDirectory() as folder:
        embedder = load(model, threads, "service", Path(folder))
    plain = SentenceTransformer(str(model), device="cpu", local_files_only=True)

    def encode_files() -> None:
        for made in by_file:
            plain.encode(made, show_progress_bar=False)

    def embed(block: int, size: int) -> None:
        for start in range(0, len(texts), block):
            ordered = sorted(texts[start : start + block], key=len)
            for first in range(0, len(ordered), size):
                embedder.embed_documents(ordered[first : first + size])

    seconds: dict[str, list[float]] = {}
    for turn in range(TURNS + 1):
        for name, work in [("plain", encode_files)] + [
            (f"{block}/{size}", lambda block=block, size=size: embed(block, size)) for block, size in SIZES
        ]:
            began = time.perf_counter()
            work()
            if turn:  # the first warms up
                seconds.setdefault(name, []).append(time.perf_counter() - began)
    medians = {name: float(np.median(values)) for name, values in seconds.items()}
    return {
        "chunks": len(texts),
        "run_by": run_by(embedder),
        "chunks_per_second": {name: round(len(texts) / value, 1) for name, value in medians.items()},
        "times_plain": {
            name: round(float(np.median(np.divide(seconds["plain"], values))), 2) for name, values in seconds.items()
        },
    }


def run_by(embedder: Embedder) -> str:
    return f"PyTorch, {embedder.precision}" if isinstance(embedder, TransformerEmbedder) else "OpenVINO"


def timed(embedder: Embedder, number: int) -> float:
    began = time.perf_counter()
    embedder.embed_query(f"When does the tenant pay rent number {number}?")
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed and memory of the embedder.")
    parser.add_argument("--model", type=Path, default=models_folder(Settings()) / Settings().embedder)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--only-plain", action="store_true", help="only the comparison with the plain way")
    chosen = parser.parse_args()
    found: dict[str, object] = {"embedder": embedder_id(chosen.model), "threads": chosen.threads}
    for runner in () if chosen.only_plain else ("service", "torch", "float32"):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            found[runner] = process.submit(measure, chosen.model, chosen.threads, runner).result()
    found["against_plain"] = against_plain(chosen.model, chosen.threads)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
