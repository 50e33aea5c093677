"""Whether an answer says what a known answer says: rules, no model.

The first rule whose case it is decides: yes or no, then figures, then dates, then the very words, then most of the
words. Blind to paraphrase without a common word; a long answer that says the right thing beside a wrong one passes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.answering.decline import refuses, says_not_found
from desktop_app.answering.facts import FactSource, read_facts
from desktop_app.answering.text import sentence_spans, stems, words
from desktop_app.measuring.figures import Figure, asks_for_scale, read_figures, same_figure

_SHARES = ((25, 0.3), (10, 0.4), (5, 0.5), (3, 0.66), (0, 1.0))  # from so many words on, so many must be said
_FIGURES = 0.6  # share of the figures
_SHORT = 8  # words of an answer whose dates and figures must all be there
_POLAR = re.compile(r"\W*(?P<yes>yes|ja|true|correct)\b|\W*(?P<no>no|nein|not|false|none)\b", re.I)
_ASKS_POLAR = re.compile(
    r"(?:^|[,:;.]\s*)(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must|ist|sind|war|hat"
    r"|haben|kann|darf|muss|wird)\s",
    re.I,
)
_NEGATES = re.compile(
    r"\b(?:not(?!\sonly)|no|none|never|neither|nor|cannot|without|un(?:able|likely)|nicht|kein\w*|nie)\b|n['’]t\b", re.I
)
_ASKS_AMOUNT = re.compile(
    r"\bhow\s(?:much|many|long|old|far|often|large|big|high|fast|tall)\b|\bwie\s(?:viel\w*|hoch|lange|oft|alt)\b"
    r"|\b(?:percent\w*|amount|ratio|rate|number|total|value|average|margin|growth)\b",
    re.I,
)
_RISES = re.compile(r"\b(?:increas\w*|rose|ris(?:e|es|en|ing)|grew|grow\w*|higher|improv\w*|more|gain\w*|up)\b", re.I)
_FALLS = re.compile(
    r"\b(?:decreas\w*|declin\w*|fell|fall\w*|drop\w*|reduc\w*|lower\w*|less|shrank|worse\w*|down)\b", re.I
)
_SMALL = frozenset(("a", "an", "the", "in", "on", "at", "by", "to", "of", "der", "die", "das"))
_NEAR = 0.4  # share of the question's words that makes a sentence one about it


@dataclass(frozen=True)
class Verdict:
    """`rule` names what decided."""

    right: bool
    rule: str


def declines(answer: str) -> bool:
    """Whether a text says that there is no answer."""
    return not answer.strip() or says_not_found(answer)


def judge(question: str, known: Sequence[str], answer: str) -> Verdict:
    """Whether `answer` agrees with any of the `known` ones."""
    verdict = Verdict(False, "empty")
    if not answer.strip():
        return verdict
    for gold in known:
        if gold.strip():
            verdict = _agrees(question, gold, answer)
            if verdict.right:
                return verdict
    return verdict


def _agrees(question: str, gold: str, answer: str) -> Verdict:
    lead = _POLAR.match(gold)
    if lead and (_ASKS_POLAR.search(question) or len(list(words(gold))) == 1):
        return _polar(question, gold, answer, yes=lead["yes"] is not None)
    if declines(answer):
        return Verdict(declines(gold), "declined")
    amounts = _wanted(question, gold)
    if amounts and (not _by_words(question, gold, amounts)):
        return _figures(question, amounts, answer)
    dates = read_facts(gold).dates
    short = len(list(words(gold))) <= _SHORT
    if dates and short:
        source = FactSource([read_facts(answer)])
        return Verdict(all(source.has_date(date) for date in dates), "date")
    if _contains(answer, gold):
        return Verdict(not _denied(answer, gold), "words as they are")
    if short and _NEGATES.search(_first(gold)) and len(set(stems(gold)) - set(stems(question))) <= 1:
        return Verdict(_denies_on_topic(question, answer), "denial")
    return _most_words(question, gold, answer)


# Yes or no


def _polar(question: str, gold: str, answer: str, *, yes: bool) -> Verdict:
    """Also where it is not said but follows; other figures than the ones that are the known reason contradict."""
    if declines(answer):
        return Verdict(False, "yes or no")
    lead = _POLAR.match(answer)
    said = lead["yes"] is not None if lead else _implied(question, answer)
    if said is not yes:
        return Verdict(False, "yes or no")
    reasons = _wanted(question, " ".join(_sentences(gold)[:2]))
    rivals = [one for one in _wanted(question, answer) if any(one.number.unit == r.number.unit for r in reasons)]
    rescale = asks_for_scale(question)
    found = any(same_figure(reason, rival, rescale=rescale) for reason in reasons for rival in rivals)
    return Verdict(found or len(reasons) != 1 or len(rivals) != 1, "yes or no")


def _implied(question: str, answer: str) -> bool | None:
    """Yes or no as the sentence that is nearest to the question implies it; None where none is near."""
    topic = set(stems(question))
    sentences = _sentences(answer)
    shares = [len(topic & set(stems(sentence))) / max(1, len(topic)) for sentence in sentences]
    if not shares or max(shares) < _NEAR:
        return None
    nearest = sentences[shares.index(max(shares))]
    asked, told = _direction(question), _direction(nearest)
    return not (_NEGATES.search(nearest) or (asked and told and asked != told))


def _direction(text: str) -> int:
    up, down = len(_RISES.findall(text)), len(_FALLS.findall(text))
    return (up > down) - (up < down)


# Figures


def _wanted(question: str, gold: str) -> list[Figure]:
    """The figures that make the known answer: no years and none that the question names, unless it is one alone."""
    figures = read_figures(gold)
    if len(figures) == 1 and len(list(words(gold))) <= 2:
        return figures
    asked = {figure.number.value for figure in read_figures(question)}
    return [figure for figure in figures if not figure.year and figure.number.value not in asked]


def _by_words(question: str, gold: str, amounts: Sequence[Figure]) -> bool:
    """Whether a known answer with figures is about something else: a long one to a question for no amount."""
    return not _ASKS_AMOUNT.search(question) and len(set(stems(gold)) - set(stems(question))) > 6 * len(amounts)


def _figures(question: str, wanted: Sequence[Figure], answer: str) -> Verdict:
    said = read_figures(answer)
    rescale = asks_for_scale(question)
    found = [figure for figure in wanted if any(same_figure(figure, one, rescale=rescale) for one in said)]
    least = len(wanted) if len(wanted) <= 1 else _FIGURES * len(wanted)
    return Verdict(len(found) >= least, "figures")


# Words


def _contains(answer: str, gold: str) -> bool:
    wanted, said = _plain(gold), _plain(answer)
    return bool(wanted) and f" {wanted} " in f" {said} "


def _plain(text: str) -> str:
    return " ".join(word for word in words(text) if word not in _SMALL)


def _denied(answer: str, gold: str) -> bool:
    """Whether the answer names the known one only to deny it: "It was not Zola"."""
    wanted = re.escape(_plain(gold))
    said = _plain(answer)
    return bool(re.search(rf"\b(?:not|never|nicht)(?: \w+){{0,1}} {wanted}\b", said)) and said.count(_plain(gold)) == 1


def _denies_on_topic(question: str, answer: str) -> bool:
    topic = set(stems(question))
    return any(
        _NEGATES.search(sentence)
        and not refuses(sentence)
        and len(topic & set(stems(sentence))) >= _NEAR * max(1, len(topic))
        for sentence in _sentences(answer)
    )


def _most_words(question: str, gold: str, answer: str) -> Verdict:
    """Most of the words that are new in the first sentence of the known answer, or in the whole of it."""
    said, topic = set(stems(answer)) | set(words(answer)), set(stems(question))
    if _direction(_first(gold)) * _direction(answer) < 0:
        return Verdict(False, "words")
    for part in (_first(gold), gold):
        wanted = (set(stems(part)) - topic) or set(stems(part)) or set(words(part)) - _SMALL
        least = next(share for count, share in _SHARES if len(wanted) >= count)
        exact = {word for word in wanted if any(map(str.isdigit, word))} if len(wanted) <= _SHORT else set()
        if wanted and len(wanted & said) >= least * len(wanted) and exact <= said:
            return Verdict(True, "words")
    return Verdict(False, "words")


def _first(text: str) -> str:
    sentences = _sentences(text)
    return sentences[0] if sentences and not sentences[0].endswith(":") else text


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]
