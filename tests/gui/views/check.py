"""“Check a text”, before and after."""

from __future__ import annotations

from tests.gui.scene import Scene, view

_DRAFT = """Dear neighbours,

the agreement with the contractor began on 1 April 2024 and runs for three years. If neither party gives notice, it is extended by two years at a time. Repairs above £750 need our written consent. The contractor also shovels the snow on public holidays without charge.

Notice of termination must be given in writing at least six months before the end of the term.
"""  # noqa: E501


def _check(scene: Scene) -> None:
    scene.window.show_check()
    scene.window.check.field.setPlainText(_DRAFT)
    scene.window.check.check_text()
    scene.wait(lambda: not scene.window.check.running)
    scene.settle()


@view("check-empty")
def check_empty(scene: Scene) -> None:
    scene.window.show_check()
    scene.settle()


@view("check")
def check(scene: Scene) -> None:
    _check(scene)


@view("check-source")
def check_source(scene: Scene) -> None:
    _check(scene)
    scene.window.check.report.text.footnote_opened.emit(1)
    scene.settle(1.0)


@view("narrow-check")
def narrow_check(scene: Scene) -> None:
    scene.window.resize(900, 700)
    _check(scene)
