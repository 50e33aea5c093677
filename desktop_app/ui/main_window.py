"""The window: library, conversation, source, and what connects them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop_app.ui.always_there import AlwaysThere
from desktop_app.ui.arrivals import Arrivals
from desktop_app.ui.banner import Banner, Toast
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.cited_files import CitedFiles
from desktop_app.ui.collection_desk import CollectionDesk
from desktop_app.ui.controls import column, hairline
from desktop_app.ui.conversation_desk import ConversationDesk
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.copy_bar import CopyBar
from desktop_app.ui.drop import DropOverlay
from desktop_app.ui.exporter import Exporter
from desktop_app.ui.header import Header, model_state
from desktop_app.ui.importing import Importer
from desktop_app.ui.indexer_notice import IndexerNotice
from desktop_app.ui.library_hints import LibraryHints
from desktop_app.ui.library_pane import LibraryPane
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.model_offer import ModelOffer
from desktop_app.ui.panes import Panes
from desktop_app.ui.pasting import Pasting
from desktop_app.ui.scope_desk import ScopeDesk
from desktop_app.ui.services import Services
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.views import Views
from desktop_app.ui.window_actions import Action, add_actions
from desktop_app.ui.window_dialogs import WindowDialogs
from indexer.errors import FootnoteError, Problem
from indexer.types import Folder

if TYPE_CHECKING:
    from desktop_app.ui.check_view import CheckView
    from desktop_app.ui.documents_view import DocumentsView
    from desktop_app.ui.first_run import FirstRun
    from desktop_app.ui.search_view import SearchView
    from desktop_app.ui.source_pane import SourcePane


class MainWindow(QMainWindow):
    """Made from services, it can be shown at once; `start` then connects to what is behind."""

    closed = Signal()

    def __init__(self, services: Services, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._services, self._bridge, self._theme = services, bridge, theme
        self._state = QSettings(str(services.home / "window.ini"), QSettings.Format.IniFormat)
        self.setWindowTitle("Footnote")
        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self.watch = LibraryWatch(services.library, bridge, self)
        self.desk = ModelDesk(services.models, bridge, self, services.history.speed)
        self.settings = SettingsStore(services, bridge, self)
        self.importer = Importer(services.library, bridge, theme, self)
        self.exporter = Exporter(services.history, bridge, self)
        self.hints = LibraryHints(services.library, bridge, self)
        self.dialogs = WindowDialogs(services, bridge, theme, self.desk, self.settings, self)
        self.erasing: bool | None = None  # whether the settings too, once everything is to be deleted
        self.library = LibraryPane(services, bridge, theme, self.watch)
        self.conversation = ConversationView(services, bridge, theme, self, self.watch.is_offline)
        self.views = Views(self.conversation, services, bridge, theme, self.watch, self.desk)
        self.header = Header(self.desk, theme)
        self.banner = Banner(theme)
        self.copy_bar = CopyBar(theme)
        IndexerNotice(self.watch, self.banner, self)
        self._offer = ModelOffer(self.desk, self.banner, self)
        middle = column(self.header, hairline(), self.views)
        middle.setProperty("look", "page")
        self.panes = Panes(self.library, middle)
        self.setCentralWidget(column(self.banner, self.copy_bar, self.panes))
        self.toast = Toast(self.views)
        self.conversations = ConversationDesk(
            self.library.conversations, self.conversation, self.header, self.toast, self.exporter, self
        )
        self.arrivals = Arrivals(self.importer, self.views, self.watch, self.settings, bridge, self.copy_bar)
        self.drop = DropOverlay(
            theme, self, self.arrivals.words, lambda: self.conversation if self.watch.folders else None
        )
        self.drop.cover()
        self.collections = CollectionDesk(services.history.collections, bridge, self.toast, self)
        self.scopes = ScopeDesk(
            self.conversation, self.views, self.library, self.watch, self.importer, self.collections, self
        )
        CitedFiles(self.conversation, services, bridge, self.watch)
        self.there = AlwaysThere(self, self.watch)
        add_actions(self, self._actions())
        self.pasting = Pasting(self, self.conversation.ask_box.edit)
        self._connect()
        self._restore()

    @property
    def documents(self) -> DocumentsView:
        return self.views.documents

    @property
    def search(self) -> SearchView:
        return self.views.search

    @property
    def check(self) -> CheckView:
        return self.views.check

    @property
    def first_run(self) -> FirstRun:
        return self.views.first_run

    @cached_property
    def source(self) -> SourcePane:
        from desktop_app.ui.source_pane import SourcePane

        source = SourcePane(self._services, self._bridge, self._theme, self)
        source.ask_requested.connect(self._ask_about_words)
        source.document_shown.connect(self.hints.opened)
        source.closed.connect(partial(self.panes.show_right, False))
        source.body.show_strip(self._state.value("page_strip", False, type=bool) is True)
        self.panes.put_right(source)
        return source

    def _actions(self) -> Iterator[Action]:
        yield tr("New conversation"), "Ctrl+N", self.new_conversation
        yield tr("Ask a question"), "Ctrl+L", self._focus_question
        yield tr("Add folder…"), "Ctrl+O", self.importer.choose_folder
        yield tr("Search the library"), "Ctrl+K", self.show_search
        yield tr("Check a text"), "Ctrl+T", self.show_check
        yield tr("Filter"), "Ctrl+F", self._focus_filter
        yield tr("Export the conversation…"), "Ctrl+E", self.conversations.export
        yield tr("Documents"), "Ctrl+D", partial(self.show_documents, None, "")
        yield tr("Show or hide the library"), "Ctrl+B", self._toggle_library
        yield tr("Show or hide the source"), "Ctrl+J", self._toggle_source
        yield tr("Models…"), "Ctrl+M", self.dialogs.show_models
        yield tr("Settings…"), "Ctrl+,", self.dialogs.show_settings
        yield tr("What answers cost…"), "Ctrl+Shift+U", self.dialogs.show_costs
        yield tr("Privacy…"), "Ctrl+Shift+P", self.dialogs.show_privacy
        yield tr("Help"), "Ctrl+F1", self.dialogs.show_help
        yield tr("Keyboard shortcuts"), "F1", self.dialogs.show_shortcuts
        yield tr("Quit"), "Ctrl+Q", self.there.leave

    def _connect(self) -> None:
        watch, pane, view, views = self.watch, self.library, self.conversation, self.views
        watch.failed.connect(self.report)
        watch.folders_changed.connect(self._folders_changed)
        watch.folders_changed.connect(view.refresh_library)
        watch.folders_changed.connect(view.completer.set_folders)
        pane.new_requested.connect(self.new_conversation)
        pane.add_requested.connect(self.importer.choose_folder)
        self.scopes.chosen.connect(self._scope_chosen)
        pane.documents_requested.connect(self.show_documents)
        pane.search_requested.connect(self.show_search)
        pane.check_requested.connect(self.show_check)
        pane.remove_requested.connect(self.importer.ask_to_remove)
        pane.foot.settings_requested.connect(self.dialogs.show_settings)
        pane.conversations.failed.connect(self.report)
        self.conversations.shown.connect(partial(self._to, view))
        self.exporter.failed.connect(self.report)
        view.source_requested.connect(self._show_source)
        view.open_models_requested.connect(self.dialogs.show_models)
        view.add_requested.connect(self.importer.choose_folder)
        view.ask_box.typed.connect(self.hints.typing)
        view.turn_made.connect(self.views.hover_over)
        views.closed.connect(self._back)
        views.typed.connect(self.hints.typing)
        views.found_opened.connect(self._show_found)
        views.asked.connect(self.conversations.ask)
        views.document_opened.connect(self.hints.opened)
        views.scope_requested.connect(self.scopes.choose)
        views.collect_requested.connect(self.collections.ask_to_add)
        views.remove_requested.connect(self.importer.ask_to_remove)
        views.folders_requested.connect(self.importer.choose_folder)
        views.paths_given.connect(self.importer.add)
        views.models_requested.connect(self.dialogs.show_models)
        views.failed.connect(self.report)
        pane.collect_requested.connect(self.collections.ask_to_add)
        self.collections.failed.connect(self.report)
        self.header.library_toggled.connect(self._toggle_library)
        self.header.new_requested.connect(self.new_conversation)
        self.header.documents_requested.connect(partial(self.show_documents, None, ""))
        self.header.search_requested.connect(self.show_search)
        self.header.models_requested.connect(self.dialogs.show_models)
        self.header.help_requested.connect(self.dialogs.show_help)
        self.panes.folded.connect(self._folded)
        self.desk.changed.connect(self._models_changed)
        self.settings.changed.connect(self.desk.refresh)
        self.settings.changed.connect(self.there.apply)
        self.there.front_requested.connect(self.come_to_front)
        self.there.failed.connect(self.report)
        self.there.new_requested.connect(self.new_conversation)
        self.dialogs.erase_requested.connect(self._close_to_erase)
        self.drop.dropped.connect(self.arrivals.take)
        self.drop.asked_about.connect(partial(self.scopes.ask_about, bring=self.arrivals.bring_in))
        self.pasting.pasted.connect(self.arrivals.take)
        self.arrivals.failed.connect(self._not_added)
        self.closed.connect(self.arrivals.stop)
        self.importer.added.connect(self._added)
        self.importer.removed.connect(self._removed)
        self.importer.refused.connect(self._not_added)
        self.importer.failed.connect(self.report)

    def start(self) -> None:
        """Connect to the library (its process starts in the background), read history and models."""
        self.watch.start()
        self.conversation.start()
        self.settings.load()
        self.library.conversations.refresh()
        self.collections.refresh()
        self.desk.refresh()

    # Conversations

    def new_conversation(self) -> None:
        self.conversations.show(None)
        self._focus_question()

    def _show_source(self, target: object) -> None:
        self._show_found(target, self.conversation.beside(target))

    def _show_found(self, target: object, others: tuple[object, ...]) -> None:
        self.source.show_source(target, others)
        self.panes.show_right(True)

    # The library

    def show_check(self) -> None:
        """A page for a text of one's own, each sentence of which is looked up."""
        self._to(self.check)
        self.check.begin()

    def show_search(self, text: str = "") -> None:
        """Search as you type over the whole library, for `text` to begin with."""
        self._to(self.search)
        self.search.begin(text)

    def _added(self, said: str) -> None:
        self.toast.offer(said, None, None)
        self.watch.refresh()

    def _not_added(self, problem: Problem, again: Callable[[], object]) -> None:
        self.banner.report(problem, action=tr("Try again"), act=again)

    def _removed(self, path: str) -> None:
        self.scopes.removed(path)
        self.watch.refresh()

    def _scope_chosen(self) -> None:
        self._to(self.conversation)
        self._focus_question()

    def _ask_about_words(self, words: str, path: str) -> None:
        """Ask about words that were selected in a source: of that document, with the words in the question."""
        self.scopes.choose((Path(path),))
        self.conversation.ask_box.write(f"“{' '.join(words.split())}”: ")

    def show_documents(self, folder: Path | None, state: str) -> None:
        """The table of documents, of one folder or all, in one state or any."""
        self.documents.show_documents(folder, state)
        self._to(self.documents)
        self.documents.table.setFocus()

    def _folders_changed(self, folders: tuple[Folder, ...]) -> None:
        first = not folders
        self._state.setValue("library", not first)
        if first and self.views.currentWidget() is self.conversation and self.conversations.current is None:
            self._to(self.first_run)
        elif not first and self.views.shows("first_run"):
            self._to(self.conversation)
            self._offer.make()

    # Models and settings

    def _models_changed(self) -> None:
        self.conversation.set_model_state(*model_state(self.desk))
        self.conversation.retries.show_models(self.desk.rows)

    # The window itself

    def come_to_front(self) -> None:
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def report(self, problem: Problem) -> None:
        """Show a problem that belongs to no view."""
        self.banner.report(problem)

    def _to(self, view: QWidget) -> None:
        """Show a view of the middle. A focus that would be hidden with the old one goes along."""
        old = self.views.currentWidget()
        focused = self.focusWidget()
        goes = old is not None and old is not view and focused is not None and old.isAncestorOf(focused)
        self.views.setCurrentWidget(view)
        if goes and view is self.conversation:
            self.conversation.focus_question()

    def _back(self) -> None:
        self._to(self.conversation if self.watch.folders else self.first_run)
        self._focus_question()

    def _focus_question(self) -> None:
        if self.views.shows("documents", "search", "check"):
            self._to(self.conversation)
        self.conversation.focus_question()

    def _focus_filter(self) -> None:
        focused = self.focusWidget()
        if focused is not None and self.panes.right_holds(focused):
            self.source.open_search()
            return
        if self.views.shows("documents"):
            field = self.documents.filter
        else:
            self.panes.show_left(True)
            field = self.library.filter
        field.setFocus()
        field.selectAll()

    def _toggle_library(self) -> None:
        self.panes.show_left(not self.panes.left_shown)

    def _toggle_source(self) -> None:
        if "source" in vars(self) and self.source.passage is not None:
            self.panes.show_right(not self.panes.right_shown)

    def _folded(self) -> None:
        self.header.show_library(self.panes.left_shown)

    def _restore(self) -> None:
        geometry = self._state.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.panes.restore(self._state)
        self.library.folder_view.restore(self._state)
        known = self._state.value("library", False, type=bool) is True
        self._to(self.conversation if known else self.first_run)
        self._folded()
        if known:
            self.conversation.focus_question()
        else:
            self.first_run.choose.setFocus()

    def _keep_settings(self) -> None:
        with contextlib.suppress(FootnoteError, OSError):  # the window goes; what was refused was said before
            self.settings.flush()

    def _close_to_erase(self, with_settings: bool) -> None:
        """Everything is deleted once the window is closed and nothing holds it open any more."""
        self.erasing = with_settings
        self.there.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.there.stays():
            event.ignore()
            self.hide()
            return
        self.put_away()
        self.closed.emit()
        super().closeEvent(event)

    def put_away(self) -> None:
        """The window goes: keep how it stands, and let go of what is outside of it."""
        self._state.setValue("geometry", self.saveGeometry())
        self.panes.save(self._state)
        self.library.folder_view.save(self._state)
        if "source" in vars(self):
            self._state.setValue("page_strip", self.source.body.strip_wanted)
        self.toast.settle()
        self.there.end()
        self._keep_settings()
        self.desk.pause_all()
        self.watch.stop()
        if self.erasing is not None:
            self._state.clear()
        self._state.sync()  # now, not when the window dies, which is after everything was deleted
