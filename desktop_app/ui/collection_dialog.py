"""What belongs to a collection, and taking some of it out again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.collection_store import Collection
from desktop_app.ui.collection_desk import CollectionDesk
from desktop_app.ui.controls import button, label
from desktop_app.ui.library_words import place_name
from desktop_app.ui.sidebar_rows import FIGURE_ROLE, ICON_ROLE, SidebarDelegate, SidebarList
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn
from indexer.extract.formats import kind_of

_WIDTH, _HEIGHT = 480, 360


class CollectionDialog(QDialog):
    """Stays open beside the window, whose notice takes back what was taken out; goes with its collection."""

    def __init__(self, collection: Collection, desk: CollectionDesk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What belongs to {name}", name=collection.name))
        self._name = collection.name
        self._desk = desk
        self.said = label(tone="soft", wrap=True)
        self.places = SidebarList(theme, tr("Folders and files of the collection"))
        self.places.setItemDelegate(SidebarDelegate(theme, self.places, marks_selected=True))
        self.places.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._items = QStandardItemModel(self)
        self.places.setModel(self._items)
        self.take_out = button(tr("Take out"), self._take_out)
        self.take_out.setEnabled(False)
        self.places.selectionModel().selectionChanged.connect(self._selected)
        QShortcut(QKeySequence.StandardKey.Delete, self.places, self._take_out)
        foot = QHBoxLayout()
        foot.addWidget(self.take_out)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.said)
        layout.addWidget(self.places, 1)
        layout.addLayout(foot)
        self.resize(theme.scaled(_WIDTH), theme.scaled(_HEIGHT))
        desk.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        collection = next((one for one in self._desk.known if one.name == self._name), None)
        if collection is None:  # deleted or renamed, or its last place was taken out
            self.close()
            return
        held = trn("{n} folder or file", "{n} folders and files", len(collection.paths))
        self.said.setText(tr("{held}. Taking one out leaves it in the library, and the file where it is.", held=held))
        self._items.clear()
        for path in collection.paths:
            item = QStandardItem(place_name(str(path)))
            item.setData("document" if path.suffix and kind_of(path) else "folder", ICON_ROLE)  # it may be away
            item.setData(path.parent.name, FIGURE_ROLE)
            item.setData(str(path), Qt.ItemDataRole.UserRole)
            item.setToolTip(str(path))
            item.setAccessibleText(str(path))
            self._items.appendRow(item)
        self._selected()

    def _chosen(self) -> list[Path]:
        return [Path(index.data(Qt.ItemDataRole.UserRole)) for index in self.places.selectedIndexes()]

    def _selected(self) -> None:
        self.take_out.setEnabled(bool(self._chosen()))

    def _take_out(self) -> None:
        if paths := self._chosen():
            self._desk.take_out(self._name, paths)
