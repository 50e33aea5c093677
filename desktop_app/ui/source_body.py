"""The document itself in the source pane: pages, prose or lines, with what finds, selects and sizes in each."""

from __future__ import annotations

from typing import Any, Protocol, cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.ui.code_view import CodeView
from desktop_app.ui.controls import hairline, label
from desktop_app.ui.find_bar import FindBar, Finder
from desktop_app.ui.page_strip import PageStrip
from desktop_app.ui.pdf_view import PdfView
from desktop_app.ui.prose_view import ProseView
from desktop_app.ui.selection_bar import SelectionBar, show_selection_menu
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_STRIP_FITS = 420  # pixels: narrower, the strip of pages would leave too little for the page


class SourceView(Protocol):
    """What each of the views can do. Signals: `zoom_changed(percent)`, `selection_changed()`,
    `menu_requested(place)`."""

    zoom_changed: Any
    selection_changed: Any
    menu_requested: Any
    search: Finder

    @property
    def percent(self) -> float: ...
    @property
    def fits_width(self) -> bool: ...
    @property
    def selected_text(self) -> str: ...
    def set_percent(self, percent: float | None) -> None: ...
    def zoom_in(self) -> None: ...
    def zoom_out(self) -> None: ...
    def setFocus(self) -> None: ...


class SourceBody(QWidget):
    """Signals: `page_changed(page)` of a PDF (from 0), `view_changed()` when another view came or its size changed,
    `ask_requested(words)` about what is selected, `strip_folded()` when the strip of pages came or went."""

    page_changed = Signal(int)
    view_changed = Signal()
    ask_requested = Signal(str)
    strip_folded = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip_wanted = False
        self.pdf = PdfView(theme)
        self.prose = ProseView(theme)
        self.code = CodeView(theme)
        self.strip = PageStrip(self.pdf.pages, theme)
        self.hint = label(tr("Choose a footnote or a passage to see it in its document."), tone="soft", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setMargin(theme.tokens.space_6)
        self.find_bar = FindBar(theme)
        self.find_bar.closed.connect(self._focus_view)
        self._pages = QWidget()
        beside = QHBoxLayout(self._pages)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        self._strip_line = hairline(vertical=True)
        for part in (self.strip, self._strip_line):
            beside.addWidget(part)
        beside.addWidget(self.pdf, 1)
        stacked = QWidget()
        self._stack = QStackedLayout(stacked)
        for page in (self.hint, self._pages, self.prose, self.code):
            self._stack.addWidget(page)
        self.selection = SelectionBar(theme, stacked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(stacked, 1)
        self._connect()
        self._fit_strip()

    def _connect(self) -> None:
        self.pdf.page_changed.connect(self.page_changed)
        self.pdf.page_changed.connect(self.strip.show_page)
        self.strip.chosen.connect(self.pdf.go_to)
        self.selection.ask_requested.connect(self.ask)
        self.selection.copy_requested.connect(self.copy)
        for view in (self.pdf, self.prose, self.code):
            view.zoom_changed.connect(self.view_changed)
            view.selection_changed.connect(self._selected)
            view.menu_requested.connect(self._menu)

    def currentWidget(self) -> QWidget | None:
        """The view that is shown: `pdf`, `prose`, `code` or `hint`."""
        shown = self._stack.currentWidget()
        return self.pdf if shown is self._pages else shown

    @property
    def view(self) -> SourceView | None:
        """The view that is shown, None for the hint."""
        shown = self.currentWidget()
        return None if shown is self.hint else cast(SourceView, shown)

    def show_view(self, view: QWidget) -> None:
        """Show `pdf`, `prose`, `code` or `hint`. Call it when the view has what it is to show."""
        self._stack.setCurrentWidget(self._pages if view is self.pdf else view)
        shown = self.view
        self.find_bar.use(shown.search if shown is not None else None)
        self._selected()
        self.view_changed.emit()

    def open_search(self) -> None:
        """Search the document that is shown."""
        self.find_bar.open_bar()

    def ask(self) -> None:
        if self.view is not None and (words := self.view.selected_text.strip()):
            self.ask_requested.emit(words)

    def copy(self) -> None:
        if self.view is not None and (words := self.view.selected_text):
            QGuiApplication.clipboard().setText(words)

    @property
    def strip_shown(self) -> bool:
        return not self.strip.isHidden()

    def show_strip(self, shown: bool) -> None:
        """Unfold the strip of pages, or fold it away."""
        self._strip_wanted = shown
        self._fit_strip()

    @property
    def strip_wanted(self) -> bool:
        """Whether the strip is shown wherever it fits."""
        return self._strip_wanted

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit_strip()

    def _fit_strip(self) -> None:
        shown = self._strip_wanted and self.width() >= _STRIP_FITS
        if shown != self.strip_shown or self._strip_line.isHidden() == shown:
            self.strip.setVisible(shown)
            self._strip_line.setVisible(shown)
            self.strip_folded.emit()

    @property
    def strip_fits(self) -> bool:
        return self.width() >= _STRIP_FITS

    def _selected(self) -> None:
        self.selection.offer(self.view is not None and bool(self.view.selected_text.strip()))

    def _menu(self, place: QPoint) -> None:
        selected = self.view is not None and bool(self.view.selected_text.strip())
        show_selection_menu(self, place, selected, self.ask, self.copy)

    def _focus_view(self) -> None:
        if self.view is not None:
            self.view.setFocus()
