"""The text of a document with passages marked: prose for reading, code with line numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from desktop_app.ui.quotation import position_in_widget, with_plain_breaks
from desktop_app.ui.theme import Theme
from desktop_app.ui.tokens import over

_LINE_HEIGHT = 1.5
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_BLANKS = tuple(blank.encode("utf-16-le") for blank in " \t\u00a0")
_AT_ONCE = 300_000  # characters that are laid out without a noticeable wait
_AROUND = 100_000  # characters kept on each side of the passage of a longer text


@dataclass(frozen=True)
class Mark:
    """`length` characters from `start` of the text that is shown."""

    start: int
    length: int


def _marked(document_cursor: QTextCursor, text: str, mark: Mark) -> QTextCursor:
    cursor = QTextCursor(document_cursor)
    last = max(0, cursor.document().characterCount() - 1)
    cursor.setPosition(min(last, position_in_widget(text, mark.start)))
    cursor.setPosition(min(last, position_in_widget(text, mark.start + mark.length)), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _selections(
    cursor: QTextCursor, text: str, current: Mark | None, others: Sequence[Mark], theme: Theme
) -> list[QTextEdit.ExtraSelection]:
    """Extra selections: the others lighter, the current one above them."""
    strong = QColor(over(theme.tokens.marker, theme.tokens.surface))  # opaque, since the boxes of lines overlap
    light = theme.colour("marker")
    light.setAlphaF(light.alphaF() * 0.45)
    light = QColor(over(light.name(QColor.NameFormat.HexArgb), theme.tokens.surface))
    selections = []
    for mark, colour in [*((other, light) for other in others if other != current), (current, strong)]:
        if mark is None or mark.length <= 0:
            continue
        style = QTextCharFormat()
        style.setBackground(colour)
        for piece in _by_paragraph(_marked(cursor, text, mark)):
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
            piece = QTextCursor(document)
            piece.setPosition(start)
            piece.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            pieces.append(piece)
        block = block.next()
    return pieces


def _words(marked: QTextCursor) -> str:
    return marked.selection().toPlainText()


class ProseView(QTextEdit):
    """Prose in the reading face. Of a very long text only the part around the passage is shown, until `show_all`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._from = 0  # where what is shown begins in the text
        self._shown = ""
        self._current: Mark | None = None
        self._others: tuple[Mark, ...] = ()
        self._heads: tuple[Mark, ...] = ()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName("Text of the document")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.on_change(self._dress)

    @property
    def partial(self) -> bool:
        """Whether some of the text was left out."""
        return len(self._shown) < len(self._text)

    def show_text(
        self, text: str, current: Mark | None, others: Sequence[Mark] = (), heads: Sequence[Mark] = ()
    ) -> None:
        """`heads` are the lines of `text` that name what follows."""
        if text != self._text or not self._covers(current):
            self._text, self._heads = text, tuple(heads)
            self._cut(current)
        self._current, self._others = current, tuple(others)
        self._mark()
        self._reveal()

    def show_all(self) -> None:
        self._from, self._shown = 0, self._text
        self._fill()
        self._mark()
        self._reveal()

    def marked_text(self) -> str:
        """The words that are marked as the current passage."""
        if self._current is None:
            return ""
        return _words(_marked(QTextCursor(self.document()), self._shown, self._local(self._current)))

    def _covers(self, mark: Mark | None) -> bool:
        return mark is None or self._from <= mark.start <= self._from + len(self._shown) - mark.length

    def _cut(self, current: Mark | None) -> None:
        if len(self._text) <= _AT_ONCE:
            self._from, self._shown = 0, self._text
        else:
            centre = current.start if current else 0
            start = max(0, centre - _AROUND)
            start = self._text.rfind("\n", 0, start) + 1 if start else 0
            self._from, self._shown = start, self._text[start : centre + _AROUND]
        self._fill()

    def _fill(self) -> None:
        self.setPlainText(with_plain_breaks(self._shown))
        style = QTextBlockFormat()
        style.setLineHeight(ceil(self._theme.tokens.text_reading * _LINE_HEIGHT), _FIXED)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(style)
        self._dress_heads()

    def _dress_heads(self) -> None:
        style = QTextCharFormat()
        style.setFont(self._theme.sans(self._theme.tokens.text_small, QFont.Weight.DemiBold))
        style.setForeground(self._theme.colour("ink_soft"))
        for head in self._heads:
            if self._covers(head):
                _marked(QTextCursor(self.document()), self._shown, self._local(head)).mergeCharFormat(style)

    def _local(self, mark: Mark) -> Mark:
        return Mark(mark.start - self._from, mark.length)

    def _mark(self) -> None:
        current = self._local(self._current) if self._current else None
        others = [self._local(mark) for mark in self._others if self._covers(mark)]
        cursor = QTextCursor(self.document())
        self.setExtraSelections(_selections(cursor, self._shown, current, others, self._theme))

    def _reveal(self) -> None:
        if self._current is None or self._current.length <= 0:
            self.verticalScrollBar().setValue(0)
            return
        cursor = _marked(QTextCursor(self.document()), self._shown, self._local(self._current))
        cursor.setPosition(cursor.selectionStart())
        self.setTextCursor(cursor)
        top = self.cursorRect(cursor).top()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + top - self.viewport().height() // 3)

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.setFont(self._theme.serif())
        self.document().setDocumentMargin(tokens.space_5)
        self.viewport().setStyleSheet(f"background: {tokens.surface};")
        self._dress_heads()
        self._mark()


class CodeView(QPlainTextEdit):
    """Source code in a fixed face, its lines numbered."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._current: Mark | None = None
        self._others: tuple[Mark, ...] = ()
        self._first_line = 1
        self._numbers = _LineNumbers(self)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName("Source code of the document")
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_numbers)
        theme.on_change(self._dress)

    def show_text(self, text: str, current: Mark | None, others: Sequence[Mark] = (), first_line: int = 1) -> None:
        """`first_line` is the number of the line that `text` begins with."""
        if text != self._text or first_line != self._first_line:
            self._text, self._first_line = text, first_line
            self.setPlainText(with_plain_breaks(text))
        self._current, self._others = current, tuple(others)
        self._mark()
        if current is not None and current.length > 0:
            cursor = _marked(QTextCursor(self.document()), text, current)
            cursor.setPosition(cursor.selectionStart())
            self.setTextCursor(cursor)
            self.centerCursor()

    def marked_text(self) -> str:
        """The words that are marked as the current passage."""
        if self._current is None:
            return ""
        return _words(_marked(QTextCursor(self.document()), self._text, self._current))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def numbers_width(self) -> int:
        digits = max(3, len(str(self.blockCount() + self._first_line)))
        return self.fontMetrics().horizontalAdvance("9") * digits + 20

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in view, beside them."""
        painter = QPainter(self._numbers)
        painter.fillRect(event.rect(), self._theme.colour("paper"))
        painter.setPen(self._theme.colour("ink_faint"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            painter.drawText(
                QRect(0, round(top), self._numbers.width() - 10, self.fontMetrics().height()),
                Qt.AlignmentFlag.AlignRight,
                str(block.blockNumber() + self._first_line),
            )
            top += height
            block = block.next()

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _scroll_numbers(self, rect: QRect, down: int) -> None:
        if down:
            self._numbers.scroll(0, down)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())

    def _mark(self) -> None:
        cursor = QTextCursor(self.document())
        self.setExtraSelections(_selections(cursor, self._text, self._current, self._others, self._theme))

    def _dress(self) -> None:
        self.setFont(self._theme.fixed())
        self.setStyleSheet("QAbstractScrollArea::corner { background: transparent; border: none; }")
        self.document().setDocumentMargin(self._theme.tokens.space_3)
        self.viewport().setStyleSheet(f"background: {self._theme.tokens.surface};")
        self._make_room()
        self._numbers.update()
        self._mark()


class _LineNumbers(QWidget):
    def __init__(self, code: CodeView) -> None:
        super().__init__(code)
        self._code = code

    def sizeHint(self) -> QSize:
        return QSize(self._code.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._code.paint_numbers(event)
