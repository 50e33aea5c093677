"""Colours that can be read, icons that are there, and a switch that reaches everything."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.ui.controls import IconButton, label
from desktop_app.ui.sidebar_rows import Row, SidebarRow
from desktop_app.ui.theme import Theme
from desktop_app.ui.tokens import ASSETS, contrast, load_tokens, over

TEXTS = ("ink", "ink_soft", "ink_faint", "accent", "supported", "partly", "unsupported")
GROUNDS = ("paper", "sidebar", "surface", "raised", "accent_wash", "notice", "alarm")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(dark: bool, text: str, ground: str) -> None:
    tokens = load_tokens(dark)
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_buttons_and_marked_passages_can_be_read(dark: bool) -> None:
    tokens = load_tokens(dark)
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5
    for ground in (tokens.surface, tokens.paper):
        assert contrast(tokens.ink, over(tokens.marker, ground)) >= 4.5
        for found in (tokens.found, tokens.found_now, tokens.selection):
            assert contrast(tokens.ink, over(found, ground)) >= 4.5
    assert contrast(tokens.ink, tokens.paper) >= 6
    assert contrast(tokens.ink_soft, tokens.paper) >= 6


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["word", "text", "number", "name", "comment"])
def test_source_code_can_be_read(dark: bool, name: str) -> None:
    tokens = load_tokens(dark)
    assert contrast(getattr(tokens, f"code_{name}"), tokens.surface) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert over("#80000000", "#FFFFFF") == "#7F7F7F"


def test_the_style_sheet_uses_tokens_only(theme: Theme) -> None:
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", (ASSETS / "theme" / "window.qss").read_text("utf-8"))
    assert "$" not in theme.stylesheet()


def test_every_icon_is_drawn_in_the_colour_asked_for(theme: Theme) -> None:
    names = sorted(path.stem for path in (ASSETS / "icons").glob("*.svg"))
    assert len(names) > 40
    for name in names:
        image = theme.icon(name, "accent").pixmap(QSize(24, 24)).toImage()
        drawn = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 150
        ]
        assert drawn, name
        if name != "footnote":
            assert all(abs(pixel.blue() - theme.colour("accent").blue()) < 40 for pixel in drawn), name


def test_switching_dresses_what_is_there(theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    button = IconButton(theme, "settings", "Settings")
    qtbot.addWidget(button)
    assert button.icon().isNull()  # drawn when it is first seen
    button.show()
    before = button.icon().cacheKey()
    assert not button.icon().isNull()
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.is_dark
    assert button.icon().cacheKey() != before
    assert theme.tokens.paper in qapp.styleSheet()
    assert qapp.palette().window().color() == theme.colour("paper")


def test_switching_to_the_same_changes_nothing(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode("light")
    with pytest.raises(ValueError, match="no such theme"):
        theme.set_mode("sepia")


def test_the_bundled_fonts_are_used(theme: Theme) -> None:
    assert QFontInfo(theme.serif()).family() == "Charis SIL"
    assert theme.sans().pixelSize() == theme.tokens.text
    assert (ASSETS / "fonts" / "LICENSE.txt").read_text("utf-8").count("SIL OPEN FONT LICENSE") == 1


def test_text_grows_live_whoever_was_given_a_font_once(theme: Theme, qtbot: QtBot) -> None:
    title = label("Title", font=theme.sans(theme.tokens.text_heading))
    other = label("Other", font=theme.serif(28))
    row = SidebarRow(theme, Row("Row"))
    for widget in (title, other, row):
        qtbot.addWidget(widget)
    height = row.height()
    try:
        theme.set_text_percent(200)
        assert (title.font().pixelSize(), other.font().pixelSize()) == (36, 56)
        assert theme.tokens.text == 26
        assert row.height() > height
        assert theme.scaled(100) == 200
        theme.set_text_percent(100)
        assert (title.font().pixelSize(), other.font().pixelSize(), row.height()) == (18, 28, height)
    finally:
        theme.set_text_percent(100)
