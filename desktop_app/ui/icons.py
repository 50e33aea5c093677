"""Our own icons: SVG line drawings in `assets/icons/`, coloured by the theme when they are drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.ui.tokens import ASSETS, Tokens

_PIXELS = (16, 18, 20, 24, 27, 32, 36, 48, 64)  # the sizes used, at 1, 1.5 and 2 device pixels
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
    return _draw(QSvgRenderer(coloured(name, colour)), pixels)


def draw_icon(name: str, colour: str, disabled: str) -> QIcon:
    """An icon in its colour, and in `disabled` where its control is."""
    icon = QIcon()
    usual, faint = (QSvgRenderer(coloured(name, tone)) for tone in (colour, disabled))  # parsed once, not a size
    for pixels in _PIXELS:
        pixmap = _draw(usual, pixels)
        icon.addPixmap(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else the style tints it
        icon.addPixmap(_draw(faint, pixels), QIcon.Mode.Disabled)
    return icon


def _draw(drawing: QSvgRenderer, pixels: int) -> QPixmap:
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter)
    painter.end()
    return pixmap


def write_sheet_icons(tokens: Tokens, folder: str) -> None:
    """Style sheets take pictures by file name only: write theirs, coloured, into `folder`."""
    for name, tone in _SHEET_ICONS.items():
        Path(folder, f"{name}.svg").write_bytes(coloured(name, getattr(tokens, tone)).data())
