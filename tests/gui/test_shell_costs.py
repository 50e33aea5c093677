"""What answers cost, and the panel that tells what runs and deletes everything."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.costs import Cost
from desktop_app.processes import Connection, RunningProcess
from desktop_app.ui import privacy_dialog
from desktop_app.ui.bar_chart import Bar, BarChart, top_of
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.cost_words import cost_facts, energy, money
from desktop_app.ui.costs_dialog import CostsDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.privacy_dialog import PrivacyDialog, connections_in_words
from desktop_app.ui.services import Services
from desktop_app.ui.settings_dialog import SettingsDialog
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.theme import Theme
from indexer.config import Settings


@pytest.fixture
def store(services: Services, bridge: Bridge) -> SettingsStore:
    return SettingsStore(services, bridge)


@pytest.fixture
def costs(qtbot: QtBot, services: Services, store: SettingsStore, bridge: Bridge, theme: Theme) -> CostsDialog:
    now = time.time()
    for number, measured in enumerate((True, False, False)):
        services.history.costs.add(Cost(str(number), now, "m", 6.0, 1000, 100, 9.0, 0.02, measured))
    dialog = CostsDialog(services, store, bridge, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    return dialog


def test_in_large_text_the_axis_has_its_numbers_and_the_table_its_rows(
    qtbot: QtBot, services: Services, store: SettingsStore, bridge: Bridge, theme: Theme
) -> None:
    services.history.costs.add(Cost("1", time.time(), "m", 6.0, 90_000, 9_000, 9.0, 0.02, False))
    theme.set_text_percent(200)
    try:
        dialog = CostsDialog(services, store, bridge, theme)
        qtbot.addWidget(dialog)
        dialog.resize(820, 500)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
        words = QFontMetrics(theme.tabular(theme.tokens.text_small)).horizontalAdvance("100,000")
        assert dialog.chart.bar_rect(0).left() >= words
        assert dialog.table.viewport().height() >= 3 * dialog.table.rowHeight(0)
    finally:
        theme.set_text_percent(100)


def row(dialog: CostsDialog) -> list[str]:
    return [dialog.model.index(0, column).data() for column in range(1, dialog.model.columnCount())]


def test_costs_are_added_up_drawn_and_told(costs: CostsDialog, qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    qtmodeltester.check(costs.model)
    assert row(costs) == ["3", "18 s", "3,000", "300", "0.060 Wh", "$0.0105"]
    assert len(costs.chart.bars) == 30
    assert costs.chart.bars[-1].value == 3300
    assert "3,300" in costs.chart.accessibleDescription()
    assert "measured by the processor for 1 answer, else estimated" in costs.how.text()
    costs.measure.setCurrentIndex(costs.measure.findData("energy"))
    costs.measure.activated.emit(0)
    assert costs.chart.bars[-1].said == "0.060 Wh"
    costs.period.setCurrentIndex(1)
    costs.period.activated.emit(1)
    qtbot.waitUntil(lambda: len(costs.chart.bars) == 12)
    assert costs.chart.bars[-1].value == pytest.approx(0.06)


def test_the_price_can_be_edited_and_counts_at_once(costs: CostsDialog, services: Services, qtbot: QtBot) -> None:
    costs.read.setValue(5.0)
    qtbot.waitUntil(lambda: row(costs)[-1] == "$0.0180")
    assert services.load_settings().cloud_price_read == 5.0
    costs.currency.setText("EUR")
    costs.currency.editingFinished.emit()
    qtbot.waitUntil(lambda: row(costs)[-1] == "0.0180 EUR")


def test_the_bars_stand_on_the_line_and_the_highest_fills_its_share(qtbot: QtBot, theme: Theme) -> None:
    chart = BarChart(theme)
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    chart.show_bars([Bar("a", 2.0, "two"), Bar("b", 0.0, "none"), Bar("c", 4.0, "four")], "Things", "5", "2.5")
    assert top_of([2.0, 0.0, 4.0]) == 5.0
    assert [top_of([value]) for value in (0.0, 0.03, 1.0, 9.9, 1200.0)] == pytest.approx([1.0, 0.05, 1.0, 10.0, 2000.0])
    low, none, high = (chart.bar_rect(number) for number in range(3))
    assert low.bottom() == none.bottom() == high.bottom()
    assert high.height() == pytest.approx(2 * low.height())
    picture = chart.grab().toImage()
    assert picture.pixelColor(high.center().toPoint()) == theme.colour("accent")
    assert picture.pixelColor(int(none.center().x()), int(none.bottom()) - 20) == theme.colour("surface")


def test_costs_in_words() -> None:
    facts = dict(cost_facts(Cost("a", 0.0, "m", 6.0, 1000, 100, 9.0, 0.0151, False), Settings()))
    assert facts["Energy"] == "0.015 Wh, estimated: 9.0 s of processor time at 6 W a core"
    assert facts["In a cloud"].startswith("$0.0035 for the same tokens, at $2.50")
    measured = dict(cost_facts(Cost("a", 0.0, "m", 6.0, 1000, 100, 9.0, 1.5, True), Settings()))
    assert "measured by the processor" in measured["Energy"]
    assert [energy(value) for value in (0.02, 1.44, 31.0, 2300.0)] == ["0.020 Wh", "1.4 Wh", "31 Wh", "2.3 kWh"]
    assert money(1234.5, "$") == "$1,234.50"


def test_settings_are_found_by_their_words(
    qtbot: QtBot, store: SettingsStore, services: Services, bridge: Bridge, theme: Theme
) -> None:
    dialog = SettingsDialog(store, theme, ModelDesk(services.models, bridge), None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.battery.isVisible()
    qtbot.keyClicks(dialog.search, "memory free")
    assert dialog.memory.isVisible()
    assert not dialog.battery.isVisible()
    dialog.search.setText("sound")
    assert dialog.nothing.isVisible()
    dialog.search.clear()
    assert dialog.battery.isVisible()
    assert not dialog.nothing.isVisible()


def process(**more: object) -> RunningProcess:
    values: dict[str, object] = {"role": "Indexer", "pid": 7, "memory": 1, "cpu_seconds": 1.0, "sockets": 2}
    return RunningProcess(**(values | {"connections": ()} | more))  # type: ignore[arg-type]


def test_open_connections_are_told_as_they_are() -> None:
    assert connections_in_words([process()]).startswith("None of them holds an internet socket")
    said = connections_in_words([process(connections=(Connection("10.0.0.2:5000", "192.0.2.1:443"),))])
    assert "Indexer: 10.0.0.2:5000 to 192.0.2.1:443" in said
    assert "does not tell" in connections_in_words([process(connections=None)])


def test_the_panel_tells_what_runs_and_asks_for_a_word_before_it_deletes(
    qtbot: QtBot, services: Services, bridge: Bridge, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy_dialog, "running", lambda _: (process(role="Window"),))
    dialog = PrivacyDialog(services, bridge, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "Window" in dialog.processes.text())
    assert "history.db" in dialog.kept.text()
    assert not dialog.erase.isEnabled()
    qtbot.keyClicks(dialog.word, "delet")
    assert not dialog.erase.isEnabled()
    qtbot.keyClicks(dialog.word, "e")
    with qtbot.waitSignal(dialog.erase_requested) as asked:
        qtbot.mouseClick(dialog.erase, Qt.MouseButton.LeftButton)
    assert asked.args == [False]


def test_the_window_closes_to_delete_everything_and_keeps_no_state(
    qtbot: QtBot, services: Services, bridge: Bridge, theme: Theme
) -> None:
    window = MainWindow(services, bridge, theme)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.closed):
        window.dialogs.erase_requested.emit(True)
    assert window.erasing is True
    kept: Callable[[Path], str] = lambda path: path.read_text() if path.exists() else ""  # noqa: E731
    assert "geometry" not in kept(services.home / "window.ini")
