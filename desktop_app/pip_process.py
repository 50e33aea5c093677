"""pip as a child process, with the person's own settings: the one way in which Footnote fetches packages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

_LOOK_SECONDS = 0.1
_PATIENCE_SECONDS = 5  # that a pip which was told to end is given for it


def has_pip() -> bool:
    """Whether the Python that Footnote runs in can be asked for packages."""
    return not getattr(sys, "frozen", False) and find_spec("pip") is not None


def run_pip(
    arguments: Sequence[str], log: Path, pause: Callable[[float], object], environment: Mapping[str, str] | None = None
) -> int:
    """pip's exit code. What it says goes to `log`; `environment` is added to this process's. `pause(seconds)` is
    called again and again while it runs, and may raise: that ends it."""
    command = [sys.executable, "-P", "-m", "pip", *arguments, "--no-input", "--disable-pip-version-check", "--quiet"]
    variables = {**os.environ, **(environment or {})}
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=variables)
        try:
            while process.poll() is None:
                pause(_LOOK_SECONDS)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(_PATIENCE_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    return process.returncode
