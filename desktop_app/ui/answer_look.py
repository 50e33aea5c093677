"""The fonts and colours that an answer is rendered with, taken from the theme in one place."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtGui import QColor, QFont

from desktop_app.answering.events import Support
from desktop_app.ui.text_size import measure
from desktop_app.ui.theme import Theme

LINE_HEIGHT = 1.5


@dataclass(frozen=True)
class AnswerLook:
    """`line` is the height of a line of text in pixels, `measure` the width of a full line."""

    text: QFont
    heading: QFont
    chip: QFont
    mark: QFont
    code: QFont
    soft: QColor
    accent: QColor
    raised: QColor
    hairline: QColor
    support: dict[Support, QColor]
    line: int
    measure: int

    @classmethod
    def of(cls, theme: Theme) -> AnswerLook:
        """The look under `theme` as it is now; make a new one when the theme changes."""
        tokens = theme.tokens
        text = theme.serif(tokens.text_reading)
        # Qt draws superscripts at two thirds of their font's size, so a chip's digits come out at small text size.
        chip = theme.sans(round(tokens.text_small * 1.5), QFont.Weight.DemiBold)
        return cls(
            text=text,
            heading=theme.serif(tokens.text_heading, QFont.Weight.DemiBold),
            chip=chip,
            mark=theme.sans(tokens.text_small),
            code=theme.fixed(tokens.text),
            soft=theme.colour("ink_soft"),
            accent=theme.colour("accent"),
            raised=theme.colour("raised"),
            hairline=theme.colour("line_strong"),
            support={
                Support.SUPPORTED: theme.colour("supported"),
                Support.PARTIAL: theme.colour("partly"),
                Support.UNSUPPORTED: theme.colour("unsupported"),
            },
            line=ceil(tokens.text_reading * LINE_HEIGHT),
            measure=measure(text),
        )
