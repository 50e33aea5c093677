"""What runs, what it is connected to, where everything lies; and the way to delete it all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.erasing import Part, parts
from desktop_app.processes import Connection, RunningProcess, running
from desktop_app.ui.answer_words import duration
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import button, hairline, label, section_font
from desktop_app.ui.library_words import size
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.service_words import in_words
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr, trn
from indexer.config import models_folder
from indexer.errors import Problem

WORD = later("delete")  # that is to be typed
_AGAIN_MS = 3_000


@dataclass(frozen=True)
class _Looked:
    """What was seen: processes, and each part with its size."""

    processes: tuple[RunningProcess, ...]
    sizes: tuple[tuple[Part, int], ...]
    vectors: str


def connections_in_words(processes: Sequence[RunningProcess]) -> str:
    """Whether anything of it speaks to the network now, as the system says."""
    unknown = [in_words(process.role) for process in processes if process.connections is None]
    open_ones = [_open_in_words(process, each) for process in processes for each in process.connections or ()]
    if open_ones:
        return tr(
            "These internet sockets are open now, as the system tells it. Footnote itself opens one only to fetch a "
            "model that you asked for. {sockets}.",
            sockets="; ".join(open_ones),
        )
    if unknown:
        return tr("The system does not tell which sockets these hold: {processes}.", processes=", ".join(unknown))
    return tr(
        "None of them holds an internet socket now, as the system tells it. They speak to each other through sockets "
        "of this computer that only you can open."
    )


def _open_in_words(process: RunningProcess, one: Connection) -> str:
    role, local = in_words(process.role), one.local or "?"
    if one.remote:
        return tr("{process}: {local} to {remote}", process=role, local=local, remote=one.remote)
    return tr("{process}: {local}, waiting for others", process=role, local=local)


def _promise(vectors: str) -> str:
    """What becomes of the documents, where their vectors lie at `vectors`; empty: here."""
    if not vectors:
        return tr("Footnote reads your documents and answers on this computer. Nothing of them is sent anywhere.")
    return tr(
        "Footnote reads your documents and answers on this computer. Their vectors are sent to {address}.",
        address=vectors,
    )


class PrivacyDialog(QDialog):
    """Emits `erase_requested(with the settings)` when the person has typed the word and pressed the button."""

    erase_requested = Signal(bool)

    def __init__(self, services: Services, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Privacy"))
        self.resize(680, 680)
        self._services = services
        self._bridge = bridge
        self._theme = theme
        self.promise = label(_promise(""), wrap=True)
        self.connections = label(wrap=True)
        self.processes = label()
        self.kept = label()
        self.elsewhere = label(tone="partly", wrap=True)
        for table in (self.processes, self.kept):
            table.setTextFormat(Qt.TextFormat.RichText)  # our own words and escaped paths only
            table.setWordWrap(True)
            table.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.word = QLineEdit(placeholderText=tr("Type {word}", word=tr(WORD)))
        self.word.setAccessibleName(tr("Type {word} to delete everything", word=tr(WORD)))
        self.word.setFixedWidth(140)
        self.with_settings = QCheckBox(tr("the settings too"))
        self.erase = button(tr("Delete everything"), self._erase)
        self.erase.setEnabled(False)
        self.word.textChanged.connect(lambda text: self.erase.setEnabled(text.strip().casefold() == tr(WORD)))
        self._lay_out()
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self._look)
        self._again.start()
        self._look()

    def _lay_out(self) -> None:
        theme, tokens = self._theme, self._theme.tokens
        rows = QVBoxLayout()
        rows.setContentsMargins(24, 0, 24, 8)
        rows.setSpacing(tokens.space_2)
        rows.addWidget(self.promise)
        for title, widgets in (
            (tr("WHAT RUNS"), (self.processes, self.connections)),
            (tr("WHERE IT LIES"), (self.kept, self.elsewhere)),
        ):
            rows.addSpacing(tokens.space_2)
            rows.addWidget(label(title, font=section_font(theme), tone="soft"))
            for widget in widgets:
                rows.addWidget(widget)
        rows.addSpacing(tokens.space_2)
        rows.addWidget(label(tr("DELETE EVERYTHING"), font=section_font(theme), tone="soft"))
        rows.addWidget(
            label(
                tr(
                    "Deletes all of the above but the models: the library with every text and vector, all questions "
                    "and answers, and the logs. Your own files stay. It can’t be undone, and Footnote closes."
                ),
                wrap=True,
            )
        )
        erase = QHBoxLayout()
        erase.setSpacing(tokens.space_3)
        for part in (self.word, self.with_settings, self.erase):
            erase.addWidget(part)
        erase.addStretch(1)
        rows.addLayout(erase)
        rows.addStretch(1)
        page = QWidget()
        page.setLayout(rows)
        scroll = QScrollArea()
        scroll.setAccessibleName(tr("Privacy"))
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        heading = label(tr("Privacy"), font=theme.sans(tokens.text_heading))
        heading.setContentsMargins(24, 0, 24, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 16)
        layout.setSpacing(tokens.space_3)
        layout.addWidget(heading)
        layout.addWidget(scroll, 1)
        layout.addWidget(hairline())
        layout.addLayout(foot)

    def _look(self) -> None:
        home, load = self._services.home, self._services.load_settings

        def look() -> _Looked:
            settings = load()
            found = tuple((part, part.bytes()) for part in parts(home, models_folder(settings)))
            return _Looked(running(home), found, settings.vectors)

        self._bridge.run(look, self._show, self._problem, self)

    def _show(self, looked: _Looked) -> None:
        self.connections.setText(connections_in_words(looked.processes))
        self.processes.setText(
            _table(
                (
                    in_words(process.role),
                    tr("process {pid}", pid=process.pid),
                    size(process.memory),
                    tr("{time} of processor time", time=duration(process.cpu_seconds)),
                    "" if process.sockets is None else trn("{n} local socket", "{n} local sockets", process.sockets),
                )
                for process in looked.processes
            )
        )
        self.kept.setText(
            _table(
                (in_words(part.name), size(held), f"{in_words(part.holds)}<br>{escape(_where(part))}")
                for part, held in looked.sizes
            )
        )
        if looked.vectors:
            self.promise.setText(_promise(looked.vectors))
            self.elsewhere.setText(
                tr("The vectors lie at {address}, as you have set it; delete them there.", address=looked.vectors)
            )
        self.elsewhere.setVisible(bool(looked.vectors))

    def _problem(self, problem: Problem) -> None:
        self.connections.setText(in_full(problem))

    def _erase(self) -> None:
        self._again.stop()
        self.accept()
        self.erase_requested.emit(self.with_settings.isChecked())


def _where(part: Part) -> str:
    """The file or folder of a part, the first where there are several beside each other."""
    return str(part.paths[0]) if part.paths else tr("nothing yet")


def _table(rows: Iterable[Sequence[str]]) -> str:
    cells = "".join(
        "<tr>" + "".join(f"<td style='padding: 2px 14px 2px 0'>{cell}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table>{cells}</table>"
