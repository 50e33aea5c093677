"""The list that floats above a question while a filter is written, and what is offered in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.completion import (
    Completing,
    Filter,
    Offer,
    collection_offers,
    completing,
    date_offers,
    document_offers,
    filter_offers,
    folder_offers,
    kind_offers,
    subfolder_offers,
)
from desktop_app.ui.folder_search import folders_called
from desktop_app.ui.sidebar_rows import FIGURE_ROLE, ICON_ROLE, SidebarDelegate, SidebarList, row_height
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from indexer.errors import Problem
from indexer.types import Folder

if TYPE_CHECKING:
    from indexer.protocol import DocumentList

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MOST = 8
_WIDTH = 380  # pixels
_GAP = 8
_EDGES = 10
_PAUSE_MS = 60


class OfferModel(QAbstractListModel):
    """One row an offer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offers: tuple[Offer, ...] = ()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._offers)

    def offer(self, index: _Index) -> Offer | None:
        return self._offers[index.row()] if index.isValid() else None

    def row_of(self, offer: Offer | None) -> int:
        """Where it stands now; the first row where it doesn't."""
        return self._offers.index(offer) if offer in self._offers else 0

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer = self.offer(index)
        if offer is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return offer.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{offer.name}, {offer.detail}" if offer.detail else offer.name
            case _ if role == ICON_ROLE:
                return offer.icon
            case _ if role == FIGURE_ROLE:
                return offer.detail
        return None

    def set_offers(self, offers: Iterable[Offer]) -> None:
        self.beginResetModel()
        self._offers = tuple(islice(offers, _MOST))
        self.endResetModel()


class Completer(QFrame):
    """Watches `edit`; while a filter is written there, Up and Down choose, Enter or Tab put in, Esc leaves it."""

    def __init__(self, edit: QPlainTextEdit, library: Library, bridge: Bridge, theme: Theme) -> None:
        super().__init__(edit)
        self._edit = edit
        self._library = library
        self._bridge = bridge
        self._theme = theme
        self._folders: tuple[Folder, ...] = ()
        self._collections: tuple[str, ...] = ()
        self._at: Completing | None = None
        self._left: Completing | None = None  # the filter that the person wants to write alone
        self._asked = 0
        self._putting = False
        self.setProperty("look", "popup")
        self.model = OfferModel(self)
        self.view = SidebarList(theme, tr("What can stand here"))
        self.view.setItemDelegate(SidebarDelegate(theme, self.view, marks_selected=True))
        self.view.setModel(self.model)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 4)
        layout.addWidget(self.view)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.view.clicked.connect(self._put)
        edit.textChanged.connect(self._look)
        edit.cursorPositionChanged.connect(self._look)
        edit.installEventFilter(self)
        self.hide()

    def set_folders(self, folders: tuple[Folder, ...]) -> None:
        self._folders = folders

    def set_collections(self, names: Iterable[str]) -> None:
        self._collections = tuple(names)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._edit:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.isVisible():
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """Whether the key was meant for the list."""
        row, rows = self.view.currentIndex().row(), self.model.rowCount()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.view.setCurrentIndex(self.model.index((row + step) % rows))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                self._put(self.view.currentIndex())
            case Qt.Key.Key_Escape:
                self._left = self._at
                self._close()
            case _:
                return False
        return True

    def _look(self) -> None:
        """The text or the cursor changed: offer what may stand at the cursor now."""
        if self._putting:
            return
        cursor = self._edit.textCursor()
        self._at = None if cursor.hasSelection() else completing(self._edit.toPlainText(), _python_position(cursor))
        self._asked += 1
        if self._at is None or not self._edit.hasFocus():
            self._left = None
            self.hide()
            return
        if self._left is not None and self._left.start == self._at.start:
            return
        self._left = None
        match self._at.filter:
            case Filter.DOCUMENT:
                self._pause.start()
            case Filter.FOLDER:
                self._offer(self._places(self._at.typed))
                if self._at.typed:
                    self._pause.start()
            case Filter.KIND:
                self._offer(kind_offers(self._at.typed))
            case Filter.AFTER | Filter.BEFORE:
                self._offer(date_offers(self._at.filter, self._at.typed))

    def _places(self, typed: str, below: Sequence[str] = ()) -> Iterable[Offer]:
        """Folders first, then those `below` them; collections have their room however many folders there are."""
        collections = tuple(collection_offers(self._collections, typed))
        room = max(_MOST - len(collections), _MOST // 2)
        folders = chain(folder_offers(self._folders, typed), subfolder_offers(below, self._folders))
        return (*islice(folders, room), *collections)

    def _ask(self) -> None:
        """Have what the library alone knows looked up."""
        if self._at is None:
            return
        if self._at.filter is Filter.DOCUMENT:
            self._ask_for_documents()
        elif self._at.filter is Filter.FOLDER:
            find = partial(folders_called, self._library, self._folders, self._at.typed, _MOST)
            self._bridge.run(find, partial(self._show_folders, self._asked), lambda _: None, self)

    def _show_folders(self, asked: int, below: tuple[str, ...]) -> None:
        if below and asked == self._asked and self._at is not None:
            self._offer(self._places(self._at.typed, below))

    def _ask_for_documents(self) -> None:
        if self._at is None:
            return
        from indexer.protocol import ListDocuments

        typed = self._at.typed
        sort = "name" if typed else "modified"
        query = ListDocuments(text=typed, sort=sort, descending=not typed, limit=_MOST)
        self._bridge.run(
            partial(self._library.documents, query), partial(self._show_documents, self._asked), self._give_up, self
        )

    def _show_documents(self, asked: int, found: DocumentList) -> None:
        if asked == self._asked and self._at is not None:
            others = () if self._at.typed else tuple(filter_offers())
            room = _MOST - len(others)
            self._offer((*tuple(document_offers(found.documents))[:room], *others))

    def _close(self) -> None:
        """Hide, and show nothing more of what is still being looked up."""
        self._pause.stop()
        self._asked += 1
        self.hide()

    def _give_up(self, _: Problem) -> None:
        """Without the library nothing is offered; the window says elsewhere that it is away."""
        self.hide()

    def _offer(self, offers: Iterable[Offer]) -> None:
        chosen = self.model.offer(self.view.currentIndex()) if self.isVisible() else None
        self.model.set_offers(offers)
        rows = self.model.rowCount()
        if not rows or (rows == 1 and self._at is not None and self._is_written(self.model.index(0))):
            self.hide()
            return
        self.view.setCurrentIndex(self.model.index(self.model.row_of(chosen)))
        self._place(rows)
        self.show()
        self.raise_()

    def _is_written(self, index: QModelIndex) -> bool:
        offer = self.model.offer(index)
        return offer is not None and self._at is not None and offer.text == f"{self._at.filter}{self._at.typed}"

    def _place(self, rows: int) -> None:
        """Above the line that is written, or below it where there is more room; within the window."""
        edit, ground = self._edit, self._edit.window()
        if self.parentWidget() is not ground:  # the edit came into its window after this was made
            self.setParent(ground)
        line = edit.cursorRect()
        above = edit.viewport().mapTo(ground, line.topLeft()).y() - 2 * _GAP
        below = ground.height() - edit.viewport().mapTo(ground, line.bottomLeft()).y() - 2 * _GAP
        height = min(rows * row_height(self._theme) + _EDGES, max(above, below))
        width = min(self._theme.scaled(_WIDTH), ground.width() - 2 * _GAP)
        left = edit.viewport().mapTo(ground, line.topLeft()).x() - 3 * _GAP
        left = max(_GAP, min(left, ground.width() - width - _GAP))
        top = above + _GAP - height if height <= above else ground.height() - below - _GAP
        self.setGeometry(left, top, width, height)

    def _put(self, index: QModelIndex) -> None:
        offer, at = self.model.offer(index), self._at
        if offer is None or at is None:
            return
        text = self._edit.toPlainText()
        cursor = self._edit.textCursor()
        cursor.setPosition(_widget_position(text, at.start))
        cursor.setPosition(_widget_position(text, at.end), QTextCursor.MoveMode.KeepAnchor)
        self._close()
        self._putting = offer.whole
        cursor.insertText(f"{offer.text} " if offer.whole else offer.text)
        self._edit.setTextCursor(cursor)
        self._putting = False


def _python_position(cursor: QTextCursor) -> int:
    """Where the cursor stands in the text as Python counts; the widget counts UTF-16 units."""
    units = cursor.document().toPlainText().encode("utf-16-le", "surrogatepass")
    return len(units[: 2 * cursor.position()].decode("utf-16-le", "replace"))


def _widget_position(text: str, position: int) -> int:
    return len(text[:position].encode("utf-16-le", "surrogatepass")) // 2
