"""Models: fetched with progress, cancelled, tried again, used, removed; and the settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.first_run import FirstRun
from desktop_app.ui.header import model_state
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.models_dialog import ModelsDialog
from desktop_app.ui.services import Services
from desktop_app.ui.settings_dialog import SettingsDialog
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.theme import Theme
from indexer.config import Settings
from indexer.errors import ErrorCode, known
from tests.support.fake_models import EMBEDDER, FakeModels, model_row

WRITER = "qwen-1.5b"


@pytest.fixture
def desk(models: FakeModels, bridge: Bridge, qtbot: QtBot) -> ModelDesk:
    made = ModelDesk(models, bridge)
    with qtbot.waitSignal(made.changed):
        made.refresh()
    return made


@pytest.fixture
def open_settings(
    services: Services, bridge: Bridge, theme: Theme, desk: ModelDesk, qtbot: QtBot
) -> Callable[[], SettingsDialog]:
    def make() -> SettingsDialog:
        dialog = SettingsDialog(SettingsStore(services, bridge, desk), theme, desk)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def begin(desk: ModelDesk, models: FakeModels, qtbot: QtBot, *names: str) -> None:
    for name in names:
        desk.get(name)
    qtbot.waitUntil(lambda: set(names) <= set(models.fetching))


def test_the_first_page_says_what_will_be_fetched(desk: ModelDesk, theme: Theme, qtbot: QtBot) -> None:
    page = FirstRun(desk, theme)
    qtbot.addWidget(page)
    assert page.facts.text() == "1.2 GB to fetch · 1.9 GB of memory · Apache-2.0"
    assert page.state.text().startswith("Recommended for this computer, to write answers and to search by meaning.")
    assert page.get.isVisibleTo(page)
    assert not page.cancel.isVisibleTo(page)


def test_fetching_shows_progress_and_ends_ready(
    desk: ModelDesk, models: FakeModels, theme: Theme, qtbot: QtBot
) -> None:
    page = FirstRun(desk, theme)
    qtbot.addWidget(page)
    page.get.click()
    qtbot.waitUntil(lambda: set(models.fetching) == {WRITER, EMBEDDER.name})
    models.step(WRITER, 558_660_384, 1_117_320_768)
    qtbot.waitUntil(lambda: desk.fetches[WRITER].progress.done > 0)
    assert "559 MB of 1.2 GB" in page.facts.text()
    assert page.bar.value() == 462
    assert page.cancel.isVisibleTo(page)
    models.finish()
    qtbot.waitUntil(lambda: desk.in_use is not None and not desk.missing())
    assert page.facts.text() == "Ready on this computer · Apache-2.0"
    assert not page.get.isVisibleTo(page)
    assert model_state(desk) == ("Qwen2.5 Coder 1.5B Instruct", True)


def test_a_fetch_can_be_cancelled(desk: ModelDesk, models: FakeModels, qtbot: QtBot) -> None:
    begin(desk, models, qtbot, WRITER)
    models.step(WRITER, 412_000_000, 1_117_320_768)
    with qtbot.assertNotEmitted(desk.failed):
        desk.cancel(WRITER)
        qtbot.waitUntil(lambda: models.discarded == [WRITER])
        qtbot.waitUntil(lambda: not desk.fetches)
    assert not desk.problems
    assert not any(desk.is_paused(row) for row in desk.rows)


def test_a_paused_fetch_is_kept_and_resumed(
    desk: ModelDesk, models: FakeModels, theme: Theme, bridge: Bridge, qtbot: QtBot
) -> None:
    dialog, page = ModelsDialog(desk, theme), FirstRun(desk, theme)
    qtbot.addWidget(dialog)
    qtbot.addWidget(page)
    begin(desk, models, qtbot, WRITER)
    models.step(WRITER, 412_000_000, 1_117_320_768)
    card = dialog.cards[WRITER]
    qtbot.waitUntil(lambda: card.bar.value() > 0)
    names: list[str] = []
    desk.changed.connect(lambda: names.append(card.get.text() if card.get.isVisibleTo(dialog) else card.stage.whole()))
    card.pause.click()
    assert card.stage.whole() == "Pausing…"
    assert not card.pause.isEnabled()
    qtbot.waitUntil(lambda: card.get.isVisibleTo(dialog))
    assert set(names) == {"Pausing…", "Resume"}  # never "Get" in between
    assert card.stage.whole() == "Paused at 412 MB of 1.1 GB"
    assert page.facts.text() == "Paused at 412 MB of 1.2 GB"  # with the embedder, which is not begun
    assert page.get.text() == "Resume"
    assert page.cancel.isVisibleTo(page)
    assert card.bar.value() == 369
    assert models.discarded == []

    later = ModelDesk(models, bridge)  # the window was closed and opened again
    again = ModelsDialog(later, theme)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: WRITER in again.cards)
    assert again.cards[WRITER].stage.whole() == "Paused at 412 MB of 1.1 GB"
    again.cards[WRITER].get.click()
    qtbot.waitUntil(lambda: WRITER in later.fetches)
    later.pause(WRITER)
    qtbot.waitUntil(lambda: not later.fetches)
    again.cards[WRITER].cancel.click()
    qtbot.waitUntil(lambda: again.cards[WRITER].get.text() == "Get")
    assert models.discarded == [WRITER]


def test_an_import_is_paused_resumed_and_cancelled(
    desk: ModelDesk, models: FakeModels, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = ModelsDialog(desk, theme)
    qtbot.addWidget(dialog)
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"GGUF")
    desk.bring(path)
    card = dialog.imports["mine.gguf"]
    qtbot.waitUntil(lambda: str(path) in models.fetching)
    models.step(str(path), 1_200_000_000, 4_800_000_000, "Copying mine.gguf")
    qtbot.waitUntil(lambda: card.bar.value() == 250)
    assert card.stage.whole() == "Copying mine.gguf · 1.2 GB of 4.8 GB"
    card.pause.click()
    assert card.stage.whole() == "Pausing…"
    qtbot.waitUntil(lambda: card.resume.isVisibleTo(dialog))
    assert card.stage.whole() == "Paused · 1.2 GB of 4.8 GB"
    assert card.bar.value() == 250
    assert not card.pause.isVisibleTo(dialog)
    models.fetching.clear()
    card.resume.click()
    qtbot.waitUntil(lambda: str(path) in models.fetching)
    assert card.pause.isVisibleTo(dialog)
    card.cancel.click()
    qtbot.waitUntil(lambda: models.discarded == ["mine.gguf"])
    qtbot.waitUntil(lambda: not dialog.imports)
    assert not dialog.refused.isVisibleTo(dialog)


def test_an_import_that_is_refused_says_why(
    desk: ModelDesk, models: FakeModels, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = ModelsDialog(desk, theme)
    qtbot.addWidget(dialog)
    desk.bring(tmp_path / "mine.gguf")
    models.finish(known(ErrorCode.UNSUPPORTED, "It is no model.", "Choose another."))
    qtbot.waitUntil(lambda: "It is no model." in dialog.refused.text())
    qtbot.waitUntil(lambda: not dialog.imports)
    assert dialog.refused.isVisibleTo(dialog)


def test_a_failed_fetch_says_why_and_can_be_tried_again(
    desk: ModelDesk, models: FakeModels, theme: Theme, qtbot: QtBot
) -> None:
    page = FirstRun(desk, theme)
    qtbot.addWidget(page)
    begin(desk, models, qtbot, WRITER)
    models.finish(known(ErrorCode.NO_SOURCE, "No source could deliver it.", "Check the network.", retryable=True))
    qtbot.waitUntil(lambda: WRITER in desk.problems)
    assert page.state.text() == "No source could deliver it. Check the network."
    assert page.get.text() == "Try again"
    models.failure = None
    page.get.click()
    qtbot.waitUntil(lambda: desk.in_use is not None)


def test_the_dialog_gets_uses_and_removes(bridge: Bridge, theme: Theme, qtbot: QtBot) -> None:
    small = model_row("small", title="Small", installed=True, recommended=False)
    models = FakeModels(model_row("large", title="Large", installed=True, in_use=True), small, EMBEDDER)
    desk = ModelDesk(models, bridge)
    dialog = ModelsDialog(desk, theme)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: set(dialog.cards) == {"large", "small", EMBEDDER.name})
    assert dialog.cards["large"].badge.text() == "✓ In use"
    assert not dialog.cards["large"].remove.isVisibleTo(dialog)
    dialog.cards["small"].use.click()
    qtbot.waitUntil(lambda: dialog.cards["small"].badge.text() == "✓ In use")
    dialog.cards["large"].remove.click()
    qtbot.waitUntil(lambda: dialog.cards["large"].get.isVisibleTo(dialog))
    assert (models.used, models.removed) == (["small"], ["large"])
    dialog.cards["large"].get.click()
    qtbot.waitUntil(lambda: "large" in models.fetching)
    models.step("large", 1, 4, "Checking")
    qtbot.waitUntil(lambda: dialog.cards["large"].bar.value() == 250)
    models.finish()
    qtbot.waitUntil(lambda: dialog.cards["large"].badge.text() == "✓ In use")


def test_models_for_tests_are_not_offered(bridge: Bridge, theme: Theme, qtbot: QtBot) -> None:
    desk = ModelDesk(FakeModels(model_row("toy", for_tests=True), EMBEDDER), bridge)
    dialog = ModelsDialog(desk, theme)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: set(dialog.cards) == {EMBEDDER.name})


def test_settings_are_applied_and_kept_at_once(
    services: Services, theme: Theme, open_settings: Callable[[], SettingsDialog], qtbot: QtBot
) -> None:
    dialog = open_settings()
    qtbot.waitUntil(lambda: dialog.wait.value() == 5)
    dialog.mode.setFocus()
    qtbot.keyClick(dialog.mode, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.mode, Qt.Key.Key_Down)
    dialog.mode.activated.emit(dialog.mode.currentIndex())
    assert theme.is_dark
    for seconds in range(9, 21):
        dialog.wait.setValue(seconds)
    dialog.accept()
    qtbot.waitUntil(lambda: services.load_settings().wait_seconds == 20.0)
    assert services.load_settings().theme == "dark"


def test_how_indexing_makes_room_and_whether_copies_are_kept_is_set(
    services: Services, open_settings: Callable[[], SettingsDialog], qtbot: QtBot
) -> None:
    services.save_settings(Settings(on_battery="pause", least_free_mb=800, copies_folder="/d/My copies"))
    dialog = open_settings()
    qtbot.waitUntil(lambda: dialog.memory.value() == 800)
    assert dialog.battery.currentText() == "Wait for mains power"
    assert (dialog.copies_folder.text(), dialog.copies_folder.isEnabled()) == ("My copies", False)
    for control, value in ((dialog.battery, "go-on"), (dialog.typing, "yield-anywhere"), (dialog.copies, "yes")):
        control.setCurrentIndex(control.findData(value))
        control.activated.emit(control.currentIndex())
    dialog.memory.setValue(0)
    dialog.charge.setValue(50)
    wanted = Settings(
        on_battery="go-on", while_typing="yield-anywhere", least_free_mb=0, least_battery_percent=50,
        keep_copies=True, copies_folder="/d/My copies",
    )  # fmt: skip
    qtbot.waitUntil(lambda: services.load_settings() == wanted)
    qtbot.waitUntil(dialog.copies_folder.isEnabled)


def test_a_language_is_named_in_its_own_words_and_kept(
    services: Services, open_settings: Callable[[], SettingsDialog], qtbot: QtBot
) -> None:
    dialog = open_settings()
    qtbot.waitUntil(lambda: dialog.wait.value() == 5)
    qtbot.keyClicks(dialog.search, "language download")
    assert dialog.language.isVisible()
    items = [(dialog.language.itemText(at), dialog.language.itemData(at)) for at in range(dialog.language.count())]
    assert items == [("Like the system", "system"), ("English", "en"), ("Deutsch", "de")]
    dialog.language.setCurrentIndex(2)
    dialog.language.activated.emit(2)
    qtbot.waitUntil(lambda: services.load_settings() == Settings(language="de"))


def test_patterns_are_kept_when_the_person_is_done_with_them(
    services: Services, open_settings: Callable[[], SettingsDialog], qtbot: QtBot
) -> None:
    services.save_settings(Settings(ignore=("*.log",)))
    dialog = open_settings()
    qtbot.waitUntil(lambda: dialog.ignore.patterns() == ("*.log",))
    dialog.ignore.setPlainText("*.log\n\n  Old drafts/ \n")
    dialog.wait.setFocus()
    dialog.ignore.commit()
    qtbot.waitUntil(lambda: services.load_settings().ignore == ("*.log", "Old drafts/"))
    dialog.ignore.setPlainText("drafts\\")
    dialog.ignore.commit()
    qtbot.waitUntil(lambda: dialog.said.isVisible())
    assert "Write each pattern as in a .gitignore" in dialog.said.text()
    assert services.load_settings().ignore == ("*.log", "Old drafts/")


def test_a_settings_file_with_a_mistake_is_said(
    services: Services, bridge: Bridge, theme: Theme, desk: ModelDesk, qtbot: QtBot
) -> None:
    (services.home / "settings.toml").write_text("thread = 3\n")
    dialog = SettingsDialog(SettingsStore(services, bridge, desk), theme, desk)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.said.isVisibleTo(dialog))
    assert "Did you mean threads?" in dialog.said.text()
    dialog._ask_to_reset()
    (box,) = dialog.findChildren(QMessageBox)
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    assert (services.home / "settings.toml").read_text() == "thread = 3\n"  # not before the person says so
    next(each for each in box.buttons() if each.text() == "Reset").click()
    qtbot.waitUntil(lambda: not dialog.said.isVisibleTo(dialog))
    assert services.load_settings() == Settings()


def test_a_model_that_was_used_says_how_fast_it_reads_here(qtbot: QtBot, bridge: Bridge, theme: Theme) -> None:
    models = FakeModels(
        model_row("used", installed=True, speed_key="abc"), model_row("new", installed=True, speed_key="def"), EMBEDDER
    )
    desk = ModelDesk(models, bridge, speed={"abc": 82.4}.get)
    dialog = ModelsDialog(desk, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "used" in dialog.cards)
    assert dialog.cards["used"].speed.text() == "Reads 82 tokens a second on this machine, as measured."
    assert not dialog.cards["used"].speed.isHidden()
    assert dialog.cards["new"].speed.isHidden()
    assert desk.speeds == {"used": 82.4}
