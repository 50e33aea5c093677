"""Where the files that ship with Footnote are: the checkout's `assets/`, or the frozen program's."""

from __future__ import annotations

import sys
from pathlib import Path


def asset(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. `asset("models.toml")`."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root.joinpath("assets", *parts)
