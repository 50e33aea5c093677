"""The window in other languages: in German, with texts longer than any, and from right to left nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

import pytest
from PySide6.QtCore import QDate, QLocale, QPoint, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.answering import decline
from desktop_app.answering.events import Support, Unreadable
from desktop_app.export import as_markdown, exported
from desktop_app.ui.answering_words import note, unread, why_declined
from desktop_app.ui.code_view import CodeView
from desktop_app.ui.controls import ElidedLabel
from desktop_app.ui.export_words import export_words
from desktop_app.ui.flow_layout import FlowLayout
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.message_view import TurnView
from desktop_app.ui.sidebar_rows import Row, SidebarRow
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import CONTEXT, speak, tr, trn
from indexer.errors import ErrorCode
from indexer.types import Coverage, DocumentState
from tests.support.fake_answers import make_answer, make_evidence, make_sentences, make_source
from tests.support.fake_library import FakeLibrary

NARROW = 900  # pixels
LONGER = 0.4
_SLACK = 1  # pixels that rounding may take


class Longer(QTranslator):
    """Says every text of the window with as many letters more as no language needs on average."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str = "", n: int = -1) -> str:
        del disambiguation, n
        if context != CONTEXT:  # None: Qt has its own words; "" would be the translation
            return None  # type: ignore[return-value]
        more = round(LONGER * len(source))
        tail = "".join(islice(cycle("ennenen "), more)).rstrip()
        return f"{source}{tail}" if more < 8 else f"{source} {tail}"


@pytest.fixture(params=["de", "longer", "rightwards"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    longer = Longer()
    if request.param == "de":
        speak("de")
    else:
        qapp.installTranslator(longer)
    if request.param == "rightwards":
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield request.param
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qapp.removeTranslator(longer)
    speak("en")
    QLocale.setDefault(QLocale("en_US"))


@pytest.fixture
def open_window(language: str, open_window: Callable[..., MainWindow]) -> Callable[[], MainWindow]:
    del language  # it is spoken before the window is made
    return partial(open_window, NARROW, 700)


def cut_off(ground: QWidget) -> list[str]:
    """The visible parts of `ground` that have less room than their words need."""
    found = []
    for part in (ground, *ground.findChildren(QWidget)):
        if part.isVisible() and (why := _lacks(part)):
            found.append(f"{type(part).__name__} {_words(part)!r} in {type(part.parent()).__name__}: {why}")
    return found


def _words(part: QWidget) -> str:
    if isinstance(part, QComboBox):
        return part.currentText()
    if isinstance(part, QLineEdit):
        return part.placeholderText()
    return part.text() if isinstance(part, QLabel | QAbstractButton) else ""


def _lacks(part: QWidget) -> str:
    if not _words(part) or isinstance(part, ElidedLabel):
        return ""
    need = part.sizeHint()
    width, height = need.width(), need.height()
    if isinstance(part, QLabel):
        if part.wordWrap():
            width, height = 0, part.heightForWidth(part.width())
        elif part.minimumWidth() == 1:  # it may be cut: the same is told by its tool tip
            width = 0
    elif isinstance(part, QLineEdit):
        width = part.fontMetrics().horizontalAdvance(_words(part)) + 12
        height = 0
    elif isinstance(part, QComboBox):
        if part.sizeAdjustPolicy() == QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon:
            return ""
    elif not isinstance(part, QPushButton | QToolButton | QCheckBox):
        return ""  # it paints itself, and cuts with an ellipsis
    if width > part.width() + _SLACK or height > part.height() + _SLACK:
        return f"{width} × {height} wanted, {part.width()} × {part.height()} there"
    left = part.mapTo(part.window(), part.rect().topLeft()).x()
    if left < -_SLACK or left + part.width() > part.window().width() + _SLACK:
        return f"from {left} to {left + part.width()} of {part.window().width()}"
    return ""


def assert_nothing_cut(ground: QWidget, qtbot: QtBot) -> None:
    """Once what is shown has been laid out."""

    def has_room() -> None:
        assert not cut_off(ground)

    qtbot.waitUntil(has_room)


@pytest.fixture
def window(open_window: Callable[[], MainWindow], library: FakeLibrary) -> MainWindow:
    library.put("/d/Contracts/acme.pdf", ["Either party may terminate."])
    library.put("/d/Papers/attention.md", "Attention is all you need.")
    library.put("/d/Papers/zoo.pdf", state=DocumentState.FAILED, problem=("encrypted", "It is locked.", "Unlock it."))
    opened = open_window()
    opened.resize(NARROW, 700)
    return opened


def test_every_view_has_room_for_its_words(window: MainWindow, qtbot: QtBot) -> None:
    assert_nothing_cut(window, qtbot)
    window.show_documents(None, "")
    qtbot.waitUntil(lambda: window.documents.table.model().rowCount() == 3)
    for row in (0, 2):
        window.documents.table.selectRow(row)
        assert_nothing_cut(window, qtbot)
    window.show_search("attention")
    qtbot.waitUntil(lambda: window.search.model.rowCount() > 0)
    assert_nothing_cut(window, qtbot)
    window.show_check()
    assert_nothing_cut(window, qtbot)
    assert window.width() == NARROW


@pytest.mark.usefixtures("language")
def test_a_turn_has_room_for_its_words_beside_an_open_source(theme: Theme, qtbot: QtBot) -> None:
    said = "Notice is six months. It may be sold."
    sentences = make_sentences(
        said, ("Notice is six months.", Support.SUPPORTED, (1,)), ("It may be sold.", Support.UNSUPPORTED, ())
    )
    evidence = make_evidence("Six months.", "A year.", "Two years.", "Three years.")
    declined = make_answer(decline.DECLINED_ANSWER, declined=True, reason="It rained.", evidence=evidence)
    answered = make_answer(said, sentences, [make_source(1, "Six months in writing.")], evidence=evidence)
    for answer in (declined, answered):
        turn = TurnView(theme, "When can we leave?")
        qtbot.addWidget(turn)
        turn.resize(360, 900)
        turn.show()
        turn.show_answer(answer)
        turn.correction.show()
        assert_nothing_cut(turn, qtbot)


def test_the_first_view_has_room_for_its_words(open_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    window = open_window()
    qtbot.waitUntil(window.first_run.isVisible)
    assert_nothing_cut(window, qtbot)
    first = window.first_run
    qtbot.waitUntil(first.model.isVisible)
    assert first.name.width() > 0.8 * first.model.width()  # what is done with the model stands below its name
    assert window.width() == NARROW


def test_every_dialog_has_room_for_its_words(window: MainWindow, qtbot: QtBot) -> None:
    dialogs = window.dialogs
    for show in (
        dialogs.show_settings,
        dialogs.show_privacy,
        dialogs.show_shortcuts,
        dialogs.show_costs,
        dialogs.show_models,
    ):
        show()
        dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
        assert_nothing_cut(dialog, qtbot)
        assert dialog.width() <= NARROW
        with qtbot.waitSignal(dialog.destroyed):
            dialog.reject()


def test_from_right_to_left_the_panes_are_mirrored(window: MainWindow, language: str, qtbot: QtBot) -> None:
    window.resize(1300, 700)
    window.show_search("attention")
    qtbot.waitUntil(lambda: window.search.model.rowCount() > 0)
    window.search.list.activated.emit(window.search.model.index(0))
    qtbot.waitUntil(window.source.isVisible)
    qtbot.waitUntil(lambda: window.source.body.view is not None)
    places = [pane.mapTo(window, pane.rect().topLeft()).x() for pane in (window.library, window.views, window.source)]
    assert places == sorted(places, reverse=language == "rightwards")
    assert_nothing_cut(window, qtbot)


def test_rows_begin_and_chevrons_point_as_the_language_does(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    row = SidebarRow(theme, Row("", icon="search"))
    qtbot.addWidget(row)
    row.resize(200, row.height())

    def middle() -> float:
        image = row.grab().toImage()
        ground = image.pixelColor(image.width() // 2, 0)
        drawn = [x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) != ground]
        return sum(drawn) / len(drawn) / image.width()

    assert middle() < 0.2
    back, on = (theme.icon(f"chevron-{side}").cacheKey() for side in ("left", "right"))
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert middle() > 0.8
        assert theme.icon("chevron-left").cacheKey() == on != back
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_lines_keep_their_numbers_beside_them_from_right_to_left(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        view = CodeView(theme)
        qtbot.addWidget(view)
        view.resize(300, 200)
        view.show()
        view.show_text("\n".join(f"{'x' * 80} = {number}" for number in range(90)), None)
        assert view.viewport().x() >= view.numbers_width()
        assert view.verticalScrollBar().mapTo(view, QPoint()).x() > view.width() // 2
        assert view.cursorRect().x() < 30  # the beginning of the line is in view
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    del qapp  # a language is spoken by an application
    speak("de")
    yield
    speak("en")
    QLocale.setDefault(QLocale("en_US"))


@pytest.mark.usefixtures("german")
def test_what_the_answering_process_wrote_is_told_in_german() -> None:
    coverage = Coverage(searched=1, pending=1204, vectors_pending=0, failed=0, offline=1)
    reason = decline.why_declined(coverage, decline.Cause.NOT_SAID)
    answer = replace(make_answer(decline.DECLINED_ANSWER, declined=True, reason=reason), coverage=coverage)
    assert why_declined(answer) == (
        "1 Dokument durchsucht; die gefundenen Textstellen beantworten die Frage nicht. 1.204 Dokumente werden noch "
        "eingelesen; fragen Sie später noch einmal. 1 Dokument liegt auf einem Laufwerk, das nicht angeschlossen ist."
    )
    assert note(f"No answer: {decline.Cause.NOT_SAID.value}.").startswith("Keine Antwort: Die gefundenen")
    assert unread(Unreadable("/d/a.pdf", "a.pdf is damaged.", ErrorCode.CORRUPT)) == "Die Datei ist beschädigt."


@pytest.mark.usefixtures("german")
def test_an_exported_conversation_speaks_german_around_its_own_words() -> None:
    said = "Notice is six months. It may be sold."
    sentences = make_sentences(
        said, ("Notice is six months.", Support.SUPPORTED, (1,)), ("It may be sold.", Support.UNSUPPORTED, ())
    )
    answer = make_answer(said, sentences, [make_source(1, "Six months in writing.")])
    text = as_markdown(exported("Northgate", [answer], export_words(QDate(2025, 11, 25))))
    assert "Exportiert aus Footnote am 25. November 2025." in text
    assert "It may be sold. [nicht gestützt]" in text
    assert "*1 Satz gestützt, 1 nicht.*" in text
    assert "[^1]: „Six months in writing.“ Acme-MSA-2024 · S. 12" in text


@pytest.mark.usefixtures("qapp")
def test_texts_come_in_the_language_that_is_spoken() -> None:
    try:
        speak("de")
        assert (tr("Settings"), tr("{n} unknown {{word}}", n=3)) == ("Einstellungen", "3 unknown {word}")
        assert trn("{n} passage", "{n} passages", 1) == "1 Textstelle"
        assert trn("{n} passage", "{n} passages", 12045) == "12.045 Textstellen"
    finally:
        speak("en")
        QLocale.setDefault(QLocale("en_US"))
    assert tr("Settings") == "Settings"


def test_buttons_without_room_go_on_below(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    layout = FlowLayout(8)
    ground.setLayout(layout)
    buttons = [QPushButton(words, ground) for words in ("One", "Two", "Hidden", "Three")]
    for each in buttons:
        layout.addWidget(each)
    buttons[2].hide()
    one_row = layout.sizeHint()
    ground.resize(one_row)
    ground.show()
    assert layout.heightForWidth(one_row.width()) == one_row.height()
    assert len({each.y() for each in buttons if each.isVisible()}) == 1
    ground.resize(one_row.width() - 1, layout.heightForWidth(one_row.width() - 1))
    layout.activate()
    assert [each.y() > 0 for each in (buttons[0], buttons[1], buttons[3])] == [False, False, True]
    assert buttons[3].x() == 0
    ground.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    layout.invalidate()
    layout.activate()
    assert buttons[3].geometry().right() == ground.width() - 1
