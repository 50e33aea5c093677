"""The check of any text, such as a draft or another program's answer: each sentence against the library, or against
what is given with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from desktop_app.answering.calibration import Calibration, load_calibration, log_odds, probability
from desktop_app.answering.check_events import Begun, Checked, CheckEvent
from desktop_app.answering.events import Sentence, Source, Verified
from desktop_app.answering.grounds import GivenGrounds, Grounds, LibraryGrounds, hits_of_cut, hits_of_texts
from desktop_app.answering.loose_file import LooseFiles
from desktop_app.answering.remembered import RememberedVectors
from desktop_app.answering.units import Unit, split_answer
from desktop_app.answering.verify import Verifier
from desktop_app.services import Library
from indexer.config import Settings
from indexer.errors import ErrorCode, known

_SENTENCES_AT_ONCE = 8  # a person sees the first of them before the rest is looked at
_TEXTS_AT_ONCE = 32
_SHARED = 0.5  # fitted to 713 labelled sentences of 235 summaries (QAGS): 0.52
_LEASE = 60.0  # seconds for which indexing makes room, renewed as long as the check goes on


class CheckService:
    """Implements `services.Checks`. `settings` is asked anew for every file that is read."""

    def __init__(
        self,
        library: Library,
        settings: Callable[[], Settings] = Settings,
        *,
        files: LooseFiles | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self._library = library
        self._files = files or LooseFiles(settings)
        self._calibration = calibration or load_calibration()

    def check(
        self, text: str, *, against: Sequence[Path] = (), scope: Sequence[Path] = (), own: Path | None = None
    ) -> Iterator[CheckEvent]:
        """See `services.Checks.check`."""
        yield from self._events(text, self.grounds(against, scope, own))

    def check_file(
        self, path: Path, *, against: Sequence[Path] = (), scope: Sequence[Path] = ()
    ) -> Iterator[CheckEvent]:
        """See `services.Checks.check_file`."""
        own = path.resolve()
        yield from self._events(self._files.text(own), self.grounds(against, scope, own))

    def check_each(self, texts: Iterable[tuple[str, Grounds]]) -> Iterator[Checked]:
        """Many texts, each against its own grounds, in order: what several need is embedded together. Raises
        FootnoteError."""
        waiting = iter(texts)
        try:
            while block := list(islice(waiting, _TEXTS_AT_ONCE)):
                self._library.lease(_LEASE)
                vectors = RememberedVectors(self._library.embed)
                drafts = [_Draft(text, grounds, vectors, self._calibration) for text, grounds in block]
                vectors.learn(wanted for draft in drafts for wanted in draft.prepare(draft.units))
                for draft in drafts:
                    for _ in draft.verify(draft.units):
                        pass
                    yield draft.checked()
        finally:
            self._library.lease(0)

    def grounds(self, against: Sequence[Path] = (), scope: Sequence[Path] = (), own: Path | None = None) -> Grounds:
        """The files in `against`, which are read now, or else the library. Raises FootnoteError."""
        if not against:
            return LibraryGrounds(self._library, scope, own)
        hits = [
            hit
            for number, path in enumerate(against, 1)
            for hit in hits_of_cut(self._files.cut(path.resolve()), path.resolve(), number)
        ]
        return GivenGrounds(hits)

    def _events(self, text: str, grounds: Grounds) -> Iterator[CheckEvent]:
        if not text.strip():
            raise known(ErrorCode.BAD_REQUEST, "There is no text to check.", "Give a text with at least a sentence.")
        vectors = RememberedVectors(self._library.embed)
        draft = _Draft(text, grounds, vectors, self._calibration)
        yield Begun(text, len(draft.units))
        try:
            for first in range(0, len(draft.units), _SENTENCES_AT_ONCE):
                self._library.lease(_LEASE)
                units = draft.units[first : first + _SENTENCES_AT_ONCE]
                vectors.learn(draft.prepare(units))
                yield from draft.verify(units)
        finally:
            self._library.lease(0)
        yield draft.checked()


class _Draft:
    """One text under way; its units are prepared, then verified, in order."""

    def __init__(self, text: str, grounds: Grounds, vectors: RememberedVectors, calibration: Calibration) -> None:
        self._text = text
        self._grounds = grounds
        self._vectors = vectors
        self._calibration = calibration
        self._verifiers: dict[int, Verifier] = {}  # by the start of the unit
        self._sentences: list[Sentence] = []
        self._sources: list[Source] = []
        self.units: list[Unit] = split_answer(text)

    def prepare(self, units: Sequence[Unit]) -> list[str]:
        """Find what these units are checked against; returns the texts to embed."""
        wanted: list[str] = []
        hits_before, verifier = None, None
        for unit, hits in zip(units, self._grounds.hits(units), strict=True):
            if verifier is None or hits is not hits_before:
                verifier = Verifier("", hits, self._vectors, self._calibration, self._sources)
                hits_before = hits
            self._verifiers[unit.start] = verifier
            wanted += verifier.texts(unit)
        return wanted

    def verify(self, units: Sequence[Unit]) -> Iterator[Verified]:
        for unit in units:
            sentence, sources = self._verifiers.pop(unit.start).check(unit)
            self._sentences.append(sentence)
            yield Verified(len(self._sentences) - 1, sentence, sources)

    def checked(self) -> Checked:
        sentences = in_the_light_of_each_other(self._sentences)
        return Checked(self._text, sentences, tuple(self._sources), self._grounds.coverage, self._vectors.there)


def in_the_light_of_each_other(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences of one text with scores that are half their own and half the text's (mean log-odds): who is right
    or wrong in one sentence mostly is in the next. The verdicts stay."""
    claims = [log_odds(sentence.score) for sentence in sentences if sentence.claim]
    if len(claims) < 2:
        return tuple(sentences)
    mean = sum(claims) / len(claims)
    return tuple(
        replace(one, score=round(probability((1 - _SHARED) * log_odds(one.score) + _SHARED * mean), 4))
        if one.claim
        else one
        for one in sentences
    )


def given(contexts: Sequence[str]) -> Grounds:
    """Texts to check against."""
    return GivenGrounds(hits_of_texts(contexts))
