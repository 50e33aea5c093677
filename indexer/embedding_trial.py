"""How fast the embedder makes vectors of some texts now, for a prediction."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.embedding import Embedder
from indexer.prediction import Cost

_PRECISE = 0.02  # a standard error below this share is worth no further round
_LEAST_BATCHES = 3


@dataclass(frozen=True)
class EmbeddingSpeed:
    """Characters embedded a second (`Cost.embedding_work`), and the relative error of that."""

    characters: float
    error: float


@dataclass(frozen=True)
class _Batch:
    """Chunks that were embedded at once, their `Cost.embedding_work`, and the seconds that it took."""

    chunks: int
    work: float
    seconds: float


class EmbeddingTrial:
    """Draws `chunks` of `texts` (the weight of each group, and its texts) and embeds them, round by round."""

    def __init__(
        self, embedder: Embedder, texts: Sequence[tuple[float, Sequence[str]]], chunks: int, clock: Callable[[], float]
    ) -> None:
        self._embedder = embedder
        self._groups = [group for _, group in texts]
        self._weights = [weight for weight, _ in texts]
        self._chunks = chunks
        self._clock = clock
        self._chance = random.Random(1)

    def speed(self, left: Callable[[], float], usual: float | None) -> EmbeddingSpeed:
        """Measured for as long as it tells more and there is time `left`. A machine is slow for seconds at times, and
        chunks, cut to about one length in tokens, take about the same time whatever they are from: the `usual` chunks
        a second, where they are known, count for as much as those of this moment (geometric mean), and how far the
        two lie apart counts as doubt."""
        batches = self._rounds(left)
        work = sum(batch.work for batch in batches)
        characters, error = work / sum(batch.seconds for batch in batches), _relative_error(batches)
        if usual is not None:
            apart = math.log(usual * work / sum(batch.chunks for batch in batches) / characters) / 2
            characters, error = characters * math.exp(apart), math.hypot(error, apart)
        return EmbeddingSpeed(characters, error)

    def _rounds(self, left: Callable[[], float]) -> list[_Batch]:
        """Batches of new shapes take up to a fifth longer, which a real run soon has behind it: the first round only
        counts where there is no time for another. Later ones are whole, because batches come longest first."""
        drawn = self._drawn()
        first: list[_Batch] = []
        for batch in self._timed(drawn):
            first.append(batch)
            if len(first) >= _LEAST_BATCHES and not left():
                break
        took = sum(batch.seconds for batch in first)
        batches: list[_Batch] = []
        while left() > took and (not batches or _relative_error(batches) >= _PRECISE):
            batches += self._timed(self._drawn() if batches else drawn)
        return batches or first

    def _drawn(self) -> list[str]:
        groups = self._chance.choices(self._groups, self._weights, k=self._chunks)
        return [self._chance.choice(group) for group in groups]

    def _timed(self, texts: Sequence[str]) -> Iterator[_Batch]:
        began = self._clock()
        for rows, _ in self._embedder.document_batches(texts):
            cost = Cost(0.0, len(rows), len(rows), sum(len(texts[row]) for row in rows))
            yield _Batch(len(rows), cost.embedding_work, max(1e-6, self._clock() - began))
            began = self._clock()


def _relative_error(batches: Sequence[_Batch]) -> float:
    """Of the speed that they show together."""
    values = [batch.work / batch.seconds for batch in batches]
    mean = sum(values) / len(values)
    if len(values) < 2:
        return 0.3
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return float((variance / len(values)) ** 0.5 / mean)
