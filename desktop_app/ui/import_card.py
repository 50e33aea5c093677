"""A model file that is being brought in: how far it is, and what can be done about it."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.models import ModelProgress
from desktop_app.ui.controls import ElidedLabel, button, set_tone
from desktop_app.ui.model_card import fetch_line, fetch_words
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_STEPS = 1000


class ImportCard(QFrame):
    """Shows the import `name` of a `ModelDesk`."""

    def __init__(self, theme: Theme, desk: ModelDesk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._desk = desk
        self._name = name
        title = ElidedLabel(name)
        title.setFont(theme.sans(theme.tokens.text_reading, QFont.Weight.DemiBold))
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.stage = ElidedLabel()
        self.stage.setFont(theme.tabular(theme.tokens.text_small))
        set_tone(self.stage, "soft")
        self.pause = button(tr("Pause", note="a download"), lambda: desk.pause(name))
        self.resume = button(tr("Resume", note="a download"), lambda: desk.resume(name))
        self.cancel = button(tr("Cancel"), lambda: desk.cancel(name), "quiet")
        self.cancel.setToolTip(tr("Stops, and throws away what was fetched"))
        self.pause.setAccessibleName(tr("Pause {name}", name=name))
        self.resume.setAccessibleName(tr("Resume {name}", name=name))
        self.cancel.setAccessibleName(tr("Cancel {name}", name=name))
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for each in (title, self.bar, self.stage):
            texts.addWidget(each)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(texts, 1)
        for action in (self.pause, self.resume, self.cancel):
            layout.addWidget(action)

    def show_import(self) -> None:
        """Show it as it stands now."""
        fetch, paused = self._desk.fetches.get(self._name), self._desk.imports[self._name].progress
        if fetch is not None:
            self._show_progress(fetch.progress, fetch_words(fetch))
        elif paused is not None:
            self._show_progress(paused, fetch_line(paused.done, paused.total, tr("Paused")))
        self.pause.setVisible(fetch is not None)
        self.resume.setVisible(fetch is None)
        for action in (self.pause, self.cancel):
            action.setEnabled(fetch is None or fetch.ending is None)

    def _show_progress(self, progress: ModelProgress, said: str) -> None:
        self.bar.setValue(round(progress.done / progress.total * _STEPS) if progress.total else 0)
        self.stage.setText(said)
