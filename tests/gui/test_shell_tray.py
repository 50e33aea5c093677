"""The tray, what it tells, and what closing the window means while it is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop_app import global_key
from desktop_app.global_key import Keys
from desktop_app.login_start import LoginStart
from desktop_app.ui import settings_dialog
from desktop_app.ui.always_there import AlwaysThere
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.services import Services
from desktop_app.ui.settings_dialog import SettingsDialog
from desktop_app.ui.theme import Theme
from desktop_app.ui.tray import Tray
from indexer.config import Settings
from indexer.errors import ErrorCode, Problem
from indexer.types import Activity, Progress
from tests.support.fake_library import FakeLibrary

WORKING = Progress(Activity("embedding", "Embedding report.pdf"), 0, 1204, 0, 0, 0.0, 340, 2400, 0.5)
IDLE = replace(WORKING, activity=Activity("idle", "Up to date."), predicted_seconds=None, elapsed_seconds=None)


@pytest.fixture
def window(
    services: Services, bridge: Bridge, theme: Theme, library: FakeLibrary, qtbot: QtBot
) -> Iterator[MainWindow]:
    library.put("/d/a.txt", "one")
    made = MainWindow(services, bridge, theme)
    made.there = AlwaysThere(made, made.watch, available=True)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignals([made.watch.folders_changed, made.desk.changed]):
        made.start()
    yield made
    made.there.apply(Settings())
    made.close()


@pytest.fixture
def tray(window: MainWindow) -> Tray:
    assert window.there.tray is not None
    return window.there.tray


class Key:
    """Stands in for a key that this platform gave."""

    def __init__(self, keys: Keys, pressed: Callable[[], object], refused: Callable[[Problem], object]) -> None:
        self.keys, self.pressed, self.refused, self.closed = keys, pressed, refused, False

    def close(self) -> None:
        self.closed = True


def test_a_key_brings_the_window_to_the_front_until_it_is_changed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    given: list[Key] = []

    def take(*arguments: Any) -> Key:
        given.append(Key(*arguments))
        return given[-1]

    monkeypatch.setattr(global_key, "take", take)
    monkeypatch.setattr(global_key, "is_available", lambda: True)
    there = window.there
    there.apply(Settings(global_key="Ctrl+Alt+F"))
    there.apply(Settings(global_key="Ctrl+Alt+F", text_percent=120))  # another setting: the key stays
    (first,) = given
    assert str(first.keys) == "Ctrl+Alt+F"
    with qtbot.waitSignal(there.front_requested):
        threading.Thread(target=first.pressed).start()
    problem = Problem(ErrorCode.BAD_SETTING, "F9 is taken by another program.", "Choose another key in the settings.")
    with qtbot.waitSignal(there.failed) as said:
        threading.Thread(target=first.refused, args=(problem,)).start()
    assert said.args == [problem]
    there.apply(Settings(global_key="F9"))
    assert first.closed
    there.apply(Settings(global_key="f"))  # what can't be taken
    there.apply(Settings())
    assert given[1].closed
    assert len(given) == 2


def test_it_says_what_is_done_and_pauses(tray: Tray, library: FakeLibrary, qtbot: QtBot) -> None:
    assert tray.state.text() == "Up to date"
    library.push(WORKING)
    qtbot.waitUntil(lambda: tray.state.text().startswith("Embedding report.pdf…"))
    assert "6 min left of about 40 min" in tray.tip
    tray.pause.trigger()
    qtbot.waitUntil(lambda: tray.pause.text() == "Go on indexing")
    assert library.calls_of("set_paused") == [True]


def test_the_end_of_a_long_import_is_told_to_who_looks_elsewhere(
    window: MainWindow, tray: Tray, library: FakeLibrary, qtbot: QtBot
) -> None:
    window.hide()
    library.push(WORKING)
    library.push(replace(WORKING, documents_done=1204, elapsed_seconds=2280))
    with qtbot.waitSignal(tray.notified) as told:
        library.push(replace(IDLE, documents_done=1204))
    assert told.args == ["Read 1,204 documents in 38 min; predicted 40 min."]


def test_a_closed_window_stays_only_where_the_person_wants_it(window: MainWindow, tray: Tray, qtbot: QtBot) -> None:
    window.there.apply(Settings(when_closed="stay"))
    window.close()
    assert not window.isVisible()
    assert window.watch.is_connected
    with qtbot.waitSignal(window.there.front_requested):
        tray.open_requested.emit()
    window.show()
    window.there.apply(Settings(when_closed="quit"))
    with qtbot.waitSignal(window.closed):
        window.close()


def test_quit_in_the_tray_means_quit(window: MainWindow, tray: Tray, qtbot: QtBot) -> None:
    window.there.apply(Settings(when_closed="stay"))
    with qtbot.waitSignal(window.closed):
        tray.quit_requested.emit()


def test_without_a_tray_closing_ends_it(window: MainWindow) -> None:
    there = AlwaysThere(window, window.watch, available=False)
    there.apply(Settings(when_closed="stay"))
    assert not there.stays()


def test_a_key_from_anywhere_is_chosen_where_the_desktop_has_one(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for available in (False, True):
        monkeypatch.setattr(settings_dialog, "is_available", lambda there=available: there)
        window.dialogs.show_settings()
        dialog = window.findChild(SettingsDialog)
        assert isinstance(dialog, SettingsDialog)
        qtbot.waitUntil(lambda shown=dialog: shown._ready)
        assert dialog.key.isEnabled() is available
        assert dialog.key.accessibleDescription().startswith("Brings Footnote to the front") is available
        if available:
            monkeypatch.setattr(global_key, "is_available", lambda: False)  # nothing is grabbed here
            choose(dialog.key, "Ctrl+Alt+F")
            qtbot.waitUntil(lambda: window.settings._services.load_settings().global_key == "Ctrl+Alt+F")
        dialog.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_starting_at_login_is_switched_and_shown(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.settings.login = LoginStart(["footnote"], "linux", tmp_path)
    window.dialogs.show_settings()
    dialog = window.findChild(SettingsDialog)
    assert isinstance(dialog, SettingsDialog)
    qtbot.waitUntil(lambda: dialog._ready)
    choose(dialog.login, "yes")
    qtbot.waitUntil((tmp_path / "autostart" / "footnote.desktop").is_file)
    choose(dialog.login, "no")
    qtbot.waitUntil(lambda: not window.settings.login.is_on())
    dialog.close()


def choose(control: QComboBox, value: str) -> None:
    control.setCurrentIndex(control.findData(value))
    control.activated.emit(control.currentIndex())
