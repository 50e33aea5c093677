"""The steps of the bootstrap: child processes with a log each, progress with the time, and what a failure amounts to.

Standard library only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

# what pip or CMake say → cause, remedy
CAUSES = (
    (r"No space left on device", "The disk is full.", "Free about 6 GB and run this again."),
    (
        r"No CMAKE_C(XX)?_COMPILER could be found|CMAKE_CXX_COMPILER not set|unable to find.*compiler",
        "There is no C++ compiler to build llama-cpp-python with.",
        "Install one: apt-get install g++ (Debian), dnf install gcc-c++ (Fedora), xcode-select --install (macOS).",
    ),
    (
        r"connection broken by|Could not fetch URL|Failed to establish a new connection|Read timed out",
        "The package index can't be reached.",
        "Check the network and pip's settings (pip config list), then run this again: it goes on where it stopped.",
    ),
    (
        r"No matching distribution found for ([^\s]+)",
        "Your package index does not have {0} for this Python.",
        "Use Python 3.11, 3.12 or 3.13, or point pip at an index that has it.",
    ),
    (r"ResolutionImpossible", "The pinned versions contradict each other.", "Tell the developers; the log names them."),
    (r"Permission denied", "Some file may not be written.", "See the log; is the folder yours?"),
    (
        r"ensurepip is not available|No module named .?ensurepip",
        "This Python can't make virtual environments.",
        "Debian, Ubuntu: apt-get install python3-venv.",
    ),
)


class Failure(Exception):
    """Ends the bootstrap: the cause in one sentence, the remedy, and the log that tells more."""

    def __init__(self, cause: str, remedy: str, log: Path | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy
        self.log = log


class Progress:
    """Lines with the time since the start; on a terminal the running step counts its seconds."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def say(self, text: str) -> None:
        print(f"[{self._elapsed()}] {text}", flush=True)

    def _elapsed(self) -> str:
        seconds = int(time.monotonic() - self._start)
        return f"{seconds // 60}:{seconds % 60:02}"

    def wait(self, process: subprocess.Popen[bytes], text: str) -> int:
        """The exit code of `process`, which is at work on `text`."""
        ticking = sys.stdout.isatty()
        while True:
            try:
                code = process.wait(timeout=1 if ticking else 30)
            except subprocess.TimeoutExpired:
                if ticking:
                    print(f"\r[{self._elapsed()}] {text} …", end="", flush=True)
                else:
                    self.say(f"{text}: still at it")
                continue
            if ticking:
                print("\r\033[K", end="")
            return code


class Step:
    """A child process at work, with a log of its own."""

    def __init__(
        self, text: str, command: list[str], folder: Path, logs: Path, environment: dict[str, str] | None = None
    ) -> None:
        self.text = text
        self.log = logs / (re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") + ".log")
        self._began = time.monotonic()
        logs.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            log.write(f"$ {' '.join(command)}\n".encode())
            log.flush()
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **(environment or {})},
            )

    def finish(self, progress: Progress) -> None:
        """Wait for the end. Raises Failure."""
        try:
            code = progress.wait(self._process, self.text)
        finally:
            self.stop()
        if code:
            raise diagnose(self.log.read_text("utf-8", "replace"), self.text, self.log)
        progress.say(f"{self.text}: {time.monotonic() - self._began:.0f} s")

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()


def diagnose(log: str, step: str, path: Path | None = None) -> Failure:
    """What the end of a log amounts to."""
    tail = log[-20_000:]
    for pattern, cause, remedy in CAUSES:
        if found := re.search(pattern, tail):
            cause = cause.format(*(group or "" for group in found.groups()))
            return Failure(f"{step} failed. {cause}", remedy, path)
    return Failure(f"{step} failed.", "The end of its log above says why.", path)
