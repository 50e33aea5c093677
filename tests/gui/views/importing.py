"""The first page, and what an import takes."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.copy_problems import not_written
from desktop_app.copying import CopyProgress
from desktop_app.ui.settings_dialog import SettingsDialog
from indexer.protocol import Estimate, Span
from tests.gui.scene import PATIENCE, Scene, view


@view("first-run", full=False)
def first_run(scene: Scene) -> None:
    scene.settle()


@view("first-run-fetching", full=False)
def first_run_fetching(scene: Scene) -> None:
    scene.window.first_run.get.click()
    scene.wait(lambda: len(scene.models.fetching) == 2)
    scene.models.step("qwen-1.5b", 412_000_000, 1_117_320_768, "Downloading part 9 of 22")
    scene.settle()


@view("first-run-paused", full=False)
def first_run_paused(scene: Scene) -> None:
    first_run_fetching(scene)
    scene.window.first_run.pause.click()
    scene.wait(lambda: not scene.window.desk.fetches)
    scene.settle()


@view("copying")
def copying(scene: Scene) -> None:
    """What was dropped is copied, and one of it could not be."""
    scene.window.copy_bar.begin()
    scene.wait(scene.window.copy_bar.isVisible)
    scene.window.copy_bar.show_progress(CopyProgress("House costs 2025.xlsx", 121, 348, 91_000_000, 310_000_000))
    error = OSError(28, "No space left on device")
    scene.window.report(not_written(Path("Roof survey.pdf"), Path("/home/mara/Documents/Footnote"), error).problem)
    scene.settle()


@view("settings-copies")
def settings_copies(scene: Scene) -> QWidget:
    scene.window.settings.change(keep_copies=True, copies_folder="/home/mara/Documents/Footnote")
    scene.window.dialogs.show_settings()
    dialog = scene.dialog()
    assert isinstance(dialog, SettingsDialog)
    dialog.search.setText(dialog.copies_folder.accessibleName().split()[-1])
    scene.wait(dialog.copies_folder.isEnabled)
    scene.settle()
    return dialog


@view("estimate-measuring")
def estimate_measuring(scene: Scene) -> None:
    measured = threading.Event()
    scene.library.estimate = lambda *_: measured.wait(PATIENCE)  # type: ignore[assignment, method-assign, return-value]
    scene.window.importer.ask_to_add((Path("/home/mara/Papers and preprints of the last ten years"),))
    scene.wait(lambda: scene.dialog().left.text().endswith("19 s"))  # type: ignore[attr-defined]
    scene.over_window()


@view("estimate")
def estimate(scene: Scene) -> None:
    scene.library.estimates = Estimate(
        1204, 3_400_000_000, 310, 12, Span(1920, 2400, 3300), 48_200, 121_000_000, 31, 17.5
    )
    scene.window.importer.ask_to_add((Path("/home/mara/Papers and preprints of the last ten years"),))
    scene.wait(lambda: not scene.dialog().is_measuring)  # type: ignore[attr-defined]
    scene.over_window()


@view("narrow-estimate")
def narrow_estimate(scene: Scene) -> None:
    scene.window.resize(720, 560)
    estimate(scene)
