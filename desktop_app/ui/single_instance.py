"""One window a library: a second start raises the first one's."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1000


class SingleInstance(QObject):
    """`claim` says whether this is the first; the first emits `raise_requested` when another one starts."""

    raise_requested = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)  # a crash leaves a lock whose process is gone, however young it is
        self._name = "footnote-window-" + hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)

    def claim(self) -> bool:
        """Whether no other window has this library; if one has, it is asked to come to the front."""
        if not self._lock.tryLock(0):
            self._call()
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _call(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_PATIENCE_MS):
            socket.disconnectFromServer()

    def _called(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raise_requested.emit()
