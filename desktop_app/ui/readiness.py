"""Makes what the window will show later, a piece at a time, while it has nothing else to do: a table or a page that is
made when it is first wanted stops the window for a twentieth of a second."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

from desktop_app.ui.main_window import MainWindow

_PAUSE_MS = 100  # between two pieces, for whatever the person does


def make_ready(window: MainWindow) -> None:
    """Make the views that are not made yet, one after the other. Their modules should have been loaded before."""
    pieces: list[Callable[[], object]] = [
        lambda: window.source,
        lambda: window.documents,
        lambda: window.search,
        lambda: window.views.hover,
        lambda: window.check,
    ]

    def make_next() -> None:
        pieces.pop(0)()
        if pieces:
            QTimer.singleShot(_PAUSE_MS, window, make_next)

    make_next()
