"""What the check of a text is made of: Begun, then Verified for each sentence, then Checked."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.answering.events import Sentence, Source, Support, Verified
from indexer.types import Coverage


@dataclass(frozen=True)
class Tally:
    """How many sentences are supported, partly or not; those that claim nothing don't count."""

    supported: int
    partial: int
    unsupported: int

    @property
    def total(self) -> int:
        return self.supported + self.partial + self.unsupported


@dataclass(frozen=True)
class Checked:
    """A text when all of it is checked: `text[s.start:s.start + s.length] == s.text` for each sentence `s`.
    `coverage` is what the searches could see, None where the sources were given; `vectors` is False where no embedder
    is installed, so that words alone were compared."""

    text: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    coverage: Coverage | None
    vectors: bool

    @property
    def tally(self) -> Tally:
        found = [sentence.support for sentence in self.sentences if sentence.claim]
        return Tally(*(found.count(support) for support in (Support.SUPPORTED, Support.PARTIAL, Support.UNSUPPORTED)))


@dataclass(frozen=True)
class Begun:
    """The text and the number of its sentences; the first event of a check."""

    text: str
    sentences: int


CheckEvent = Begun | Verified | Checked
