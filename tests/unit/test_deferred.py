"""What the window begins without, and what becomes of the first questions."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from desktop_app.answering.events import Event, Token
from desktop_app.deferred import DeferredAnswers, DeferredLibrary
from desktop_app.services import Library

_LATER = (
    "desktop_app.answering.service", "desktop_app.answering.checking", "desktop_app.export.docx", "ssl", "tqdm",
    "desktop_app.answering.events", "desktop_app.models.store", "desktop_app.supervisor", "indexer.filters",
    "indexer.protocol", "multiprocessing", "psutil",
    "desktop_app.ui.message_view", "desktop_app.ui.documents_view", "desktop_app.ui.search_view",
    "desktop_app.ui.check_view", "desktop_app.ui.first_run", "desktop_app.ui.source_pane", "PySide6.QtPdf",
)  # fmt: skip


class Answering:
    """Tells of every question that it searches."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.stops = 0

    def ask(self, question: str, **options: Any) -> Iterator[Event]:
        self.asked.append((question, options))
        yield Token("so")

    def stop(self) -> None:
        self.stops += 1


def test_the_window_begins_without_what_its_first_frame_does_not_show() -> None:
    code = f"import sys, desktop_app.ui.app, desktop_app.cli.main; print([n for n in {_LATER} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_is_made_once_however_many_ask_at_first() -> None:
    made: list[Answering] = []
    all_here = threading.Barrier(4)

    def make() -> Answering:
        made.append(Answering())
        return made[-1]

    answers = DeferredAnswers(make)  # type: ignore[arg-type]

    def ask() -> None:
        all_here.wait(10)
        assert list(answers.ask("why?", scope=(), effort=2)) == [Token("so")]

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(made) == 1
    assert [options["effort"] for _, options in made[0].asked] == [2] * 4


def test_stop_makes_nothing_and_reaches_what_is_made() -> None:
    made = Answering()
    answers = DeferredAnswers(lambda: made)  # type: ignore[arg-type,return-value]
    answers.stop()
    assert made.stops == 0
    answers.load()
    answers.stop()
    assert made.stops == 1


def test_a_deferred_library_does_everything_that_a_library_does() -> None:
    asked = {name for name in vars(Library) if not name.startswith("_")}
    assert asked <= set(vars(DeferredLibrary))


def test_closing_a_library_that_nobody_asked_makes_none() -> None:
    library = DeferredLibrary(lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    library.close()
