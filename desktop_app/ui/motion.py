"""The only thing that moves by itself in the window: a bar of which nobody knows how long it will be. It stands still
for who asked the system for less motion."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar

STEPS = 1000


def is_reduced() -> bool:
    """Whether the system was asked for less motion."""
    hints = QGuiApplication.styleHints()
    return hints.accessibility().motionPreference() == Qt.MotionPreference.ReducedMotion


def show_progress(bar: QProgressBar, done: int, total: int) -> None:
    """How much of `total` is done; 0: nobody knows how much there is."""
    bar.setRange(0, STEPS if total or is_reduced() else 0)
    bar.setValue(round(done / total * STEPS) if total else 0)
