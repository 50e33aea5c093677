"""Every text that the window shows goes through its translation: spoken in a language that nobody reads, it holds no
English word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QPoint, Qt, QTranslator
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Answered, Declined, Failed, Reading, Source, Support
from desktop_app.answering.trace import TracedModel
from desktop_app.costs import Cost
from desktop_app.llm.protocol import Message
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.cost_words import cost_facts
from desktop_app.ui.document_dialogs import ask_for_password, ask_to_exclude
from desktop_app.ui.estimate_dialog import EstimateDialog
from desktop_app.ui.inspector_dialog import InspectorDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.recognition_dialog import RecognitionDialog
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from desktop_app.ui.trace_dialog import TraceDialog
from desktop_app.ui.tray import Tray
from desktop_app.ui.window_dialogs import WindowDialogs
from indexer.config import Settings
from indexer.errors import ErrorCode, Problem
from indexer.protocol import Estimate, FoldersChanged, ListDocuments, Span
from indexer.types import Coverage, DocumentState
from tests.support import sample_scene as sample
from tests.support.fake_answers import FakeAnswers, make_answer, make_evidence, make_sentences
from tests.support.fake_library import FakeLibrary
from tests.support.fake_models import EMBEDDER, FakeModels, model_row

QUOTE = "Σύμβαση με τον εργολάβο από τον Απρίλιο."
SAID = "Η σύμβαση άρχισε τον Απρίλιο [1]."
# Names of what is no text of the window, units, and words of the documents' own formats.
NAMES = {
    *("Footnote", "Apache", "Qwen", "Coder", "Instruct", "MiniLM", "all", "qwen", "English", "Deutsch"),
    *("Ctrl", "Shift", "Alt", "Meta", "Space", "Esc", "Del", "Tab", "Home", "End", "PgUp", "PgDown"),
    *("user", "txt", "pdf", "md", "gguf", "GB", "MB", "kB", "Wh", "ms", "max", "tokens", "temperature"),
}
_IN_BRACES = re.compile(r"(\{[^}]*\}|<[^>]*>|&[a-z]+;)")
_WORD = re.compile(r"[A-Za-z]{2,}")
_FILTER = re.compile(r"(?:@|\b(?:in|type|after|before):)\S*")  # as they are typed in a question


class Foreign(QTranslator):
    """Says every text with other letters, but leaves what is filled in and tags as they are."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str = "", n: int = -1) -> str:
        del disambiguation, n
        if context in ("QShortcut", "QGuiApplication"):  # keys have their names; the direction is no text
            return None  # type: ignore[return-value]
        pieces = _IN_BRACES.split(source)
        return "".join(piece if number % 2 else re.sub("[A-Za-z]", "ж", piece) for number, piece in enumerate(pieces))


@pytest.fixture(autouse=True)
def foreign(qapp: QApplication) -> Iterator[None]:
    translator = Foreign()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def texts(part: QWidget) -> Iterator[str]:
    """What `part` says to eyes and to a screen reader."""
    yield from (part.windowTitle(), part.toolTip(), part.accessibleName(), part.accessibleDescription())
    for action in part.actions():
        yield from (action.text(), action.toolTip())
    if isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    elif isinstance(part, QLineEdit | QPlainTextEdit):
        yield part.placeholderText()
    elif isinstance(part, QTextEdit):
        yield from (part.placeholderText(), part.toPlainText())
    elif isinstance(part, QComboBox):
        yield from (part.itemText(number) for number in range(part.count()))
    elif isinstance(part, QSpinBox):
        yield from (part.prefix(), part.suffix(), part.specialValueText())
    elif isinstance(part, QHeaderView):
        for number in range(part.count()):
            yield str(part.model().headerData(number, part.orientation()) or "")
    elif isinstance(part, QAbstractItemView):
        yield from cells(part)


def cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(model.rowCount() if model is not None else 0):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            for role in roles:
                said = model.index(row, column).data(role)
                if isinstance(said, str):
                    yield said


def left_over(ground: QWidget, home: Path | None = None) -> list[str]:
    """The texts of `ground` and its parts, hidden ones too, that hold a word which was not translated."""
    found = []
    for part in (ground, *ground.findChildren(QWidget)):
        for text in texts(part):
            plain = QTextDocumentFragment.fromHtml(text).toPlainText() if "<" in text else text
            for path in (str(home), str(Path.home())) if home else ():
                plain = plain.replace(path, "")
            words = set(_WORD.findall(_FILTER.sub("", plain))) - NAMES
            if words:
                found.append(f"{type(part).__name__} in {type(part.parent()).__name__}: {plain!r} ({words})")
    return sorted(set(found))


def assert_translated(ground: QWidget, home: Path) -> None:
    found = left_over(ground, home)
    assert not found, "\n".join(found)


@pytest.fixture
def models() -> Iterator[FakeModels]:
    made = FakeModels(
        model_row(installed=True, in_use=True),
        model_row("qwen-b", installed=True, problem="Το μοντέλο χάλασε."),
        model_row("qwen-c", fits="Tight: it needs 1.9 GB of this machine's 2.1 GB; other programs may slow down."),
        EMBEDDER,
    )
    yield made
    made.finish()


@pytest.fixture
def services(services: Services, models: FakeModels) -> Services:
    return replace(services, answers=FakeAnswers(services.history), models=models)


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()


def fill(library: FakeLibrary) -> None:
    library.put("/д/Α/α.pdf", [QUOTE, ""], title="Σύμβαση", problem=("no-text", "Χωρίς κείμενο.", "Τίποτε."))
    library.put("/д/Α/β.md", "Κείμενο.", state=DocumentState.KEYWORD_READY)
    library.put("/д/Β/γ.pdf", state=DocumentState.FAILED, problem=("encrypted", "Κλειδωμένο.", "Άνοιξέ το."))
    library.put("/д/Β/δ.txt", "Κείμενο.", state=DocumentState.OFFLINE)
    library.put("/д/Β/ε.txt", state=DocumentState.SKIPPED, problem=("empty", "Άδειο.", "Γέμισέ το."))
    library.put("/д/Β/ζ.txt", state=DocumentState.PENDING)
    library.push(FoldersChanged())


def test_an_unwrapped_text_is_found(qtbot: QtBot) -> None:
    label = QLabel("Not wrapped")
    qtbot.addWidget(label)
    assert len(left_over(label)) == 1
    label.setText("Qwen 1.5 GB")
    label.setToolTip("<b>Bold</b>")
    assert len(left_over(label)) == 1


def test_the_first_page_and_the_window_around_it(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.first_run.isVisible)
    assert_translated(window, tmp_path)


def test_the_library_its_documents_and_search(
    window: MainWindow, library: FakeLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    fill(library)
    qtbot.waitUntil(lambda: len(window.watch.folders) == 2)
    window.show_documents(None, "")
    table = window.documents.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 6)
    for row in range(6):
        table.selectRow(row)
        assert_translated(window, tmp_path)
    table.selectAll()
    table.customContextMenuRequested.emit(QPoint(5, 5))
    assert_translated(window, tmp_path)
    for menu in window.findChildren(QMenu):
        menu.close()
    window.show_search("Κείμενο")
    qtbot.waitUntil(lambda: window.search.model.rowCount() > 0)
    window.search.list.activated.emit(window.search.model.index(0))
    qtbot.waitUntil(lambda: window.source.isVisible() and window.source.body.view is not None)
    assert_translated(window, tmp_path)
    window.show_check()
    assert_translated(window, tmp_path)


def test_a_conversation(
    window: MainWindow, services: Services, library: FakeLibrary, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    fill(library)
    answers = services.answers
    assert isinstance(answers, FakeAnswers)
    evidence = make_evidence(QUOTE, query="Πότε;", path="/д/Α/α.pdf", coverage=Coverage(3, 1, 1, 1, 1))
    sentences = make_sentences(SAID, (SAID, Support.PARTIAL, (1,)))
    sentences = (replace(sentences[0], missing=("30",)),)
    source = Source(1, 1, "/д/Α/α.pdf", "α", 1, None, 0, len(QUOTE), QUOTE)
    answers.script(
        evidence,
        Reading(2, 900, 5.0),
        Answered(make_answer(SAID, sentences, (source,), question="Πότε;", evidence=evidence)),
    )
    answers.script(evidence, Declined(make_answer("", question="Πού;", evidence=evidence, declined=True)))
    answers.script(Failed(Problem(ErrorCode.NOT_ENOUGH_MEMORY, "Μνήμη.", "Κλείσε.", retryable=True)))
    qtbot.waitUntil(lambda: bool(window.conversation.empty.suggestions))
    for question in ("Πότε;", "Πού;", "Πώς;"):
        window.conversation.ask(question)
        qtbot.waitUntil(lambda: window.conversation.turns[-1].finished)
        assert_translated(window, tmp_path)
    menu = QMenu()
    qtbot.addWidget(menu)
    window.conversation.turns[0].footer.menu_opening.emit(menu)
    assert_translated(menu, tmp_path)
    trace = replace(
        sample.trace(), question="Πότε;", query="Πότε;", hits=(), verdicts=sentences,
        model=TracedModel("Qwen", "/д/qwen.gguf", 1, ""), prompt=(Message("user", "Πότε;"),),
    )  # fmt: skip
    facts = cost_facts(Cost("a", 0.0, "m", 6.0, 1000, 100, 9.0, 0.0151, False), Settings())
    assert_translated(TraceDialog(theme, trace, window, facts), tmp_path)


def test_what_is_asked_before_something_is_done(
    window: MainWindow, library: FakeLibrary, bridge: Bridge, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    fill(library)
    qtbot.waitUntil(lambda: len(window.watch.folders) == 2)
    documents = library.documents(ListDocuments()).documents
    paths = (tmp_path / "α", tmp_path / "β")
    library.estimates = Estimate(4, 3_400, 310, 12, Span(1920, 2400, 3300), 48_200, 121_000_000, 31, 17.5)
    for ask in (
        lambda: window.importer.ask_to_add(paths),
        lambda: window.importer.ask_to_add(paths[:1]),
        *(partial(window.importer.ask_to_remove, folder) for folder in window.watch.folders),
        *(partial(ask_for_password, documents[:number], window, print) for number in (1, 2)),
        *(partial(ask_to_exclude, documents[:number], window, print) for number in (1, 2)),
        lambda: InspectorDialog(documents[0], library, bridge, theme, window).open(),
        lambda: window.collections.ask_to_add(paths),
        lambda: RecognitionDialog(bridge, theme, window).open(),
    ):
        ask()
        dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
        if isinstance(dialog, EstimateDialog):
            assert_translated(dialog, tmp_path)
            qtbot.waitUntil(lambda: not dialog.is_measuring)  # noqa: B023
        if isinstance(dialog, InspectorDialog):
            qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)  # noqa: B023
        assert_translated(dialog, tmp_path)
        dialog.reject()


def test_what_the_window_says_above_and_below(window: MainWindow, tmp_path: Path) -> None:
    for code in ErrorCode:
        window.report(Problem(code, "Ακατάληπτο.", "Πάλι."))
        assert_translated(window.banner, tmp_path)
    tray = Tray(window, window.watch, window.windowIcon())
    assert_translated(tray.menu, tmp_path)
    assert not _WORD.findall(tray.tip.replace("Footnote", ""))


@pytest.mark.parametrize("show", sorted(name for name in vars(WindowDialogs) if name.startswith("show_")))
def test_a_dialog(window: MainWindow, show: str, tmp_path: Path) -> None:
    getattr(window.dialogs, show)()
    dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
    assert_translated(dialog, tmp_path)
    dialog.reject()
