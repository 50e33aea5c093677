"""The window in another language: it is made anew, as soon as nothing is under way that would be broken off, and what
the person was at goes over to the new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.translation import language_of, speak
from indexer.config import Settings

_LOOK_MS = 200


class Reopening(QObject):
    """Holds the program's `window`, which speaks `language`, and puts one from `make` in its place once the settings
    name another language: `reopened`."""

    reopened = Signal()

    def __init__(self, window: MainWindow, language: str, make: Callable[[], MainWindow]) -> None:
        super().__init__()
        self.window = window
        self._make = make
        self._spoken = self._wanted = language
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._try)
        window.settings.changed.connect(self._follow)

    def _follow(self, settings: Settings) -> None:
        self._wanted = language_of(settings.language)
        if self._wanted == self._spoken:
            self._look.stop()
        else:
            self._look.start()

    def _try(self) -> None:
        if not _is_busy(self.window):
            self._look.stop()
            self._spoken = self._wanted
            self.window = _in_place_of(self.window, self._spoken, self._make)
            self.window.settings.changed.connect(self._follow)
            self.reopened.emit()


def _is_busy(window: MainWindow) -> bool:
    """Whether something is open or under way that would be lost. A text that is being checked, or written for that,
    is kept nowhere."""
    if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
        return True
    if window.conversation.running or window.arrivals.is_copying or window.views.shows("check"):
        return True
    return bool(window.desk.fetches)


def _in_place_of(old: MainWindow, language: str, make: Callable[[], MainWindow]) -> MainWindow:
    """A window from `make` with the same conversation and draft."""
    view, shown = old.conversation, old.isVisible()
    conversation, scope, draft = view.conversation, view.scope, view.ask_box.edit.toPlainText()
    old.put_away()
    speak(language)
    new = make()
    if conversation is not None:
        new.conversations.show(conversation)
    else:
        new.conversation.set_scope(scope)
    if draft:
        new.conversation.ask_box.write(draft)
    if not old.isMaximized() and not old.isFullScreen():
        new.setGeometry(old.geometry())
    if shown:
        new.show()
        new.activateWindow()
    old.hide()
    old.deleteLater()
    return new
