"""What follows the size of text: the width of a line that reads well, fonts that were given to widgets once."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.tokens import TEXT_SIZES, Tokens

MEASURE = 72  # characters a line, at most
_SAMPLE = "the quick brown fox jumps over the lazy dog and either party may end it on ninety days’ written notice "


class OwnFonts:
    """The widgets that have a font of their own, and its size. Look before the style sheet changes: that gives some
    of them the size back that they had at first."""

    def __init__(self) -> None:
        self._pixels: list[tuple[QWidget, int]] = [
            (widget, widget.font().pixelSize())
            for widget in QApplication.allWidgets()
            if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and widget.font().pixelSize() > 0
        ]

    def resize(self, before: Tokens, now: Tokens) -> None:
        """Each gets the size that its token has now; one of no token's size grows as text does. Widgets that dress
        themselves when the theme changes do so after this."""
        sizes = {getattr(before, name): getattr(now, name) for name in TEXT_SIZES if name != "icon"}
        for widget, pixels in self._pixels:
            if shiboken6.isValid(widget):
                font = widget.font()
                font.setPixelSize(sizes.get(pixels) or round(pixels * now.text / before.text))
                widget.setFont(font)


def measure(font: QFont) -> int:
    """The width in pixels of `MEASURE` characters of English in `font`."""
    return round(QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * MEASURE)
