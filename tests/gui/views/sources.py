"""Answers beside their sources."""

from __future__ import annotations

from desktop_app.answering.events import Source
from tests.gui.scene import Scene, view
from tests.support import sample_scene as sample


@view("source-text")
def source_text(scene: Scene) -> None:
    scene.ask(sample.QUESTION, *sample.answered())
    path = str(sample.HOUSE / "maintenance" / "maintenance-handbook.md")
    handbook = next(kept for kept in scene.library._documents.values() if kept.document.path == path)
    hit, words = handbook.hits[0], "Radiators are bled in the first week of October"
    at = hit.text.index(words)
    end = hit.text.index(".", at) + 1
    cited = Source(1, hit.document_id, path, hit.title, None, None, hit.start + at, end - at, hit.text[at:end])
    scene.window.conversation.source_requested.emit(cited)
    scene.settle(0.6)


@view("source-sheet")
def source_sheet(scene: Scene) -> None:
    scene.add_other_kinds()
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.sheet_source(scene.library))
    scene.settle(0.6)


@view("source-mail")
def source_mail(scene: Scene) -> None:
    scene.add_other_kinds()
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.mail_source(scene.library))
    scene.settle(0.6)


@view("narrow-source")
def narrow_source(scene: Scene) -> None:
    scene.window.resize(900, 700)
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.sources()[1])
    scene.settle(1.0)


@view("narrow-source-mail")
def narrow_source_mail(scene: Scene) -> None:
    scene.window.resize(900, 700)
    source_mail(scene)
