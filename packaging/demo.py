"""Footnote in a terminal, where there is no display: indexes the sample library and answers three questions about it.

It drives the command line as a person would, with a library of its own that is kept between runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import platformdirs

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "assets" / "sample_library"
QUESTIONS = ROOT / "assets" / "sample_questions.jsonl"


def footnote(*arguments: str) -> int:
    """Run a command of Footnote's on the demonstration's library; returns its exit code."""
    home = platformdirs.user_cache_path("footnote", appauthor=False) / "demo"
    shown = " ".join(f'"{argument}"' if " " in argument else argument for argument in arguments)
    print(f"\n$ footnote {shown}", flush=True)
    command = [sys.executable, "-m", "desktop_app", *arguments]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, "FOOTNOTE_HOME": str(home)})


def main() -> int:
    print(
        textwrap.fill(
            "There is no display here, so Footnote shows itself in the terminal: it indexes the sample library, the "
            "papers of a small housing cooperative, and answers three questions about them.",
            width=100,
        )
    )
    lines = QUESTIONS.read_text("utf-8").splitlines()[:3]
    steps = [("add", str(LIBRARY.relative_to(ROOT))), ("index",)]
    steps += [("ask", json.loads(line)["question"]) for line in lines]
    for step in steps:
        if code := footnote(*step):
            return code
    print('\nAsk your own: FOOTNOTE_HOME=… footnote ask "…"; with a display, `make run` opens the window.')
    return 0


if __name__ == "__main__":
    sys.exit(main())
