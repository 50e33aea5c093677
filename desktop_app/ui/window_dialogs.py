"""The dialogs that are opened from anywhere in the window. Each is loaded when it is first wanted: the window begins
sooner without them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.services import Services
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.theme import Theme


class WindowDialogs(QObject):
    """Opens them over `window`. `erase_requested(with the settings)`: everything is to be deleted."""

    erase_requested = Signal(bool)

    def __init__(
        self, services: Services, bridge: Bridge, theme: Theme, desk: ModelDesk, store: SettingsStore, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._bridge = bridge
        self._theme = theme
        self._desk = desk
        self._store = store
        self._window = window

    def show_models(self) -> None:
        from desktop_app.ui.models_dialog import ModelsDialog

        ModelsDialog(self._desk, self._theme, self._window).open()

    def show_settings(self) -> None:
        from desktop_app.ui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._store, self._theme, self._desk, self._window)
        dialog.models_requested.connect(self.show_models)
        dialog.costs_requested.connect(self.show_costs)
        dialog.privacy_requested.connect(self.show_privacy)
        dialog.open()

    def show_help(self) -> None:
        from desktop_app.ui.help_dialog import HelpDialog

        dialog = self._window.findChild(HelpDialog) or HelpDialog(self._window.actions(), self._theme, self._window)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_shortcuts(self) -> None:
        from desktop_app.ui.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self._window.actions(), self._theme, self._window).open()

    def show_costs(self) -> None:
        from desktop_app.ui.costs_dialog import CostsDialog

        CostsDialog(self._services, self._store, self._bridge, self._theme, self._window).open()

    def show_privacy(self) -> None:
        from desktop_app.ui.privacy_dialog import PrivacyDialog

        dialog = PrivacyDialog(self._services, self._bridge, self._theme, self._window)
        dialog.erase_requested.connect(self.erase_requested)
        dialog.open()
