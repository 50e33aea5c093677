"""What a new conversation shows: what can be asked, of what, and what is still missing for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.controls import button, label, section_font
from desktop_app.ui.known_sentences import KnownSentences
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr, trn
from indexer.types import DocumentState

if TYPE_CHECKING:
    from indexer.protocol import StatusReport

_ROW_EDGES = 30  # pixels of a row around its icon and words
_FOUND = (DocumentState.INDEXED, DocumentState.KEYWORD_READY)
_QUESTIONS = KnownSentences(  # those that `suggestions` makes; asked as they are shown
    (r"What is “(?P<title>.+)” about\?", later("What is “{title}” about?")),
    (
        r"What does “(?P<title>.+)” say about “(?P<heading>.+)”\?",
        later("What does “{title}” say about “{heading}”?"),
    ),
)


class Suggestion(QPushButton):
    """A question to press, cut with an ellipsis where it is too long for its row."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question
        self.setProperty("look", "row")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(question)
        self.setText(question)

    @property
    def question(self) -> str:
        return self._question

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.iconSize().width() - _ROW_EDGES
        self.setText(self.fontMetrics().elidedText(self._question, Qt.TextElideMode.ElideRight, room))
        self.setToolTip(self._question if self.text() != self._question else "")


class EmptyConversation(QWidget):
    """Signals: `suggested(question)`, `models_requested()`, `add_requested()`."""

    suggested = Signal(str)
    models_requested = Signal()
    add_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        tokens = theme.tokens
        self._title = label(tr("What do you want to know?"), wrap=True)
        self._indexed = label(tone="soft", wrap=True)
        self._add = button(tr("Add documents"), self.add_requested.emit, "primary")
        self._model = label(tone="soft", wrap=True)
        self._choose = button(tr("Choose a model"), self.models_requested.emit)
        self._heading = label(tr("FOR EXAMPLE"), tone="soft")
        self.suggestions: list[Suggestion] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.space_4, 0, tokens.space_4, 0)
        layout.setSpacing(tokens.space_2)
        layout.addStretch(2)
        layout.addWidget(self._title)
        layout.addWidget(self._indexed)
        layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(tokens.space_4)
        layout.addWidget(self._heading)
        layout.addLayout(self._list)
        layout.addSpacing(tokens.space_4)
        model = QHBoxLayout()
        model.setSpacing(tokens.space_3)
        model.addWidget(self._model, 1)
        model.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(model)
        layout.addStretch(3)
        for part in (self._indexed, self._add, self._heading, self._model, self._choose):
            part.hide()
        theme.on_change(self._dress)

    @property
    def title(self) -> str:
        return self._title.text()

    def show_library(self, status: StatusReport, questions: Sequence[str]) -> None:
        """What is indexed, and questions that some of it may answer."""
        readable = sum(status.documents.get(state, 0) for state in _FOUND)
        waiting = status.documents.get(DocumentState.PENDING, 0)
        empty = not any(status.documents.values())
        self._add.setVisible(empty)
        self._indexed.show()
        if empty:
            self._title.setText(tr("Your library is empty"))
            self._indexed.setText(
                tr(
                    "Drop files or folders anywhere in this window. They stay where they are, and nothing leaves this "
                    "machine. You can ask as soon as the first one is read."
                )
            )
        else:
            self._title.setText(tr("What do you want to know?"))
            said = [trn("{n} document can be asked.", "{n} documents can be asked.", readable)]
            if waiting:
                said.append(
                    trn(
                        "{n} more is still being read; you can ask already.",
                        "{n} more are still being read; you can ask already.",
                        waiting,
                    )
                )
            self._indexed.setText(" ".join(said))
        self._suggest([] if empty else questions)

    def set_model_state(self, text: str, ready: bool) -> None:
        """Say what is missing for answers; searching never needs a language model."""
        missing = bool(text) and not ready
        self._model.setVisible(missing)
        self._choose.setVisible(missing)
        self._model.setText(
            tr(
                "{state}. Until there is one, a question finds its passages, without prose.",
                state=text.rstrip("."),
            )
        )

    def _suggest(self, questions: Sequence[str]) -> None:
        for old in self.suggestions:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.suggestions = []
        for question in (_QUESTIONS.said(question) or question for question in questions):
            made = Suggestion(question)
            made.clicked.connect(partial(self.suggested.emit, question))
            made.setIcon(self._theme.icon("quote"))
            self.suggestions.append(made)
            self._list.addWidget(made)
        self._heading.setVisible(bool(questions))

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self._title.setFont(self._theme.serif(tokens.text_title, QFont.Weight.Normal))
        self._heading.setFont(section_font(self._theme))
        for each in self.suggestions:
            each.setIcon(self._theme.icon("quote"))
