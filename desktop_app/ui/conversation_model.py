"""The conversations of the sidebar as a list model: those in use, or those that were archived."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_app.history import Conversation
from desktop_app.ui.library_words import exact_date
from desktop_app.ui.sidebar_rows import CHOSEN_ROLE, ICON_ROLE
from desktop_app.ui.translation import tr

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
        self._found: Collection[int] = ()
        self._chosen: int | None = None
        self._archived = False

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
                return row.title or tr("New conversation")
            case Qt.ItemDataRole.EditRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.title}\n{exact_date(row.updated)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                title = row.title or tr("New conversation")
                return tr("{title}, pinned", title=title) if row.pinned else title
            case _ if role == CHOSEN_ROLE:
                return row.id == self._chosen
            case _ if role == ICON_ROLE:
                return "pin" if row.pinned and not row.archived else None
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
        """All there are, archived ones too, in the order to show them in."""
        self._all = tuple(conversations)
        self._show()

    def set_filter(self, text: str, found: Collection[int] = ()) -> None:
        """Show those with `text` in their title, and those of these ids."""
        self._filter, self._found = text.casefold(), found
        self._show()

    def show_archived(self, archived: bool) -> None:
        """Show the archived ones instead of those in use, or those again."""
        self._archived = archived
        self._show()

    @property
    def archived(self) -> int:
        """How many are archived."""
        return sum(row.archived for row in self._all)

    @property
    def in_use(self) -> int:
        return len(self._all) - self.archived

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
        shown = [
            row
            for row in self._all
            if row.archived == self._archived and (self._filter in row.title.casefold() or row.id in self._found)
        ]
        if [row.id for row in shown] == [row.id for row in self._shown]:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()
