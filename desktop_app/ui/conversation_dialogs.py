"""What a conversation asks or says in a box of its own; none of them holds the window up."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from desktop_app.answering.trace import Trace
from desktop_app.ui.cost_words import cost_facts
from desktop_app.ui.links import Website, classify
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from desktop_app.ui.trace_dialog import TraceDialog
from desktop_app.ui.translation import tr


def ask_to_open(address: str, parent: QWidget) -> None:
    """Ask whether to open a website that an answer links to, and open it if so; nothing else is ever opened."""
    link = classify(address)
    if not isinstance(link, Website):
        return
    question = tr("Open {host} in your browser?", host=link.host)
    box = QMessageBox(QMessageBox.Icon.Question, tr("Open a website"), question, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(f"{link.address}\n\n{tr('This leaves Footnote and your own documents.')}")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    agree = box.addButton(tr("Open"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))

    def pressed(button: QAbstractButton) -> None:
        if button is agree:
            QDesktopServices.openUrl(QUrl(link.address))

    box.buttonClicked.connect(pressed)
    box.open()


def read_trace(services: Services, trace_id: str) -> tuple[Trace | None, list[tuple[str, str]]]:
    """A trace and what its answer cost, from history; on a worker thread."""
    cost = services.history.costs.of(trace_id)
    return services.history.trace(trace_id), cost_facts(cost, services.load_settings()) if cost is not None else []


def show_trace(theme: Theme, parent: QWidget, found: tuple[Trace | None, list[tuple[str, str]]]) -> None:
    """Show how an answer came about; where its trace was deleted, say so."""
    trace, cost = found
    if trace is not None:
        TraceDialog(theme, trace, parent.window(), cost).open()
        return
    deleted = tr("The trace of this answer was deleted.")
    box = QMessageBox(QMessageBox.Icon.Information, tr("Trace"), deleted, parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
