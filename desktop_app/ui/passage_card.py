"""A footnote's passage on a card that floats above the window: the cited words marked, where they stand, and what
became of the file."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.answering.events import Source
from desktop_app.ui.controls import ElidedLabel, button, label, set_tone
from desktop_app.ui.fate import Fate
from desktop_app.ui.hover_text import OFFLINE
from desktop_app.ui.passage import passage_of
from desktop_app.ui.passage_context import PassageContext
from desktop_app.ui.quotation import shortened
from desktop_app.ui.theme import Theme
from desktop_app.ui.tokens import over
from desktop_app.ui.translation import tr

_WIDTH = 400
_EDGE = 8  # pixels that it keeps from the window's edges
_GAP = 4  # from the footnote: near enough for the pointer to get across
_LONGEST = 480  # characters of a quotation


class PassageCard(QFrame):
    """A child of the window that it floats over, so that it takes no focus. `open_requested()`: the passage is to be
    shown in its document."""

    open_requested = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._source: Source | None = None
        self._context: PassageContext | None = None
        self.beside = QRect()  # where the footnote stands in the window
        self.setProperty("look", "floating")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)  # what comes from documents is escaped
        self.citation = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.path = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        set_tone(self.path, "soft")
        self.state = label(wrap=True)
        self.open = button(tr("Open", note="a passage in its document"), self.open_requested.emit, "quiet")
        self.open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open.setToolTip(tr("Enter on the footnote opens it too"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.open, 0, Qt.AlignmentFlag.AlignBottom)
        layout = self._rows = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.words)
        layout.addWidget(self.citation)
        layout.addWidget(self.path)
        layout.addLayout(foot)
        theme.on_change(self._dress)
        self.hide()

    def show_source(self, source: Source, beside: QRect, fate: Fate | None, away: bool) -> None:
        """Show a footnote at its place in the window, with what is known of its file so far."""
        self._source, self.beside = source, beside
        passage = passage_of(source)
        self._context = None
        self.citation.setText(f"{source.n} · {passage.citation}")
        self.path.setText(source.path)
        self.setAccessibleName(tr("Footnote {n}: {text}", n=source.n, text=passage.citation))
        self._say(fate, away, known=False)
        self._write()
        self.show()
        self.raise_()

    def show_context(self, context: PassageContext) -> None:
        """Show what stands around the passage, and what became of the file."""
        self._context = context
        self._say(context.fate, context.offline, known=True)
        self._write()

    def _say(self, fate: Fate | None, away: bool, *, known: bool) -> None:
        if away:
            said, tone = tr(OFFLINE), "partly"
        elif fate is not None:
            said, tone = f"⚠ {fate.sentence}", "partly"
        else:
            said, tone = tr("✓ The file is as it was") if known else "", "soft"
        self.state.setText(said)
        set_tone(self.state, tone)

    def _write(self) -> None:
        if self._source is None:
            return
        tokens, context = self._theme.tokens, self._context
        quote = escape(shortened(self._source.quote, _LONGEST))
        marked = f"<span style='background-color: {over(tokens.marker, tokens.surface)}'>{quote}</span>"
        before, after = (escape(context.before), escape(context.after)) if context is not None else ("", "")
        self.words.setText(f"<span style='color: {tokens.ink_soft}'>{before} </span>{marked}"
                           f"<span style='color: {tokens.ink_soft}'> {after}</span>")  # fmt: skip
        self._place()

    def _place(self) -> None:
        """Below the footnote, or above it where there is more room; within the window in any case."""
        window = self._window.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        width = min(self._theme.scaled(_WIDTH), window.width())
        self.setFixedWidth(width)
        height = max(self._rows.totalHeightForWidth(width), self.minimumSizeHint().height())
        left = max(window.left(), min(self.beside.left() - 16, window.right() - width))
        below, above = window.bottom() - self.beside.bottom() - _GAP, self.beside.top() - _GAP - window.top()
        top = self.beside.bottom() + _GAP if height <= below or below >= above else self.beside.top() - _GAP - height
        self.setGeometry(left, max(window.top(), top), width, height)

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.words.setFont(self._theme.serif(tokens.text + 1))
        self.citation.setFont(self._theme.sans(tokens.text_small, self._theme.sans().Weight.DemiBold))
        self.path.setFont(self._theme.sans(tokens.text_small))
        self.state.setFont(self._theme.sans(tokens.text_small))
        self._write()
