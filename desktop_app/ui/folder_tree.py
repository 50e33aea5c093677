"""The folders in the library pane: opened as far as the person wants, and what can be done with each."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QPoint, QSettings, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.folder_model import FolderModel, Place, places_in
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.sidebar_tree import SidebarTree
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from indexer.errors import Problem
from indexer.types import DocumentState, Folder

_MOST_KEPT = 200  # folders that are open again at the next start
_CALM_MS = 1000  # while documents are read, their counts are asked for no more often


class SubfolderLoader(QObject):
    """Asks for what is in folders, in one call for all of them; calls while an answer is awaited are joined into one.
    Emits `told({parent: places})` with those that changed. A library that is away is told of elsewhere in the
    window."""

    told = Signal(object)

    def __init__(self, library: Library, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._bridge = bridge
        self._asking = False
        self._wanted: tuple[str, ...] = ()
        self._known: dict[str, list[Place]] = {}

    def ask(self, parents: tuple[str, ...]) -> None:
        self._wanted = parents
        if parents and not self._asking:
            self._asking, self._wanted = True, ()
            self._bridge.run(partial(self._changed, parents), self._take, self._not_told, self)

    def forget(self) -> None:
        """Tell everything anew: rows were taken out that were told before."""
        self._known = {}

    def _changed(self, parents: tuple[str, ...]) -> dict[str, list[Place]]:
        """On a worker, of which there is one at a time: all that takes time with thousands of folders."""
        inside, known = places_in(parents, self._library.subfolders(parents)), self._known
        self._known = inside
        return {parent: places for parent, places in inside.items() if places != known.get(parent)}

    def _take(self, inside: dict[str, list[Place]]) -> None:
        self._asking = False
        self.told.emit(inside)
        self.ask(self._wanted)

    def _not_told(self, _: Problem) -> None:
        self._asking = False


class FolderTree(SidebarTree):
    """Follows a `LibraryWatch`: what is open is asked for again whenever documents changed. Signals:
    `scope_requested(Path)`, None for the whole library; `documents_requested(Path, state)`; `remove_requested(Folder)`;
    `collect_requested(paths)`; `rows_changed()` when more or fewer rows are to be seen."""

    scope_requested = Signal(object)
    documents_requested = Signal(object, str)
    remove_requested = Signal(object)
    collect_requested = Signal(object)
    rows_changed = Signal()

    def __init__(
        self, library: Library, bridge: Bridge, theme: Theme, watch: LibraryWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tr("Folders of the library"), parent)
        self.folders = FolderModel(self)
        self.setModel(self.folders)
        self._open: set[str] = set()
        self._loader = SubfolderLoader(library, bridge, self)
        self._loader.told.connect(self._take)
        self._stale = False
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._freshen)
        self._settle = QTimer(self, singleShot=True, interval=0)  # however many rows come and go at once
        self._settle.timeout.connect(self.rows_changed)
        watch.folders_changed.connect(self._show)
        self.activated.connect(self._choose)
        self.expanded.connect(self._opened)
        self.collapsed.connect(self._closed)
        self.customContextMenuRequested.connect(self._open_menu)
        self.folders.rowsInserted.connect(self._rows_changed)
        self.folders.rowsRemoved.connect(self._rows_changed)
        self.folders.rowsRemoved.connect(self._loader.forget)

    def set_filter(self, text: str) -> None:
        self.folders.set_filter(text)
        self._reopen(QModelIndex())

    def save(self, settings: QSettings) -> None:
        """Keep what is open for the next start."""
        settings.setValue("open_folders", sorted(self._open)[:_MOST_KEPT])

    def restore(self, settings: QSettings) -> None:
        """Open what was open, as soon as it is known."""
        kept = settings.value("open_folders")  # of a list of one, a file keeps the one
        self._open = set(kept) if isinstance(kept, list) else {kept} if isinstance(kept, str) else set()

    def menu(self, place: Place) -> QMenu:
        """What can be done with a folder, or with a file that was added by itself."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        path = Path(place.path)
        if place.path == self.folders.chosen:
            menu.addAction(tr("Ask the whole library"), partial(self.scope_requested.emit, None))
        else:
            only = tr("Ask only this file") if place.is_file else tr("Ask only this folder")
            menu.addAction(only, partial(self.scope_requested.emit, path))
        menu.addAction(tr("Add to a collection…"), partial(self.collect_requested.emit, (path,)))
        menu.addAction(tr("Show documents"), partial(self.documents_requested.emit, path, ""))
        if place.counts.get(DocumentState.FAILED):
            failed = DocumentState.FAILED.value
            menu.addAction(tr("Show what could not be read"), partial(self.documents_requested.emit, path, failed))
        show = menu.addAction(tr("Show in file manager"), partial(_show_outside, place))
        show.setEnabled(place.online)
        if place.folder is not None:
            menu.addSeparator()
            menu.addAction(tr("Remove from the library…"), partial(self.remove_requested.emit, place.folder))
        return menu

    def _show(self, folders: tuple[Folder, ...]) -> None:
        self.folders.set_folders(folders)
        self._reopen(QModelIndex())
        self.setRootIsDecorated(any(folder.nested for folder in folders))
        self._stale = True
        if not self._calm.isActive():
            self._freshen()

    def _freshen(self) -> None:
        if self._stale:
            self._stale = False
            self._calm.start()
            self._ask()

    def _ask(self) -> None:
        """Ask again for what is in the open folders that can be seen."""
        self._loader.ask(tuple(path for path in sorted(self._open) if self._is_seen(self.folders.find(path))))

    def _is_seen(self, index: QModelIndex) -> bool:
        if not index.isValid():
            return False
        above = index.parent()
        return not above.isValid() or (self.isExpanded(above) and self._is_seen(above))

    def _take(self, inside: dict[str, list[Place]]) -> None:
        self.folders.set_inside(inside)
        for path in inside:
            self._reopen(self.folders.find(path))

    def _reopen(self, above: QModelIndex) -> None:
        """Rows that come again, after a filter or a change, are open as they were when they went."""
        if self._open:
            for row in range(self.folders.rowCount(above)):
                index = self.folders.index(row, 0, above)
                place = self.folders.place(index)
                if place is not None and place.path in self._open and not self.isExpanded(index):
                    self.expand(index)

    def _opened(self, index: QModelIndex) -> None:
        place = self.folders.place(index)
        if place is not None:
            self._open.add(place.path)
            self._ask()
            self._rows_changed()

    def _closed(self, index: QModelIndex) -> None:
        place = self.folders.place(index)
        if place is not None:
            self._open.discard(place.path)
            self._rows_changed()

    def _rows_changed(self) -> None:
        self._settle.start()

    def _choose(self, index: QModelIndex) -> None:
        place = self.folders.place(index)
        if place is not None:  # a second click takes the limit away
            self.scope_requested.emit(None if place.path == self.folders.chosen else Path(place.path))

    def _open_menu(self, position: QPoint) -> None:
        place = self.folders.place(self.indexAt(position))
        if place is not None:
            self.menu(place).popup(self.viewport().mapToGlobal(position))


def _show_outside(place: Place) -> None:
    """In the system's own file manager."""
    path = Path(place.path)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent if place.is_file else path)))
