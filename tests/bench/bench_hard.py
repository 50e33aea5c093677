"""Hard conditions, each with the real service: a full disk, a read-only library, a folder whose permission is lost, a
clock set back, 100,000 tiny files, a file of 500 MB, the embedder's files gone. Each must end in a clear state with
nothing lost. Some need root on Linux (a small file system of their own); without it they say so and are skipped.

    python -m tests.bench.bench_hard [NAMES …] [--files 100000]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer import protocol as p
from indexer.client import IndexerClient
from indexer.config import Settings
from indexer.errors import KnownError
from tests.bench.measure import Memory, Table, megabytes
from tests.support.live import EMBEDDER, eventually, found, kill_service, live_library, service_pid, synced

YEAR = 365 * 86_400
_DROPPED = "-dac_override,-dac_read_search"  # what lets root read whatever its permissions say


def problem_sentences(library: IndexerClient) -> list[p.DocumentProblem]:
    return list(library.status().problems)


def clear(code: str, message: str, action: str) -> bool:
    """A state a person can act on: a code, a sentence and a remedy, both whole."""
    return bool(code) and message.endswith(".") and action.endswith(".")


def wait_for(check: Callable[[], bool], seconds: float) -> bool:
    try:
        eventually(check, seconds)
    except AssertionError:
        return False
    return True


def settings(home: Path, **values: object) -> None:
    home.mkdir(parents=True, exist_ok=True)
    lines = ["version = 1", *(f"{name} = {json.dumps(value)}" for name, value in values.items())]
    (home / "settings.toml").write_text("\n".join(lines) + "\n", "utf-8")


def write_documents(docs: Path, count: int, paragraphs: int) -> None:
    docs.mkdir()
    past = time.time() - 60
    for number in range(count):
        path = docs / f"{number}.txt"
        words = (f"Paragraph {n} of {number} speaks of topic{n * number} and heron{number}." for n in range(paragraphs))
        path.write_text("\n\n".join(words), "utf-8")
        os.utime(path, (past, past))


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[bool]:
    """A file system of `size` at `place`; False where this user may not make one."""
    place.mkdir()
    program = shutil.which("mount")
    made = program is not None and subprocess.run(
        [program, "-t", "tmpfs", "-o", f"size={size},mode=700", "footnote-bench", str(place)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ).returncode == 0  # fmt: skip
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


def remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def show(table: Table, name: str, problem: p.DocumentProblem | None, passed: bool, more: str = "") -> None:
    code = problem.code if problem else "no problem shown"
    table.add(name, code, more, passed)
    if problem is not None:
        print(f"    {problem.message} {problem.action}")


def disk_full(base: Path, table: Table, _: argparse.Namespace) -> None:
    """The library's disk is full in the middle; once there is room, all is indexed without being asked."""
    docs, disk = base / "docs", base / "disk"
    write_documents(docs, 400, 400)
    with small_disk(disk, "6m") as made:
        if not made:
            table.add("disk full", "skipped: needs root")
            return
        with live_library(disk / "home") as library:
            library.add_folders([docs])
            full = lambda: any(one.code == "disk-full" for one in problem_sentences(library))  # noqa: E731
            seen = wait_for(full, 120)
            problem = next((one for one in problem_sentences(library) if one.code == "disk-full"), None)
            answers = bool(library.search(p.Search("paragraph speaks", wait=False)).hits)
            passed = seen and problem is not None and clear(problem.code, problem.message, problem.action)
            show(table, "disk full: a clear state", problem, passed, "disk-full")
            table.add("disk full: what was read still answers", str(answers), "True", answers)
            remount(disk, "size=600m")
            done = wait_for(lambda: library.status().documents["pending"] == 0 and not full(), 120)
            synced(library)
            counts = library.status().documents
            whole = done and counts["indexed"] == 400
            table.add("room again: goes on by itself", f"{counts['indexed']} of 400 indexed", "400", whole)


def read_only(base: Path, table: Table, _: argparse.Namespace) -> None:
    """The library's folder can't be written: first while the service runs, then when it starts."""
    docs, disk = base / "docs", base / "disk"
    write_documents(docs, 30, 5)
    with small_disk(disk, "300m") as made:
        if not made:
            table.add("read-only library", "skipped: needs root")
            return
        home = disk / "home"
        with live_library(home) as library:
            library.add_folders([docs])
            synced(library)
        try:
            remount(disk, "ro")
            with live_library(home) as library:
                try:
                    reply = library.search(p.Search("heron7", wait=False))
                    passed, said = bool(reply.hits), "it answers from what is there"
                except KnownError as error:
                    said = f"{error.problem.code}: {error.problem.message} {error.problem.action}"
                    passed = clear(error.problem.code, error.problem.message, error.problem.action)
                    passed = passed and error.problem.code in ("no-permission", "process-died")
            table.add("read-only library: a clear state", "", "a sentence with a remedy", passed)
            print(f"    {said}")
        finally:
            remount(disk, "rw")
        with live_library(home) as library:
            synced(library)
            kept = library.status().documents["indexed"]
        table.add("writable again: nothing lost", f"{kept} of 30 indexed", "30", kept == 30)


def permission(base: Path, table: Table, _: argparse.Namespace) -> None:
    """A document folder can't be entered any more, a file not be read: nothing of theirs is deleted."""
    if os.geteuid() == 0 and "FOOTNOTE_BENCH_PLAIN" not in os.environ:
        if (program := shutil.which("setpriv")) is None:
            table.add("permission lost", "skipped: root reads everything, and there is no setpriv")
            return
        command = [program, f"--bounding-set={_DROPPED}", f"--inh-caps={_DROPPED}", sys.executable, "-m"]
        code = subprocess.call([*command, __spec__.name, "permission"], env={**os.environ, "FOOTNOTE_BENCH_PLAIN": "1"})
        table.failed += code != 0
        return
    docs = base / "docs"
    (docs / "inner").mkdir(parents=True)
    write_documents(docs / "inner" / "closed", 10, 3)
    write_documents(docs / "open", 10, 3)
    with live_library(base / "home") as library:
        library.add_folders([docs])
        synced(library)
        (docs / "inner" / "closed").chmod(0)
        try:
            synced(library)
            hits = library.search(p.Search("heron7", scope=(str(docs / "inner"),), wait=False)).hits
            states = library.status().documents
            passed = "7.txt" in {Path(hit.path).name for hit in hits} and sum(states.values()) == 20
            table.add("folder closed: its documents answer", f"{sum(states.values())} of 20 kept", "20", passed)
        finally:
            (docs / "inner" / "closed").chmod(0o700)
        embedded = synced(library).chunks.embedded
        table.add("open again, embedded", str(embedded), "0", embedded == 0)
        path = docs / "open" / "3.txt"
        path.write_text("A kingfisher came. It was blue.", "utf-8")
        path.chmod(0)
        try:
            wait_for(lambda: synced(library) is not None and bool(problem_sentences(library)), 30)
            problem = next((one for one in problem_sentences(library) if one.path == str(path)), None)
            passed = problem is not None and clear(problem.code, problem.message, problem.action)
            show(table, "file closed: a clear state", problem, passed, "unreadable")
        finally:
            path.chmod(0o600)
        seen = wait_for(lambda: synced(library) is not None and found(library, "kingfisher") == ["3.txt"], 60)
        if not seen:
            library.retry()
            seen = wait_for(lambda: synced(library) is not None and found(library, "kingfisher") == ["3.txt"], 20)
            table.add("readable again: read without Retry", "False", "True", False)
        table.add("readable again: found", str(seen), "True", seen)


def clock(base: Path, table: Table, _: argparse.Namespace) -> None:
    """Files from the future, from 1970, and edits whose time lies before the last one's."""
    docs = base / "docs"
    write_documents(docs, 6, 3)
    now = time.time()
    for name, moment in (("0.txt", now + YEAR), ("1.txt", now + 30), ("2.txt", 1.0), ("3.txt", -YEAR)):
        os.utime(docs / name, (moment, moment))
    with live_library(base / "home") as library:
        library.add_folders([docs])
        synced(library)
        count = library.status().documents["indexed"]
        table.add("times in the future and before 1970", f"{count} of 6 indexed", "6", count == 6)
        for number in range(6):
            path = docs / f"{number}.txt"
            path.write_text(f"An otter{number} swam by. " + path.read_text("utf-8"), "utf-8")
            os.utime(path, (now - YEAR - number, now - YEAR - number))
        synced(library)
        seen = [number for number in range(6) if found(library, f"otter{number}") == [f"{number}.txt"]]
        table.add("edited after the clock was set back a year", f"{len(seen)} of 6 found", "6", len(seen) == 6)
        again = synced(library)
        table.add("then another look", f"{again.chunks.embedded} embedded", "0", again.chunks.embedded == 0)


def tiny(base: Path, table: Table, options: argparse.Namespace) -> None:
    """Many tiny files, with keywords alone: what a row costs."""
    docs, home, files = base / "docs", base / "home", options.files
    past = time.time() - 60
    for number in range(files):
        if number % 1000 == 0:
            (folder := docs / f"{number // 1000:03}").mkdir(parents=True)
        path = folder / f"{number}.txt"
        path.write_text(f"Note {number}: heron{number} was seen.\n", "utf-8")
        os.utime(path, (past, past))
    settings(home, models_folder=str(base / "no-models"))
    asked: dict[str, list[float]] = {"status": [], "list of documents": [], "search": []}

    def ask(library: IndexerClient) -> None:
        requests: dict[str, Callable[[], object]] = {
            "status": library.status,
            "list of documents": lambda: library.documents(p.ListDocuments(offset=100, limit=200)),
            "search": lambda: library.search(p.Search("heron77", wait=False)),
        }
        for name, request in requests.items():
            began = time.perf_counter()
            request()
            asked[name].append(1000 * (time.perf_counter() - began))

    with live_library(home) as library:
        library.status()
        pid = service_pid(home, "indexer")
        assert pid is not None
        library.set_paused(True)
        library.add_folders([docs])
        began, last = time.monotonic(), 0.0
        with Memory(pid) as memory:
            for _event in library.sync():
                if time.monotonic() - last > 3:
                    ask(library)
                    last = time.monotonic()
        seconds = time.monotonic() - began
        library.set_paused(False)
        during = {name: statistics.median(values) for name, values in asked.items() if values}
        for values in asked.values():
            values.clear()
        for _ in range(10):
            ask(library)
        ready = library.status().documents["keyword-ready"]
        rescan = synced(library).seconds
        right = found(library, f"heron{files - 1}") == [f"{files - 1}.txt"]
    table.add(f"{files} tiny files, {seconds:.0f} s", f"{ready} keyword-ready", str(files), ready == files)
    table.add("the last one is found", str(right), "True", right)
    table.add("unchanged rescan", f"{rescan:.1f} s")
    table.add("peak memory, indexer and children", megabytes(memory.peak), "≤ 1.2 GB", memory.peak <= 1.2e9)
    for name, values in asked.items():
        after = statistics.median(values)
        table.add(f"{name}: while indexing / after, median", f"{during.get(name, 0):.0f} / {after:.0f} ms")


def huge(base: Path, table: Table, _: argparse.Namespace) -> None:
    """One text of 500 MB: over the limit, and with the limit raised."""
    docs, home = base / "docs", base / "home"
    write_documents(docs, 5, 3)
    path = docs / "huge.txt"
    line = b"The heron stands in the shallow water and waits for what the tide brings in. " * 13 + b"\n"
    with path.open("wb") as file:
        for _block in range(500_000_000 // (1000 * len(line))):
            file.write(line * 1000)
    past = time.time() - 60
    os.utime(path, (past, past))
    settings(home, models_folder=str(base / "no-models"))
    for limit in (Settings().max_file_mb, 600):
        settings(home, models_folder=str(base / "no-models"), max_file_mb=limit)
        with live_library(home) as library:
            library.status()
            pid = service_pid(home, "indexer")
            assert pid is not None
            with Memory(pid) as memory:
                library.add_folders([docs])
                report = synced(library)
                if limit > 500:
                    library.retry()
                    synced(library)
            problem = next((one for one in problem_sentences(library) if one.path == str(path)), None)
            ready = library.status().documents["keyword-ready"]
        passed = problem is not None and clear(problem.code, problem.message, problem.action) and ready == 5
        show(table, f"500 MB, limit {limit} MB, {report.seconds:.1f} s", problem, passed, "too-large; 5 others read")
        used = f"{megabytes(memory.peak_own)} / {megabytes(memory.peak_children)}"
        table.add("peak memory, indexer / children", used, "≤ 1.2 GB together", memory.peak <= 1.2e9)


def model_gone(base: Path, table: Table, _: argparse.Namespace) -> None:
    """The embedder's files vanish while it works, the service dies, the files come back."""
    docs, home, models = base / "docs", base / "home", base / "models"
    shutil.copytree(EMBEDDER, models / EMBEDDER.name)
    write_documents(docs, 60, 40)
    settings(home, models_folder=str(models))
    with live_library(home) as library:
        library.add_folders([docs])
        eventually(lambda: library.status().embedder_ready, 120)
        (models / EMBEDDER.name).rename(base / "away")
        kill_service(home, "indexer")
        wait_for(lambda: bool(problem_sentences(library)), 30)
        problem = next((one for one in problem_sentences(library) if one.code == "model-missing"), None)
        passed = problem is not None and clear(problem.code, problem.message, problem.action)
        show(table, "embedder's files gone: a clear state", problem, passed, "model-missing")
        read = wait_for(lambda: library.status().documents["pending"] == 0, 30)
        answers = read and bool(library.search(p.Search("heron7", wait=False)).hits)
        table.add("keywords answer meanwhile", str(answers), "True", answers)
        (base / "away").rename(models / EMBEDDER.name)
        done = wait_for(lambda: library.status().documents["indexed"] == 60, 120)
        table.add("files back: goes on by itself", f"{library.status().documents['indexed']} of 60", "60", done)


CHECKS = {
    "disk": disk_full, "readonly": read_only, "permission": permission, "clock": clock, "huge": huge,
    "model": model_gone, "tiny": tiny,
}  # fmt: skip


def main() -> int:
    """Returns 1 where one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(CHECKS)} (default: all)")
    parser.add_argument("--files", type=int, default=100_000, help="how many tiny ones")
    options = parser.parse_args()
    table = Table()
    for name in options.names or CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            try:
                CHECKS[name](Path(folder), table, options)
            except Exception as error:  # an error that is no value is a finding, and must not end the others
                table.add(name, "broke off", "", False)
                print(f"    {type(error).__name__}: {error}")
            print(f"    ({name}: {time.monotonic() - began:.0f} s)", flush=True)
    return int(table.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
