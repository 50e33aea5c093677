"""kill -9 of the indexer, its file reader and the language model at random moments; then the library must be sound.

The crash loop guard would refuse a fourth start within a minute, so each death is forgotten before the next.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import psutil

from desktop_app.compose import compose
from desktop_app.llm.protocol import Finished, Generate, Message
from indexer import runstate
from indexer.config import Settings, models_folder
from indexer.errors import ErrorCode, KnownError
from tests.support.live import check_sound, eventually, kill_service, live_library, service_pid, synced

MODEL = "smollm2-135m-instruct"


def main() -> int:
    """Returns 1 when anything was lost or left unexplained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    times, chance = parser.parse_args().times, random.Random(11)
    with tempfile.TemporaryDirectory() as base:
        docs = Path(base) / "docs"
        docs.mkdir()
        past = time.time() - 60
        for number in range(300):
            path = docs / f"{number}.txt"
            path.write_text("\n\n".join(f"Paragraph {n} of document {number}: topic {n * number}." for n in range(30)))
            os.utime(path, (past, past))
        kill_indexing(Path(base) / "home", docs, times, chance)
        expected = {str(path) for path in docs.iterdir()}
        texts = check_sound(Path(base) / "home")
        whole = all(all(chunk in Path(path).read_text() for chunk in chunks) for path, chunks in texts.items())
        sound = set(texts) == expected and whole
        print(f"library: {len(texts)} of {len(expected)} documents, {'sound' if sound else 'NOT SOUND'}")
        explained = kill_model(Path(base) / "home", times, chance)
    return int(not sound or explained < times)


def kill_indexing(home: Path, docs: Path, times: int, chance: random.Random) -> None:
    killed = {"indexer": 0, "reader": 0}
    with live_library(home) as library:
        for round_number in range(2 * times):
            try:
                library.add_folders([docs])
                for path in chance.sample(sorted(docs.iterdir()), 20):  # always something to do
                    path.write_text(path.read_text() + f"\n\nRound {round_number} adds a paragraph.")
            except KnownError as error:
                print(f"round {round_number}: {error}")
                continue
            time.sleep(chance.uniform(0.0, 3.0))
            if round_number % 2:
                killed["reader"] += _kill_reader(home)
            else:
                killed["indexer"] += kill_service(home, "indexer")
                runstate.end(home, "indexer")
        for name, count in killed.items():
            print(f"{name}: killed {count} times")
        report = synced(library)
        print(f"afterwards: {report.documents.failed} failed, {report.chunks.embedded} chunks still to embed")
        library.shutdown()
        eventually(lambda: service_pid(home, "indexer") is None)


def _kill_reader(home: Path) -> int:
    pid = service_pid(home, "indexer")
    if pid is None:
        return 0
    try:
        for child in psutil.Process(pid).children():
            child.send_signal(signal.SIGKILL)
            return 1
    except psutil.NoSuchProcess:
        pass
    return 0


def kill_model(home: Path, times: int, chance: random.Random) -> int:
    """How many deaths were explained, each followed by a whole answer."""
    path = next((models_folder(Settings()) / MODEL).glob("*.gguf"), None)
    if path is None:
        print(f"language model: {MODEL} is not installed")
        return times
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
    print(f"language model: {explained} of {times} deaths explained; then {isinstance(last, Finished)}")
    services.close()
    kill_service(home, "llm")
    return explained


if __name__ == "__main__":
    sys.exit(main())
