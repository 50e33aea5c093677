"""The main job as a sequence: from a folder to the words on their page, in six pictures with a line each."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.ui.theme import Theme
from indexer.protocol import Estimate, Span
from tests.gui.scene import Scene, view
from tests.support import sample_scene as sample

_WINDOW = QSize(1120, 700)
_SCALE = 0.72
_COLUMNS = 2
_GAP, _CAPTION = 28, 40

Step = tuple[str, QPixmap]


@view("main-job")
def main_job(scene: Scene) -> QWidget:
    theme = scene.window._theme
    beginning = Scene(theme, full=False)
    try:
        steps = _bring_in(beginning)
    finally:
        beginning.close()
    return _strip(theme, steps + _ask(scene))


def _bring_in(scene: Scene) -> list[Step]:
    window = scene.window
    window.resize(_WINDOW)
    scene.settle()
    chosen = ("Choose a folder", window.grab())
    scene.library.estimates = Estimate(14, 1_900_000, 0, 0, Span(9, 14, 22), 184, 2_400_000, 14, 3.1)
    window.importer.ask_to_add((sample.HOUSE,))
    scene.wait(lambda: not scene.dialog().is_measuring)  # type: ignore[attr-defined]
    scene.over_window()
    return [chosen, ("See what it takes, measured on this computer", window.grab())]


def _ask(scene: Scene) -> list[Step]:
    window = scene.window
    window.resize(_WINDOW)
    view = window.conversation
    view.ask_box.write(sample.QUESTION)
    scene.settle()
    asked = ("Ask", window.grab())
    view.ask_box.write("")
    scene.ask(sample.QUESTION, sample.evidence())
    found = ("The evidence is there at once", window.grab())
    scene.answers.push(*sample.answered()[1:])
    scene.wait(lambda: view.turns[0].finished)
    text = view.turns[0].text
    text.setFocus(Qt.FocusReason.TabFocusReason)
    scene.settle(0.6)
    answered = ("Each sentence is checked, and has its footnotes", window.grab())
    view.source_requested.emit(sample.sources()[1])
    scene.settle(1.0)
    return [asked, found, answered, ("A footnote opens the page, its words marked", window.grab())]


def _strip(theme: Theme, steps: list[Step]) -> QLabel:
    """The pictures in rows, each below its number and line."""
    size = steps[0][1].deviceIndependentSize() * _SCALE
    rows = -(-len(steps) // _COLUMNS)
    width = _GAP + _COLUMNS * (size.width() + _GAP)
    height = _GAP + rows * (_CAPTION + size.height() + _GAP)
    ratio = steps[0][1].devicePixelRatio()
    drawn = QPixmap(QSize(round(width), round(height)) * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(theme.colour("raised"))
    painter = QPainter(drawn)
    painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
    for at, (line, picture) in enumerate(steps):
        left = _GAP + (at % _COLUMNS) * (size.width() + _GAP)
        top = _GAP + (at // _COLUMNS) * (_CAPTION + size.height() + _GAP)
        painter.setFont(theme.sans(theme.tokens.text_heading))
        painter.setPen(theme.colour("accent"))
        painter.drawText(QPointF(left, top + 22), str(at + 1))
        painter.setPen(theme.colour("ink"))
        painter.drawText(QPointF(left + 24, top + 22), line)
        place = QRectF(QPointF(left, top + _CAPTION), size)
        fitting = picture.scaled(
            (size * ratio).toSize(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawPixmap(place, fitting, QRectF(fitting.rect()))
        painter.setPen(QPen(QColor(theme.tokens.line_strong), 1))
        painter.drawRect(place)
    painter.end()
    label = QLabel()
    label.setPixmap(drawn)
    label.resize(round(width), round(height))
    return label
