"""What the conversation that is shown asks: said by the chip in the ask box, and changed from its menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop_app.scopes import Scope, in_library
from desktop_app.ui.collection_desk import CollectionDesk
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.importing import Importer
from desktop_app.ui.library_pane import LibraryPane
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.library_words import folder_name
from desktop_app.ui.translation import tr, trn
from desktop_app.ui.views import Views

BringIn = Callable[[Scope, Callable[[Mapping[Path, Path]], object]], object]
_NAMED = 2  # places that a label names before it counts
_LONGEST_MENU = 30  # folders of the library that the menu lists


class ScopeDesk(QObject):
    """Keeps chip, library pane and check of one mind about the scope. Emits `chosen` when the person changed it."""

    chosen = Signal()

    def __init__(
        self,
        view: ConversationView,
        views: Views,
        pane: LibraryPane,
        watch: LibraryWatch,
        importer: Importer,
        collections: CollectionDesk,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._views, self._pane, self._watch, self._importer = view, views, pane, watch, importer
        self._collections = collections
        collections.changed.connect(self._show)
        collections.changed.connect(self._complete)
        view.scope_changed.connect(self._show)
        view.ask_box.scope_menu_requested.connect(self.open_menu)
        pane.collections.follow(collections)
        pane.collections.chosen.connect(self.choose)
        pane.scope_requested.connect(self.choose_folder)
        watch.folders_changed.connect(self._show)

    def choose(self, scope: Scope) -> None:
        """Limit the conversation's questions to these folders and files; empty: the whole library."""
        self._view.set_scope(scope)
        self.chosen.emit()

    def choose_folder(self, path: Path | None) -> None:
        self.choose((path,) if path else ())

    def ask_about(self, paths: Sequence[Path], bring: BringIn | None = None) -> None:
        """Limit the conversation to these, and bring in what of them isn't in the library yet; `bring` may put
        something else in their place."""
        scope = tuple(paths)
        folders = self._folders()
        new = tuple(path for path in scope if not in_library(path, folders))
        if not new:
            self.choose(scope)
        elif bring is None:
            self._importer.offer(new, partial(self.choose, scope))
        else:
            bring(new, partial(self._choose_placed, scope, new))

    def _choose_placed(self, scope: Scope, new: Scope, placed: Mapping[Path, Path]) -> None:
        """Limit it to what of `scope` stands somewhere; where nothing does, it stays as it was."""
        stand = tuple(placed.get(path, path) for path in scope if path in placed or path not in new)
        if stand:
            self.choose(stand)

    def removed(self, path: str) -> None:
        """A folder left the library: neither it nor what is in it is asked any more."""
        left = tuple(place for place in self._view.scope if not place.is_relative_to(path))
        if left != self._view.scope:
            self._view.set_scope(left)

    def open_menu(self) -> None:
        chip = self._view.ask_box.scope
        menu = self.menu()
        menu.popup(chip.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def menu(self) -> QMenu:
        """The library's folders and what else is chosen, each to be switched on and off."""
        menu = QMenu(self._view)
        menu.aboutToHide.connect(menu.deleteLater)
        scope = self._view.scope
        whole = menu.addAction(tr("The whole library"), partial(self.choose, ()))
        whole.setCheckable(True)
        whole.setChecked(not scope)
        menu.addSeparator()
        places = {Path(folder.path): folder_name(folder) for folder in self._watch.folders[:_LONGEST_MENU]}
        places |= {path: path.name for path in scope if path not in places}
        for path, name in places.items():
            switch = menu.addAction(name.replace("&", "&&"), partial(self._switch, path))
            switch.setToolTip(str(path))
            switch.setCheckable(True)
            switch.setChecked(path in scope)
        menu.addSeparator()
        for collection in self._collections.known:
            act = partial(self.choose, collection.paths)
            entry = menu.addAction(tr("Collection: {name}", name=collection.name).replace("&", "&&"), act)
            entry.setToolTip("\n".join(map(str, collection.paths)))
            entry.setCheckable(True)
            entry.setChecked(set(collection.paths) == set(scope))
        self._add_collecting(menu, scope)
        menu.addAction(tr("Choose files…"), partial(self._choose_paths, QFileDialog.FileMode.ExistingFiles))
        menu.addAction(tr("Choose a folder…"), partial(self._choose_paths, QFileDialog.FileMode.Directory))
        menu.setToolTipsVisible(True)
        return menu

    def _add_collecting(self, menu: QMenu, scope: Scope) -> None:
        """What can be done with what is chosen, or with the collection that it is."""
        collection = self._collections.named(scope)
        if collection is not None:
            menu.addAction(tr("Rename the collection…"), partial(self._collections.ask_to_rename, collection))
            menu.addAction(tr("Delete the collection"), partial(self._collections.delete, collection))
        if scope:
            menu.addAction(tr("Add to a collection…"), partial(self._collections.ask_to_add, scope))
        if scope or self._collections.known:
            menu.addSeparator()

    def _switch(self, path: Path) -> None:
        scope = self._view.scope
        self.choose(tuple(place for place in scope if place != path) if path in scope else (*scope, path))

    def _choose_paths(self, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self._view, tr("Ask only about"))
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(lambda paths: self.ask_about(tuple(map(Path, paths))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folders(self) -> tuple[Path, ...]:
        return tuple(Path(folder.path) for folder in self._watch.folders)

    def _complete(self) -> None:
        """Collections can be named in a question."""
        self._view.completer.set_collections(one.name for one in self._collections.known)

    def _show(self) -> None:
        """Say the scope wherever it is said."""
        scope = self._view.scope
        names = {Path(folder.path): folder_name(folder) for folder in self._watch.folders}
        collection = self._collections.named(scope)
        named = (
            collection.name if collection else scope_label([names.get(path, path.name or str(path)) for path in scope])
        )
        gone = [path for path in scope if not in_library(path, list(names))] if names else []
        more = "\n".join(map(str, scope)) or tr("What is asked: press to choose folders or files.")
        if gone:
            more = tr("Not in the library any more: {places}", places=", ".join(map(str, gone)))
        self._view.ask_box.show_scope(named, more, bool(gone))
        self._views.set_scope(scope, named)
        alone = scope[0] if len(scope) == 1 else None
        self._pane.collections.choose(collection)
        self._pane.choose_folder(str(alone) if alone is not None else None)


def scope_label(names: Sequence[str]) -> str:
    """ "whole library", "Contracts", "Contracts, Papers", "Contracts and 3 more"."""
    if not names:
        return tr("whole library")
    if len(names) <= _NAMED:
        return ", ".join(names)
    rest = trn("{n} more", "{n} more", len(names) - 1)
    return tr("{first} and {rest}", first=names[0], rest=rest)
