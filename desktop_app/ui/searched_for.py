"""The line below a follow-up: what was searched for instead of what was typed, for the person to change."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_app.ui.controls import IconButton, button, label
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr


class QueryEdit(QLineEdit):
    """Signals: `escaped()`."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class SearchedFor(QWidget):
    """Hidden until `show_query` has something to show. Signals: `changed(query)` when the person wants another one
    searched for."""

    changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.query = ""
        self._said = label(tone="soft", wrap=True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.change = IconButton(theme, "edit", tr("Change what is searched for"))
        self.change.clicked.connect(self.begin)
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens.space_2)
        layout.addWidget(self._said, 1)
        layout.addWidget(self.change)
        self.hide()
        theme.on_change(self._dress)

    @cached_property
    def edit(self) -> QueryEdit:
        """Made with its button when it is first wanted: few turns need it."""
        edit = QueryEdit()
        edit.setAccessibleName(tr("Search for"))
        edit.returnPressed.connect(self._ask)
        edit.escaped.connect(self.leave)
        edit.setFont(self._said.font())
        self._layout.addWidget(edit, 1)
        self._layout.addWidget(self._search)
        return edit

    @cached_property
    def _search(self) -> QPushButton:
        return button(tr("Ask again"), self._ask)

    def show_query(self, query: str, question: str) -> None:
        """Show what was searched for, unless it is what was asked."""
        self.query = query
        self._said.setText(tr("Searched for: {query}", query=query))
        self.setVisible(bool(query) and query.split() != question.split())

    def begin(self) -> None:
        """Let the person change it."""
        self.edit.setText(self.query)
        self._show_edit(True)
        self.edit.setFocus()
        self.edit.selectAll()

    def leave(self) -> None:
        """Leave it as it was."""
        had_focus = self.edit.hasFocus()
        self._show_edit(False)
        if had_focus:
            self.change.setFocus()

    def _ask(self) -> None:
        query = self.edit.text().strip()
        self.leave()
        if query and query != self.query:
            self.changed.emit(query)

    def _show_edit(self, shown: bool) -> None:
        for reading in (self._said, self.change):
            reading.setVisible(not shown)
        for writing in (self.edit, self._search):
            writing.setVisible(shown)

    def _dress(self) -> None:
        small = self._theme.sans(self._theme.tokens.text_small)
        self._said.setFont(small)
        if "edit" in vars(self):
            self.edit.setFont(small)
