"""What was renamed or moved, told from what a walk found: pairs each vanished document with the file it now is."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from indexer.catalog import Fingerprint, Known
from indexer.walk import Found


@dataclass(frozen=True, slots=True)
class Target:
    """A file that is new, or other than before, at its path; `at` is the document that was there."""

    root_id: int
    found: Found
    at: Known | None = None


@dataclass
class Plan:
    """What is to be done to the catalogue. `removed` make room for `moved`, which may exchange their paths."""

    moved: list[tuple[Known, Target]] = field(default_factory=list)
    removed: list[Known] = field(default_factory=list)
    added: list[Target] = field(default_factory=list)
    changed: list[tuple[Known, Found]] = field(default_factory=list)


def file_hash(path: Path) -> str:
    """sha256 of a file's bytes, as hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_plan(targets: Iterable[Target], gone: Iterable[Known]) -> Plan:
    """Pair targets with documents that are no longer where they were: first by inode, size and time,
    then by content. A document whose path now holds another file may itself have moved on."""
    targets, gone = list(targets), list(gone)
    replaced = [target.at for target in targets if target.at and target.at.fingerprint != target.found.fingerprint]
    came_from = _by_fingerprint(targets, [*gone, *replaced])
    left = {document.id: document for document in gone}
    left |= {target.at.id: target.at for target in targets if target.at and target.found.path in came_from}
    for document in came_from.values():
        left.pop(document.id, None)
    came_from |= _by_content([target for target in targets if target.found.path not in came_from], left)
    moved_on = {document.id for document in came_from.values()}
    plan = Plan(removed=list(left.values()))
    for target in targets:
        source, at = came_from.get(target.found.path), target.at
        if source is not None:
            plan.moved.append((source, target))
            if at is not None and at.id not in moved_on and at.id not in left:
                plan.removed.append(at)
        elif at is None or at.id in moved_on:
            plan.added.append(target)
        else:
            plan.changed.append((at, target.found))
    return plan


def _by_fingerprint(targets: list[Target], sources: list[Known]) -> dict[str, Known]:
    free: dict[Fingerprint, list[Known]] = defaultdict(list)
    for document in sources:
        free[document.fingerprint].append(document)
    came_from: dict[str, Known] = {}
    for target in targets:
        candidates = free.get(target.found.fingerprint)
        if not candidates or not target.found.name_is_text:
            continue
        if target.at is not None and target.at.fingerprint == target.found.fingerprint:
            continue  # the same file, to be read once more
        source = _best(candidates, target.found.path)
        # A file just written that takes another's place is how programs save: the document keeps what it knows.
        if target.at is None or source.sha256:
            candidates.remove(source)
            came_from[target.found.path] = source
    return came_from


def _by_content(targets: list[Target], left: dict[int, Known]) -> dict[str, Known]:
    """Documents found again are taken out of `left`."""
    free: dict[tuple[int, str], list[Known]] = defaultdict(list)
    for document in left.values():
        if document.sha256:
            free[document.fingerprint.size, document.sha256].append(document)
    sizes = {size for size, _ in free}
    came_from: dict[str, Known] = {}
    for target in targets:
        size = target.found.fingerprint.size
        if size not in sizes or not target.found.name_is_text:
            continue
        try:
            candidates = free.get((size, file_hash(Path(target.found.path))))
        except OSError:
            continue
        if candidates:
            source = _best(candidates, target.found.path)
            candidates.remove(source)
            del left[source.id]
            came_from[target.found.path] = source
    return came_from


def _best(candidates: list[Known], path: str) -> Known:
    """Of several with the same content (links, copies), the one of the same name."""
    name = Path(path).name
    return next((document for document in candidates if Path(document.path).name == name), candidates[0])
