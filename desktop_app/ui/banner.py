"""What the window has to say: a banner at its top for what needs an answer, a toast at its foot for what passes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.controls import IconButton, Mark, button, label, set_look
from desktop_app.ui.problem_words import is_translated, words_of
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from indexer.errors import ErrorCode, Problem

_TOAST_MS = 8000
_TOAST_ABOVE = 136  # pixels above the window's foot: the ask box stays free


class Banner(QFrame):
    """One problem at a time: what happened, what to do, and a button for it. The latest one wins; one that was
    shown for a cause goes when `clear` is called with that cause."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cause = ""
        self._act: Callable[[], object] | None = None
        self._problem: Problem | None = None
        self.mark = Mark(theme, "warning", "partly")
        self.message = label(wrap=True)
        self.remedy = label(tone="soft", wrap=True)
        self.action = button("", self._pressed)
        self.detail = button(tr("Details"), self._show_detail, "quiet")
        self.dismiss = IconButton(theme, "close", tr("Dismiss"))
        self.dismiss.clicked.connect(self.hide)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.message)
        texts.addWidget(self.remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for each in (self.detail, self.action, self.dismiss):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def problem(self) -> Problem | None:
        """The problem being shown."""
        return None if self.isHidden() else self._problem

    def report(
        self,
        problem: Problem,
        cause: str = "",
        action: str = "",
        act: Callable[[], object] | None = None,
        remedy: str = "",
    ) -> None:
        """Show `problem`; `action` is the words of a button that calls `act`. `remedy` stands for its own, where the
        window knows better."""
        self._cause, self._act, self._problem = cause, act, problem
        alarming = problem.code in (ErrorCode.PROCESS_DIED, ErrorCode.BUG, ErrorCode.LIBRARY_DAMAGED)
        set_look(self, "alarm" if alarming else "notice")
        self.mark.show_icon("error" if alarming else "warning", "unsupported" if alarming else "partly")
        message, own = words_of(problem)
        remedy = remedy or own
        self.message.setText(message)
        self.remedy.setText(remedy)
        self.remedy.setVisible(bool(remedy))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.detail.setVisible(bool(problem.detail) or is_translated(problem))
        self.setAccessibleName(f"{message} {remedy}".strip())
        self.show()

    def clear(self, cause: str) -> None:
        """Take away what was reported for `cause`."""
        if cause == self._cause:
            self.hide()

    def _pressed(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()

    def _show_detail(self) -> None:
        from desktop_app.ui.detail_dialog import DetailDialog

        if self._problem is not None:
            DetailDialog(self._problem, self).open()


class Toast(QFrame):
    """Floats above the foot of its parent for a few seconds; its button takes back what was done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setProperty("look", "toast")
        self.text = QLabel()
        self.undo = QPushButton(tr("Undo"))
        self.undo.clicked.connect(self._undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self.text)
        row.addWidget(self.undo)
        self._back: Callable[[], object] | None = None
        self._forward: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_TOAST_MS)
        self._timer.timeout.connect(self.settle)
        parent.installEventFilter(self)
        self.hide()

    def offer(self, text: str, back: Callable[[], object] | None, forward: Callable[[], object] | None) -> None:
        """Say `text`; Undo calls `back`, otherwise `forward` is called once the time is over."""
        self.settle()
        self._back, self._forward = back, forward
        metrics = self.text.fontMetrics()
        self.text.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, 360))
        self.undo.setVisible(back is not None)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def settle(self) -> None:
        """Make what was offered final, now."""
        self._timer.stop()
        self.hide()
        forward, self._back, self._forward = self._forward, None, None
        if forward is not None:
            forward()

    def _undo(self) -> None:
        back, self._forward = self._back, None
        self.settle()
        if back is not None:
            back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._ground:
            self._place()
        return False

    def _place(self) -> None:
        ground = self._ground
        self.move((ground.width() - self.width()) // 2, ground.height() - self.height() - _TOAST_ABOVE)
