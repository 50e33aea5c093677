"""The foot of the sidebar: what the library is doing, how far it is, and a button to pause it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.ui.controls import ElidedLabel, IconButton, Mark, hairline, label, set_tone
from desktop_app.ui.indexer_words import watching
from desktop_app.ui.library_watch import LibraryWatch
from desktop_app.ui.library_words import progress_detail, progress_line, progress_share, progress_time, waiting_reason
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_STEPS = 1000


class LibraryFoot(QWidget):
    """Follows a `LibraryWatch`. Emits `settings_requested`."""

    settings_requested = Signal()

    def __init__(self, watch: LibraryWatch, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self.mark = Mark(theme, "clock", pixels=18)
        self.line = ElidedLabel(tr("Starting…"))
        self.detail = ElidedLabel()
        self.detail.setFont(theme.tabular(theme.tokens.text_small))
        set_tone(self.detail, "soft")
        self.time = ElidedLabel()
        self.time.setFont(theme.tabular(theme.tokens.text_small))
        set_tone(self.time, "soft")
        self.reason = label(font=theme.sans(theme.tokens.text_small), tone="soft", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the library"))
        self.pause = IconButton(theme, "pause", tr("Pause indexing"))
        self.settings = IconButton(theme, "settings", tr("Settings"))
        self.pause.clicked.connect(self._toggle)
        self.settings.clicked.connect(self.settings_requested)
        grid = QGridLayout()
        grid.setContentsMargins(16, 8, 8, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.mark, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(self.pause, 0, 2)
        grid.addWidget(self.settings, 0, 3)
        grid.addWidget(self.reason, 1, 1, 1, 3)
        grid.addWidget(self.detail, 2, 1, 1, 3)
        grid.addWidget(self.time, 3, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(hairline())
        layout.addWidget(self.bar)
        layout.addLayout(grid)
        watch.progress_changed.connect(self._show)
        watch.status_changed.connect(self._show)
        watch.lost.connect(self._lost)
        self._show()

    def _show(self) -> None:
        progress = self._watch.progress
        if progress is None or not self._watch.is_connected:
            self._say("clock", "ink_soft", tr("Starting…"), "")
            self._show_time("")
            self.bar.hide()
            self.pause.hide()
            return
        paused = self._watch.paused
        working = progress.activity.phase not in ("idle", "paused") and not paused
        line, detail = progress_line(progress, paused), progress_detail(progress, paused)
        if paused:
            self._say("pause", "partly", line, detail)
        elif reason := waiting_reason(progress):
            self._say("clock", "partly", line, detail, reason)
        elif working:
            self._say("retry", "accent", line, detail)
        else:
            self._say("done", "supported", line, "", self._watch.run_report)
        self.setToolTip(watching(self._watch.status.watch) if self._watch.status else "")
        self._show_time(progress_time(progress, paused))
        share = progress_share(progress)
        self.bar.setVisible(working and share is not None)
        self.bar.setValue(round((share or 0) * _STEPS))
        self.pause.setVisible(working or paused)
        self.pause.set_icon("play" if paused else "pause")
        self.pause.rename(tr("Resume indexing") if paused else tr("Pause indexing"))

    def _say(self, icon: str, tone: str, line: str, detail: str, reason: str = "") -> None:
        self.mark.show_icon(icon, tone)
        self.line.setText(line)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))

    def _show_time(self, text: str) -> None:
        self.time.setText(text)
        self.time.setVisible(bool(text))

    def _lost(self) -> None:
        self._say("error", "unsupported", tr("Not running"), tr("It is being started again"))
        self._show_time("")
        self.bar.hide()
        self.pause.hide()

    def _toggle(self) -> None:
        self._watch.set_paused(not self._watch.paused)
