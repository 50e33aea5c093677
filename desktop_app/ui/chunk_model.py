"""The passages that a document was cut into, as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.ui.answer_words import number
from desktop_app.ui.translation import later, tr
from indexer.protocol import IndexedChunk

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS = (later("Page"), later("Begins at"), later("Characters"), later("Heading"), later("Found by"))
PAGE, START, LENGTH, HEADING, FOUND = range(len(_COLUMNS))


class ChunkModel(QAbstractTableModel):
    """Rows are appended as they are read."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._chunks: list[IndexedChunk] = []

    def append(self, chunks: tuple[IndexedChunk, ...]) -> None:
        if chunks:
            self.beginInsertRows(QModelIndex(), len(self._chunks), len(self._chunks) + len(chunks) - 1)
            self._chunks += chunks
            self.endInsertRows()

    def chunk(self, row: int) -> IndexedChunk | None:
        return self._chunks[row] if 0 <= row < len(self._chunks) else None

    def of_page(self, page: int | None) -> list[IndexedChunk]:
        return [chunk for chunk in self._chunks if chunk.page == page]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._chunks)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        chunk = self.chunk(index.row()) if index.isValid() else None
        if chunk is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (PAGE, START, LENGTH):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == HEADING:
            return chunk.heading
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            "–" if chunk.page is None else str(chunk.page),
            number(chunk.start),
            number(chunk.length),
            chunk.heading,
            tr("words, meaning") if chunk.embedded else tr("words"),
        )[index.column()]
