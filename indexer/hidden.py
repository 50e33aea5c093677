"""Which names are never looked at, wherever they stand."""

from __future__ import annotations

_SKIPPED_FOLDERS = {"node_modules", "__pycache__", "$RECYCLE.BIN", "System Volume Information"}


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is left out with all that is in it."""
    return name.startswith(".") or name in _SKIPPED_FOLDERS
