"""A walk through a root: the files that Footnote reads, without ever following a link out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.catalog import Fingerprint, Root
from indexer.errors import ErrorCode, KnownError, known
from indexer.extract.registry import kind_of
from indexer.hidden import is_hidden
from indexer.ignore import Level, Rules


@dataclass(frozen=True, slots=True)
class Found:
    """A file worth reading. `name_is_text` is False for a name that is not valid Unicode."""

    path: str
    kind: str
    fingerprint: Fingerprint
    name_is_text: bool = True


def walk(
    root: Root, below: Path | None = None, unreadable: set[str] | None = None, rules: Rules | None = None
) -> Iterator[Found]:
    """The files at or below `below` (default: the whole root) that Footnote reads. Links are never followed; hidden
    files and folders and what `rules` and ignore files name are left out. Folders that are there but can't be looked
    into are added to `unreadable`."""
    closed: set[str] = set() if unreadable is None else unreadable
    rules = rules or Rules()
    start = below or root.path
    if root.is_file:
        if start == root.path:  # chosen by name: only its exclusion by name stands against it
            yield from _file(str(start), start.name, rules)
        return
    reached = _reach(root.path, start, rules, closed)
    if reached is None:
        return
    level, is_folder = reached
    if is_folder:
        yield from _folders(str(start), level, rules, closed)
    else:
        yield from _file(str(start), start.name, rules)


def left_out(root: Path, path: Path, rules: Rules) -> KnownError | None:
    """What to say to a person who wants to add `path`, which the rules leave out of the folder `root`; None where
    they don't."""
    level, folder = rules.top(root), root
    for name in path.relative_to(root).parts:
        place = folder / name
        if is_hidden(name):
            return known(
                ErrorCode.LEFT_OUT,
                f"{path} is left out because of the name {name}, as all hidden files and folders are.",
                "Give it another name, or copy what you need to another place.",
            )
        if (reason := level.reason(str(place), place.is_dir())) is not None:
            action = f"Take that pattern out of {reason.file}; Footnote then reads it by itself."
            if not reason.file:
                action = "Take that pattern out of ignore in the settings, then start Footnote again."
            where = reason.file or "the settings"
            message = f"{path} is left out by the pattern `{reason.pattern}` in {where}."
            return known(ErrorCode.LEFT_OUT, message, action)
        if place.is_dir():
            level = rules.enter(level, str(place))
        folder = place
    return None


def text_of(path: str) -> tuple[str, bool]:
    """A path as the catalogue holds it, and whether that is the very path: names may be bytes that are no text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("utf-8", "backslashreplace"), False
    return path, True


def is_within(root: Path, path: Path) -> bool:
    """Whether `path`, all links resolved, is still in `root`: a folder on the way may have become a link."""
    real_root, real = os.path.realpath(root), os.path.realpath(path)
    return real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep)


def _folders(start: str, level: Level, rules: Rules, closed: set[str]) -> Iterator[Found]:
    stack = [(start, level)]
    while stack:
        folder, above = stack.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            closed.add(folder)
            continue
        level = rules.enter(above, folder, {entry.name for entry in listed if entry.name.startswith(".")})
        for entry in listed:
            if is_hidden(entry.name) or entry.is_symlink():
                continue
            is_folder = entry.is_dir(follow_symlinks=False)
            if level.specs and level.leaves_out(entry.path, is_folder):
                continue
            if is_folder:
                stack.append((entry.path, level))
            else:
                yield from _file(entry.path, entry.name, rules)


def _reach(root: Path, place: Path, rules: Rules, closed: set[str]) -> tuple[Level, bool] | None:
    """The rules at `place` and whether it is a folder; None when it is not there, or left out, or the way leads over
    a link."""
    level, folder, is_folder = rules.top(root), root, True
    for name in place.relative_to(root).parts:
        path = folder / name
        try:
            status = os.lstat(path)
            if is_hidden(name) or stat.S_ISLNK(status.st_mode) or not _is_spelled_so(folder, name, status):
                return None
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            closed.add(str(folder))
            return None
        is_folder = stat.S_ISDIR(status.st_mode)
        if level.leaves_out(str(path), is_folder):
            return None
        if is_folder:
            level = rules.enter(level, str(path))
        folder = path
    return level, is_folder


def _is_spelled_so(folder: Path, name: str, status: os.stat_result) -> bool:
    """Where upper and lower case are the same, a file's old spelling still leads to it: the listed one counts."""
    try:
        twin = os.lstat(folder / name.swapcase())
    except OSError:
        return True
    if name == name.swapcase() or (twin.st_dev, twin.st_ino) != (status.st_dev, status.st_ino):
        return True
    with os.scandir(folder) as entries:
        return any(entry.name == name for entry in entries)


def _file(path: str, name: str, rules: Rules) -> Iterator[Found]:
    kind = kind_of(Path(name))
    if kind is None:
        return
    try:
        status = os.lstat(path)
    except OSError:
        return
    if not stat.S_ISREG(status.st_mode):
        return
    text, is_text = text_of(path)
    if text not in rules.excluded:
        yield Found(text, kind, Fingerprint(status.st_size, status.st_mtime_ns, status.st_ino), is_text)
