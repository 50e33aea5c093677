"""The settings, each with a sentence on what it does, applied at once."""

from __future__ import annotations

import os
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.copying import copies_folder
from desktop_app.global_key import is_available
from desktop_app.models import Task
from desktop_app.ui.controls import button, hairline, keys, label
from desktop_app.ui.model_desk import ModelDesk
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.settings_rows import PatternsEdit, choice, setting_row, show_number, spin
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import LANGUAGES, SYSTEM, tr
from desktop_app.ui.tray import Tray
from indexer.config import LARGEST_TEXT, SMALLEST_TEXT, Settings
from indexer.errors import Problem

_WIDTH = 560
_WIDEST = 820
_CONTROL = 176  # pixels at least
_HIGHEST = 640  # pixels; what is more scrolls
_KEYS = ("Ctrl+Alt+F", "Ctrl+Alt+Space", "Ctrl+Alt+N", "Meta+F9")
_AROUND = 130  # pixels of title and buttons


class SettingsDialog(QDialog):
    """Hands every change to the store. Signals: `models_requested()`, `costs_requested()`, `privacy_requested()`."""

    models_requested = Signal()
    costs_requested = Signal()
    privacy_requested = Signal()

    def __init__(self, store: SettingsStore, theme: Theme, desk: ModelDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Settings"))
        self._store = store
        self._theme = theme
        self._desk = desk
        self._ready = False
        self.mode = choice(((tr("Like the system"), "system"), (tr("Light"), "light"), (tr("Dark"), "dark")))
        own_names = ((name, code) for code, name in LANGUAGES.items())
        self.language = choice(((tr("Like the system"), SYSTEM), *own_names))
        self.text = spin(SMALLEST_TEXT, LARGEST_TEXT, " %")
        self.text.setSingleStep(10)
        self.closed = choice(((tr("Quit"), "quit"), (tr("Stay in the tray"), "stay")))
        self.login = choice(((tr("No"), "no"), (tr("Yes"), "yes")))
        self.key = choice(((tr("None", note="of the keys"), ""), *((keys(each), each) for each in _KEYS)))
        self.copies = choice(((tr("No"), "no"), (tr("Yes"), "yes")))
        self.copies_folder = button("", self._choose_copies_folder)
        self.wait = spin(2, 120, " s")
        self.threads = spin(0, os.cpu_count() or 1, tr(" threads"), tr("One a core"))
        self.largest = spin(1, 10_000, " MB")
        self.ignore = PatternsEdit(theme)
        self.battery = choice(
            (
                (tr("Work slowly"), "slow"),
                (tr("Wait for mains power"), "pause"),
                (tr("Go on", note="on battery"), "go-on"),
            )
        )
        self.typing = choice(
            ((tr("In Footnote"), "yield"), (tr("In any program"), "yield-anywhere"), (tr("Never"), "go-on"))
        )
        self.memory = spin(0, 16_000, " MB", tr("None", note="of the memory"))
        self.charge = spin(0, 100, " %")
        self.embedder = QComboBox()
        self.embedder.setMinimumContentsLength(18)
        self.embedder.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.search = QLineEdit(placeholderText=tr("Search settings"))
        self.search.setAccessibleName(tr("Search settings"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.scaled(_CONTROL))
        self.search.textChanged.connect(self._filter)
        self._found_by: dict[QWidget, str] = {}
        self.said = label(tone="unsupported", wrap=True)
        self.said.hide()
        self._lay_out()
        store.changed.connect(self._show)
        store.failed.connect(self._refused)
        store.login_known.connect(self._show_login)
        store.load()
        store.ask_login()

    def _lay_out(self) -> None:
        theme = self._theme
        rows = QVBoxLayout()
        rows.setContentsMargins(24, 0, 14, 12)  # the scroll bar stands in the rest
        rows.setSpacing(12)
        settings = tuple(self._rows())
        widest = max((theme.scaled(_CONTROL), *(self._width_of(control) for _, _, control in settings)))
        for name, meaning, control in settings:
            row = QWidget()
            inside = QVBoxLayout(row)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(12)
            inside.addWidget(hairline())
            inside.addLayout(setting_row(theme, name, meaning, control, widest))
            rows.addWidget(row)
            self._found_by[row] = f"{name} {meaning}".casefold()
        self.nothing = label(tr("No setting is called that."), tone="soft")
        self.nothing.hide()
        rows.addWidget(self.nothing)
        rows.addStretch(1)
        page = QWidget()
        page.setLayout(rows)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what is in it
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        title = label(tr("Settings"), font=theme.sans(theme.tokens.text_heading))
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(24)
        head.addWidget(title, 1)
        head.addWidget(self.search)
        self.said.setContentsMargins(24, 0, 24, 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 24, 0)
        foot.addWidget(button(tr("Models…"), self.models_requested.emit, "quiet"))
        foot.addWidget(button(tr("What answers cost…"), self.costs_requested.emit, "quiet"))
        foot.addWidget(button(tr("Privacy…"), self.privacy_requested.emit, "quiet"))
        foot.addWidget(button(tr("Reset all…"), self._ask_to_reset, "quiet"))
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.said)
        layout.addLayout(foot)
        width = min(theme.scaled(_WIDTH), _WIDEST)
        self.resize(width, min(_HIGHEST, rows.totalHeightForWidth(width) + _AROUND))

    def _width_of(self, control: QWidget) -> int:
        if control is self.ignore:
            return 0
        control.ensurePolished()
        return control.sizeHint().width()

    def _rows(self) -> Iterator[tuple[str, str, QWidget]]:
        yield tr("Appearance"), tr("Light, dark, or as the system is set."), self.mode
        yield (
            tr("Language"),
            tr(
                "What the window is written in; your documents stay as they are. It changes once this dialog is closed "
                "and no answer or download is under way."
            ),
            self.language,
        )
        yield (
            tr("Size of text"),
            tr("Everything that is written in the window, from four fifths to twice as large."),
            self.text,
        )
        self.closed.setEnabled(Tray.is_available())
        stay = tr("In the tray Footnote goes on reading your documents.")
        none = tr("This desktop has no tray to stay in, so Footnote ends with its window.")
        yield tr("When the window is closed"), stay if self.closed.isEnabled() else none, self.closed
        yield (
            tr("Start at login"),
            tr("Footnote begins in the tray, or as a window where there is none."),
            self.login,
        )
        self.key.setEnabled(is_available())
        itself = tr("Brings Footnote to the front from any program, as long as it runs.")
        system = tr(
            "This desktop gives no program a key of its own. Give one to the command footnote in your system’s "
            "keyboard settings: it brings Footnote to the front."
        )
        yield tr("Key from anywhere"), itself if self.key.isEnabled() else system, self.key
        yield (
            tr("Keep copies of what is dropped"),
            tr(
                "Files and folders that you drop or paste are copied, and the copies are read: the originals may "
                "change or go. Without it they are read where they lie. Folders that you add are never copied."
            ),
            self.copies,
        )
        yield (
            tr("Folder for copies"),
            tr("Made when it is first used; what you put there yourself is read, too."),
            self.copies_folder,
        )
        yield (
            tr("Wait for the first word"),
            tr("How long you accept to wait. Longer lets the model read more of your documents."),
            self.wait,
        )
        yield (
            tr("Cores used"),
            tr("How much of this computer Footnote may take."),
            self.threads,
        )
        yield (
            tr("Largest file"),
            tr("Larger files are left out, with a note in the list of documents. What was read of them goes."),
            self.largest,
        )
        yield (
            tr("Left out", note="files by their names"),
            tr(
                "Files and folders that are never read, a pattern a line as in a .gitignore. What was read of them "
                "goes."
            ),
            self.ignore,
        )
        yield tr("On battery"), tr("What indexing does while no mains power is there."), self.battery
        yield (
            tr("Least charge"),
            tr("Below it, working slowly on battery stops until mains power is back."),
            self.charge,
        )
        yield tr("Wait while you type"), tr("Where indexing makes room for you at once."), self.typing
        yield tr("Memory to keep free"), tr("Indexing waits while less memory than this is free."), self.memory
        yield (
            tr("Search by meaning"),
            tr(
                "The model that turns text into meaning. Another one embeds your documents anew; until it is done, the "
                "one before answers."
            ),
            self.embedder,
        )

    def _filter(self, words: str) -> None:
        """Show the settings in whose name or sentence all of these words occur."""
        wanted = words.casefold().split()
        shown = 0
        for row, text in self._found_by.items():
            fits = all(word in text for word in wanted)
            row.setVisible(fits)
            shown += fits
        self.nothing.setVisible(shown == 0)

    def _show(self, settings: Settings) -> None:
        self.said.hide()
        self.mode.setCurrentIndex(self.mode.findData(settings.theme))
        self.copies.setCurrentIndex(int(settings.keep_copies))
        folder = copies_folder(settings)
        self.copies_folder.setText(folder.name.replace("&", "&&"))
        self.copies_folder.setToolTip(str(folder))
        self.copies_folder.setEnabled(settings.keep_copies)
        show_number(self.text, settings.text_percent)
        show_number(self.wait, round(settings.wait_seconds))
        show_number(self.threads, settings.threads)
        show_number(self.largest, settings.max_file_mb)
        show_number(self.memory, settings.least_free_mb)
        show_number(self.charge, settings.least_battery_percent)
        if self.key.findData(settings.global_key) < 0:  # written by hand
            self.key.addItem(keys(settings.global_key), settings.global_key)
        for control, value in (
            (self.key, settings.global_key),
            (self.language, settings.language),
            (self.battery, settings.on_battery),
            (self.typing, settings.while_typing),
            (self.closed, settings.when_closed),
        ):
            control.setCurrentIndex(control.findData(value))
        self.ignore.show_patterns(settings.ignore)
        self.embedder.clear()
        for row in self._desk.rows:
            if row.task == Task.EMBEDDER and (row.installed or row.name == settings.embedder):
                self.embedder.addItem(row.title, row.name)
        self.embedder.setCurrentIndex(self.embedder.findData(settings.embedder))
        if not self._ready:
            self._ready = True
            self._listen()

    def _listen(self) -> None:
        store = self._store
        self.mode.activated.connect(self._change_mode)
        self.language.activated.connect(lambda: store.change(language=str(self.language.currentData())))
        self.embedder.activated.connect(self._change_embedder)
        self.text.valueChanged.connect(self._change_text)
        self.closed.activated.connect(lambda: store.change(when_closed=str(self.closed.currentData())))
        self.key.activated.connect(lambda: store.change(global_key=str(self.key.currentData())))
        self.login.activated.connect(lambda: store.start_at_login(self.login.currentData() == "yes"))
        self.copies.activated.connect(lambda: store.change(keep_copies=self.copies.currentData() == "yes"))
        self.wait.valueChanged.connect(lambda value: store.change(wait_seconds=float(value)))
        self.threads.valueChanged.connect(lambda value: store.change(threads=value))
        self.largest.valueChanged.connect(lambda value: store.change(max_file_mb=value))
        self.memory.valueChanged.connect(lambda value: store.change(least_free_mb=value))
        self.charge.valueChanged.connect(lambda value: store.change(least_battery_percent=value))
        self.battery.activated.connect(lambda: store.change(on_battery=str(self.battery.currentData())))
        self.typing.activated.connect(lambda: store.change(while_typing=str(self.typing.currentData())))
        self.ignore.changed.connect(lambda patterns: store.change(ignore=patterns))

    def _choose_copies_folder(self) -> None:
        dialog = QFileDialog(self, tr("Folder for copies"), self.copies_folder.toolTip())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self._store.change(copies_folder=path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change_mode(self) -> None:
        mode = str(self.mode.currentData())
        self._theme.set_mode(mode)
        self._store.change(theme=mode)

    def _show_login(self, on: bool) -> None:
        self.login.setCurrentIndex(int(on))

    def _change_text(self, percent: int) -> None:
        self._theme.set_text_percent(percent)
        self._store.change(text_percent=percent)

    def _change_embedder(self) -> None:
        self._store.change(embedder=str(self.embedder.currentData()))

    def done(self, result: int) -> None:
        self.ignore.commit()
        super().done(result)

    def _ask_to_reset(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(tr("Reset all settings"))
        box.setText(tr("Set every setting back to what it was at first?"))
        box.setInformativeText(
            tr("The patterns of what is left out and the prices of the costs go with them. Your documents stay.")
        )
        reset = box.addButton(tr("Reset"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        reset.clicked.connect(self._reset)
        box.finished.connect(box.deleteLater)
        box.open()

    def _reset(self) -> None:
        self._theme.set_mode(Settings().theme)
        self._theme.set_text_percent(Settings().text_percent)
        self._store.reset()

    def _refused(self, problem: Problem) -> None:
        self.said.setText(in_full(problem))
        self.said.show()
