"""What an estimate says of a real folder, and what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.live import live_library, needs_embedder, synced

pytestmark = [pytest.mark.e2e, needs_embedder]

_WORDS = (
    "harbour",
    "ledger",
    "meadow",
    "engine",
    "violin",
    "quarry",
    "lantern",
    "orchard",
    "census",
    "ferry",
    "tin",
    "ash",
)


def write_folder(folder: Path) -> None:
    folder.mkdir()
    for number in range(40):
        turned = _WORDS[number % 12 :] + _WORDS[: number % 12]
        lines = [f"Entry {number}.{line}: the {turned[line % 12]} of {turned[line % 7]} is old." for line in range(30)]
        (folder / f"{number}.txt").write_text("\n".join(lines))


def test_an_estimate_keeps_nothing_and_comes_near(own_home: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_folder(docs)
    with live_library(own_home) as library:
        found = library.estimate([docs], 10.0)
        assert (found.files, found.known, found.unread) == (40, 0, 0)
        assert 0 < found.sampled_files <= 40
        assert found.sampled_seconds < 15
        assert library.folders() == ()
        assert library.status().chunks == 0
        library.add_folders([docs])
        synced(library)
        assert found.chunks == pytest.approx(library.status().chunks, rel=0.3)
        again = library.estimate([docs], 10.0)
        assert (again.files, again.known, again.seconds.mid) == (0, 40, 0.0)


def test_the_command_says_what_the_contract_names(own_home: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_folder(docs)
    with live_library(own_home):

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "desktop_app", *arguments, "--home", str(own_home)]
            return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

        said = run("estimate", str(docs), "--json", "--seconds", "5")
        assert said.returncode == 0, said.stderr
        found = json.loads(said.stdout)
        assert {"files", "bytes", "predicted", "sampled"} <= set(found)
        assert set(found["predicted"]) == {"seconds", "disk_bytes", "chunks"}
        assert set(found["predicted"]["seconds"]) == {"low", "mid", "high"}
        assert set(found["sampled"]) == {"files", "seconds"}
        nowhere = run("estimate", str(tmp_path / "nowhere"))
        assert (nowhere.returncode, nowhere.stdout) == (1, "")
        assert "is not there" in nowhere.stderr
