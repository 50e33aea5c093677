"""Our own icons: SVG line drawings in `assets/icons/`, coloured by the theme when they are drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.ui.tokens import ASSETS, Tokens

_SHEET_ICONS = {
    "chevron-down": "ink_soft",
    "chevron-up": "ink_soft",
    "check": "on_accent",
    "dot": "on_accent",
}  # pictures that the style sheet names, and their colour


@cache
def _drawing(name: str) -> str:
    return (ASSETS / "icons" / f"{name}.svg").read_text("utf-8")


def coloured(name: str, colour: str) -> QByteArray:
    """The SVG of an icon with `currentColor` replaced. Raises FileNotFoundError for an unknown icon."""
    return QByteArray(_drawing(name).replace("currentColor", colour).encode())


def draw_pixmap(name: str, colour: str, pixels: int) -> QPixmap:
    """An icon of `pixels` by `pixels` device pixels."""
    return _draw(QSvgRenderer(coloured(name, colour)), QSize(pixels, pixels))


class DrawnIcon(QIconEngine):
    """Draws an icon in the sizes that are asked for, when they are: `colour`, or `disabled` where its control is."""

    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._drawn_from = name, colour, disabled
        self._pixmaps: dict[tuple[int, int, bool], QPixmap] = {}

    def clone(self) -> QIconEngine:
        return DrawnIcon(*self._drawn_from)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        del state
        faint = mode == QIcon.Mode.Disabled
        key = size.width(), size.height(), faint
        if key not in self._pixmaps:
            name, colour, disabled = self._drawn_from
            self._pixmaps[key] = _draw(QSvgRenderer(coloured(name, disabled if faint else colour)), size)
        return self._pixmaps[key]

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self.pixmap(size * scale, mode, state)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, painter.device().devicePixelRatio()))


def _draw(drawing: QSvgRenderer, size: QSize) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter)
    painter.end()
    return pixmap


def write_sheet_icons(tokens: Tokens, folder: str) -> None:
    """Style sheets take pictures by file name only: write theirs, coloured, into `folder`."""
    for name, tone in _SHEET_ICONS.items():
        Path(folder, f"{name}.svg").write_bytes(coloured(name, getattr(tokens, tone)).data())
