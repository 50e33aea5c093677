"""The strip above the conversation: fold the library, what is shown, documents and models."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.controls import ElidedLabel, IconButton, button
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.model_words import size
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr


def model_state(desk: ModelDesk) -> tuple[str, bool]:
    """What to say about the model that answers, and whether there is one."""
    row = desk.in_use
    if row is not None:
        return row.title, True
    if desk.fetches:
        progress = [fetch.progress for fetch in desk.fetches.values()]
        done, total = sum(p.done for p in progress), sum(p.total for p in progress)
        if not total:
            return tr("Fetching the model"), False
        return tr("Fetching the model {percent}%", percent=round(100 * done / total)), False
    missing = desk.missing()
    if missing:
        return tr("No model yet · get one ({size})", size=size(missing[-1].bytes)), False
    return (tr("No model yet") if desk.known else ""), False


class Header(QWidget):
    """Emits what was asked for."""

    library_toggled = Signal()
    new_requested = Signal()
    export_requested = Signal()
    search_requested = Signal()
    documents_requested = Signal()
    models_requested = Signal()
    help_requested = Signal()

    def __init__(self, desk: ModelDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.library = IconButton(theme, "sidebar-left", tr("Hide the library"))
        self.new = IconButton(theme, "new", tr("New conversation"))
        self.title = ElidedLabel()
        self.title.setFont(theme.sans(weight=QFont.Weight.DemiBold))
        self.model = button("", self.models_requested.emit, "quiet")
        self.model.setAccessibleDescription(tr("Opens the models"))
        self.export = IconButton(theme, "export", tr("Export the conversation"))
        self.export.rename(tr("Export the conversation"), "Ctrl+E")
        self.export.hide()
        self.search = IconButton(theme, "search", tr("Search the library"))
        self.search.rename(tr("Search the library"), "Ctrl+K")
        self.documents = IconButton(theme, "documents", tr("Documents"))
        self.models = IconButton(theme, "model", tr("Models"))
        self.help = IconButton(theme, "help", tr("Help"))
        self.help.rename(tr("Help"), "Ctrl+F1")
        self.export.clicked.connect(self.export_requested)
        self.search.clicked.connect(self.search_requested)
        self.documents.clicked.connect(self.documents_requested)
        self.models.clicked.connect(self.models_requested)
        self.help.clicked.connect(self.help_requested)
        self.library.clicked.connect(self.library_toggled)
        self.new.clicked.connect(self.new_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.library)
        row.addWidget(self.new)
        row.addSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.model)
        row.addWidget(self.export)
        row.addWidget(self.search)
        row.addWidget(self.documents)
        row.addWidget(self.models)
        row.addWidget(self.help)
        desk.changed.connect(self._show_model)
        self._show_model()

    def show_library(self, shown: bool) -> None:
        """Say what the toggle does now; New stands in the library while that is shown."""
        self.library.rename(tr("Hide the library" if shown else "Show the library"), "Ctrl+B")
        self.new.setVisible(not shown)

    def show_title(self, title: str) -> None:
        """The title of the conversation that is shown; empty while there is none to export."""
        self.title.setText(title)
        self.export.setVisible(bool(title))

    def _show_model(self) -> None:
        text, ready = model_state(self._desk)
        self.model.setText(text)
        self.model.setVisible(bool(text) and not ready)
        self.models.setHidden(bool(text) and not ready)  # the words lead there, too
        self.models.setToolTip(f"{tr('Models')} · {text}" if ready else tr("Models"))
