"""A person's own questions: those whose answers they judged or corrected."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.answering.decline import WITHDRAWN_ANSWER
from desktop_app.judgements import Judgement
from desktop_app.measuring.question import Gold, Question


def questions_from(judgements: Iterable[Judgement]) -> tuple[Question, ...]:
    """A question with a known answer of each judgement that tells one; of the same question the latest counts. A bad
    answer without a word on what would be right tells none, nor does one that was rightly withdrawn."""
    found: dict[str, Question] = {}
    for judgement in judgements:
        question = _question(judgement)
        if question is not None:
            key = " ".join(judgement.question.casefold().split())
            found.pop(key, None)
            found[key] = question
    return tuple(found.values())


def _question(judgement: Judgement) -> Question | None:
    denied = judgement.declined and judgement.answer != WITHDRAWN_ANSWER
    if judgement.not_there or (judgement.good and denied):
        return Question(judgement.trace, judgement.question, answerable=False, scope=judgement.scope)
    if judgement.good and not judgement.declined:
        gold = tuple(Gold(place.path, place.page) for place in judgement.cited)
        return Question(judgement.trace, judgement.question, (judgement.answer,), gold, scope=judgement.scope)
    if judgement.correction:
        return Question(judgement.trace, judgement.question, (judgement.correction,), scope=judgement.scope)
    return None
