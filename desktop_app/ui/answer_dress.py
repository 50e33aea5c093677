"""Dresses a document made from Markdown: type, spacing, code, tables; and takes out what must not be there."""

from __future__ import annotations

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from desktop_app.ui.answer_look import AnswerLook
from desktop_app.ui.links import Website, classify
from desktop_app.ui.translation import tr

CODE_PROPERTY = QTextFormat.Property.UserProperty.value + 2  # on the frame of code, and on the paragraph of its chips
LARGE_HEADINGS = 2  # levels; smaller ones are bold text
BELOW = 12  # pixels below a paragraph
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_INDENT = 1.3  # times the size of the text: a bullet and its gap
_CODE_LINE = 1.45


def dress(document: QTextDocument, look: AnswerLook) -> None:
    """Give every block its place and every stretch of text its type. Links keep working only where `links` allows
    them, and pictures become their description, since nothing is ever loaded."""
    document.setDocumentMargin(0)
    root = document.rootFrame().frameFormat()
    root.setTopMargin(4)  # room for a superscript in the first line
    document.rootFrame().setFrameFormat(root)
    document.setIndentWidth(round(look.text.pixelSize() * _INDENT))
    _disarm(document)
    for block in _blocks(document):
        _dress_block(block, look)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, look)
    _frame_code(document, look)
    _collapse_gaps(document)


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    blocks = []
    block = document.begin()
    while block.isValid():
        blocks.append(block)
        block = block.next()
    return blocks


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Position, length and format of each stretch of one format."""
    pieces = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        pieces.append((fragment.position(), fragment.length(), fragment.charFormat()))
        at += 1
    return pieces


def _disarm(document: QTextDocument) -> None:
    pieces = [piece for block in _blocks(document) for piece in _pieces(block)]
    cursor = QTextCursor(document)
    for position, length, style in reversed(pieces):
        if not style.isImageFormat() and not style.isAnchor():
            continue
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        if style.isImageFormat():
            described = str(style.property(QTextFormat.Property.ImageAltText) or "").strip()
            cursor.insertText(
                tr("[picture: {text}]", text=described) if described else tr("[picture]"), QTextCharFormat()
            )
        elif not isinstance(classify(style.anchorHref()), Website):
            plain = QTextCharFormat(style)
            plain.setAnchor(False)
            plain.setAnchorHref("")
            cursor.setCharFormat(plain)


def _dress_block(block: QTextBlock, look: AnswerLook) -> None:
    style = block.blockFormat()
    code = _is_code(block)
    quoted = style.intProperty(QTextFormat.Property.BlockQuoteLevel)
    style.setTopMargin(0)
    style.setBottomMargin(BELOW)
    style.setLineHeight(look.line, _FIXED)
    if code:
        style.setNonBreakableLines(False)
        style.setLineHeight(round(look.code.pixelSize() * _CODE_LINE), _FIXED)
        style.setBottomMargin(0)
    elif style.headingLevel():
        size = look.heading if style.headingLevel() <= LARGE_HEADINGS else look.text
        style.setLineHeight(round(size.pixelSize() * 1.4), _FIXED)
        style.setTopMargin(8 if block.previous().isValid() else 0)
        style.setBottomMargin(6)
    elif block.textList() is not None and block.next().isValid() and block.next().textList() is not None:
        style.setBottomMargin(4)
    if quoted:
        style.setLeftMargin(16 * quoted)
    QTextCursor(block).setBlockFormat(style)
    _dress_text(block, look, code=code, quoted=bool(quoted), heading=style.headingLevel())


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _dress_text(block: QTextBlock, look: AnswerLook, *, code: bool, quoted: bool, heading: int) -> None:
    """Give type to what differs from plain text, which the document's font and the widget's palette dress."""
    cursor = QTextCursor(block.document())
    for position, length, style in _pieces(block):
        fixed = code or style.fontFixedPitch()
        if not (fixed or quoted or heading or style.isAnchor()):
            continue
        dressed = QTextCharFormat()
        dressed.setFont(look.code if fixed else (look.heading if 0 < heading <= LARGE_HEADINGS else look.text))
        dressed.setFontWeight(style.fontWeight())
        dressed.setFontItalic(style.fontItalic())
        dressed.setFontStrikeOut(style.fontStrikeOut())
        if quoted:
            dressed.setForeground(look.soft)
        if fixed and not code:
            dressed.setBackground(look.raised)
        if style.isAnchor():
            dressed.setAnchor(True)
            dressed.setAnchorHref(style.anchorHref())
            dressed.setForeground(look.accent)
            dressed.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(dressed)


def _frame_code(document: QTextDocument, look: AnswerLook) -> None:
    """Put each run of code lines into a frame, which has a ground and a padding where blocks only have a ground."""
    runs: list[tuple[int, int]] = []
    for block in _blocks(document):
        if not _is_code(block):
            continue
        end = block.position() + block.length() - 1
        if runs and runs[-1][1] + 1 == block.position():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((block.position(), end))
    style = QTextFrameFormat()
    style.setBackground(look.raised)
    style.setPadding(10)
    style.setBottomMargin(BELOW)
    style.setBorder(0)
    style.setProperty(CODE_PROPERTY, True)
    cursor = QTextCursor(document)
    for start, end in reversed(runs):
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertFrame(style)


def _dress_table(table: QTextTable, look: AnswerLook) -> None:
    style = table.format()
    style.setBorder(1)
    style.setBorderBrush(look.hairline)
    style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    style.setBorderCollapse(True)
    style.setCellPadding(5)
    style.setCellSpacing(0)
    style.setTopMargin(2)
    style.setBottomMargin(BELOW)
    style.setWidth(QTextLength())
    table.setFormat(style)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            cursor = cell.firstCursorPosition()
            if cursor.block().length() == 1 and cell.lastCursorPosition().position() > cursor.position():
                cursor.deleteChar()  # Qt's reader leaves an empty block in the first cell behind a block of code
            block = cursor.blockFormat()
            block.setBottomMargin(0)
            cursor.setBlockFormat(block)
            if row < style.headerRowCount():
                bold = QTextCharFormat()
                bold.setFontWeight(QFont.Weight.DemiBold)
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(bold)


def _collapse_gaps(document: QTextDocument) -> None:
    """Blocks that only exist because a frame or table must stand between two blocks take no height, and nothing
    stands below the last one."""
    for frame in document.rootFrame().childFrames():
        for block in (
            document.findBlock(frame.firstPosition() - 1),
            document.findBlock(frame.lastPosition() + 1),
        ):
            if block.isValid() and block.length() == 1 and QTextCursor(block).currentFrame() != frame:
                style = QTextBlockFormat()
                style.setLineHeight(0.5, _FIXED)
                QTextCursor(block).setBlockFormat(style)
    last = document.lastBlock()
    style = last.blockFormat()
    style.setBottomMargin(0)
    QTextCursor(last).setBlockFormat(style)
