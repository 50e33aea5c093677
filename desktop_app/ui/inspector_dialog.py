"""What is indexed of a document: its text as it was read, and the passages it was cut into."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services import Library
from desktop_app.ui.answer_words import number
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.chunk_model import FOUND, HEADING, ChunkModel
from desktop_app.ui.controls import ElidedLabel, button, label
from desktop_app.ui.kind_words import kind, pages_of
from desktop_app.ui.library_words import sign_of, size
from desktop_app.ui.problem_words import in_full, problem_of, words_of
from desktop_app.ui.prose_view import ProseView
from desktop_app.ui.text_marks import Mark
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr, trn
from indexer.errors import Problem
from indexer.protocol import ChunkList, DocumentText, GetChunks
from indexer.types import Document

_AT_ONCE = 500  # passages asked for together
_ROW = 28
_NOTHING = later("Nothing is indexed of this document.")


class InspectorDialog(QDialog):
    """A passage that is chosen in the table is marked in the text of its page, the others there more lightly."""

    def __init__(
        self, document: Document, library: Library, bridge: Bridge, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What is indexed"))
        self.resize(980, 680)
        self._document = document
        self._library = library
        self._bridge = bridge
        self._theme = theme
        self._asked = 0  # counts requests for text, so that a late reply is let go
        self.model = ChunkModel(self)
        self.table = self._make_table()
        self.text = ProseView(theme)
        self.facts = label(tone="soft", wrap=True)
        self.said = label(tone="soft", wrap=True)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self._tell(None)
        self._more()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(tr("Passages"))
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.horizontalHeader().setHighlightSections(False)
        for column, width in enumerate((52, 80, 84)):
            table.setColumnWidth(column, max(width, table.horizontalHeader().sectionSizeHint(column)))
        table.horizontalHeader().setSectionResizeMode(HEADING, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        theme = self._theme
        title = ElidedLabel(self._document.title or self._document.path)
        title.setFont(theme.sans(theme.tokens.text_heading))
        path = ElidedLabel(self._document.path, Qt.TextElideMode.ElideMiddle)
        path.setProperty("tone", "soft")
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.text)
        halves.setSizes([470, 500])
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(theme.tokens.space_2)
        layout.addWidget(title)
        layout.addWidget(path)
        layout.addWidget(self.facts)
        layout.addWidget(halves, 1)
        layout.addLayout(foot)

    def _tell(self, listed: ChunkList | None) -> None:
        document = self._document
        facts = [kind(document.kind).word, size(document.size), sign_of(document).word]
        if document.pages:
            facts.append(pages_of(document.kind, document.pages))
        if listed is not None:
            facts.append(
                trn(
                    "{n} passage, {embedded} with a vector",
                    "{n} passages, {embedded} with a vector",
                    listed.total,
                    embedded=number(listed.embedded),
                )
            )
        self.facts.setText(" · ".join(facts))

    def _more(self) -> None:
        query = GetChunks(self._document.id, self.model.rowCount(), _AT_ONCE)
        self._bridge.run(partial(self._library.chunks, query), self._listed, self._problem, self)

    def _listed(self, listed: ChunkList) -> None:
        first = self.model.rowCount() == 0
        self.model.append(listed.chunks)
        self._tell(listed)
        if not listed.total:
            problem = problem_of(self._document)
            self.said.setText(" ".join((tr(_NOTHING), words_of(problem)[0] if problem else "")).strip())
        elif first:
            self.table.resizeColumnToContents(FOUND)
            self.table.selectRow(0)
        if listed.chunks and self.model.rowCount() < listed.total:
            self._more()

    def _choose(self, index: QModelIndex) -> None:
        chunk = self.model.chunk(index.row())
        if chunk is None:
            return
        self._asked += 1
        self._bridge.run(
            partial(self._library.text, self._document.id, chunk.page),
            partial(self._show, self._asked, index.row()),
            self._problem,
            self,
        )

    def _show(self, asked: int, row: int, found: DocumentText) -> None:
        chunk = self.model.chunk(row)
        if asked != self._asked or chunk is None:
            return
        text = next((page.text for page in found.pages if page.number == chunk.page), "")
        marks = [Mark(other.start, other.length) for other in self.model.of_page(chunk.page)]
        self.text.show_text(text, Mark(chunk.start, chunk.length), marks)
        self.said.setText(tr("The text as it was read. The chosen passage is marked, the others more lightly."))

    def _problem(self, problem: Problem) -> None:
        self.said.setText(in_full(problem))
