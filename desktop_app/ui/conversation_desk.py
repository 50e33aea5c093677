"""Which conversation the window shows, and what becomes of it: named, exported, put away, deleted and brought back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.ui.banner import Toast
from desktop_app.ui.conversation_list import ConversationList
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.exporter import Exporter
from desktop_app.ui.header import Header
from desktop_app.ui.translation import tr


class ConversationDesk(QObject):
    """Keeps list, view and header of one mind. Emits `shown` when the view is to come to the front."""

    shown = Signal()

    def __init__(
        self,
        listed: ConversationList,
        view: ConversationView,
        header: Header,
        toast: Toast,
        exporter: Exporter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._list, self._view, self._header, self._toast, self._exporter = listed, view, header, toast, exporter
        self.current: int | None = None
        listed.opened.connect(self.show)
        listed.deleted.connect(self._deleted)
        listed.put_away.connect(self._put_away)
        listed.refreshed.connect(self._show_title)
        listed.export_requested.connect(exporter.ask)
        header.export_requested.connect(self.export)
        exporter.exported.connect(lambda path: toast.offer(tr("Exported to {name}", name=path.name), None, None))
        view.conversation_changed.connect(self._changed)

    def show(self, conversation: int | None) -> None:
        """Show a conversation, or a new one (None)."""
        self.current = conversation
        self._view.show_conversation(conversation)
        self._list.choose(conversation)
        self._show_title()
        self.shown.emit()

    def ask(self, question: str) -> None:
        """Ask in a conversation of its own; while another answer is made, have it ready in the box."""
        self.show(None)
        if self._view.running:
            self._view.ask_box.write(question)
        else:
            self._view.ask(question)

    def export(self) -> None:
        """Export what is shown; nothing happens in a new conversation."""
        if self.current is not None:
            self._exporter.ask(self.current, self._header.title.whole())

    def _changed(self, conversation: int) -> None:
        self.current = conversation
        self._list.refresh()
        self._list.choose(conversation)

    def _show_title(self) -> None:
        title = self._list.model.title(self.current) if self.current is not None else ""
        self._header.show_title(title)

    def _put_away(self, conversation: int, title: str) -> None:
        self._toast.offer(tr("Archived “{title}”", title=title), partial(self._list.take_out, conversation), None)

    def _deleted(self, conversation: int, title: str) -> None:
        was_shown = conversation == self.current
        if was_shown:
            self.show(None)

        def restore() -> None:
            self._list.restore(conversation)
            if was_shown:
                self.show(conversation)

        self._toast.offer(tr("Deleted “{title}”", title=title), restore, partial(self._list.forget, conversation))
