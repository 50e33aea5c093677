"""Search as you type, and filters completed in a question."""

from __future__ import annotations

from pathlib import Path

from desktop_app.ui.search_loader import Results
from tests.gui.scene import Scene, view
from tests.support import sample_scene as sample


def _type(scene: Scene, text: str) -> None:
    scene.window.show_search()
    scene.window.search.field.setText(text)
    scene.wait(lambda: isinstance(found := scene.window.search.results, Results) and found.text == text)
    scene.settle()


@view("search")
def search(scene: Scene) -> None:
    _type(scene, "notice of termin")


@view("search-source")
def search_source(scene: Scene) -> None:
    _type(scene, "boiler")
    results = scene.window.search.list
    results.setFocus()
    results.setCurrentIndex(scene.window.search.model.index(1))
    results.activated.emit(results.currentIndex())
    scene.settle(1.0)


@view("narrow-search")
def narrow_search(scene: Scene) -> None:
    scene.window.resize(900, 700)
    _type(scene, "who pays for water damage")


@view("search-nothing")
def search_nothing(scene: Scene) -> None:
    scene.library.vectors = False
    _type(scene, "quantum chromodynamics")


@view("search-empty")
def search_empty(scene: Scene) -> None:
    scene.window.show_search()
    scene.settle()


@view("completion-places")
def completion_places(scene: Scene) -> None:
    """Folders and collections for `in:`, told apart where they have a name in common."""
    folder = Path(scene.window.watch.folders[0].path)
    scene.window.collections.add(folder.name, (folder / "lease.md",))
    scene.window.collections.add("Money", (folder,))
    scene.wait(lambda: len(scene.window.collections.known) == 2)
    edit = scene.window.conversation.ask_box.edit
    scene.window.activateWindow()
    scene.wait(edit.hasFocus)
    edit.insertPlainText("What does heating cost in:")
    scene.wait(scene.window.conversation.completer.isVisible)
    scene.settle()


@view("completion")
def completion(scene: Scene) -> None:
    scene.ask(sample.QUESTION, *sample.answered())
    edit = scene.window.conversation.ask_box.edit
    scene.window.activateWindow()
    scene.wait(edit.hasFocus)
    edit.insertPlainText("Who pays for the boiler @")
    scene.wait(scene.window.conversation.completer.isVisible)
    scene.settle()
