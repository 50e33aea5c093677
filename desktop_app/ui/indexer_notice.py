"""What the banner says when the indexer's process has died, and when it is back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from desktop_app.ui.banner import Banner
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.translation import tr
from indexer.errors import Problem

_CAUSE = "indexer"
_BACK_AGAIN_MS = 12_000  # long enough to read what happened


class IndexerNotice(QObject):
    """Follows a watch for as long as its parent lives."""

    def __init__(self, watch: LibraryWatch, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._banner = banner
        self._lost_for: Problem | None = None
        self._soon_clear = QTimer(self, singleShot=True, interval=_BACK_AGAIN_MS)
        self._soon_clear.timeout.connect(partial(banner.clear, _CAUSE))
        watch.lost.connect(self._lost)
        watch.connected.connect(self._back_again)

    def _lost(self, problem: Problem) -> None:
        if self._lost_for != problem:  # each attempt to start it again says the same; a dismissed banner stays away
            self._lost_for = problem
            self._banner.report(problem, _CAUSE)

    def _back_again(self) -> None:
        problem, self._lost_for = self._lost_for, None
        if problem is not None:
            back = tr("It is running again. Nothing that was indexed is lost.")
            self._banner.report(problem, _CAUSE, remedy=back)
            self._soon_clear.start()
