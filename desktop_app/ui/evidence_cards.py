"""What was found, shown before any prose: how long it took, what was searched, and the passages as cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.answer_words import duration, not_searched, number, searched
from desktop_app.ui.controls import ElidedLabel, IconButton, button, label, section_font
from desktop_app.ui.fate import Offline, never_offline
from desktop_app.ui.quote_card import QuoteCard
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from indexer.types import Coverage, EvidenceSentence

SHOWN = 3  # cards before "more"
_QUIET_PADDING = 9  # pixels left of the words of a quiet button


class EvidenceCards(QWidget):
    """Signals: `opened(target)` when a card is pressed."""

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, offline: Offline = never_offline) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offline = offline
        self.cards: list[QuoteCard] = []
        self._title = label(tr("EVIDENCE"), tone="soft")
        self._facts = ElidedLabel()
        self._facts.setProperty("tone", "soft")
        self._fold = IconButton(theme, "chevron-up", tr("Hide evidence"))
        self._fold.clicked.connect(lambda: self.set_folded(not self.folded))
        head = QHBoxLayout()
        head.setContentsMargins(theme.tokens.space_4, 0, theme.tokens.space_4, 0)
        head.setSpacing(theme.tokens.space_2)
        head.addWidget(self._title)
        head.addWidget(self._facts, 1)
        head.addWidget(self._fold)
        self._cards_box = QVBoxLayout()
        self._cards_box.setContentsMargins(0, 0, 0, 0)
        self._cards_box.setSpacing(theme.tokens.space_2)
        self._body = QWidget()
        self._body.setLayout(self._cards_box)
        self._sentences: list[EvidenceSentence] = []
        self._rest: list[EvidenceSentence] = []  # without a card so far
        self._query = ""
        self._more = button("", self._show_rest, "quiet")
        self._more_row = QWidget(self._body)
        row = QHBoxLayout(self._more_row)
        row.setContentsMargins(theme.tokens.space_4 - _QUIET_PADDING, 0, 0, 0)  # its words begin where the cards' do
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._more_row.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens.space_1)
        layout.addLayout(head)
        layout.addWidget(self._body)
        theme.on_change(self._dress)

    def show_evidence(
        self,
        query: str,
        sentences: Sequence[EvidenceSentence],
        coverage: Coverage,
        milliseconds: float,
        *,
        folded: bool = False,
    ) -> None:
        """`milliseconds` since the question was asked. Folded, the cards are made when they are asked for."""
        self._query = query
        self._sentences = list(sentences)
        self._rest = list(sentences)
        facts = [duration(milliseconds / 1000), searched(coverage), *not_searched(coverage)]
        self._facts.setText("· " + " · ".join(facts))
        self._facts.setToolTip(f"{number(round(milliseconds))} ms. {', '.join(facts[1:])}.")
        self._fold.setVisible(bool(sentences))
        if not sentences:
            nothing = label(tr("Nothing in your documents speaks to this."), tone="soft", wrap=True)
            self._cards_box.addWidget(nothing)
        self.set_folded(folded and bool(sentences))

    def set_title(self, title: str) -> None:
        """Name the cards otherwise than evidence, where they are near misses."""
        self._title.setText(title.upper())

    @property
    def targets(self) -> tuple[EvidenceSentence, ...]:
        """Every passage, those whose cards are still to be made included."""
        return tuple(self._sentences)

    @property
    def folded(self) -> bool:
        return self._body.isHidden()

    def set_folded(self, folded: bool) -> None:
        """Hide or show the cards; what was searched stays in sight."""
        if not folded and not self.cards:
            self._show_more(SHOWN)
        self._body.setHidden(folded)
        self._fold.set_icon("chevron-down" if folded else "chevron-up")
        self._fold.rename(tr("Show evidence" if folded else "Hide evidence"))

    def _add(self, sentence: EvidenceSentence) -> None:
        card = QuoteCard(self._theme, sentence, query=self._query, offline=self._offline)
        card.opened.connect(self.opened)
        self.cards.append(card)
        self._cards_box.addWidget(card)

    def _show_rest(self) -> None:
        first = len(self.cards)
        self._show_more(len(self._rest))
        self.cards[first].setFocus()

    def _show_more(self, count: int) -> None:
        self._cards_box.removeWidget(self._more_row)
        more, self._rest = self._rest[:count], self._rest[count:]
        for sentence in more:
            self._add(sentence)
        if self._rest:
            self._more.setText(tr("{count} more", note="passages", count=number(len(self._rest))))
            self._cards_box.addWidget(self._more_row)
        self._more_row.setVisible(bool(self._rest))

    def _dress(self) -> None:
        self._title.setFont(section_font(self._theme))
        self._facts.setFont(self._theme.tabular(self._theme.tokens.text_small))
