"""The bar above a source: what is shown, and what can be done with its file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.controls import ElidedLabel, IconButton, Mark, label
from desktop_app.ui.passage import Passage
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr


class SourceHeader(QWidget):
    """Signals: `find_requested()`, `open_requested()`, `folder_requested()`, `closed()`."""

    find_requested = Signal()
    open_requested = Signal()
    folder_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = ElidedLabel()
        self.page = label(tone="soft")
        self.stale_mark = Mark(theme, "warning", "partly", 16)
        self.stale = label(tr("Stale"), tone="partly")
        self.search = IconButton(theme, "find", tr("Find in this document"))
        self.search.rename(tr("Find in this document"), "Ctrl+F")
        self.search.clicked.connect(self.find_requested)
        self.open = IconButton(theme, "open", tr("Open in its own application"))
        self.folder = IconButton(theme, "folder", tr("Show in folder"))
        self.close_button = IconButton(theme, "close", tr("Close the source"))
        self.open.clicked.connect(self.open_requested)
        self.folder.clicked.connect(self.folder_requested)
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.title, 1)
        row.addSpacing(4)
        row.addWidget(self.stale_mark)
        row.addWidget(self.stale)
        row.addSpacing(4)
        row.addWidget(self.page)
        row.addSpacing(4)
        for each in (self.search, self.open, self.folder, self.close_button):
            row.addWidget(each)
        theme.on_change(self._dress)

    def show_passage(self, passage: Passage) -> None:
        self.title.setText(passage.name)
        self.title.setToolTip(passage.path)
        self.page.setText(passage.shown_place)

    def show_page(self, page: int, count: int, label_of_page: str | None = None) -> None:
        """Page `page` (1-based) of `count`; `label_of_page` is what the document calls it."""
        if label_of_page and label_of_page != str(page):
            self.page.setText(tr("p. {name} ({page} of {all})", name=label_of_page, page=page, all=count))
        else:
            self.page.setText(f"{page} / {count}")
        self.page.setAccessibleName(tr("Page {page} of {all}", page=page, all=count))

    def show_stale(self, why: str) -> None:
        """Mark the source as changed since it was cited; `why` says what is known of it, empty takes the mark off."""
        for part in (self.stale_mark, self.stale):
            part.setVisible(bool(why))
            part.setToolTip(why)
        self.stale.setAccessibleName(tr("Stale: {why}", why=why) if why else "")

    def allow_open(self, why_not: str) -> None:
        """Offer to open the file, or say why it can't be."""
        self.open.setEnabled(not why_not)
        self.open.rename(why_not or tr("Open in its own application"))

    def allow_folder(self, allowed: bool) -> None:
        self.folder.setEnabled(allowed)

    def _dress(self) -> None:
        self.title.setFont(self._theme.sans(weight=QFont.Weight.DemiBold))
        self.page.setFont(self._theme.tabular(self._theme.tokens.text_small))
