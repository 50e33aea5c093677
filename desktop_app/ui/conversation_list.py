"""The conversations in the sidebar: find, open, rename, pin, archive, delete with undo."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget

from desktop_app.history import Conversation, History
from desktop_app.ui.answer_words import number
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import label
from desktop_app.ui.conversation_model import ConversationModel
from desktop_app.ui.services import Services
from desktop_app.ui.sidebar_rows import Row, SidebarList, SidebarRow
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr

_Index = QModelIndex | QPersistentModelIndex
_PAUSE_MS = 120  # after the last key, before answers are looked through
_NONE = later("Questions you ask are kept here.")


class _List(SidebarList):
    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)


class ConversationList(QWidget):
    """Emits `opened` with a conversation's id; `deleted` and `put_away` with id and title once it has left the list.
    What was deleted can be brought back with `restore` until `forget` is called, what was archived at any time."""

    opened = Signal(int)
    deleted = Signal(int, str)
    put_away = Signal(int, str)
    export_requested = Signal(int, str)
    refreshed = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = services.history
        self._bridge = bridge
        self._text = ""
        self._leaving: dict[int, bool] = {}  # deleted but not forgotten yet, and whether they had been archived
        self._archived = False
        self.model = ConversationModel(self)
        self.view = _List(theme, tr("Conversations"))
        self.view.setModel(self.model)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._empty = label(tr(_NONE), tone="faint", wrap=True)
        self._empty.setContentsMargins(16, 4, 16, 4)
        self.archive_row = SidebarRow(theme, Row(tr("Archived"), "archive"))
        self.archive_row.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.archive_row)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_through)
        self.view.activated.connect(self._open)
        self.view.delete_pressed.connect(lambda: self.delete(self.view.currentIndex()))
        self.view.customContextMenuRequested.connect(self._menu)
        self.archive_row.clicked.connect(lambda: self.show_archived(not self._archived))
        self.model.renamed.connect(self._rename)

    def refresh(self) -> None:
        """Read the list again."""
        self._bridge.run(partial(_all, self._history), self._show, self.failed.emit, self)

    def choose(self, conversation: int | None) -> None:
        """Mark the conversation that the window shows."""
        self.model.choose(conversation)

    def set_filter(self, text: str) -> None:
        """Show those with `text` in their titles at once, then those with its words in questions and answers."""
        self._text = text.strip()
        self.model.set_filter(self._text)
        self._say_empty()
        if self._text:
            self._pause.start()
        else:
            self._pause.stop()

    def show_archived(self, archived: bool) -> None:
        """Show what was archived, or what is in use again."""
        self._archived = archived
        self.model.show_archived(archived)
        self._say_empty()

    def delete(self, index: _Index) -> None:
        """Take a conversation off the list. It is archived until `forget`, so that nothing is lost to a crash."""
        row = self.model.conversation(index)
        if row is None:
            return
        self._leaving[row.id] = row.archived
        self._do(partial(self._history.archive, row.id))
        self.deleted.emit(row.id, row.title or tr("New conversation"))

    def restore(self, conversation: int) -> None:
        """Take a deletion back."""
        was_archived = self._leaving.pop(conversation, False)
        self._do(partial(self._history.archive, conversation, was_archived))

    def forget(self, conversation: int) -> None:
        """Delete a conversation for good."""
        self._do(partial(self._history.delete, conversation))

    def archive(self, index: _Index) -> None:
        """Put a conversation away, or take it out again."""
        row = self.model.conversation(index)
        if row is None:
            return
        self._do(partial(self._history.archive, row.id, not row.archived))
        if not row.archived:
            self.put_away.emit(row.id, row.title or tr("New conversation"))

    def take_out(self, conversation: int) -> None:
        """Have an archived conversation among those in use."""
        self._do(partial(self._history.archive, conversation, False))

    def pin(self, index: _Index) -> None:
        """Keep a conversation at the top, or let it go."""
        row = self.model.conversation(index)
        if row is not None:
            self._do(partial(self._history.pin, row.id, not row.pinned))

    def _do(self, work: partial[None]) -> None:
        self._bridge.run(work, lambda _: self.refresh(), self.failed.emit, self)

    def _show(self, conversations: tuple[Conversation, ...]) -> None:
        self.model.set_conversations([row for row in conversations if row.id not in self._leaving])
        count = self.model.archived
        if self._archived and not count:
            self.show_archived(False)
        name = tr("Back to conversations" if self._archived else "Archived")
        icon = "chevron-left" if self._archived else "archive"
        self.archive_row.show_row(Row(name, icon, "" if self._archived else number(count)))
        self.archive_row.setVisible(count > 0)
        self._say_empty()
        self.refreshed.emit()

    def _say_empty(self) -> None:
        nothing = tr("No conversation speaks of “{words}”.", words=self._text) if self._text else tr(_NONE)
        self._empty.setText(nothing)
        self._empty.setVisible(self.model.rowCount() == 0)

    def _look_through(self) -> None:
        text = self._text
        self._bridge.run(partial(self._history.find, text), partial(self._found, text), self.failed.emit, self)

    def _found(self, text: str, conversations: frozenset[int]) -> None:
        if text == self._text:
            self.model.set_filter(text, conversations)
            self._say_empty()

    def _open(self, index: QModelIndex) -> None:
        row = self.model.conversation(index)
        if row is not None:
            self.opened.emit(row.id)

    def _rename(self, conversation: int, title: str) -> None:
        self._do(partial(self._history.rename, conversation, title))

    def _menu(self, position: QPoint) -> None:
        index = self.view.indexAt(position)
        row = self.model.conversation(index)
        if row is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Rename…"), partial(self.view.edit, index))
        if not row.archived:
            menu.addAction(tr("Unpin" if row.pinned else "Pin"), partial(self.pin, index))
        menu.addAction(tr("Take out of the archive" if row.archived else "Archive"), partial(self.archive, index))
        menu.addAction(tr("Export…"), partial(self.export_requested.emit, row.id, row.title))
        menu.addSeparator()
        menu.addAction(tr("Delete"), partial(self.delete, index))
        menu.popup(self.view.viewport().mapToGlobal(position))


def _all(history: History) -> tuple[Conversation, ...]:
    return history.conversations() + history.conversations(archived=True)
