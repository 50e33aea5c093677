"""The collections in the library pane."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, QModelIndex, QPoint, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.collection_store import Collection
from desktop_app.ui.collection_desk import CollectionDesk
from desktop_app.ui.controls import label, section_font
from desktop_app.ui.sidebar_rows import CHOSEN_ROLE, FIGURE_ROLE, ICON_ROLE, SidebarList, row_height
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn

_MOST_ROWS = 6  # before the list scrolls for itself


class CollectionList(SidebarList):
    """One row a collection, with how many folders and files it names; hidden where there is none, like its
    `heading`. Emits `chosen(paths)` with what to ask only; empty when the one that is asked is chosen again."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Collections"), parent)
        self._theme = theme
        self._desk: CollectionDesk | None = None
        self._current: str | None = None
        self.heading = label(tr("COLLECTIONS"), font=section_font(theme), tone="faint")
        self.heading.setContentsMargins(16, 16, 12, 8)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.activated.connect(self._choose)
        self.customContextMenuRequested.connect(self._open_menu)
        self.heading.hide()
        theme.on_change(self._fit)

    def follow(self, desk: CollectionDesk) -> None:
        """Show the collections that `desk` knows, and what it can do with them."""
        self._desk = desk
        desk.changed.connect(self._show)
        self._show()

    def choose(self, collection: Collection | None) -> None:
        """Mark the collection that the conversation is limited to."""
        self._current = collection.name if collection else None
        for row in range(self._items.rowCount()):
            item = self._items.item(row)
            item.setData(item.text() == self._current, CHOSEN_ROLE)

    def menu(self, collection: Collection) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if collection.name == self._current:
            menu.addAction(tr("Ask the whole library"), partial(self.chosen.emit, ()))
        else:
            menu.addAction(tr("Ask only this collection"), partial(self.chosen.emit, collection.paths))
        if self._desk is not None:
            menu.addSeparator()
            menu.addAction(tr("What belongs to it…"), partial(self._show_places, collection, self._desk))
            menu.addAction(tr("Rename the collection…"), partial(self._desk.ask_to_rename, collection))
            menu.addAction(tr("Delete the collection"), partial(self._desk.delete, collection))
        return menu

    def _show_places(self, collection: Collection, desk: CollectionDesk) -> None:
        from desktop_app.ui.collection_dialog import CollectionDialog

        CollectionDialog(collection, desk, self._theme, self.window()).show()

    def _show(self) -> None:
        self._items.clear()
        for collection in self._desk.known if self._desk is not None else ():
            number = len(collection.paths)
            item = QStandardItem(collection.name)
            item.setData("book", ICON_ROLE)
            item.setData(QLocale().toString(number), FIGURE_ROLE)
            item.setData(collection.name == self._current, CHOSEN_ROLE)
            item.setToolTip("\n".join(map(str, collection.paths)))
            held = trn("{n} folder or file", "{n} folders and files", number)
            item.setAccessibleText(f"{collection.name}, {held}")
            self._items.appendRow(item)
        self._fit()

    def _fit(self) -> None:
        rows = self._items.rowCount()
        self.setFixedHeight(min(rows, _MOST_ROWS) * row_height(self._theme))
        self.setVisible(rows > 0)
        self.heading.setVisible(rows > 0)

    def _collection(self, index: QModelIndex) -> Collection | None:
        known = self._desk.known if self._desk is not None else ()
        return known[index.row()] if index.isValid() else None

    def _choose(self, index: QModelIndex) -> None:
        collection = self._collection(index)
        if collection is not None:
            self.chosen.emit(() if collection.name == self._current else collection.paths)

    def _open_menu(self, position: QPoint) -> None:
        collection = self._collection(self.indexAt(position))
        if collection is not None:
            self.menu(collection).popup(self.viewport().mapToGlobal(position))
