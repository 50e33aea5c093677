"""Where a text is cut: at places that the text around them chooses, not their distance from its start. So an edit
moves the cuts near it and no others, and what was embedded of the rest stays valid.

A place is better the more structure ends there (heading, paragraph, line, sentence, word); among equals a hash of its
neighbourhood decides. A place that is better than all others within a radius is always cut. What lies between two
such places, and is more than a chunk holds, is cut at the best places that leave about even parts.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

CHARACTER, WORD, SENTENCE, LINE, PARAGRAPH, HEADING = range(6)  # levels of places; headings may have higher ones

_NEIGHBOURS = 32  # characters on each side that choose among places of one level
# These are shares of what a chunk holds.
_RADIUS = 0.4  # a place that is the best within it is cut; wider ones fill chunks better, and edits reach further
_FAR = 0.3  # places further apart than this get lesser ones between them
_PLANNED = 0.85  # parts planned fuller than this leave too little choice
_LEAST = 0.25  # of a part, where even parts would cut a line
_UNEVEN = 0.4  # of an even part: how far the choice goes from it
_FEW = 64  # places, above which numpy finds the best one sooner
_MANY = 1.7  # chunks; so much is first cut at its best place: what is even hangs on all that there is

_GAP = re.compile(
    r"(?P<paragraph>(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*|\f\s*)|(?P<line>\r\n|\r|\n)"
    r"|(?P<sentence>(?<!\b[A-Z])[.!?…][\"'”’»)\]]*[^\S\r\n\f]+(?=[^\sa-zß-ÿ])|[。！？｡][\"”’」』）]*)"
)
# Where a gap may be: to look for these is many times faster than to try the gap at every character.
_GAP_START = re.compile(r"[\r\n\f.!?…。！？｡](?:(?<=[\r\n\f。！？｡])|(?=[\"'”’»)\]\s]))")
_LEVELS = {"paragraph": PARAGRAPH, "line": LINE, "sentence": SENTENCE}
_WORD_END = re.compile(r"\s+|[，、；：,;](?=\w)")
_JOINER = "\u200d"


@dataclass(frozen=True)
class Room:
    """What a chunk may hold, and how much of it may repeat the end of the chunk before (tokens)."""

    capacity: float
    overlap: float


@dataclass(frozen=True)
class Places:
    """Where a text may be cut, in order, its start and end included: offset, rank (higher is better; its whole part
    is the level) and cost (tokens) of the text before each."""

    at: list[int]
    rank: list[float]
    cost: list[float]

    @cached_property
    def ranks(self) -> npt.NDArray[np.float64]:
        return np.array(self.rank, np.float64)

    @cached_property
    def costs(self) -> npt.NDArray[np.float64]:
        return np.array(self.cost, np.float64)


def cuts(places: Places, room: Callable[[int, int], Room], usual: float) -> Iterator[tuple[int, int]]:
    """The chunks as (start, end); each starts where the one before ends, or, where a line is cut, earlier by whole
    sentences of it.
    `room` is asked for a range of offsets; `usual` is the capacity that sets the radius for all of the text."""
    at = places.at
    for first, last in pairwise(_anchors(places, usual)):
        allowed = room(at[first], at[last])
        for start, end in pairwise([first, *_between(places, first, last, allowed.capacity), last]):
            left = allowed.capacity - (places.cost[end] - places.cost[start])
            yield at[_lent(places, start, min(allowed.overlap, left))], at[end]


def find_places(
    text: str, joined: str, headings: Mapping[int, int], costs: Callable[[Sequence[int]], list[float]], usual: float
) -> Places:
    """`joined` is the text with other white space at the same offsets, which says what a line is; `headings` maps
    offsets to levels that they have at least; `costs` gives the tokens before each of some offsets."""
    levels = {match.end(): _LEVELS[match.lastgroup or ""] for match in _gaps(joined)}
    for offset, level in headings.items():
        levels[offset] = max(level, levels.get(offset, 0))
    levels.pop(0, None)
    levels.pop(len(text), None)
    for finer in (_words, _characters, _units):
        ordered = [0, *sorted(levels), len(text)]
        cost = costs(ordered)
        far = [
            pair
            for pair, (low, high) in zip(pairwise(ordered), pairwise(cost), strict=True)
            if high - low > _FAR * usual
        ]
        if not far:
            break
        for start, end in far:
            levels.update(finer(text, start, end))
    ordered = [0, *sorted(levels), len(text)]
    rank = [math.inf, *(levels[offset] + _chance(text, offset) for offset in ordered[1:-1]), math.inf]
    return Places(ordered, rank, costs(ordered))


def _gaps(text: str) -> Iterator[re.Match[str]]:
    end = 0
    for candidate in _GAP_START.finditer(text):
        if candidate.start() >= end and (match := _GAP.match(text, candidate.start())):
            end = match.end()
            yield match


def _words(text: str, start: int, end: int) -> dict[int, int]:
    return {match.end(): WORD for match in _WORD_END.finditer(text, start, end) if match.end() < end}


def _characters(text: str, start: int, end: int) -> dict[int, int]:
    """Between any two characters that are drawn apart."""
    return {
        offset: CHARACTER
        for offset in range(start + 1, end)
        if not unicodedata.category(text[offset]).startswith("M") and _JOINER not in text[offset - 1 : offset + 1]
    }


def _units(_: str, start: int, end: int) -> dict[int, int]:
    return dict.fromkeys(range(start + 1, end), CHARACTER)


def _chance(text: str, offset: int) -> float:
    """A number in [0, 1) that only the text around the place decides."""
    around = text[max(0, offset - _NEIGHBOURS) : offset + _NEIGHBOURS]
    return zlib.crc32(around.encode("utf-8", "surrogatepass")) / 2**32


def _anchors(places: Places, usual: float) -> list[int]:
    """The places better than all within their radius; of equals the first. Both ends of the text are."""
    rank, cost = places.rank, places.cost
    radius = usual * _RADIUS
    best = [True] * len(rank)
    above: list[int] = []  # what no later place has beaten yet, best first
    for place, value in enumerate(rank):
        while above and rank[above[-1]] < value:
            beaten = above.pop()
            best[beaten] = best[beaten] and cost[place] - cost[beaten] >= radius
        if above:
            best[place] = cost[place] - cost[above[-1]] >= radius
        above.append(place)
    best[0] = best[-1] = True
    return [place for place, is_best in enumerate(best) if is_best]


def _between(places: Places, first: int, last: int, capacity: float) -> list[int]:
    """The cuts between two anchors."""
    found: list[int] = []
    waiting = [(first, last)]
    while waiting:
        start, end = waiting.pop()
        if places.cost[end] - places.cost[start] > capacity and end - start > 1:
            cut = _best_cut(places, start, end, capacity)
            found.append(cut)
            waiting += [(start, cut), (cut, end)]
    return sorted(found)


def _best_cut(places: Places, start: int, end: int, capacity: float) -> int:
    """A place between two, with no more than one chunk before it unless there is room for many."""
    left = places.cost[end] - places.cost[start]
    if left > _MANY * capacity:
        return _best(places, start, end, capacity / 2, left - capacity / 2, _PLANNED * capacity)
    even = left / max(2, math.ceil(left / (_PLANNED * capacity)))
    most = min(capacity, left - _LEAST * capacity)
    near = _best(places, start, end, even * (1 - _UNEVEN), min(most, even * (1 + _UNEVEN)), even)
    if places.rank[near] >= LINE:
        return near
    wider = _best(places, start, end, _LEAST * capacity, most, even)
    return wider if int(places.rank[wider]) > int(places.rank[near]) else near


def _best(places: Places, start: int, end: int, least: float, most: float, ideal: float) -> int:
    """The best place at a distance (tokens) from `start`, or the next one where there is none; of equals that nearest
    to `ideal`."""
    zero = places.cost[start]
    low = bisect_left(places.cost, zero + least, start + 1, end - 1)
    high = max(bisect_right(places.cost, zero + most, low, end), low + 1)
    if high - low > _FEW:  # a page of nothing but dashes is looked through once for every chunk
        ranks = places.ranks[low:high]
        best = low + np.flatnonzero(ranks == ranks.max())
        return int(best[np.argmin(np.abs(places.costs[best] - zero - ideal))])
    return max(range(low, high), key=lambda place: (places.rank[place], -abs(places.cost[place] - zero - ideal)))


def _lent(places: Places, start: int, room: float) -> int:
    """Where a chunk begins that may repeat `room` tokens of what is before its start: at a sentence of the line that
    was cut. What ends with a line stands by itself; to repeat it would only be embedded and read again."""
    begin = place = start
    while place and places.rank[place] < LINE and places.cost[start] - places.cost[place - 1] <= room:
        place -= 1
        if places.rank[place] >= SENTENCE:
            begin = place
    return begin
