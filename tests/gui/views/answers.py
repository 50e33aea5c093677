"""Conversations: answers as they come, declined and failed ones, and what the window says meanwhile."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.answering.events import Answered, Evidence, Failed
from desktop_app.ui.fate import Fate
from desktop_app.ui.translation import tr
from indexer.errors import ErrorCode, Problem
from indexer.protocol import FoldersChanged
from tests.gui.scene import Scene, view
from tests.support import sample_scene as sample


@view("answer")
def answer(scene: Scene) -> None:
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.sources()[1])
    scene.settle(1.0)


@view("stale")
def stale(scene: Scene) -> None:
    """An answer one of whose files has changed since, and another is gone."""
    answer(scene)
    scene.window.conversation.turns[-1].show_fates({1: Fate.STALE, 2: Fate.GONE})
    scene.window.conversation.column.go_to_end()
    scene.settle()


@view("footnote-card")
def footnote_card(scene: Scene) -> None:
    """The card of a footnote that the keyboard came to."""
    scene.ask(sample.QUESTION, *sample.answered())
    text = scene.window.conversation.turns[0].text
    scene.window.activateWindow()
    text.setFocus(Qt.FocusReason.TabFocusReason)
    text.focusNextPrevChild(True)
    scene.wait(lambda: scene.window.views.hover.is_open)
    scene.settle()


@view("streaming")
def streaming(scene: Scene) -> None:
    scene.ask(sample.QUESTION, *sample.streaming())


@view("whole-library")
def whole_library(scene: Scene) -> None:
    scene.ask("Which documents mention notice?", *sample.surveyed())
    scene.window.conversation.turns[0].receipt._fold.click()


@view("comparison")
def comparison(scene: Scene) -> None:
    scene.ask("Compare the notice periods in the agreement and the lease", *sample.compared())


@view("declined")
def declined(scene: Scene) -> None:
    scene.ask("Who won the 1998 cup?", *sample.declined())


@view("follow-up")
def follow_up(scene: Scene) -> None:
    """What it was taken for stands below the question."""
    events = tuple(
        replace(event, query=sample.QUESTION)
        if isinstance(event, Evidence)
        else Answered(replace(event.answer, question="And when can we leave it?", query=sample.QUESTION))
        for event in sample.answered()
        if isinstance(event, Evidence | Answered)
    )
    scene.ask("And when can we leave it?", *events)
    scene.settle(0.6)


@view("change-search")
def change_search(scene: Scene) -> None:
    follow_up(scene)
    scene.window.conversation.turns[0].searched.begin()
    scene.settle()


@view("correction")
def correction(scene: Scene) -> None:
    """The answer was judged wrong."""
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.turns[0].footer.thumbs.down.click()
    scene.settle()


@view("failed")
def failed(scene: Scene) -> None:
    problem = Problem(
        ErrorCode.PROCESS_DIED,
        "The language model’s process ended: the machine ran out of memory.",
        "Close other programs or choose a smaller model, then ask again.",
        retryable=True,
        detail="exit status -9",
    )
    scene.ask(sample.QUESTION, *sample.streaming(), Failed(problem))


@view("trace")
def trace(scene: Scene) -> QWidget:
    scene.history.add_trace(sample.trace())
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.turns[0].trace_requested.emit(sample.trace().id)
    scene.wait(lambda: any(dialog.isVisible() for dialog in scene.window.findChildren(QDialog)))
    scene.settle()
    return scene.dialog()


@view("new-conversation")
def new_conversation(scene: Scene) -> None:
    scene.settle()


@view("narrow")
def narrow(scene: Scene) -> None:
    scene.window.resize(900, 700)
    scene.ask(sample.QUESTION, *sample.answered())


@view("offline")
def offline(scene: Scene) -> None:
    """The sample library on a drive that was unplugged."""
    number, is_file, _ = scene.library._folders[str(sample.HOUSE)]
    scene.library._folders[str(sample.HOUSE)] = (number, is_file, False)
    scene.library.push(FoldersChanged())
    scene.wait(lambda: scene.window.watch.is_offline(str(sample.AGREEMENT)))
    scene.ask(sample.QUESTION, *sample.answered())


@view("banner")
def banner(scene: Scene) -> None:
    scene.window.banner.report(
        Problem(
            ErrorCode.PROCESS_DIED,
            "The indexer process was ended by the system, most likely because memory ran out.",
            "Try again: it starts anew and goes on where it was. If it keeps happening, close other programs.",
            detail="exit status -9",
        )
    )
    scene.window.toast.offer(tr("Deleted “{title}”", title="Fees since 2023"), lambda: None, None)
    scene.settle()


@view("drop")
def drop(scene: Scene) -> None:
    middle = scene.window.conversation
    scene.window.drop.cover_for(3, middle.mapTo(scene.window, middle.rect().center()))
    scene.settle()


@view("archive")
def archive(scene: Scene) -> None:
    conversations = scene.window.library.conversations
    scene.history.pin(2)
    scene.history.archive(1)
    conversations.refresh()
    scene.wait(lambda: conversations.model.archived == 1)
    conversations.put_away.emit(1, "Water damage in flat 14: who pays?")
    scene.settle()


@view("calculated")
def calculated(scene: Scene) -> None:
    """The formula, each figure with its footnote, and the row that it was read from."""
    events = sample.calculated(scene.library)
    scene.ask(sample.CALCULATION, *events)
    answer = next(event.answer for event in events if isinstance(event, Answered))
    scene.window.conversation.source_requested.emit(answer.sources[0])
    scene.settle(1.0)
