"""Models, settings and keys."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.gui.scene import Scene, view


@view("models")
def models(scene: Scene) -> QWidget:
    scene.window.show_models()
    scene.window.desk.get("qwen-0.5b")
    scene.wait(lambda: "qwen-0.5b" in scene.models.fetching)
    scene.models.step("qwen-0.5b", 203_000_000, 491_400_064, "Fetching part 3 of 6")
    scene.settle()
    return scene.dialog()


@view("settings")
def settings(scene: Scene) -> QWidget:
    scene.window.show_settings()
    scene.settle()
    return scene.dialog()


@view("shortcuts")
def shortcuts(scene: Scene) -> QWidget:
    scene.window.show_shortcuts()
    scene.settle()
    return scene.dialog()
