"""What text of twice its size must not cut off, cover or push out of the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Receipt, Unreadable
from desktop_app.costs import Cost
from desktop_app.ui.answer_view import AnswerView
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.costs_dialog import CostsDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.message_view import TurnView
from desktop_app.ui.receipt_view import ReceiptView
from desktop_app.ui.services import Services
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.shortcut_sheet import ShortcutSheet
from desktop_app.ui.sidebar_rows import Row, _figure_shown
from desktop_app.ui.source_foot import SourceFoot
from desktop_app.ui.theme import Theme


@pytest.fixture
def large(theme: Theme) -> Iterator[Theme]:
    theme.set_text_percent(200)
    yield theme
    theme.set_text_percent(100)


def test_a_name_goes_before_what_stands_beside_it(theme: Theme) -> None:
    name = "Check a text"
    room = QFontMetrics(theme.sans()).horizontalAdvance(name) + theme.tokens.space_2
    hint = Row(name, figure="Ctrl+T", gives_way=True)
    assert _figure_shown(theme, hint, room + 100) == "Ctrl+T"
    assert _figure_shown(theme, hint, room + 5) == ""
    place = Row("Harbour Lane", figure="/home/mara/very/far/away/and/further/still/and/on")
    shown = _figure_shown(theme, place, 200)
    assert "…" in shown
    left = 200 - QFontMetrics(theme.sans()).horizontalAdvance(place.name)
    assert QFontMetrics(theme.tabular(theme.tokens.text_small)).horizontalAdvance(shown) <= left
    assert _figure_shown(theme, Row("A long name of a folder", figure="1,204"), 100) == "1,204"


def test_the_sidebar_grows_as_far_as_a_narrow_window_lets_it(
    open_window: Callable[..., MainWindow], large: Theme
) -> None:
    del large
    window = open_window(900, 700)
    QApplication.processEvents()
    assert window.library.width() == 300
    assert window.width() == 900


def test_a_sheet_taller_than_the_screen_scrolls_and_can_be_closed(theme: Theme, qtbot: QtBot) -> None:
    actions = [QAction(f"Action {number}", shortcut=QKeySequence(f"Ctrl+Alt+{number}")) for number in range(10)] * 6
    sheet = ShortcutSheet(actions, theme)
    qtbot.addWidget(sheet)
    sheet.show()
    assert sheet.height() < sheet.screen().availableGeometry().height()
    close = next(each for each in sheet.findChildren(QAbstractButton) if each.text() == "Close")
    assert sheet.rect().contains(close.geometry())


def test_below_a_narrow_source_what_the_menu_has_gives_way(large: Theme, qtbot: QtBot) -> None:
    foot = SourceFoot(large)
    qtbot.addWidget(foot)
    foot.show_citation(1, 4)
    foot.show_zoom(81, pages=True)
    foot.show_strip(True, False)
    foot.resize(1000, foot.sizeHint().height())
    foot.show()
    assert all(part.isVisible() for part in (foot.fit, foot.smaller, foot.larger, foot.strip, foot.percent))
    foot.resize(foot.minimumSizeHint().width() // 2, foot.height())
    foot.resize(360, foot.height())
    assert not foot.fit.isVisible()
    for part in (foot.where, foot.percent, foot.next):
        assert part.isVisible()
        assert part.width() >= part.sizeHint().width()
    foot.resize(1000, foot.height())
    assert foot.fit.isVisible()


def test_a_bullet_has_room_before_its_item(large: Theme, qtbot: QtBot) -> None:
    view = AnswerView(large)
    qtbot.addWidget(view)
    view.set_answer("- one\n- two\n")
    bullet = QFontMetrics(large.serif(large.tokens.text_reading)).horizontalAdvance("• ")
    assert view.document().indentWidth() > bullet


def test_costs_show_their_whole_dates(services: Services, bridge: Bridge, large: Theme, qtbot: QtBot) -> None:
    services.history.costs.add(Cost("1", time.time(), "m", 6.0, 90_000, 9_000, 9.0, 0.02, False))
    dialog = CostsDialog(services, SettingsStore(services, bridge), bridge, large)
    qtbot.addWidget(dialog)
    dialog.resize(800, 500)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert dialog.table.columnWidth(0) >= dialog.table.sizeHintForColumn(0)


def test_an_unfolded_receipt_covers_no_line_of_the_answer(theme: Theme, qtbot: QtBot) -> None:
    receipt = ReceiptView(theme)
    qtbot.addWidget(receipt)
    receipt.show_receipt(Receipt(1, 2, "documents", (Unreadable("/d/a.xlsx", "It has a password."),)))
    receipt.show()
    with qtbot.waitSignal(receipt.unfolded):
        qtbot.mouseClick(receipt._fold, Qt.MouseButton.LeftButton)
    turn = TurnView(theme, "Which?")
    qtbot.addWidget(turn)
    with qtbot.waitSignal(turn.unfolded):
        turn.receipt.unfolded.emit()
    assert receipt._mark.height() == 18  # the icon of a line, not twice enlarged
