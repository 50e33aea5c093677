"""The settings, each with a sentence on what it does, applied at once."""

from __future__ import annotations

import os
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop_app.models import Task
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import button, hairline, label
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.config import Settings
from indexer.errors import Problem

_TYPING_MS = 400


class SettingsDialog(QDialog):
    """Writes every change to the settings file; emits `models_requested`."""

    models_requested = Signal()

    def __init__(
        self, services: Services, bridge: Bridge, theme: Theme, desk: ModelDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Settings")
        self.resize(560, 0)
        self._services = services
        self._bridge = bridge
        self._theme = theme
        self._desk = desk
        self._settings: Settings | None = None
        self.mode = QComboBox()
        for name, mode in (("Like the system", "system"), ("Light", "light"), ("Dark", "dark")):
            self.mode.addItem(name, mode)
        self.wait = _spin(2, 120, " s")
        self.threads = _spin(0, os.cpu_count() or 1, " threads")
        self.threads.setSpecialValueText("One a core")
        self.largest = _spin(1, 10_000, " MB")
        self.embedder = QComboBox()
        self.embedder.setMinimumContentsLength(18)
        self.embedder.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.said = label(tone="unsupported", wrap=True)
        self.said.hide()
        self._soon = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._soon.timeout.connect(self._save)
        self._lay_out()
        bridge.run(services.load_settings, self._show, self._refused, self)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label("Settings", font=self._theme.sans(self._theme.tokens.text_heading)))
        for name, meaning, control in (
            ("Appearance", "Light, dark, or as the system is set.", self.mode),
            (
                "Wait for the first word",
                "How long you accept to wait. Longer lets the model read more of your documents.",
                self.wait,
            ),
            ("Cores used", "How much of this computer answering may take. Used from the next start.", self.threads),
            ("Largest file", "Larger files are left out, with a note in the list of documents.", self.largest),
            (
                "Search by meaning",
                "The model that turns text into meaning. After a change your documents are read into it once.",
                self.embedder,
            ),
        ):
            layout.addWidget(hairline())
            layout.addLayout(self._row(name, meaning, control))
        layout.addWidget(hairline())
        layout.addWidget(self.said)
        foot = QHBoxLayout()
        foot.addWidget(button("Models…", self.models_requested.emit, "quiet"))
        foot.addWidget(button("Reset all", self._reset, "quiet"))
        foot.addStretch(1)
        foot.addWidget(button("Close", self.accept, "primary"))
        layout.addLayout(foot)

    def _row(self, name: str, meaning: str, control: QWidget) -> QHBoxLayout:
        control.setAccessibleName(name)
        control.setAccessibleDescription(meaning)
        control.setFixedWidth(176)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(name, font=self._theme.sans(weight=QFont.Weight.DemiBold)))
        texts.addWidget(label(meaning, tone="soft", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(texts, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _show(self, settings: Settings) -> None:
        first = self._settings is None
        self._settings = settings
        self.mode.setCurrentIndex(self.mode.findData(settings.theme))
        self.wait.setValue(round(settings.wait_seconds))
        self.threads.setValue(settings.threads)
        self.largest.setValue(settings.max_file_mb)
        self.embedder.clear()
        for row in self._desk.rows:
            if row.task == Task.EMBEDDER and (row.installed or row.name == settings.embedder):
                self.embedder.addItem(row.title, row.name)
        self.embedder.setCurrentIndex(self.embedder.findData(settings.embedder))
        if first:
            self.mode.activated.connect(lambda: self._save())
            self.embedder.activated.connect(lambda: self._save())
            for spin in (self.wait, self.threads, self.largest):
                spin.valueChanged.connect(lambda: self._soon.start())

    def _chosen(self, settings: Settings) -> Settings:
        return replace(
            settings,
            theme=str(self.mode.currentData()),
            wait_seconds=float(self.wait.value()),
            threads=self.threads.value(),
            max_file_mb=self.largest.value(),
            embedder=str(self.embedder.currentData() or settings.embedder),
        )

    def _save(self) -> None:
        if self._settings is None:
            return
        self._apply(self._chosen(self._settings))

    def _reset(self) -> None:
        self._show(Settings())
        self._apply(Settings())

    def _apply(self, settings: Settings) -> None:
        if settings == self._settings and self._theme.mode == settings.theme:
            return
        self._settings = settings
        self._theme.set_mode(settings.theme)
        self._bridge.run(lambda: self._services.save_settings(settings), lambda _: self._kept(), self._refused, self)

    def _kept(self) -> None:
        self.said.hide()
        self._desk.refresh()

    def _refused(self, problem: Problem) -> None:
        self.said.setText(str(problem))
        self.said.show()

    def done(self, result: int) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self._save()
        super().done(result)


def _spin(low: int, high: int, unit: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setSuffix(unit)
    spin.setKeyboardTracking(False)
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return spin
