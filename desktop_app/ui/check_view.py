"""“Check a text”: a text that was pasted, dropped or opened, each of its sentences looked up in the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.answering.check_events import Begun, Checked, CheckEvent
from desktop_app.answering.events import Verified
from desktop_app.ui.answer_words import number
from desktop_app.ui.bridge import Bridge, Task
from desktop_app.ui.check_report import CheckReport
from desktop_app.ui.controls import ElidedLabel, IconButton, button, label
from desktop_app.ui.conversation_dialogs import ask_to_open
from desktop_app.ui.fate import Offline, never_offline
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.services import Services
from desktop_app.ui.text_size import measure
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr, trn
from indexer.errors import Problem

_LONGEST = 200_000  # characters that the window checks and draws; the command line takes more
_HINT = later("Paste a text here, or drop a file: a draft, a letter, an answer that another program gave.")
_EXPLAINED = later("Each sentence is looked up in your documents.")
_TOO_LONG = later(
    "This text has {characters} characters; the window checks up to {most}. `footnote check FILE` checks texts of "
    "any length."
)


class CheckView(QWidget):
    """Signals: `opened(source, sources)` with all footnotes of the text, in their order; `closed()`; `typed()` whenever
    the person changes the text."""

    opened = Signal(object, object)
    closed = Signal()
    typed = Signal()

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        theme: Theme,
        parent: QWidget | None = None,
        offline: Offline = never_offline,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._bridge = bridge
        self._theme = theme
        self._scope: tuple[Path, ...] = ()
        self._task: Task | None = None
        self._total = self._done = 0
        self.title = label(tr("Check a text"), font=theme.sans(theme.tokens.text_heading, QFont.Weight.DemiBold))
        self.facts = ElidedLabel()
        self.facts.setProperty("tone", "soft")
        self.field = QPlainTextEdit()
        self.field.setProperty("look", "field")
        self.field.setPlaceholderText(tr(_HINT))
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(tr("Text to check"))
        self.problem = label(tone="unsupported", wrap=True)
        self.problem.hide()
        self.report = CheckReport(theme, offline=offline)
        self.open_button = button(tr("Open a file…"), self._choose, "quiet")
        self.check = button(tr("Check"), self.check_text, "primary")
        self.check.setToolTip(tr("Check this text (Ctrl+Enter)"))
        self.again = button(tr("Change the text"), self.edit)
        self.stop = button(tr("Stop"), self._stop)
        self._lay_out()
        self._connect()
        theme.on_change(self._dress)
        self.set_scope((), "")
        self._show_field()

    def _lay_out(self) -> None:
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        tokens = self._theme.tokens
        close = IconButton(self._theme, "close", tr("Back to the conversation"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close)
        self.page = QScrollArea()
        self.page.setWidgetResizable(True)
        self.page.setFrameShape(QScrollArea.Shape.NoFrame)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        ground.setProperty("look", "page")
        inset = QVBoxLayout(ground)
        inset.setContentsMargins(0, 0, tokens.space_3, 0)
        inset.addWidget(self.report)
        self.page.setWidget(ground)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.field)
        self._pages.addWidget(self.page)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.space_2)
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        for each in (self.again, self.stop, self.check):
            foot.addWidget(each)
        self._column = QWidget()
        inside = QVBoxLayout(self._column)
        inside.setContentsMargins(tokens.space_4, tokens.space_4, tokens.space_4, tokens.space_4)
        inside.setSpacing(tokens.space_3)
        inside.addLayout(head)
        inside.addWidget(self.facts)
        inside.addWidget(self._pages, 1)
        inside.addWidget(self.problem)
        inside.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self._column, 1000)
        layout.addStretch(1)
        self.setFocusProxy(self.field)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._changed)
        self.report.source_requested.connect(lambda source: self.opened.emit(source, self.report.sources))
        self.report.link_clicked.connect(partial(ask_to_open, parent=self))
        self.report.text.focus_moved.connect(self._reveal)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.check_text, context=within)
        QShortcut(QKeySequence("Escape"), self, self._escape, context=within)

    # What the window calls

    def set_scope(self, scope: tuple[Path, ...], name: str) -> None:
        """Check against the folders or files in `scope`, called `name`; against the whole library without."""
        self._scope = scope
        self.facts.setText(tr("Each sentence is looked up in {name} only.", name=name) if scope else tr(_EXPLAINED))

    def begin(self) -> None:
        """Be ready to be pasted into; what was checked last stays until then."""
        if self._pages.currentIndex() == 0:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.report.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def check_text(self) -> None:
        """Check what stands in the field."""
        text = self.field.toPlainText()
        if self._pages.currentIndex() or not text.strip():
            return
        if len(text) > _LONGEST:
            self._say_too_long(text)
            return
        self._start(partial(self._services.checks.check, text, scope=self._scope), text)

    def check_file(self, path: Path) -> None:
        """Read a file and check its text."""
        self._start(partial(self._services.checks.check_file, path, scope=self._scope), "")
        self.report.say(tr("Reading {name}…", name=path.name))

    def edit(self) -> None:
        """Back to the field, with the text that was checked."""
        self._cancel()
        self._show_field()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def takes(self, items: int) -> bool:
        """Whether what is dropped on the window now is for this view: one file, while it is shown."""
        return self.isVisible() and items == 1

    @property
    def drop_words(self) -> tuple[str, str]:
        return tr("Drop to check this file"), tr("It is only read, and not added to your library.")

    @property
    def running(self) -> bool:
        return self._task is not None

    # A check

    def _start(self, events: Callable[[], Iterator[CheckEvent]], text: str) -> None:
        self._cancel()
        self._total = self._done = 0
        self.problem.hide()
        self.report.begin(text)
        self.report.say(tr("Checking…"))
        self._pages.setCurrentIndex(1)
        self.page.verticalScrollBar().setValue(0)
        self._task = self._bridge.iterate(events, self._handle, self._ended, self._failed, self)
        self._show_buttons()
        self.report.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _handle(self, event: CheckEvent) -> None:
        if isinstance(event, Begun):
            self._begun(event)
        elif isinstance(event, Verified):
            self._done += 1
            self.report.add(event.sentence, event.sources)
            done = number(self._done)
            self.report.say(
                trn("{done} of {n} sentence checked", "{done} of {n} sentences checked", self._total, done=done)
            )
        else:
            self._finish(event)

    def _begun(self, event: Begun) -> None:
        self._total = event.sentences
        if self.field.toPlainText() != event.text:  # it comes from a file
            self.field.setPlainText(event.text)
            if len(event.text) > _LONGEST:
                self.edit()
                self._say_too_long(event.text)
                return
            self.report.begin(event.text)

    def _finish(self, checked: Checked | None) -> None:
        self._task = None
        self.report.finish(checked)
        self._show_buttons()

    def _ended(self) -> None:
        self._task = None
        self._show_buttons()

    def _failed(self, problem: Problem) -> None:
        self._task = None
        self._show_field()
        self._say(in_full(problem))

    def _stop(self) -> None:
        self._cancel()
        self._finish(None)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # What is shown

    def _show_field(self) -> None:
        self._pages.setCurrentIndex(0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        writing = self._pages.currentIndex() == 0
        self.facts.setVisible(writing)
        self.open_button.setVisible(writing)
        self.check.setVisible(writing)
        self.stop.setVisible(self.running)
        self.again.setVisible(not writing and not self.running)
        self.check.setEnabled(bool(self.field.toPlainText().strip()))

    def _changed(self) -> None:
        self.problem.hide()
        self._show_buttons()
        if self.field.toPlainText():
            self.typed.emit()

    def _say_too_long(self, text: str) -> None:
        self._say(tr(_TOO_LONG, characters=number(len(text)), most=number(_LONGEST)))

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()

    def _escape(self) -> None:
        if self.running:
            self._stop()
        elif self._pages.currentIndex():
            self.edit()
        else:
            self.closed.emit()

    def _choose(self) -> None:
        dialog = QFileDialog(self, tr("Check a file"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.check_file(Path(path)))
        dialog.open()

    def _reveal(self, rect: QRect) -> None:
        """Have a footnote that the keyboard came to in view."""
        top = self.report.text.mapTo(self.report, rect.topLeft())
        self.page.ensureVisible(top.x(), top.y(), 0, rect.height() + self._theme.tokens.space_6)

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.field.setFont(self._theme.serif(tokens.text_reading))
        self._column.setMaximumWidth(measure(self._theme.serif()) + 2 * tokens.space_4 + tokens.space_3 + 12)
