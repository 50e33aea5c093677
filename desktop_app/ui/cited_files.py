"""Marks the footnotes of a conversation whose files have changed since their answers, or are gone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.fate import Fate, Fates
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.services import Services
from indexer.errors import Problem

if TYPE_CHECKING:
    from desktop_app.answering.events import Answer, Source
    from desktop_app.history import History

# Milliseconds in which reasons to look are joined into one look. While documents are indexed they change without a
# pause, and each footnote of a changed file asks the library.
_TURNS_SHOWN, _LIBRARY_CHANGED = 300, 3000


class CitedFiles(QObject):
    """Looks at all files that the turns on view cite in one go: when turns were shown, and when documents change."""

    def __init__(self, view: ConversationView, services: Services, bridge: Bridge, watch: LibraryWatch) -> None:
        super().__init__(view)
        self._view, self._services, self._bridge = view, services, bridge
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        view.turn_shown.connect(partial(self._within, _TURNS_SHOWN))
        for reason in (watch.documents_changed, watch.folders_changed):
            reason.connect(partial(self._within, _LIBRARY_CHANGED))

    def _within(self, milliseconds: int, *_told: object) -> None:
        if not self._timer.isActive() or self._timer.remainingTime() > milliseconds:  # never put off
            self._timer.start(milliseconds)

    def look(self) -> None:
        """Look now; the footnotes are marked when it is known."""
        answers = [turn.answer for turn in self._view.turns if turn.answer is not None and turn.answer.sources]
        conversation = self._view.conversation
        if answers and conversation is not None:
            work = partial(fates_of, answers, conversation, self._services.history, self._services.library)
            self._bridge.run(work, self._mark, _unknown, self)

    def _mark(self, found: dict[str, Fates]) -> None:
        for turn in self._view.turns:
            if turn.answer is not None and turn.answer.trace in found:
                turn.show_fates(found[turn.answer.trace])


def fates_of(answers: Sequence[Answer], conversation: int, history: History, library: Library) -> dict[str, Fates]:
    """What became of each footnote, by the trace of its answer. Each file is looked at once; the library is asked only
    about those written to after their answer, whether the passage is still there."""
    given = history.answered(conversation)
    written = {path: _written(path) for path in {source.path for answer in answers for source in answer.sources}}
    found: dict[str, Fates] = {}
    for answer in answers:
        fates = found.setdefault(answer.trace, {})
        for source in answer.sources:
            moment = written[source.path]
            if moment is None:
                fates[source.n] = Fate.GONE
            elif moment > given.get(answer.trace, moment) and _says_something_else(source, library):
                fates[source.n] = Fate.STALE
    return found


def _written(path: str) -> float | None:
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return None


def _says_something_else(source: Source, library: Library) -> bool:
    """As the source pane decides it, so that both say the same."""
    from desktop_app.ui.passage import passage_of
    from desktop_app.ui.source_loader import FileState, load_source

    loaded = load_source(library, passage_of(source))
    return loaded.is_stale or (loaded.document is None and loaded.file is not FileState.OFFLINE)


def _unknown(problem: Problem) -> None:
    """Without an answer nothing is marked; the source pane looks again when a footnote is opened."""
    del problem
