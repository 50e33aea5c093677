"""The card that stands in an answer's place: declined, or failed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.answering.decline import WITHDRAWN_ANSWER
from desktop_app.answering.events import Answer
from desktop_app.ui.answering_words import why_declined
from desktop_app.ui.controls import Mark, button, label
from desktop_app.ui.detail_dialog import DetailDialog
from desktop_app.ui.problem_words import is_translated, words_of
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from indexer.errors import ErrorCode, Problem

_MODEL_CODES = (ErrorCode.MODEL_MISSING, ErrorCode.MODEL_DAMAGED)


class TurnNotice(QFrame):
    """Signals: `retry_requested()`, `models_requested()`."""

    retry_requested = Signal()
    models_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "card")
        tokens = theme.tokens
        self._mark = Mark(theme, "info")
        self._title = label(font=theme.sans(tokens.text_reading, theme.sans().Weight.DemiBold), wrap=True)
        self._body = QVBoxLayout()
        self._body.setSpacing(tokens.space_2)
        self._body.addWidget(self._title)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.space_4, tokens.space_3, tokens.space_4, tokens.space_3)
        layout.setSpacing(tokens.space_3)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._body, 1)

    def show_declined(self, answer: Answer) -> None:
        """There is no answer: what was searched, what was not, as the reason says. Where the model failed, nothing is
        said of the documents."""
        self._mark.show_icon("info", "ink_soft")
        withdrawn = answer.answer == WITHDRAWN_ANSWER
        self._begin(tr("No reliable answer") if withdrawn else tr("Your documents don’t answer this"))
        self._add(why_declined(answer))
        if withdrawn and answer.evidence:
            self._add(tr("The nearest passages may still answer it."))

    def show_failed(self, problem: Problem, kept: str) -> None:
        """What happened, what is safe (`kept`), what to do."""
        self._mark.show_icon("warning", "unsupported")
        message, action = words_of(problem)
        self._begin(message)
        self._add(action)
        self._add(kept, tone="soft")
        row = QHBoxLayout()
        row.setSpacing(self._theme.tokens.space_2)
        if problem.code in _MODEL_CODES:
            row.addWidget(button(tr("Choose a model"), self.models_requested.emit, "primary"))
        row.addWidget(button(tr("Retry"), self.retry_requested.emit))
        if problem.detail or is_translated(problem):
            row.addWidget(button(tr("Details"), lambda: DetailDialog(problem, self.window()).open(), "quiet"))
        row.addStretch(1)
        self._body.addSpacing(self._theme.tokens.space_1)
        self._body.addLayout(row)

    def _begin(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def _add(self, text: str, tone: str = "") -> None:
        if text:
            line = label(text, tone=tone, wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._body.addWidget(line)
