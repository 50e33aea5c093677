"""The bar below a source: which citation of how many, the strip of pages, how large the document is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desktop_app.ui.controls import IconButton, label
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_OFFERED = (50, 75, 100, 125, 150, 200, 300)  # percent
_OFFERED_TEXT = (80, 100, 125, 150, 200)
_SIDE, _GAP = 8, 4  # pixels
PREVIOUS, NEXT = "Shift+F8", "F8"
PLAIN_SIZE = "Ctrl+0"


class SourceFoot(QWidget):
    """Signals: `stepped(±1)` through the citations, `zoomed(±1)`, `percent_chosen(percent)` (0 fits the width),
    `passage_fit_chosen()` (the size follows the passage), `strip_toggled()`."""

    stepped = Signal(int)
    zoomed = Signal(int)
    percent_chosen = Signal(int)
    passage_fit_chosen = Signal()
    strip_toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.previous = IconButton(theme, "chevron-left", tr("Previous citation"))
        self.next = IconButton(theme, "chevron-right", tr("Next citation"))
        self.where: QLabel = label(tone="soft")
        self.strip = IconButton(theme, "pages", tr("Show small pages"))
        self.strip.setCheckable(True)
        self.smaller = IconButton(theme, "zoom-out", tr("Smaller"))
        self.larger = IconButton(theme, "zoom-in", tr("Larger"))
        self.fit = IconButton(theme, "fit-width", tr("Fit the width"))
        self.percent = QToolButton()
        self.percent.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu_for_pages: bool | None = None
        self.percent.setMenu(self._menu)
        self._zooms = (self.smaller, self.percent, self.larger, self.fit)
        self._sized = self._pages = self._strip_offered = False
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.strip.clicked.connect(self.strip_toggled)
        self.smaller.clicked.connect(lambda: self.zoomed.emit(-1))
        self.larger.clicked.connect(lambda: self.zoomed.emit(1))
        self.fit.clicked.connect(lambda: self.percent_chosen.emit(0))
        self._listen_to_keys()
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 4, _SIDE, 4)
        row.setSpacing(_GAP)
        for part in (self.previous, self.where, self.next):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.strip)
        for zoom in self._zooms:
            row.addWidget(zoom)
        theme.on_change(self._dress)

    def _listen_to_keys(self) -> None:
        """Wherever the focus is, as long as a source is shown: who reads the answer goes through its passages."""
        for step, keys, which in ((-1, PREVIOUS, self.previous), (1, NEXT, self.next)):
            QShortcut(QKeySequence(keys), self, partial(self._step, step))
            which.rename(which.accessibleName(), keys)
        for way, standard in ((-1, QKeySequence.StandardKey.ZoomOut), (1, QKeySequence.StandardKey.ZoomIn)):
            for sequence in QKeySequence.keyBindings(standard):
                QShortcut(sequence, self, partial(self.zoomed.emit, way))
        QShortcut(QKeySequence(PLAIN_SIZE), self, partial(self.percent_chosen.emit, 0))

    def _step(self, by: int) -> None:
        if (self.next if by > 0 else self.previous).isEnabled():
            self.stepped.emit(by)

    def show_citation(self, index: int, count: int) -> None:
        """Citation `index` (from 0) of `count`; one alone needs no steps."""
        several = count > 1
        for part in (self.previous, self.where, self.next):
            part.setVisible(several)
        self.where.setText(tr("{place} of {all}", place=index + 1, all=count))
        self.where.setAccessibleName(tr("Citation {place} of {all}", place=index + 1, all=count))
        self.previous.setEnabled(index > 0)
        self.next.setEnabled(index < count - 1)
        self._show()

    def show_zoom(self, percent: float | None, *, pages: bool = False, fits: bool = False) -> None:
        """How large the source is shown, None where there is nothing to size. `pages` can be fitted to the width;
        `fits` says that they are."""
        self._sized, self._pages = percent is not None, pages
        self.fit.setEnabled(not fits)
        if percent is not None:
            self.percent.setText(f"{percent:.0f} %")
            self.percent.setToolTip(tr("How large it is shown (Ctrl and the wheel)"))
            self.percent.setAccessibleName(tr("Shown at {percent} percent", percent=round(percent)))
            self._fill_menu(pages)
        self._show()

    def _fill_menu(self, pages: bool) -> None:
        if pages == self._menu_for_pages:
            return
        self._menu_for_pages = pages
        self._menu.clear()
        for offered in _OFFERED if pages else _OFFERED_TEXT:
            self._menu.addAction(f"{offered} %", partial(self.percent_chosen.emit, offered))
        if pages:
            self._menu.addAction(tr("Fit the width"), partial(self.percent_chosen.emit, 0))
            self._menu.addAction(tr("Fit the passage"), self.passage_fit_chosen.emit)

    def show_strip(self, offered: bool, shown: bool) -> None:
        """Offer the strip of pages, and say whether it is shown."""
        self._strip_offered = offered
        self.strip.setChecked(shown)
        self.strip.rename(tr("Fold the small pages away") if shown else tr("Show small pages"))
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _show(self) -> None:
        self._give_way()
        self.setVisible(not self.where.isHidden() or self._sized)

    def _give_way(self) -> None:
        """Where not all of it fits, what the menu of sizes and the keys have as well goes first."""
        wanted = (
            (self.fit, self._sized and self._pages),
            (self.smaller, self._sized),
            (self.larger, self._sized),
            (self.strip, self._strip_offered),
            (self.percent, self._sized),
        )
        room = self.contentsRect().width() - 2 * _SIDE
        needed = sum(self._width_of(part) for part in (self.previous, self.where, self.next) if not part.isHidden())
        needed += sum(self._width_of(part) for part, shown in wanted if shown)
        for part, shown in wanted:
            hidden = not shown or (needed > room and part is not self.percent)
            part.setHidden(hidden)
            needed -= self._width_of(part) if shown and hidden else 0

    @staticmethod
    def _width_of(part: QWidget) -> int:
        return part.sizeHint().width() + _GAP

    def _dress(self) -> None:
        font = self._theme.tabular(self._theme.tokens.text_small)
        self.where.setFont(font)
        self.percent.setFont(font)
