"""A file is added, edited, renamed, deleted while the service watches: seconds until a search tells so."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.support.live import eventually, found, live_library, synced


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as base:
        docs = Path(base) / "docs"
        docs.mkdir()
        for number in range(200):
            (docs / f"{number}.txt").write_text(f"Document {number} speaks of nothing in particular.\n")
        with live_library(Path(base) / "home") as library:
            library.add_folders([docs])
            synced(library)
            seconds: dict[str, list[float]] = {}

            def measure(what: str, act: Callable[[], object], seen: Callable[[], bool]) -> None:
                act()
                seconds.setdefault(what, []).append(eventually(seen))

            for n in range(rounds):
                path, moved = docs / f"new{n}.txt", docs / f"moved{n}.txt"
                first, second = f"heron{n}x", f"otter{n}x"

                def shows(word: str, *names: str) -> Callable[[], bool]:
                    return lambda: found(library, word) == list(names)

                measure("new file", lambda p=path, w=first: p.write_text(f"A {w} was seen.\n"), shows(first, path.name))
                edit = lambda p=path, w=second: p.write_text(f"An {w} was seen instead.\n")  # noqa: E731
                measure("one-line edit", edit, shows(second, path.name))
                measure("rename", lambda p=path, m=moved: p.rename(m), shows(second, moved.name))
                measure("deletion", moved.unlink, shows(second))
    for what, values in seconds.items():
        print(f"{what:14} median {statistics.median(values):5.2f} s   slowest {max(values):5.2f} s   n={len(values)}")


if __name__ == "__main__":
    main()
