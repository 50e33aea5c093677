"""Widgets without a screen: every Qt warning fails a test, every thread's work is awaited by signals."""

from __future__ import annotations

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("PYTEST_QT_API", "pyside6")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.answering.checking import CheckService
from desktop_app.history import History
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from tests.support.fake_library import FakeLibrary
from tests.support.fake_models import FakeModels


class SilentAnswers:
    """An answering service that nobody asks in these tests."""

    def ask(self, question: str, **_: object) -> Iterator[object]:
        raise AssertionError(f"nobody should have asked {question!r}")

    def stop(self) -> None:
        pass


@pytest.fixture(autouse=True)
def qt_warnings_fail(qtlog: object) -> Iterator[None]:
    """What Qt warned of during a test fails it."""
    yield
    records = [record for record in qtlog.records if not record.ignored]  # type: ignore[attr-defined]
    said = [
        f"{record.type_name}: {record.message}"
        for record in records
        if "This plugin does not support" not in record.message
    ]
    assert not said, said


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """As `ui.garbage` does: never on a worker's thread, where a dead widget would take Qt down. What is left over then
    is the modules' and is not looked over again, which takes longer than most tests."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def bridge(qapp: QApplication) -> Iterator[Bridge]:
    made = Bridge(qapp)
    yield made
    made.close()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The style sheet stays for the next test, which has the same: Qt takes long to take it off and put it on."""
    del qapp
    made = Theme("light")
    made.apply()
    return made


@pytest.fixture
def library() -> Iterator[FakeLibrary]:
    made = FakeLibrary()
    yield made
    made.close()


@pytest.fixture
def models() -> Iterator[FakeModels]:
    made = FakeModels()
    yield made
    made.finish()


@pytest.fixture
def services(tmp_path: Path, library: FakeLibrary, models: FakeModels) -> Iterator[Services]:
    history = History(tmp_path / "history.db")
    yield Services(tmp_path, library, SilentAnswers(), history, models, CheckService(library))  # type: ignore[arg-type]
    history.close()


@pytest.fixture
def open_window(services: Services, bridge: Bridge, theme: Theme, qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    made: list[MainWindow] = []

    def make(width: int = 1280, height: int = 800) -> MainWindow:
        window = MainWindow(services, bridge, theme)
        qtbot.addWidget(window)
        made.append(window)
        window.resize(width, height)
        window.show()
        with qtbot.waitSignals([window.watch.folders_changed, window.desk.changed]):
            window.start()
        return window

    yield make
    for window in made:
        window.close()
