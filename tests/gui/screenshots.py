"""Draws every view of the window into `assets/screenshots`, light and dark: `make screenshots`.

    python -m tests.gui.screenshots [VIEW …] [--to FOLDER]

A view is a function that arranges a `Scene` and returns the widget to draw; `@view` names it.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_SCALE_FACTOR", "1.5")

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_app.answering.events import Event, Failed, Source
from desktop_app.assets import asset
from desktop_app.history import History
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.garbage import GuiCollector
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode, Problem
from indexer.protocol import Estimate, FoldersChanged, Span
from indexer.types import Activity, DocumentState, Progress
from tests.support import sample_scene as sample
from tests.support.fake_answers import FakeAnswers
from tests.support.fake_library import FakeLibrary
from tests.support.fake_models import EMBEDDER, FakeModels, model_row

_PATIENCE = 10.0  # seconds for a view to become ready
_READY = (
    model_row(installed=True, in_use=True),
    model_row(
        "qwen-0.5b",
        title="Qwen2.5 Coder 0.5B Instruct",
        bytes=491_400_064,
        ram_bytes=1_060_000_000,
        recommended=False,
        note="Twice as quick, and wrong more often; for machines below 8 GB.",
        fits="Fits: it needs 1.0 GB of this machine's 7.6 GB.",
    ),
    model_row(
        "qwen-4b",
        title="Qwen3 4B Instruct",
        bytes=2_497_000_000,
        ram_bytes=5_200_000_000,
        recommended=False,
        note="Better answers, about a third of the speed. From a model hub only.",
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
        services = Services(self.home, self.library, self.answers, self.history, self.models)
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
        deadline = time.monotonic() + _PATIENCE
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


@view("answer")
def answer(scene: Scene) -> None:
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.sources()[1])
    scene.settle(1.0)


@view("streaming")
def streaming(scene: Scene) -> None:
    scene.ask(sample.QUESTION, *sample.streaming())


@view("declined")
def declined(scene: Scene) -> None:
    scene.ask("Who won the 1998 cup?", *sample.declined())


@view("failed")
def failed(scene: Scene) -> None:
    problem = Problem(
        ErrorCode.PROCESS_DIED,
        "The language model’s process ended: the machine ran out of memory.",
        "Close other programs or choose a smaller model, then ask again.",
        retryable=True,
        detail="exit status -9",
    )
    scene.ask(sample.QUESTION, *sample.streaming(), Failed(problem))


@view("trace")
def trace(scene: Scene) -> QWidget:
    scene.history.add_trace(sample.trace())
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.turns[0].trace_requested.emit(sample.trace().id)
    scene.wait(lambda: any(dialog.isVisible() for dialog in scene.window.findChildren(QDialog)))
    scene.settle()
    return scene.dialog()


@view("new-conversation")
def new_conversation(scene: Scene) -> None:
    scene.settle()


@view("narrow")
def narrow(scene: Scene) -> None:
    scene.window.resize(900, 700)
    scene.ask(sample.QUESTION, *sample.answered())


@view("narrow-source")
def narrow_source(scene: Scene) -> None:
    scene.window.resize(900, 700)
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.sources()[1])
    scene.settle(1.0)


@view("narrow-documents", trouble=True)
def narrow_documents(scene: Scene) -> None:
    scene.window.resize(900, 700)
    documents(scene)


@view("source-text")
def source_text(scene: Scene) -> None:
    scene.ask(sample.QUESTION, *sample.answered())
    path = str(sample.HOUSE / "maintenance" / "maintenance-handbook.md")
    handbook = next(kept for kept in scene.library._documents.values() if kept.document.path == path)
    hit, words = handbook.hits[0], "Radiators are bled in the first week of October"
    at = hit.text.index(words)
    end = hit.text.index(".", at) + 1
    cited = Source(1, hit.document_id, path, hit.title, None, None, hit.start + at, end - at, hit.text[at:end])
    scene.window.conversation.source_requested.emit(cited)
    scene.settle(0.6)


@view("first-run", full=False)
def first_run(scene: Scene) -> None:
    scene.settle()


@view("first-run-fetching", full=False)
def first_run_fetching(scene: Scene) -> None:
    scene.window.first_run.get.click()
    scene.wait(lambda: len(scene.models.fetching) == 2)
    scene.models.step("qwen-1.5b", 412_000_000, 1_117_320_768, "Fetching part 9 of 22")
    scene.settle()


@view("documents", trouble=True)
def documents(scene: Scene) -> None:
    scene.window.show_documents(None, "")
    scene.wait(lambda: scene.window.documents.model.rowCount() > 0)
    scene.settle()


@view("problems", trouble=True)
def problems(scene: Scene) -> None:
    scene.window.show_documents(None, DocumentState.FAILED.value)
    scene.wait(lambda: scene.window.documents.model.rowCount() == 2)
    scene.window.documents.table.selectRow(0)
    scene.settle()


@view("indexing", trouble=True)
def indexing(scene: Scene) -> None:
    scene.library.progress = Progress(Activity("embedding", "Embedding paper-031.pdf"), 43, 63, 1180, 2960, 37.2, 48)
    scene.library.push(scene.library.progress)
    scene.window.set_scope(scene.window.watch.folders[1])
    scene.settle()


@view("needs-ocr", trouble=True)
def needs_ocr(scene: Scene) -> None:
    scene.add_other_kinds()
    scene.window.show_documents(None, DocumentState.SKIPPED.value)
    scene.wait(lambda: scene.window.documents.model.rowCount() == 2)
    scene.window.documents.table.selectRow(1)
    scene.settle()


@view("read-in-part", trouble=True)
def read_in_part(scene: Scene) -> None:
    scene.add_other_kinds()
    office = next(folder for folder in scene.window.watch.folders if folder.path.endswith("Office"))
    scene.window.show_documents(office, DocumentState.INDEXED.value)
    model = scene.window.documents.model
    scene.wait(lambda: model.any_problem)
    rows = [row for row in range(model.rowCount()) if (found := model.document(row)) and found.problem_code]
    scene.window.documents.table.selectRow(rows[0])
    scene.settle()


@view("narrow-needs-ocr", trouble=True)
def narrow_needs_ocr(scene: Scene) -> None:
    scene.window.resize(900, 700)
    needs_ocr(scene)


@view("kinds")
def kinds(scene: Scene) -> None:
    scene.add_other_kinds()
    documents(scene)


@view("source-sheet")
def source_sheet(scene: Scene) -> None:
    scene.add_other_kinds()
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.sheet_source(scene.library))
    scene.settle(0.6)


@view("source-mail")
def source_mail(scene: Scene) -> None:
    scene.add_other_kinds()
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.mail_source(scene.library))
    scene.settle(0.6)


@view("narrow-source-mail")
def narrow_source_mail(scene: Scene) -> None:
    scene.window.resize(900, 700)
    source_mail(scene)


@view("offline")
def offline(scene: Scene) -> None:
    """The sample library on a drive that was unplugged."""
    number, is_file, _ = scene.library._folders[str(sample.HOUSE)]
    scene.library._folders[str(sample.HOUSE)] = (number, is_file, False)
    scene.library.push(FoldersChanged())
    scene.wait(lambda: scene.window.watch.is_offline(str(sample.AGREEMENT)))
    scene.ask(sample.QUESTION, *sample.answered())


@view("predicted", trouble=True)
def predicted(scene: Scene) -> None:
    scene.library.progress = Progress(
        Activity("embedding", "Making your documents searchable by meaning."), 43, 63, 1180, 2960, 37.2, 740, 2400, 1710
    )
    scene.library.push(scene.library.progress)
    scene.settle()


@view("predicted-and-done", trouble=True)
def predicted_and_done(scene: Scene) -> None:
    busy = Progress(Activity("embedding", "Embedding."), 0, 1204, 0, 0, 0.0, 9, 2400, 0.5)
    idle = replace(busy, activity=Activity("idle", "Up to date."), documents_done=1204)
    for progress in (
        busy,
        replace(busy, documents_done=1204, elapsed_seconds=2280),
        replace(idle, predicted_seconds=None, elapsed_seconds=None),
    ):
        scene.library.progress = progress
        scene.library.push(progress)
        scene.settle(0.1)
    scene.settle()


@view("waiting", trouble=True)
def waiting(scene: Scene) -> None:
    scene.library.progress = Progress(
        Activity("waiting", "Waiting while the computer runs on battery. It goes on when it is plugged in."),
        43, 63, 1180, 2960, 37.2, 740, 2400, 1710,
    )  # fmt: skip
    scene.library.push(scene.library.progress)
    scene.settle()


@view("estimate-measuring")
def estimate_measuring(scene: Scene) -> None:
    measured = threading.Event()
    scene.library.estimate = lambda *_: measured.wait(_PATIENCE)  # type: ignore[assignment, method-assign, return-value]
    scene.window.importer.ask_to_add((Path("/home/mara/Papers and preprints of the last ten years"),))
    scene.wait(lambda: scene.dialog().left.text().endswith("19 s"))  # type: ignore[attr-defined]
    scene.over_window()


@view("estimate")
def estimate(scene: Scene) -> None:
    scene.library.estimates = Estimate(
        1204, 3_400_000_000, 310, 12, Span(1920, 2400, 3300), 48_200, 121_000_000, 31, 17.5
    )
    scene.window.importer.ask_to_add((Path("/home/mara/Papers and preprints of the last ten years"),))
    scene.wait(lambda: not scene.dialog().is_measuring)  # type: ignore[attr-defined]
    scene.over_window()


@view("narrow-estimate")
def narrow_estimate(scene: Scene) -> None:
    scene.window.resize(720, 560)
    estimate(scene)


@view("paused", trouble=True)
def paused(scene: Scene) -> None:
    scene.library.paused = True
    indexing(scene)


@view("banner")
def banner(scene: Scene) -> None:
    scene.window.banner.report(
        Problem(
            ErrorCode.PROCESS_DIED,
            "The indexer process was ended by the system, most likely because memory ran out.",
            "Try again: it starts anew and goes on where it was. If it keeps happening, close other programs.",
            detail="exit status -9",
        )
    )
    scene.window.toast.offer("Deleted “Fees since 2023”", lambda: None, None)
    scene.settle()


@view("drop")
def drop(scene: Scene) -> None:
    scene.window.drop.cover_for(3)
    scene.settle()


@view("models")
def models(scene: Scene) -> QWidget:
    scene.window.show_models()
    scene.window.desk.get("qwen-0.5b")
    scene.wait(lambda: "qwen-0.5b" in scene.models.fetching)
    scene.models.step("qwen-0.5b", 203_000_000, 491_400_064, "Fetching part 3 of 6")
    scene.settle()
    return scene.dialog()


@view("settings")
def settings(scene: Scene) -> QWidget:
    scene.window.show_settings()
    scene.settle()
    return scene.dialog()


@view("shortcuts")
def shortcuts(scene: Scene) -> QWidget:
    scene.window.show_shortcuts()
    scene.settle()
    return scene.dialog()


def draw(name: str, theme: Theme, folder: Path) -> Path:
    """Draw one view in the theme as it is; the path of the picture."""
    scene, widget = VIEWS[name](theme)
    try:
        picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        picture.setText("Description", f"Footnote, {name}")
        path = folder / f"{name}-{'dark' if theme.is_dark else 'light'}.png"
        assert picture.save(str(path), "PNG", 0), path  # type: ignore[call-overload]
    finally:
        scene.close()
    return path


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make screenshots", description="Draw the views of the window.")
    parser.add_argument("views", nargs="*", metavar="VIEW", help=f"one of {', '.join(VIEWS)}; all by default")
    parser.add_argument("--to", type=Path, default=asset("screenshots"), metavar="FOLDER")
    parser.add_argument("--only", choices=("light", "dark"), help="one theme alone")
    options = parser.parse_args(arguments)
    application = QApplication([])
    application.setStyle("Fusion")
    application.setCursorFlashTime(0)
    theme = Theme("light")
    theme.apply()
    collector = GuiCollector(application)
    options.to.mkdir(parents=True, exist_ok=True)
    for mode in [options.only] if options.only else ["light", "dark"]:
        theme.set_mode(mode)
        for name in options.views or VIEWS:
            sys.stdout.write(f"{draw(name, theme, options.to)}\n")
    collector.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
