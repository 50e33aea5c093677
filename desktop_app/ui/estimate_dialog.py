"""What an import will take, measured before it starts: how much, how long, how much disk, and what can't be read."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import ElidedLabel, button, label, set_look
from desktop_app.ui.estimate_words import Fact, estimate_facts, measured
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr, trn
from indexer.errors import Problem
from indexer.protocol import Estimate

MEASURE_SECONDS = 20.0
_TICK_MS = 200
_WIDTH, _WIDEST = 520, 820  # pixels: at 100 %, and with the largest text
_MEANWHILE = later("You can ask while they are read: documents are found by their words first, by their meaning later.")
_NOTHING = later("There is nothing to read here now. What comes later is read as soon as it is there.")


class EstimateDialog(QDialog):
    """Measures as soon as it is made; emits `agreed` with the paths when the person wants them added."""

    agreed = Signal(object)

    def __init__(
        self, library: Library, bridge: Bridge, theme: Theme, paths: Sequence[Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Add to your library"))
        self.setFixedWidth(min(theme.scaled(_WIDTH), _WIDEST))
        self._theme = theme
        self._paths = tuple(paths)
        self._began = time.monotonic()
        self.title = ElidedLabel(_title(self._paths), Qt.TextElideMode.ElideMiddle)
        self.title.setFont(theme.sans(theme.tokens.text_heading))
        self.where = ElidedLabel(str(paths[0].parent), Qt.TextElideMode.ElideMiddle)
        self.where.setProperty("tone", "soft")
        self.bar = QProgressBar()
        self.bar.setRange(0, round(MEASURE_SECONDS * 1000))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the measurement"))
        self.left = label()
        self.facts = QGridLayout()
        self.said = label(tone="soft", wrap=True)
        self.how = label(tone="faint", wrap=True)
        self.cancel = button(tr("Cancel"), self.reject)
        self.add = button(tr("Add without measuring"), self._agree)
        self._pages = (self._measuring(), self._shown())
        self._pages[1].hide()
        self._lay_out()
        self._fit()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_left)
        self._tick.start()
        self._show_left()
        bridge.run(partial(library.estimate, self._paths, MEASURE_SECONDS), self._show, self._show_problem, self)

    @property
    def is_measuring(self) -> bool:
        return self._tick.isActive()

    def _measuring(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.left)
        column.addWidget(self.bar)
        column.addWidget(
            label(
                tr(
                    "A few of the files are read on this computer, to tell what all of them will take. "
                    "Nothing of it is kept."
                ),
                tone="soft",
                wrap=True,
            )
        )
        return page

    def _shown(self) -> QWidget:
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(10)
        self.facts.setColumnStretch(1, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self.facts)
        column.addWidget(self.said)
        column.addWidget(self.how)
        return page

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.add)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addSpacing(2)
        layout.addWidget(self.where)
        layout.addSpacing(20)
        for page in self._pages:
            layout.addWidget(page)
        layout.addStretch(1)
        layout.addSpacing(20)
        layout.addLayout(buttons)

    def _show_left(self) -> None:
        passed = time.monotonic() - self._began
        self.bar.setValue(round(min(passed, MEASURE_SECONDS) * 1000))
        left = round(MEASURE_SECONDS - passed)
        self.left.setText(tr("Measuring… at most {left} s", left=left) if left > 0 else tr("Measuring… a moment more"))

    def _show(self, estimate: Estimate) -> None:
        for row, fact in enumerate(estimate_facts(estimate)):
            self._show_fact(row, fact)
        self.said.setText(tr(_MEANWHILE) if estimate.files else tr(_NOTHING))
        self.how.setText(measured(estimate))
        self._ready(tr("Add"))

    def _show_fact(self, row: int, fact: Fact) -> None:
        value = label(fact.value, font=self._theme.tabular(self._theme.tokens.text_reading))
        value.setToolTip(fact.exact)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(value)
        if fact.note:
            texts.addWidget(label(fact.note, tone="soft", wrap=True))
        name = label(fact.name, font=self._theme.sans(weight=QFont.Weight.DemiBold))
        self.facts.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self.facts.addLayout(texts, row, 1)

    def _show_problem(self, problem: Problem) -> None:
        self.said.setText(tr("It could not be measured. {why}", why=in_full(problem)))
        self.how.setText(tr("It can be added without."))
        self._ready(tr("Add without measuring"))

    def _ready(self, words: str) -> None:
        self._tick.stop()
        self._pages[0].hide()
        self._pages[1].show()
        self.add.setText(words)
        set_look(self.add, "primary")
        self.add.setDefault(True)
        self.add.setFocus()
        self._fit()

    def _fit(self) -> None:
        """As high as the text needs in this width: size hints of wrapped labels are those of a narrower one."""
        self._column.activate()
        self.setFixedHeight(self._column.totalHeightForWidth(self.maximumWidth()))

    def _agree(self) -> None:
        self.agreed.emit(self._paths)
        self.accept()


def _title(paths: Sequence[Path]) -> str:
    if len(paths) > 1:
        return trn("Add {n} item", "Add {n} items", len(paths))
    return tr("Add {name}", name=paths[0].name or paths[0])
