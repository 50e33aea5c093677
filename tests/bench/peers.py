"""What Footnote is compared with, run on the same files: Recoll's keyword index, and the plain pipeline."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.live import EMBEDDER


@dataclass(frozen=True)
class Plain:
    """What the plain pipeline did: which files in how many seconds, and how many characters it embedded."""

    files: tuple[str, ...]
    seconds: float
    pieces: int
    characters: int


def recoll_seconds(docs: Path) -> float | None:
    """One run of recollindex with its defaults on an empty index; None where it, or pdftotext, is not installed:
    without that one Recoll only takes up the names of PDF files, which is not the same work."""
    program = shutil.which("recollindex")
    if program is None or shutil.which("pdftotext") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "recoll.conf").write_text(f"topdirs = {docs}\nloglevel = 1\n")
        began = time.monotonic()
        subprocess.run(
            [program, "-c", folder], env={**os.environ, "HOME": folder}, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        return time.monotonic() - began


def shuffled(docs: Path) -> list[Path]:
    """Every file, in an order that is the same each time and mixes the formats."""
    paths = sorted(path for path in docs.rglob("*") if path.is_file())
    random.Random(7).shuffle(paths)
    return paths


def plain(paths: Sequence[Path], seconds: float) -> Plain:
    """The plain pipeline on as many of `paths` as it manages within `seconds`."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(map(str, paths)))
        listed.flush()
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.plain_pipeline", listed.name, str(seconds), str(EMBEDDER)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
        )  # fmt: skip
    result = json.loads(done.stdout.splitlines()[-1])
    return Plain(tuple(result["files"]), result["seconds"], result["pieces"], result["characters"])
