"""A window with everything behind it, for one picture: the views in `tests/gui/views` arrange one each."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_app.answering.checking import CheckService
from desktop_app.answering.events import Event
from desktop_app.history import History
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.protocol import FoldersChanged
from tests.support import sample_scene as sample
from tests.support.fake_answers import FakeAnswers
from tests.support.fake_library import FakeLibrary
from tests.support.fake_models import EMBEDDER, FakeModels, model_row

PATIENCE = 10.0  # seconds for a view to become ready
_READY = (
    model_row(installed=True, in_use=True),
    model_row(
        "qwen-0.5b",
        title="Qwen2.5 Coder 0.5B Instruct",
        bytes=491_400_064,
        ram_bytes=1_060_000_000,
        recommended=False,
        note="For machines with less than 8 GB of memory; quick, and plainer in its answers.",
        fits="Fits: it needs 1.0 GB of this machine's 7.6 GB.",
    ),
    model_row(
        "qwen-4b",
        title="Qwen3 4B Instruct",
        bytes=2_497_000_000,
        ram_bytes=5_200_000_000,
        recommended=False,
        note="Needs a model hub; several languages.",
        fits="Tight: it needs 4.8 GB of this machine's 7.6 GB; other programs may slow down.",
    ),
    replace(EMBEDDER, installed=True, in_use=True),
)
_TITLES = (
    "Water damage in flat 14: who pays?",
    "Fees since 2023, and what they will be next year after the rise",
    "Who looks after the boilers?",
)


class Scene:
    """A window with everything behind it, for one picture."""

    def __init__(self, theme: Theme, *, full: bool = True, trouble: bool = False) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="footnote-screenshot-"))
        self.library = FakeLibrary()
        self.models = FakeModels(*(_READY if full else ()))
        self.history = History(self.home / "history.db")
        self.answers = FakeAnswers(self.history)
        self.bridge = Bridge()
        if full:
            sample.fill(self.library, trouble=trouble)
            for title in _TITLES:
                self.history.create(title)
        checks = CheckService(self.library)
        services = Services(self.home, self.library, self.answers, self.history, self.models, checks)
        self.window = MainWindow(services, self.bridge, theme)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.start()
        self.wait(lambda: bool(self.window.watch.status) and self.window.desk.known)
        self.wait(lambda: len(self.window.watch.folders) > 0 or not full)
        self.window.banner.hide()
        self.settle()

    def ask(self, question: str, *events: Event) -> None:
        self.answers.push(*events)
        self.window.conversation.ask(question)
        self.wait(lambda: bool(self.window.conversation.turns))
        self.settle(0.6)

    def dialog(self) -> QDialog:
        return next(dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible())

    def add_other_kinds(self) -> None:
        sample.add_other_kinds(self.library, self.home / "Office")
        self.library.push(FoldersChanged())
        self.wait(lambda: any(folder.path.endswith("Office") for folder in self.window.watch.folders))
        self.settle(0.6)  # the table asks again for what changed

    def over_window(self) -> None:
        """Put the dialog where the picture of the window takes it in."""
        dialog = self.dialog()
        self.settle(0.1)
        dialog.setWindowFlags(Qt.WindowType.Widget)
        dialog.setStyleSheet("EstimateDialog { border: 1px solid palette(dark); }")
        dialog.move((self.window.width() - dialog.width()) // 2, (self.window.height() - dialog.height()) // 3)
        dialog.show()
        dialog.raise_()
        self.settle()

    def wait(self, ready: Callable[[], bool]) -> None:
        """Let the window work until `ready`; AssertionError when that takes too long."""
        deadline = time.monotonic() + PATIENCE
        while not ready():
            assert time.monotonic() < deadline, "the view did not become ready"
            QApplication.processEvents()
            time.sleep(0.005)

    def settle(self, seconds: float = 0.3) -> None:
        """Let what is under way, layouts and pictures of pages, come to rest."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end)

    def close(self) -> None:
        self.models.finish()
        self.answers.end()
        self.window.close()
        self.library.close()
        self.bridge.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.history.close()
        shutil.rmtree(self.home, ignore_errors=True)


VIEWS: dict[str, Callable[[Theme], tuple[Scene, QWidget]]] = {}


def view(
    name: str, *, full: bool = True, trouble: bool = False
) -> Callable[[Callable[[Scene], QWidget | None]], Callable[[Scene], QWidget | None]]:
    """Register a view. It returns the widget to draw; None: the window."""

    def register(arrange: Callable[[Scene], QWidget | None]) -> Callable[[Scene], QWidget | None]:
        def make(theme: Theme) -> tuple[Scene, QWidget]:
            scene = Scene(theme, full=full, trouble=trouble)
            return scene, arrange(scene) or scene.window

        VIEWS[name] = make
        return arrange

    return register
