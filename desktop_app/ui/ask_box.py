"""Where questions are written: one box that grows, remembers, and says what will answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.controls import ElidedLabel, Mark, button, redress, set_look
from desktop_app.ui.drop import dropped_paths
from desktop_app.ui.quotation import shortened
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_MOST_LINES = 8
_REMEMBERED = 200
_PADDING = 6
_LONGEST_PLACE = 32  # characters that the chip gives to what is asked


class QuestionEdit(QPlainTextEdit):
    """Enter asks, Shift+Enter starts a line, Up and Down at the ends recall what was asked before. Signals:
    `entered()`, `escaped()`, `focus_changed(bool)`; `files_pasted(paths)` for files, which are no text."""

    entered = Signal()
    escaped = Signal()
    focus_changed = Signal(bool)
    files_pasted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._asked: list[str] = []
        self._recalled: int | None = None
        self._draft = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setPlaceholderText(tr("Ask your documents…"))
        self.setAccessibleName(tr("Question"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(_PADDING)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.on_change(self._dress)

    def remember(self, question: str) -> None:
        """Make `question` the first one that Up recalls."""
        if question in self._asked:
            self._asked.remove(question)
        self._asked.append(question)
        del self._asked[:-_REMEMBERED]
        self._recalled = None

    def remember_earlier(self, questions: Sequence[str]) -> None:
        """Let Up recall these, oldest first, behind what it recalls already."""
        self._asked = [question for question in questions if question not in self._asked] + self._asked
        self._recalled = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_Up and self._at_edge(QTextCursor.MoveOperation.Up):
            self._recall(-1)
        elif key == Qt.Key.Key_Down and self._recalled is not None and self._at_edge(QTextCursor.MoveOperation.Down):
            self._recall(1)
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if paths := dropped_paths(source):
            self.files_pasted.emit(paths)
        else:
            super().insertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def _at_edge(self, way: QTextCursor.MoveOperation) -> bool:
        return not QTextCursor(self.textCursor()).movePosition(way)

    def _recall(self, step: int) -> None:
        at = len(self._asked) if self._recalled is None else self._recalled
        if not 0 <= at + step <= len(self._asked):
            return
        if self._recalled is None:
            self._draft = self.toPlainText()
        at += step
        self._recalled = at if at < len(self._asked) else None
        self.setPlainText(self._draft if self._recalled is None else self._asked[at])
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _fit(self) -> None:
        lines = max(1, min(_MOST_LINES, round(self.document().size().height())))  # of a plain-text layout: lines
        height = lines * QFontMetrics(self.font()).lineSpacing() + 2 * _PADDING + 2
        if height != self.height():
            self.setFixedHeight(height)

    def _dress(self) -> None:
        self.setFont(self._theme.sans(self._theme.tokens.text_reading))
        self.setStyleSheet("QPlainTextEdit { background: transparent; border: 0; padding: 0; }")
        self._fit()


class AskBox(QFrame):
    """Signals: `asked(question)`, `stop_requested()`, `scope_menu_requested()`, `models_requested()`; `typed()`
    whenever the person changes the question."""

    asked = Signal(str)
    typed = Signal()
    stop_requested = Signal()
    scope_menu_requested = Signal()
    models_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._running = False
        self.setObjectName("askBox")
        self.edit = QuestionEdit(theme)
        self.edit.entered.connect(self._submit)
        self.edit.escaped.connect(self._escape)
        self.edit.focus_changed.connect(self._ring)
        self.edit.textChanged.connect(self._changed)
        self.scope = QPushButton()
        self.scope.setObjectName("scopeChip")
        self.scope.setCursor(Qt.CursorShape.PointingHandCursor)
        self.scope.clicked.connect(self.scope_menu_requested)
        self._model_mark = Mark(theme, "done", "supported", 14)
        self._model = ElidedLabel()
        self._model.setProperty("tone", "soft")
        self._choose = button(tr("Choose a model"), self.models_requested.emit, "quiet")
        self._choose.hide()
        self.action = button(tr("Ask"), self._act, "primary")
        below = QHBoxLayout()
        below.setSpacing(theme.tokens.space_2)
        self.show_scope(tr("whole library"), tr("What is asked: press to choose folders or files."))
        below.addWidget(self.scope)
        below.addWidget(self._model_mark)
        below.addWidget(self._model, 1)
        below.addWidget(self._choose)
        below.addWidget(self.action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 8)
        layout.setSpacing(theme.tokens.space_1)
        layout.addWidget(self.edit)
        layout.addLayout(below)
        self.setFocusProxy(self.edit)
        self._model_mark.hide()
        self._weigh()
        theme.on_change(self._dress)

    def set_running(self, running: bool) -> None:
        """While an answer is being made the button stops it."""
        self._running = running
        self.action.setText(tr("Stop" if running else "Ask"))
        self.action.setToolTip(tr("Stop the answer (Esc)" if running else "Ask (Enter)"))
        set_look(self.action, "" if running else "primary")
        self._weigh()

    def show_scope(self, label: str, more: str, missing: bool = False) -> None:
        """Show what is asked about, and `more` of it on hover; `missing`: it is not in the library any more."""
        mark = "⚠ " if missing else ""
        self.scope.setText(f"{mark}{tr('in: {place}', place=shortened(label, _LONGEST_PLACE))}  ▾".replace("&", "&&"))
        self.scope.setToolTip(more)
        self.scope.setAccessibleName(tr("Asking in {place}", place=label))
        self.scope.setAccessibleDescription(more)
        self.scope.setProperty("missing", missing)
        redress(self.scope)

    def set_model_state(self, text: str, ready: bool) -> None:
        self._model_mark.setVisible(bool(text))
        self._model_mark.show_icon("done" if ready else "info", "supported" if ready else "partly")
        self._model.setText(text)
        self._choose.setVisible(bool(text) and not ready)

    def write(self, text: str) -> None:
        """Put a question into the box for the person to finish; the place of "…" is selected."""
        self.edit.setPlainText(text)
        gap = text.find("…")
        cursor = self.edit.textCursor()
        if gap < 0:
            cursor.movePosition(QTextCursor.MoveOperation.End)
        else:
            cursor.setPosition(gap)
            cursor.setPosition(gap + 1, QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()

    def _submit(self) -> None:
        question = self.edit.toPlainText().strip()
        if self._running or not question:
            return
        self.edit.clear()
        self.asked.emit(question)

    def _act(self) -> None:
        if self._running:
            self.stop_requested.emit()
        else:
            self._submit()

    def _escape(self) -> None:
        if self._running:
            self.stop_requested.emit()

    def _changed(self) -> None:
        self._weigh()
        if self.edit.hasFocus() and not self.edit.document().isEmpty():
            self.typed.emit()

    def _weigh(self) -> None:
        self.action.setEnabled(self._running or bool(self.edit.toPlainText().strip()))

    def _ring(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        redress(self)

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self._model.setFont(self._theme.sans(tokens.text_small))
        self.setStyleSheet(
            f"#askBox {{ background: {tokens.surface}; border: 1px solid {tokens.line_strong};"
            f" border-radius: {tokens.radius}px; }}"
            f"#askBox[focused=true] {{ border: 2px solid {tokens.accent}; }}"
            f"#scopeChip {{ background: {tokens.accent_wash}; border: 1px solid transparent; color: {tokens.ink};"
            f" border-radius: 11px; padding: 1px 10px; font-size: {tokens.text_small}px; }}"
            f"#scopeChip[missing=true] {{ color: {tokens.unsupported}; }}"
            f"#scopeChip:hover, #scopeChip:focus {{ border-color: {tokens.accent}; }}"
        )
