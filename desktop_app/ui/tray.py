"""Footnote in the system's tray: what it is doing, a way to pause it, and word when a long import has ended."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.library_words import progress_line, progress_time
from desktop_app.ui.translation import tr, trn

_NOTICE_MS = 10_000


class Tray(QObject):
    """Signals: `open_requested()`, `new_requested()`, `quit_requested()`; `notified(text)` with what was told.

    It notifies only while the window is not in front: who looks at it sees the same at its foot.
    """

    open_requested = Signal()
    new_requested = Signal()
    quit_requested = Signal()
    notified = Signal(str)

    def __init__(self, window: QWidget, watch: LibraryWatch, icon: QIcon) -> None:
        super().__init__(window)
        self._window = window
        self._watch = watch
        self._told = watch.run_report
        self.menu = QMenu(window)
        self.state = self.menu.addAction(tr("Starting…"))
        self.state.setEnabled(False)
        self.menu.addSeparator()
        self.menu.addAction(tr("Open Footnote"), self.open_requested.emit)
        self.menu.addAction(tr("New question"), self.new_requested.emit)
        self.pause = self.menu.addAction(tr("Pause indexing"), lambda: watch.set_paused(not watch.paused))
        self.menu.addSeparator()
        self.menu.addAction(tr("Quit"), self.quit_requested.emit)
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._pressed)
        self._icon.messageClicked.connect(self.open_requested)
        watch.progress_changed.connect(self._show)
        watch.status_changed.connect(self._show)
        self._show()

    @staticmethod
    def is_available() -> bool:
        """Whether this desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        self._icon.show()

    def hide(self) -> None:
        self._icon.hide()

    @property
    def tip(self) -> str:
        return self._icon.toolTip()

    def _show(self) -> None:
        progress = self._watch.progress
        if progress is None:
            return
        line, left = progress_line(progress, self._watch.paused), progress_time(progress, self._watch.paused)
        said = " · ".join(part for part in (line, left) if part)
        self.state.setText(said)
        self.pause.setText(tr("Go on indexing") if self._watch.paused else tr("Pause indexing"))
        problems = self._watch.problems
        lines = ["Footnote", said]
        if problems:
            lines.append(trn("{n} document could not be read", "{n} documents could not be read", problems))
        self._icon.setToolTip("\n".join(lines))
        report = self._watch.run_report
        if report != self._told:
            self._told = report
            if report and not self._window.isActiveWindow():
                self._notify(report)

    def _notify(self, text: str) -> None:
        self._icon.showMessage(tr("Your documents are ready"), text, self._icon.icon(), _NOTICE_MS)
        self.notified.emit(text)

    def _pressed(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_requested.emit()
