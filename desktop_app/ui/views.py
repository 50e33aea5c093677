"""What the middle of the window shows: the conversation, or what takes its place. Every other view is loaded and made
when it is first wanted: the window begins sooner without them."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.assets import asset
from desktop_app.scopes import Scope
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.ui.check_view import CheckView
    from desktop_app.ui.documents_view import DocumentsView
    from desktop_app.ui.first_run import FirstRun
    from desktop_app.ui.message_view import TurnView
    from desktop_app.ui.passage_hover import PassageHover
    from desktop_app.ui.search_view import SearchView


class Views(QStackedWidget):
    """Signals are those of the views: `closed()`; `typed()` in a field; `found_opened(passage, passages)` and
    `asked(question)`; `document_opened(id)`, `scope_requested(paths)`, `collect_requested(paths)`,
    `remove_requested(folder)` and `failed(problem)` of the documents; of the first page `folders_requested()`,
    `paths_given(paths)` to be added, and `models_requested()`."""

    closed = Signal()
    typed = Signal()
    found_opened = Signal(object, object)
    asked = Signal(str)
    document_opened = Signal(int)
    scope_requested = Signal(object)
    collect_requested = Signal(object)
    remove_requested = Signal(object)
    failed = Signal(object)
    folders_requested = Signal()
    paths_given = Signal(object)
    models_requested = Signal()

    def __init__(
        self,
        conversation: ConversationView,
        services: Services,
        bridge: Bridge,
        theme: Theme,
        watch: LibraryWatch,
        desk: ModelDesk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._bridge, self._theme, self._watch, self._desk = services, bridge, theme, watch, desk
        self._scope: tuple[Scope, str] = ((), "")
        self.addWidget(conversation)

    @cached_property
    def documents(self) -> DocumentsView:
        from desktop_app.ui.documents_view import DocumentsView

        view = DocumentsView(self._services, self._bridge, self._theme, self._watch)
        view.closed.connect(self.closed)
        view.opened.connect(self.document_opened)
        view.ask_requested.connect(self.scope_requested)
        view.collect_requested.connect(self.collect_requested)
        view.remove_requested.connect(self.remove_requested)
        view.failed.connect(self.failed)
        self.addWidget(view)
        return view

    @cached_property
    def search(self) -> SearchView:
        from desktop_app.ui.search_view import SearchView

        view = SearchView(self._services, self._bridge, self._theme, self._watch)
        view.opened.connect(self.found_opened)
        view.asked.connect(self.asked)
        view.typed.connect(self.typed)
        view.closed.connect(self.closed)
        self.addWidget(view)
        return view

    @cached_property
    def check(self) -> CheckView:
        from desktop_app.ui.check_view import CheckView

        view = CheckView(self._services, self._bridge, self._theme, offline=self._watch.is_offline)
        view.opened.connect(self.found_opened)
        view.typed.connect(self.typed)
        view.closed.connect(self.closed)
        view.set_scope(*self._scope)
        self.addWidget(view)
        self.hover.attach(view.report.text)
        return view

    @cached_property
    def first_run(self) -> FirstRun:
        from desktop_app.ui.first_run import FirstRun

        view = FirstRun(self._desk, self._theme)
        view.folders_requested.connect(self.folders_requested)
        view.sample_requested.connect(partial(self.paths_given.emit, (asset("sample_library"),)))
        view.models_requested.connect(self.models_requested)
        self.addWidget(view)
        return view

    @cached_property
    def hover(self) -> PassageHover:
        from desktop_app.ui.passage_hover import PassageHover

        return PassageHover(self._services.library, self._bridge, self._theme, self.window())

    def hover_over(self, turn: TurnView) -> None:
        """Show the passages of this turn's footnotes when they are rested on."""
        self.hover.attach(turn.text)

    def shows(self, *names: str) -> bool:
        """Whether one of the views with these names is shown; makes none of them."""
        return any(vars(self).get(name) is self.currentWidget() for name in names)

    def check_takes(self, items: int) -> bool:
        """Whether what is dropped on the window now is for the check of a text (see `CheckView.takes`)."""
        return self.shows("check") and self.check.takes(items)

    def set_scope(self, scope: Scope, named: str) -> None:
        """What the conversation asks, a check asks too; `named` says it in words."""
        self._scope = (scope, named)
        if "check" in vars(self):
            self.check.set_scope(scope, named)


def load_views() -> None:
    """Import all of what is made later, so that nobody waits for it when it is first shown. Any thread may do it."""
    from desktop_app.ui import (  # noqa: F401
        check_view,
        conversation_dialogs,
        documents_view,
        first_run,
        message_view,
        passage_hover,
        search_view,
        source_pane,
        window_call,
    )
