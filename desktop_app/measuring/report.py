"""A measurement: its trials, and the table that they come to."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_app.measuring.rates import Rate, rate, sign_test
from desktop_app.measuring.trial import Outcome, Trial

RANKS = (1, 3, 5, 10)
CHANCE = 0.05  # below it, a difference is called more than chance


@dataclass(frozen=True)
class Evaluation:
    """Trials with the circumstances they were made in. `created` is in seconds since the epoch; `settings` are those
    that answers depend on."""

    created: float
    model: str
    settings: dict[str, str]
    trials: tuple[Trial, ...]


def differences(before: Evaluation, after: Evaluation) -> dict[str, tuple[str, str]]:
    """The circumstances that changed, by name: before and after."""
    old, new = {"model": before.model} | before.settings, {"model": after.model} | after.settings
    return {
        name: (old.get(name, ""), new.get(name, "")) for name in old | new if old.get(name, "") != new.get(name, "")
    }


@dataclass(frozen=True)
class Change:
    """Two measurements of the same questions. `better` were not right before and are now, `worse` the other way
    round; `chance` is how likely chance alone makes that difference (see `sign_test`)."""

    questions: int
    better: tuple[str, ...]
    worse: tuple[str, ...]
    chance: float
    seconds_before: float | None
    seconds_after: float | None

    @property
    def more_than_chance(self) -> bool:
        return self.chance < CHANCE


@dataclass(frozen=True)
class Summary:
    """Shares by name, in the order of the table, and medians."""

    shares: dict[str, Rate]
    medians: dict[str, float] = field(default_factory=dict)


def summarise(trials: Sequence[Trial]) -> Summary:
    """What a table shows of trials. Rows without anything to count are left out."""
    asked = [one for one in trials if one.outcome is not Outcome.SEARCHED]
    there = [one for one in asked if one.answerable]
    absent = [one for one in asked if not one.answerable]
    rows: list[tuple[str, Iterable[bool]]] = [
        ("right", (is_right(one) for one in asked)),
        ("answerable: right", (one.outcome is Outcome.RIGHT for one in there)),
        ("answerable: wrong", (one.outcome is Outcome.WRONG for one in there)),
        ("answerable: declined", (one.outcome is Outcome.DECLINED for one in there)),
        ("not answerable: declined", (one.outcome is Outcome.DECLINED for one in absent)),
        ("failed", (one.outcome is Outcome.FAILED for one in trials if _any_failed(trials))),
    ]
    for what, rank in (("document", _document_rank), ("page", _page_rank)):
        known = [one for one in trials if one.answerable and (one.documents if what == "document" else one.pages)]
        rows += [(f"{what} in first {most}", [rank(one) <= most for one in known]) for most in RANKS]
    cited = [one for one in there if one.documents and one.outcome is Outcome.RIGHT]
    rows.append(("document cited, of the right", (one.document_cited for one in cited)))
    rows.append(("sentences supported", _sentences(trials)))
    asked_alone = [one for one in trials if one.alone]
    rows += [
        ("without documents: right", (one.alone == Outcome.RIGHT for one in asked_alone if one.answerable)),
        ("without documents: wrong", (one.alone == Outcome.WRONG for one in asked_alone if one.answerable)),
        ("without documents: declined", (one.alone == Outcome.DECLINED for one in asked_alone if one.answerable)),
    ]
    shares = {name: share for name, outcomes in rows if (share := rate(outcomes)) is not None}
    return Summary(shares, _medians(trials))


def is_right(trial: Trial) -> bool:
    """Answered rightly, or rightly declined."""
    return trial.outcome is (Outcome.RIGHT if trial.answerable else Outcome.DECLINED)


def compare(before: Sequence[Trial], after: Sequence[Trial]) -> Change:
    """What changed for the questions that both asked."""
    old = {(one.id, one.question): one for one in before}
    pairs = [(old[one.id, one.question], one) for one in after if (one.id, one.question) in old]
    better = tuple(new.id for was, new in pairs if is_right(new) and not is_right(was))
    worse = tuple(new.id for was, new in pairs if is_right(was) and not is_right(new))
    return Change(
        len(pairs),
        better,
        worse,
        sign_test(len(better), len(worse)),
        _median(was.seconds for was, _ in pairs if was.first_word),
        _median(new.seconds for _, new in pairs if new.first_word),
    )


def _document_rank(trial: Trial) -> float:
    return trial.document_rank or float("inf")


def _page_rank(trial: Trial) -> float:
    return trial.page_rank or float("inf")


def _any_failed(trials: Sequence[Trial]) -> bool:
    return any(one.outcome is Outcome.FAILED for one in trials)


def _sentences(trials: Sequence[Trial]) -> Iterable[bool]:
    for one in trials:
        yield from [True] * one.supported + [False] * (one.claims - one.supported)


def _medians(trials: Sequence[Trial]) -> dict[str, float]:
    written = [one for one in trials if one.first_word is not None]
    found = {
        "seconds to the passages": _median(one.found_seconds for one in trials if one.outcome is not Outcome.FAILED),
        "seconds to the first word": _median(one.first_word for one in written if one.first_word is not None),
        "seconds to the whole answer": _median(one.seconds for one in written),
        "tokens read": _median(one.tokens_read for one in written),
        "tokens written": _median(one.tokens_written for one in written),
    }
    return {name: value for name, value in found.items() if value is not None}


def _median(values: Iterable[float]) -> float | None:
    listed = list(values)
    return statistics.median(listed) if listed else None
