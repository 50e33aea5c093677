"""The models: what suits this machine, what is here, what can be fetched or brought."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.models import Task
from desktop_app.models.store import ModelRow
from desktop_app.ui.controls import button, label, section_font
from desktop_app.ui.import_card import ImportCard
from desktop_app.ui.model_card import ModelCard
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.problem_words import in_full, original
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr
from indexer.errors import Problem

_SECTIONS = (
    (
        Task.LANGUAGE_MODEL,
        later("WRITES ANSWERS"),
        later("Runs on this computer. A larger one writes better and slower."),
    ),
    (
        Task.EMBEDDER,
        later("SEARCHES BY MEANING"),
        later("After a change, your documents are read into the new one once."),
    ),
    (Task.RERANKER, later("ORDERS PASSAGES"), later("Not used yet.")),
)


class ModelsDialog(QDialog):
    """Follows a `ModelDesk`, and only asks it."""

    def __init__(self, desk: ModelDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Models"))
        self.resize(680, 640)
        self._desk = desk
        self._theme = theme
        self.cards: dict[str, ModelCard] = {}
        self.imports: dict[str, ImportCard] = {}
        self.refused = label(tone="unsupported", wrap=True)  # why an import failed
        self.refused.hide()
        self._body = QVBoxLayout()
        self._body.setContentsMargins(24, 8, 24, 24)
        self._body.setSpacing(8)
        inside = QWidget()
        inside.setLayout(self._body)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what is in it
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        title = label(tr("Models"), font=theme.sans(theme.tokens.text_heading))
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 8)
        head.addWidget(title, 1)
        head.addWidget(button(tr("Import a GGUF file…"), self._choose_file))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        self._brought = QVBoxLayout()
        self._brought.setContentsMargins(24, 0, 24, 8)
        self._brought.setSpacing(8)
        self._brought.addWidget(self.refused)
        layout.addLayout(self._brought)
        layout.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.setSpacing(16)
        kept = label(tr("Fetched once, checked by checksum, and kept on this computer."), tone="soft", wrap=True)
        foot.addWidget(kept, 1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        layout.addLayout(foot)
        desk.changed.connect(self._show)
        desk.failed.connect(self._import_failed)
        self._build()
        self._show_imports()
        desk.refresh()

    def _build(self) -> None:
        for task, heading, meaning in _SECTIONS:
            rows = [row for row in self._desk.rows if row.task == task and self._worth_showing(row)]
            if not rows:
                continue
            self._body.addSpacing(8)
            self._body.addWidget(label(tr(heading), font=section_font(self._theme), tone="faint"))
            self._body.addWidget(label(tr(meaning), tone="soft", wrap=True))
            for row in sorted(rows, key=lambda row: (not row.in_use, not row.installed, not row.recommended)):
                card = ModelCard(self._theme, self._desk, row)
                self.cards[row.name] = card
                self._body.addWidget(card)
        self._body.addStretch(1)

    @staticmethod
    def _worth_showing(row: ModelRow) -> bool:
        return not row.for_tests or row.installed

    def _show(self) -> None:
        rows = {row.name: row for row in self._desk.rows if self._worth_showing(row)}
        if rows.keys() == self.cards.keys():
            for name, card in self.cards.items():
                card.show_row(rows[name])
        else:
            self._rebuild()
        self._show_imports()

    def _show_imports(self) -> None:
        for name in self.imports.keys() - self._desk.imports.keys():
            self.imports.pop(name).deleteLater()
        for name in self._desk.imports:
            if name not in self.imports:
                self.refused.hide()
                self.imports[name] = ImportCard(self._theme, self._desk, name)
                self._brought.addWidget(self.imports[name])
            self.imports[name].show_import()

    def _rebuild(self) -> None:
        self.cards.clear()
        while (item := self._body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._build()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Import a model"), "", tr("Models (*.gguf)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._desk.bring(Path(path)))
        dialog.open()

    def _import_failed(self, name: str, problem: Problem) -> None:
        if name not in self.cards:
            self.refused.setText(in_full(problem))
            self.refused.show()
            self.refused.setToolTip("\n".join(part for part in (in_full(problem), original(problem)) if part))
