"""Word recall of text recognition on scanned pages whose text is known: `make bench ARGS=ocr`.

The share of the words of the expected text (with their repetitions, case aside) that are found in the output. The
pages are not part of the project: `--data` names the folder of evaluation sets that holds `ocr/manifest.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import psutil

from indexer.extract import ocr
from indexer.extract.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
_MAX_BYTES = 1 << 30
_TARGETS = {"clean": 0.90, "degraded": 0.75}


@dataclass
class Tally:
    pages: int = 0
    words: int = 0
    found: int = 0
    seconds: float = 0.0


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def main() -> int:
    """Returns 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_ocr", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval", help="folder of the sets")
    folder = parser.parse_args().data / "ocr"
    manifest = folder / "manifest.jsonl"
    if not manifest.exists():
        print(f"{folder} is absent (see --data). Nothing was measured.")
        return 0
    if not ocr.is_installed():
        print("Text recognition is not installed (`make ocr`). Nothing was measured.")
        return 0
    tallies: dict[str, Tally] = defaultdict(Tally)
    most = 0
    with Sandbox.recognizing() as sandbox:
        for line in manifest.read_text("utf-8").splitlines():
            entry = json.loads(line)
            expected = words((folder / entry["text"]).read_text("utf-8"))
            started = time.perf_counter()
            pages = sandbox.read(folder / entry["path"], max_bytes=_MAX_BYTES).pages
            seconds = time.perf_counter() - started
            if sandbox.pid is not None:
                most = max(most, psutil.Process(sandbox.pid).memory_info().rss)
            found = (expected & words(" ".join(page.text for page in pages))).total()
            quality = "clean" if entry["mode"].startswith("clean") else "degraded"
            for group in (quality, f"mode {entry['mode']}", f"language {entry['lang']}"):
                tally = tallies[group]
                tally.pages += len(pages)
                tally.words += expected.total()
                tally.found += found
                tally.seconds += seconds
    for group, tally in sorted(tallies.items()):
        recall, pace = tally.found / tally.words, tally.seconds / tally.pages
        print(f"{group:16} {tally.pages:3} pages  word recall {recall:.3f}  {pace:.1f} s a page")
    print(f"memory of the reader {most / 1e6:,.0f} MB at most")
    missed = [name for name, target in _TARGETS.items() if tallies[name].found < target * tallies[name].words]
    for name in missed:
        print(f"{name}: below the target of {_TARGETS[name]:.2f}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
