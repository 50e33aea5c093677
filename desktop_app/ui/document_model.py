"""The documents of the library as a table that is read a page at a time, so that 100,000 rows cost nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.document_cells import COLUMNS, NAME, Cell, cells_of, tip_of
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from indexer.errors import Problem
from indexer.protocol import DocumentList, ListDocuments
from indexer.types import Document

PAGE = 200  # rows
_PAGES_KEPT = 20
_IN_VIEW = 2  # the pages used last, which a view shows now
_CELLS_KEPT = 1000  # rows whose words are kept: several screens
_SETTLE_MS = 300  # changes that come together are read again together
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class DocumentModel(QAbstractTableModel):
    """Rows are asked for when a view shows them. Persistent indexes (a selection) follow their document when rows
    move, and become invalid when it goes."""

    total_changed = Signal(int)
    failed = Signal(object)

    def __init__(self, library: Library, bridge: Bridge, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._bridge = bridge
        self._theme = theme
        self._query = ListDocuments(limit=PAGE)
        self._total = 0
        self._pages: dict[int, tuple[Document, ...]] = {}
        self._cells: dict[int, tuple[Document, tuple[Cell, ...]]] = {}  # by row
        self._held: frozenset[int] = frozenset()  # pages that are kept however far the view is from them
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._generation = 0
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._read_again)
        theme.changed.connect(self._redraw)

    @property
    def query(self) -> ListDocuments:
        """What is listed, apart from offset and limit."""
        return self._query

    @property
    def any_problem(self) -> bool:
        """Whether a document of those read so far has one."""
        return any(document.problem_code for page in self._pages.values() for document in page)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def document(self, row: int) -> Document | None:
        """The document of a row; None while its page is being read."""
        page = self._pages.get(row // PAGE)
        place = row % PAGE
        return page[place] if page is not None and place < len(page) else None

    def hold(self, rows: Iterable[tuple[int, int]]) -> None:
        """Read the rows from the first to the last of each pair, and keep them until others are held."""
        self._held = frozenset(
            page for first, last in rows for page in range(first // PAGE, min(last, self._total - 1) // PAGE + 1)
        )
        for page in sorted(self._held - self._pages.keys()):
            self._ask(page)

    def read_between(self, first: int, last: int) -> Iterator[Document]:
        """The documents of these rows, as far as they were read."""
        for page in sorted(self._pages):
            if first // PAGE <= page <= last // PAGE:
                begin = page * PAGE
                yield from self._pages[page][max(0, first - begin) : last + 1 - begin]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self._total:
            return None
        cells = self.cells(index.row())
        document = self.document(index.row())
        if cells is None or document is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == NAME else None
        return self._told(document, cells[index.column()], index.column(), role)

    def cells(self, row: int) -> tuple[Cell, ...] | None:
        """What stands in a row; None while its page is being read. A view that asks for a row has it read, and read
        again once it may be another."""
        page = row // PAGE
        document = self.document(row)
        if document is None or page in self._stale:
            self._ask(page)
        if document is None:
            return None
        kept = self._cells.get(row)
        if kept is not None and kept[0] is document:
            return kept[1]
        if len(self._cells) >= _CELLS_KEPT:
            self._cells.clear()
        cells = cells_of(document)
        self._cells[row] = document, cells
        return cells

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if COLUMNS[column].sort:
            self.ask_for(
                replace(self._query, sort=COLUMNS[column].sort, descending=order != Qt.SortOrder.AscendingOrder)
            )

    def show_only(self, *, below: str, text: str, state: str) -> None:
        """List the documents in a folder ("": all) that contain `text` and stand in `state` ("": any)."""
        self.ask_for(replace(self._query, below=below, text=text, state=state))

    def ask_for(self, query: ListDocuments) -> None:
        if query == self._query and self._pages:
            return
        self._query = query
        self._start_over()

    def refresh(self) -> None:
        """Read what is shown again, soon: something changed."""
        if not self._settle.isActive():
            self._settle.start()

    def _start_over(self) -> None:
        self._generation += 1
        self.beginResetModel()
        self._pages.clear()
        self._held = frozenset()
        self._asked.clear()
        self._stale.clear()
        self._total = 0
        self.endResetModel()
        self._ask(0)

    def _read_again(self) -> None:
        if not self._pages:
            self._ask(0)
        self._stale = set(self._pages)  # each is read again when it is looked at next
        for page in list(self._pages)[-_IN_VIEW:]:
            self._ask(page)

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        query = replace(self._query, offset=page * PAGE, limit=PAGE)
        generation = self._generation
        self._bridge.run(
            partial(self._library.documents, query),
            partial(self._take, generation, page),
            partial(self._not_told, generation, page),
            self,
        )

    def _not_told(self, generation: int, page: int, problem: Problem) -> None:
        if generation == self._generation:
            self._asked.discard(page)
            self.failed.emit(problem)

    def _take(self, generation: int, page: int, answer: DocumentList) -> None:
        if generation != self._generation:
            return
        self._stale.discard(page)
        as_before = self._pages.get(page) == answer.documents
        self._pages.setdefault(page, answer.documents)  # rows are looked at as soon as they are inserted
        self._resize(answer.total)
        if as_before:  # nothing is to be drawn again
            self._pages[page] = self._pages.pop(page, answer.documents)
        else:
            self._replace(page, answer.documents)
        self._asked.discard(page)
        loose = self._pages.keys() - self._held
        for far in sorted(loose, key=lambda kept: abs(kept - page))[_PAGES_KEPT:]:
            del self._pages[far]
        self.total_changed.emit(self._total)

    def _resize(self, total: int) -> None:
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            for page in [kept for kept in self._pages if kept * PAGE >= total]:
                del self._pages[page]
            self.endRemoveRows()

    def _replace(self, page: int, documents: Sequence[Document]) -> None:
        """Take a page in. Where rows moved, persistent indexes go with their documents."""
        old = self._pages.pop(page, None)  # put back at the end: the order of `_pages` is that of use
        first = page * PAGE
        if old is not None and [d.id for d in old] != [d.id for d in documents]:
            self.layoutAboutToBeChanged.emit()
            places = {document.id: first + place for place, document in enumerate(documents)}
            self._pages[page] = tuple(documents)
            for index in self.persistentIndexList():
                if first <= index.row() < first + len(old):
                    row = places.get(old[index.row() - first].id)
                    target = QModelIndex() if row is None else self.index(row, index.column())
                    self.changePersistentIndex(index, target)
            self.layoutChanged.emit()
        self._pages[page] = tuple(documents)
        last = min(first + len(documents), self._total) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def _redraw(self) -> None:
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(COLUMNS) - 1))

    def _told(self, document: Document, cell: Cell, column: int, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                return tip_of(document, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{tr(COLUMNS[column].title)}: {cell.text or tr('none', note='in a cell')}"
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if COLUMNS[column].numeric else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole if COLUMNS[column].numeric:
                return self._theme.tabular()
            case Qt.ItemDataRole.DecorationRole if cell.icon:
                return self._theme.icon(cell.icon, cell.icon_tone)
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.colour(cell.tone)
        return None
