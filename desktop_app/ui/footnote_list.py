"""The footnotes of an answer, written out below it: number, passage, title and page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.answering.events import Source
from desktop_app.ui.controls import button, hairline
from desktop_app.ui.fate import Fates, Offline, never_offline
from desktop_app.ui.quote_card import QuoteCard
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn

_SHOWN, _FEW = 12, 3  # so few more are shown at once


class FootnoteList(QWidget):
    """Signals: `opened(source)`."""

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, offline: Offline = never_offline) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offline = offline
        self.cards: list[QuoteCard] = []
        self._query = ""
        self._fates: Fates = {}
        self._rest: list[Source] = []  # without a card so far: a list of all documents can be long
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setAccessibleName(tr("Footnotes"))
        self.hide()

    def show_sources(self, sources: Sequence[Source], query: str) -> None:
        """Replace the list; it hides where there are none."""
        while self._layout.count():
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.cards, self._fates = [], {}
        if sources:
            rule = hairline()
            rule.setFixedWidth(96)
            self._layout.addWidget(rule)
            self._layout.addSpacing(self._theme.tokens.space_1)
        self._query, self._rest = query, list(sources)
        self._add(_SHOWN if len(sources) > _SHOWN + _FEW else len(sources))
        if self._rest:
            words = trn("{n} more footnote", "{n} more footnotes", len(self._rest))
            more = button(words, self._show_rest, "quiet")
            self._layout.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(sources))

    def show_fates(self, fates: Fates) -> None:
        """Mark the footnotes whose files are not as they were."""
        self._fates = fates
        for card in self.cards:
            self._show_fate(card)

    def _show_fate(self, card: QuoteCard) -> None:
        if isinstance(card.target, Source):
            card.show_fate(self._fates.get(card.target.n))

    def _add(self, count: int) -> None:
        more, self._rest = self._rest[:count], self._rest[count:]
        for source in more:
            card = QuoteCard(self._theme, source, query=self._query, number=source.n, lines=2, offline=self._offline)
            card.opened.connect(self.opened)
            self.cards.append(card)
            if self._fates:
                self._show_fate(card)
            self._layout.addWidget(card)

    def _show_rest(self) -> None:
        last = self._layout.takeAt(self._layout.count() - 1)
        if last is not None and (widget := last.widget()) is not None:
            widget.deleteLater()
        first = len(self.cards)
        self._add(len(self._rest))
        self.cards[first].setFocus()
