"""What the keyboard can come to has a name that a screen reader says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.theme import Theme
from desktop_app.ui.trace_dialog import TraceDialog
from tests.support import sample_scene
from tests.support.fake_library import FakeLibrary


def nameless(ground: QWidget) -> list[str]:
    """The parts in view that can have the focus and say nothing. A number's own field is told by the whole of it,
    and a text that is still to come is not there yet."""
    return [
        f"{type(part).__name__} in {type(part.parent()).__name__}"
        for part in ground.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() != Qt.FocusPolicy.NoFocus
        if not isinstance(part.parent(), QAbstractSpinBox)
        if not (isinstance(part, QLabel) and not part.text())
        if not QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
    ]


def test_every_part_of_the_views_has_a_name(
    open_window: Callable[..., MainWindow], library: FakeLibrary, qtbot: QtBot
) -> None:
    first = open_window()
    qtbot.waitUntil(first.first_run.isVisible)
    assert nameless(first) == []
    first.close()
    library.put("/d/Papers/attention.md", "Attention is all you need.")
    window = open_window()
    assert nameless(window) == []
    window.show_documents(None, "")
    assert nameless(window) == []
    window.show_search("attention")
    qtbot.waitUntil(lambda: window.search.model.rowCount() > 0)
    window.search.list.activated.emit(window.search.model.index(0))
    qtbot.waitUntil(lambda: window.source.isVisible() and window.source.body.view is not None)
    assert nameless(window) == []
    window.show_check()
    assert nameless(window) == []


def test_every_part_of_the_dialogs_has_a_name(
    open_window: Callable[..., MainWindow], library: FakeLibrary, theme: Theme, qtbot: QtBot
) -> None:
    library.put("/d/Papers/attention.md", "Attention is all you need.")
    window = open_window()
    dialogs = window.dialogs
    for show in (
        dialogs.show_settings,
        dialogs.show_privacy,
        dialogs.show_shortcuts,
        dialogs.show_costs,
        dialogs.show_models,
        dialogs.show_help,
        TraceDialog(theme, sample_scene.trace(), window).open,
    ):
        show()
        dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
        assert nameless(dialog) == []
        dialog.reject()
        qtbot.waitUntil(lambda shown=window: not any(each.isVisible() for each in shown.findChildren(QDialog)))
