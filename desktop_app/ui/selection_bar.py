"""What can be done with words that are selected in a source: ask about them, copy them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from desktop_app.ui.controls import button
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_MARGIN = 12


class SelectionBar(QFrame):
    """Floats at the bottom of `ground`, so that nothing moves when it comes. Signals: `ask_requested()`,
    `copy_requested()`."""

    ask_requested = Signal()
    copy_requested = Signal()

    def __init__(self, theme: Theme, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self.setProperty("look", "floating")
        self.ask = button(tr("Ask about the selection"), self.ask_requested.emit, "quiet")
        self.copy = button(tr("Copy"), self.copy_requested.emit, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.tokens.space_1, theme.tokens.space_1, theme.tokens.space_1, theme.tokens.space_1)
        row.setSpacing(theme.tokens.space_1)
        row.addWidget(self.ask)
        row.addWidget(self.copy)
        ground.installEventFilter(self)
        self.hide()

    def offer(self, shown: bool) -> None:
        if shown:
            self._settle()
            self.raise_()
        self.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        ground = self._ground
        self.adjustSize()
        self.move((ground.width() - self.width()) // 2, ground.height() - self.height() - _MARGIN)


def show_selection_menu(
    parent: QWidget, place: QPoint, selected: bool, ask: Callable[[], object], copy: Callable[[], object]
) -> QMenu:
    """The menu of a source's text, at a place of the screen."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(tr("Copy"), partial(copy)).setEnabled(selected)
    menu.addAction(tr("Ask about the selection"), partial(ask)).setEnabled(selected)
    menu.popup(place)
    return menu
