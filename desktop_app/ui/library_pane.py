"""The left pane: filter, conversations, library, and what the library is doing."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.collection_list import CollectionList
from desktop_app.ui.controls import ElidedLabel, IconButton, keys, section_font
from desktop_app.ui.conversation_list import ConversationList
from desktop_app.ui.folder_tree import FolderTree
from desktop_app.ui.library_foot import LibraryFoot
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.library_words import document_count
from desktop_app.ui.services import Services
from desktop_app.ui.sidebar_rows import Row, SidebarRow, row_height
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn
from indexer.types import DocumentState, Folder

_LEAST_WIDTH = 208  # pixels
_LARGEST_LEAST = 300  # pixels, however large the text is: the window may be 900 wide
_LEAST_FOLDER_ROWS = 3  # that are seen before the folders scroll by themselves; more where the pane is high


class LibraryPane(QWidget):
    """Emits what was asked for; the window does it."""

    new_requested = Signal()
    add_requested = Signal()
    scope_requested = Signal(object)  # Path, or None for the whole library
    documents_requested = Signal(object, str)  # Path or None, and a DocumentState or ""
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
        self.filter = QLineEdit(placeholderText=tr("Filter"))
        self.filter.setProperty("look", "search")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(tr("Filter conversations and folders"))
        self._find_mark = self.filter.addAction(
            theme.icon("search", "ink_faint"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.conversations = ConversationList(services, bridge, theme)
        self.folder_view = FolderTree(services.library, bridge, theme, watch)
        self.folders = self.folder_view.folders
        self.search_row = SidebarRow(theme, Row(tr("Search"), "search", keys("Ctrl+K"), gives_way=True))
        self.check_row = SidebarRow(theme, Row(tr("Check a text"), "done", keys("Ctrl+T"), gives_way=True))
        self.documents_row = SidebarRow(theme, Row(tr("All documents"), "documents"))
        self.problems_row = SidebarRow(theme, Row("", "warning", tone="unsupported"))
        self.problems_row.hide()
        self.add_row = SidebarRow(theme, Row(tr("Add folder…"), "plus"))
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
        self.folder_view.scope_requested.connect(self.scope_requested)
        self.folder_view.documents_requested.connect(self.documents_requested)
        self.folder_view.remove_requested.connect(self.remove_requested)
        self.folder_view.collect_requested.connect(self.collect_requested)
        self.folder_view.rows_changed.connect(self._fit_folders)
        watch.folders_changed.connect(self._show_folders)
        watch.status_changed.connect(self._show_counts)
        theme.on_change(self._dress)

    def _lay_out(self) -> None:
        space = self._theme.tokens.space_2
        new = IconButton(self._theme, "new", tr("New conversation"))
        new.clicked.connect(self.new_requested)
        add = IconButton(self._theme, "folder-add", tr("Add folder"))
        add.clicked.connect(self.add_requested)
        top = QHBoxLayout()
        top.setContentsMargins(space + 4, space, space + 4, space)
        top.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(self._heading(tr("CONVERSATIONS"), new))
        layout.addWidget(self.conversations, 1)
        layout.addLayout(self._heading(tr("LIBRARY"), add))
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
        self.setMinimumWidth(min(self._theme.scaled(_LEAST_WIDTH), _LARGEST_LEAST))
        self._find_mark.setIcon(self._theme.icon("search", "ink_faint"))
        self._fit_folders()

    def choose_folder(self, path: str | None) -> None:
        """Mark the folder that the conversation is limited to."""
        self.folders.choose(path)

    def _filter(self, text: str) -> None:
        self.folder_view.set_filter(text)
        self.conversations.set_filter(text)

    def _show_folders(self, folders: tuple[Folder, ...]) -> None:
        total = sum(document_count(folder.counts) for folder in folders)
        shown = QLocale().toString(total) if folders else ""
        self.documents_row.show_row(Row(tr("All documents"), "documents", shown))

    def _show_counts(self) -> None:
        problems = self._watch.problems
        self.problems_row.show_row(Row(trn("{n} problem", "{n} problems", problems), "warning", tone="unsupported"))
        self.problems_row.setVisible(problems > 0)

    def _fit_folders(self) -> None:
        self.folder_view.fit(max(_LEAST_FOLDER_ROWS, self.height() // 3 // row_height(self._theme)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_folders()
