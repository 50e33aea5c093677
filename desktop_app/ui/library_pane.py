"""The left pane: filter, conversations, library, and what the library is doing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.collection_list import CollectionList
from desktop_app.ui.controls import ElidedLabel, IconButton, section_font
from desktop_app.ui.conversation_list import ConversationList
from desktop_app.ui.folder_model import FolderModel
from desktop_app.ui.library_foot import LibraryFoot
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.library_words import count, document_count
from desktop_app.ui.services import Services
from desktop_app.ui.sidebar_rows import Row, SidebarList, SidebarRow, row_height
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from indexer.types import DocumentState, Folder

_MOST_FOLDER_ROWS = 8  # before the list of folders scrolls for itself


class LibraryPane(QWidget):
    """Emits what was asked for; the window does it."""

    new_requested = Signal()
    add_requested = Signal()
    scope_requested = Signal(object)  # Folder, or None for the whole library
    documents_requested = Signal(object, str)  # Folder or None, and a DocumentState or ""
    remove_requested = Signal(object)  # Folder
    collect_requested = Signal(object)  # tuple[Path, ...]
    search_requested = Signal(str)  # the text to begin with
    check_requested = Signal()

    def __init__(
        self, services: Services, bridge: Bridge, theme: Theme, watch: LibraryWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._watch = watch
        self.filter = QLineEdit(placeholderText="Filter")
        self.filter.setProperty("look", "search")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter conversations and folders")
        self._find_mark = self.filter.addAction(
            theme.icon("search", "ink_faint"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.conversations = ConversationList(services, bridge, theme)
        self.folders = FolderModel(self)
        self.folder_view = SidebarList(theme, "Folders of the library")
        self.folder_view.setModel(self.folders)
        self.search_row = SidebarRow(theme, Row("Search", "search", "Ctrl+K"))
        self.check_row = SidebarRow(theme, Row("Check a text", "done", "Ctrl+T"))
        self.documents_row = SidebarRow(theme, Row("All documents", "documents"))
        self.problems_row = SidebarRow(theme, Row("", "warning", tone="unsupported"))
        self.problems_row.hide()
        self.add_row = SidebarRow(theme, Row("Add folder…", "plus"))
        self.search_row.clicked.connect(lambda: self.search_requested.emit(""))
        self.check_row.clicked.connect(self.check_requested)
        self.documents_row.clicked.connect(lambda: self.documents_requested.emit(None, ""))
        self.problems_row.clicked.connect(lambda: self.documents_requested.emit(None, DocumentState.FAILED.value))
        self.add_row.clicked.connect(self.add_requested)
        self.collections = CollectionList(theme)
        self.foot = LibraryFoot(watch, theme)
        self._lay_out()
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(lambda: self.search_requested.emit(self.filter.text().strip()))
        self.folder_view.activated.connect(self._choose)
        self.folder_view.customContextMenuRequested.connect(self._menu)
        watch.folders_changed.connect(self._show_folders)
        watch.status_changed.connect(self._show_counts)
        theme.on_change(self._dress)

    def _lay_out(self) -> None:
        space = self._theme.tokens.space_2
        new = IconButton(self._theme, "new", "New conversation")
        new.clicked.connect(self.new_requested)
        add = IconButton(self._theme, "folder-add", "Add folder")
        add.clicked.connect(self.add_requested)
        top = QHBoxLayout()
        top.setContentsMargins(space + 4, space, space + 4, space)
        top.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(self._heading("CONVERSATIONS", new))
        layout.addWidget(self.conversations, 1)
        layout.addLayout(self._heading("LIBRARY", add))
        layout.addWidget(self.search_row)
        layout.addWidget(self.check_row)
        layout.addWidget(self.documents_row)
        layout.addWidget(self.problems_row)
        layout.addWidget(self.folder_view)
        layout.addWidget(self.add_row)
        layout.addWidget(self.collections.heading)
        layout.addWidget(self.collections)
        layout.addSpacing(space)
        layout.addWidget(self.foot)

    def _heading(self, text: str, action: IconButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 12, 2)
        heading = ElidedLabel(text)
        heading.setFont(section_font(self._theme))
        heading.setProperty("tone", "faint")
        row.addWidget(heading, 1)
        row.addWidget(action)
        return row

    def _dress(self) -> None:
        self._find_mark.setIcon(self._theme.icon("search", "ink_faint"))
        self._fit_folders()

    def choose_folder(self, path: str | None) -> None:
        """Mark the folder that the conversation is limited to."""
        self.folders.choose(path)

    def _filter(self, text: str) -> None:
        self.folders.set_filter(text)
        self.conversations.set_filter(text)
        self._fit_folders()

    def _show_folders(self, folders: tuple[Folder, ...]) -> None:
        self.folders.set_folders(folders)
        total = sum(document_count(folder.counts) for folder in folders)
        self.documents_row.show_row(Row("All documents", "documents", f"{total:,}" if folders else ""))
        self._fit_folders()

    def _show_counts(self) -> None:
        problems = self._watch.problems
        self.problems_row.show_row(Row(count(problems, "problem"), "warning", tone="unsupported"))
        self.problems_row.setVisible(problems > 0)

    def _fit_folders(self) -> None:
        rows = min(self.folders.rowCount(), _MOST_FOLDER_ROWS)
        self.folder_view.setFixedHeight(rows * row_height(self._theme))
        self.folder_view.setVisible(rows > 0)

    def _choose(self, index: QModelIndex) -> None:
        folder = self.folders.folder(index)
        if folder is not None:  # a second click takes the limit away
            self.scope_requested.emit(None if folder.path == self.folders.chosen else folder)

    def _menu(self, position: QPoint) -> None:
        folder = self.folders.folder(self.folder_view.indexAt(position))
        if folder is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if folder.path == self.folders.chosen:
            menu.addAction("Ask the whole library", partial(self.scope_requested.emit, None))
        else:
            menu.addAction("Ask only this folder", partial(self.scope_requested.emit, folder))
        menu.addAction(tr("Add to a collection…"), partial(self.collect_requested.emit, (Path(folder.path),)))
        menu.addAction("Show documents", partial(self.documents_requested.emit, folder, ""))
        shown = Path(folder.path).parent if folder.is_file else Path(folder.path)
        show = menu.addAction("Show in file manager", partial(_open_folder, shown))
        show.setEnabled(folder.online)
        menu.addSeparator()
        menu.addAction("Remove from the library…", partial(self.remove_requested.emit, folder))
        menu.popup(self.folder_view.viewport().mapToGlobal(position))


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
