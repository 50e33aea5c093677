"""Showing a file or folder in the system's own file manager."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.ui.bridge import Bridge
from indexer.errors import Problem


def show_in_folder(path: Path, bridge: Bridge, owner: QObject) -> None:
    """Show the file chosen in its folder, or where no file manager can do that, the folder."""
    from desktop_app.reveal import reveal  # few want it

    def open_folder(_: Problem | None = None) -> None:
        show_folder(path.parent)

    bridge.run(partial(reveal, path), lambda shown: None if shown else open_folder(), open_folder, owner)


def show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
