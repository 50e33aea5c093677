"""Searches while a person types: a moment after the last key, the latest text only, whatever comes too late let go."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.search_loader import Results, find
from indexer.errors import Problem

_PAUSE_MS = 15  # what is pasted or repeated by a held key is searched once; waiting longer only costs time
_MOST_UNDER_WAY = 2  # a slow search holds up neither the next one nor the library


class LiveSearch(QObject):
    """`found` carries `Results` and the seconds they took, `failed` a problem; both are of the latest text."""

    found = Signal(object, float)
    failed = Signal(object)

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._bridge = bridge
        self._text = ""
        self._sent = ""
        self._under_way = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._send)

    def search(self, text: str) -> None:
        """Search for `text` unless another comes at once; empty: for nothing, what is under way is let go."""
        self._text = text
        self._sent = ""
        if text:
            self._pause.start()
        else:
            self._pause.stop()

    def _send(self) -> None:
        if self._under_way >= _MOST_UNDER_WAY or not self._text or self._sent == self._text:
            return
        self._sent = text = self._text
        self._under_way += 1
        began = time.perf_counter()
        self._bridge.run(
            partial(find, self._library, text), partial(self._take, began), partial(self._refused, text), self
        )

    def _take(self, began: float, results: Results) -> None:
        self._under_way -= 1
        if results.text == self._text:
            self.found.emit(results, time.perf_counter() - began)
        else:
            self._catch_up()

    def _refused(self, text: str, problem: Problem) -> None:
        self._under_way -= 1
        if text == self._text:
            self.failed.emit(problem)
        else:
            self._catch_up()

    def _catch_up(self) -> None:
        if not self._pause.isActive():
            self._send()
