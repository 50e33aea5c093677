"""How far copying is, at the window's top, with a button that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.ui.controls import ElidedLabel, Mark, button, hairline, set_look
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn

if TYPE_CHECKING:
    from desktop_app.copying import CopyProgress

_PATIENCE_MS = 400  # what is over sooner is not worth a look
_STEPS = 1000


class CopyBar(QFrame):
    """Emits `stopped` when the person has had enough."""

    stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "page")
        self.line = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of copying"))
        self.stop = button(tr("Stop"), self._stop)
        texts = QVBoxLayout()
        texts.setSpacing(6)
        texts.addWidget(self.line)
        texts.addWidget(self.bar)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(Mark(theme, "import", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        whole.addWidget(hairline())
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._soon.timeout.connect(self.show)
        self.hide()

    def begin(self) -> None:
        self.line.setText(tr("Looking at what there is to copy…"))
        self.bar.setValue(0)
        self.stop.setEnabled(True)
        self._soon.start()

    def show_progress(self, progress: CopyProgress) -> None:
        done = QLocale().toString(progress.files)
        self.line.setText(
            trn(
                "Copying {name}, {done} of {n} file done",
                "Copying {name}, {done} of {n} files done",
                progress.of_files,
                name=progress.name,
                done=done,
            )
        )
        self.bar.setValue(round(_STEPS * progress.bytes / max(1, progress.of_bytes)))

    def end(self) -> None:
        self._soon.stop()
        self.hide()

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stopped.emit()
