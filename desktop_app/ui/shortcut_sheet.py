"""The keys, on one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.controls import button, hairline, keys, label
from desktop_app.ui.source_foot import NEXT, PREVIOUS
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_WIDTH = 420
_HIGHEST = 640  # pixels of the keys; what is more scrolls
_SHARE = 0.7  # of the screen's height that they may take


def _everywhere() -> Iterator[tuple[str, str]]:
    """Keys that no action of the window has, and what they do."""
    yield tr("Tab", note="the key"), tr("Go to the next part")
    yield tr("Up, Down, Enter", note="the keys"), tr("Move in a list, open")
    yield tr("Up, Down", note="the keys"), tr("In the question: recall what was asked")
    yield "@", tr("In the question: name a document, a folder, a kind, a date")
    yield tr("Shift+Enter", note="the keys"), tr("In the question: begin a line")
    yield f"{keys(NEXT)}, {keys(PREVIOUS)}", tr("In the source: go to the next passage, to the one before")
    yield f"{keys('Ctrl++')}, {keys('Ctrl+-')}", tr("In the source: show it larger, smaller")
    yield "F2", tr("Rename a conversation")
    yield tr("Delete", note="the key"), tr("Delete a conversation")
    yield tr("Esc", note="the key"), tr("Close what is in front")


class ShortcutSheet(QDialog):
    """Lists the window's actions that have a shortcut, and the keys that work everywhere."""

    def __init__(self, actions: Sequence[QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        listed = [
            (action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), action.text().rstrip("…"))
            for action in actions
            if not action.shortcut().isEmpty()
        ]
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(24, 0, 24, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, (key, meaning) in enumerate((*listed, *_everywhere())):
            grid.addWidget(label(meaning), row, 0)
            cap = QFrame()
            cap.setProperty("look", "card")
            inside = QHBoxLayout(cap)
            inside.setContentsMargins(8, 2, 8, 2)
            inside.addWidget(label(key, font=theme.sans(theme.tokens.text_small), tone="soft"))
            grid.addWidget(cap, row, 1, Qt.AlignmentFlag.AlignRight)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        scroll.setAccessibleName(tr("Keyboard shortcuts"))
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 16)
        layout.setSpacing(12)
        title = label(tr("Keyboard shortcuts"), font=theme.sans(theme.tokens.text_heading))
        title.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(title)
        layout.addWidget(hairline())
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        highest = min(theme.scaled(_HIGHEST), round(self.screen().availableGeometry().height() * _SHARE))
        scroll.setMinimumHeight(min(page.sizeHint().height(), highest))
        self.resize(max(theme.scaled(_WIDTH), page.sizeHint().width()), 0)
