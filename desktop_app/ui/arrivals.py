"""What is dropped on the window or pasted into it: brought in where it lies or, if the person wants that, as copies."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.copy_bar import CopyBar
from desktop_app.ui.drop import to_add
from desktop_app.ui.importing import Importer
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.problem_words import AsWritten, in_full
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.translation import tr, trn
from desktop_app.ui.views import Views
from indexer.config import Settings
from indexer.errors import Problem

if TYPE_CHECKING:
    from desktop_app.copying import Copies, CopyProgress

Placed = Callable[[Mapping[Path, Path]], object]  # told where what was dropped stands now


class Arrivals(QObject):
    """Emits `failed` with what could not be copied, and what tries it again. One drop is copied at a time, the next
    ones wait."""

    failed = Signal(object, object)  # Problem, Callable[[], object]

    def __init__(
        self,
        importer: Importer,
        views: Views,
        watch: LibraryWatch,
        settings: SettingsStore,
        bridge: Bridge,
        bar: CopyBar,
    ) -> None:
        super().__init__(bar)
        self._importer, self._views, self._watch, self._bridge, self._bar = importer, views, watch, bridge, bar
        self._folder: Path | None = None  # for copies; None: none are wanted
        self._waiting: deque[tuple[tuple[Path, ...], Placed]] = deque()
        self._stopping: threading.Event | None = None  # of what is being copied
        bar.stopped.connect(self.stop)
        settings.changed.connect(self._follow)

    def _follow(self, settings: Settings) -> None:
        from desktop_app.copying import copies_folder  # most people keep none

        self._folder = copies_folder(settings) if settings.keep_copies else None

    def words(self, items: int) -> tuple[str, str]:
        """What dropping so many items does, and what of it to know."""
        if self._views.check_takes(items):
            return self._views.check.drop_words
        what, more = to_add(items)
        if self._folder is not None:
            more = tr("Copied to {folder}; the originals stay as they are.", folder=self._folder.name)
        return what, more

    def take(self, paths: tuple[Path, ...]) -> None:
        """Bring in what was dropped, or check it where that is what the view is for."""
        if self._views.check_takes(len(paths)):
            self._views.check.check_file(paths[0])
        else:
            self.bring_in(paths, lambda _: None)

    def bring_in(self, paths: tuple[Path, ...], placed: Placed) -> None:
        """Add these or copies of them, and tell `placed`. What the library watches already is not copied."""
        folders = [folder.path for folder in self._watch.folders]
        new = tuple(path for path in paths if not any(path.is_relative_to(folder) for folder in folders))
        there = {path: path for path in paths if path not in new}
        if self._folder is None or not new:
            self._importer.offer(paths, partial(placed, {path: path for path in paths}))
        else:
            self._importer.offer(
                new, bring=lambda chosen, _: self._copy(chosen, lambda copies: placed({**there, **copies}))
            )

    @property
    def is_copying(self) -> bool:
        return self._stopping is not None

    def stop(self) -> None:
        """Stop copying; whole files that were copied stay."""
        self._waiting.clear()
        if self._stopping is not None:
            self._stopping.set()

    def _copy(self, paths: tuple[Path, ...], placed: Placed) -> None:
        self._waiting.append((paths, placed))
        if self._stopping is None:
            self._next()

    def _next(self) -> None:
        from desktop_app.copying import Copier

        self._stopping = None
        if not self._waiting or self._folder is None:
            self._bar.end()
            return
        paths, placed = self._waiting.popleft()
        self._stopping = threading.Event()
        self._bar.begin()
        work: Callable[[Callable[[CopyProgress], None]], Copies] = partial(
            Copier(self._folder).copy, paths, self._stopping
        )
        self._bridge.follow(
            work, self._bar.show_progress, partial(self._copied, placed), partial(self._not_copied, paths, placed), self
        )

    def _copied(self, placed: Placed, copies: Copies) -> None:
        if copies.placed:
            self._importer.add((copies.folder,), partial(placed, copies.placed), _what_was_copied(copies))
        elif not copies.failed and not copies.stopped:
            self._importer.added.emit(tr("There is no document in it to copy."))
        if copies.failed:
            again = partial(self._try_again, copies.again, lambda more: placed({**copies.placed, **more}))
            self.failed.emit(_in_one(copies.failed), again)
        self._next()

    def _not_copied(self, paths: tuple[Path, ...], placed: Placed, problem: Problem) -> None:
        self.failed.emit(problem, partial(self._try_again, paths, placed))
        self._next()

    def _try_again(self, paths: tuple[Path, ...], placed: Placed) -> None:
        if self._folder is not None:
            self._copy(paths, placed)
        else:  # the person wants no copies any more
            self._importer.add(paths, partial(placed, {path: path for path in paths}))


def _what_was_copied(copies: Copies) -> str:
    name = copies.folder.name
    if not copies.copied:
        return tr("Nothing was copied: {folder} holds the same already.", folder=name)
    if copies.stopped:
        said = trn("Stopped after {n} file, copied to {folder}.", "Stopped after {n} files, copied to {folder}.",
                   copies.copied, folder=name)  # fmt: skip
    else:
        said = trn("Copied {n} file to {folder}.", "Copied {n} files to {folder}.", copies.copied, folder=name)
    return tr("{said} You can ask while it is being read.", said=said)


def _in_one(problems: tuple[Problem, ...]) -> Problem:
    """Several problems as one: the first, how many more, and all of them as its detail."""
    first = problems[0]
    if len(problems) == 1:
        return first
    rest = trn("{n} more file was not copied.", "{n} more files were not copied.", len(problems) - 1)
    whole = "\n".join(in_full(problem) for problem in problems)
    return AsWritten(first.code, in_full(first), rest, first.retryable, whole)
