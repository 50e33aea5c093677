"""Files, folders and text from the clipboard, pasted anywhere on the window."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui.ask_box import QuestionEdit
from desktop_app.ui.drop import dropped_paths
from desktop_app.ui.translation import tr
from desktop_app.ui.window_actions import add_actions


class Pasting(QObject):
    """Emits `pasted(paths)` for files and folders. Text goes into the `question`, unless a field that takes text has
    the focus: that one has the first word, so that this never comes between."""

    pasted = Signal(object)

    def __init__(self, window: QWidget, question: QuestionEdit) -> None:
        super().__init__(window)
        self._question = question
        question.files_pasted.connect(self.pasted)
        add_actions(window, [(tr("Paste files or text"), "Ctrl+V", self._paste)])

    def _paste(self) -> None:
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, mime: QMimeData) -> None:
        """Bring in what the clipboard holds."""
        if paths := dropped_paths(mime):
            self.pasted.emit(paths)
        elif mime.hasText():
            self._question.setFocus()
            self._question.insertPlainText(mime.text())
