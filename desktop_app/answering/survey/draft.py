"""An answer written by code, piece by piece, with the footnotes that bear each piece out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop_app.answering.events import Event, Sentence, Source, Support, Token, Verified
from desktop_app.answering.spots import Spot

_SPECIAL = re.compile(r"[*`\[\]<>|\\#~]")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff]+")
_QUOTE = 140  # characters of a passage that are worth showing in a list


class Draft:
    """`text`, `sentences` and `sources` grow as it is written; every method returns the events to show."""

    def __init__(self) -> None:
        self.text = ""
        self.sentences: list[Sentence] = []
        self.sources: list[Source] = []

    def plain(self, text: str) -> Iterator[Event]:
        """Words that state nothing: a heading, a table's rule."""
        self.text += text
        yield Token(text)

    def fact(
        self, text: str, spots: Sequence[Spot] = (), *, support: Support = Support.SUPPORTED, score: float = 1.0
    ) -> Iterator[Event]:
        """What was counted, or found at `spots`. White space and list marks around it are no part of the sentence."""
        body = text.strip().removeprefix("- ").strip("|").strip()
        start = len(self.text) + text.index(body)
        self.text += text
        known = len(self.sources)
        citations = tuple(dict.fromkeys(self._cite(spot) for spot in spots))
        sentence = Sentence(body, start, len(body), support, score, citations)
        self.sentences.append(sentence)
        yield Token(text)
        yield Verified(len(self.sentences) - 1, sentence, tuple(self.sources[known:]))

    def checked(self, text: str, sentence: Sentence, sources: Sequence[Source]) -> Iterator[Event]:
        """A sentence that a verifier checked against `sources`, which are numbered anew here."""
        numbers = {source.n: self._add(source) for source in sources}
        start = len(self.text) + text.index(sentence.text)
        self.text += text
        citations = tuple(dict.fromkeys(numbers[n] for n in sentence.citations if n in numbers))
        kept = Sentence(
            sentence.text, start, len(sentence.text), sentence.support, sentence.score, citations,
            sentence.missing, sentence.claim,
        )  # fmt: skip
        self.sentences.append(kept)
        yield Token(text)
        yield Verified(len(self.sentences) - 1, kept, tuple(self.sources))

    def _cite(self, spot: Spot) -> int:
        return self._add(
            Source(
                0, spot.document_id, spot.path, spot.title, spot.page, spot.page_label, spot.start, len(spot.text),
                spot.text, spot.place,
            )
        )  # fmt: skip

    def _add(self, source: Source) -> int:
        """The number of a source: a known one's, or the next."""
        place = (source.document_id, source.page, source.start, source.length)
        for known in self.sources:
            if (known.document_id, known.page, known.start, known.length) == place:
                return known.n
        number = len(self.sources) + 1
        self.sources.append(replace(source, n=number))
        return number


def clean(text: str, most: int = _QUOTE) -> str:
    """Text of a document on one line, shortened, and without what Markdown would take for its own."""
    line = " ".join(_SPECIAL.sub(" ", _INVISIBLE.sub(" ", text)).split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 document", "1,204 documents"."""
    return f"{number:,} {one if number == 1 else many or plural(one)}"


def plural(noun: str) -> str:
    """ "contracts", "policies", "minutes"."""
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
