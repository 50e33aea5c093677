"""Folders of the library by a piece of their name, at whatever depth. Knows no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from desktop_app.services import Library
from indexer.types import Folder

_LOOKED_THROUGH = 3000  # folders: the library answers with a level of them in a few milliseconds


def folders_called(library: Library, roots: Sequence[Folder], typed: str, most: int) -> tuple[str, ...]:
    """Paths of folders below `roots` whose names hold `typed`, those nearest to a root first. `typed` may go over
    several folders, as "Contracts/20". Asks the library level by level; raises what it raises."""
    wanted = typed.replace("\\", "/").strip("/").casefold()
    known = {folder.path for folder in roots}
    parents = [folder.path for folder in roots if folder.nested]
    found: list[str] = []
    looked = 0
    while parents and len(found) < most and looked < _LOOKED_THROUGH:
        inside = [each for each in library.subfolders(parents) if each.path not in known]
        looked += len(inside)
        known.update(each.path for each in inside)
        found += [each.path for each in inside if wanted in _end(each.path, 1 + wanted.count("/"))]
        parents = [each.path for each in inside if each.nested]
    return tuple(found[:most])


def _end(path: str, parts: int) -> str:
    return "/".join(PurePath(path).parts[-parts:]).casefold()
