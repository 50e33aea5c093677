"""The settings as the window changes them: one write at a time, in order, each on top of what the file says now."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.services import Services
from indexer.config import Settings
from indexer.errors import Problem

if TYPE_CHECKING:
    from desktop_app.login_start import LoginStart


class SettingsStore(QObject):
    """`changed` carries the settings after they were read or written; `failed` a problem; `login_known` whether this
    user's login starts Footnote, which the system keeps, not the settings."""

    changed = Signal(object)
    login_known = Signal(bool)
    failed = Signal(object)

    def __init__(self, services: Services, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._bridge = bridge
        self._waiting: dict[str, Any] = {}
        self._writing = False
        self._changes = 0

    @cached_property
    def login(self) -> LoginStart:
        from desktop_app.login_start import LoginStart, start_command

        return LoginStart(start_command(self._services.home))

    def load(self) -> None:
        self._bridge.run(self._services.load_settings, partial(self._loaded, self._changes), self.failed.emit, self)

    def _loaded(self, changes: int, settings: Settings) -> None:
        if changes == self._changes:  # else it may be older than what was written meanwhile, which is told, too
            self.changed.emit(settings)

    def change(self, **values: Any) -> None:
        """Write these settings, by name, and leave the others as they are."""
        self._changes += 1
        self._waiting |= values
        self._write()

    def reset(self) -> None:
        """Go back to every default, even where the file can't be read."""
        self._changes += 1
        self._waiting.clear()
        self._writing = True
        self._bridge.run(partial(_reset, self._services), self._written, self._refused, self)

    def ask_login(self) -> None:
        """Find out whether login starts Footnote: `login_known`."""
        self._bridge.run(self.login.is_on, self.login_known.emit, self.failed.emit, self)

    def start_at_login(self, on: bool) -> None:
        self._bridge.run(partial(self.login.switch, on), lambda _: self.ask_login(), self._login_refused, self)

    def _login_refused(self, problem: Problem) -> None:
        self.ask_login()
        self.failed.emit(problem)

    def flush(self) -> None:
        """Write what still waits, now: the window closes."""
        if self._waiting:
            _change(self._services, self._waiting)
            self._waiting = {}

    def _write(self) -> None:
        if self._writing or not self._waiting:
            return
        values, self._waiting = self._waiting, {}
        self._writing = True
        self._bridge.run(partial(_change, self._services, values), self._written, self._refused, self)

    def _written(self, settings: Settings) -> None:
        self._writing = False
        if not self._waiting:
            self.changed.emit(settings)
        self._write()

    def _refused(self, problem: Problem) -> None:
        self._writing = False
        self.failed.emit(problem)
        self._write()


def _change(services: Services, values: dict[str, Any]) -> Settings:
    settings = replace(services.load_settings(), **values)
    services.save_settings(settings)
    return settings


def _reset(services: Services) -> Settings:
    services.save_settings(Settings())
    return Settings()
