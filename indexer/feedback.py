"""Pseudo-relevance feedback: what resembles the best candidates of a search is likelier to be looked for, too.

Rocchio's idea (Relevance feedback in information retrieval, 1971) without a person's marks: the first ranking stands in
for them, and a passage's embedding for its words.
"""

from __future__ import annotations

import numpy as np

from indexer.features import FEATURES, Matrix
from indexer.ranking import Ranker

BEST = 3  # candidates that the others are compared with; with 5 or 10 a wrong one among them tells more often
FEEDBACK = FEATURES.index("like the best")


def with_feedback(features: Matrix, vectors: Matrix | None, ranker: Ranker) -> Matrix:
    """The feature matrix with its column "like the best", as `ranker` ranks without it. `vectors` [n, dimension] are
    those of the candidates, zeros where there is none yet; None leaves the column at nought."""
    if vectors is None or len(features) < 2:
        return features
    result = features.copy()
    result[:, FEEDBACK] = 0.0
    result[:, FEEDBACK] = likeness(result @ ranker.weights, vectors)
    return result


def likeness(worth: Matrix, vectors: Matrix) -> Matrix:
    """How near each candidate [n] is to the middle of the best by `worth` [n], from 0 (the farthest) to 1 (the
    nearest). The better of them weigh more, by exp(worth). One of the best is compared with the others of them, since
    it is always near to itself. What has no vector is as far as the farthest."""
    there = np.linalg.norm(vectors, axis=1) > 0
    best = [at for at in np.argsort(-worth, kind="stable") if there[at]][:BEST]
    if len(best) < 2:
        return np.zeros(len(worth))
    weight = np.exp(worth[best] - worth[best[0]])
    cosines = vectors @ _direction(weight @ vectors[best])
    for place, at in enumerate(best):
        others = np.delete(weight, place) @ vectors[np.delete(best, place)]
        cosines[at] = vectors[at] @ _direction(others)
    low, high = cosines[there].min(), cosines[there].max()
    spread = (cosines - low) / (high - low) if high > low else np.zeros(len(worth))
    return np.where(there, spread, 0.0)


def _direction(vector: Matrix) -> Matrix:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
