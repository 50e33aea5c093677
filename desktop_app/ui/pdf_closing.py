"""PDF documents are closed on a thread of Qt's own: to free what was read of thousands of pages took the window's
thread a sixth of a second. A thread of Python's would hold its interpreter lock meanwhile."""

from __future__ import annotations

import atexit
from functools import cache

import shiboken6
from PySide6.QtCore import QThread
from PySide6.QtPdf import QPdfDocument

_WAIT_MS = 2000

_closing: list[QPdfDocument] = []  # that are not gone yet: Python must not delete them meanwhile, on another thread


def close_elsewhere(document: QPdfDocument) -> None:
    """Delete a document that nothing uses any more. QtPdf locks what its documents share."""
    _closing[:] = [each for each in _closing if shiboken6.isValid(each)]
    _closing.append(document)
    document.moveToThread(_thread())
    document.deleteLater()


@cache
def _thread() -> QThread:
    thread = QThread()
    thread.setObjectName("closing PDFs")
    thread.start(QThread.Priority.LowPriority)

    def stop() -> None:
        thread.quit()
        thread.wait(_WAIT_MS)

    atexit.register(stop)
    return thread
