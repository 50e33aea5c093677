"""Cyclic garbage is collected on the GUI thread only.

Python collects cycles on whichever thread happens to allocate; a dead widget in a cycle would then be destroyed by a
worker, which Qt does not survive.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class GuiCollector(QObject):
    """Takes over from the automatic collection, as long as it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        gc.disable()
        self.settle()

    def settle(self) -> None:
        """What is there now stays until the program ends, so don't look it over again: the modules and classes alone
        take a fifth of a second, in which the window would stand still."""
        gc.freeze()

    def renew(self) -> None:
        """Something large is gone: collect it although it had settled."""
        gc.unfreeze()
        gc.collect()
        self.settle()

    def collect(self) -> None:
        """Collect the generations that are due."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
