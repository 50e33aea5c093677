"""What a person wants left out: `.gitignore` and `.footnoteignore` in any folder, patterns of the settings, and single
documents that were excluded.

The nearest file decides, in it the last pattern that matches, as in git. `.footnoteignore` outranks the `.gitignore`
beside it, so that `!drafts/` finds what git leaves out. A `.gitignore` counts only inside a git work tree: elsewhere
it has no effect for git either, and a stray one must not hide a person's documents.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError

GIT_IGNORE, OWN_IGNORE, GIT_FOLDER = ".gitignore", ".footnoteignore", ".git"
TELLING = (GIT_IGNORE, OWN_IGNORE, GIT_FOLDER)  # names whose coming, change or going changes what is left out
_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Reason:
    """The pattern that leaves something out, and where it is written: a file's path, empty for the settings."""

    pattern: str
    file: str


@dataclass(frozen=True)
class Level:
    """The rules that hold for what is in one folder, the nearest last; each with the length of the path, its
    separator included, that its patterns are relative to, and the file that it is written in."""

    specs: tuple[tuple[int, GitIgnoreSpec, str], ...]
    in_git: bool

    def leaves_out(self, path: str, is_folder: bool) -> bool:
        """Whether a file or folder of this folder is left out; what is below a folder left out can't come back."""
        return self.reason(path, is_folder) is not None

    def reason(self, path: str, is_folder: bool) -> Reason | None:
        """Why it is left out; None where it isn't."""
        for anchor, spec, file in reversed(self.specs):
            relative = path[anchor:].replace(os.sep, "/")
            decision = spec.check_file(relative + "/" if is_folder else relative)
            if decision.include is not None and decision.index is not None:
                return Reason(str(spec.patterns[decision.index].pattern), file) if decision.include else None
        return None


class Rules:
    """The patterns of the settings and the excluded paths, which hold in every root."""

    def __init__(self, patterns: Iterable[str] = (), excluded: Collection[str] = ()) -> None:
        self._patterns = "\n".join(patterns)
        self.excluded = frozenset(excluded)

    def top(self, root: Path) -> Level:
        """The rules at `root`. What lies above it has no say: the person chose this folder."""
        specs = ((_anchor(str(root)), _parsed(self._patterns), ""),) if self._patterns else ()
        in_git = any((folder / GIT_FOLDER).exists() for folder in (root, *root.parents))
        return self.enter(Level(specs, in_git), str(root))

    def enter(self, above: Level, folder: str, names: Collection[str] = TELLING) -> Level:
        """The rules in `folder`, given those above it; `names` are those that may be in it."""
        if not any(name in names for name in TELLING):
            return above
        in_git = above.in_git or (GIT_FOLDER in names and os.path.lexists(Path(folder, GIT_FOLDER)))
        specs = above.specs
        for name in (GIT_IGNORE, OWN_IGNORE):
            if name in names and (in_git or name == OWN_IGNORE) and (text := _read(Path(folder, name))):
                specs = (*specs, (_anchor(folder), _parsed(text), str(Path(folder, name))))
        return above if specs == above.specs and in_git == above.in_git else Level(specs, in_git)


def wrong_pattern(patterns: Iterable[str]) -> str | None:
    """The first pattern that is not valid in a `.gitignore`."""
    for pattern in patterns:
        try:
            GitIgnoreSpec.from_lines([pattern])
        except GitIgnorePatternError:
            return pattern
    return None


def _anchor(folder: str) -> int:
    return len(folder.rstrip(os.sep)) + 1


def _read(path: Path) -> str:
    """Only a plain file counts, as for git: a link could lead anywhere, and a pipe would never end."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return ""
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""


@lru_cache(maxsize=256)
def _parsed(text: str) -> GitIgnoreSpec:
    """A line that is no valid pattern is passed over, as git does."""
    return GitIgnoreSpec.from_lines(line for line in text.splitlines() if wrong_pattern([line]) is None)
