"""How a second start of Footnote calls the window that is open: a connection to its socket is all that is said."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 2000  # a window that just begins does not listen yet
_AGAIN_MS = 50


class Listener(QObject):
    """Listens under `name`; `called` is emitted for each call."""

    called = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._taken)
        QLocalServer.removeServer(name)  # what a crash left behind
        self._server.listen(name)

    def close(self) -> None:
        self._server.close()

    def _taken(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.called.emit()


def call(name: str) -> None:
    """Call the window that listens under `name`, or will in a moment."""
    waited = QElapsedTimer()
    waited.start()
    socket = QLocalSocket()
    while not waited.hasExpired(_PATIENCE_MS):
        socket.connectToServer(name)
        if socket.waitForConnected(_PATIENCE_MS):
            socket.disconnectFromServer()
            return
        QThread.msleep(_AGAIN_MS)
