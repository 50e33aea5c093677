"""Feedback of a first ranking: what resembles the best candidates, told from what doesn't."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.features import FEATURES
from indexer.feedback import FEEDBACK, likeness, with_feedback
from indexer.ranking import Ranker, load_ranker

EAST, NORTH, NORTH_EAST = (1.0, 0.0), (0.0, 1.0), (0.8, 0.6)


def test_of_two_equally_good_the_one_like_the_best_is_nearer() -> None:
    like, unlike = likeness(np.array([3.0, 2.9, 1.0, 1.0]), np.array([EAST, EAST, NORTH_EAST, NORTH]))[2:]
    assert like > unlike == 0.0


def test_one_of_the_best_is_compared_with_the_others_of_them_and_not_with_itself() -> None:
    odd, *others = likeness(np.array([3.0, 2.9, 2.8, 0.0]), np.array([NORTH, EAST, EAST, NORTH_EAST]))
    assert odd == 0.0
    assert min(others) > 0.5


def test_the_better_of_the_best_weigh_more() -> None:
    north, east = likeness(np.array([5.0, 1.0, 0.0, 0.0]), np.array([NORTH, EAST, NORTH, EAST]))[2:]
    assert north > east


def test_what_has_no_vector_is_as_far_as_the_farthest_and_never_one_of_the_best() -> None:
    found = likeness(np.array([9.0, 3.0, 2.9, 2.8, 1.0]), np.array([(0.0, 0.0), EAST, EAST, EAST, NORTH]))
    assert found.tolist() == pytest.approx([0.0, 1.0, 1.0, 1.0, 0.0])
    assert likeness(np.array([9.0, 3.0]), np.array([(0.0, 0.0), EAST])).tolist() == [0.0, 0.0]


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=12),
)
def test_it_is_a_share_whatever_the_candidates_are(rows: list[tuple[float, float, float]]) -> None:
    found = likeness(np.array([row[0] for row in rows]), np.array([row[1:] for row in rows]))
    assert found.shape == (len(rows),)
    assert np.isfinite(found).all()
    assert ((found >= 0.0) & (found <= 1.0)).all()


def test_only_its_own_column_is_told_and_the_matrix_stays_as_it_was() -> None:
    features = np.zeros((3, len(FEATURES)))
    features[:, 0] = 3.0, 2.0, 1.0
    weights = np.zeros(len(FEATURES))
    weights[0] = 1.0
    before = features.copy()
    told = with_feedback(features, np.array([EAST, EAST, NORTH]), Ranker(weights, 0.0, 1.0))
    assert told[:, FEEDBACK].tolist() == pytest.approx([1.0, 1.0, 0.0], abs=0.1)
    assert np.delete(told, FEEDBACK, axis=1).tolist() == np.delete(before, FEEDBACK, axis=1).tolist()
    assert features.tolist() == before.tolist()


def test_without_vectors_nothing_is_told_and_nothing_weighed() -> None:
    features = np.ones((2, len(FEATURES)))
    assert with_feedback(features, None, load_ranker(True)) is features
    assert load_ranker(False).weights[FEEDBACK] == 0.0
    assert load_ranker(True).weights[FEEDBACK] > 0.0
