"""What is wrong with the chosen documents, and the buttons that mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.controls import ElidedLabel, Mark, button, label, set_tone
from desktop_app.ui.library_words import SIGNS, count
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode
from indexer.types import Document, DocumentState


class ProblemBar(QWidget):
    """Stands below the table of documents; hidden while nothing is chosen."""

    retry_requested = Signal(list)
    password_requested = Signal(object)
    open_requested = Signal(object)
    show_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents: list[Document] = []
        self.mark = Mark(theme, "done", "supported")
        self.message = ElidedLabel()
        self.remedy = label(tone="soft", wrap=True)
        self.remedy.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.password = button("Enter password…", lambda: self.password_requested.emit(self._documents[0]), "primary")
        self.retry = button("Read again", lambda: self.retry_requested.emit(self._documents))
        self.open = button("Open", lambda: self.open_requested.emit(self._documents[0]))
        self.show_folder = button("Show in folder", lambda: self.show_requested.emit(self._documents[0]))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.message)
        texts.addWidget(self.remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for each in (self.password, self.retry, self.open, self.show_folder):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_documents(self, documents: Sequence[Document]) -> None:
        """Say what is to say of these; several together are only counted."""
        self._documents = list(documents)
        self.setVisible(bool(documents))
        if not documents:
            return
        one = documents[0] if len(documents) == 1 else None
        failed = [document for document in documents if document.problem_code]
        for each in (self.open, self.show_folder):
            each.setVisible(one is not None)
        self.password.setVisible(one is not None and one.problem_code == ErrorCode.ENCRYPTED)
        self.retry.setVisible(bool(failed) and not self.password.isVisibleTo(self))
        if one is None:
            bad = count(len(failed), "problem")
            self.mark.show_icon("documents", "ink_soft")
            self.message.setText(f"{count(len(documents), 'document')} chosen, {bad}")
            self.remedy.hide()
            return
        sign = SIGNS[one.state]
        self.mark.show_icon(sign.icon, sign.tone)
        self.message.setText(one.problem_message or f"{Path(one.path).name}: {sign.word.lower()}")
        self.remedy.setText(one.problem_action or sign.meaning)
        self.remedy.show()
        set_tone(self.message, "unsupported" if one.state is DocumentState.FAILED else "")
