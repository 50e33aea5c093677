"""kill -9 at random moments of indexing and of LanceDB's maintenance; then the library must equal a clean one, made
from nothing of the same files. Most kills hit the service's own code in a bare process with an embedder of random
directions (`kill_child`), because loading the real one takes seconds; the others hit the real service, its reader
and the language model.

    python -m tests.bench.bench_kill [--times 200] [--real 20] [--model 10]
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from desktop_app.compose import compose
from desktop_app.llm.protocol import Finished, Generate, Message
from indexer import runstate
from indexer.client import IndexerClient
from indexer.config import Settings, models_folder
from indexer.embedding import embedder_id
from indexer.errors import ErrorCode, KnownError
from tests.bench.clean_library import alike, contents, differences
from tests.bench.measure import Table
from tests.support.live import EMBEDDER, eventually, kill_service, live_library, service_pid, synced

MODEL = "smollm2-135m-instruct"
FAKE = "fake-384"
FILES = 40
# What is to be hit, and how often: the text's commit, vectors, their mark in the catalogue, maintenance, anything.
AIMS = {"read": 1, "commit": 2, "add": 3, "mark": 2, "delete": 2, "upkeep": 4, "other": 2, "ready": 1}
MEAN_SECONDS = 0.004  # from the moment that is aimed at until the kill
_PATIENCE = 120.0


class Child:
    """A process of `kill_child`, everything imported, waiting to begin."""

    def __init__(self, home: Path, docs: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore::UserWarning", "-m", "tests.bench.kill_child", str(home), str(docs)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout is not None and self.process.stdin is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self.process.stdout, selectors.EVENT_READ)
        self._marks: collections.deque[str] = collections.deque()
        self._rest = b""

    def begin(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"go\n")
        self.process.stdin.flush()

    def next_mark(self, seconds: float) -> str | None:
        """None when nothing came for so long, or it died."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + seconds
        while not self._marks:
            if not self._selector.select(max(0.0, deadline - time.monotonic())):
                return None
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            if not data:
                return None
            *lines, self._rest = (self._rest + data).split(b"\n")
            self._marks.extend(line.decode() for line in lines)
        return self._marks.popleft()

    def last_mark(self, before: str) -> str:
        """The step it is in now."""
        while (mark := self.next_mark(0.0)) is not None:
            before = mark
        return before

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._selector.close()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()


def write(path: Path, text: str, chance: random.Random) -> None:
    """Save with a time in the past that differs each time, so that the file counts as settled."""
    path.write_text(text, "utf-8")
    past = time.time() - chance.uniform(60, 10_000)
    os.utime(path, (past, past))


def document(number: int, chance: random.Random) -> str:
    return "\n\n".join(
        f"Paragraph {n} of document {number}: topic {chance.randrange(100_000)}. " + "It goes on for a while. " * 12
        for n in range(chance.randrange(2, 9))
    )


def disturb(docs: Path, chance: random.Random) -> None:
    """Edit, create, copy, rename and delete some of the files."""
    for _ in range(8):
        paths = sorted(docs.iterdir())
        path = chance.choice(paths)
        match chance.randrange(6):
            case 0 | 1:
                write(path, path.read_text("utf-8") + f"\n\nA paragraph {chance.random()} is added. " * 9, chance)
            case 2:
                write(path, document(chance.randrange(1000), chance), chance)
            case 3:
                write(docs / f"copy{chance.randrange(10_000)}.txt", path.read_text("utf-8"), chance)
            case 4:
                path.rename(docs / f"moved{chance.randrange(100_000)}.txt")
            case _ if len(paths) > FILES // 2:
                path.unlink()


def new_documents(docs: Path, chance: random.Random) -> None:
    docs.mkdir()
    for number in range(FILES):
        write(docs / f"{number}.txt", document(number, chance), chance)


def kill_bare(home: Path, docs: Path, times: int, chance: random.Random) -> collections.Counter[str]:
    """Kill so often; returns what was hit. While one works, the next is started and waits."""
    hit: collections.Counter[str] = collections.Counter()
    aims = list(AIMS)
    spare = Child(home, docs)
    try:
        for number in range(times):
            child, spare = spare, Child(home, docs)
            aim = chance.choices(aims, list(AIMS.values()))[0]
            skipped = int(chance.expovariate(1 / 4))  # not always the first one of its kind
            disturb(docs, chance)
            mark = child.next_mark(_PATIENCE)
            child.begin()
            last = mark or "ready"
            while mark is not None and not (mark == aim and skipped <= 0):
                skipped -= mark == aim
                if mark == "done" or mark.startswith("failed"):
                    break
                last = mark
                mark = child.next_mark(_PATIENCE)
            if mark is not None and mark.startswith("failed"):
                print(f"round {number}: {mark}")
            if mark is None:
                print(f"round {number}: it stopped by itself after {last}, exit code {child.process.poll()}")
            if mark == "done" and chance.random() < 0.5:  # maintenance comes when all is done
                while (mark := child.next_mark(2.0)) is not None and mark != "upkeep":
                    pass
            time.sleep(chance.expovariate(1 / (0.3 if aim == "ready" else MEAN_SECONDS)))
            last = child.last_mark(mark or last)
            child.kill()
            hit[last] += 1
    finally:
        spare.kill()
    return hit


def finish(home: Path, docs: Path) -> None:
    """Let one run to the end, and its maintenance too."""
    child = Child(home, docs)
    try:
        child.begin()
        deadline = time.monotonic() + 120
        while (mark := child.next_mark(60)) != "done":
            assert mark is not None and time.monotonic() < deadline, "it does not come to an end"
        while child.next_mark(2.0) is not None and time.monotonic() < deadline:
            continue
    finally:
        child.kill()


def bare(base: Path, times: int, chance: random.Random, table: Table) -> None:
    docs, home, clean = base / "docs", base / "home", base / "clean"
    new_documents(docs, chance)
    began = time.monotonic()
    hit = kill_bare(home, docs, times, chance)
    finish(home, docs)
    finish(clean, docs)
    found, made_anew = contents(home, FAKE), contents(clean, FAKE)
    wrong = differences(found, made_anew)
    shown = ", ".join(f"{name} {count}" for name, count in hit.most_common())
    table.add(f"killed {times} times, {time.monotonic() - began:.0f} s; in the middle of", shown)
    equal = "NOT EQUAL" if wrong else alike(found, made_anew)
    table.add("afterwards against a clean library", equal, "equal", not wrong)
    for line in wrong:
        print("  " + line)


def index_real(library: IndexerClient, home: Path, docs: Path) -> None:
    library.add_folders([docs])
    report = synced(library)
    assert report.documents.failed == 0, report
    eventually(lambda: library.status().embedder_ready, 120)
    synced(library)
    library.shutdown()
    eventually(lambda: service_pid(home, "indexer") is None)


def real(base: Path, times: int, chance: random.Random, table: Table) -> None:
    """The whole service with the real embedder: every other time it is the reader that dies. The crash loop guard
    would refuse a fourth start within a minute, so each death is forgotten before the next."""
    docs, home, clean = base / "docs", base / "home", base / "clean"
    new_documents(docs, chance)
    killed = {"indexer": 0, "reader": 0}
    began = time.monotonic()
    with live_library(home) as library:
        for number in range(times):
            disturb(docs, chance)
            try:
                library.add_folders([docs])
                if number % 4 == 0:  # after it has loaded; the others hit its start
                    eventually(lambda: library.status().embedder_ready, 120)
                    disturb(docs, chance)
            except KnownError as error:
                print(f"round {number}: {error}")
            time.sleep(chance.expovariate(1 / 0.4))
            if number % 2:
                killed["reader"] += kill_reader(home)
            else:
                killed["indexer"] += kill_service(home, "indexer")
                runstate.end(home, "indexer")
        index_real(library, home, docs)
    with live_library(clean) as library:
        index_real(library, clean, docs)
    found, made_anew = contents(home, embedder_id(EMBEDDER)), contents(clean, embedder_id(EMBEDDER))
    wrong = differences(found, made_anew)
    shown = ", ".join(f"{name} {count}" for name, count in killed.items())
    table.add(f"real service killed, {time.monotonic() - began:.0f} s", shown)
    equal = "NOT EQUAL" if wrong else alike(found, made_anew)
    table.add("afterwards against a clean library", equal, "equal", not wrong)
    for line in wrong:
        print("  " + line)


def kill_reader(home: Path) -> int:
    pid = service_pid(home, "indexer")
    try:
        for child in psutil.Process(pid).children() if pid is not None else ():
            child.send_signal(signal.SIGKILL)
            return 1
    except psutil.NoSuchProcess:
        pass
    return 0


def kill_model(home: Path, times: int, chance: random.Random, table: Table) -> None:
    """The language model while it answers: every death explained, each followed by a whole answer."""
    path = next((models_folder(Settings()) / MODEL).glob("*.gguf"), None)
    if path is None:
        table.add("language model", f"{MODEL} is not installed")
        return
    services, explained = compose(home), 0
    request = Generate((Message("user", "Tell a long story about a lighthouse."),), max_tokens=400)
    for _ in range(times):
        services.language_model.load(path, 1024)
        deadline = time.monotonic() + chance.uniform(0.0, 1.5)
        try:
            for _piece in services.language_model.generate(request):
                if time.monotonic() > deadline:
                    kill_service(home, "llm")
        except KnownError as error:
            explained += error.problem.code is ErrorCode.PROCESS_DIED and "language model" in error.problem.message
        runstate.end(home, "llm")
    services.language_model.load(path, 1024)
    *_, last = services.language_model.generate(request)
    services.close()
    kill_service(home, "llm")
    passed = explained == times and isinstance(last, Finished)
    table.add("language model: deaths explained, then an answer", f"{explained} of {times}", "all", passed)


def main() -> int:
    """Returns 1 when anything was lost or left unexplained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200, help="kills of the indexer in all")
    parser.add_argument("--real", type=int, default=20, help="of them, kills of the real service")
    parser.add_argument("--model", type=int, default=10, help="kills of the language model")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    chance, table = random.Random(options.seed), Table()
    with tempfile.TemporaryDirectory() as folder:
        for name, act, times in (
            ("bare", bare, options.times - options.real),
            ("real", real, options.real),
            ("model", lambda base, n, c, t: kill_model(base / "home", n, c, t), options.model),
        ):
            (base := Path(folder) / name).mkdir()
            if times > 0:
                act(base, times, chance, table)
    return int(table.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
