"""Speed of every installed language model on this machine: `python tests/bench/bench_llm.py [name …]`.

Through the real process and client, so that what is measured is what a person waits for. Prints a table, and with
`--json` one object a line. `load` is the machine's load average a core before the run: above 0.2 others used it too.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from desktop_app.llm import protocol as m
from desktop_app.llm.client import LlmClient
from indexer.config import Settings, models_folder

CONTEXT = 4096
PASSAGE = "The library of the old town keeps 4,312 maps, drawn by hand between 1620 and 1755. A few show lost rivers. "
ROUNDS = 3


def installed(names: list[str]) -> dict[str, Path]:
    files = sorted(models_folder(Settings()).glob("*/*.gguf"))
    return {file.parent.name: file for file in files if not names or file.parent.name in names}


def bench(path: Path) -> dict[str, Any]:
    """Load time, prefill and decode speed (medians of `ROUNDS`), and an answer over 1,000 tokens, cold and warm."""
    load_average = os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory() as home:
        client = LlmClient(Path(home))
        try:
            began = time.perf_counter()
            client.load(path, CONTEXT)
            ready = time.perf_counter() - began
            measured = [client.measure(512) for _ in range(ROUNDS)]
            cold = first_token(client, "How many maps are there?")
            warm = first_token(client, "Who drew them?")
            memory = client.state().rss_bytes
            client.shutdown()
        finally:
            client.close()
    return {
        "model": path.parent.name,
        "start_seconds": round(ready, 2),
        "prefill": round(statistics.median(one.prefill for one in measured), 1),
        "decode": round(statistics.median(one.decode for one in measured), 1),
        "first_token_cold_seconds": round(cold, 2),
        "first_token_warm_seconds": round(warm, 2),
        "memory_mb": memory // 1_000_000,
        "load": round(load_average, 2),
    }


def first_token(client: LlmClient, question: str) -> float:
    """Seconds to the first token of an answer over about 1,000 tokens of passages, which come first."""
    messages = (m.Message("system", "Answer from the text."), m.Message("user", PASSAGE * 27 + "\n" + question))
    began = time.perf_counter()
    first = 0.0
    for event in client.generate(m.Generate(messages, max_tokens=4)):
        if isinstance(event, m.Prefilled):
            first = time.perf_counter() - began
    return first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="models by folder name; all installed ones by default")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    header = False
    for path in installed(options.names).values():
        row = bench(path)
        if options.json:
            print(json.dumps(row))
            continue
        if not header:
            print("  ".join(f"{name:>{max(len(name), 28 if name == 'model' else 0)}}" for name in row))
            header = True
        print("  ".join(f"{value!s:>{max(len(name), 28 if name == 'model' else 0)}}" for name, value in row.items()))


if __name__ == "__main__":
    main()
