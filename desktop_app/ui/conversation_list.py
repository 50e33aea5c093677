"""The conversations in the sidebar: open, rename, delete with undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget

from desktop_app.history import Conversation
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import label
from desktop_app.ui.library_words import exact_date
from desktop_app.ui.services import Services
from desktop_app.ui.sidebar_rows import CHOSEN_ROLE, SidebarList
from desktop_app.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ConversationModel(QAbstractListModel):
    """One row a conversation. Editing a row emits `renamed`; the history has the last word."""

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Conversation, ...] = ()
        self._shown: list[Conversation] = []
        self._filter = ""
        self._chosen: int | None = None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def conversation(self, index: _Index) -> Conversation | None:
        return self._shown[index.row()] if index.isValid() else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.conversation(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title or "New conversation"
            case Qt.ItemDataRole.EditRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.title}\n{exact_date(row.updated)}"
            case _ if role == CHOSEN_ROLE:
                return row.id == self._chosen
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.conversation(index)
        title = str(value).strip()
        if row is None or role != Qt.ItemDataRole.EditRole or not title or title == row.title:
            return False
        self.renamed.emit(row.id, title)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if index.isValid() else super().flags(index)

    def set_conversations(self, conversations: Sequence[Conversation]) -> None:
        self._all = tuple(conversations)
        self._show()

    def set_filter(self, text: str) -> None:
        self._filter = text.casefold()
        self._show()

    def choose(self, conversation: int | None) -> None:
        self._chosen = conversation
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1), [CHOSEN_ROLE])

    def index_of(self, conversation: int) -> QModelIndex:
        """The row of a conversation; invalid when it is not shown."""
        for row, shown in enumerate(self._shown):
            if shown.id == conversation:
                return self.index(row)
        return QModelIndex()

    def title(self, conversation: int) -> str:
        """The title of a conversation, empty when it is not there."""
        return next((row.title for row in self._all if row.id == conversation), "")

    def _show(self) -> None:
        shown = [row for row in self._all if self._filter in row.title.casefold()]
        if [row.id for row in shown] == [row.id for row in self._shown]:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()


class _List(SidebarList):
    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)


class ConversationList(QWidget):
    """Emits `opened` with a conversation's id, and `deleted` with id and title once it has left the list: it can
    be brought back with `restore` until `forget` is called."""

    opened = Signal(int)
    deleted = Signal(int, str)
    export_requested = Signal(int, str)
    refreshed = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = services.history
        self._bridge = bridge
        self.model = ConversationModel(self)
        self.view = _List(theme, "Conversations")
        self.view.setModel(self.model)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._empty = label("Questions you ask are kept here.", tone="faint", wrap=True)
        self._empty.setContentsMargins(16, 4, 16, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty)
        layout.addWidget(self.view, 1)
        self.view.activated.connect(self._open)
        self.view.delete_pressed.connect(lambda: self.delete(self.view.currentIndex()))
        self.view.customContextMenuRequested.connect(self._menu)
        self.model.renamed.connect(self._rename)

    def refresh(self) -> None:
        """Read the list again."""
        self._bridge.run(self._history.conversations, self._show, self.failed.emit, self)

    def choose(self, conversation: int | None) -> None:
        """Mark the conversation that the window shows."""
        self.model.choose(conversation)

    def delete(self, index: _Index) -> None:
        """Take a conversation off the list. It is archived until `forget`, so that nothing is lost to a crash."""
        row = self.model.conversation(index)
        if row is None:
            return
        self._do(partial(self._history.archive, row.id))
        self.deleted.emit(row.id, row.title or "New conversation")

    def restore(self, conversation: int) -> None:
        self._do(partial(self._history.archive, conversation, False))

    def forget(self, conversation: int) -> None:
        """Delete a conversation for good."""
        self._do(partial(self._history.delete, conversation))

    def _do(self, work: partial[None]) -> None:
        self._bridge.run(work, lambda _: self.refresh(), self.failed.emit, self)

    def _show(self, conversations: tuple[Conversation, ...]) -> None:
        self.model.set_conversations(conversations)
        self._empty.setVisible(not conversations)
        self.refreshed.emit()

    def _open(self, index: QModelIndex) -> None:
        row = self.model.conversation(index)
        if row is not None:
            self.opened.emit(row.id)

    def _rename(self, conversation: int, title: str) -> None:
        self._do(partial(self._history.rename, conversation, title))

    def _menu(self, position: QPoint) -> None:
        index = self.view.indexAt(position)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.model.conversation(index)
        menu.addAction("Rename…", partial(self.view.edit, index))
        if row is not None:
            menu.addAction("Export…", partial(self.export_requested.emit, row.id, row.title))
        menu.addAction("Delete", partial(self.delete, index))
        menu.popup(self.view.viewport().mapToGlobal(position))
