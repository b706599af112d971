"""Fused scores, by hand."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from corpuscle.retrieval.fusion import FED_BACK, fed_back, fuse, neighbour_means, standardise


def test_z_scores_have_mean_0_and_deviation_1() -> None:
    # mean 4, variance ((−2)² + 0² + 2²) / 3 = 8/3
    assert standardise(np.array([2.0, 4.0, 6.0])) == pytest.approx([-2 / sqrt(8 / 3), 0.0, 2 / sqrt(8 / 3)])


def test_equal_scores_say_nothing() -> None:
    assert standardise(np.array([3.0, 3.0])).tolist() == [0.0, 0.0]
    assert standardise(np.array([])).tolist() == []


def test_the_question_moves_by_half_the_mean_of_the_best() -> None:
    best = np.array([[0.0, 1.0], [1.0, 0.0]], dtype=np.float32)
    assert fed_back(np.array([1.0, 0.0], dtype=np.float32), best).tolist() == [1.25, 0.25]
    assert fed_back(np.array([1.0, 0.0], dtype=np.float32), best[:0]).tolist() == [1.0, 0.0]


def test_neighbours_lend_their_scores_by_their_cosine() -> None:
    vectors = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]], dtype=np.float32)
    # the first has neighbours with cosines .8 and 0, the second with .8 and .6, the third with .6 and 0
    expected = [5.0, (0.8 * 3 + 0.6 * 7) / 1.4, 5.0]
    assert neighbour_means(vectors, np.array([3.0, 5.0, 7.0])) == pytest.approx(expected)
    assert neighbour_means(vectors[:1], np.array([3.0])).tolist() == [0.0]
    assert neighbour_means(vectors[:0], np.array([])).tolist() == []


def test_opposite_and_unrelated_neighbours_lend_nothing() -> None:
    vectors = np.array([[1.0, 0.0], [-1.0, 0.0]], dtype=np.float32)
    assert neighbour_means(vectors, np.array([3.0, 5.0])).tolist() == [0.0, 0.0]


def test_candidates_that_resemble_the_best_rise() -> None:
    vectors = np.eye(8, dtype=np.float32)[:6]
    query = np.full(8, 8**-0.5, dtype=np.float32)  # as near to each of them
    bm25 = np.array([9.0, 9.0, 9.0, 1.0, 1.0, 1.0])
    vectors[3] = vectors[0]  # like one of the three that are fed back
    scores = fuse(bm25, vectors, query).scores
    assert FED_BACK == 3
    assert scores[3] > scores[4] == scores[5]


@given(arrays(np.float32, (7, 4), elements=st.floats(-1, 1, width=32)), st.permutations(range(7)))
def test_the_order_of_candidates_changes_no_score(vectors: NDArray[np.float32], order: list[int]) -> None:
    bm25 = np.arange(7.0) ** 2
    query = np.array([1.0, 0.5, 0.25, 0.125], dtype=np.float32)
    assume(len(np.unique(np.round(standardise(bm25) + standardise((vectors @ query).astype(np.float64)), 4))) == 7)
    assume(len(np.unique(np.round(vectors @ vectors.T, 4))) > 20)
    one, other = fuse(bm25, vectors, query), fuse(bm25[order], vectors[order], query)
    assert other.cosines == pytest.approx(one.cosines[order], abs=1e-5)
    assert other.scores == pytest.approx(one.scores[order], abs=1e-3)


def test_one_or_no_candidate_is_no_error() -> None:
    query = np.ones(4, dtype=np.float32)
    assert fuse(np.array([3.0]), np.ones((1, 4), dtype=np.float32), query).scores.tolist() == [0.0]
    assert fuse(np.array([]), np.ones((0, 4), dtype=np.float32), query).scores.tolist() == []
