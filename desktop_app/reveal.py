"""Showing a file in the system's file manager, chosen among those around it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

_PATIENCE = 5.0  # seconds for a file manager that has to be started


def reveal(path: Path, platform: str = sys.platform) -> bool:
    """Whether a file manager said that it shows `path`; without that its folder can be opened instead."""
    command = command_for(path, platform)
    if command is None or not path.exists() or shutil.which(command[0]) is None:
        return False
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_PATIENCE,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 or platform == "win32"  # whose Explorer never says 0


def command_for(path: Path, platform: str) -> list[str] | None:
    """What asks the file manager: on Linux by an interface that file managers share."""
    if platform == "win32":
        return ["explorer", f"/select,{path}"]
    if platform == "darwin":
        return ["open", "-R", str(path)]
    if platform == "linux":
        service, place = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
        return [
            "gdbus", "call", "--session", "--dest", service, "--object-path", place,
            "--method", f"{service}.ShowItems", f"['{path.as_uri()}']", "",
        ]  # fmt: skip
    return None
