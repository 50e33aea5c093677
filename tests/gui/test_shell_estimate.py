"""Before a large import: what it takes, measured, and the person's word. Afterwards: what became of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.estimate_dialog import EstimateDialog
from desktop_app.ui.estimate_words import RunFollower, estimate_facts, span_note
from desktop_app.ui.import_size import is_large
from desktop_app.ui.importing import Importer
from desktop_app.ui.library_hints import LibraryHints
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode, known
from indexer.protocol import Estimate, Span
from indexer.types import Activity, Progress
from tests.support.fake_library import FakeLibrary

LARGE = Estimate(1204, 3_400_000_000, 310, 12, Span(1920, 2400, 3300), 48_000, 120_000_000, 31, 17.5)
BUSY = Progress(Activity("reading", "Reading a.pdf."), 10, 1214, 0, 0, 0.0, None, 2400.0, 0.2)
IDLE = Progress(Activity("idle", "Up to date."), 1214, 1214, 9, 9, 0.0, None)


class SlowLibrary(FakeLibrary):
    """A library whose measurement ends when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.measured = threading.Event()

    def estimate(self, paths: Sequence[Path], seconds: float = 20.0) -> Estimate:
        assert self.measured.wait(10)
        return super().estimate(paths, seconds)


@pytest.fixture
def library() -> SlowLibrary:
    made = SlowLibrary()
    made.estimates = LARGE
    return made


@pytest.fixture
def importer(library: SlowLibrary, bridge: Bridge, theme: Theme, qtbot: QtBot) -> Importer:
    window = QLabel("a window")
    qtbot.addWidget(window)
    window.show()
    return Importer(library, bridge, theme, window)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder of more files than are added without a word."""
    folder = tmp_path / "Papers"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.txt").write_text("text")
    return folder


def shown(importer: Importer, qtbot: QtBot) -> EstimateDialog:
    window = importer.parent()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(EstimateDialog)))
    return next(dialog for dialog in window.findChildren(EstimateDialog) if dialog.isVisible())


def words(dialog: EstimateDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_a_few_small_files_are_added_without_a_word(
    importer: Importer, library: SlowLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.txt").write_text("text")
    with qtbot.waitSignal(importer.added):
        importer.offer((tmp_path,))
    assert library.calls_of("add_folders") == [((tmp_path,))]
    assert library.calls_of("estimate") == []


def test_a_large_import_is_measured_and_then_agreed_to(
    importer: Importer, library: SlowLibrary, papers: Path, qtbot: QtBot
) -> None:
    importer.offer((papers,))
    dialog = shown(importer, qtbot)
    assert dialog.is_measuring
    assert dialog.title.whole() == "Add Papers"
    assert dialog.left.text().startswith("Measuring… at most ")
    assert dialog.add.text() == "Add without measuring"
    library.measured.set()
    qtbot.waitUntil(lambda: not dialog.is_measuring)
    assert library.calls_of("estimate") == [((papers,), 20.0)]
    said = words(dialog)
    for expected in ("1,204 · 3.4 GB", "About 40 min", "between 32 min and 55 min", "About 120 MB", "12 files"):
        assert expected in said
    assert library.calls_of("add_folders") == []
    with qtbot.waitSignal(importer.added):
        dialog.add.click()
    assert library.calls_of("add_folders") == [(papers,)]


def test_nobody_has_to_wait_for_the_measurement(
    importer: Importer, library: SlowLibrary, papers: Path, qtbot: QtBot
) -> None:
    importer.offer((papers,))
    dialog = shown(importer, qtbot)
    with qtbot.waitSignal(importer.added):
        dialog.add.click()
    assert library.calls_of("add_folders") == [(papers,)]
    library.measured.set()


def test_cancelled_is_not_added(importer: Importer, library: SlowLibrary, papers: Path, qtbot: QtBot) -> None:
    importer.offer((papers,))
    dialog = shown(importer, qtbot)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.cancel.click()
    library.measured.set()
    assert library.calls_of("add_folders") == []


def test_what_can_not_be_measured_can_be_added(
    importer: Importer, library: SlowLibrary, papers: Path, qtbot: QtBot
) -> None:
    library.fail_next("estimate", known(ErrorCode.DISK_FULL, "The disk is full.", "Make room."))
    library.measured.set()
    importer.offer((papers,))
    dialog = shown(importer, qtbot)
    qtbot.waitUntil(lambda: not dialog.is_measuring)
    assert dialog.said.text() == "It could not be measured. The disk is full. Make room."
    assert dialog.add.text() == "Add without measuring"


def test_what_counts_as_large(papers: Path, tmp_path: Path) -> None:
    assert is_large((papers,))
    assert not is_large((papers,), files=60)
    assert is_large((papers,), files=60, size=100)
    assert is_large((papers,), files=60, seconds=-1)
    assert not is_large((papers / "0.txt", tmp_path / "gone"), files=1)
    hidden = tmp_path / "Mine" / ".cache"
    hidden.mkdir(parents=True)
    for number in range(3):
        (hidden / f"{number}.txt").write_text("text")
    (tmp_path / "Mine" / "program.exe").write_text("not a document")
    (tmp_path / "Mine" / "round").symlink_to(papers)
    assert not is_large((tmp_path / "Mine",), files=0)


def test_an_estimate_leaves_out_what_says_nothing() -> None:
    names = [fact.name for fact in estimate_facts(LARGE)]
    assert names == ["Documents", "Time", "Disk space", "Left out"]
    plain = estimate_facts(replace(LARGE, known=0, unread=0))
    assert [fact.name for fact in plain] == names[:3]
    assert plain[0].note == ""
    assert span_note(Span(30.2, 30.3, 30.4)) == ""


def test_a_long_run_ends_with_a_sentence() -> None:
    run = RunFollower()
    assert run.take(IDLE) == ""
    assert run.take(BUSY) == ""
    assert run.take(replace(BUSY, activity=Activity("paused", "Paused."), elapsed_seconds=900.0)) == ""
    assert run.take(replace(BUSY, documents_done=1214, elapsed_seconds=2280.0)) == ""
    assert run.take(IDLE) == "Read 1,204 documents in 38 min; predicted 40 min."
    assert run.take(IDLE) == ""


def test_a_short_run_and_one_that_broke_off_say_nothing() -> None:
    run = RunFollower()
    run.take(replace(BUSY, elapsed_seconds=20.0))
    assert run.take(IDLE) == ""
    run.take(replace(BUSY, elapsed_seconds=2280.0))
    run.forget()
    assert run.take(IDLE) == ""


def test_a_run_seen_from_its_middle_counts_nothing() -> None:
    run = RunFollower()
    run.take(replace(BUSY, elapsed_seconds=1200.0))
    run.take(replace(BUSY, documents_done=1214, elapsed_seconds=2280.0))
    assert run.take(IDLE) == "Brought up to date in 38 min; predicted 40 min."


def test_hints_are_told_once_and_their_failures_are_nobodys_business(
    library: SlowLibrary, bridge: Bridge, qtbot: QtBot
) -> None:
    problems: list[object] = []
    bridge.unhandled = problems.append
    hints = LibraryHints(library, bridge)
    library.fail_next("typing", known(ErrorCode.NOT_RUNNING, "It is not running.", "Start it."))
    library.fail_next("note_opened", known(ErrorCode.NOT_RUNNING, "It is not running.", "Start it."))
    for _ in range(5):
        hints.typing()
        hints.opened(7)
    hints.opened(8)
    qtbot.waitUntil(lambda: library.calls_of("note_opened") == [7, 8])
    assert len(library.calls_of("typing")) == 1
    qtbot.waitUntil(lambda: hints.typing() or len(library.calls_of("typing")) == 2)  # a second later
    assert problems == []
