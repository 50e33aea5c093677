"""The weights of a search's ranking: a linear score over `features`, fitted by tests/eval/fit_ranking.py.

They are data (`data/ranking.toml`), one set for searches with vectors and one for keywords alone. A score is made a
number from 0 to 1 that can be read as how likely the passage is to be one that was looked for.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from indexer.features import FEATURES, Matrix


@dataclass(frozen=True)
class Ranker:
    """`weights` in the order of FEATURES; `offset` and `scale` turn their sum into log-odds."""

    weights: npt.NDArray[np.float64]
    offset: float
    scale: float

    def scores(self, matrix: Matrix) -> npt.NDArray[np.float64]:
        """Of each row of a feature matrix, from 0 to 1."""
        odds = (matrix @ self.weights) * self.scale + self.offset
        result: npt.NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return result


@lru_cache(maxsize=2)
def load_ranker(vectors: bool) -> Ranker:
    """The ranker for searches with `vectors`, or for those by keywords alone."""
    text = resources.files("indexer").joinpath("data", "ranking.toml").read_text("utf-8")
    table = tomllib.loads(text)["with_vectors" if vectors else "keywords_alone"]
    weights = np.array([table["weights"].get(name, 0.0) for name in FEATURES])
    return Ranker(weights, table["offset"], table["scale"])
