"""The text of one answer: streams in, then carries footnotes that mouse and keyboard can reach.

It has no scroll bars of its own: it is as tall as its text, and the conversation around it scrolls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QToolTip, QWidget

from desktop_app.answering.events import Sentence, Source
from desktop_app.ui.answer_document import SIGNS, WORD_JOINER, Chip, Rendered, Span, render
from desktop_app.ui.answer_look import AnswerLook
from desktop_app.ui.fate import Fate, Fates, Offline, never_offline
from desktop_app.ui.hover_text import footnote_spoken, sentence_hover
from desktop_app.ui.links import Website, classify
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_REACH = 5  # pixels around a footnote's small digits that still count as it


@dataclass(frozen=True)
class Pointed:
    """A footnote that the pointer is on or the keyboard came to, as `chips[chip]`: its source, what became of its
    file, and whether that is `away` with its drive."""

    source: Source
    chip: int
    fate: Fate | None
    away: bool


class AnswerView(QTextBrowser):
    """Signals: `footnote_opened(n)`; `pointed(Pointed or None)` when pointer or keyboard came to a footnote, or left
    it or opened it; `link_clicked(address)` for an `https` link, which is for others to open; `focus_moved(rect)` when
    the keyboard came to the footnote at `rect` of this widget."""

    footnote_opened = Signal(int)
    pointed = Signal(object)
    link_clicked = Signal(str)
    focus_moved = Signal(QRect)

    def __init__(self, theme: Theme, parent: QWidget | None = None, offline: Offline = never_offline) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offline = offline
        self._markdown = ""
        self._sentences: tuple[Sentence, ...] = ()
        self._sources: dict[int, Source] = {}
        self._fates: Fates = {}
        self._rendered = Rendered((), ())
        self._current: int | None = None
        self._hovered: Chip | None = None
        self._pressed: Chip | None = None
        self._rendering = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("QTextBrowser { background: transparent; border: 0; padding: 0; }")
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(tr("Answer"))
        self.anchorClicked.connect(self._follow)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.changed.connect(self._render)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The footnotes in the text, in reading order."""
        return self._rendered.chips

    @property
    def spans(self) -> tuple[Span, ...]:
        return self._rendered.spans

    def set_answer(self, markdown: str, sentences: Sequence[Sentence] = (), sources: Sequence[Source] = ()) -> None:
        """Show `markdown`, with the verdicts known so far. What was selected or focused stays so where it can."""
        self._markdown = markdown
        self._sentences = tuple(sentences)
        self._sources = {source.n: source for source in sources}
        self._render()

    def chip_rect(self, chip: Chip) -> QRectF:
        """Where a footnote is drawn, in the viewport's coordinates."""
        before = QTextCursor(self.document())
        before.setPosition(chip.position)
        behind = QTextCursor(self.document())
        behind.setPosition(chip.position + chip.length)
        left, right = self.cursorRect(before), self.cursorRect(behind)
        return QRectF(left.left(), left.top(), max(4, right.left() - left.left()), left.height())

    def loadResource(self, type: int, name: QUrl | str) -> None:  # noqa: ARG002 - Qt's names
        """Nothing is ever loaded for an answer: no picture, no style sheet, from no place."""
        return

    def createMimeDataFromSelection(self) -> QMimeData:
        copied = QMimeData()
        copied.setText(self.textCursor().selection().toPlainText().replace(WORD_JOINER, ""))
        return copied

    # Keyboard

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from footnote to footnote, then on to the next widget."""
        step = 1 if next else -1
        at = (self._current if self._current is not None else (-1 if next else len(self.chips))) + step
        if self.hasFocus() and 0 <= at < len(self.chips):
            self._go_to(at)
            return True
        self._set_current(None)
        return QWidget.focusNextPrevChild(self, next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.chips and event.reason() == Qt.FocusReason.TabFocusReason:
            self._go_to(0)
        elif self.chips and event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._go_to(len(self.chips) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self._current is not None:
            self._set_current(None)
            self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._current is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pointed.emit(None)
            self.footnote_opened.emit(self.chips[self._current].n)
        elif event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.SelectAll):
            super().keyPressEvent(event)
        else:
            event.ignore()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._chip_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        self.pointed.emit(None)
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseReleaseEvent(event)
            return
        if self._chip_at(event.position()) == self._pressed:
            self._set_current(self.chips.index(self._pressed))
            self.footnote_opened.emit(self._pressed.n)
        self._pressed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        chip = self._chip_at(event.position())
        if not event.buttons():
            self._hover(chip)
        over = chip is not None or self._website_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.hover_text(event.pos())
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def _hover(self, chip: Chip | None) -> None:
        if chip != self._hovered:
            self._hovered = chip
            self.pointed.emit(self._pointed_at(chip) if chip is not None else None)

    def _go_to(self, at: int) -> None:
        """The keyboard came to a footnote."""
        self._set_current(at)
        self.pointed.emit(self._pointed_at(self.chips[at]))

    def _pointed_at(self, chip: Chip) -> Pointed | None:
        source = self._sources.get(chip.n)
        if source is None:
            return None
        return Pointed(source, self.chips.index(chip), self._fate(chip.n), self._offline(source.path))

    def show_fates(self, fates: Fates) -> None:
        """Mark the footnotes whose files are not as they were."""
        self._fates = fates
        self.viewport().update()

    def _fate(self, n: int) -> Fate | None:
        """None for a file that is offline, too: with its drive away it is not gone."""
        source = self._sources.get(n)
        return None if source is None or self._offline(source.path) else self._fates.get(n)

    def hover_text(self, at: QPoint) -> str:
        """What hovering over a point of the viewport tells: a sentence's verdict; a link's host. A footnote has a card
        of its own. Rich text of our making, with everything from documents escaped."""
        if self._chip_at(QPointF(at)) is not None:
            return ""
        website = self._website_at(at)
        if website is not None:
            return tr("Opens {host} after asking", host=website.host)
        position = self.cursorForPosition(at).position()
        for span in self.spans:
            if span.start <= position <= span.end:
                sentence = self._sentences[span.sentence]
                return sentence_hover(sentence, SIGNS[sentence.support])
        return ""

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("partly"), 1.5, Qt.PenStyle.DotLine))
        for chip in self.chips if self._fates else ():
            if self._fate(chip.n) is not None:
                rect = self.chip_rect(chip)
                below = self._under(rect)
                painter.drawLine(QPointF(rect.left(), below), QPointF(rect.right(), below))
        if self._current is None or not self.hasFocus():
            return
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        rect = self.chip_rect(self.chips[self._current])
        height = self._under(rect) - rect.top()
        painter.drawRoundedRect(QRectF(rect.left() - 3, rect.top(), rect.width() + 6, height), 4, 4)

    def _under(self, chip: QRectF) -> float:
        """Below a chip's number, which stands high in its line."""
        return chip.top() + min(chip.height(), self._theme.tokens.text_small * 1.4)

    def _render(self) -> None:
        selected = self.textCursor()
        anchor, position = selected.anchor(), selected.position()
        self._rendering = True
        self._rendered = render(self.document(), self._markdown, self._sentences, AnswerLook.of(self._theme))
        self._rendering = False
        if self._current is not None and self._current >= len(self.chips):
            self._current = None
        last = self.document().characterCount() - 1
        if anchor != position and max(anchor, position) <= last:
            selected = QTextCursor(self.document())
            selected.setPosition(anchor)
            selected.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(selected)
        self._fit()

    def _fit(self) -> None:
        if self._rendering:  # what stands there halfway is no height to jump to
            return
        height = ceil(self.document().size().height()) + 2
        if height != self.height():
            self.setFixedHeight(height)

    def _set_current(self, at: int | None) -> None:
        if at == self._current:
            return
        self._current = at
        self.viewport().update()
        source = self._sources.get(self.chips[at].n) if at is not None else None
        spoken = footnote_spoken(source, self._fate(source.n)) if source else ""
        self.setAccessibleDescription(spoken)
        if at is not None:
            self.focus_moved.emit(self.chip_rect(self.chips[at]).toRect())
        if source is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def _chip_at(self, point: QPointF) -> Chip | None:
        for chip in self.chips:
            if self.chip_rect(chip).adjusted(-_REACH, -_REACH, _REACH, 0).contains(point):
                return chip
        return None

    def _website_at(self, point: QPoint) -> Website | None:
        link = classify(self.anchorAt(point))
        return link if isinstance(link, Website) else None

    def _follow(self, url: QUrl) -> None:
        link = classify(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if isinstance(link, Website):
            self.link_clicked.emit(link.address)
