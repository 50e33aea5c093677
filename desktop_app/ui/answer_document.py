"""An answer as a QTextDocument: safe Markdown, footnote chips behind sentences, marks on what is not borne out.

Chips and marks are put into the *rendered* document, at the places that `answer_alignment` finds. A link that the
model wrote can therefore never pass for a footnote: chips carry a property of their own, and `cite:` addresses in the
Markdown lose their link.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from desktop_app.answering.events import Sentence, Support
from desktop_app.ui.answer_alignment import Alignment, align
from desktop_app.ui.answer_dress import BELOW, CODE_PROPERTY, dress
from desktop_app.ui.answer_look import AnswerLook
from desktop_app.ui.links import footnote_address
from desktop_app.ui.translation import later, tr

CHIP_PROPERTY = QTextFormat.Property.UserProperty.value + 1
SIGNS = {Support.SUPPORTED: "✓", Support.PARTIAL: "◐", Support.UNSUPPORTED: "○"}
WORDS = {
    Support.SUPPORTED: later("supported"),
    Support.PARTIAL: later("partly supported"),
    Support.UNSUPPORTED: later("not supported"),
}
WORD_JOINER = "\u2060"
_THIN_SPACE = "\u202f"
_UNDERLINES = {
    Support.PARTIAL: QTextCharFormat.UnderlineStyle.DashUnderline,
    Support.UNSUPPORTED: QTextCharFormat.UnderlineStyle.WaveUnderline,
}
_MARKDOWN = QTextDocument.MarkdownFeature(
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub.value | QTextDocument.MarkdownFeature.MarkdownNoHTML.value
)


@dataclass(frozen=True)
class Chip:
    """A footnote's number in the document: `length` characters from `position`, behind sentence `sentence`."""

    n: int
    position: int
    length: int
    sentence: int


@dataclass(frozen=True)
class Span:
    """The stretch of the document (QTextCursor positions) that sentence `sentence` takes."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class Rendered:
    chips: tuple[Chip, ...]
    spans: tuple[Span, ...]


def render(document: QTextDocument, markdown: str, sentences: Sequence[Sentence], look: AnswerLook) -> Rendered:
    """Fill `document` with the answer and say where its chips and sentences are, both in reading order. Sentences
    that were not rendered at all (a comment, say) have neither."""
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(look.text)
    document.setMarkdown(markdown, _MARKDOWN)
    edit = QTextCursor(document)
    edit.beginEditBlock()  # laid out once, at the end
    try:
        dress(document, look)
        return _annotate(document, markdown, sentences, look) if sentences else Rendered((), ())
    finally:
        edit.endEditBlock()


def _annotate(document: QTextDocument, markdown: str, sentences: Sequence[Sentence], look: AnswerLook) -> Rendered:
    text = document.toRawText()
    alignment = align(markdown, text)
    units = [0, *accumulate(2 if ord(char) > 0xFFFF else 1 for char in text)]  # Qt counts UTF-16 units
    marked: list[_Marked] = []
    for index in reversed(range(len(sentences))):  # from the end, so that earlier positions stay what they are
        sentence = sentences[index]
        place = _place(alignment, markdown, text, sentence)
        if place is None:
            continue
        start, end = units[place[0]], units[place[1]]
        before = document.characterCount()
        at, chips = _mark(document, index, sentence, start, end, look)
        marked.append(_Marked(Span(index, start, end), at, document.characterCount() - before, chips))
    return _settled(list(reversed(marked)))


@dataclass(frozen=True)
class _Marked:
    """A sentence as it was marked: at `at` the document grew by `grown`. Positions do not yet count what was put in
    for earlier sentences."""

    span: Span
    at: int
    grown: int
    chips: list[Chip]


def _settled(marked: list[_Marked]) -> Rendered:
    """Where everything stands once every sentence was marked. What belongs to code stands below its block, and so
    behind the spans of later sentences of the same block."""
    places = [each.at for each in marked]
    grown = [0, *accumulate(each.grown for each in marked)]
    chips: list[Chip] = []
    spans: list[Span] = []
    for index, each in enumerate(marked):
        chips.extend(replace(chip, position=chip.position + grown[index]) for chip in each.chips)
        by = grown[bisect_right(places, each.span.start, 0, index)]
        spans.append(replace(each.span, start=each.span.start + by, end=each.span.end + by))
    return Rendered(tuple(chips), tuple(spans))


def _place(alignment: Alignment, markdown: str, text: str, sentence: Sentence) -> tuple[int, int] | None:
    """Where the sentence stands in `text`, the punctuation that ends it included."""
    raw_end = sentence.start + sentence.length
    span = alignment.span(sentence.start, raw_end)
    if span is None:
        return None
    start, end = span
    tail = iter(markdown[_behind_last_letter(markdown, sentence.start, raw_end) : raw_end])
    while end < len(text) and not text[end].isalnum() and text[end] not in "\u2029\u2028\ufdd0\ufdd1":
        if text[end] not in tail:  # consumes the iterator up to the match
            break
        end += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _behind_last_letter(markdown: str, start: int, end: int) -> int:
    while end > start and not markdown[end - 1].isalnum():
        end -= 1
    return end


def _mark(
    document: QTextDocument, index: int, sentence: Sentence, start: int, end: int, look: AnswerLook
) -> tuple[int, list[Chip]]:
    """Underline the sentence where it needs it and put its chips (and the word that says why) behind it; where that
    was, and the chips."""
    colour = look.support[sentence.support]
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    style = _UNDERLINES.get(sentence.support)
    if style is not None:
        underline = QTextCharFormat()
        underline.setUnderlineStyle(style)
        underline.setUnderlineColor(colour)
        cursor.mergeCharFormat(underline)
    if style is None and not sentence.citations:
        return end, []
    cursor.setPosition(end)  # the selection's own end is the start of a cell where it spans several
    at, plain = _behind(cursor, look)
    chips: list[Chip] = []
    for order, n in enumerate(sentence.citations):
        cursor.insertText(_THIN_SPACE if order else WORD_JOINER, plain)
        position = cursor.position()
        cursor.insertText(str(n), _chip_format(n, look))
        chips.append(Chip(n, position, cursor.position() - position, index))
    if style is not None:
        word = QTextCharFormat()
        word.setFont(look.mark)
        word.setForeground(colour)
        cursor.insertText(f"{_THIN_SPACE}{SIGNS[sentence.support]}{_THIN_SPACE}{_glued(sentence.support)}", word)
    return at, chips


def _glued(support: Support) -> str:
    """The word that goes with a mark, kept on one line."""
    return tr(WORDS[support]).replace(" ", "\u00a0")


def _behind(cursor: QTextCursor, look: AnswerLook) -> tuple[int, QTextCharFormat]:
    """Move `cursor` out of a block of code into the paragraph below it; the position where
    the document grows, and the format of what is written there."""
    plain = QTextCharFormat()
    plain.setFont(look.text)
    frame = cursor.currentFrame()
    if not frame.frameFormat().hasProperty(CODE_PROPERTY):
        return cursor.position(), plain
    cursor.setPosition(frame.lastPosition() + 1)
    at = cursor.position()
    if not cursor.block().blockFormat().hasProperty(CODE_PROPERTY):  # not yet the paragraph of its footnotes
        if cursor.block().length() > 1:
            cursor.insertBlock(cursor.blockFormat(), plain)
            cursor.setPosition(at)
        paragraph = QTextBlockFormat()
        paragraph.setLineHeight(look.line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        paragraph.setBottomMargin(BELOW)
        paragraph.setProperty(CODE_PROPERTY, True)
        cursor.setBlockFormat(paragraph)
    return at, plain


def _chip_format(n: int, look: AnswerLook) -> QTextCharFormat:
    chip = QTextCharFormat()
    chip.setFont(look.chip)
    chip.setForeground(look.accent)
    chip.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    chip.setAnchor(True)
    chip.setAnchorHref(footnote_address(n))
    chip.setProperty(CHIP_PROPERTY, n)
    return chip
