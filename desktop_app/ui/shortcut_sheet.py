"""The keys, on one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.controls import button, hairline, label
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr


def _everywhere() -> Iterator[tuple[str, str]]:
    """Keys that no action of the window has, and what they do."""
    yield tr("Tab", note="the key"), tr("Go to the next part")
    yield tr("Up, Down, Enter", note="the keys"), tr("Move in a list, open")
    yield tr("Up, Down", note="the keys"), tr("In the question: recall what was asked")
    yield "@", tr("In the question: name a document, a folder, a kind, a date")
    yield tr("Shift+Enter", note="the keys"), tr("In the question: begin a line")
    yield "F2", tr("Rename a conversation")
    yield tr("Delete", note="the key"), tr("Delete a conversation")
    yield tr("Esc", note="the key"), tr("Close what is in front")


class ShortcutSheet(QDialog):
    """Lists the window's actions that have a shortcut, and the keys that work everywhere."""

    def __init__(self, actions: Sequence[QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.resize(420, 0)
        keys = [
            (action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), action.text().rstrip("…"))
            for action in actions
            if not action.shortcut().isEmpty()
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, (key, meaning) in enumerate((*keys, *_everywhere())):
            grid.addWidget(label(meaning), row, 0)
            cap = QFrame()
            cap.setProperty("look", "card")
            inside = QHBoxLayout(cap)
            inside.setContentsMargins(8, 2, 8, 2)
            inside.addWidget(label(key, font=theme.sans(theme.tokens.text_small), tone="soft"))
            grid.addWidget(cap, row, 1, Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(tr("Keyboard shortcuts"), font=theme.sans(theme.tokens.text_heading)))
        layout.addWidget(hairline())
        layout.addLayout(grid)
        layout.addLayout(foot)
