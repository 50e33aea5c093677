"""The folders of the library as a list model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.ui.library_words import count, document_count, folder_name
from desktop_app.ui.sidebar_rows import CHOSEN_ROLE, FIGURE_ROLE, ICON_ROLE, TONE_ROLE
from indexer.types import DocumentState, Folder

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FolderModel(QAbstractListModel):
    """One row a folder; the chosen one is the conversation's scope."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Folder, ...] = ()
        self._shown: list[Folder] = []
        self._filter = ""
        self._chosen: str | None = None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def folder(self, index: _Index) -> Folder | None:
        return self._shown[index.row()] if index.isValid() else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        folder = self.folder(index)
        if folder is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return folder_name(folder)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return _described(folder)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{folder_name(folder)}, {count(document_count(folder.counts), 'document')}"
            case _ if role == ICON_ROLE:
                return "folder-offline" if not folder.online else "document" if folder.is_file else "folder"
            case _ if role == FIGURE_ROLE:
                return "offline" if not folder.online else f"{document_count(folder.counts):,}"
            case _ if role == TONE_ROLE:
                return "partly" if not folder.online else "ink_soft"
            case _ if role == CHOSEN_ROLE:
                return folder.path == self._chosen
        return None

    def set_folders(self, folders: Sequence[Folder]) -> None:
        """Take the library's folders; rows that stay keep their place in views."""
        self._all = tuple(sorted(folders, key=lambda folder: (folder.is_file, folder_name(folder).casefold())))
        self._show()

    def set_filter(self, text: str) -> None:
        self._filter = text.casefold()
        self._show()

    def choose(self, path: str | None) -> None:
        """Mark the folder at `path` as the scope; None: the whole library."""
        if path != self._chosen:
            self._chosen = path
            if self._shown:
                self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1), [CHOSEN_ROLE])

    @property
    def chosen(self) -> str | None:
        return self._chosen

    def _show(self) -> None:
        shown = [folder for folder in self._all if self._filter in folder.path.casefold()]
        if [folder.path for folder in shown] == [folder.path for folder in self._shown]:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()


def _described(folder: Folder) -> str:
    """The path, and what stands how, a line each."""
    words = (
        (DocumentState.INDEXED, "ready"),
        (DocumentState.KEYWORD_READY, "found by keywords only"),
        (DocumentState.PENDING, "waiting"),
        (DocumentState.FAILED, "not read"),
        (DocumentState.SKIPPED, "left out"),
        (DocumentState.OFFLINE, "offline"),
    )
    lines = [f"{folder.counts[state]:,} {word}" for state, word in words if folder.counts.get(state)]
    return "\n".join([folder.path, *lines])
