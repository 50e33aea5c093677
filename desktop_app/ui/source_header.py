"""The bars of the source pane: what is shown above, which citation of how many below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.ui.controls import ElidedLabel, IconButton, label
from desktop_app.ui.passage import Passage
from desktop_app.ui.theme import Theme


class SourceHeader(QWidget):
    """Signals: `open_requested()`, `folder_requested()`, `closed()`."""

    open_requested = Signal()
    folder_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = ElidedLabel()
        self.page = label(tone="soft")
        self.open = IconButton(theme, "open", "Open in its own application")
        self.folder = IconButton(theme, "folder", "Show in folder")
        self.close_button = IconButton(theme, "close", "Close the source")
        self.open.clicked.connect(self.open_requested)
        self.folder.clicked.connect(self.folder_requested)
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.title, 1)
        row.addSpacing(8)
        row.addWidget(self.page)
        row.addSpacing(8)
        for each in (self.open, self.folder, self.close_button):
            row.addWidget(each)
        theme.on_change(self._dress)

    def show_passage(self, passage: Passage) -> None:
        self.title.setText(passage.name)
        self.title.setToolTip(passage.path)
        self.page.setText(passage.place)

    def show_page(self, page: int, count: int, label_of_page: str | None = None) -> None:
        """Page `page` (1-based) of `count`; `label_of_page` is what the document calls it."""
        if label_of_page and label_of_page != str(page):
            self.page.setText(f"p. {label_of_page} ({page} of {count})")
        else:
            self.page.setText(f"{page} / {count}")
        self.page.setAccessibleName(f"Page {page} of {count}")

    def allow_open(self, why_not: str) -> None:
        """Offer to open the file, or say why it can't be."""
        self.open.setEnabled(not why_not)
        self.open.rename(why_not or "Open in its own application")

    def allow_folder(self, allowed: bool) -> None:
        self.folder.setEnabled(allowed)

    def _dress(self) -> None:
        self.title.setFont(self._theme.sans(weight=QFont.Weight.DemiBold))
        self.page.setFont(self._theme.tabular(self._theme.tokens.text_small))


class SourceFoot(QWidget):
    """Signals: `stepped(±1)` through the citations, `zoomed(−1, 0, 1)` for out, fit and in."""

    stepped = Signal(int)
    zoomed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.previous = IconButton(theme, "chevron-left", "Previous citation")
        self.next = IconButton(theme, "chevron-right", "Next citation")
        self.where: QLabel = label(tone="soft")
        self._zooms = (
            IconButton(theme, "zoom-out", "Smaller"),
            IconButton(theme, "fit-width", "Fit the width"),
            IconButton(theme, "zoom-in", "Larger"),
        )
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.previous)
        row.addWidget(self.where)
        row.addWidget(self.next)
        row.addStretch(1)
        for way, zoom in zip((-1, 0, 1), self._zooms, strict=True):
            zoom.clicked.connect(lambda _=False, way=way: self.zoomed.emit(way))
            row.addWidget(zoom)
        theme.on_change(self._dress)

    def show_citation(self, index: int, count: int) -> None:
        """Citation `index` (from 0) of `count`; one alone needs no steps."""
        several = count > 1
        for part in (self.previous, self.where, self.next):
            part.setVisible(several)
        self.where.setText(f"{index + 1} of {count}")
        self.where.setAccessibleName(f"Citation {index + 1} of {count}")
        self.previous.setEnabled(index > 0)
        self.next.setEnabled(index < count - 1)
        self._show()

    def show_zoom(self, shown: bool) -> None:
        for zoom in self._zooms:
            zoom.setVisible(shown)
        self._show()

    def _show(self) -> None:
        self.setVisible(not self.where.isHidden() or not self._zooms[0].isHidden())

    def _dress(self) -> None:
        self.where.setFont(self._theme.tabular(self._theme.tokens.text_small))
