"""One model of the catalogue: what it is, whether it suits this machine, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.models import ModelRow
from desktop_app.ui import model_words
from desktop_app.ui.controls import ElidedLabel, button, label, set_tone
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn

_STEPS = 1000


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
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.stage = ElidedLabel()
        self.stage.setFont(theme.tabular(theme.tokens.text_small))
        set_tone(self.stage, "soft")
        self.get = button(tr("Get", note="a model"), lambda: desk.get(self.row.name))
        self.use = button(tr("Use", note="a model"), lambda: desk.use(self.row.name))
        self.cancel = button(tr("Cancel"), lambda: desk.cancel(self.row.name))
        self.remove = button(tr("Remove"), lambda: desk.remove(self.row.name), "quiet")
        self.get.setAccessibleName(tr("Get {name}", name=row.title))
        self.use.setAccessibleName(tr("Use {name}", name=row.title))
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
        for action in (self.get, self.use, self.cancel, self.remove):
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
        said = str(problem) if problem else row.problem
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.note.setVisible(bool(row.note))
        self.bar.setVisible(fetch is not None)
        self.stage.setVisible(fetch is not None)
        if fetch is not None:
            done, total = fetch.progress.done, fetch.progress.total
            self.bar.setRange(0, _STEPS if total else 0)
            self.bar.setValue(round(done / total * _STEPS) if total else 0)
            self.stage.setText(fetch_line(done, total, fetch.progress.stage))
        self.get.setVisible(not row.installed and fetch is None)
        self.get.setText(tr("Get again") if row.problem else tr("Try again") if problem else tr("Get", note="a model"))
        self.use.setVisible(usable and not row.in_use)
        self.cancel.setVisible(fetch is not None)
        self.remove.setVisible(row.installed and not row.in_use)


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
