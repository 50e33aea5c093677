"""The window's actions: each has words, keys, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

Action = tuple[str, str, Callable[[], object]]


def add_actions(window: QWidget, actions: Iterable[Action]) -> None:
    """Make them work anywhere in `window`; they are its `actions()` then, which the sheet of shortcuts lists."""
    for text, keys, act in actions:
        action = QAction(text, window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(_without_arguments(act))
        window.addAction(action)


def _without_arguments(act: Callable[[], object]) -> Callable[[], None]:
    """Qt hands `triggered` a bool that nobody wants."""

    def call() -> None:
        act()

    return call
