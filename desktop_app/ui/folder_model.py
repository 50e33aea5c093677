"""The folders of the library as a tree: what the person added, and in it the folders that hold documents."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.ui.folder_words import spoken, standing, worst
from desktop_app.ui.library_words import document_count, place_name
from desktop_app.ui.sidebar_rows import CHOSEN_ROLE, FIGURE_ROLE, ICON_ROLE, SIGN_ROLE, TONE_ROLE
from desktop_app.ui.translation import tr
from indexer.types import DocumentState, Folder, Subfolder

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Place:
    """A row: a `folder` that the person added (or a file), or one in it (`folder` is None)."""

    path: str
    counts: Mapping[str, int]
    nested: bool
    online: bool
    folder: Folder | None
    order: tuple[bool, str, str]

    @property
    def is_file(self) -> bool:
        return self.folder is not None and self.folder.is_file


def places_in(parents: Iterable[str], subfolders: Iterable[Subfolder]) -> dict[str, list[Place]]:
    """The rows of each of these folders, in their order. Takes a while where they are many: call it on a worker."""
    inside: dict[str, list[Place]] = {parent: [] for parent in parents}
    for one in subfolders:
        online = not one.counts.get(DocumentState.OFFLINE)
        order = (False, place_name(one.path).casefold(), one.path)
        inside[one.parent].append(Place(one.path, one.counts, one.nested, online, None, order))
    for places in inside.values():
        places.sort(key=lambda place: place.order)
    return inside


@dataclass(eq=False)
class _Node:
    id: int
    place: Place
    above: _Node | None
    row: int = 0
    inside: list[_Node] = field(default_factory=list)


class FolderModel(QAbstractItemModel):
    """Rows that stay keep their place, and what is open stays open, however the counts change. The row of `chosen` is
    the conversation's scope."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids = itertools.count(1)
        self._nodes: dict[int, _Node] = {}  # indexes carry numbers: an object's address may be another's by then
        self._paths: dict[str, _Node] = {}
        self._top: list[_Node] = []
        self._folders: tuple[Folder, ...] = ()
        self._filter = ""
        self._chosen: str | None = None

    # As Qt asks

    def index(self, row: int, column: int = 0, parent: _Index = _ROOT) -> QModelIndex:
        rows = self._rows(parent)
        if column != 0 or not 0 <= row < len(rows):
            return QModelIndex()
        return self.createIndex(row, column, rows[row].id)

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]
        node = self._node(index)
        return QModelIndex() if node is None or node.above is None else self._index_of(node.above)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return len(self._rows(parent))

    def columnCount(self, parent: _Index = _ROOT) -> int:
        del parent
        return 1

    def hasChildren(self, parent: _Index = _ROOT) -> bool:
        """Told before they are known, so that a folder can be opened to ask for them."""
        node = self._node(parent)
        return bool(self._top) if node is None else node.place.nested or bool(node.inside)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = self.place(index)
        if place is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return place_name(place.path)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return "\n".join([place.path, *standing(place.counts)])
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(place_name(place.path), place.counts)
            case _ if role == ICON_ROLE:
                return "document" if place.is_file else "folder" if place.online else "folder-offline"
            case _ if role == FIGURE_ROLE:
                away = place.folder is not None and not place.online
                return tr("offline") if away else QLocale().toString(document_count(place.counts))
            case _ if role == TONE_ROLE:
                return "ink_soft" if place.online else "partly"
            case _ if role == SIGN_ROLE:
                return worst(place.counts)
            case _ if role == CHOSEN_ROLE:
                return place.path == self._chosen
        return None

    # As the window asks

    def place(self, index: _Index) -> Place | None:
        node = self._node(index)
        return node.place if node is not None else None

    def find(self, path: str) -> QModelIndex:
        """The row of a path; invalid where it is not known."""
        return self._index_of(self._paths[path]) if path in self._paths else QModelIndex()

    def set_folders(self, folders: Sequence[Folder]) -> None:
        """Take what the person added."""
        self._folders = tuple(folders)
        self._show()

    def set_inside(self, inside: Mapping[str, list[Place]]) -> None:
        """Take what is in these folders now (`places_in`); one that holds none any more has none."""
        for parent, places in inside.items():
            if parent in self._paths:  # else it went while the answer was on its way
                self._take(self._paths[parent], places)

    def set_filter(self, text: str) -> None:
        """Show only what the person added where its path, or that of a folder known in it, holds `text`."""
        self._filter = text.casefold()
        self._show()

    def choose(self, path: str | None) -> None:
        """Mark the folder at `path` as the scope; None: the whole library."""
        if path == self._chosen:
            return
        before, self._chosen = self._chosen, path
        for changed in (before, path):
            if changed in self._paths:
                index = self.find(changed)
                self.dataChanged.emit(index, index, [CHOSEN_ROLE])

    @property
    def chosen(self) -> str | None:
        return self._chosen

    def _node(self, index: _Index) -> _Node | None:
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def _rows(self, parent: _Index) -> list[_Node]:
        if not parent.isValid():
            return self._top
        node = self._node(parent)
        return node.inside if node is not None and parent.column() == 0 else []

    def _index_of(self, node: _Node | None) -> QModelIndex:
        return QModelIndex() if node is None else self.createIndex(node.row, 0, node.id)

    def _show(self) -> None:
        places = [
            Place(
                one.path, one.counts, one.nested, one.online, one,
                (one.is_file, place_name(one.path).casefold(), one.path),
            )
            for one in self._folders if self._fits(one.path)
        ]  # fmt: skip
        self._take(None, sorted(places, key=lambda place: place.order))

    def _fits(self, path: str) -> bool:
        if not self._filter or self._filter in path.casefold():
            return True
        node = self._paths.get(path)
        below = list(node.inside) if node is not None else []
        while below:
            one = below.pop()
            if self._filter in one.place.path.casefold():
                return True
            below += one.inside
        return False

    # Changes, told row by row

    def _take(self, above: _Node | None, places: list[Place]) -> None:
        """Make the rows in `above` these: the others go, new ones come, and one signal tells of all that changed."""
        rows = self._top if above is None else above.inside
        if [node.place.order for node in rows] != [place.order for place in places]:
            stay = {place.order for place in places}
            for first, last in reversed(_runs([node.row for node in rows if node.place.order not in stay])):
                self._remove(above, rows, first, last)
            kept = {node.place.order for node in rows}
            for first, last in _runs([row for row, place in enumerate(places) if place.order not in kept]):
                self._insert(above, rows, first, places[first : last + 1])
        changed = [(node, place) for node, place in zip(rows, places, strict=True) if node.place != place]
        for node, place in changed:
            node.place = place
        if changed:
            self.dataChanged.emit(self._index_of(changed[0][0]), self._index_of(changed[-1][0]))

    def _remove(self, above: _Node | None, rows: list[_Node], first: int, last: int) -> None:
        self.beginRemoveRows(self._index_of(above), first, last)
        going = rows[first : last + 1]
        del rows[first : last + 1]
        _number(rows, first)
        while going:
            node = going.pop()
            going += node.inside
            del self._nodes[node.id], self._paths[node.place.path]
        self.endRemoveRows()

    def _insert(self, above: _Node | None, rows: list[_Node], first: int, places: Sequence[Place]) -> None:
        self.beginInsertRows(self._index_of(above), first, first + len(places) - 1)
        made = [_Node(next(self._ids), place, above) for place in places]
        rows[first:first] = made
        _number(rows, first)
        for node in made:
            self._nodes[node.id] = self._paths[node.place.path] = node
        self.endInsertRows()


def _number(rows: list[_Node], first: int) -> None:
    for row in range(first, len(rows)):
        rows[row].row = row


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs: [1, 2, 3, 7] → [(1, 3), (7, 7)]."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
