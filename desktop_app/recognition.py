"""Adds text recognition, the optional part `ocr`, to the Python that Footnote runs in: through pip, with the person's
own settings for it. Only when the person asks: it is fetched from a network."""

from __future__ import annotations

import importlib.metadata
import os
import re
import sysconfig
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_app.pip_process import has_pip, run_pip
from indexer.errors import ErrorCode, known
from indexer.extract import ocr

DISK_BYTES = 270_000_000
_EXTRA = re.compile(r"""extra\s*==\s*["']ocr["']""")
_DETAIL = 4_000  # characters of what pip said
_REMEDY = "Check the network, then try again; or run `make ocr` in a clone."

Pip = Callable[[Sequence[str], Path, Callable[[float], object]], int]


def can_install() -> bool:
    """Whether it is missing, and this Python has pip and lets packages be added."""
    writable = os.access(sysconfig.get_path("purelib"), os.W_OK)
    return not ocr.is_installed() and has_pip() and writable and bool(requirements())


def requirements() -> tuple[str, ...]:
    """What Footnote's own metadata asks for under the extra `ocr`."""
    try:
        wanted = importlib.metadata.requires("footnote") or ()
    except importlib.metadata.PackageNotFoundError:  # run from a folder, without being installed
        return ()
    return tuple(each.partition(";")[0].strip() for each in wanted if _EXTRA.search(each))


def install(cancel: threading.Event, pip: Pip = run_pip) -> None:
    """Fetch and install it; blocks for a minute or more, or until `cancel` is set. Raises KnownError: CANCELLED,
    NO_SOURCE (pip's own words are its detail)."""

    def pause(seconds: float) -> None:
        if cancel.wait(seconds):
            raise known(ErrorCode.CANCELLED, "Installing text recognition was stopped.", "You can start it again.")

    with tempfile.TemporaryDirectory() as folder:
        log, constraints = Path(folder) / "pip.log", Path(folder) / "constraints.txt"
        constraints.write_text("\n".join(_as_they_are()), "utf-8")
        arguments = ["install", "--only-binary=:all:", f"--constraint={constraints}", *requirements()]
        code = pip(arguments, log, pause)
        said = log.read_text("utf-8", "replace") if log.exists() else ""
    ocr.look_again()
    if code or not ocr.is_installed():
        problem = "Text recognition could not be installed."
        raise known(ErrorCode.NO_SOURCE, problem, _REMEDY, retryable=True, detail=said[-_DETAIL:])


def _as_they_are() -> list[str]:
    """Constraints that keep every installed package at its version: the services run on them."""
    kept = {each.name: each.version for each in importlib.metadata.distributions() if each.name and each.version}
    return [f"{name}=={version}" for name, version in sorted(kept.items())]
