"""Adds text recognition when the person wants it: says what that takes, installs it, and says how it went."""

from __future__ import annotations

import threading
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop_app import recognition
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import button, label
from desktop_app.ui.detail_dialog import DetailDialog
from desktop_app.ui.library_words import size
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn
from indexer.errors import ErrorCode, Problem

_WIDTH = 432  # pixels at 100 %


class RecognitionDialog(QDialog):
    """Emits `installed` once pictures can be read."""

    installed = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._cancel = threading.Event()
        self._problem: Problem | None = None
        self._seconds = 0
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Text recognition"))
        about = label(
            tr(
                "Pictures and scanned pages have no text until it is recognized. The program for that is fetched "
                "with pip from your package index and takes about {size} of disk. It runs on this computer: no "
                "document leaves it.",
                size=size(recognition.DISK_BYTES),
            ),
            wrap=True,
        )
        self.state = label(tone="soft", wrap=True)
        self.state.hide()
        for words in (about, self.state):
            words.setFixedWidth(theme.scaled(_WIDTH))
        self.details = button(tr("Details…"), self._show_details)
        self.details.hide()
        self.close_button = button(tr("Cancel"), self.reject)
        self.start = button(tr("Install"), self._install, "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.details)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(about)
        layout.addWidget(self.state)
        layout.addLayout(buttons)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # as high as its words are, whatever they say

    def _install(self) -> None:
        self.start.setEnabled(False)
        self.details.hide()
        self._cancel.clear()
        self._seconds = 0
        self._clock.start()
        self._say(tr("Installing …"))
        self._bridge.run(partial(recognition.install, self._cancel), self._done, self._failed, self)

    def _tick(self) -> None:
        self._seconds += 1
        self._say(trn("Installing … {n} second", "Installing … {n} seconds", self._seconds))

    def _done(self, _: None) -> None:
        self._clock.stop()
        self._say(tr("Text recognition is installed. Pictures and scans are read when all other documents are."))
        self.start.hide()
        self.close_button.setText(tr("Close"))
        self.installed.emit()

    def _failed(self, problem: Problem) -> None:
        self._clock.stop()
        if problem.code is ErrorCode.CANCELLED:
            return
        self._problem = problem
        self._say(
            tr("Text recognition could not be installed. Check the network, look at the details, then try again.")
        )
        self.details.setVisible(bool(problem.detail))
        self.start.setText(tr("Try again"))
        self.start.setEnabled(True)

    def _say(self, words: str) -> None:
        self.state.setText(words)
        self.state.show()

    def _show_details(self) -> None:
        if self._problem is not None:
            DetailDialog(self._problem, self).open()

    def done(self, result: int) -> None:
        self._cancel.set()  # nothing goes on unseen
        super().done(result)
