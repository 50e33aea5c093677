"""How long the window's thread stands still while a folder of files is indexed and answers stream: the real window
with the real services, offscreen, used meanwhile as a person might.

    python -m tests.bench.bench_frames [--files 10000] [--corpus FOLDER] [--minutes M] [--model NAME]

Each stall over 50 ms is told with the line where the thread was. On a machine that does other work, a stall in which
the process had little processor time was the machine's, not the window's: both are counted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.compose import compose
from desktop_app.ui.app import _application
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.garbage import GuiCollector
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.readiness import make_ready
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from desktop_app.ui.views import load_views
from indexer.config import Settings, save_settings
from tests.bench.measure import Table, corpus
from tests.bench.watchdog import Stall, Watchdog, share
from tests.support.live import kill_service

_LONG_MS = 50.0
_STEP_MS = 250
_QUESTIONS = (
    "How do I mount a file system at boot?", "What does the exit status of a command mean?",
    "Which licence covers this manual?", "How is a pointer to a function declared?", "How do I undo the last commit?",
)  # fmt: skip


class Person(QObject):
    """Does one thing after another with the window, a step every quarter of a second: `steps` yields what it does."""

    def __init__(self, window: MainWindow, dog: Watchdog, folder: Path, seconds: float) -> None:
        super().__init__(window)
        self._window = window
        self._dog = dog
        self._folder = folder
        self._end = time.monotonic() + seconds
        self.answers = 0
        self._steps = self._do()
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        if time.monotonic() > self._end or next(self._steps, "over") == "over":
            self._timer.stop()
            QApplication.quit()

    def _do(self) -> Iterator[str]:
        window = self._window
        while not window.watch.status:
            yield from self._now("begin")
        window.importer.add((self._folder,))
        while self._documents() < 20:
            yield from self._now("reading begins")
        number = 0
        while True:
            window.conversation.ask(_QUESTIONS[number % len(_QUESTIONS)])
            number += 1
            yield from self._now("an answer streams")
            while window.conversation.running:
                yield from self._now("an answer streams")
            self.answers += 1
            yield from self._look_at_source()
            yield from self._look_at_documents()
            yield from self._search(_QUESTIONS[number % len(_QUESTIONS)])
            if window.watch.progress is not None and window.watch.progress.activity.phase == "idle":
                return

    def _look_at_source(self) -> Iterator[str]:
        view = self._window.conversation
        for target in view.turns[-1].evidence.targets[:1]:
            view.source_requested.emit(target)
        yield from self._now("the source opens", 8)

    def _look_at_documents(self) -> Iterator[str]:
        window = self._window
        window.show_documents(None, "")
        yield from self._now("the table of documents", 8)
        bar = window.documents.table.verticalScrollBar()
        for tenth in range(1, 11):
            bar.setValue(bar.maximum() * tenth // 10)
            yield from self._now("the table is scrolled")

    def _search(self, text: str) -> Iterator[str]:
        self._window.show_search()
        for char in text:
            self._window.search.field.insert(char)
            yield from self._now("search while typing")
        self._window.search.closed.emit()

    def _now(self, phase: str, steps: int = 1) -> Iterator[str]:
        self._dog.phase = phase
        for _ in range(steps):
            yield phase

    def _documents(self) -> int:
        return sum(self._window.watch.status.documents.values()) if self._window.watch.status else 0


def measure(home: Path, folder: Path, seconds: float) -> tuple[Watchdog, int, str]:
    """Returns what the watchdog saw, the answers that were made, and how far indexing was."""
    application = _application()
    theme, bridge, composition = Theme("light"), Bridge(application), compose(home)
    theme.apply()
    collector = GuiCollector(application)
    services = Services(
        home, composition.library, composition.answers, composition.history, composition.models, composition.checks
    )
    window = MainWindow(services, bridge, theme)
    window.resize(1280, 800)
    window.show()
    window.start()
    bridge.run(load_views, lambda _: make_ready(window))  # as the window's process does once it stands
    dog = Watchdog(_LONG_MS)
    person = Person(window, dog, folder, seconds)
    QTimer.singleShot(0, dog.start)
    application.exec()
    dog.stop()
    status = window.watch.status
    far = ", ".join(f"{number:,} {state}" for state, number in sorted(status.documents.items())) if status else ""
    collector.stop()
    window.close()
    bridge.close()
    composition.close()
    return dog, person.answers, far


def tell(dog: Watchdog, table: Table) -> None:
    walls, owns = [wall for wall, _ in dog.beats], [own for _, own in dog.beats]
    table.add("beats of the window's thread", f"{len(walls):,}")
    table.add("stood still, 99th / 99.9th percentile", f"{share(walls, 99):.0f} / {share(walls, 99.9):.0f} ms")
    longest = max(walls, default=0.0)
    table.add("longest, by the clock", f"{longest:.0f} ms", f"≤ {_LONG_MS:.0f} ms", longest <= _LONG_MS)
    own = max((min(stall.wall, stall.process) for stall in dog.stalls), default=max(owns, default=0.0))
    table.add("longest own work (processor time)", f"{own:.0f} ms", f"≤ {_LONG_MS:.0f} ms", own <= _LONG_MS)
    ours = [stall for stall in dog.stalls if stall.process > _LONG_MS]
    table.add("over 50 ms by the clock / of own work", f"{len(dog.stalls)} / {len(ours)}")
    for stall in sorted(dog.stalls, key=_weight, reverse=True)[:20]:
        print(
            f"  {stall.wall:5.0f} ms (thread {stall.own:.0f}, process {stall.process:.0f})"
            f" while {stall.phase}: {stall.where}"
        )  # fmt: skip


def _weight(stall: Stall) -> float:
    return min(stall.wall, stall.process)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--model", default="smollm2-135m-instruct")
    options = parser.parse_args()
    folder = corpus(options.corpus, options.files)
    if folder is None:
        return 0
    table = Table()
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        save_settings(home, Settings(language_model=options.model))
        try:
            dog, answers, far = measure(home, folder, 60 * options.minutes)
        finally:
            for service in ("indexer", "llm"):
                kill_service(home, service)
    table.add("answers made while indexing", str(answers))
    print(f"indexed by then: {far}")
    tell(dog, table)
    return table.failed and 1


if __name__ == "__main__":
    sys.exit(main())
