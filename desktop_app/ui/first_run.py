"""The first page: bring documents in, and get the model while keyword search already works."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desktop_app.models import Task
from desktop_app.models.store import ModelRow
from desktop_app.ui import model_words
from desktop_app.ui.controls import Mark, button, card, label
from desktop_app.ui.model_card import fetch_line, fetch_words, paused_words
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.motion import show_progress
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr
from indexer.errors import Problem

_WIDTH = 560
_PRIVACY = later(
    "Your documents, your questions and the answers stay on this computer. "
    "The network is used only to fetch models and text recognition, and only when you ask for it."
)


class FirstRun(QScrollArea):
    """Emits `folders_requested`, `sample_requested` and `models_requested`; fetches models through the desk."""

    folders_requested = Signal()
    sample_requested = Signal()
    models_requested = Signal()

    def __init__(self, desk: ModelDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what is in it
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tokens = theme.tokens
        title = label(tr("Ask your own documents"), font=theme.serif(theme.scaled(28)), wrap=True)
        promise = label(
            tr("Every sentence of an answer carries a footnote that opens its source."),
            font=theme.serif(tokens.text_reading),
            tone="soft",
            wrap=True,
        )
        self.choose = button(tr("Choose folders…"), self.folders_requested.emit, "primary")
        self.sample = button(tr("Try the sample library"), self.sample_requested.emit)
        hint = label(
            tr("Or drop files and folders anywhere on this window. They are read, never changed."),
            tone="soft",
            wrap=True,
        )
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.choose)
        choices.addWidget(self.sample)
        choices.addStretch(1)
        self.model = self._model_card()
        private = QHBoxLayout()
        private.setSpacing(8)
        private.addWidget(Mark(theme, "lock"), 0, Qt.AlignmentFlag.AlignTop)
        private.addWidget(label(tr(_PRIVACY), tone="soft", wrap=True), 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(title)
        column.addSpacing(8)
        column.addWidget(promise)
        column.addSpacing(24)
        column.addLayout(choices)
        column.addSpacing(8)
        column.addWidget(hint)
        column.addSpacing(32)
        column.addWidget(self.model)
        column.addSpacing(16)
        column.addLayout(private)
        column.addStretch(3)
        middle = QWidget()
        middle.setMaximumWidth(theme.scaled(_WIDTH))
        middle.setLayout(column)
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        self.setWidget(ground)
        desk.changed.connect(self._show)
        self._show()

    def _model_card(self) -> QFrame:
        theme, tokens = self._theme, self._theme.tokens
        self.name = label(font=theme.sans(tokens.text, QFont.Weight.DemiBold), wrap=True)
        self.facts = label(tone="soft", wrap=True)
        self.state = label(tone="soft", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the model"))
        self.get = button(tr("Get it"), self._get)
        self.pause = button(tr("Pause", note="a download"), self._desk.pause_all)
        self.cancel = button(tr("Cancel"), self._cancel, "quiet")
        self.cancel.setToolTip(tr("Stops, and throws away what was fetched"))
        self.other = button(tr("Other models…"), self.models_requested.emit, "quiet")
        actions = QHBoxLayout()
        actions.setSpacing(4)
        actions.addStretch(1)
        for action in (self.other, self.cancel, self.pause, self.get):
            actions.addWidget(action)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Mark(theme, "model"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.name, 1)
        frame = card()
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        layout.addWidget(self.bar)
        layout.addWidget(self.state)
        layout.addLayout(actions)
        return frame

    def _show(self) -> None:
        self.model.setVisible(self._desk.known)
        missing = self._desk.missing()
        fetching = [row for row in self._desk.rows if row.name in self._desk.fetches]
        paused = any(self._desk.is_paused(row) for row in missing)
        self.bar.setVisible(bool(fetching) or paused)
        self.pause.setVisible(bool(fetching))
        self.cancel.setVisible(bool(fetching) or paused)
        ending = any(self._desk.fetches[row.name].ending for row in fetching)
        for action in (self.pause, self.cancel):
            action.setEnabled(not ending)
        self.get.setVisible(bool(missing) and not fetching)
        if fetching:
            self._show_fetch(fetching)
        elif paused:
            self._show_paused(missing)
        elif missing:
            self._show_missing(missing)
        else:
            self._show_ready()

    def _show_fetch(self, rows: list[ModelRow]) -> None:
        fetches = [self._desk.fetches[row.name] for row in rows]
        done, total = sum(each.progress.done for each in fetches), sum(each.progress.total for each in fetches)
        self.name.setText(tr("Fetching {names}", names=_listed([row.title for row in rows])))
        ending = next((each for each in fetches if each.ending), None)
        stage = max((each.progress for each in fetches), key=lambda progress: progress.done).stage
        self.facts.setText(fetch_words(ending) if ending else fetch_line(done, total, stage))
        show_progress(self.bar, done, total)
        self.state.setText(tr("You can go on meanwhile: keyword search and evidence work already."))

    def _show_paused(self, rows: tuple[ModelRow, ...]) -> None:
        done, total = sum(row.fetched_bytes for row in rows), sum(row.bytes for row in rows)
        self.name.setText(_listed([row.title for row in reversed(rows)]))
        self.facts.setText(paused_words(done, total))
        show_progress(self.bar, done, total)
        problem = self._problem(rows)
        self.get.setText(tr("Try again") if problem else tr("Resume", note="a download"))
        kept = tr("What was fetched is kept, also while Footnote is closed.")
        self.state.setText(in_full(problem) if problem else kept if done else "")

    def _problem(self, rows: tuple[ModelRow, ...]) -> Problem | None:
        return next((self._desk.problems[row.name] for row in rows if row.name in self._desk.problems), None)

    def _show_missing(self, rows: tuple[ModelRow, ...]) -> None:
        needed = sum(row.bytes for row in rows)
        self.name.setText(_listed([row.title for row in reversed(rows)]))
        facts = (
            tr("{size} to fetch", size=model_words.size(needed)),
            model_words.memory(max(rows, key=lambda row: row.ram_bytes)),
            _listed(list(dict.fromkeys(map(model_words.licence, rows)))),
        )
        self.facts.setText(" · ".join(facts))
        problem = self._problem(rows)
        self.get.setText(tr("Try again") if problem else tr("Get it"))
        self.state.setText(in_full(problem) if problem else _purpose(rows))

    def _show_ready(self) -> None:
        row = self._desk.in_use
        self.name.setText(row.title if row else "")
        self.facts.setText(tr("Ready on this computer · {licence}", licence=model_words.licence(row)) if row else "")
        self.state.setText(model_words.fits(row) if row else "")

    def _get(self) -> None:
        for row in self._desk.missing():
            self._desk.get(row.name)

    def _cancel(self) -> None:
        for name in {*self._desk.fetches, *(row.name for row in self._desk.missing())}:
            self._desk.cancel(name)


def _purpose(rows: tuple[ModelRow, ...]) -> str:
    """What they are recommended for."""
    tasks = {row.task for row in rows}
    if Task.EMBEDDER not in tasks:
        return tr("Recommended for this computer, to write answers. Until then, search is by keyword.")
    if Task.LANGUAGE_MODEL not in tasks:
        return tr("Recommended for this computer, to search by meaning. Until then, search is by keyword.")
    return tr(
        "Recommended for this computer, to write answers and to search by meaning. Until then, search is by keyword."
    )


def _listed(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return tr("{first} and {rest}", first=", ".join(names[:-1]), rest=names[-1])
