"""Which stretches of the passages the model gets to read within its token budget."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.answering.passages import Passage, neighbours
from desktop_app.answering.text import stems
from indexer.places import header_row
from indexer.types import EvidenceSentence

Count = Callable[[Sequence[str]], Sequence[int]]

_MOST = 5  # passages; more only distract a small model
_LEAST_TOKENS = 40  # a shorter excerpt says too little
_FRAME_TOKENS = 20  # what a passage's tags and title take
_SHARE, _LEAST_SHARE = 0.7, 0.6  # of the budget that the first passage may take while others wait
_EVIDENCE_WEIGHT = 2.0


@dataclass(frozen=True)
class Excerpt:
    """A contiguous part of a passage: `text == passage.text[offset:offset + len(text)]`."""

    passage: Passage
    offset: int
    text: str

    @property
    def columns(self) -> str:
        """See `Passage.columns_of`: without them a row's numbers say nothing."""
        return self.passage.columns_of(self.passage.start + self.offset, self.text)


def choose_excerpts(
    passages: Sequence[Passage], evidence: Sequence[EvidenceSentence], query: str, budget: int, count: Count
) -> list[Excerpt]:
    """The best passages first, whole while they fit into `budget` tokens, then trimmed around their evidence; the
    excerpts of one page stand together in reading order."""
    chosen: list[Excerpt] = []
    candidates = list(passages[:_MOST])
    if not candidates:
        return []
    tokens = count([passage.text for passage in candidates])
    frames = [_FRAME_TOKENS + size for size in count([header_row(passage.heading) for passage in candidates])]
    # While others wait, one long passage must not take it all, unless that leaves it too little itself.
    share = min(int(budget * _SHARE), budget - 2 * _FRAME_TOKENS - _LEAST_TOKENS)
    if len(candidates) == 1 or share < int(budget * _LEAST_SHARE):
        share = budget
    left = budget
    for passage, size, frame in zip(candidates, tokens, frames, strict=True):
        allowed = min(share, left - frame)
        if allowed < _LEAST_TOKENS:
            break
        excerpt = Excerpt(passage, 0, passage.text)
        if size > allowed:
            excerpt = _trimmed(passage, evidence, query, int(len(passage.text) * allowed / size))
            size = math.ceil(size * len(excerpt.text) / len(passage.text))
        if excerpt.text:
            chosen.append(excerpt)
            left -= size + frame
    order = [passage for group in neighbours([excerpt.passage for excerpt in chosen]) for passage in group]
    return sorted(chosen, key=lambda excerpt: order.index(excerpt.passage))


def _trimmed(passage: Passage, evidence: Sequence[EvidenceSentence], query: str, characters: int) -> Excerpt:
    """The sentences around the one that speaks most to the query, as many as fit into `characters`."""
    spans = list(passage.sentences())
    if not spans:
        return Excerpt(passage, 0, "")
    wanted = set(stems(query))
    spots = {
        (one.start - passage.start, rank)
        for rank, one in enumerate(evidence)
        if one.document_id == passage.document_id and one.page == passage.page
    }
    worth = []
    for start, end in spans:
        shared = len(wanted.intersection(stems(passage.text[start:end]))) / max(len(wanted), 1)
        ranks = [rank for spot, rank in spots if start <= spot < end]
        worth.append(shared + (_EVIDENCE_WEIGHT / (1 + min(ranks)) if ranks else 0.0))
    first = last = max(range(len(spans)), key=worth.__getitem__)
    while True:
        grown = [(first, last + 1)] if last + 1 < len(spans) else []
        grown += [(first - 1, last)] if first > 0 else []
        fitting = [(low, high) for low, high in grown if spans[high][1] - spans[low][0] <= characters]
        if not fitting:
            break
        first, last = max(fitting, key=lambda one: worth[one[0]] if one[0] < first else worth[one[1]])
    start, end = spans[first][0], min(spans[last][1], spans[first][0] + characters)
    return Excerpt(passage, start, passage.text[start:end])
