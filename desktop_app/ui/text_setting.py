"""Sets blocks of text into a document of Qt, and remembers where each word came to stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby
from math import ceil

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from desktop_app.ui.quotation import with_plain_breaks
from desktop_app.ui.text_blocks import Block, Card, Kind, Part, Run, Style, Table
from desktop_app.ui.text_marks import Mark
from desktop_app.ui.theme import Theme

_LINE_HEIGHT = 1.5
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_LARGER = (1.6, 1.3, 1.12)  # headings of the first levels, of the size of text
_INDENT = 1.3  # times the size of text, a level of a list
_LABELS = 76  # pixels for the names in the head of a message
_AFTER_LEAD = "\u2002"
_SOLID = QTextFrameFormat.BorderStyle.BorderStyle_Solid


class Places:
    """Where spans of the text stand in the document, in characters of Qt."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._set: list[tuple[int, int, int]] = []  # start and length in the text, position in the document

    def add(self, run: Run, position: int) -> None:
        if run.length > 0:
            self._starts.append(run.start)
            self._set.append((run.start, run.length, position))

    def of(self, mark: Mark) -> list[tuple[int, int]]:
        """From where to where the runs of a mark reach; empty when nothing of it is shown."""
        first = max(0, bisect_right(self._starts, mark.start) - 1)
        end, found = mark.start + mark.length, []
        for start, length, position in self._set[first:]:
            if start >= end:
                break
            here = max(start, mark.start), min(start + length, end)
            if here[0] < here[1]:
                found.append((self._at(start, position, here[0]), self._at(start, position, here[1])))
        return found

    def _at(self, start: int, position: int, at: int) -> int:
        return position + len(with_plain_breaks(self._text[start:at]).encode("utf-16-le", "surrogatepass")) // 2


class TextSetter:
    """Sets one document. `zoom` multiplies the size of its text."""

    def __init__(self, document: QTextDocument, text: str, theme: Theme, zoom: float) -> None:
        self._document = document
        self._text = text
        self._theme = theme
        self._zoom = zoom
        self._cursor = QTextCursor(document)
        self._fresh = True  # whether the cursor stands in an empty paragraph that is still to be used
        self.places = Places(text)
        self._styles = {style: self._style(style) for style in Style}

    def clear(self) -> None:
        """Begin with an empty document."""
        self._document.clear()
        self._cursor = QTextCursor(self._document)
        self._fresh = True

    def add(self, parts: Sequence[Part], *, last: bool = True) -> None:
        """Set these parts below what is set; `last`: nothing comes after them."""
        self._cursor.beginEditBlock()
        self._parts(parts)
        if last and self._fresh and parts:  # what Qt needs below a table or a frame
            self._cursor.setBlockFormat(_low())
        self._cursor.endEditBlock()

    def _parts(self, parts: Sequence[Part]) -> None:
        for plain, group in groupby(parts, key=_is_line):
            if plain:
                self._lines([run for part in group if isinstance(part, Block) for run in part.runs])
            else:
                for part in group:
                    self._part(part)

    def _part(self, part: Part) -> None:
        if isinstance(part, Card):
            self._card(part)
        elif isinstance(part, Table):
            self._table(part)
        else:
            self._block(part)

    def _lines(self, runs: Sequence[Run]) -> None:
        """Lines of plain text at once, since a long text has many."""
        if self._fresh:
            self._cursor.setBlockFormat(self._line_height(self._size()))
        else:
            self._cursor.insertBlock(self._line_height(self._size()))
        self._fresh = False
        position, words = self._cursor.position(), []
        for run in runs:
            line = with_plain_breaks(self._text[run.start : run.start + run.length])
            self.places.add(run, position)
            position += len(line.encode("utf-16-le", "surrogatepass")) // 2 + 1
            words.append(line)
        self._cursor.insertText("\n".join(words), self._styles[Style.PLAIN])

    def _card(self, card: Card) -> None:
        style = QTextFrameFormat()
        style.setBorder(1)
        style.setBorderStyle(_SOLID)
        style.setBorderBrush(self._theme.colour("line"))
        style.setBackground(self._theme.colour("paper"))
        style.setPadding(self._theme.tokens.space_4)
        style.setMargin(0)
        style.setBottomMargin(self._theme.tokens.space_4)
        if self._fresh:
            self._cursor.setBlockFormat(_low())
        self._cursor.insertFrame(style)
        self._fresh = True
        self._parts(card.blocks)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._fresh = True

    def _table(self, table: Table) -> None:
        columns = max((len(row) for row in table.rows), default=0)
        if not columns:
            return
        style = QTextTableFormat()
        style.setCellPadding(self._theme.tokens.space_1 + 1)
        style.setCellSpacing(0)
        style.setTopMargin(self._theme.tokens.space_2)
        style.setBottomMargin(self._theme.tokens.space_3)
        style.setBorder(1 if table.framed else 0)
        style.setBorderStyle(_SOLID)
        style.setBorderBrush(self._theme.colour("line_strong"))
        style.setBorderCollapse(True)
        if not table.framed and columns == 2:
            style.setColumnWidthConstraints(
                [QTextLength(QTextLength.Type.FixedLength, self._theme.scaled(_LABELS) * self._zoom), QTextLength()]
            )
        if self._fresh:
            self._cursor.setBlockFormat(_low())
        made = self._cursor.insertTable(len(table.rows), columns, style)
        bold = QTextCharFormat(self._styles[Style.PLAIN])
        bold.setFontWeight(QFont.Weight.Bold)
        for r, row in enumerate(table.rows):
            for c, runs in enumerate(row):
                cell = made.cellAt(r, c).firstCursorPosition()
                cell.setBlockFormat(self._line_height(self._size()))
                self._runs(cell, runs, bold if r == 0 and table.headed else None)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._fresh = True

    def _block(self, block: Block) -> None:
        style = self._block_style(block)
        if self._fresh:
            self._cursor.setBlockFormat(style)
        else:
            self._cursor.insertBlock(style)
        self._fresh = False
        base = self._base(block)
        if block.lead:
            self._cursor.insertText(f"{block.lead}{_AFTER_LEAD}", base or self._styles[Style.PLAIN])
        self._runs(self._cursor, block.runs, base)
        if not block.runs and base is not None:
            self._cursor.setBlockCharFormat(base)

    def _runs(self, cursor: QTextCursor, runs: Sequence[Run], base: QTextCharFormat | None) -> None:
        end = 0
        for number, run in enumerate(runs):
            if number and "\n" in self._text[end : run.start].replace("\r", "\n"):  # a line of a paragraph ended here
                cursor.insertText(" ", base or self._styles[Style.PLAIN])
            style = self._styles[run.style]
            if base is not None:
                mixed = QTextCharFormat(base)
                if run.style in (Style.ITALIC, Style.STRUCK):
                    mixed.merge(self._accents(run.style))
                style = mixed if run.style is not Style.CODE else style
            self.places.add(run, cursor.position())
            cursor.insertText(with_plain_breaks(self._text[run.start : run.start + run.length]), style)
            end = run.start + run.length

    # How things look

    def _size(self) -> int:
        return round(self._theme.tokens.text_reading * self._zoom)

    def _line_height(self, size: int) -> QTextBlockFormat:
        style = QTextBlockFormat()
        style.setLineHeight(ceil(size * _LINE_HEIGHT), _FIXED)
        return style

    def _block_style(self, block: Block) -> QTextBlockFormat:
        tokens, size = self._theme.tokens, self._size()
        style = self._line_height(size)
        if block.kind is Kind.HEADING:
            size = self._heading_size(block.level)
            style.setLineHeight(ceil(size * 1.35), _FIXED)
            style.setTopMargin(tokens.space_5 if block.level <= 2 else tokens.space_4)
            style.setBottomMargin(tokens.space_2)
            style.setHeadingLevel(min(6, max(1, block.level)))
        elif block.kind is Kind.NAME:
            style.setTopMargin(tokens.space_4)
            style.setBottomMargin(tokens.space_1)
        elif block.kind is Kind.ITEM:
            style.setLeftMargin(round(size * _INDENT) * (block.level + 1))
            font = QFontMetricsF(self._theme.serif(size))
            style.setTextIndent(-font.horizontalAdvance(f"{block.lead}{_AFTER_LEAD}"))
            style.setBottomMargin(tokens.space_1)
        elif block.kind is Kind.QUOTE:
            style.setLeftMargin(round(size * _INDENT) * (block.level + 1))
            style.setBottomMargin(tokens.space_2)
        elif block.kind is Kind.CODE:
            style.setLineHeight(ceil(self._code_size() * _LINE_HEIGHT), _FIXED)
            style.setBackground(self._theme.colour("paper"))
            style.setLeftMargin(tokens.space_3)
        elif block.kind is Kind.RULE:
            style.setProperty(QTextFormat.Property.BlockTrailingHorizontalRulerWidth, QTextLength())
            style.setBottomMargin(tokens.space_3)
        elif block.kind is Kind.PARAGRAPH:
            style.setTopMargin(tokens.space_2)
            style.setBottomMargin(tokens.space_3)
        return style

    def _base(self, block: Block) -> QTextCharFormat | None:
        """The look of all of a block's words; None where each run has its own."""
        style = QTextCharFormat()
        style.setForeground(self._theme.colour("ink"))
        if block.kind is Kind.HEADING:
            style.setFont(self._theme.serif(self._heading_size(block.level), QFont.Weight.Bold))
        elif block.kind is Kind.NAME:
            style.setFont(self._theme.sans(round(self._theme.tokens.text_small * self._zoom), QFont.Weight.DemiBold))
            style.setForeground(self._theme.colour("ink_soft"))
        elif block.kind is Kind.CODE:
            style.setFont(self._theme.fixed(self._code_size()))
        elif block.kind is Kind.QUOTE:
            style.setFont(self._theme.serif(self._size()))
            style.setForeground(self._theme.colour("ink_soft"))
        else:
            return None
        return style

    def _heading_size(self, level: int) -> int:
        return round(self._size() * (_LARGER[level - 1] if 1 <= level <= len(_LARGER) else 1.0))

    def _code_size(self) -> int:
        return round(self._theme.tokens.text * self._zoom)

    def _style(self, style: Style) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self._theme.serif(self._size()))
        made.setForeground(self._theme.colour("ink"))
        if style is Style.CODE:
            made.setFont(self._theme.fixed(self._code_size()))
            made.setBackground(QColor(self._theme.tokens.raised))
        elif style is Style.LABEL:
            made.setFont(self._theme.sans(round(self._theme.tokens.text_small * self._zoom)))
            made.setForeground(self._theme.colour("ink_soft"))
        elif style is Style.LINK:
            made.setForeground(self._theme.colour("accent"))
        else:
            made.merge(self._accents(style))
        return made

    def _accents(self, style: Style) -> QTextCharFormat:
        made = QTextCharFormat()
        if style is Style.BOLD:
            made.setFontWeight(QFont.Weight.Bold)
        elif style is Style.ITALIC:
            made.setFontItalic(True)
        elif style is Style.STRUCK:
            made.setFontStrikeOut(True)
        return made


def _is_line(part: Part) -> bool:
    """Whether a part is a line of plain text, which can be set together with others."""
    if not isinstance(part, Block) or part.kind is not Kind.LINE or part.lead:
        return False
    return len(part.runs) == 1 and part.runs[0].style is Style.PLAIN


def _low() -> QTextBlockFormat:
    """For a paragraph that Qt needs beside a table, and nobody should see."""
    style = QTextBlockFormat()
    style.setLineHeight(1, _FIXED)
    return style
