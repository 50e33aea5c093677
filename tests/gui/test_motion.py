"""Less motion, where the system was asked for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from desktop_app.ui import motion


class Hints:
    """What the system says of motion."""

    def __init__(self, preference: Qt.MotionPreference) -> None:
        self._preference = preference

    def accessibility(self) -> Hints:
        return self

    def motionPreference(self) -> Qt.MotionPreference:
        return self._preference


@pytest.mark.parametrize("preference", list(Qt.MotionPreference))
def test_a_bar_without_an_end_stands_still_for_who_wants_less_motion(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, preference: Qt.MotionPreference
) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    assert not motion.is_reduced()  # as this platform says
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: Hints(preference))
    motion.show_progress(bar, 5, 0)
    moves = bar.minimum() == bar.maximum()
    assert moves is (preference != Qt.MotionPreference.ReducedMotion)
    motion.show_progress(bar, 1, 4)
    assert bar.value() / bar.maximum() == 0.25
