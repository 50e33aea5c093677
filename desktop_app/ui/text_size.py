"""Fonts that were given to widgets once, made to follow the size of text."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.tokens import TEXT_SIZES, Tokens


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
