"""What is dropped is read where it lies or, if the person wants that, copied and read from there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app import copying
from desktop_app.copying import Copies, CopyProgress
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.services import Services
from indexer.config import Settings
from tests.support.fake_library import FakeLibrary


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "Documents" / "Footnote"


@pytest.fixture
def window(
    services: Services,
    library: FakeLibrary,
    open_window: Callable[[], MainWindow],
    place: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> MainWindow:
    library.put(str(tmp_path / "Watched" / "a.txt"), "text")
    services.save_settings(Settings(keep_copies=True, copies_folder=str(place)))
    made = open_window()
    qtbot.waitUntil(lambda: "Copied to Footnote" in made.arrivals.words(2)[1])
    return made


def letter(tmp_path: Path, text: str = "thirty days") -> Path:
    path = tmp_path / "Desktop" / "letter.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_a_dropped_file_is_copied_and_its_copy_is_what_the_library_watches(
    window: MainWindow, library: FakeLibrary, place: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.importer.added) as added:
        window.drop.dropped.emit((letter(tmp_path),))
    assert added.args == ["Copied 1 file to Footnote. You can ask while it is being read."]
    assert (place / "letter.txt").read_text() == "thirty days"
    assert library.calls_of("add_folders") == [(place,)]
    assert not window.copy_bar.isVisible()
    watched = tmp_path / "Watched" / "a.txt"
    with qtbot.waitSignal(window.importer.added) as added:
        window.drop.asked_about.emit((letter(tmp_path), watched))
    assert added.args[0].startswith("Nothing was copied")
    qtbot.waitUntil(lambda: window.conversation.scope == (place / "letter.txt", watched))
    with qtbot.waitSignal(window.importer.added):
        window.pasting.pasted.emit((watched,))
    assert library.calls_of("add_folders")[-1] == (watched,), "what is watched already is not copied"


def test_what_could_not_be_copied_is_told_once_and_the_rest_comes(
    window: MainWindow, place: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    gone = tuple(tmp_path / name for name in ("gone.txt", "away.txt"))
    with qtbot.waitSignals([window.arrivals.failed, window.importer.added]):
        window.drop.dropped.emit((*gone, letter(tmp_path)))
    assert f"{gone[0]} is no longer there." in window.banner.message.text()
    assert window.banner.remedy.text() == "1 more file was not copied."
    assert (place / "letter.txt").exists()
    before = window.conversation.scope
    with qtbot.waitSignal(window.arrivals.failed):
        window.drop.asked_about.emit(gone)
    assert window.conversation.scope == before, "nothing of it stands anywhere, so nothing else is asked"


def test_what_could_not_be_copied_is_tried_again_from_the_message(
    window: MainWindow, place: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    away = tmp_path / "Desktop" / "away.txt"
    with qtbot.waitSignals([window.arrivals.failed, window.importer.added]):
        window.drop.asked_about.emit((away, letter(tmp_path)))
    assert window.banner.action.text() == "Try again"
    away.write_text("it came back")
    (place / "letter.txt").write_text("changed by its owner since")
    with qtbot.waitSignal(window.importer.added) as added:
        window.banner.action.click()
    assert added.args == ["Copied 1 file to Footnote. You can ask while it is being read."], "not what came before"
    assert window.banner.isHidden()
    qtbot.waitUntil(lambda: window.conversation.scope == (place / "away.txt", place / "letter.txt"))


def test_without_a_folder_for_copies_all_is_tried_again(
    window: MainWindow, place: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    place.parent.mkdir()
    place.write_text("a file stands in the way")
    with qtbot.waitSignal(window.arrivals.failed):
        window.drop.dropped.emit((letter(tmp_path),))
    place.unlink()
    with qtbot.waitSignal(window.importer.added):
        window.banner.action.click()
    assert (place / "letter.txt").read_text() == "thirty days"


class Slow:
    """A copier that tells of one file and is done when it is stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copy(self, paths: tuple[Path, ...], stop: threading.Event, tell: Callable[[CopyProgress], object]) -> Copies:
        tell(CopyProgress(paths[0].name, 1, 4, 250, 1_000))
        assert stop.wait(20)
        return Copies(self.folder, {}, 1, 0, (), True)


def test_copying_is_seen_and_stopped_with_all_that_waits(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "Copier", Slow)
    for _ in range(2):
        window.drop.dropped.emit((letter(tmp_path),))
    bar = window.copy_bar
    qtbot.waitUntil(bar.isVisible)
    qtbot.waitUntil(lambda: bar.line.whole() == "Copying letter.txt, 1 of 4 files done")
    assert bar.bar.value() == 250
    bar.stop.click()
    assert not bar.stop.isEnabled()
    qtbot.waitUntil(lambda: not bar.isVisible())
