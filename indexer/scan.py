"""The truth about folders: a walk compared with the catalogue gives what was added, changed, moved, gone or offline.

File system events only say where to look (`watcher`); everything is decided here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from indexer.catalog import Catalog, Known, Root
from indexer.errors import ErrorCode
from indexer.ignore import TELLING, Rules
from indexer.inventory import Inventory
from indexer.moves import Target, file_hash, make_plan
from indexer.types import DocumentState
from indexer.walk import Found, text_of, walk

__all__ = ["Applied", "Found", "Scanner", "device_of", "file_hash", "is_online", "walk"]

SETTLE_SECONDS = 0.4  # a file written more recently than this may still be being written
PATIENCE_SECONDS = 10.0  # one that never holds still is read all the same, this often


@dataclass
class Changes:
    """What a walk found; `gone` documents may turn out to have moved."""

    targets: list[Target] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    closed: dict[str, list[Known]] = field(default_factory=dict)
    unchanged: int = 0
    unsettled: set[Path] = field(default_factory=set)
    restless: set[Path] = field(default_factory=set)


@dataclass(frozen=True)
class Applied:
    """What was done about a walk; the vectors of `removed_chunks` are to be deleted. `unsettled` files are to be
    looked at again in a moment, `restless` ones, which never hold still, after `PATIENCE_SECONDS`."""

    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int
    removed_chunks: tuple[int, ...]
    unsettled: frozenset[Path]
    restless: frozenset[Path] = frozenset()


def device_of(path: Path) -> str:
    """Identifies the folder itself, so that an empty mount point is not taken for an emptied folder. Raises OSError."""
    status = path.stat()
    return f"{status.st_dev}:{status.st_ino}"


def is_online(root: Root, has_documents: bool) -> bool:
    """Whether what a person added can be reached. An empty folder that is another one than before is a mount point
    without its drive."""
    folder = _holder(root)
    try:
        if not folder.is_dir():
            return False
        if has_documents and root.device and device_of(folder) != root.device:
            with os.scandir(folder) as entries:
                return any(not entry.name.startswith(".") and entry.name != "lost+found" for entry in entries)
    except OSError:
        return False
    return True


def _holder(root: Root) -> Path:
    """The folder whose presence tells whether a root is there: a single file may be deleted, not unplugged."""
    return root.path.parent if root.is_file else root.path


class Scanner:
    """Compares folders with the catalogue and brings the catalogue up to date. `patterns` tells the ignore rules for
    every root, as they are now; `settle_seconds` and the clocks are for tests."""

    def __init__(
        self, catalog: Catalog, patterns: Callable[[], tuple[str, ...]] = tuple, *,
        settle_seconds: float = SETTLE_SECONDS,
        wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._catalog = catalog
        self._inventory = Inventory(catalog)
        self._patterns = patterns
        self._applied: tuple[str, ...] = patterns()  # when everything was looked at last
        self._settle = settle_seconds
        self._wall = wall
        self._monotonic = monotonic
        self._closed: set[str] = set()  # folders that could not be looked into
        self._patience: dict[str, tuple[float, bool]] = {}  # path → when it is read all the same, whether it ever was

    def refresh_roots(self) -> bool:
        """Mark roots that vanished as offline and those that are back as online; True when anything changed, the
        folder behind a root's path and regained permissions included."""
        changed = False
        for root in self._catalog.roots():
            device = root.device
            try:
                device = device_of(_holder(root))
                same = device == root.device
                online = same or is_online(root, bool(root.device) and self._catalog.has_documents(root))
            except OSError:
                online = False
            if not online:
                device = root.device
            if (online, device) != (root.online, root.device):
                self._catalog.set_online(root, online, device)
                changed = changed or online != root.online or bool(root.device)
        opened = {folder for folder in self._closed if os.access(folder, os.R_OK | os.X_OK)}
        self._closed -= opened
        return changed or bool(opened)

    @property
    def patterns_changed(self) -> bool:
        """Whether everything has to be looked at by other rules than before."""
        return self._patterns() != self._applied

    def scan(self, places: Iterable[Path] | None = None) -> Applied:
        """Look at every online root, or only at (and below) the given places."""
        changes = Changes()
        roots = [root for root in self._catalog.roots() if root.online]
        patterns = self._patterns()
        rules = Rules(patterns, self._inventory.excluded())
        if places is None:
            self._applied = patterns
            self._forget_patience()
        wanted = None if places is None else _topmost(places)
        for root in roots:
            if wanted is None:
                self._compare(root, None, rules, changes)
                continue
            for place in wanted:
                if place == root.path or root.path.is_relative_to(place):
                    self._compare(root, None, rules, changes)
                elif place.is_relative_to(root.path):
                    self._compare(root, place, rules, changes)
        return self._apply(changes)

    def _compare(self, root: Root, below: Path | None, rules: Rules, changes: Changes) -> None:
        if not _is_the_same(root):
            return
        known = self._catalog.documents_of(root, below)
        unreadable: set[str] = set()
        found_here = Changes()
        for found in walk(root, below, unreadable, rules):
            document = known.pop(found.path, None)
            if document is not None and document.fingerprint == found.fingerprint and not _can_be_read_again(document):
                found_here.unchanged += document.state is not DocumentState.PENDING
            elif self._holds_still(found, found_here):
                found_here.targets.append(Target(root.id, found, document))
        # A drive unplugged during the walk makes everything look deleted: such a walk proves nothing.
        if not _is_the_same(root):
            return
        self._closed |= unreadable
        closed = {text_of(folder)[0] for folder in unreadable}
        for document in known.values():
            if (folder := _closed_above(document.path, root, closed)) is None:
                changes.gone.append(document)
            elif document.problem_code != ErrorCode.UNREADABLE:
                changes.closed.setdefault(folder, []).append(document)
        changes.targets += found_here.targets
        changes.unchanged += found_here.unchanged
        changes.unsettled |= found_here.unsettled
        changes.restless |= found_here.restless

    def _holds_still(self, found: Found, changes: Changes) -> bool:
        """Whether a file is to be read now. The clock may have been set back, and a drive's clock be ahead of ours: a
        time in the far future says nothing, and what changes during its reading is noticed there."""
        if not found.name_is_text:
            return True
        if abs(self._wall() - found.fingerprint.mtime_ns / 1e9) >= self._settle:
            self._patience.pop(found.path, None)
            return True
        now = self._monotonic()
        due, is_tired = self._patience.setdefault(found.path, (now + PATIENCE_SECONDS, False))
        if now < due:
            (changes.restless if is_tired else changes.unsettled).add(Path(found.path))
            return False
        self._patience[found.path] = (now + PATIENCE_SECONDS, True)
        changes.restless.add(Path(found.path))
        return True

    def _forget_patience(self) -> None:
        now = self._monotonic()
        self._patience = {p: entry for p, entry in self._patience.items() if entry[0] > now - PATIENCE_SECONDS}

    def _apply(self, changes: Changes) -> Applied:
        plan = make_plan(changes.targets, changes.gone)
        removed_chunks = self._inventory.apply(plan)
        for folder, documents in changes.closed.items():
            self._inventory.close_off(documents, folder)
        return Applied(
            len(plan.added), len(plan.changed) + sum(map(len, changes.closed.values())), len(plan.moved),
            len(plan.removed), changes.unchanged, tuple(removed_chunks), frozenset(changes.unsettled),
            frozenset(changes.restless),
        )  # fmt: skip


def _topmost(places: Iterable[Path]) -> list[Path]:
    """Without those that lie below others; a file that tells what to ignore stands for its folder."""
    top: list[Path] = []
    for place in sorted({place.parent if place.name in TELLING else place for place in places}):
        if not top or not place.is_relative_to(top[-1]):
            top.append(place)
    return top


def _is_the_same(root: Root) -> bool:
    """Whether the folder behind a root's path is still the one that was marked online."""
    try:
        return not root.device or device_of(_holder(root)) == root.device
    except OSError:
        return False


def _can_be_read_again(document: Known) -> bool:
    """It could not be read for want of permission, which may be there now; that leaves its times as they were."""
    if document.problem_code != ErrorCode.UNREADABLE or document.state is DocumentState.PENDING:
        return False
    return os.access(document.path, os.R_OK)


def _closed_above(path: str, root: Root, closed: set[str]) -> str | None:
    """The folder above `path` that could not be looked into."""
    if not closed:
        return None
    for folder in Path(path).parents:
        if str(folder) in closed:
            return str(folder)
        if folder == root.path:
            break
    return None
