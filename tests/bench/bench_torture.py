"""The 323 odd files of shared/eval/torture through the real service: crashes, hangs, files without a state, and the
expected strings of its manifest. Passwords of the manifest are given as a person would give them.

    python -m tests.bench.bench_torture [--data FOLDER] [--json FILE]
"""

from __future__ import annotations

import argparse
import collections
import json
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer import protocol as p
from indexer.client import IndexerClient
from indexer.normalise import searchable
from indexer.types import Document
from tests.bench.measure import EVAL, Table
from tests.support.live import live_library, synced

# What the manifest says of a file that need not give text.
_NEED_NOT = (
    "encrypted: report", "empty result", "OCR or empty", "detect as scanned", "clear error or partial", "text or OCR",
    "detect garbage", "low quality", "text if any", "or a warning", "see why",
)  # fmt: skip
_MISSED, _LIMIT = ("reader-died", "out-of-memory"), ("timeout",)


@dataclass(frozen=True)
class Found:
    """One file: where it stands, how much text it gave, which expected strings are missing in it."""

    path: str
    kind: str
    expect: str
    has_text: bool
    state: str
    problem: str
    message: str
    characters: int
    expected: int
    missing: tuple[str, ...]
    unverified_missing: tuple[str, ...]


def has_text(row: dict[str, Any]) -> bool:
    """Whether the manifest vouches for text in this file: by a string that is in it, by another program's count of
    its characters, or by what its origin expects."""
    if row.get("expected_strings") or row.get("poppler", {}).get("chars", 0) > 0:
        return True
    return row["kind"] not in ("png", "jpg", "tif", "tiff", "gif", "webp") and not (
        "poppler" in row or any(words in row["expect"] for words in _NEED_NOT)
    )


def squeezed(text: str) -> str:
    """For comparison: as the search sees it, case and white space apart."""
    return "".join(searchable(text).casefold().split())


def judge(row: dict[str, Any], document: Document | None, library: IndexerClient) -> Found:
    text = ""
    if document is not None and document.chunks:
        reply = library.text(document.id)
        text = "\n".join([document.title, *(f"{page.label or ''}\n{page.text}" for page in reply.pages)])
    seen = squeezed(text)
    expected = tuple(row.get("expected_strings", ()))
    missing = tuple(string for string in expected if squeezed(string) not in seen)
    unverified = tuple(s for s in row.get("expected_unverified", ()) if squeezed(s) not in seen)
    return Found(
        row["path"], row["kind"], row["expect"], has_text(row), document.state.value if document else "NO ROW",
        (document and document.problem_code) or "", document.problem_message if document else "", len(text),
        len(expected), missing, unverified,
    )  # fmt: skip


def all_documents(library: IndexerClient) -> list[Document]:
    return list(library.documents(p.ListDocuments(limit=5000)).documents)


def run(data: Path, base: Path) -> tuple[list[Found], float]:
    rows = [json.loads(line) for line in (data / "manifest.jsonl").read_text("utf-8").splitlines()]
    docs = base / "docs"
    for row in rows:
        (target := docs / row["path"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(data / row["path"], target)
    with live_library(base / "home") as library:
        library.add_folders([docs])
        began = time.monotonic()
        synced(library)
        seconds = time.monotonic() - began
        known = {document.path: document for document in all_documents(library)}
        for row in rows:
            document = known.get(str(docs / row["path"]))
            if document is not None and document.problem_code and row.get("password"):
                library.retry([document.id], password=row["password"])
        synced(library)
        known = {document.path: document for document in all_documents(library)}
        found = [judge(row, known.get(str(docs / row["path"])), library) for row in rows]
    return found, seconds


def main() -> int:
    """Returns 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=EVAL / "torture")
    parser.add_argument("--json", type=Path, help="write every file's result there, one JSON object a line")
    options = parser.parse_args()
    if not (options.data / "manifest.jsonl").is_file():
        print(f"There is no {options.data / 'manifest.jsonl'}: skipped.")
        return 0
    with tempfile.TemporaryDirectory() as base:
        found, seconds = run(options.data, Path(base))
    if options.json:
        options.json.write_text("".join(json.dumps(asdict(one)) + "\n" for one in found), "utf-8")
    return report(found, seconds)


def report(found: list[Found], seconds: float) -> int:
    states: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for one in found:
        states[one.kind][one.problem or one.state] += 1
    for kind, counts in sorted(states.items(), key=lambda item: -item[1].total()):
        print(f"{kind:9} {counts.total():4}  " + ", ".join(f"{name} {n}" for name, n in counts.most_common()))
    print()
    texts = [one for one in found if one.has_text]
    silent = [one for one in texts if not one.characters]
    lacking = [one for one in found if one.missing]
    strings = sum(one.expected for one in found)
    lost = sum(len(one.missing) for one in found)
    deaths = [one for one in found if one.problem in _MISSED]
    hangs = [one for one in found if one.problem in _LIMIT]
    stateless = [one for one in found if one.state in ("NO ROW", "pending", "keyword-ready")]
    table = Table()
    table.add("files, seconds for all", f"{len(found)}, {seconds:.1f} s")
    table.add("crashes: files that killed the reader", str(len(deaths)), "0", not deaths)
    table.add("hangs: files stopped by the clock", str(len(hangs)), "0", not hangs)
    table.add("files without a final state", str(len(stateless)), "0", not stateless)
    share = 1 - len(silent) / max(1, len(texts))
    table.add("of the files that have text, give it", f"{share:.1%} of {len(texts)}", "≥ 95 %", share >= 0.95)
    table.add("expected strings missing", f"{lost} of {strings} (in {len(lacking)} files)", "0, or explained below")
    doubtful = sum(len(one.unverified_missing) for one in found)
    table.add("unverified strings missing (not judged)", str(doubtful))
    for title, ones in (("crash", deaths), ("hang", hangs), ("no state", stateless), ("no text", silent)):
        for one in ones:
            print(f"{title}: {one.path}: {one.state} {one.problem}: {one.message} [expect: {one.expect}]")
    for one in lacking:
        print(f"missing: {one.path}: {one.state} {one.problem}: {list(one.missing)} {one.message}")
    return int(table.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
