"""One turn of a conversation: the question, the evidence, the answer with its footnotes, and what went wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.answering.events import (
    Answer,
    Answered,
    Declined,
    Event,
    Evidence,
    Failed,
    Reading,
    Sentence,
    Source,
    Surveying,
    Token,
    Verified,
)
from desktop_app.judgements import Judgement, judgement_of
from desktop_app.ui.answer_view import AnswerView
from desktop_app.ui.controls import label
from desktop_app.ui.correction_box import CorrectionBox
from desktop_app.ui.evidence_cards import EvidenceCards
from desktop_app.ui.fate import Fates, Offline, never_offline
from desktop_app.ui.footnote_list import FootnoteList
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.receipt_view import ReceiptView
from desktop_app.ui.searched_for import SearchedFor
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr
from desktop_app.ui.turn_footer import TurnFooter
from desktop_app.ui.turn_notice import TurnNotice
from desktop_app.ui.turn_stage import FINAL, Stage, stage_text
from indexer.errors import Problem

REPAINT_MS = 100
_PAUSE_SHARE = 5  # a repaint that took long is followed by a pause this many times as long


class TurnView(QWidget):
    """Feed it events, or a finished answer. Signals: `source_requested(target)`, `link_clicked(address)`,
    `retry_requested()`, `search_changed(query)`, `judged(judgement)` (None: taken back), `trace_requested(id)`,
    `models_requested()`, `grown()` after text was drawn, `finishing()` before the whole of a new answer is,
    `unfolded(part)` when a part of it opened. Parts that few turns need are made when they are first wanted: all of
    them at once stop the window for a moment."""

    source_requested = Signal(object)
    link_clicked = Signal(str)
    retry_requested = Signal()
    search_changed = Signal(str)
    judged = Signal(object)
    trace_requested = Signal(str)
    models_requested = Signal()
    grown = Signal()
    finishing = Signal()
    unfolded = Signal(object)

    def __init__(
        self,
        theme: Theme,
        question: str,
        parent: QWidget | None = None,
        clock: Callable[[], float] = time.monotonic,
        offline: Offline = never_offline,
        as_written: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.as_written = as_written
        self._offline = offline
        self._clock = clock
        self._since = clock()
        self.question = question
        self.stage = Stage.SEARCHING
        self._reading: Reading | None = None
        self._surveying: Surveying | None = None
        self._pieces: list[str] = []
        self._sentences: dict[int, Sentence] = {}
        self._sources: dict[int, Source] = {}
        self._pause_ms = REPAINT_MS
        self.answer: Answer | None = None
        self._build()
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.timeout.connect(self._render)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._say_stage)

    def _build(self) -> None:
        theme, tokens = self._theme, self._theme.tokens
        self._question = label(self.question, wrap=True)
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.searched = SearchedFor(theme)
        self.evidence = EvidenceCards(theme, offline=self._offline)
        self.text = AnswerView(theme, offline=self._offline)
        self._status = label(tone="soft")
        self.footer = TurnFooter(theme)
        self.footnotes = FootnoteList(theme, offline=self._offline)
        for hidden in (self.evidence, self.text, self._status, self.footer):
            hidden.hide()
        inset = tokens.space_4  # the text of cards, question and answer stand in one line
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.space_3)
        for part in (self._question, self.searched, self._status, self.footer, self.footnotes):
            part.setContentsMargins(inset, 0, inset, 0)
        column = QVBoxLayout()
        column.setContentsMargins(inset, 0, inset, 0)
        column.addWidget(self.text)
        layout.addWidget(self._question)
        layout.addWidget(self.searched)
        layout.addWidget(self.evidence)
        layout.addLayout(column)
        for each in (self._status, self.footer, self.footnotes):
            layout.addWidget(each)
        self.searched.changed.connect(self.search_changed)
        self.evidence.opened.connect(self.source_requested)
        self.footnotes.opened.connect(self.source_requested)
        self.text.footnote_opened.connect(self._open_footnote)
        self.text.link_clicked.connect(self.link_clicked)
        self.footer.retry_requested.connect(self.retry_requested)
        self.footer.trace_requested.connect(self.trace_requested)
        self.footer.thumbs.pressed.connect(self._judge)
        theme.on_change(self._dress)

    @cached_property
    def notice(self) -> TurnNotice:
        notice = TurnNotice(self._theme)
        notice.hide()
        notice.retry_requested.connect(self.retry_requested)
        notice.models_requested.connect(self.models_requested)
        self._layout.insertWidget(self._layout.indexOf(self._status) + 1, notice)
        return notice

    @cached_property
    def receipt(self) -> ReceiptView:
        receipt = ReceiptView(self._theme)
        receipt.hide()
        receipt.unfolded.connect(lambda: self.unfolded.emit(receipt))
        receipt.setContentsMargins(self._theme.tokens.space_4, 0, self._theme.tokens.space_4, 0)
        self._layout.insertWidget(self._layout.indexOf(self.footer), receipt)
        return receipt

    @cached_property
    def correction(self) -> CorrectionBox:
        correction = CorrectionBox(self._theme)
        correction.opened.connect(lambda: self.unfolded.emit(correction))
        correction.corrected.connect(lambda text: self._correct(correction=text))
        correction.not_there.connect(lambda: self._correct(not_there=True))
        self._layout.insertWidget(self._layout.indexOf(self.footer) + 1, correction)
        return correction

    @property
    def finished(self) -> bool:
        return self.stage in FINAL

    @property
    def markdown(self) -> str:
        """The answer's text so far."""
        return self.answer.answer if self.answer is not None else "".join(self._pieces)

    def begin(self) -> None:
        """The question was sent: say what is being waited for."""
        self._since = self._clock()
        self._set_stage(Stage.SEARCHING)

    def handle(self, event: Event) -> None:
        """Take the next event of this turn. What comes after the last one is ignored."""
        if self.finished:
            return
        match event:
            case Evidence():
                self.searched.show_query(event.query, self.question)
                self.evidence.show_evidence(event.query, event.sentences, event.coverage, event.milliseconds)
                self.evidence.show()
            case Reading():
                self._reading = event
                self._since = self._clock()
                self._set_stage(Stage.READING)
            case Surveying():
                self._surveying = event
                if self.stage is not Stage.STOPPING:
                    self._set_stage(Stage.SURVEYING)
            case Token():
                self._pieces.append(event.text)
                if self.stage is not Stage.STOPPING:
                    self._set_stage(Stage.WRITING)
                self._schedule()
            case Verified():
                self._sentences[event.index] = event.sentence
                self._sources.update((source.n, source) for source in event.sources)
                self._schedule()
            case Declined():
                self._finish(event.answer, Stage.DECLINED)
            case Answered():
                self._finish(event.answer, Stage.ANSWERED)
            case Failed():
                self.fail(event.problem)

    def show_fates(self, fates: Fates) -> None:
        """Mark the footnotes whose files changed since the answer, or are gone."""
        self.text.show_fates(fates)
        self.footnotes.show_fates(fates)

    def show_answer(self, answer: Answer) -> None:
        """Show a turn from history: evidence folded where an answer followed from it."""
        if answer.receipt is None:  # else everything was read, not what a search found
            self.evidence.show_evidence(
                answer.query or answer.question,
                answer.evidence,
                answer.coverage,
                answer.milliseconds.evidence,
                folded=bool(answer.sources),
            )
            self.evidence.show()
        self._finish(answer, Stage.DECLINED if answer.declined else Stage.ANSWERED, announce=False)

    def fail(self, problem: Problem) -> None:
        """The request failed: say so below what is there already."""
        self._render()
        kept = tr("What was written so far stays here.") if self._pieces else tr("Your question is kept.")
        if not self.evidence.isHidden():
            kept = f"{kept} {tr('The passages found stay here, and open as usual.')}"
        self.notice.show_failed(problem, kept)
        self.notice.show()
        self._set_stage(Stage.FAILED)
        self._announce(in_full(problem))

    def stopping(self) -> None:
        """The person pressed Stop; what was written is still checked."""
        if not self.finished:
            self._set_stage(Stage.STOPPING)

    def end(self) -> None:
        """The stream ended without a last event."""
        if not self.finished:
            self._render()
            self._set_stage(Stage.ENDED)

    def beside(self, target: object) -> tuple[object, ...]:
        """What belongs with `target`, itself included: the footnotes of the answer or the passages of the evidence;
        empty when it is of another turn."""
        for group in (tuple(self._sources[n] for n in sorted(self._sources)), self.evidence.targets):
            if target in group:
                return group
        return ()

    def _finish(self, answer: Answer, stage: Stage, *, announce: bool = True) -> None:
        self.answer = answer
        if answer.query:  # evidence told it before, unless everything was read
            self.searched.show_query(answer.query, self.question)
        self._sentences = dict(enumerate(answer.sentences))
        self._sources = {source.n: source for source in answer.sources}
        if announce:
            self.finishing.emit()
        if stage is Stage.DECLINED:
            self.evidence.set_title(tr("Nearest passages") if answer.evidence else tr("Searched"))
            self._layout.insertWidget(self._layout.indexOf(self.evidence), self.notice)  # first that, then the misses
            self.notice.show_declined(answer)
            self.notice.show()
            self.text.hide()
            self._repaint.stop()
        else:
            self._render()
        if answer.receipt is not None:
            self.receipt.show_receipt(answer.receipt)
        self.footer.show_answer(answer)
        self.footer.show()
        self.footnotes.show_sources(answer.sources, answer.query or answer.question)
        self._set_stage(stage)
        if announce:
            self._announce(self.notice.accessibleName() if stage is Stage.DECLINED else self.footer.summary)

    # What the person thinks of it

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Show what was thought of the answer; None: nothing."""
        self.footer.thumbs.show_judged(judgement.good if judgement is not None else None)
        if (judgement is None or judgement.good) and "correction" in vars(self):
            self.correction.hide()

    def _judge(self, good: bool) -> None:
        if self.answer is None:
            return
        if self.footer.thumbs.judged is good:
            self.judged.emit(None)
            return
        judgement = judgement_of(self.answer, good=good)
        self.judged.emit(judgement)
        if not good:
            self.correction.ask(judgement)

    def _correct(self, *, correction: str = "", not_there: bool = False) -> None:
        if self.answer is not None:
            self.judged.emit(judgement_of(self.answer, good=False, correction=correction, not_there=not_there))

    def _open_footnote(self, n: int) -> None:
        source = self._sources.get(n)
        if source is not None:
            self.source_requested.emit(source)

    def _schedule(self) -> None:
        if not self._repaint.isActive():
            self._repaint.start(self._pause_ms)

    def _render(self) -> None:
        self._repaint.stop()
        markdown = self.markdown
        if not markdown.strip():
            return
        began = time.perf_counter()
        sentences = [self._sentences[index] for index in sorted(self._sentences)]
        self.text.set_answer(markdown, sentences, list(self._sources.values()))
        self.text.show()
        self.grown.emit()
        took_ms = (time.perf_counter() - began) * 1000
        self._pause_ms = max(REPAINT_MS, round(took_ms * _PAUSE_SHARE))

    def _set_stage(self, stage: Stage) -> None:
        self.stage = stage
        if stage in FINAL:
            self._tick.stop()
        elif not self._tick.isActive():
            self._tick.start()
        self._say_stage()

    def _say_stage(self) -> None:
        elapsed = self._clock() - self._since
        text = stage_text(self.stage, self._reading, self._surveying, elapsed, written=bool(self._pieces))
        self._status.setText(text)
        self._status.setVisible(bool(text))

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self._question.setFont(self._theme.sans(tokens.text_heading, QFont.Weight.DemiBold))
        self._status.setFont(self._theme.tabular(tokens.text_small))
