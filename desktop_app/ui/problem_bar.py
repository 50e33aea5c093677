"""What is wrong with the chosen documents, and the buttons that mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app import recognition
from desktop_app.ui.controls import ElidedLabel, IconButton, Mark, button, label, set_tone
from desktop_app.ui.flow_layout import FlowLayout
from desktop_app.ui.library_words import sign_of
from desktop_app.ui.problem_words import command_in, original, problem_of, words_of
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr, trn
from indexer.errors import ErrorCode, Problem
from indexer.types import Document, DocumentState

MOST_CHOSEN = 4000  # documents; for more there are folders
_TOO_MANY = later("Choose {n} at most to do something with them.")
_LEAST, _MOST = 380, 640  # pixels beside the buttons that words are given
_AROUND = 96  # pixels: what stands around words and buttons
_STATES = {
    DocumentState.PENDING: later("{name}: waiting"),
    DocumentState.KEYWORD_READY: later("{name}: keywords"),
    DocumentState.INDEXED: later("{name}: ready"),
    DocumentState.FAILED: later("{name}: not read"),
    DocumentState.SKIPPED: later("{name}: left out"),
    DocumentState.OFFLINE: later("{name}: offline"),
}


class ProblemBar(QWidget):
    """Stands below the table of documents; hidden while nothing is chosen. The signals carry a document, or those
    of the chosen ones that the button is about."""

    retry_requested = Signal(list)
    password_requested = Signal(list)
    exclude_requested = Signal(list)
    recognition_requested = Signal()
    open_requested = Signal(object)
    show_requested = Signal(object)
    inspect_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents: list[Document] = []
        self.all_known = True  # whether those that are chosen were all read
        self.mark = Mark(theme, "done", "supported")
        self.message = ElidedLabel()
        self.remedy = label(tone="soft", wrap=True)
        self.remedy.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.command = QLabel()
        self.command.setTextFormat(Qt.TextFormat.PlainText)
        self.command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.command.setFont(theme.fixed())
        self.copy = IconButton(theme, "copy", tr("Copy the command"))
        self.copy.clicked.connect(self._copy)
        self.password = button(tr("Enter password…"), lambda: self.password_requested.emit(self._locked()), "primary")
        self.recognize = button(tr("Install text recognition…"), self.recognition_requested.emit, "primary")
        self.retry = button(tr("Read again"), lambda: self.retry_requested.emit(self._unlocked()))
        self.open = button(tr("Open"), lambda: self.open_requested.emit(self._documents[0]))
        self.inspect = button(tr("Look inside…"), lambda: self.inspect_requested.emit(self._documents[0]))
        self.inspect.setToolTip(tr("The text and the passages that are indexed of it"))
        self.show_folder = button(tr("Show in folder"), lambda: self.show_requested.emit(self._documents[0]))
        self.exclude = button(tr("Leave out…"), lambda: self.exclude_requested.emit(self._documents))
        self._actions = (
            self.password,
            self.recognize,
            self.retry,
            self.open,
            self.inspect,
            self.show_folder,
            self.exclude,
        )
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        command = QHBoxLayout()
        command.setSpacing(4)
        command.addWidget(self.command)
        command.addWidget(self.copy)
        command.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.message)
        texts.addWidget(self.remedy)
        texts.addLayout(command)
        buttons = self._buttons = FlowLayout(8)
        for each in self._actions:
            buttons.addWidget(each)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addLayout(texts, 1)
        self._row.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._row, 1)

    def show_documents(self, documents: Sequence[Document], number: int) -> None:
        """Say what is to say of these; several together are only counted. Until all of the `number` that are chosen
        were read, nothing can be done with them."""
        self._documents = list(documents)
        self.all_known = len(documents) == number
        self.setVisible(number > 0)
        if not self.all_known:
            self._count(number)
        elif documents:
            self._show()
        self._fit()

    def _count(self, number: int) -> None:
        for each in (*self._actions, self.command, self.copy):
            each.hide()
        self.mark.show_icon("documents", "ink_soft")
        self.message.setText(trn("{n} document chosen", "{n} documents chosen", number))
        set_tone(self.message, "")
        self.remedy.setText(tr(_TOO_MANY, n=QLocale().toString(MOST_CHOSEN)) if number > MOST_CHOSEN else "")
        self.remedy.setToolTip("")
        self.remedy.setVisible(number > MOST_CHOSEN)

    def _show(self) -> None:
        documents = self._documents
        one = documents[0] if len(documents) == 1 else None
        again = self._unlocked()
        for each in (self.open, self.inspect, self.show_folder):
            each.setVisible(one is not None)
        self.password.setVisible(bool(self._locked()))
        pictures = any(document.problem_code == ErrorCode.NEEDS_OCR for document in documents)
        self.recognize.setVisible(pictures and recognition.can_install())
        self.retry.setVisible(bool(again))
        self.retry.setText(tr("Read again") if one is not None else trn("Read {n} again", "Read {n} again", len(again)))
        self.exclude.show()
        self._say(one)

    def _say(self, one: Document | None) -> None:
        problem = problem_of(one) if one is not None else self._common_problem()
        message, action = words_of(problem, Path(one.path).name if one is not None else "") if problem else ("", "")
        if one is not None:
            action = action or sign_of(one).meaning
        command = command_in(action)
        self.remedy.setText(action.replace(f"`{command}`", tr("this command")) if command else action)
        self.remedy.setVisible(bool(action))
        self.remedy.setToolTip(original(problem) if problem else "")
        self.command.setText(command)
        for each in (self.command, self.copy):
            each.setVisible(bool(command))
        if one is None:
            self.mark.show_icon("documents", "ink_soft")
            having = sum(document.problem_code is not None for document in self._documents)
            self.message.setText(
                trn(
                    "{n} document chosen, {problems}",
                    "{n} documents chosen, {problems}",
                    len(self._documents),
                    problems=trn("{n} problem", "{n} problems", having),
                )
            )
            set_tone(self.message, "")
            return
        sign = sign_of(one)
        self.mark.show_icon(sign.icon, sign.tone)
        self.message.setText(message or tr(_STATES[one.state], name=Path(one.path).name))
        set_tone(self.message, "unsupported" if one.state is DocumentState.FAILED else "")

    def _common_problem(self) -> Problem | None:
        """One whose remedy helps all of them; None where they need different ones."""
        actions = {document.problem_action for document in self._documents}
        return problem_of(self._documents[0]) if len(actions) == 1 else None

    def _unlocked(self) -> list[Document]:
        """Those that reading them again may help; a locked one needs its password first."""
        locked = self._locked()
        return [document for document in self._documents if document.problem_code and document not in locked]

    def _locked(self) -> list[Document]:
        return [document for document in self._documents if document.problem_code == ErrorCode.ENCRYPTED]

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The buttons beside the words, or below where those would not have room."""
        words = self.message.fontMetrics().horizontalAdvance(self.message.whole())
        room = self.width() - self._buttons.sizeHint().width() - _AROUND
        beside = room >= min(max(words, _LEAST), _MOST)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
