"""The truth about folders: a walk compared with the catalogue gives what was added, changed, moved, gone or offline.

File system events only say where to look (`watcher`); everything is decided here.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.catalog import Catalog, Fingerprint, Known, Root
from indexer.errors import ErrorCode, Problem
from indexer.extract.registry import kind_of
from indexer.types import DocumentState

_SKIPPED_FOLDERS = {"node_modules", "__pycache__", "$RECYCLE.BIN", "System Volume Information"}
_SETTLE_SECONDS = 0.4  # a file written more recently than this may still be being written


@dataclass(frozen=True)
class Found:
    """A file worth reading. `name_is_text` is False for a name that is not valid Unicode."""

    path: str
    kind: str
    fingerprint: Fingerprint
    name_is_text: bool = True


@dataclass
class Changes:
    """What a walk found; `gone` documents may turn out to have moved."""

    added: list[tuple[Root, Found]] = field(default_factory=list)
    changed: list[tuple[Known, Found]] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    unchanged: int = 0
    unsettled: set[Path] = field(default_factory=set)


@dataclass(frozen=True)
class Applied:
    """What was done about `Changes`; the vectors of `removed_chunks` are to be deleted."""

    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int
    removed_chunks: tuple[int, ...]
    unsettled: frozenset[Path]


def device_of(path: Path) -> str:
    """Identifies the folder itself, so that an empty mount point is not taken for an emptied folder."""
    status = path.stat()
    return f"{status.st_dev}:{status.st_ino}"


def file_hash(path: Path) -> str:
    """sha256 of a file's bytes, as hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_online(root: Root, has_documents: bool) -> bool:
    """Whether what a person added can be reached. An empty folder that is another one than before is a mount point
    without its drive."""
    try:
        if root.is_file:
            return root.path.parent.is_dir()
        if not root.path.is_dir():
            return False
        if has_documents and root.device and device_of(root.path) != root.device:
            with os.scandir(root.path) as entries:
                return next(entries, None) is not None
    except OSError:
        return False
    return True


def walk(root: Root, below: Path | None = None, unreadable: set[str] | None = None) -> Iterator[Found]:
    """The files at or below `below` (default: the whole root) that Footnote reads. Links are never followed; hidden
    files and folders are left out. Folders that can't be listed are added to `unreadable`."""
    start = below or root.path
    if root.is_file or not start.is_dir() or start.is_symlink():
        if start == root.path or not _hidden_below(root.path, start):
            yield from _file(start)
        return
    if _hidden_below(root.path, start):
        return
    stack = [str(start)]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            if unreadable is not None:
                unreadable.add(folder)
            continue
        for entry in listed:
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _SKIPPED_FOLDERS:
                    stack.append(entry.path)
            else:
                yield from _file(Path(entry.path))


def _hidden_below(root: Path, path: Path) -> bool:
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return True
    return any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in parts)


def _file(path: Path) -> Iterator[Found]:
    kind = kind_of(path)
    if kind is None or path.name.startswith("~$"):
        return
    try:
        status = path.lstat()
    except OSError:
        return
    if not stat.S_ISREG(status.st_mode):
        return
    fingerprint = Fingerprint(status.st_size, status.st_mtime_ns, status.st_ino)
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        yield Found(os.fsencode(path).decode("utf-8", "backslashreplace"), kind, fingerprint, name_is_text=False)
    else:
        yield Found(text, kind, fingerprint)


class Scanner:
    """Compares folders with the catalogue and brings the catalogue up to date."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def refresh_roots(self) -> bool:
        """Mark roots that vanished as offline and those that are back as online; True when anything changed."""
        changed = False
        for root in self._catalog.roots():
            online = is_online(root, has_documents=bool(root.device) and self._has_documents(root))
            device = root.device
            if online and not root.is_file:
                try:
                    device = device_of(root.path)
                except OSError:
                    online = False
            if (online, device) != (root.online, root.device):
                self._catalog.set_online(root, online, device)
                changed = changed or online != root.online
        return changed

    def _has_documents(self, root: Root) -> bool:
        return any(folder.id == root.id and sum(folder.counts.values()) for folder in self._catalog.folders())

    def scan(self, places: Iterable[Path] | None = None) -> Applied:
        """Look at every online root, or only at (and below) the given places."""
        changes = Changes()
        roots = [root for root in self._catalog.roots() if root.online]
        if places is None:
            for root in roots:
                self._compare(root, None, changes)
        else:
            for place in sorted(set(places)):
                for root in roots:
                    if place.is_relative_to(root.path):
                        self._compare(root, None if place == root.path else place, changes)
        return self._apply(changes)

    def _compare(self, root: Root, below: Path | None, changes: Changes) -> None:
        known = self._catalog.documents_of(root, below)
        unreadable: set[str] = set()
        now = time.time()
        for found in walk(root, below, unreadable):
            document = known.pop(found.path, None)
            fingerprint = found.fingerprint
            if document is not None and document.fingerprint == fingerprint:
                changes.unchanged += document.state is not DocumentState.PENDING
                continue
            if 0 <= now - fingerprint.mtime_ns / 1e9 < _SETTLE_SECONDS:
                changes.unsettled.add(Path(found.path))
            elif document is None:
                changes.added.append((root, found))
            else:
                changes.changed.append((document, found))
        if not self._still_there(root):
            return
        for document in known.values():
            if not any(document.path.startswith(folder.rstrip(os.sep) + os.sep) for folder in unreadable):
                changes.gone.append(document)

    @staticmethod
    def _still_there(root: Root) -> bool:
        """A drive unplugged during the walk makes everything look deleted: such a walk proves nothing."""
        return root.path.parent.is_dir() if root.is_file else root.path.is_dir()

    def _apply(self, changes: Changes) -> Applied:
        moved = 0
        removed_chunks: list[int] = []
        added = []
        for root, found in changes.added:
            source = self._moved_from(found, changes.gone)
            if source is None:
                added.append((root, found))
                continue
            changes.gone.remove(source)
            moved += 1
            self._catalog.move_document(source.id, root.id, found.path, found.kind, found.fingerprint)
        for document in changes.gone:
            removed_chunks.extend(self._catalog.remove_document(document.id))
        for root, found in added:
            self._add(root, found)
        for document, found in changes.changed:
            self._catalog.set_pending(document.id, found.fingerprint)
        return Applied(
            len(added), len(changes.changed), moved, len(changes.gone), changes.unchanged,
            tuple(removed_chunks), frozenset(changes.unsettled),
        )  # fmt: skip

    def _add(self, root: Root, found: Found) -> None:
        document_id = self._catalog.add_document(root.id, found.path, found.kind, found.fingerprint)
        if not found.name_is_text:
            problem = Problem(
                ErrorCode.UNREADABLE,
                f"The name of {found.path} is not valid text.",
                "Rename the file.",
            )
            self._catalog.fail(document_id, problem)

    @staticmethod
    def _moved_from(found: Found, gone: list[Known]) -> Known | None:
        """The vanished document that this new file is: the same inode, size and time, or the same content."""
        for document in gone:
            if document.fingerprint == found.fingerprint and document.state is not DocumentState.PENDING:
                return document
        same_size = [d for d in gone if d.fingerprint.size == found.fingerprint.size and d.sha256]
        if not same_size:
            return None
        try:
            digest = file_hash(Path(found.path))
        except OSError:
            return None
        return next((document for document in same_size if document.sha256 == digest), None)
