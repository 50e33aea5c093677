"""Shows how an answer came about."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from desktop_app.answering.trace import Trace
from desktop_app.ui.controls import button, label
from desktop_app.ui.theme import Theme
from desktop_app.ui.trace_text import trace_html
from desktop_app.ui.translation import tr
from indexer.codec import to_plain


class _TracePage(QTextBrowser):
    """Loads nothing and opens nothing."""

    def loadResource(self, type: int, name: QUrl | str) -> None:  # noqa: ARG002 - Qt's names
        return


class TraceDialog(QDialog):
    """Shows a `Trace`, and copies its id or the whole as JSON."""

    def __init__(self, theme: Theme, trace: Trace, parent: QWidget, cost: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(parent)
        self._trace = trace
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Trace of an answer"))
        self.resize(760, 640)
        self.page = _TracePage()
        self.page.setAccessibleName(tr("Trace of an answer"))
        self.page.setOpenLinks(False)
        self.page.setHtml(trace_html(trace, cost))
        identity = label(tr("Trace {id}", id=trace.id), tone="soft")
        identity.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.tokens.space_2)
        buttons.addWidget(identity, 1)
        buttons.addWidget(button(tr("Copy id"), lambda: QGuiApplication.clipboard().setText(trace.id)))
        buttons.addWidget(button(tr("Copy as JSON"), self._copy_json))
        buttons.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(theme.tokens.space_3)
        layout.addWidget(self.page, 1)
        layout.addLayout(buttons)

    def _copy_json(self) -> None:
        QGuiApplication.clipboard().setText(json.dumps(to_plain(self._trace), ensure_ascii=False, indent=2))
