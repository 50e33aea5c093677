"""Whether Footnote stays when its window is closed, the tray it stays in, and the key that brings it to the front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.tray import Tray
from indexer.config import Settings

if TYPE_CHECKING:
    from desktop_app.global_key import GlobalKey


class AlwaysThere(QObject):
    """`tray` is None where the desktop has none; then a closed window always ends the program. Emits `front_requested`
    from the tray and the key, `new_requested` from the tray, and `failed` with a problem where the key can't be had."""

    front_requested = Signal()
    new_requested = Signal()
    failed = Signal(object)

    def __init__(self, window: QWidget, watch: LibraryWatch, *, available: bool | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._wanted = False
        self._leaving = False
        self._keys = ""
        self._key: GlobalKey | None = None
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
        if settings.global_key != self._keys:
            self._keys = settings.global_key
            self._take_key()

    def _take_key(self) -> None:
        """Its signals come from a thread of its own, so they wait for the window's turn."""
        from desktop_app.global_key import is_available, parse, take  # most people want none

        self.give_key_back()
        keys = parse(self._keys)
        if keys is not None and is_available():
            self._key = take(keys, self.front_requested.emit, self.failed.emit)

    def give_key_back(self) -> None:
        if self._key is not None:
            self._key.close()
            self._key = None

    def end(self) -> None:
        """The window goes, and with it key and tray."""
        self.give_key_back()
        if self.tray is not None:
            self.tray.hide()

    def stays(self) -> bool:
        """Whether a window that is closed now is only hidden. Never when the session ends: that would hold it up."""
        application = QGuiApplication.instance()
        ending = isinstance(application, QGuiApplication) and application.isSavingSession()
        return self.tray is not None and self._wanted and not self._leaving and not ending

    def leave(self) -> None:
        """Close the window for good."""
        self._leaving = True
        self._window.close()
        QGuiApplication.quit()
