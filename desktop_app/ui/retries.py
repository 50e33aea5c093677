"""How a question can be asked again: changed, with more read, in the whole library, by another model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from desktop_app.models import Task
from desktop_app.ui.translation import tr

if TYPE_CHECKING:
    from desktop_app.models.store import ModelRow

_MORE = 3  # times what is usually searched and read


class Retries(QObject):
    """Adds them to the menu below an answer. Signals: `edit_chosen(question)`, `more_chosen(question, as_written,
    effort)`, `library_chosen(question, as_written)`, `model_chosen(model, question, as_written)`."""

    edit_chosen = Signal(str)
    more_chosen = Signal(str, bool, int)
    library_chosen = Signal(str, bool)
    model_chosen = Signal(str, str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scoped = False  # whether questions are limited to a part of the library now
        self._models: tuple[ModelRow, ...] = ()

    def show_models(self, rows: Iterable[ModelRow]) -> None:
        """Offer those that could answer instead of the one in use."""
        self._models = tuple(
            row
            for row in rows
            if row.task == Task.LANGUAGE_MODEL and row.installed and not row.in_use and not row.for_tests
        )

    def add_to(self, question: str, as_written: bool, menu: QMenu) -> None:
        menu.addAction(tr("Edit and ask again"), partial(self.edit_chosen.emit, question))
        menu.addAction(tr("Ask again, reading more"), partial(self.more_chosen.emit, question, as_written, _MORE))
        if self.scoped:
            menu.addAction(tr("Ask the whole library"), partial(self.library_chosen.emit, question, as_written))
        for row in self._models:
            menu.addAction(
                tr("Ask {model} this once", model=row.title),
                partial(self.model_chosen.emit, row.name, question, as_written),
            )
        menu.addSeparator()
