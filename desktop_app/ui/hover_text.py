"""What a hover or a screen reader tells of a footnote or a sentence.

Tool tips are rich text, so everything that comes from a document is escaped here.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from desktop_app.answering.events import Support
from desktop_app.ui.fate import Fate
from desktop_app.ui.passage import passage_of
from desktop_app.ui.quotation import shortened
from desktop_app.ui.translation import later, tr

if TYPE_CHECKING:
    from desktop_app.answering.events import Sentence, Source

OFFLINE = later("Offline: from what was read before.")
# A sentence's verdict alone, and before what could not be found.
_VERDICTS = {
    Support.SUPPORTED: (
        later("Supported by your documents"),
        later("Supported. Not found in the passages: {missing}"),
    ),
    Support.PARTIAL: (
        later("Partly supported by your documents"),
        later("Partly supported. Not found in the passages: {missing}"),
    ),
    Support.UNSUPPORTED: (
        later("Not supported by your documents"),
        later("Not supported. Not found in the passages: {missing}"),
    ),
}
_MOST_MISSING = 5


def footnote_spoken(source: Source, fate: Fate | None = None) -> str:
    """A footnote as a screen reader says it, with what became of its file."""
    passage = passage_of(source)
    said = f" {fate.sentence}" if fate is not None else ""
    named = tr("Footnote {n}: {text}", n=source.n, text=f"{passage.name}{passage.spoken_place}")
    return f"{named}. {shortened(source.quote)}{said}"


def sentence_hover(sentence: Sentence, sign: str) -> str:
    """A sentence's verdict, with what could not be found, as rich text."""
    verdict, with_missing = _VERDICTS[sentence.support]
    if not sentence.missing:
        return f"<div>{sign} {tr(verdict)}</div>"
    said = tr(with_missing, missing=escape(missing_words(sentence)))
    return f"<div style='width: 280px'>{sign} {said}</div>"


def missing_words(sentence: Sentence) -> str:
    """What of a sentence could not be found, in quotation marks: “1,234”, “Acme”."""
    return ", ".join(tr("“{quote}”", quote=shortened(part, 60)) for part in sentence.missing[:_MOST_MISSING])
