"""One window a library: a second start raises the first one's."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from desktop_app.ui.window_call import Listener


class SingleInstance(QObject):
    """`claim` says whether this is the first; the first emits `raise_requested` when another one starts, from when it
    listens on. Sockets are loaded then: the window begins sooner without them."""

    raise_requested = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)  # a crash leaves a lock whose process is gone, however young it is
        self._name = "footnote-window-" + hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]
        self._listener: Listener | None = None

    def claim(self) -> bool:
        """Whether no other window has this library; if one has, it is asked to come to the front."""
        if self._lock.tryLock(0):
            return True
        from desktop_app.ui.window_call import call

        call(self._name)
        return False

    def listen(self) -> None:
        """Hear of other starts from now on; theirs wait for it a moment."""
        from desktop_app.ui.window_call import Listener

        self._listener = Listener(self._name, self)
        self._listener.called.connect(self.raise_requested)

    def release(self) -> None:
        if self._listener is not None:
            self._listener.close()
        self._lock.unlock()
