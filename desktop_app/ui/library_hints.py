"""What the library is told in passing of what the person does, so that it can make room and do the right thing first.

Hints are a courtesy: one that can't be told is forgotten, and none is told while another is still on its way.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge

_TYPING_MS = 1000  # the library yields for longer than this


class LibraryHints(QObject):
    """Call it as often as something happens."""

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._bridge = bridge
        self._typing_is_told = False
        self._recent = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._opened: int | None = None

    def typing(self) -> None:
        """The person is typing a question; told at most once a second."""
        if self._typing_is_told or self._recent.isActive():
            return
        self._typing_is_told = True
        self._recent.start()
        self._bridge.run(self._library.typing, self._told, self._told, self)

    def opened(self, document_id: int) -> None:
        """The person looks at a document; the same one again is no news."""
        if document_id == self._opened:
            return
        self._opened = document_id
        self._bridge.run(partial(self._library.note_opened, document_id), _forget, _forget, self)

    def _told(self, _: object) -> None:
        self._typing_is_told = False


def _forget(_: object) -> None:
    pass
