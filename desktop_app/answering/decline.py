"""When there is no answer: evidence too weak to ask the model, and answers that say they are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from desktop_app.answering.calibration import EvidenceWeights, probability
from desktop_app.answering.events import Sentence, Support
from desktop_app.answering.text import sentence_spans, stem, stems, words
from indexer.protocol import SearchReply
from indexer.types import Coverage

DECLINED_ANSWER = "Your documents do not seem to answer this."
# The model failed, which says nothing of the documents: what was found may well state the answer.
WITHDRAWN_ANSWER = "There is no reliable answer, though your documents may hold one."
_FEW_WORDS = 2
_REFUSES = re.compile(
    r"""\bi(?:['’]m|\sam)\s(?:sorry|unable|not\sable)|\bas\san\sai\b
    |\b(?:i\s(?:can(?:no|['’])t|can\snot|could\s?n['’]?o?t|do(?:n['’]t|\snot))|cannot|can['’]t|could\snot)
      \s(?:\w+ly\s|be\s)*(?:know|find|found|have|determined?|provide|answer|access|locate|tell|say|confirm|identif)
    |\b(?:passages?|documents?|texts?|sources?|context|information|excerpts?|material|it|they|this)\b[^.]{0,60}?
      \b(?:do|does|did)(?:n['’]t|\snot)\s(?:\w+ly\s|(?:appear|seem)\sto\s)*
      (?:say|state|contain|include|provide|mention|specify|disclose|report|discuss|address|answer|indicate|give|tell
        |have|explain|describe|identify)
    |\b(?:is|are|was|were)(?:n['’]t|\snot)\s(?:\w+ly\s)*(?:provided|found|included|given|present|specified|mentioned
      |stated|answered|available|possible\sto)\b
    |\b(?:no|insufficient|not\senough)\s(?:\w+\s){0,2}(?:information|mention|details?|answer|evidence)\b
    |\bnot\s(?:in|found\sin|mentioned\sin)\s(?:the|these|your)\s(?:passages?|documents?)""",
    re.X | re.I,
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should)"
_ASKING = r"(?:what|which|who|whom|whose|where|when|why|how|welche\w*|wer|wen|wem|wessen|wo|wann|warum|wieso|wie)"
_ASKS = re.compile(rf"\W*(?:(?:and|but|so|in|on|at|to|for|of|from|by|with|since|und|an|auf|aus)\W+)*{_ASKING}\b", re.I)
# A choice, or "When he left, was it dark?", which asks for a yes.
_OFFERS = re.compile(
    rf"\b(?:or|either|between|which of|oder|entweder|zwischen)\b|^\W*(?:of|von)\b.*,|,\W*{_AUXILIARY}\b", re.I
)
# Words that add nothing by being there. Those of place, amount and negation may be the answer: "It is above", "None".
_GLUE = frozenset(
    """a an the is are was were be been being am do does did has have had it its he she they this that these those
    there of in to for by with as at from on and so thus der die das ein eine ist sind war waren es er sie von zu
    what which who whom whose where when why how wer wen wem wessen wo wann warum wieso wie""".split()  # noqa: SIM905
)
_MOST_OF = 0.5  # of a question's words, in an answer that only says them again


@dataclass(frozen=True)
class Evidence:
    """How likely the library holds an answer (0 to 1), and whether that is enough to ask the model."""

    score: float
    enough: bool


def weigh_evidence(question: str, reply: SearchReply, weights: EvidenceWeights) -> Evidence:
    """Judge a search by its nearest hit and by how much of the question its best sentence covers. Where nearness is not
    known, or the question has hardly a word to judge by ("What is this about?"), only finding nothing is too little."""
    if not reply.hits:
        return Evidence(0.0, False)
    if not nearness_known(reply) or len(set(stems(question))) < _FEW_WORDS:
        return Evidence(1.0, True)
    similarity, coverage = evidence_features(reply)
    score = probability(weights.bias + weights.similarity * similarity + weights.coverage * coverage)
    return Evidence(score, score >= weights.threshold)


def nearness_known(reply: SearchReply) -> bool:
    """Whether a search could tell by meaning how near its best hit is. Words alone tell too little to decline by, and
    that hits are far whose vectors are there tells nothing of one whose vector is still to be made."""
    return bool(reply.hits) and reply.hits[0].similarity is not None


def evidence_features(reply: SearchReply) -> tuple[float, float]:
    """The similarity of the nearest hit, and the coverage of the best sentence."""
    similarity = max((hit.similarity for hit in reply.hits if hit.similarity is not None), default=0.0)
    return similarity, max((sentence.coverage for sentence in reply.evidence), default=0.0)


def refuses(sentence: str) -> bool:
    """Whether a sentence says that something is not to be found in what was read."""
    return _REFUSES.search(sentence) is not None


def says_not_found(answer: str) -> bool:
    """Whether an answer amounts to saying that there is none: its first sentence says so, and no later one goes on
    to answer after all, or it is one refusal to the end."""
    sentences = [answer[start:end] for start, end in sentence_spans(answer)]
    refusing = [refuses(sentence) for sentence in sentences]
    return bool(refusing) and refusing[0] and sum(refusing) * 2 >= len(refusing)


class Cause(Enum):
    """Why there is no answer, as the person is told."""

    NOTHING_FOUND = "nothing speaks to the question"
    NOT_STATED = "what was found is near to the question, but does not seem to state the answer"
    NOT_SAID = "the passages found do not answer the question"
    UNFOUNDED = "the model's answer was withdrawn, because the passages do not bear it out"
    EMPTY = "the model's answer was withdrawn, because it only says the question again"

    @property
    def answer(self) -> str:
        """What stands in the answer's place."""
        return WITHDRAWN_ANSWER if self in (Cause.UNFOUNDED, Cause.EMPTY) else DECLINED_ANSWER


def unfounded(sentences: Sequence[Sentence]) -> bool:
    """Whether the core of a checked answer has nothing to stand on: its first claim is unsupported, and so are most."""
    claims = [sentence for sentence in sentences if sentence.claim]
    missed = sum(sentence.support is Support.UNSUPPORTED for sentence in claims)
    return bool(claims) and claims[0].support is Support.UNSUPPORTED and missed * 2 > len(claims)


def restates(question: str, answer: str) -> bool:
    """Whether an answer to a question for something (what, who, when, how…) says no word that the question doesn't,
    and none more often: "New France was in France" says where New France was, "New France was in it" doesn't. Not where
    the question offers what the answer takes from it ("Bremen or Hamburg?"), nor of a figure, or one word of it, that
    may be what was asked for."""
    if not _ASKS.match(question) or _OFFERS.search(question) or any(map(str.isdigit, answer)):
        return False
    asked, said = _counted(question), _counted(answer)
    repeats = len(asked.keys() & said.keys()) >= _MOST_OF * len(asked) and len(said) > 1
    return repeats and not said - asked


def _counted(text: str) -> Counter[str]:
    return Counter(stem(word) for word in words(text) if word not in _GLUE)


def why_declined(coverage: Coverage, cause: Cause) -> str:
    """What was searched, and what could not be."""
    parts = [f"Searched {_documents(coverage.searched)}; {cause.value}."]
    waiting = coverage.pending + coverage.vectors_pending
    if waiting:
        parts.append(f"{_documents(waiting)} {_is(waiting)} still being indexed, so ask again later.")
    if coverage.offline:
        parts.append(f"{_documents(coverage.offline)} {_is(coverage.offline)} on a drive that is not connected.")
    if coverage.failed:
        parts.append(f"{_documents(coverage.failed)} could not be read; the library says why.")
    return " ".join(parts)


def _documents(count: int) -> str:
    return f"{count:,} document{'' if count == 1 else 's'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
