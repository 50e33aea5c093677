"""Whether Footnote stays when its window is closed, and the tray it stays in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.tray import Tray
from indexer.config import Settings


class AlwaysThere(QObject):
    """`tray` is None where the desktop has none; then a closed window always ends the program. Emits `front_requested`
    and `new_requested` from the tray."""

    front_requested = Signal()
    new_requested = Signal()

    def __init__(self, window: QWidget, watch: LibraryWatch, *, available: bool | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._wanted = False
        self._leaving = False
        there = Tray.is_available() if available is None else available
        self.tray = Tray(window, watch, window.windowIcon()) if there else None
        if self.tray is not None:
            self.tray.open_requested.connect(self.front_requested)
            self.tray.new_requested.connect(self.front_requested)
            self.tray.new_requested.connect(self.new_requested)
            self.tray.quit_requested.connect(self.leave)

    def begin(self) -> None:
        """Come into the tray."""
        if self.tray is not None:
            self.tray.show()

    def apply(self, settings: Settings) -> None:
        self._wanted = settings.when_closed == "stay"

    def stays(self) -> bool:
        """Whether a window that is closed now is only hidden. Never when the session ends: that would hold it up."""
        application = QGuiApplication.instance()
        ending = isinstance(application, QGuiApplication) and application.isSavingSession()
        return self.tray is not None and self._wanted and not self._leaving and not ending

    def leave(self) -> None:
        """Close the window for good."""
        self._leaving = True
        self._window.close()
        if self.tray is not None:
            self.tray.hide()
        QGuiApplication.quit()
