"""A folder of real documents through the real service, beside Recoll (keywords; before and after) and the plain
pipeline (vectors; in turns with the service, which is paused meanwhile): speed, disk, memory, latency, and what a
second look, a rename and an edit cost.

    python -m tests.bench.bench_scale --files 1000
    python -m tests.bench.bench_scale --files 10000 --minutes 30     # vectors until then, the rest with keywords alone

Chunks are Footnote's for both: the plain pipeline is credited with the chunks that Footnote cuts from the files it
did. Disk per chunk: bytes of the library's folder, less the stored (packed) text, divided by chunks.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.compose import connect_library
from indexer import protocol as p
from indexer.catalog import Catalog
from indexer.client import IndexerClient
from indexer.config import library_folder
from indexer.embedding import embedder_id
from indexer.store import LanceStore
from indexer.types import Progress
from tests.bench import peers
from tests.bench.edits import measure_edits, write_large
from tests.bench.measure import Memory, Table, corpus, megabytes
from tests.support.live import EMBEDDER, eventually, live_library, service_pid

RENAMED = 1_000
OWN_TURN, PLAIN_TURN = 30.0, 25.0  # seconds
QUESTIONS = (
    "How do I mount a file system at boot?", "What does the exit status of a command mean?",
    "Which licence covers this manual?", "How is a pointer to a function declared?", "How do I undo the last commit?",
    "How are arguments passed to a shell function?", "What is a foreign key?", "How is the network configured?",
)  # fmt: skip


@dataclass
class Searches:
    """Milliseconds of searches with evidence, asked every few seconds while something else goes on."""

    library: IndexerClient
    every: float = 5.0
    milliseconds: list[float] = field(default_factory=list)

    def __enter__(self) -> Searches:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        number = 0
        while not self._stop.wait(self.every):
            self.ask(number)
            number += 1

    def ask(self, number: int) -> None:
        began = time.perf_counter()
        self.library.search(p.Search(QUESTIONS[number % len(QUESTIONS)], k=10, evidence=5, wait=False))
        self.milliseconds.append(1000 * (time.perf_counter() - began))

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds) if self.milliseconds else float("nan")


class Turns:
    """The plain pipeline in turns with the service, which is paused and has nobody waiting for it meanwhile: machines
    here are as fast as their neighbours let them, which changes within minutes."""

    def __init__(self, library: IndexerClient, paths: list[Path], seconds: float) -> None:
        self._library = library
        self._paths = paths
        self._left = round(seconds / PLAIN_TURN)
        self._own = 0.0  # when the service's turn began
        self.runs: list[peers.Plain] = []
        self.paused = 0.0  # seconds

    def begin(self) -> None:
        self._own = time.monotonic()

    @property
    def is_due(self) -> bool:
        return self._left > 0 and self._own > 0 and time.monotonic() - self._own > OWN_TURN

    def take(self) -> None:
        began = time.monotonic()
        eventually(lambda: self._library.status().progress.activity.phase == "paused", 60)
        self._plain()
        self._own = time.monotonic()
        self.paused += self._own - began

    def catch_up(self) -> None:
        """What had no turn of the plain pipeline runs now, when the service is gone."""
        while self._left:
            self._plain()

    def _plain(self) -> None:
        done = sum(len(run.files) for run in self.runs)
        self.runs.append(peers.plain(self._paths[done:], PLAIN_TURN))
        self._left -= 1


@dataclass(frozen=True)
class Indexed:
    """The first run: its report (None where time was up before it came), how far it was, and its memory while
    reading and while embedding."""

    report: p.IndexReport | None
    keyword_ready: float
    seconds: float
    chunks: int
    chunks_a_second: float
    reading: Memory
    embedding: Memory


def sync_until(home: Path, enough: Callable[[Progress], bool]) -> p.IndexReport | None:
    """Its report, or None once it is `enough`: then nobody waits for the service any more, and a pause counts."""
    with closing(connect_library(home)) as waiting:
        for event in waiting.sync():
            if isinstance(event, p.IndexReport):
                return event
            if enough(event):
                return None
    return None


def first_run(library: IndexerClient, home: Path, minutes: float | None, turns: Turns) -> Indexed:
    """Index everything, watching. `chunks_a_second` is of embedding alone; pauses count nowhere."""
    library.status()  # starts the service
    pid = service_pid(home, "indexer")
    assert pid is not None
    reading, embedding = Memory(pid), Memory(pid)
    began, ready, report = time.monotonic(), 0.0, None
    marks: list[tuple[float, int]] = []

    def own_seconds() -> float:
        return time.monotonic() - began - turns.paused

    def is_up() -> bool:
        return bool(ready) and minutes is not None and own_seconds() > 60 * minutes

    def look(event: Progress) -> bool:
        nonlocal ready
        reading.done = event.documents_done / max(1, event.documents_total)
        if reading.done == 1 and event.activity.phase != "scanning" and not ready:
            ready = own_seconds()
            turns.begin()
        if ready and (not marks or own_seconds() - marks[-1][0] > 1):
            status = library.status()
            embedding.done = status.chunks_embedded / max(1, status.chunks)
            marks.append((own_seconds(), status.chunks_embedded))
        return is_up() or turns.is_due

    with reading, embedding:
        while (report := sync_until(home, look)) is None and not is_up():
            turns.take()
    seconds = own_seconds()
    rate = (marks[-1][1] - marks[0][1]) / max(1e-9, marks[-1][0] - marks[0][0]) if marks else 0.0
    if report is not None and not turns.paused:
        ready = report.keyword_ready_seconds
    return Indexed(report, ready, seconds, library.status().chunks_embedded, rate, reading, embedding)


def library_bytes(home: Path) -> int:
    total = 0
    for path in library_folder(home).rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # tidied away meanwhile
            continue
    return total


def texts_and_chunks(home: Path, docs: Path) -> tuple[int, int, dict[str, tuple[int, int]]]:
    """Bytes of stored text, packed and plain (UTF-8), and of every document its chunks and characters."""
    database = sqlite3.connect(f"file:{library_folder(home) / 'catalog.db'}?mode=ro", uri=True)
    try:
        (packed,) = database.execute("SELECT coalesce(sum(length(body)), 0) FROM texts").fetchone()
        plain = sum(len(zlib.decompress(body)) for (body,) in database.execute("SELECT body FROM texts"))
        rows = database.execute(
            "SELECT d.path, (SELECT count(*) FROM chunks c WHERE c.document_id = d.id), "
            "(SELECT coalesce(sum(t.length), 0) FROM texts t WHERE t.document_id = d.id) FROM documents d"
        )
        return packed, plain, {str(Path(path).relative_to(docs)): (chunks, length) for path, chunks, length in rows}
    finally:
        database.close()


def tidied_bytes(home: Path) -> int:
    """With no service running: the library as it is at idle, once old versions of the vectors have aged and gone.
    LanceDB only lets go of files that are older than their versions, so here they are purged: the same bytes remain."""
    catalog = Catalog(library_folder(home) / "catalog.db")
    catalog.database.shrink()
    catalog.close()
    LanceStore(str(library_folder(home) / "vectors.lance"), embedder_id(EMBEDDER), 384).purge()
    return library_bytes(home)


def sync(library: IndexerClient) -> p.IndexReport:
    *_, last = library.sync()
    assert isinstance(last, p.IndexReport)
    return last


def copied(source: Path, docs: Path, table: Table) -> int:
    """A working copy: the first thousand files below `first`, the others below `rest`."""
    paths = sorted(path for path in source.rglob("*") if path.is_file())
    for number, path in enumerate(paths):
        target = docs / ("first" if number < RENAMED else "rest") / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    size = sum(path.stat().st_size for path in paths)
    table.add("files, bytes", f"{len(paths)}, {megabytes(size)}")
    return len(paths)


def second_looks(library: IndexerClient, docs: Path, table: Table, files: int) -> None:
    def nothing_embedded(report: p.IndexReport) -> bool:
        return report.chunks.embedded == 0 and report.documents.indexed == 0

    again = [sync(library) for _ in range(3)]
    seconds = statistics.median(report.seconds for report in again)
    table.add(f"unchanged rescan of {files}, median of 3", f"{seconds:.2f} s", "≤ 2 s for 10,000", seconds <= 2)
    path = next(path for path in sorted((docs / "first").rglob("*")) if path.is_file())
    path.touch()
    time.sleep(1)  # until it counts as settled
    report = sync(library)
    table.add("touched, embedded", f"{report.chunks.embedded}", "0", nothing_embedded(report))
    (docs / "first").rename(docs / "second")
    report = sync(library)
    moved, embedded = report.documents.moved, report.chunks.embedded
    wanted = sum(1 for path in (docs / "second").rglob("*") if path.is_file())
    # The watcher may have seen the rename before the sync counted it, so the rows are what is judged.
    below = library.documents(p.ListDocuments(text=str(docs / "second") + "/", limit=1)).total
    left = library.documents(p.ListDocuments(text=str(docs / "first") + "/", limit=1)).total
    result = f"{moved} moved, {embedded} embedded, {report.seconds:.1f} s"
    table.add(f"folder of {wanted} files renamed", result, "0 embedded", nothing_embedded(report) and not left)
    table.add("of them in the library under the new name", f"{below} of {wanted}")


def judge_memory(indexed: Indexed, table: Table) -> None:
    memory = indexed.reading
    table.add("peak memory, indexer and children", megabytes(memory.peak), "≤ 1.2 GB", memory.peak <= 1.2e9)
    table.add("of it: indexer / its children", f"{megabytes(memory.peak_own)} / {megabytes(memory.peak_children)}")
    final = memory.samples[-1].own if memory.samples else 0
    table.add("indexer's memory at the end", megabytes(final))
    shares = (0.25, 0.5, 0.75, 1.0)
    table.add("indexer at 25/50/75/100 % read", " ".join(f"{indexed.reading.at(s) / 1e6:.0f}" for s in shares), "MB")
    embedding = indexed.embedding
    reached = [share for share in shares if embedding.at(share)]
    values = [embedding.at(share) for share in reached]
    if len(values) > 1:
        flat = values[-1] <= 1.1 * values[0]
        shown = " ".join(f"{value / 1e6:.0f}" for value in values)
        table.add("indexer at 25/50/75/100 % embedded", shown, "flat: last ≤ 1.1 × first", flat)


def judge_disk(home: Path, docs: Path, table: Table, at_once: int) -> None:
    packed, plain, _ = texts_and_chunks(home, docs)
    tidied = tidied_bytes(home)
    with sqlite3.connect(library_folder(home) / "catalog.db") as database:
        (chunks,) = database.execute("SELECT count(*) FROM chunks").fetchone()
    a_chunk = (tidied - packed) / max(1, chunks)
    table.add("disk per chunk over the packed text", f"{a_chunk:,.0f} B", "≤ 1,300 B", a_chunk <= 1300)
    table.add("the same before old versions went", f"{(at_once - packed) / max(1, chunks):,.0f} B")
    table.add("the same over the text as it is in UTF-8", f"{(tidied - plain) / max(1, chunks):,.0f} B")
    table.add("library / text packed / text plain", " / ".join(megabytes(n) for n in (tidied, packed, plain)))


def compare_keywords(indexed: Indexed, recoll: list[float], table: Table) -> None:
    table.add("keyword-ready", f"{indexed.keyword_ready:.1f} s")
    if not recoll:
        table.add("Recoll", "not installed, or can't read PDF (apt-get install recollcmd poppler-utils)")
        return
    bound = 1.5 * statistics.mean(recoll)
    shown = " and ".join(f"{seconds:.1f}" for seconds in recoll)
    table.add("Recoll, before and after", f"{shown} s")
    ratio = indexed.keyword_ready / statistics.mean(recoll)
    table.add("keyword-ready against Recoll", f"{ratio:.2f} ×", "≤ 1.5 ×", indexed.keyword_ready <= bound)


def compare_vectors(
    indexed: Indexed, plain: list[peers.Plain], known: dict[str, tuple[int, int]], docs: Path, table: Table
) -> None:
    def of(one: peers.Plain, which: int) -> int:
        return sum(known.get(str(Path(path).relative_to(docs)), (0, 0))[which] for path in one.files)

    total = sum(chunks for chunks, _ in known.values())
    table.add("all of it (with loading the model)", f"{indexed.seconds:.0f} s, {indexed.chunks} of {total} chunks")
    own = indexed.chunks / indexed.seconds
    shown = f"{own:.1f}, {indexed.chunks_a_second:.1f}"
    table.add("Footnote, chunks a second: all in all, embedding", shown)
    if not plain:
        return
    rates = [of(one, 0) / one.seconds for one in plain]
    table.add("plain pipeline, the same chunks a second", ", ".join(f"{rate:.1f}" for rate in rates))
    done = sum(len(one.files) for one in plain)
    table.add("its files, pieces", f"{done}, {sum(one.pieces for one in plain)}")
    ratio = own / statistics.mean(rates)
    table.add("against the plain pipeline", f"{ratio:.2f} ×", "≥ 2.5 ×", ratio >= 2.5)
    characters = sum(length for _, length in known.values()) * indexed.chunks / max(1, total)
    theirs = sum(one.characters for one in plain) / sum(one.seconds for one in plain)
    table.add("text a second: Footnote / plain", f"{characters / indexed.seconds:,.0f} / {theirs:,.0f} characters")


def run(source: Path, base: Path, options: argparse.Namespace) -> int:
    table, docs, home = Table(), base / "docs", base / "home"
    files = copied(source, docs, table)
    home.mkdir()
    recoll = []
    if options.recoll and (seconds := peers.recoll_seconds(docs)) is not None:
        recoll.append(seconds)
    with live_library(home) as library:
        library.set_paused(True)  # so that the sync, and not the first look at the folder, does the work
        library.add_folders([docs])
        turns = Turns(library, peers.shuffled(docs), options.plain_seconds)
        with Searches(library) as while_indexing:
            indexed = first_run(library, home, options.minutes, turns)
        counts = {state: n for state, n in library.status().documents.items() if n}
        after = Searches(library)
        for number in range(24):
            after.ask(number)
        library.set_paused(False)
    at_once = library_bytes(home)
    turns.catch_up()
    if options.recoll and recoll and (seconds := peers.recoll_seconds(docs)) is not None:
        recoll.append(seconds)
    compare_keywords(indexed, recoll, table)
    compare_vectors(indexed, turns.runs, texts_and_chunks(home, docs)[2], docs, table)
    table.add("documents by state", json.dumps(counts))
    table.add("search with evidence, median: while indexing", f"{while_indexing.median:.0f} ms")
    table.add("the same afterwards", f"{after.median:.0f} ms")
    judge_memory(indexed, table)
    if indexed.report is None:
        print("Time was up before every vector was made: the rest is measured with keywords alone.")
        (home / "settings.toml").write_text(f'version = 1\nmodels_folder = "{base / "no-models"}"\n')
    else:
        judge_disk(home, docs, table, at_once)
    with live_library(home) as library:
        if indexed.report is not None:
            eventually(lambda: library.status().embedder_ready, 120)
        sync(library)
        second_looks(library, docs, table, files)
        if indexed.report is not None:
            write_large(docs / "large.md")
            measure_edits(library, docs / "large.md", table)
    return int(table.failed > 0)


def main() -> int:
    """Returns 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, help="a folder of documents (default: made, if the script is there)")
    parser.add_argument("--minutes", type=float, help="stop making vectors after so long")
    parser.add_argument("--plain-seconds", type=float, default=120, help="for the plain pipeline in all; 0: not")
    parser.add_argument("--no-recoll", dest="recoll", action="store_false")
    options = parser.parse_args()
    source = corpus(options.corpus, options.files)
    if source is None:
        return 0
    with tempfile.TemporaryDirectory() as base:
        return run(source, Path(base), options)


if __name__ == "__main__":
    sys.exit(main())
