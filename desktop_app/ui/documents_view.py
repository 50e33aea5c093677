"""The documents of the library: a table, and below it what can be done about the chosen one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import ElidedLabel, IconButton, button, hairline, label
from desktop_app.ui.document_cells import CHUNKS, COLUMNS, KIND, MODIFIED, NAME, PAGES, PROBLEM, STATE
from desktop_app.ui.document_delegate import DocumentDelegate, DocumentTable
from desktop_app.ui.document_dialogs import ask_for_password, ask_to_exclude
from desktop_app.ui.document_model import DocumentModel
from desktop_app.ui.inspector_dialog import InspectorDialog
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.library_words import SIGNS, place_name
from desktop_app.ui.outside import show_in_folder
from desktop_app.ui.problem_bar import MOST_CHOSEN, ProblemBar
from desktop_app.ui.recognition_dialog import RecognitionDialog
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn
from indexer.errors import ErrorCode
from indexer.types import Document, DocumentState

_ROW = 34
_TYPING_MS = 200
_NARROW = 760  # pixels
_MIDDLING = 1100
_NARROW_NAME = 220


class DocumentsView(QWidget):
    """Emits `closed`, `opened` with the id of a document that is opened in its own application, and
    `remove_requested` with the folder entry of a document that was added by itself."""

    closed = Signal()
    opened = Signal(int)
    ask_requested = Signal(object)  # tuple[Path, ...]
    collect_requested = Signal(object)  # the same
    remove_requested = Signal(object)  # Folder
    failed = Signal(object)

    def __init__(
        self, services: Services, bridge: Bridge, theme: Theme, watch: LibraryWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._bridge = bridge
        self._theme = theme
        self._watch = watch
        self._folder: Path | None = None
        self._fitted: tuple[object, ...] = ()  # what the columns were fitted to
        self.model = DocumentModel(services.library, bridge, theme, self)
        self.title = ElidedLabel(tr("Documents"))
        self.title.setFont(theme.sans(theme.tokens.text_heading))
        self.total = label(tone="soft")
        self.filter = QLineEdit(placeholderText=tr("Filter by name"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(tr("Filter documents by name"))
        self.state = QComboBox()
        self.state.setAccessibleName(tr("Show documents in this state"))
        self.state.addItem(tr("All states"), "")
        for state, sign in SIGNS.items():
            self.state.addItem(tr(sign.word), state.value)
        self.retry_all = button(tr("Read all again"), watch.retry)
        self.table = self._make_table()
        self.problem = ProblemBar(theme)
        self.empty = label(tone="soft", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._connect()

    def _make_table(self) -> DocumentTable:
        table = DocumentTable()
        table.setModel(self.model)
        table.setItemDelegate(DocumentDelegate(self.model, self._theme, table))
        table.setAccessibleName(tr("Documents"))
        table.setShowGrid(False)
        table.setSortingEnabled(True)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(56)
        header.setSortIndicator(NAME, Qt.SortOrder.AscendingOrder)
        for each in (header, table.verticalHeader()):
            # Of the table's own selection they ask, row by row, whether it takes in whole columns: seconds for all rows
            # of a large library, and nothing shows it.
            each.setSelectionModel(QItemSelectionModel(self.model, each))
        return table

    def _lay_out(self) -> None:
        close = IconButton(self._theme, "close", tr("Back to the conversation"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 16, 8)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.total)
        head.addWidget(close)
        tools = QHBoxLayout()
        tools.setContentsMargins(24, 0, 24, 12)
        tools.setSpacing(8)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.state)
        tools.addWidget(self.retry_all)
        body = QVBoxLayout()
        body.setContentsMargins(16, 0, 16, 0)
        body.addWidget(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(tools)
        layout.addLayout(body, 1)
        layout.addWidget(hairline())
        layout.addWidget(self.problem)

    def _connect(self) -> None:
        self._typing.timeout.connect(self._apply)
        self.filter.textChanged.connect(lambda: self._typing.start())
        self.state.currentIndexChanged.connect(self._apply)
        self.model.total_changed.connect(self._count)
        self.model.dataChanged.connect(self._select)
        self.model.layoutChanged.connect(self._select)
        self.model.failed.connect(self.failed)
        self._watch.documents_changed.connect(self._refresh)
        self._watch.status_changed.connect(self._fit_columns)
        self._theme.on_change(self._fit_text)
        self.table.selectionModel().selectionChanged.connect(self._select)
        self.table.doubleClicked.connect(lambda index: self._open(self.model.document(index.row())))
        self.table.customContextMenuRequested.connect(self._menu)
        self.problem.retry_requested.connect(self._retry)
        self.problem.password_requested.connect(self._password)
        self.problem.open_requested.connect(self._open)
        self.problem.show_requested.connect(self._show_in_folder)
        self.problem.inspect_requested.connect(self._inspect)
        self.problem.exclude_requested.connect(self._ask_to_exclude)
        self.problem.recognition_requested.connect(self._add_recognition)
        QShortcut(QKeySequence("Return"), self.table, lambda: self._open(self.chosen()[0] if self.chosen() else None))
        QShortcut(QKeySequence("Escape"), self, self.closed.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_documents(self, folder: Path | None, state: str = "") -> None:
        """List the documents of `folder` (None: the whole library) in `state` (a `DocumentState`, "": any)."""
        self._folder = folder
        self.title.setText(place_name(str(folder)) if folder else tr("All documents"))
        self.state.blockSignals(True)
        self.state.setCurrentIndex(max(0, self.state.findData(state)))
        self.state.blockSignals(False)
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.blockSignals(False)
        self.table.clearSelection()
        self._apply()
        self._refresh()

    def _refresh(self) -> None:
        """Read what is shown again; nobody needs to know what is not looked at."""
        if self.isVisible():
            self.model.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.refresh()

    def chosen(self) -> list[Document]:
        """The selected documents, in the order in which they are listed, as far as they were read."""
        return [document for rows in self._chosen_rows() for document in self.model.read_between(*rows)]

    def _chosen_rows(self) -> list[tuple[int, int]]:
        """The first and last row of each piece of the selection. An index a row would take seconds for all rows of a
        large library."""
        return sorted({(each.top(), each.bottom()) for each in self.table.selectionModel().selection().toList()})

    def _apply(self) -> None:
        self.model.show_only(
            below=str(self._folder or ""),
            text=self.filter.text().strip(),
            state=str(self.state.currentData()),
        )
        self._fit_columns()

    def _fit_text(self) -> None:
        """Rows and columns as large as their text."""
        self.table.verticalHeader().setDefaultSectionSize(self._theme.scaled(_ROW))
        for number in range(len(COLUMNS)):
            self.table.setColumnWidth(number, self._width_of(number))
        self._fitted = ()
        self._fit_columns()

    def _width_of(self, column: int) -> int:
        """That of the column, or more where its words are longer in the reader's language."""
        least = self.table.horizontalHeader().sectionSizeHint(column)
        if column == STATE:
            metrics, tokens = self.table.fontMetrics(), self._theme.tokens
            widest = max(metrics.horizontalAdvance(tr(sign.word)) for sign in SIGNS.values())
            least = max(least, widest + self._theme.scaled(tokens.icon) + 5 * tokens.space_2)
        return max(self._theme.scaled(COLUMNS[column].width), least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Where it is narrow, what helps least goes; what is left fills the width."""
        header, narrow = self.table.horizontalHeader(), self.width() < self._theme.scaled(_NARROW)
        with_problems = self._may_have_problems()
        unread = self.state.currentData() in (DocumentState.FAILED.value, DocumentState.SKIPPED.value)
        crowded = with_problems and self.width() < self._theme.scaled(_MIDDLING)
        if self._fitted == (wanted := (narrow, with_problems, unread, crowded)):
            return  # each setting lays all columns out anew, and this is asked with every page that comes
        self._fitted = wanted
        for column, hidden in ((KIND, False), (PAGES, unread), (CHUNKS, unread or crowded), (MODIFIED, False)):
            self.table.setColumnHidden(column, narrow or hidden)
        self.table.setColumnHidden(PROBLEM, not with_problems)
        stretched, other = (PROBLEM, NAME) if with_problems else (NAME, PROBLEM)
        header.setSectionResizeMode(other, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(NAME, self._theme.scaled(COLUMNS[NAME].width if not narrow else _NARROW_NAME))

    def _may_have_problems(self) -> bool:
        if self._watch.status is None or not self._watch.status.problems:
            return False
        if self.state.currentData() in ("", DocumentState.FAILED.value, DocumentState.SKIPPED.value):
            return True
        return self.model.any_problem  # a few that can be found lack a part

    def _count(self, total: int) -> None:
        self.total.setText(trn("{n} document", "{n} documents", total))
        if total == 0:
            narrowed = bool(self.filter.text().strip() or self.state.currentData())
            self.empty.setText(
                tr("No document is like this.")
                if narrowed
                else tr("There are no documents yet. Drop files or folders on the window, or add a folder.")
            )
        self.retry_all.setVisible(total > 1 and self.state.currentData() == DocumentState.FAILED.value)
        self._stack.setCurrentWidget(self.empty if total == 0 else self.table)
        self._fit_columns()

    def _select(self) -> None:
        rows = self._chosen_rows()
        number = sum(last + 1 - first for first, last in rows)
        self.model.hold(rows if number <= MOST_CHOSEN else ())
        self.problem.show_documents(self.chosen(), number)

    def _retry(self, documents: list[Document]) -> None:
        self._watch.retry(tuple(document.id for document in documents))

    def _ask_to_exclude(self, documents: list[Document]) -> None:
        ids = tuple(document.id for document in documents)
        ask_to_exclude(documents, self, partial(self._watch.exclude, ids))

    def _password(self, documents: list[Document]) -> None:
        ids = tuple(document.id for document in documents)
        ask_for_password(documents, self, partial(self._watch.retry, ids))

    def _add_recognition(self) -> None:
        dialog = RecognitionDialog(self._bridge, self._theme, self)
        dialog.installed.connect(self._watch.retry)
        dialog.installed.connect(self._select)
        dialog.open()

    def _open(self, document: Document | None) -> None:
        if document is not None:
            self.opened.emit(document.id)
            QDesktopServices.openUrl(QUrl.fromLocalFile(document.path))

    def _show_in_folder(self, document: Document) -> None:
        show_in_folder(Path(document.path), self._bridge, self)

    def _inspect(self, document: Document) -> None:
        InspectorDialog(document, self._services.library, self._bridge, self._theme, self).open()

    def _menu(self, position: QPoint) -> None:
        chosen = self.chosen()
        if not chosen or not self.problem.all_known:
            return
        first = chosen[0]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        one = len(chosen) == 1
        menu.addAction(tr("Open"), partial(self._open, first)).setEnabled(one)
        menu.addAction(tr("Show in file manager"), partial(self._show_in_folder, first)).setEnabled(one)
        menu.addAction(tr("Look at what is indexed…"), partial(self._inspect, first)).setEnabled(one)
        asked = tuple(Path(document.path) for document in chosen)
        words = trn("Ask about this document only", "Ask about these {n} documents only", len(chosen))
        menu.addAction(words, partial(self.ask_requested.emit, asked))
        menu.addAction(tr("Add to a collection…"), partial(self.collect_requested.emit, asked))
        menu.addSeparator()
        locked = [document for document in chosen if document.problem_code == ErrorCode.ENCRYPTED]
        if locked:
            menu.addAction(tr("Enter password…"), partial(self._password, locked))
        menu.addAction(tr("Read again"), partial(self._retry, chosen))
        menu.addAction(tr("Leave out…"), partial(self._ask_to_exclude, chosen))
        menu.addSeparator()
        root = next((f for f in self._watch.folders if f.is_file and f.path == first.path), None)
        remove = menu.addAction(tr("Remove from the library…"), partial(self.remove_requested.emit, root))
        remove.setEnabled(one and root is not None)
        if root is None:
            remove.setToolTip(
                tr("It belongs to a folder of the library. Remove the folder, or move the file out of it.")
            )
        menu.popup(self.table.viewport().mapToGlobal(position))
