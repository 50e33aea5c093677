"""A passage as a card."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from desktop_app.ui.quote_card import QuoteCard
from desktop_app.ui.theme import Theme
from indexer.types import EvidenceSentence

COLUMNS = "Day | Payee | Amount | Method"
ROW = EvidenceSentence(
    1, "/d/expenses.csv", "", None, None, 0, 37, "3 May | Miller Roofing | 1,432 | cash", 1, None, 1, "line 7", COLUMNS
)


def test_rows_of_a_table_are_shown_and_read_out_under_its_header(qtbot: QtBot, theme: Theme) -> None:
    with_header, without = QuoteCard(theme, ROW), QuoteCard(theme, replace(ROW, columns=""))
    for card in (with_header, without):
        qtbot.addWidget(card)
        card.resize(500, card.heightForWidth(500))
    assert with_header.accessibleName() == f"expenses.csv, line 7. {COLUMNS}. {ROW.text}"
    assert without.accessibleName() == f"expenses.csv, line 7. {ROW.text}"
    more = with_header.height() - without.height()
    assert more > 10
    # Below the header's line everything is as it is without one.
    shown, plain = with_header.grab().toImage(), without.grab().toImage()
    quote = range(20, plain.height() - 20)
    assert all(shown.pixel(x, y + more) == plain.pixel(x, y) for x in range(10, 400, 3) for y in quote)
    assert any(shown.pixel(x, 20) != shown.pixel(2, 30) for x in range(10, 200))
