"""What an exported conversation says around its own words, in the reader's language. Knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDate, QLocale

from desktop_app.answering.events import Answer, Support
from desktop_app.export import Words
from desktop_app.ui.answer_copy import so_many
from desktop_app.ui.answer_document import WORDS
from desktop_app.ui.answering_words import answer_text, why_declined
from desktop_app.ui.passage import place_in_words
from desktop_app.ui.translation import tr, trn


def export_words(day: QDate) -> Words:
    """The words of an export that is made on `day`."""
    written = QLocale().toString(day, tr("d MMMM yyyy", note="how a day is written, in Qt's letters"))
    return Words(
        untitled=tr("Conversation"),
        exported=tr("Exported from Footnote on {day}.", day=written),
        stopped=tr("Stopped before its end."),
        nearest=tr("The nearest passages:"),
        verdicts={support: tr(WORDS[support]) for support in (Support.PARTIAL, Support.UNSUPPORTED)},
        found=_found,
        written_by=lambda model: tr("Written by {model}", model=model),
        declined=_declined,
        quoted=lambda text: tr("“{quote}”", quote=text),
        place=place_in_words,
    )


def _found(counts: Mapping[Support, int]) -> str:
    """ "3 sentences supported, 1 partly, 1 not"; empty where nothing was checked."""
    given = [support for support in Support if counts.get(support)]
    return ", ".join(
        so_many(support, counts[support]) if place else _sentences(support, counts[support])
        for place, support in enumerate(given)
    )


def _sentences(support: Support, n: int) -> str:
    match support:
        case Support.SUPPORTED:
            return trn("{n} sentence supported", "{n} sentences supported", n)
        case Support.PARTIAL:
            return trn("{n} sentence partly", "{n} sentences partly", n)
        case Support.UNSUPPORTED:
            return trn("{n} sentence not", "{n} sentences not", n)


def _declined(answer: Answer) -> str:
    return f"{answer_text(answer)}\n\n{why_declined(answer)}"
