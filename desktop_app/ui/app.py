"""The window's process: application, services, window, and what becomes of unexpected errors."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app.assets import asset
from desktop_app.compose import compose
from desktop_app.deferred import DeferredAnswers, DeferredChecks, DeferredModels
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.garbage import GuiCollector
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.problem_words import AsWritten, original, words_of
from desktop_app.ui.readiness import make_ready
from desktop_app.ui.reopening import Reopening
from desktop_app.ui.services import Services
from desktop_app.ui.single_instance import SingleInstance
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import language_of, speak, tr
from desktop_app.ui.views import load_views
from indexer.config import Settings, load_settings, private_folder
from indexer.errors import ErrorCode, FootnoteError, Problem

_ICON_PIXELS = 256
_START_AFTER_MS = 30  # the first frame is drawn before anything is asked: what answers takes the same processors
_LOAD_AFTER_MS = 500


def run_window(home: Path, *, hidden: bool = False) -> int:
    """Open the window on the library at `home` until it is closed; returns the exit code. Where a window of this
    library is open already, that one comes to the front. `hidden` begins in the tray, where there is one."""
    application = _application()
    settings, wrong = _settings(home)
    language = language_of(settings.language)
    speak(language)
    try:
        private_folder(home)
        instance = SingleInstance(home)
        if not instance.claim():
            return 0
        composition = compose(home)
    except FootnoteError as error:
        return _refuse(error.problem)
    theme = Theme(settings.theme, application, text_percent=settings.text_percent)
    theme.prepare()
    collector = GuiCollector(application)
    bridge = Bridge(application)
    answers = DeferredAnswers(lambda: composition.answers)
    checks = DeferredChecks(lambda: composition.checks)
    models = DeferredModels(lambda: composition.models)
    services = Services(home, composition.library, answers, composition.history, models, checks)
    interrupts = _Interrupts()

    def make(settings: Settings) -> MainWindow:
        window = MainWindow(services, bridge, theme)
        bridge.unhandled = window.report
        window.closed.connect(application.quit)
        _show_unexpected_errors(window, bridge)
        interrupts.raised.connect(window.there.leave)
        instance.raise_requested.connect(window.come_to_front)
        window.there.apply(settings)
        window.there.begin()
        QTimer.singleShot(_START_AFTER_MS, window, window.start)
        return window

    shown = Reopening(make(settings), language, lambda: make(_settings(home)[0]))
    theme.apply()
    if not hidden or shown.window.there.tray is None:
        shown.window.show()
    if wrong is not None:
        shown.window.report(wrong)

    def anew() -> None:
        collector.renew()
        make_ready(shown.window)

    shown.reopened.connect(lambda: QTimer.singleShot(_LOAD_AFTER_MS, shown.window, anew))

    def loaded(_: object) -> None:
        instance.listen()
        collector.settle()
        make_ready(shown.window)

    # What is pressed or asked first waits for nothing that can be loaded before, once the window stands.
    def load() -> None:
        load_views()
        answers.load()
        checks.load()

    QTimer.singleShot(_LOAD_AFTER_MS, shown, lambda: bridge.run(load, loaded))
    code = application.exec()
    interrupts.close()
    collector.stop()
    bridge.close()
    composition.close()
    instance.release()
    erasing = shown.window.erasing
    return code if erasing is None else _erase(home, settings=erasing)


def _erase(home: Path, *, settings: bool) -> int:
    """Delete everything and say that it is done, or what could not be deleted."""
    from desktop_app.erasing import erase

    try:
        erase(home, settings=settings)
    except FootnoteError as error:
        return _refuse(error.problem)
    box = QMessageBox(QMessageBox.Icon.Information, "Footnote", tr("Everything that Footnote kept was deleted."))
    box.setInformativeText(tr("Your own files are where they were. Footnote is closed now."))
    box.exec()
    return 0


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Footnote")
    application.setApplicationDisplayName("Footnote")
    application.setDesktopFileName("footnote")
    application.setStyle("Fusion")
    application.setQuitOnLastWindowClosed(False)  # a dialog may be the last one while the window is in the tray
    pixmap = QPixmap()
    pixmap.load(str(asset("icons", "footnote.svg")))
    application.setWindowIcon(QIcon(pixmap.scaledToWidth(_ICON_PIXELS, Qt.TransformationMode.SmoothTransformation)))
    return application


def _settings(home: Path) -> tuple[Settings, Problem | None]:
    try:
        return load_settings(home), None
    except FootnoteError as error:
        return Settings(), error.problem


def _refuse(problem: Problem) -> int:
    """Without its services there is no window: say why, and end."""
    message, action = words_of(problem)
    box = QMessageBox(QMessageBox.Icon.Warning, "Footnote", message)
    box.setInformativeText(action)
    box.setDetailedText("\n\n".join(part for part in (original(problem), problem.detail) if part))
    box.exec()
    return 1


def _show_unexpected_errors(window: MainWindow, bridge: Bridge) -> None:
    """An exception that nobody caught becomes a banner with its traceback, and a line on stderr."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        problem = AsWritten(
            ErrorCode.BUG,
            tr("Footnote made a mistake; what you did last may not have worked."),
            tr("Try it again. If it stays, report it with the details."),
            detail="".join(traceback.format_exception(kind, error, trace)),
        )
        bridge.post(lambda: window.report(problem))

    sys.excepthook = show
    threading.excepthook = lambda args: show(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)


class _Interrupts:
    """Ctrl-C in the terminal closes the window in order. Qt's loop would not see the signal: it sleeps in C++. The
    window's part is to listen to `raised`."""

    def __init__(self) -> None:
        self._receiver, self._sender = socket.socketpair()
        for end in (self._receiver, self._sender):
            end.setblocking(False)
        self._old_handler = signal.signal(signal.SIGINT, lambda *_: None)
        self._old_descriptor = signal.set_wakeup_fd(self._sender.fileno())
        self._notifier = QSocketNotifier(self._receiver.fileno(), QSocketNotifier.Type.Read)
        self.raised = self._notifier.activated

    def close(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_descriptor)
        signal.signal(signal.SIGINT, self._old_handler)
        self._receiver.close()
        self._sender.close()
