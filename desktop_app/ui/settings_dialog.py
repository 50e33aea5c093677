"""The settings, each with a sentence on what it does, applied at once."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop_app.models import Task
from desktop_app.ui.controls import button, hairline, label
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.theme import Theme
from indexer.config import Settings
from indexer.errors import Problem


class SettingsDialog(QDialog):
    """Hands every change to the store; emits `models_requested`."""

    models_requested = Signal()

    def __init__(self, store: SettingsStore, theme: Theme, desk: ModelDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Settings")
        self.resize(560, 0)
        self._store = store
        self._theme = theme
        self._desk = desk
        self._ready = False
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
        self._lay_out()
        store.changed.connect(self._show)
        store.failed.connect(self._refused)
        store.load()

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
            ("Cores used", "How much of this computer Footnote may take. Used from the next start.", self.threads),
            (
                "Largest file",
                "Larger files are left out, with a note in the list of documents. Used from the next start.",
                self.largest,
            ),
            (
                "Search by meaning",
                "The model that turns text into meaning. Used from the next start, which embeds your documents anew.",
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
        self.said.hide()
        self.mode.setCurrentIndex(self.mode.findData(settings.theme))
        for spin, value in (
            (self.wait, round(settings.wait_seconds)),
            (self.threads, settings.threads),
            (self.largest, settings.max_file_mb),
        ):
            spin.blockSignals(True)
            spin.setValue(value)
            spin.blockSignals(False)
        self.embedder.clear()
        for row in self._desk.rows:
            if row.task == Task.EMBEDDER and (row.installed or row.name == settings.embedder):
                self.embedder.addItem(row.title, row.name)
        self.embedder.setCurrentIndex(self.embedder.findData(settings.embedder))
        if not self._ready:
            self._ready = True
            self._listen()

    def _listen(self) -> None:
        store = self._store
        self.mode.activated.connect(self._change_mode)
        self.embedder.activated.connect(self._change_embedder)
        self.wait.valueChanged.connect(lambda value: store.change(wait_seconds=float(value)))
        self.threads.valueChanged.connect(lambda value: store.change(threads=value))
        self.largest.valueChanged.connect(lambda value: store.change(max_file_mb=value))

    def _change_mode(self) -> None:
        mode = str(self.mode.currentData())
        self._theme.set_mode(mode)
        self._store.change(theme=mode)

    def _change_embedder(self) -> None:
        self._store.change(embedder=str(self.embedder.currentData()))

    def _reset(self) -> None:
        self._theme.set_mode(Settings().theme)
        self._store.reset()

    def _refused(self, problem: Problem) -> None:
        self.said.setText(str(problem))
        self.said.show()


def _spin(low: int, high: int, unit: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setSuffix(unit)
    spin.setKeyboardTracking(False)
    spin.lineEdit().setTextMargins(6, 0, 0, 0)
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return spin
