"""The line below an answer: what its check found, how long it took, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_app.answering.events import Answer, Support
from desktop_app.ui.answer_copy import as_markdown, as_plain_text, figures, took, verdict
from desktop_app.ui.answer_document import SIGNS
from desktop_app.ui.answer_words import number
from desktop_app.ui.controls import IconButton, button, label
from desktop_app.ui.theme import Theme
from desktop_app.ui.thumbs import Thumbs
from desktop_app.ui.translation import tr

_TONES = {Support.SUPPORTED: "supported", Support.PARTIAL: "partly", Support.UNSUPPORTED: "unsupported"}
_SAID_MS = 1500  # that the button says “copied”


class TurnFooter(QWidget):
    """Signals: `retry_requested()`, `trace_requested(id)`; `menu_opening(menu)` for others to add to it."""

    retry_requested = Signal()
    trace_requested = Signal(str)
    menu_opening = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._answer: Answer | None = None
        self._parts: list[tuple[Support, str]] = []
        self._figures: list[tuple[Support, str]] = []  # where there is no room for words
        self._details = ""
        self._verdict = label(tone="soft")
        self._verdict.setTextFormat(Qt.TextFormat.RichText)
        self._verdict.setMinimumWidth(1)
        self._trace = button(tr("trace"), self._show_trace, "quiet")
        self._trace.setToolTip(tr("How this answer came about"))
        self._trace.setAccessibleName(tr("Show the trace of this answer"))
        self.thumbs = Thumbs(theme)
        self._copy = IconButton(theme, "copy", tr("Copy with footnotes"))
        self._copy.clicked.connect(self.copy_text)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._forget_copy)
        self._retry = IconButton(theme, "retry", tr("Ask again"))
        self._retry.clicked.connect(self.retry_requested)
        self._more = IconButton(theme, "more", tr("More"))
        self._more.clicked.connect(self._show_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._verdict)
        layout.addWidget(self._trace)
        layout.addStretch(1)
        for each in (self.thumbs, self._copy, self._retry, self._more):
            layout.addWidget(each)
        theme.on_change(self._dress)

    def show_answer(self, answer: Answer) -> None:
        self._answer = answer
        self._parts = verdict(answer.sentences) if answer.sentences and not answer.declined else []
        self._figures = figures(answer.sentences) if self._parts else []
        usage = answer.usage
        tokens = tr(
            "{read} tokens read, {written} written.",
            read=number(usage.prompt_tokens),
            written=number(usage.completion_tokens),
        )
        model = f"{answer.model}: " if answer.model else ""
        in_all = tr("{milliseconds} ms in all.", milliseconds=number(round(answer.milliseconds.total)))
        self._details = f"{in_all} {model}{tokens}"
        self._show_verdict()
        self._trace.setVisible(bool(answer.trace))
        self.thumbs.setVisible(bool(answer.trace) and not answer.stopped)

    @property
    def summary(self) -> str:
        """The verdict as it is shown."""
        return " · ".join(f"{SIGNS[support]} {text}" for support, text in self._parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_verdict()

    def _show_verdict(self) -> None:
        """Each part with its sign in its colour, in figures alone where words have no room; our own words only, so
        that rich text is safe."""
        if self._answer is None:
            return
        facts = ([tr("stopped")] if self._answer.stopped else []) + [took(self._answer)]
        whole = " · ".join([self.summary, *facts])
        has_room = self._verdict.fontMetrics().horizontalAdvance(f"{whole} ·") <= self._room()
        parts = [
            f"<span style='color: {getattr(self._theme.tokens, _TONES[support])}'>{SIGNS[support]} {text}</span>"
            for support, text in (self._parts if has_room else self._figures)
        ]
        self._verdict.setText(" · ".join([*parts, *facts] if has_room or not parts else parts) + " ·")
        self._verdict.setToolTip(self._details if has_room else f"{whole}\n{self._details}")
        self._verdict.setAccessibleName(whole)

    def _room(self) -> int:
        """What the buttons leave of the line."""
        others = (self._trace, self.thumbs, self._copy, self._retry, self._more)
        return self.contentsRect().width() - sum(each.sizeHint().width() for each in others if not each.isHidden())

    def copy_text(self) -> None:
        if self._answer is not None:
            self._to_clipboard(as_plain_text(self._answer), tr("Copied"))

    def copy_markdown(self) -> None:
        if self._answer is not None:
            self._to_clipboard(as_markdown(self._answer), tr("Copied as Markdown"))

    def copy_trace_id(self) -> None:
        if self._answer is not None:
            self._to_clipboard(self._answer.trace, tr("Trace id copied"))

    def _to_clipboard(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._copy.set_icon("check")
        self._copy.rename(said)
        self._settle.start(_SAID_MS)

    def _forget_copy(self) -> None:
        self._copy.set_icon("copy")
        self._copy.rename(tr("Copy with footnotes"))

    def _show_trace(self) -> None:
        if self._answer is not None:
            self.trace_requested.emit(self._answer.trace)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu)
        menu.addAction(self._theme.icon("copy"), tr("Copy with footnotes"), self.copy_text)
        menu.addAction(self._theme.icon("copy"), tr("Copy as Markdown"), self.copy_markdown)
        if self._answer is not None and self._answer.trace:
            menu.addSeparator()
            menu.addAction(self._theme.icon("trace"), tr("Show trace"), self._show_trace)
            menu.addAction(tr("Copy trace id"), self.copy_trace_id)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _dress(self) -> None:
        small = self._theme.tabular(self._theme.tokens.text_small)
        for each in (self._verdict, self._trace):
            each.setFont(small)
        self._show_verdict()
