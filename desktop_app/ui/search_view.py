"""Search as you type over the whole library: a field, and below it the passages that speak to what stands in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QListView, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.answer_words import duration, not_searched
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import ElidedLabel, IconButton, button, label
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.search_list import ResultDelegate, ResultModel
from desktop_app.ui.search_live import LiveSearch
from desktop_app.ui.search_loader import Results
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr, trn
from indexer.errors import Problem

_WIDEST = 860  # pixels of a row that still reads well
_HOW = later(
    "Type words or a question: passages that hold the words, and those that mean the same, appear at once. Words in "
    "“quotation marks” are looked for as they stand. Enter asks it as a question."
)


class _ResultList(QListView):
    """Enter and a click open; Up from the first row and any letter go back to the field."""

    left_upwards = Signal()
    typed_on = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        elif event.text().isprintable() and event.text().strip() and not event.modifiers() & _COMMANDS:
            self.typed_on.emit(event.text())
        else:
            super().keyPressEvent(event)


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class SearchView(QWidget):
    """Signals: `opened(passage, passages)` with all that were found, in their order; `asked(question)`, `closed()`;
    `typed()` whenever the person changes the text."""

    opened = Signal(object, object)
    asked = Signal(str)
    closed = Signal()
    typed = Signal()

    def __init__(
        self, services: Services, bridge: Bridge, theme: Theme, watch: LibraryWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._watch = watch
        self._shown: Results | None = None
        self._live = LiveSearch(services.library, bridge, self)
        self.model = ResultModel(self)
        self.field = QLineEdit(placeholderText=tr("Search your documents"))
        self.field.setProperty("look", "search")
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(tr("Search your documents"))
        self._find_mark = self.field.addAction(
            theme.icon("search", "ink_faint"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.ask = button(tr("Ask"), self._ask, "primary")
        self.ask.setToolTip(tr("Ask this as a question (Enter)"))
        self.facts = ElidedLabel()
        self.facts.setProperty("tone", "soft")
        self.list = self._make_list()
        self.empty = label(tone="soft", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._connect()
        theme.on_change(self._dress)
        self._say_nothing()

    def _make_list(self) -> _ResultList:
        view = _ResultList()
        view.setModel(self.model)
        view.setItemDelegate(ResultDelegate(self._theme, view))
        view.setAccessibleName(tr("Passages found"))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setSpacing(1)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        return view

    def _lay_out(self) -> None:
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        close = IconButton(self._theme, "close", tr("Back to the conversation"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.field, 1)
        head.addWidget(self.ask)
        head.addWidget(close)
        under = QHBoxLayout()
        under.setContentsMargins(12, 0, 12, 0)
        under.addWidget(self.facts, 1)
        page = QWidget()
        centred = QVBoxLayout(page)
        centred.setContentsMargins(24, 32, 24, 0)
        centred.addWidget(self.empty)
        centred.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(page)
        column = QWidget()
        column.setMaximumWidth(_WIDEST)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(12, 16, 12, 0)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addLayout(under)
        inside.addWidget(self._pages, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(column, 1000)
        layout.addStretch(1)
        self.setFocusProxy(self.field)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._changed)
        self.field.returnPressed.connect(self._ask)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self.list.activated)
        self.list.activated.connect(self._open)
        self.list.left_upwards.connect(self._to_field)
        self.list.typed_on.connect(self._type_on)
        self._live.found.connect(self._show)
        self._live.failed.connect(self._show_problem)
        self._watch.status_changed.connect(self._meaning_came)
        QShortcut(QKeySequence("Escape"), self, self.closed.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self, text: str = "") -> None:
        """Be ready to be typed into; with a text, search for it."""
        if text:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if not self.field.text():
            self._say_nothing()

    @property
    def results(self) -> Results | None:
        """What is shown; None while nothing was found out."""
        return self._shown

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the field into the list."""
        pressed = watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if not pressed or event.key() != Qt.Key.Key_Down or not self.model.rowCount():  # type: ignore[attr-defined]
            return False
        self.list.setCurrentIndex(self.model.index(0))
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _changed(self, text: str) -> None:
        self.ask.setEnabled(bool(text.strip()))
        self._live.search(text.strip())
        if text.strip():
            self.typed.emit()
        else:
            self._say_nothing()

    def _ask(self) -> None:
        question = self.field.text().strip()
        if question:
            self.asked.emit(question)

    def _open(self, index: QModelIndex) -> None:
        result = self.model.result(index)
        if result is not None:
            self.opened.emit(result.passage, tuple(each.passage for each in self.model.results))

    def _to_field(self) -> None:
        self.list.clearSelection()
        self.field.setFocus(Qt.FocusReason.BacktabFocusReason)

    def _type_on(self, text: str) -> None:
        self._to_field()
        self.field.end(False)
        self.field.insert(text)

    # What was found

    def _show(self, results: Results, seconds: float) -> None:
        self._shown = results
        self.model.set_results(results.results)
        self.list.scrollToTop()
        missing = not_searched(results.coverage)
        how = tr("by words and meaning") if results.vectors else tr("by words only")
        if not results.results:
            self._pages.setCurrentIndex(1)
            self.facts.setText(" · ".join((tr("Nothing found"), duration(seconds), how)))
            rest = f" {', '.join(missing)}." if missing else ""
            self.empty.setText(tr("No passage of your documents speaks to “{text}”.", text=results.text) + rest)
            return
        self._pages.setCurrentIndex(0)
        found = trn(
            "{passages} in {n} document",
            "{passages} in {n} documents",
            results.documents,
            passages=trn("{n} passage", "{n} passages", len(results.results)),
        )
        self.facts.setText(" · ".join((found, duration(seconds), how, *missing)))

    def _show_problem(self, problem: Problem) -> None:
        self._shown = None
        self.model.set_results(())
        self._pages.setCurrentIndex(1)
        self.facts.setText("")
        self.empty.setText(in_full(problem))

    def _say_nothing(self) -> None:
        """What can be done here, while the field is empty."""
        self._shown = None
        self.model.set_results(())
        self._pages.setCurrentIndex(1)
        status = self._watch.status
        total = sum(status.documents.values()) if status is not None else 0
        of_all = trn("The document of your library", "All {n} documents of your library", total)
        self.facts.setText(of_all if total > 1 else "")
        self.empty.setText(tr(_HOW))
        self.ask.setEnabled(False)

    def _meaning_came(self) -> None:
        """Search once more when the embedding model has come meanwhile."""
        ready = self._watch.status is not None and self._watch.status.embedder_ready
        if ready and self._shown is not None and not self._shown.vectors:
            self._live.search(self._shown.text)

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self._find_mark.setIcon(self._theme.icon("search", "ink_faint"))
        self.field.setFont(self._theme.sans(tokens.text_reading))
        self.facts.setFont(self._theme.tabular(tokens.text_small))
        self.list.viewport().update()
