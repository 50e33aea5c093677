"""The colours and sizes of a theme, read from `assets/theme/`."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).resolve().parents[2] / "assets"


TEXT_SIZES = ("text_small", "text", "text_reading", "text_heading", "text_title", "icon")


@dataclass(frozen=True)
class Tokens:
    """Colours are "#RRGGBB" or "#AARRGGBB", as QColor and style sheets read them; sizes are device-independent
    pixels."""

    paper: str
    sidebar: str
    surface: str
    raised: str
    pressed: str
    line: str
    line_strong: str
    ink: str
    ink_soft: str
    ink_faint: str
    accent: str
    accent_hover: str
    accent_wash: str
    on_accent: str
    marker: str
    supported: str
    partly: str
    unsupported: str
    notice: str
    alarm: str
    shadow: str
    marker_edge: str
    found: str
    found_now: str
    selection: str
    found_frame: str
    code_word: str
    code_text: str
    code_number: str
    code_name: str
    code_comment: str
    space_1: int
    space_2: int
    space_3: int
    space_4: int
    space_5: int
    space_6: int
    radius: int
    radius_small: int
    icon: int
    text_small: int
    text: int
    text_reading: int
    text_heading: int
    text_title: int

    def items(self) -> dict[str, str | int]:
        """Name → value, for style-sheet templates."""
        return dataclasses.asdict(self)


def load_tokens(dark: bool, text_percent: int = 100) -> Tokens:
    """The tokens of the dark or the light theme, with text (and icons, which stand beside it) of a size. Raises
    TypeError when a file lacks a token or has one too many."""
    values: dict[str, Any] = {}
    for name in ("dark" if dark else "light", "sizes"):
        values |= tomllib.loads((ASSETS / "theme" / f"{name}.toml").read_text("utf-8"))
    for name in TEXT_SIZES:
        values[name] = round(values[name] * text_percent / 100)
    return Tokens(**values)


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance (0 to 1) of an opaque "#RRGGBB", after WCAG 2.2."""
    red, green, blue = (_channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(colour: str, ground: str) -> str:
    """The opaque colour that "#AARRGGBB" makes on an opaque ground; "#RRGGBB" is returned as it is."""
    if len(colour) == 7:
        return colour
    alpha = int(colour[1:3], 16) / 255
    mixed = (
        round(int(colour[i + 2 : i + 4], 16) * alpha + int(ground[i : i + 2], 16) * (1 - alpha)) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02X}" for value in mixed)


def contrast(colour: str, ground: str) -> float:
    """Contrast ratio (1 to 21) of text in `colour` on an opaque `ground`, after WCAG 2.2."""
    light, dark = sorted((luminance(over(colour, ground)), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
