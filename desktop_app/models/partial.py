"""What an interrupted download left behind, so that it can be said how far it is."""

from __future__ import annotations

import json
from pathlib import Path

from desktop_app.models.catalogue import ModelEntry
from desktop_app.models.transfer import INCOMPLETE, JOURNAL, PARTIAL, READY


def fetched_bytes(models: Path, entry: ModelEntry) -> int:
    """The bytes of `entry` that the next attempt need not fetch again; 0 where none are kept."""
    folder = models / PARTIAL / entry.name
    try:
        return _ready(folder / READY, entry) + max(_streamed(folder), _joined(folder))
    except OSError:  # there is none, or it is being moved into its place
        return 0


def _ready(folder: Path, entry: ModelEntry) -> int:
    """Whole files. A shorter one is a copy that was stopped, which begins anew."""
    if entry.files:
        places = {folder / file.name: file.size for file in entry.files}
        return sum(size for place, size in places.items() if place.is_file() and place.stat().st_size == size)
    return sum(place.stat().st_size for place in folder.rglob("*") if place.is_file())


def _streamed(folder: Path) -> int:
    return sum(place.stat().st_size for place in folder.iterdir() if place.name.endswith(INCOMPLETE))


def _joined(folder: Path) -> int:
    try:
        return int(json.loads((folder / JOURNAL).read_text("utf-8"))["bytes"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return 0
