"""The middle of the window: a conversation, and the box that asks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.scopes import Scope
from desktop_app.suggestions import look_around
from desktop_app.ui.ask_box import AskBox
from desktop_app.ui.bridge import Bridge, Task
from desktop_app.ui.completion_list import Completer
from desktop_app.ui.controls import centred, scrolling
from desktop_app.ui.conversation_memory import ConversationMemory, Kept
from desktop_app.ui.conversation_scroll import ConversationScroll
from desktop_app.ui.earlier_turns import EarlierTurns
from desktop_app.ui.empty_conversation import EmptyConversation
from desktop_app.ui.fate import Offline, never_offline
from desktop_app.ui.judging import Judging
from desktop_app.ui.retries import Retries
from desktop_app.ui.services import Services
from desktop_app.ui.text_size import measure
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from indexer.errors import Problem

if TYPE_CHECKING:
    from desktop_app.answering.events import Answer, Event
    from desktop_app.ui.message_view import TurnView

_BUILT_AT_ONCE = 3  # turns of a conversation from history: more than a screen


class ConversationView(QWidget):
    """One conversation at a time; an answer that is being made goes on while another conversation is looked at.

    Signals: `source_requested(target)` (a Source or EvidenceSentence; `beside(target)` has its companions),
    `conversation_changed(id)` when one was begun or got an answer, `open_models_requested()`, `add_requested()`,
    `running_changed(running)`, `scope_changed()`, `turn_made(turn)`, `turn_shown()` when an answer is complete.
    """

    source_requested = Signal(object)
    conversation_changed = Signal(int)
    open_models_requested = Signal()
    add_requested = Signal()
    running_changed = Signal(bool)
    scope_changed = Signal()
    turn_made = Signal(object)
    turn_shown = Signal()

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        theme: Theme,
        parent: QWidget | None = None,
        offline: Offline = never_offline,
    ) -> None:
        super().__init__(parent)
        self._offline = offline
        self._services = services
        self._bridge = bridge
        self._theme = theme
        self._conversation: int | None = None
        self._scope: Scope = ()
        self._asked_scope: Scope = ()  # that of the answer being made
        self._reading = False  # what the conversation is limited to, which isn't known until then
        self._too_early = ""
        self._earlier = EarlierTurns(self._build_one, self)
        self._live: TurnView | None = None
        self._live_conversation: int | None = None
        self._effort, self._model = 1, ""
        self._task: Task | None = None
        self._shown = 0  # counts what was asked to be shown, so that a late answer of history is let go
        self._memory = ConversationMemory(services.history, bridge, self)
        self._judging = Judging(services, bridge, lambda: self._conversation, self)
        self._build()

    def _build(self) -> None:
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = ConversationScroll(self._column_width())
        self.column.near_top.connect(self._earlier.build_some)
        self.empty = EmptyConversation(self._theme)
        self.empty.models_requested.connect(self.open_models_requested)
        self.empty.add_requested.connect(self.add_requested)
        self.ask_box = AskBox(self._theme)
        self.retries = Retries(self)
        self.retries.edit_chosen.connect(self.ask_box.write)
        self.retries.more_chosen.connect(
            lambda text, written, effort: self.ask(text, as_written=written, effort=effort)
        )
        self.retries.library_chosen.connect(self._ask_library)
        self.retries.model_chosen.connect(lambda model, text, written: self.ask(text, as_written=written, model=model))
        self.completer = Completer(self.ask_box.edit, self._services.library, self._bridge, self._theme)
        self.ask_box.asked.connect(self.ask)
        self.ask_box.stop_requested.connect(self.stop)
        self.ask_box.models_requested.connect(self.open_models_requested)
        self.empty.suggested.connect(self.ask)
        self._pages = QStackedWidget()
        self._pages.addWidget(scrolling(centred(self.empty)))
        self._pages.addWidget(self.column)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        layout.addWidget(centred(self.ask_box))
        self.setFocusProxy(self.ask_box)
        self._theme.on_change(self._dress)

    # What the window calls

    def start(self) -> None:
        """Ask history and library what there is."""
        self._refresh_empty()
        self._memory.questions(self.ask_box.edit.remember_earlier, _quiet)

    @property
    def conversation(self) -> int | None:
        return self._conversation

    @property
    def running(self) -> bool:
        """Whether an answer is being made, here or in another conversation."""
        return self._live is not None

    @property
    def turns(self) -> list[TurnView]:
        """The turns that are built, oldest first."""
        return cast("list[TurnView]", self.column.parts())

    def show_conversation(self, conversation_id: int | None) -> None:
        """Show a conversation from history, or a new one (None)."""
        self._shown += 1
        self._conversation = conversation_id
        self._earlier.hold(())
        if self._live is not None:
            self.column.take(self._live)
        self.column.clear()
        self._return_question()
        if conversation_id is None:
            self._take_scope(())
            self._pages.setCurrentIndex(0)
            self._refresh_empty()
            return
        self._reading = True
        self._pages.setCurrentIndex(1)
        self._memory.read(
            conversation_id, partial(self._show_history, self._shown), partial(self._show_history_problem, self._shown)
        )

    def ask(self, question: str, *, as_written: bool = False, effort: int = 1, model: str = "") -> None:
        """Ask in the conversation that is shown, beginning one if need be. Nothing happens while an answer is being
        made. `as_written`: it is no follow-up of what was asked before; more `effort` reads more; `model` answers this
        once."""
        question = question.strip()
        if not question or self.running:
            return
        if self._reading:
            self._too_early = question
            return
        self.ask_box.edit.remember(question)
        turn = self._make_turn(question, as_written=as_written)
        self.column.append(turn)
        turn.begin()
        self._live = turn
        self._live_conversation = self._conversation
        self._effort, self._model = effort, model
        self._asked_scope = self._scope
        self._pages.setCurrentIndex(1)
        self.column.go_to_end()
        self._set_running(True)
        if self._conversation is not None:
            self._start(turn)
            return
        self._memory.begin(question, self._begin_conversation, self._failed)

    def stop(self) -> None:
        """Stop the answer being made; what was written is checked and kept."""
        if self._live is not None:
            self._live.stopping()
            self._bridge.run(self._services.answers.stop, lambda _: None, self._failed, self)

    def set_scope(self, scope: Scope) -> None:
        """Ask only these folders or files from now on, and keep that with the conversation; empty: the library."""
        self._take_scope(scope)
        if self._conversation is not None:
            self._memory.keep_scope(self._conversation, self._scope)

    def _take_scope(self, scope: Scope) -> None:
        self._reading = False
        self._scope = scope
        self.retries.scoped = bool(scope)
        self.scope_changed.emit()

    @property
    def scope(self) -> Scope:
        return self._scope

    def set_model_state(self, text: str, ready: bool) -> None:
        """What will answer, in a line, e.g. "Qwen2.5 1.5B · on this machine"; or what is missing."""
        self.ask_box.set_model_state(text, ready)
        self.empty.set_model_state(text, ready)

    def focus_question(self) -> None:
        self.ask_box.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh_library(self) -> None:
        """Documents came or went, or a drive did: what is said of them may have changed."""
        self.column.viewport().update()
        if self._pages.currentIndex() == 0:
            self._refresh_empty()

    def beside(self, target: object) -> tuple[object, ...]:
        """The footnotes (or passages) of the turn that `target` belongs to, itself among them, in reading order."""
        for turn in reversed(self.turns):
            companions = turn.beside(target)
            if companions:
                return companions
        return (target,)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.running:
            self.stop()
        else:
            super().keyPressEvent(event)

    # History

    def _show_history(self, shown: int, kept: Kept) -> None:
        if shown != self._shown:
            return
        self._judging.known = kept.judgements
        if self._reading:  # else the person has chosen another meanwhile
            self._take_scope(kept.scope)
        for answer in kept.answers:
            self.ask_box.edit.remember(answer.question)
        self._earlier.hold(kept.answers[:-_BUILT_AT_ONCE])
        for answer in kept.answers[-_BUILT_AT_ONCE:]:
            self._show_kept(self._add_turn(answer.question), answer)
        if self._live is not None and self._live_conversation == self._conversation:
            self.column.append(self._live)
            self.ask_box.edit.remember(self._live.question)
        self.column.go_to_end()
        self._earlier.build_some()
        if self._too_early:
            question, self._too_early = self._too_early, ""
            self.ask(question)

    def _show_history_problem(self, shown: int, problem: Problem) -> None:
        if shown == self._shown:
            self._reading = False
            self._add_turn(tr("This conversation")).fail(problem)
            self._return_question()

    def _return_question(self) -> None:
        """A question that came before the conversation was read goes back into the box, unless it was asked."""
        if self._too_early:
            self.ask_box.write(self._too_early)
        self._too_early = ""

    def _build_one(self, answer: Answer) -> None:
        turn = self._make_turn(answer.question)
        self._show_kept(turn, answer)
        self.column.prepend([turn])

    def _show_kept(self, turn: TurnView, answer: Answer) -> None:
        turn.show_answer(answer)
        self._judging.show(turn)
        self.turn_shown.emit()

    # Asking

    def _begin_conversation(self, conversation: int) -> None:
        if self._live is None:
            return
        if self._conversation is None and self._live in self.turns:
            self._conversation = conversation
        self._live_conversation = conversation
        if self._asked_scope:
            self._memory.keep_scope(conversation, self._scope)
        self.conversation_changed.emit(conversation)
        self._start(self._live)

    def _start(self, turn: TurnView) -> None:
        ask = partial(self._services.answers.ask, turn.question, as_written=turn.as_written, model=self._model)
        self._task = self._bridge.iterate(
            partial(ask, conversation=self._live_conversation, scope=self._asked_scope, effort=self._effort),
            self._handle,
            self._ended,
            self._failed,
            self,
        )

    def _handle(self, event: Event) -> None:
        if self._live is not None:
            self._live.handle(event)

    def _failed(self, problem: Problem) -> None:
        if self._live is not None:
            self._live.fail(problem)
        self._ended()

    def _ended(self) -> None:
        turn, conversation = self._live, self._live_conversation
        if turn is None:
            return
        turn.end()
        if turn in self.turns and turn.answer is not None and not turn.answer.declined:
            self._reveal_footer(turn)
        self._live = self._live_conversation = self._task = None
        if turn not in self.turns:  # another conversation is shown; history has the answer by now
            turn.deleteLater()
        self._set_running(False)
        if conversation is not None:
            self.conversation_changed.emit(conversation)

    def _retry(self, turn: TurnView) -> None:
        if self.running:
            return
        if turn.answer is None:  # it is in no history: the new attempt takes its place
            self.column.take(turn)
            turn.deleteLater()
        self.ask(turn.question, as_written=turn.as_written)

    def _ask_library(self, question: str, as_written: bool) -> None:
        self.set_scope(())
        self.ask(question, as_written=as_written)

    def _set_running(self, running: bool) -> None:
        self.ask_box.set_running(running)
        self.running_changed.emit(running)

    # Turns

    def _add_turn(self, question: str) -> TurnView:
        turn = self._make_turn(question)
        self.column.append(turn)
        return turn

    def _make_turn(self, question: str, *, as_written: bool = False) -> TurnView:
        from desktop_app.ui.conversation_dialogs import ask_to_open
        from desktop_app.ui.message_view import TurnView  # the first turn is all that needs it

        turn = TurnView(self._theme, question, self, offline=self._offline, as_written=as_written)
        turn.hide()
        turn.source_requested.connect(self.source_requested)
        turn.link_clicked.connect(partial(ask_to_open, parent=self))
        turn.retry_requested.connect(partial(self._retry, turn))
        turn.footer.menu_opening.connect(partial(self.retries.add_to, question, as_written))
        turn.search_changed.connect(partial(self.ask, as_written=True))
        self._judging.attach(turn)
        turn.unfolded.connect(self.column.reveal_all_of)
        turn.trace_requested.connect(self._show_trace)
        turn.models_requested.connect(self.open_models_requested)
        turn.grown.connect(self.column.settle)
        turn.finishing.connect(self.column.hold)  # footnotes come below; the answer being read stays where it is
        turn.text.focus_moved.connect(partial(self.column.reveal, turn.text))
        self.turn_made.emit(turn)
        return turn

    def _reveal_footer(self, turn: TurnView) -> None:
        """Have the verdict in view for who was reading the end of the answer."""
        self.column.settle()
        if self.column.near_end_of(turn.text):
            self.column.reveal(turn.footer, turn.footer.rect())

    def _show_trace(self, trace_id: str) -> None:
        from desktop_app.ui.conversation_dialogs import read_trace, show_trace

        show = partial(show_trace, self._theme, self)
        self._bridge.run(partial(read_trace, self._services, trace_id), show, None, self)

    # Empty

    def _refresh_empty(self) -> None:
        look = partial(look_around, self._services.library)
        self._bridge.run(look, lambda found: self.empty.show_library(*found), _quiet, self)

    def _column_width(self) -> int:
        return measure(self._theme.serif()) + 2 * self._theme.tokens.space_4

    def _dress(self) -> None:
        width = self._column_width()
        self.column.set_measure(width)
        self.empty.setMaximumWidth(width)
        self.ask_box.setMaximumWidth(width + 2 * self._theme.tokens.space_4)


def _quiet(problem: Problem) -> None:
    """The library's state is told elsewhere in the window; here it is only an invitation."""
    del problem
