"""Models, settings and keys."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QWidget

from desktop_app.costs import Cost
from tests.gui.scene import Scene, view


@view("models")
def models(scene: Scene) -> QWidget:
    scene.window.dialogs.show_models()
    scene.window.desk.get("qwen-0.5b")
    scene.wait(lambda: "qwen-0.5b" in scene.models.fetching)
    scene.models.step("qwen-0.5b", 203_000_000, 491_400_064, "Downloading part 3 of 6")
    scene.window.desk.get("qwen-4b")
    scene.wait(lambda: "qwen-4b" in scene.models.fetching)
    scene.models.step("qwen-4b", 412_000_000, 2_497_000_000, "Downloading part 9 of 50")
    scene.window.desk.pause("qwen-4b")
    scene.wait(lambda: "qwen-4b" not in scene.window.desk.fetches)
    scene.settle()
    return scene.dialog()


@view("settings")
def settings(scene: Scene) -> QWidget:
    scene.window.dialogs.show_settings()
    scene.settle()
    return scene.dialog()


@view("help")
def help_page(scene: Scene) -> QWidget:
    scene.window.dialogs.show_help()
    scene.settle()
    return scene.dialog()


@view("help-found")
def help_found(scene: Scene) -> QWidget:
    scene.window.dialogs.show_help()
    scene.settle()
    scene.dialog().field.setText("folder")  # type: ignore[attr-defined]
    scene.settle()
    return scene.dialog()


@view("shortcuts")
def shortcuts(scene: Scene) -> QWidget:
    scene.window.dialogs.show_shortcuts()
    scene.settle()
    return scene.dialog()


@view("costs")
def costs(scene: Scene) -> QWidget:
    """A month of answers."""
    now = time.time()
    for number in range(90):
        created = now - (number * number % 29) * 86_400
        read, written = 700 + 37 * (number % 11), 60 + number % 50
        scene.history.costs.add(Cost(f"c{number}", created, "Qwen2.5", 5.0, read, written, 9.0, 0.016, False))
    scene.window.dialogs.show_costs()
    scene.wait(lambda: scene.dialog().model.rowCount() > 0)  # type: ignore[attr-defined]
    scene.settle()
    return scene.dialog()


@view("privacy")
def privacy(scene: Scene) -> QWidget:
    """What runs and where it lies."""
    scene.window.dialogs.show_privacy()
    scene.wait(lambda: scene.dialog().processes.text() != "")  # type: ignore[attr-defined]
    scene.settle()
    return scene.dialog()
