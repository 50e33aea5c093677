"""The box below an answer that was judged wrong: what would be right?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.answering.decline import WITHDRAWN_ANSWER
from desktop_app.judgements import Judgement
from desktop_app.ui.controls import IconButton, button, label
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr

_ASKED = later("It becomes a test question of your own, which footnote eval asks. It stays on this computer.")


class CorrectionBox(QFrame):
    """Signals: `opened()`, `corrected(text)`, `not_there()` when the documents don't say it."""

    opened = Signal()
    corrected = Signal(str)
    not_there = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tokens = theme.tokens
        self.setProperty("look", "card")
        title = label(tr("What would be right?"), font=theme.sans(tokens.text, QFont.Weight.DemiBold))
        close = IconButton(theme, "close", tr("Close without an answer"))
        close.clicked.connect(self.hide)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(tr("The right answer"))
        self.edit.setPlaceholderText(tr("The right answer, in a few words"))
        self.edit.returnPressed.connect(self._correct)
        self.edit.textChanged.connect(self._weigh)
        self._said = label(tr(_ASKED), font=theme.sans(tokens.text_small), tone="soft", wrap=True)
        self.keep = button(tr("Keep"), self._correct, "primary")
        self.absent = button(tr("My documents don’t say"), self._deny)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        row = QHBoxLayout()
        row.setSpacing(tokens.space_2)
        row.addWidget(self.keep)
        row.addWidget(self.absent)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.space_4, tokens.space_2, tokens.space_2, tokens.space_3)
        layout.setSpacing(tokens.space_2)
        layout.addLayout(head)
        for part in (self.edit, self._said):
            inset = QHBoxLayout()
            inset.setContentsMargins(0, 0, tokens.space_2, 0)
            inset.addWidget(part)
            layout.addLayout(inset)
        layout.addLayout(row)
        self.hide()
        self._weigh()

    def ask(self, judgement: Judgement) -> None:
        """Ask what would be right, beginning with what was kept so far."""
        self.edit.setText(judgement.correction)
        self._said.setText(tr(_ASKED))
        self.absent.setVisible(not judgement.declined or judgement.answer == WITHDRAWN_ANSWER)
        self.show()
        self.edit.setFocus()
        self.opened.emit()

    def say(self, text: str) -> None:
        """Say what went wrong, in the place of the hint."""
        self._said.setText(text)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _correct(self) -> None:
        text = self.edit.text().strip()
        if text:
            self.hide()
            self.corrected.emit(text)

    def _deny(self) -> None:
        self.hide()
        self.not_there.emit()

    def _weigh(self) -> None:
        self.keep.setEnabled(bool(self.edit.text().strip()))
