"""The settings as the window reads and writes them, when answers come in another order than they were asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QObject

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.services import Services
from desktop_app.ui.settings_store import SettingsStore
from indexer.config import Settings


class LateBridge:
    """Works at once, and tells of it when it is told to."""

    def __init__(self) -> None:
        self.told: list[Callable[[], None]] = []

    def run(self, work: Callable[[], Any], done: Callable[[Any], None], _failed: object, _owner: QObject) -> None:
        self.told.append(partial(done, work()))


def test_what_was_read_before_a_change_is_not_told_after_it(services: Services) -> None:
    bridge = LateBridge()
    store = SettingsStore(services, cast(Bridge, bridge))
    told: list[Settings] = []
    store.changed.connect(told.append)
    store.load()
    store.change(language="de")
    read, written = bridge.told
    written()
    read()
    assert [settings.language for settings in told] == ["de"]
    store.load()
    bridge.told[2]()
    assert told[-1].language == "de" and len(told) == 2
