"""One model of the catalogue: what it is, whether it suits this machine, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.models.store import ModelRow
from desktop_app.ui import model_words
from desktop_app.ui.controls import ElidedLabel, button, label, set_tone
from desktop_app.ui.model_desk import Ending, Fetch, ModelDesk
from desktop_app.ui.motion import show_progress
from desktop_app.ui.problem_words import in_full, original
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn


def fetch_words(fetch: Fetch) -> str:
    """What goes on with a fetch, and how far it is."""
    if fetch.ending is Ending.PAUSED:
        return tr("Pausing…")
    if fetch.ending is Ending.CANCELLED:
        return tr("Cancelling…")
    return fetch_line(fetch.progress.done, fetch.progress.total, fetch.progress.stage)


def paused_words(done: int, total: int) -> str:
    """ "Paused at 412 MB of 1.1 GB"."""
    if not done:  # the package index sends parts that are kept only when they are whole
        return tr("Paused before a part of it was whole, so it begins anew")
    return tr("Paused at {done} of {total}", done=model_words.size(done), total=model_words.size(total))


def fetch_line(done: int, total: int, stage: str) -> str:
    """ "Fetching part 3 of 22 · 120 MB of 1.1 GB"."""
    said = model_words.stage(stage)
    if not total:
        return said
    return tr("{stage} · {done} of {total}", stage=said, done=model_words.size(done), total=model_words.size(total))


class ModelCard(QFrame):
    """Follows a `ModelDesk`; `show_row` gives it the model."""

    def __init__(self, theme: Theme, desk: ModelDesk, row: ModelRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._desk = desk
        self.row = row
        self.title = ElidedLabel(row.title)
        self.title.setFont(theme.sans(theme.tokens.text_reading, QFont.Weight.DemiBold))
        self.badge = label(font=theme.sans(theme.tokens.text_small, QFont.Weight.DemiBold), tone="supported")
        self.facts = label(font=theme.tabular(theme.tokens.text_small), tone="soft", wrap=True)
        self.fit = label(font=theme.sans(theme.tokens.text_small), wrap=True)
        self.speed = label(font=theme.tabular(theme.tokens.text_small), tone="soft", wrap=True)
        self.note = label(model_words.note(row), tone="soft", wrap=True)
        self.problem = label(tone="unsupported", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stage = ElidedLabel()
        self.stage.setFont(theme.tabular(theme.tokens.text_small))
        set_tone(self.stage, "soft")
        self.get = button(tr("Get", note="a model"), lambda: desk.get(self.row.name))
        self.use = button(tr("Use", note="a model"), lambda: desk.use(self.row.name))
        self.pause = button(tr("Pause", note="a download"), lambda: desk.pause(self.row.name))
        self.cancel = button(tr("Cancel"), lambda: desk.cancel(self.row.name), "quiet")
        self.cancel.setToolTip(tr("Stops, and throws away what was fetched"))
        self.remove = button(tr("Remove"), lambda: desk.remove(self.row.name), "quiet")
        self.use.setAccessibleName(tr("Use {name}", name=row.title))
        self.pause.setAccessibleName(tr("Pause {name}", name=row.title))
        self.cancel.setAccessibleName(tr("Cancel {name}", name=row.title))
        self.remove.setAccessibleName(tr("Remove {name}", name=row.title))
        self._lay_out()
        self.show_row(row)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.badge)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addLayout(head)
        for each in (self.note, self.facts, self.fit, self.speed, self.problem, self.bar, self.stage):
            texts.addWidget(each)
        actions = QVBoxLayout()
        actions.setSpacing(4)
        for action in (self.get, self.use, self.pause, self.cancel, self.remove):
            actions.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
        actions.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(16)
        layout.addLayout(texts, 1)
        layout.addLayout(actions)

    def show_row(self, row: ModelRow) -> None:
        """Show the model as it stands now, its fetch included."""
        self.row = row
        fetch = self._desk.fetches.get(row.name)
        problem = self._desk.problems.get(row.name)
        usable = row.installed and row.task != "reranker"
        self.badge.setText(_badge(row))
        set_tone(self.badge, "supported" if row.in_use or row.recommended else "soft")
        context = trn("{n} token", "{n} tokens", row.context)
        facts = (model_words.size(row.bytes), model_words.memory(row), context, model_words.licence(row))
        self.facts.setText(" · ".join(facts))
        self.fit.setText(model_words.fits(row))
        set_tone(self.fit, _tone(row.fits))
        tokens = self._desk.speeds.get(row.name)
        self.speed.setText(_speed(tokens) if tokens else "")
        self.speed.setVisible(tokens is not None)
        shown = problem or model_words.trouble(row)
        self.problem.setText(in_full(shown) if shown else "")
        self.problem.setToolTip(original(shown) if shown else "")
        self.problem.setVisible(shown is not None)
        self.note.setVisible(bool(row.note))
        paused = self._desk.is_paused(row)
        self.bar.setVisible(fetch is not None or paused)
        self.stage.setVisible(fetch is not None or paused)
        if fetch is not None:
            self._show_progress(fetch.progress.done, fetch.progress.total, fetch_words(fetch))
        elif paused:
            self._show_progress(row.fetched_bytes, row.bytes, paused_words(row.fetched_bytes, row.bytes))
        self._name_get(bool(problem), paused)
        self.get.setVisible(not row.installed and fetch is None)
        self.use.setVisible(usable and not row.in_use)
        for action in (self.pause, self.cancel):
            action.setEnabled(fetch is None or fetch.ending is None)
        self.pause.setVisible(fetch is not None)
        self.cancel.setVisible(fetch is not None or paused)
        self.remove.setVisible(row.installed and not row.in_use)

    def _show_progress(self, done: int, total: int, said: str) -> None:
        show_progress(self.bar, done, total)
        self.stage.setText(said)

    def _name_get(self, failed: bool, paused: bool) -> None:
        """What the button that fetches is called."""
        if self.row.problem:
            self.get.setText(tr("Get again"))
        elif failed:
            self.get.setText(tr("Try again"))
        else:
            self.get.setText(tr("Resume", note="a download") if paused else tr("Get", note="a model"))
        resumes = tr("Resume {name}", name=self.row.title)
        self.get.setAccessibleName(resumes if paused and not failed else tr("Get {name}", name=self.row.title))


def _badge(row: ModelRow) -> str:
    if row.in_use:
        return tr("✓ In use")
    if row.installed:
        return tr("Installed")
    return tr("Recommended") if row.recommended else ""


def _speed(tokens: float) -> str:
    return tr("Reads {tokens} tokens a second on this machine, as measured.", tokens=QLocale().toString(tokens, "f", 0))


def _tone(fits: str) -> str:
    return "supported" if fits.startswith("Fits") else "partly" if fits.startswith("Tight") else "unsupported"
