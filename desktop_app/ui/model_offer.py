"""What the banner says of models: that one is missing, with a button that gets it, and what went wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from desktop_app.models import Task
from desktop_app.ui.banner import Banner
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.model_words import licence, size
from desktop_app.ui.problem_words import AsWritten
from desktop_app.ui.translation import tr
from indexer.errors import ErrorCode, Problem

_MODEL = "model"  # the cause of its banners


class ModelOffer(QObject):
    """Speaks up when a fetch fails, and falls silent once there is a model."""

    def __init__(self, desk: ModelDesk, banner: Banner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._banner = banner
        desk.changed.connect(self._changed)
        desk.failed.connect(self._failed)

    def make(self) -> None:
        """Offer the recommended language model where there is none, and none is being fetched."""
        row = next((row for row in self._desk.missing() if row.task == Task.LANGUAGE_MODEL), None)
        if row is None or self._desk.fetches:
            return
        problem = AsWritten(
            ErrorCode.MODEL_MISSING,
            tr("There is no model to write answers yet. Passages are found and shown without it."),
            tr(
                "{name} suits this computer: {size}, {licence}.",
                name=row.title,
                size=size(row.bytes),
                licence=licence(row),
            ),
        )
        get = tr("Resume", note="a download") if self._desk.is_paused(row) else tr("Get it")
        self._banner.report(problem, _MODEL, get, partial(self._desk.get, row.name))

    def _changed(self) -> None:
        if self._desk.in_use is not None:
            self._banner.clear(_MODEL)

    def _failed(self, name: str, problem: Problem) -> None:
        act = partial(self._desk.get, name) if problem.retryable and name else None
        self._banner.report(problem, _MODEL, tr("Try again") if act else "", act)
