"""The card of a footnote: it comes, shows the passage in its words, can be pointed into, and goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.answering.events import Source, Support
from desktop_app.ui import passage_hover
from desktop_app.ui.answer_view import AnswerView
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.fate import Fate
from desktop_app.ui.passage import passage_of
from desktop_app.ui.passage_context import context_of
from desktop_app.ui.passage_hover import PassageHover
from desktop_app.ui.theme import Theme
from tests.support.fake_answers import make_sentences
from tests.support.fake_library import FakeLibrary

TEXT = "It is ninety days. The side letter says thirty."
PAGE = "Either party may end it <b>early</b>. The notice is ninety days in writing. Rent is due monthly."
QUOTE = "The notice is ninety days in writing."


@pytest.fixture
def source(library: FakeLibrary, tmp_path: Path) -> Source:
    path = tmp_path / "acme.md"
    path.write_text(PAGE)
    stat = path.stat()
    document = library.put(str(path), PAGE, size=stat.st_size, modified=stat.st_mtime)
    return Source(1, document.id, str(path), "Acme", None, None, PAGE.index(QUOTE), len(QUOTE), QUOTE)


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    for name in ("_REST_MS", "_LEAVE_MS", "_LOOK_MS"):
        monkeypatch.setattr(passage_hover, name, 1)
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(560, 480)
    made.setLayout(QVBoxLayout())
    return made


@pytest.fixture
def field(window: QWidget) -> QLineEdit:
    made = QLineEdit()
    window.layout().addWidget(made)
    return made


@pytest.fixture
def view(window: QWidget, field: QLineEdit, theme: Theme, source: Source, qtbot: QtBot) -> AnswerView:
    del field
    made = AnswerView(theme)
    window.layout().addWidget(made)
    window.layout().addStretch(1)  # type: ignore[attr-defined]
    sentences = make_sentences(
        TEXT, ("It is ninety days.", Support.SUPPORTED, (1,)), ("The side letter says thirty.", Support.PARTIAL, (1,))
    )
    made.set_answer(TEXT, sentences, (source,))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


@pytest.fixture
def hover(view: AnswerView, library: FakeLibrary, bridge: Bridge, theme: Theme, window: QWidget) -> PassageHover:
    made = PassageHover(library, bridge, theme, window)
    made.attach(view)
    return made


def point(view: AnswerView, at: QPoint) -> None:
    there = QPointF(at)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, there, view.viewport().mapToGlobal(there), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), moved)


def middle(view: AnswerView, chip: int = 0) -> QPoint:
    return view.chip_rect(view.chips[chip]).center().toPoint()


def test_resting_on_a_footnote_shows_its_passage(
    hover: PassageHover, view: AnswerView, field: QLineEdit, source: Source, qtbot: QtBot
) -> None:
    field.setFocus()
    point(view, middle(view))
    qtbot.waitUntil(lambda: hover.is_open and "Rent is due" in hover.card.words.text())
    card = hover.card
    words = card.words.text()
    assert f">{QUOTE}</span>" in words  # marked, and nothing else
    assert "end it &lt;b&gt;early&lt;/b&gt;." in words
    assert card.citation.whole() == "1 · Acme"
    assert card.path.whole() == source.path
    assert card.state.text() == "✓ The file is as it was"
    assert field.hasFocus()
    assert card.geometry().top() >= card.beside.bottom()
    assert card.parentWidget().rect().contains(card.geometry())
    point(view, QPoint(3, view.height() - 3))
    qtbot.waitUntil(lambda: not card.isVisible())


def test_the_pointer_may_go_into_it(hover: PassageHover, view: AnswerView, qtbot: QtBot) -> None:
    opened: list[int] = []
    view.footnote_opened.connect(opened.append)
    point(view, middle(view))
    qtbot.waitUntil(lambda: hover.is_open)
    card = hover.card
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    inside = QPointF(20, 20)
    QApplication.sendEvent(card, QEnterEvent(inside, inside, card.mapToGlobal(inside)))
    assert not hover._leave.isActive()
    qtbot.mouseClick(card.open, Qt.MouseButton.LeftButton)
    assert opened == [1]
    assert not card.isVisible()
    point(view, QPoint(3, view.height() - 3))
    point(view, middle(view))
    qtbot.waitUntil(card.isVisible)
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not card.isVisible())


def test_the_keyboard_opens_it_and_escape_closes_it(
    hover: PassageHover, view: AnswerView, field: QLineEdit, qtbot: QtBot
) -> None:
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert view.hasFocus()
    qtbot.waitUntil(lambda: hover.is_open)
    said = view.accessibleDescription()
    assert said.startswith("Footnote 1: Acme")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not hover.card.isVisible()
    assert view.hasFocus()
    assert view.accessibleDescription() == said
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: hover.is_open)
    opened: list[int] = []
    view.footnote_opened.connect(opened.append)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [1]
    qtbot.waitUntil(lambda: not hover.card.isVisible())


@pytest.mark.parametrize("how", ["wheel", "moved", "press"])
def test_it_does_not_stay_behind(
    how: str, hover: PassageHover, view: AnswerView, field: QLineEdit, window: QWidget, qtbot: QtBot
) -> None:
    point(view, middle(view))
    qtbot.waitUntil(lambda: hover.is_open)
    if how == "press":
        qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    elif how == "moved":
        view.set_answer("Much is said here first. " * 30 + TEXT)
    else:
        QApplication.sendEvent(window, QEvent(QEvent.Type.Wheel))
    qtbot.waitUntil(lambda: not hover.card.isVisible())


def test_near_the_foot_of_the_window_it_stands_above(
    hover: PassageHover, view: AnswerView, window: QWidget, field: QLineEdit, qtbot: QtBot
) -> None:
    del field
    window.layout().insertSpacing(0, 360)
    qtbot.waitUntil(lambda: view.mapTo(window, QPoint(0, 0)).y() > 340)
    point(view, middle(view))
    qtbot.waitUntil(lambda: hover.is_open)
    assert hover.card.geometry().bottom() <= hover.card.beside.top()


def test_what_became_of_the_file_is_said(library: FakeLibrary, source: Source) -> None:
    passage = passage_of(source)
    assert context_of(library, passage).fate is None
    path = Path(source.path)
    path.write_text("Something else.")
    assert context_of(library, passage).fate is Fate.STALE
    path.unlink()
    context = context_of(library, passage)
    assert context.fate is Fate.GONE
    assert context.after == "Rent is due monthly."


def test_what_stands_around_is_cut_at_words(library: FakeLibrary, tmp_path: Path) -> None:
    page = "word " * 200 + QUOTE + " more" * 200
    path = tmp_path / "long.md"
    path.write_text(page)
    document = library.put(str(path), page)
    source = Source(1, document.id, str(path), "Long", None, None, page.index(QUOTE), len(QUOTE), QUOTE)
    context = context_of(library, passage_of(source))
    assert context.before.startswith("…word word")
    assert context.after.endswith("more more…")
    assert 150 < len(context.before) <= 181


def test_a_passage_that_moved_is_followed_by_what_follows_it(library: FakeLibrary, source: Source) -> None:
    moved = replace(passage_of(source), start=3)
    assert context_of(library, moved).after == "Rent is due monthly."
