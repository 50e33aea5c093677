"""What the benches share: the table of results beside their targets, memory over time, the corpus."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

import psutil

EVAL = Path(__file__).parents[2].parent / "shared" / "eval"
_SAMPLE_SECONDS = 0.5


@dataclass
class Table:
    """Rows of measure, result, target, verdict; printed as they come, so that a break loses none."""

    failed: int = 0

    def add(self, measure: str, result: str, target: str = "", passed: bool | None = None) -> None:
        verdict = {True: "PASS", False: "FAIL", None: ""}[passed]
        self.failed += passed is False
        print(f"{measure:52} {result:>30}  {target:26} {verdict}".rstrip(), flush=True)


@dataclass
class Sample:
    """Bytes of memory at a moment; `done` is how far the work was, 0 to 1."""

    done: float
    own: int
    children: int


@dataclass
class Memory:
    """Samples a process and its children twice a second while used as a context. Resident memory: pages that both
    share count twice. `done` is set from outside."""

    pid: int
    done: float = 0.0
    samples: list[Sample] = field(default_factory=list)

    def __enter__(self) -> Memory:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_SAMPLE_SECONDS):
            try:
                process = psutil.Process(self.pid)
                own = process.memory_info().rss
                children = 0
                for child in process.children(recursive=True):
                    try:
                        children += child.memory_info().rss
                    except psutil.NoSuchProcess:
                        continue
            except psutil.NoSuchProcess:
                continue
            self.samples.append(Sample(self.done, own, children))

    @property
    def peak(self) -> int:
        """Of the process and its children together, bytes."""
        return max((sample.own + sample.children for sample in self.samples), default=0)

    @property
    def peak_own(self) -> int:
        return max((sample.own for sample in self.samples), default=0)

    @property
    def peak_children(self) -> int:
        return max((sample.children for sample in self.samples), default=0)

    def at(self, share: float) -> int:
        """Of the process alone, when `share` of the work was done; 0 where it was never that far."""
        return next((sample.own for sample in self.samples if sample.done >= share), 0)


def corpus(given: Path | None, files: int) -> Path | None:
    """The folder of `files` real documents: the one given, else made by shared/eval/scale/make_corpus.py beside the
    clone and kept in the temporary folder. None, with a line that says why, where neither is there."""
    if given is not None:
        return given
    folder = Path(tempfile.gettempdir()) / f"footnote-corpus-{files}"
    script = EVAL / "scale" / "make_corpus.py"
    if folder.is_dir():
        return folder
    if not script.is_file():
        print(f"There is no {script}: give a folder of documents with --corpus.")
        return None
    part = folder.with_suffix(".part")
    if subprocess.call([sys.executable, str(script), str(part), "--files", str(files)]) != 0:
        print("The corpus could not be made; `apt-get update` may help.")
        return None
    part.rename(folder)
    return folder


def megabytes(size: float) -> str:
    return f"{size / 1e6:,.0f} MB"
