"""How long the window's thread stands still while the table of a large library is used: the real model and view over a
library that answers pages as the indexer's process would, offscreen.

    python -m tests.bench.bench_table [--documents 100000] [--seconds 8]

Pages come as JSON and are taken apart on a worker's thread, as those of the real library are. Each phase is told with
its longest stop by the clock and by the thread's own processor time; on a machine that does other work the second
counts.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.answering.checking import CheckService
from desktop_app.history import History
from desktop_app.ui.app import _application
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.document_cells import COLUMNS, NAME
from desktop_app.ui.document_model import PAGE
from desktop_app.ui.documents_view import DocumentsView
from desktop_app.ui.garbage import GuiCollector
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.codec import from_plain, to_plain
from indexer.protocol import DocumentList, DocumentProblem, ListDocuments, StatusReport
from indexer.types import Document, DocumentState
from tests.bench.measure import Table
from tests.bench.watchdog import Watchdog, share
from tests.support.fake_answers import FakeAnswers
from tests.support.fake_library import FakeLibrary
from tests.support.fake_models import FakeModels

_LONG_MS = 50.0
_STEP_MS = 15
_KINDS = ("pdf", "docx", "markdown", "spreadsheet", "mail", "code")
_NOTCHES = 12  # of a wheel that spins freely, an event
_FILTER = "report 09"
_FAILED = 97  # every so many documents could not be read


def _document(number: int) -> Document:
    failed = number % _FAILED == 0
    suffix = _KINDS[number % len(_KINDS)]
    path = f"/home/mara/Documents/{number // 1000:03}/report {number * 7919 % 100_003:06} of the year.{suffix}"
    return Document(
        number, 1, path, f"Report {number}", suffix, 1000 + number * 31 % 9_000_000, 1.6e9 + number * 613 % 170_000_000,
        DocumentState.FAILED if failed else DocumentState.INDEXED, 0 if failed else 1 + number % 40,
        0 if failed else 3 + number % 300, "encrypted" if failed else None,
        "It is locked with a password." if failed else "", "Enter its password." if failed else "", False,
    )  # fmt: skip


class LargeLibrary(FakeLibrary):
    """Many documents, whose orders are known beforehand: sorting is the other process's work, not the window's."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.all = [_document(n) for n in range(1, number + 1)]
        keys: dict[str, Callable[[Document], Any]] = {
            "name": lambda d: Path(d.path).name, "kind": lambda d: d.kind, "state": lambda d: d.state.value,
            "pages": lambda d: d.pages, "chunks": lambda d: d.chunks, "size": lambda d: d.size,
            "modified": lambda d: d.modified,
        }  # fmt: skip
        self._orders = {name: sorted(self.all, key=key) for name, key in keys.items()}
        texts = {_FILTER[:end].strip() for end in range(1, len(_FILTER) + 1)}
        self._found = {text: [d for d in self._orders["name"] if text in d.path] for text in texts}
        self._sent: dict[ListDocuments, str] = {}
        self._failed = [d for d in self._orders["name"] if d.state is DocumentState.FAILED]

    def documents(self, query: ListDocuments) -> DocumentList:
        sent = self._sent.get(query)
        if sent is None:
            sent = self._sent[query] = json.dumps(to_plain(self._page(query)))
        answer: DocumentList = from_plain(DocumentList, json.loads(sent))
        return answer

    def _page(self, query: ListDocuments) -> DocumentList:
        rows = self._failed if query.state else self._found[query.text] if query.text else self._orders[query.sort]
        first = len(rows) - query.offset - query.limit if query.descending else query.offset
        page = rows[max(0, first) : max(0, first + query.limit)]
        return DocumentList(tuple(reversed(page)) if query.descending else tuple(page), len(rows))

    def status(self) -> StatusReport:
        counts = {state.value: 0 for state in DocumentState}
        counts |= {"indexed": len(self.all) - len(self._failed), "failed": len(self._failed)}
        first = self._failed[:200]
        problems = tuple(
            DocumentProblem(d.path, str(d.problem_code), d.problem_message, d.problem_action) for d in first
        )
        return dataclasses.replace(super().status(), documents=counts, problems=problems)


class Person:
    """Uses the table; `steps` is a generator that waits a turn of the loop at each yield."""

    def __init__(self, view: DocumentsView, dog: Watchdog, table: Table, seconds: float) -> None:
        self._view, self._dog, self._table, self._seconds = view, dog, table, seconds
        self._steps = self._do()
        self._timer = QTimer(interval=_STEP_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        if next(self._steps, None) is None:
            self._timer.stop()
            QApplication.quit()

    def _do(self) -> Iterator[bool]:
        view, bar = self._view, self._view.table.verticalScrollBar()
        yield from self._phase("opened", self._settled())
        yield from self._phase("scrolled to its end by wheel", self._wheel())
        yield from self._phase("dragged to its beginning and end", self._drag())
        for column, each in enumerate(COLUMNS):
            if each.sort:
                view.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
                yield from self._phase(f"sorted by {each.sort}", self._settled())
                bar.setValue(bar.maximum())
                yield from self._phase(f"sorted by {each.sort}, its end", self._settled())
        view.table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
        yield from self._phase("filtered while typing", self._type())
        view.state.setCurrentIndex(view.state.findData(DocumentState.FAILED.value))
        yield from self._phase("those not read", self._settled())
        view.state.setCurrentIndex(0)
        yield from self._settled()
        yield from self._phase("all chosen", self._choose_all())
        yield from self._phase("changed while all are chosen", self._change())

    def _phase(self, name: str, steps: Iterator[bool]) -> Iterator[bool]:
        beats = len(self._dog.beats)
        self._dog.phase = name
        yield from steps
        yield True
        walls = [wall for wall, _ in self._dog.beats[beats:]]
        ours = max((own for _, own in self._dog.beats[beats:]), default=0.0)
        told = f"{max(walls, default=0):.0f} / {share(walls, 99):.0f} / {ours:.0f} ms, {len(walls)} beats"
        self._table.add(name, told, f"own work ≤ {_LONG_MS:.0f} ms", ours <= _LONG_MS)

    def _settled(self) -> Iterator[bool]:
        """Until the rows in view are there."""
        yield True
        end = time.monotonic() + 10
        while self._view.model._asked:
            assert time.monotonic() < end, "the rows did not come"
            yield True
        yield True

    def _wheel(self) -> Iterator[bool]:
        bar, viewport = self._view.table.verticalScrollBar(), self._view.table.viewport()
        at, down = QPointF(200, 200), QPoint(0, -120 * _NOTCHES)
        turned = time.monotonic() + self._seconds
        while bar.value() < bar.maximum():
            if turned < time.monotonic() and bar.value() < bar.maximum() - 2000:
                bar.setValue(bar.maximum() - 2000)  # an event turns a page at most, which takes minutes in all
            QApplication.sendEvent(
                viewport,
                QWheelEvent(
                    at, viewport.mapToGlobal(at), QPoint(), down, Qt.MouseButton.NoButton,
                    Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
                ),
            )  # fmt: skip
            yield True
        yield from self._settled()

    def _drag(self) -> Iterator[bool]:
        bar = self._view.table.verticalScrollBar()
        steps = int(self._seconds * 1000 / _STEP_MS / 2)
        bar.setSliderDown(True)
        for way in (range(steps, -1, -1), range(steps + 1)):
            for step in way:
                bar.setSliderPosition(bar.maximum() * step // steps)
                yield True
        bar.setSliderDown(False)
        yield from self._settled()

    def _type(self) -> Iterator[bool]:
        for char in _FILTER:
            self._view.filter.insert(char)
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                yield True
        yield from self._settled()
        self._view.filter.clear()
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            yield True
        yield from self._settled()

    def _choose_all(self) -> Iterator[bool]:
        QTest.keyClick(self._view.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        yield True

    def _change(self) -> Iterator[bool]:
        """News from the indexer, as while it indexes, with scrolling in between."""
        bar = self._view.table.verticalScrollBar()
        for place in range(5):
            self._view.model.refresh()
            bar.setValue(place * 20 * PAGE)
            end = time.monotonic() + 0.5
            while time.monotonic() < end:
                yield True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=8.0)
    options = parser.parse_args()
    application = _application()
    theme, bridge, table = Theme("light"), Bridge(application), Table()
    theme.apply()
    collector = GuiCollector(application)
    library = LargeLibrary(options.documents)
    gc.collect()
    gc.freeze()  # the real documents are in another process
    with tempfile.TemporaryDirectory() as home:
        history = History(Path(home) / "history.db")
        services = Services(Path(home), library, FakeAnswers(history), history, FakeModels(), CheckService(library))
        watch = LibraryWatch(library, bridge)
        view = DocumentsView(services, bridge, theme, watch)
        view.resize(1280, 800)
        view.show()
        watch.start()
        dog = Watchdog(_LONG_MS)
        print(f"{options.documents:,} documents; longest stop / 99th percentile / the longest of the thread's own work")
        view.show_documents(None)
        person = Person(view, dog, table, options.seconds)
        QTimer.singleShot(0, dog.start)
        application.exec()
        dog.stop()
        for stall in sorted(dog.stalls, key=lambda stall: -min(stall.wall, stall.own))[:20]:
            print(f"  {stall.wall:5.0f} ms (thread {stall.own:.0f}) when {stall.phase}: {stall.where}")
        del person
        watch.stop()
        collector.stop()
        view.close()
        library.close()
        bridge.close()
        history.close()
    return table.failed and 1


if __name__ == "__main__":
    sys.exit(main())
