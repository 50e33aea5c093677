"""The footnotes of an answer, written out below it: number, passage, title and page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.answering.events import Source
from desktop_app.ui.controls import hairline
from desktop_app.ui.hover_text import Offline, never_offline
from desktop_app.ui.quote_card import QuoteCard
from desktop_app.ui.theme import Theme


class FootnoteList(QWidget):
    """Signals: `opened(source)`."""

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, offline: Offline = never_offline) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offline = offline
        self.cards: list[QuoteCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setAccessibleName("Footnotes")
        self.hide()

    def show_sources(self, sources: Sequence[Source], query: str) -> None:
        """Replace the list; it hides where there are none."""
        while self._layout.count():
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.cards = []
        if sources:
            rule = hairline()
            rule.setFixedWidth(96)
            self._layout.addWidget(rule)
            self._layout.addSpacing(self._theme.tokens.space_1)
        for source in sources:
            card = QuoteCard(self._theme, source, query=query, number=source.n, lines=2, offline=self._offline)
            card.opened.connect(self.opened)
            self.cards.append(card)
            self._layout.addWidget(card)
        self.setVisible(bool(sources))
