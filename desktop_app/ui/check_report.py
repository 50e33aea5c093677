"""What the check of a text found: the count, the text with its footnotes and marks, what is missing, the passages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.answering.check_events import Checked
from desktop_app.answering.events import Sentence, Source, Support
from desktop_app.ui.answer_copy import verdict
from desktop_app.ui.answer_document import SIGNS
from desktop_app.ui.answer_view import AnswerView
from desktop_app.ui.answer_words import not_searched, searched
from desktop_app.ui.controls import label, section_font
from desktop_app.ui.fate import Offline, never_offline
from desktop_app.ui.footnote_list import FootnoteList
from desktop_app.ui.hover_text import missing_words
from desktop_app.ui.quotation import shortened
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr

_REPAINT_MS = 250
_TONES = {Support.SUPPORTED: "supported", Support.PARTIAL: "partly", Support.UNSUPPORTED: "unsupported"}
_MOST_ROWS = 200  # of what is missing; more would only hold up the window
_QUOTED = 110  # characters of a sentence that stands for itself in the list
_NOTHING_LIKE_IT = later("No passage says this.")
_OTHERWISE = later("The passages say a part of it, or say it otherwise.")


class CheckReport(QWidget):
    """Signals: `source_requested(source)`, `link_clicked(address)`."""

    source_requested = Signal(object)
    link_clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, offline: Offline = never_offline) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._sentences: list[Sentence] = []
        self._sources: list[Source] = []
        self._said = ""
        self.verdict = label(tone="soft", wrap=True)
        self.verdict.setTextFormat(Qt.TextFormat.RichText)
        self.text = AnswerView(theme, offline=offline)
        self.text.setAccessibleName(tr("Checked text"))
        self.missing = _Missing(theme)
        self.footnotes = FootnoteList(theme, offline=offline)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.tokens.space_5)
        layout.setSpacing(theme.tokens.space_4)
        for part in (self.verdict, self.text, self.missing, self.footnotes):
            layout.addWidget(part)
        layout.addStretch(1)
        self.text.footnote_opened.connect(self._open)
        self.text.link_clicked.connect(self.link_clicked)
        self.footnotes.opened.connect(self.source_requested)
        self._repaint = QTimer(self, singleShot=True, interval=_REPAINT_MS)
        self._repaint.timeout.connect(self._render)
        theme.on_change(self._dress)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The footnotes, in their order."""
        return tuple(self._sources)

    @property
    def summary(self) -> str:
        """The count in words: "✓ 3 supported · ◐ 1 partly · ○ 1 not"."""
        return " · ".join(f"{SIGNS[support]} {words}" for support, words in self._parts())

    def begin(self, text: str) -> None:
        """Show a text of which nothing is checked yet."""
        self._text, self._sentences, self._sources = text, [], []
        self.missing.show_sentences(())
        self.footnotes.show_sources((), "")
        self._render()

    def add(self, sentence: Sentence, sources: Sequence[Source]) -> None:
        """The next sentence was checked. What comes quickly is drawn together."""
        self._sentences.append(sentence)
        self._sources += sources
        if not self._repaint.isActive():
            self._repaint.start()

    def say(self, words: str) -> None:
        """What stands behind the count: how far it is, or what it was checked against."""
        self._said = words
        self._show_verdict()

    def finish(self, checked: Checked | None) -> None:
        """All of it is checked, or with None, it was stopped."""
        self._repaint.stop()
        self._render()
        self.missing.show_sentences(self._sentences)
        self.footnotes.show_sources(self._sources, self._text)
        if checked is None:
            self.say(tr("stopped"))
            return
        facts = [] if checked.coverage is None else [searched(checked.coverage), *not_searched(checked.coverage)]
        self.say(" · ".join(facts if checked.vectors else [*facts, tr("by words only")]))

    def _render(self) -> None:
        self.text.set_answer(self._text, self._sentences, self._sources)
        self._show_verdict()

    def _parts(self) -> list[tuple[Support, str]]:
        claims = [sentence for sentence in self._sentences if sentence.claim]
        return verdict(claims) if claims else []

    def _show_verdict(self) -> None:
        """Our own words only, so that rich text is safe."""
        parts = [
            f"<span style='color: {getattr(self._theme.tokens, _TONES[support])}'>{SIGNS[support]} {words}</span>"
            for support, words in self._parts()
        ]
        said = [self._said] if self._said else []
        self.verdict.setText(" · ".join([*parts, *said]))
        self.verdict.setAccessibleName(" · ".join([self.summary, *said]))

    def _open(self, n: int) -> None:
        source = next((one for one in self._sources if one.n == n), None)
        if source is not None:
            self.source_requested.emit(source)

    def _dress(self) -> None:
        self.verdict.setFont(self._theme.tabular(self._theme.tokens.text))
        self._show_verdict()


class _Missing(QWidget):
    """Each doubtful sentence, and what of it was not found; hidden where there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = QGridLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(theme.tokens.space_2)
        self._rows.setVerticalSpacing(theme.tokens.space_3)
        self._rows.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens.space_3)
        layout.addWidget(label(tr("NOT FOUND"), font=section_font(theme), tone="faint"))
        layout.addLayout(self._rows)
        self.setAccessibleName(tr("What was not found"))
        self.hide()

    def show_sentences(self, sentences: Sequence[Sentence]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        doubtful = [one for one in sentences if one.claim and one.support is not Support.SUPPORTED][:_MOST_ROWS]
        for row, sentence in enumerate(doubtful):
            sign = label(SIGNS[sentence.support], tone=_TONES[sentence.support])
            self._rows.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(self._row(sentence), row, 1)
        self.setVisible(bool(doubtful))

    def _row(self, sentence: Sentence) -> QWidget:
        quoted = label(shortened(sentence.text, _QUOTED), wrap=True)
        lacking = self._said(why(sentence))
        row = QWidget()
        inside = QVBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(quoted)
        inside.addWidget(lacking)
        return row

    def _said(self, words: str) -> QLabel:
        said = label(words, tone="soft", wrap=True, font=self._theme.sans(self._theme.tokens.text_small))
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return said


def why(sentence: Sentence) -> str:
    """Why a sentence is not supported, in words."""
    if sentence.missing:
        return tr("Not in the passages: {missing}", missing=missing_words(sentence))
    return tr(_OTHERWISE if sentence.support is Support.PARTIAL else _NOTHING_LIKE_IT)
