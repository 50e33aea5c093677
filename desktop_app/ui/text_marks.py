"""Passages marked in a text widget: as with a highlighter, the others more lightly than the one that was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from desktop_app.ui.theme import Theme
from desktop_app.ui.tokens import over

_BLANKS = tuple(blank.encode("utf-16-le") for blank in " \t\u00a0")


@dataclass(frozen=True)
class Mark:
    """`length` characters from `start` of a text."""

    start: int
    length: int


def selected(document: QTextDocument, start: int, end: int) -> QTextCursor:
    """A cursor over characters of Qt, kept within the document."""
    last = max(0, document.characterCount() - 1)
    cursor = QTextCursor(document)
    cursor.setPosition(min(last, start))
    cursor.setPosition(min(last, end), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def mark_selections(
    current: Iterable[QTextCursor], others: Iterable[QTextCursor], theme: Theme
) -> list[QTextEdit.ExtraSelection]:
    """Extra selections: the others lighter, the current one above them."""
    strong = QColor(over(theme.tokens.marker, theme.tokens.surface))  # opaque, since the boxes of lines overlap
    light = theme.colour("marker")
    light.setAlphaF(light.alphaF() * 0.45)
    light = QColor(over(light.name(QColor.NameFormat.HexArgb), theme.tokens.surface))
    selections = []
    for cursor, colour in [*((other, light) for other in others), *((part, strong) for part in current)]:
        style = QTextCharFormat()
        style.setBackground(colour)
        style.setForeground(theme.colour("ink"))  # colours of source code and links are made for a plain ground
        for piece in _by_paragraph(cursor):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = piece
            selection.format = style
            selections.append(selection)
    return selections


def _by_paragraph(whole: QTextCursor) -> list[QTextCursor]:
    """The selection cut at paragraphs and trimmed, so that no empty lines and line ends are marked."""
    pieces = []
    document = whole.document()
    block = document.findBlock(whole.selectionStart())
    while block.isValid() and block.position() <= whole.selectionEnd():
        start = max(whole.selectionStart(), block.position())
        end = min(whole.selectionEnd(), block.position() + block.length() - 1)
        text = block.text().encode("utf-16-le", "surrogatepass")  # two bytes for each unit that Qt counts
        while start < end and text[(start - block.position()) * 2 :][:2] in _BLANKS:
            start += 1
        while end > start and text[(end - 1 - block.position()) * 2 :][:2] in _BLANKS:
            end -= 1
        if start < end:
            pieces.append(selected(document, start, end))
        block = block.next()
    return pieces
