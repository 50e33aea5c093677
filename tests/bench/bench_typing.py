"""Search as you type with the real service: milliseconds from the last key before a pause to the results in the list,
and the longest that the window's thread stood still meanwhile.

    python -m tests.bench.bench_typing [--home HOME] [--rounds N]

`HOME` is a library that is there already and up to date; without it the sample library is read first.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.assets import asset
from desktop_app.compose import connect_library
from desktop_app.history import History
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.search_view import SearchView
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.client import IndexerClient
from indexer.protocol import Search
from tests.support.fake_models import FakeModels
from tests.support.live import kill_service, synced

_KEY_SECONDS = 0.09  # between two keys: 11 a second, a quick typist
_TICK_MS = 2
_PATIENCE = 5.0
_TYPED = (
    "notice of termination",
    "who pays for repairs",
    "total revenue in the year",
    "insurance claims",
    "members of the board",
    "interest on late payment",
)


class Typist:
    """Types into the view, and watches the window's thread."""

    def __init__(self, view: SearchView) -> None:
        self._view = view
        self.waits: list[float] = []
        self.longest = 0.0
        self._last = time.perf_counter()
        self._tick = QTimer(interval=_TICK_MS)
        self._tick.timeout.connect(self._look)
        self._tick.start()

    def type(self, text: str) -> None:
        self._view.field.clear()
        for at, char in enumerate(text):
            self._view.field.insert(char)
            pressed = time.perf_counter()
            if text[at + 1 : at + 2] in ("", " "):
                self._until_found(text[: at + 1].strip())
                self.waits.append((time.perf_counter() - pressed) * 1000)
            self._let_pass(_KEY_SECONDS)

    def _until_found(self, text: str) -> None:
        end = time.perf_counter() + _PATIENCE
        while (found := self._view.results) is None or found.text != text:
            if time.perf_counter() > end:
                raise TimeoutError(f"nothing was heard of {text!r}")
            QApplication.processEvents()
            time.sleep(0.0005)

    def _let_pass(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            QApplication.processEvents()
            time.sleep(0.0005)

    def _look(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, (now - self._last) * 1000), now


def measure(home: Path, library: IndexerClient, rounds: int) -> None:
    application = QApplication([])
    theme, bridge = Theme("light"), Bridge()
    theme.apply()
    history = History(home / "typing.db")
    services = Services(home, library, None, history, FakeModels(), None)  # type: ignore[arg-type]
    view = SearchView(services, bridge, theme, LibraryWatch(library, bridge))
    view.resize(900, 800)
    view.show()
    library.search(Search("warm", wait=True))  # the embedder is there now
    typist = Typist(view)
    typist.type(_TYPED[0])
    typist.waits.clear()
    typist.longest = 0.0
    for _ in range(rounds):
        for text in _TYPED:
            typist.type(text)
    waits = sorted(typist.waits)
    status = library.status()
    print(
        f"{status.chunks:,} passages, {len(waits)} pauses: median {statistics.median(waits):.0f} ms, "
        f"95th percentile {waits[int(len(waits) * 0.95)]:.0f} ms, slowest {waits[-1]:.0f} ms; "
        f"the window's thread stood still for {typist.longest:.0f} ms at most"
    )
    bridge.close()
    history.close()
    (home / "typing.db").unlink()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    application.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary)
        library = connect_library(home)
        try:
            if options.home is None:
                library.add_folders([asset("sample_library")])
                synced(library)
            measure(home, library, options.rounds)
        finally:
            library.close()
            kill_service(home, "indexer")


if __name__ == "__main__":
    main()
