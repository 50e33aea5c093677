"""Making, filling, renaming and deleting collections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from desktop_app.collection_store import Collection, Collections
from desktop_app.ui.banner import Toast
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.library_words import place_name
from desktop_app.ui.translation import tr, trn
from indexer.errors import Problem


class CollectionDesk(QObject):
    """Knows the collections as they are kept. Signals: `changed()`, `failed(problem)`."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, store: Collections, bridge: Bridge, toast: Toast, window: QWidget) -> None:
        super().__init__(window)
        self._store, self._bridge, self._toast, self._window = store, bridge, toast, window
        self.known: tuple[Collection, ...] = ()

    def refresh(self) -> None:
        self._bridge.run(self._store.all, self._take, self._fail, self)

    def named(self, paths: Sequence[Path]) -> Collection | None:
        """The collection that holds just these."""
        return next((one for one in self.known if set(one.paths) == set(paths)), None) if paths else None

    def ask_to_add(self, paths: Sequence[Path]) -> None:
        """Ask which collection these shall belong to: one there is, or a new name."""
        dialog = self._ask(tr("Add to a collection"), tr("Collection: choose one, or write a new name"))
        dialog.setComboBoxEditable(True)
        dialog.setComboBoxItems([one.name for one in self.known])
        dialog.textValueSelected.connect(lambda name: self.add(name, paths))
        dialog.open()

    def add(self, name: str, paths: Sequence[Path]) -> None:
        self._do(partial(self._store.add, name, tuple(paths)), tr("Added to {name}", name=name))

    def ask_to_rename(self, collection: Collection) -> None:
        dialog = self._ask(tr("Rename the collection"), tr("Name"))
        dialog.setTextValue(collection.name)
        dialog.textValueSelected.connect(lambda name: self._do(partial(self._store.rename, collection.name, name)))
        dialog.open()

    def take_out(self, name: str, paths: Sequence[Path]) -> None:
        """Have these no longer belong to it; for a while they can be had back, where they stood."""
        collection = next((one for one in self.known if one.name == name), None)
        if collection is None:
            return
        restore = partial(self._do, partial(self._store.put, name, collection.paths))
        what = place_name(str(paths[0])) if len(paths) == 1 else trn("{n} place", "{n} places", len(paths))
        said = tr("Took {what} out of {name}", what=what, name=name)
        if len(paths) == len(collection.paths):
            said = tr("Took all out of {name}, which is deleted; its documents stay", name=name)
        self._do(partial(self._store.take_out, name, tuple(paths)), said, restore)

    def delete(self, collection: Collection) -> None:
        """Forget it; for a while it can be had back."""
        restore = partial(self._do, partial(self._store.put, collection.name, collection.paths))
        said = tr("Deleted the collection {name}; its documents stay", name=collection.name)
        self._do(partial(self._store.delete, collection.name), said, restore)

    def _ask(self, title: str, words: str) -> QInputDialog:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(title)
        dialog.setLabelText(words)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _do(self, work: Callable[[], None], said: str = "", undo: Callable[[], object] | None = None) -> None:
        def done(_: object) -> None:
            if said:
                self._toast.offer(said, undo, None)
            self.refresh()

        self._bridge.run(work, done, self._fail, self)

    def _take(self, collections: tuple[Collection, ...]) -> None:
        self.known = collections
        self.changed.emit()

    def _fail(self, problem: Problem) -> None:
        self.failed.emit(problem)
