"""From the start of the process to a window whose ask box takes keys, and what its process weighs before a PDF is
opened: whole processes, offscreen, one after another.

    python -m tests.bench.bench_start [--home HOME] [--rounds N] [--against CHECKOUT]

`HOME` is a library that is there already; without it, each round begins with an empty one that was opened before.
With `--against` each round also starts the program of another checkout, so that both meet the same other work.
Processor time is told beside the time of the clock: a busy machine stretches it less.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSettings

from tests.bench.measure import Table
from tests.support.live import kill_service

_TARGET_SECONDS, _TARGET_MB = 1.0, 180
_CHILD = Path(__file__).with_name("start_child.py")
_HERE = Path(__file__).parents[2]


@dataclass
class Starts:
    """What was measured of one checkout."""

    checkout: Path
    seconds: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def add(self, home: Path) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(self.checkout)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's second start finds the bytecode of the first
        done = subprocess.run(
            [sys.executable, "-P", str(_CHILD), str(home), str(time.time())],
            env=environment, cwd=self.checkout, stdout=subprocess.PIPE, text=True, check=True, timeout=120,
        )  # fmt: skip
        kill_service(home, "indexer")
        seconds, own, megabytes = map(float, done.stdout.split())
        self.seconds.append(seconds)
        self.own.append(own)
        self.megabytes.append(megabytes)

    def tell(self, table: Table, name: str, *, judged: bool) -> None:
        seconds, own, megabytes = map(statistics.median, (self.seconds, self.own, self.megabytes))
        table.add(
            f"{name}to a usable window", f"{seconds:.2f} s ({min(self.seconds):.2f}–{max(self.seconds):.2f})",
            f"≤ {_TARGET_SECONDS} s", seconds <= _TARGET_SECONDS if judged else None,
        )  # fmt: skip
        table.add(f"{name}of it, processor time", f"{own:.2f} s ({min(self.own):.2f}–{max(self.own):.2f})")
        table.add(
            f"{name}memory before a PDF is opened", f"{megabytes:.0f} MB",
            f"≤ {_TARGET_MB} MB", megabytes <= _TARGET_MB if judged else None,
        )  # fmt: skip


def opened_before(home: Path) -> None:
    """Make the window begin with the conversation, as it does where there was a library."""
    QSettings(str(home / "window.ini"), QSettings.Format.IniFormat).setValue("library", True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    options = parser.parse_args()
    own = Starts(_HERE)
    others = [Starts(options.against)] if options.against else []
    for round_ in range(options.rounds + 1):
        for starts in (*others, own):
            with tempfile.TemporaryDirectory() as temporary:
                home = options.home or Path(temporary)
                opened_before(home)
                starts.add(home)
            if round_ == 0:  # it read the programs from disk and wrote their bytecode
                for measured in (starts.seconds, starts.own, starts.megabytes):
                    measured.clear()
    table = Table()
    for starts in others:
        starts.tell(table, f"{starts.checkout.name}: ", judged=False)
    own.tell(table, "", judged=True)
    return table.failed and 1


if __name__ == "__main__":
    sys.exit(main())
