"""The check of an answer: each sentence against the passages, and the footnotes that follow from it.

A sentence is as good as what it shares with at most three spans of the passages: its facts (numbers, dates, codes,
names, quotations) must occur there letter by letter, the rest is weighed by word overlap and, where vectors are to
be had, by nearness of meaning. The spans that bear it out become its footnotes. The language model has no say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from desktop_app.answering.calibration import Calibration, SupportWeights, load_calibration, probability
from desktop_app.answering.decline import refuses
from desktop_app.answering.events import Sentence, Source, Support
from desktop_app.answering.excerpts import Excerpt
from desktop_app.answering.facts import Facts, FactSource, read_facts
from desktop_app.answering.passages import Passage, merge_hits
from desktop_app.answering.remembered import Embed
from desktop_app.answering.spans import SpanIndex, Window
from desktop_app.answering.text import short_line_spans, stems
from desktop_app.answering.units import Unit, UnitKind
from indexer.types import Hit

_MOST_SPANS = 3
_CONSIDERED = 8  # windows that are looked through for facts
_EMBEDDED = 3  # of them; each costs some 50 ms on two busy cores and all of them tell little more than words
_WIDER = 0.05  # what one more sentence in a span must bring
_WORTH_CITING = 0.15  # of the sentence, that one more span must bear out
_WAS_READ = 0.15  # of the sentence, that a span is worth more for being what the answer was made from
_RELATED = 0.12  # of the sentence's words that a span must share to bear it out at all
_SHORT = 4  # content words; a shorter answer is read together with its question
_QUESTION_WEIGHT = 0.5
_CONTRADICTED_COVERAGE = 0.6
_BELOW = 0.001  # a threshold
_SHORT_LINE = 70  # characters; rows of a table before a sentence are shorter, and not part of it
_BEGINNING = 5  # letters of a word that tell what it is about
_MOST_NUMBERS, _MOST_NAMES = 3, 5  # missing ones that count; more say no more
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")
_PLEASANTRY = re.compile(
    r"\W*(?:sure|certainly|of course|here (?:is|are)|the following|i hope|let me know|in summary|to summari[sz]e"
    r"|as follows|dear|hello|hi|thank you for|thanks|kind regards|best (?:regards|wishes)|sincerely|yours (?:sincerely"
    r"|faithfully|truly))\b",
    re.I,
)
_NEGATION = re.compile(
    r"\b(?:not(?! only)|no(?!\.\s*[0-9])|none|never|neither|nor|nobody|nothing|cannot|without|unable)\b|n['’]t\b", re.I
)
_UP = re.compile(r"\b(?:increas|rose\b|ris(?:es|ing|en)\b|grew\b|grow|higher\b|gain(?:s|ed)\b|expand)", re.I)
_DOWN = re.compile(r"\b(?:decreas|declin|dropp?|fell\b|fall(?:s|ing|en)\b|lower\b|reduc|shr[aiu]nk)", re.I)


@dataclass(frozen=True)
class Features:
    """What the scores are made of, each 0 to 1, looked up in the passages that are cited: the share of the sentence's
    pairs of words that stand together there, within two sentences; the rarity-weighted share of its words in the best
    span; the nearness of meaning to the nearest window; the share of its figures and dates that are missing; and how
    many of its numbers (3 and more are 1) and of the words of its names (5 and more are 1) are."""

    together: float
    best: float
    cosine: float
    figures_missing: float
    numbers_missing: float
    names_missing: float


@dataclass(frozen=True)
class _Claim:
    text: str
    facts: Facts
    weights: dict[str, float]
    plain: dict[str, float]  # each word alike: tells better than rarity how much of the sentence is there
    named: dict[str, float]  # of `weights`, those that are no figures: a figure alone relates nothing
    short: bool
    bare: bool  # no content of its own, like "Yes."


@dataclass(frozen=True)
class _Finding:
    features: Features
    windows: tuple[Window, ...]
    missing: tuple[str, ...]
    contradicted: bool
    baseless: bool  # it gives figures, dates or quotations, and none of them is there


class Verifier:
    """Checks the sentences of one answer, in order, against `hits`; footnotes are numbered as they come.

    `embed` gives one unit vector a text, or nothing where no embedder is installed. Verifiers of one text that look
    at different hits share `sources`. Of spans that bear a sentence out about alike, one in `read`, what the language
    model was given, becomes its footnote.
    """

    def __init__(
        self,
        question: str,
        hits: Sequence[Hit],
        embed: Embed | None = None,
        calibration: Calibration | None = None,
        sources: list[Source] | None = None,
        read: Sequence[Excerpt] = (),
    ) -> None:
        self._question = question
        self._question_stems = frozenset(stems(question))
        self._spans = SpanIndex(merge_hits(hits))
        self._question_facts = self._borne_out(read_facts(question))
        self._embed = embed
        self._vectors: dict[str, Sequence[float]] = {}
        self._calibration = calibration or load_calibration()
        self.sources = [] if sources is None else sources
        self._read = [_part_of(passage, read) for passage in self._spans.passages]

    def _borne_out(self, asked: Facts) -> FactSource:
        """What the question names and some hit (or its title or path) does too: an answer may take such a name from
        the question, but one that only the question knows proves nothing."""
        passages = self._spans.passages
        known = FactSource(
            [self._spans.passage_facts(number) for number in range(len(passages))]
            + [read_facts(path) for path in {passage.path for passage in passages}]
        )
        words = tuple(word for word in asked.words if known.has_word(word))
        return FactSource([replace(asked, codes=tuple(filter(known.has_code, asked.codes)), words=words)])

    def check(self, unit: Unit) -> tuple[Sentence, tuple[Source, ...]]:
        """The verdict on one unit and the sources that it cites first. Never raises for any text."""
        claim = self._claim(unit)
        if claim is None:
            return Sentence(unit.text, unit.start, len(unit.text), Support.SUPPORTED, 1.0, (), (), claim=False), ()
        finding = self._find(claim)
        support, score = self._verdict(finding)
        if finding.baseless:
            support = Support.UNSUPPORTED
        elif support is Support.SUPPORTED and (finding.missing or finding.contradicted or claim.bare):
            support = Support.PARTIAL
        if claim.bare:  # which no feature knows of; what is missing, they do
            score = min(score, self._calibration.supported - _BELOW)
        if support is Support.UNSUPPORTED:
            return self._sentence(unit, support, score, (), finding.missing), ()
        known = len(self.sources)
        citations = tuple(dict.fromkeys(self._cite(window) for window in _joined(finding.windows)))
        return self._sentence(unit, support, score, citations, finding.missing), tuple(self.sources[known:])

    def texts(self, unit: Unit) -> list[str]:
        """What `check` would have embedded for this unit, so that the texts of many can be embedded together."""
        claim = self._claim(unit)
        return [] if claim is None else self._compared(claim, [window for _, window in self._ranked(claim)])

    def features(self, unit: Unit) -> Features:
        """What the score of a unit would be made of; for the fit of the weights."""
        claim = self._claim(unit)
        return Features(1, 1, 1, 0, 0, 0) if claim is None else self._find(claim).features

    def score(self, features: Features) -> float:
        """0 to 1: how likely people would call the sentence supported."""
        known = self._calibration
        return _weighed(features, known.support if features.cosine > 0 else known.support_without_vectors)

    def _verdict(self, finding: _Finding) -> tuple[Support, float]:
        known, features = self._calibration, finding.features
        score = self.score(features)
        if score >= known.supported:
            return Support.SUPPORTED, score
        in_part = known.support_in_part if features.cosine > 0 else known.support_in_part_without_vectors
        return Support.PARTIAL if _weighed(features, in_part) >= known.partial else Support.UNSUPPORTED, score

    def _sentence(
        self, unit: Unit, support: Support, score: float, citations: tuple[int, ...], missing: tuple[str, ...]
    ) -> Sentence:
        return Sentence(unit.text, unit.start, len(unit.text), support, round(score, 4), citations, missing)

    def _claim(self, unit: Unit) -> _Claim | None:
        """What a unit claims; None where it claims nothing that could be looked up."""
        text = _LINK_TARGET.sub("]", unit.text)
        facts = _required(read_facts(text), unit.kind)
        own = frozenset(stems(text))
        short = len(own) < _SHORT and bool(self._question_stems)
        if not facts and (text.rstrip(" *_").endswith(":") or _PLEASANTRY.match(text) or refuses(text)):
            return None
        weights = {stem: self._spans.rarity(stem) for stem in own}
        if short:
            for stem in self._question_stems - weights.keys():
                weights[stem] = _QUESTION_WEIGHT * self._spans.rarity(stem)
        if not weights and not facts:
            return None
        named = {stem: weight for stem, weight in weights.items() if not any(map(str.isdigit, stem))}
        plain = {stem: 1.0 if stem in own else _QUESTION_WEIGHT for stem in weights}
        return _Claim(text, facts, weights, plain, named or weights, short, not own and not facts)

    def _find(self, claim: _Claim) -> _Finding:
        ranked = self._ranked(claim)
        cosines = self._cosines(claim, [window for _, window in ranked])
        chosen: list[Window] = []
        covered: frozenset[str] = frozenset()
        lacking = self._lacking(claim.facts, [])
        for _ in range(_MOST_SPANS):
            best, best_gain = None, _WORTH_CITING if chosen else 0.0
            for (_, window), cosine in zip(ranked, cosines, strict=True):
                gain = self._gain(claim, window, covered, lacking)
                if not chosen:
                    gain += 0.3 * cosine + (self._was_read(window) if gain else 0.0)
                if window not in chosen and gain > best_gain:
                    best, best_gain = window, gain
            if best is None:
                break
            chosen.append(best)
            covered |= best.stems
            lacking = self._lacking(claim.facts, chosen)
        return self._finding(claim, tuple(chosen), max(cosines, default=0.0))

    def _ranked(self, claim: _Claim) -> list[tuple[float, Window]]:
        """The windows that share most with the claim, its facts counting as well."""
        scored = []
        for window in self._spans.windows:
            share = self._spans.share(claim.weights, window.stems)
            scored.append((share + self._was_read(window) - _WIDER * (window.width - 1), window))
        scored.sort(key=lambda row: (-row[0], row[1].passage, row[1].first))
        return scored[:_CONSIDERED]

    def _gain(self, claim: _Claim, window: Window, covered: frozenset[str], lacking: int) -> float:
        if self._spans.share(claim.named, window.stems) < _RELATED:
            return 0.0
        added = self._spans.share(claim.weights, covered | window.stems) - self._spans.share(claim.weights, covered)
        facts = 0.0
        if lacking and claim.facts:
            facts = (lacking - self._lacking(claim.facts, [window], lacking)) / claim.facts.count
        return added + 0.4 * max(facts, 0.0) - _WIDER * (window.width - 1) - 0.01 * window.passage

    def _was_read(self, window: Window) -> float:
        parts = self._read[window.passage]
        return _WAS_READ if any(start <= window.start and window.end <= end for start, end in parts) else 0.0

    def _lacking(self, facts: Facts, windows: Sequence[Window], at_most: int | None = None) -> int:
        if not facts:
            return 0
        return (
            len(self._missing(facts, windows)) if at_most is None else min(at_most, len(self._missing(facts, windows)))
        )

    def _missing(self, facts: Facts, windows: Sequence[Window], whole: bool = False) -> tuple[str, ...]:
        """What of `facts` neither the windows (or their whole passages) nor, for names, the question has."""
        return self._source(windows, whole).missing(facts, also_named=self._question_facts)

    def _source(self, windows: Sequence[Window], whole: bool) -> FactSource:
        numbers = sorted({window.passage for window in windows})
        texts = [one for window in windows for one in self._spans.window_facts(window)]
        if whole:
            texts += [self._spans.passage_facts(number) for number in numbers]
        return FactSource(texts, self._spans.scales(numbers))

    def _finding(self, claim: _Claim, windows: tuple[Window, ...], cosine: float) -> _Finding:
        missing = self._missing(claim.facts, windows, whole=True) if claim.facts else ()
        features = self._features(claim, windows, cosine)
        hard = replace(claim.facts, codes=(), names=())
        baseless = bool(hard) and len(self._missing(hard, windows, whole=True)) >= hard.count
        return _Finding(features, windows, missing, self._contradicts(claim, windows), baseless)

    def _features(self, claim: _Claim, windows: tuple[Window, ...], cosine: float) -> Features:
        source = self._source(windows, whole=True)
        numbers = sum(not source.has_number(number) for number in claim.facts.numbers)
        dates = sum(not source.has_date(date) for date in claim.facts.dates)
        figures = len(claim.facts.numbers) + len(claim.facts.dates)
        named = (source, self._question_facts)
        names = sum(
            not any(one.has_token(token, name) for one in named) for name in claim.facts.names for token in name.tokens
        )
        return Features(
            together=self._spans.together(claim.plain, {window.passage for window in windows}),
            best=max((self._spans.share(claim.weights, window.stems) for window in windows), default=0.0),
            cosine=cosine,
            figures_missing=(numbers + dates) / figures if figures else 0.0,
            numbers_missing=min(numbers, _MOST_NUMBERS) / _MOST_NUMBERS,
            names_missing=min(names, _MOST_NAMES) / _MOST_NAMES,
        )

    def _contradicts(self, claim: _Claim, windows: tuple[Window, ...]) -> bool:
        """Whether the nearest sentence of the source, or what it stands under ("What is not insured", where the claim
        speaks of insurance, too), denies what the claim states, or the other way round, or the sentence goes up where
        the claim goes down."""
        if not windows or self._spans.share(claim.weights, windows[0].stems) < _CONTRADICTED_COVERAGE:
            return False
        nearest = max(
            range(windows[0].first, windows[0].last + 1),
            key=lambda number: self._spans.share(claim.weights, stems(self._spans.sentence(number))),
        )
        whole, heading = self._spans.sentence(nearest), self._spans.heading(nearest)
        parts = [whole[start:end] for start, end in short_line_spans(whole, _SHORT_LINE)]
        there = max(parts, key=lambda part: self._spans.share(claim.weights, stems(part)))
        denies = bool(_NEGATION.search(claim.text))
        under_denial = bool(_NEGATION.search(heading)) and (denies or _akin(claim.text, heading))
        if denies != (under_denial or bool(_NEGATION.search(there))):
            return True
        return bool(_direction(claim.text)) and _direction(claim.text) == -_direction(there)

    def _cosines(self, claim: _Claim, windows: list[Window]) -> list[float]:
        if self._embed is None or not windows:
            return [0.0] * len(windows)
        text, *near = texts = self._compared(claim, windows)
        unknown = [one for one in dict.fromkeys(texts) if one not in self._vectors]
        vectors = self._embed(unknown) if unknown else []
        if len(vectors) != len(unknown):
            self._embed = None  # no embedder is installed
            return [0.0] * len(windows)
        self._vectors.update(zip(unknown, vectors, strict=True))
        asked = self._vectors[text]
        cosines = [max(0.0, sum(a * b for a, b in zip(asked, self._vectors[one], strict=True))) for one in texts[1:]]
        return cosines + [0.0] * (len(windows) - len(near))

    def _compared(self, claim: _Claim, windows: list[Window]) -> list[str]:
        """The claim and the windows whose meanings are compared."""
        text = f"{self._question} {claim.text}" if claim.short else claim.text
        return [text, *(self._spans.text(window) for window in windows[:_EMBEDDED])]

    def _cite(self, window: Window) -> int:
        """The number of the source for a window: a known one that holds it, or the next."""
        passage = self._spans.passages[window.passage]
        start, end = passage.start + window.start, passage.start + window.end
        for source in self.sources:
            same_page = (source.document_id, source.page) == (passage.document_id, passage.page)
            if same_page and source.start <= start and end <= source.start + source.length:
                return source.n
        source = Source(
            n=len(self.sources) + 1,
            document_id=passage.document_id,
            path=passage.path,
            title=passage.title,
            page=passage.page,
            page_label=passage.page_label,
            start=start,
            length=end - start,
            quote=passage.text[window.start : window.end],
            place=passage.place_at(start),
            columns=passage.columns_of(start, passage.text[window.start : window.end]),
        )
        self.sources.append(source)
        return source.n


def _part_of(passage: Passage, read: Sequence[Excerpt]) -> list[tuple[int, int]]:
    """Where in `passage.text` the excerpts of its page are; they may be of another cut of that page."""
    starts = [
        (one.passage.start + one.offset - passage.start, len(one.text))
        for one in read
        if (one.passage.document_id, one.passage.page) == (passage.document_id, passage.page)
    ]
    return [(start, start + length) for start, length in starts]


def _required(facts: Facts, kind: UnitKind) -> Facts:
    """The facts that a unit must prove: none for code; "first" and "second" mostly only count the sentences."""
    if kind is UnitKind.CODE:
        return Facts((), (), (), (), (), facts.words)
    numbers = tuple(number for number in facts.numbers if not (number.ordinal and number.text.isalpha()))
    return replace(facts, numbers=numbers)


def _weighed(features: Features, weights: SupportWeights) -> float:
    log_odds = weights.bias
    for field in fields(Features):
        log_odds += getattr(weights, field.name) * getattr(features, field.name)
    return probability(log_odds)


def _akin(one: str, other: str) -> bool:
    """Whether texts share a word, or what it begins with ("insured", "insurance")."""
    begun = [{stem[:_BEGINNING] for stem in stems(text) if len(stem) >= _BEGINNING} for text in (one, other)]
    return bool(begun[0] & begun[1])


def _direction(text: str) -> int:
    return bool(_UP.search(text)) - bool(_DOWN.search(text))


def _joined(windows: tuple[Window, ...]) -> list[Window]:
    """Windows of one passage that overlap or adjoin as one, in the order in which they were chosen."""
    joined: list[Window] = []
    for window in windows:
        for place, other in enumerate(joined):
            if other.passage == window.passage and window.first <= other.last + 1 and other.first <= window.last + 1:
                joined[place] = replace(
                    other,
                    first=min(other.first, window.first),
                    last=max(other.last, window.last),
                    start=min(other.start, window.start),
                    end=max(other.end, window.end),
                    stems=other.stems | window.stems,
                )
                break
        else:
            joined.append(window)
    return joined
