"""The detail of a problem, for the curious: shown whole, and easy to copy. It stays in English, for who mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.ui.controls import button, label
from desktop_app.ui.translation import tr
from indexer.errors import Problem


class DetailDialog(QDialog):
    """Shows a `Problem` with its code and detail."""

    def __init__(self, problem: Problem, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Details"))
        self.resize(640, 400)
        self._text = f"{problem.message}\n{problem.action}\n\nCode: {problem.code}\n\n{problem.detail}".strip()
        text = QPlainTextEdit(self._text)
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(tr("Copy"), self._copy))
        buttons.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(tr("This helps when you report the problem."), tone="soft"))
        layout.addWidget(text, 1)
        layout.addLayout(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
